"""Nothing undocumented, nothing stale, nothing that belongs to one machine only."""

from __future__ import annotations

import importlib.util
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TEXT = {".py", ".md", ".toml", ".txt", ".html", ".css", ".js", ".po", ".csv", ".json", ".jsonl", ""}


def committed() -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if listed.returncode:  # an unpacked archive
        pytest.skip("not a git checkout: there is no list of committed files")
    return [ROOT / name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file()]


def test_every_environment_variable_that_is_read_is_documented():
    documented = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")
    sources = [*ROOT.glob("src/**/*.py"), *ROOT.glob("scripts/*"), *ROOT.glob("bench/*.py"),
               ROOT / ".ci" / "run", ROOT / "Makefile"]  # fmt: skip
    sources += [*ROOT.glob("tests/**/*.py")]
    used = {
        name
        for path in sources
        if path.is_file()
        for name in re.findall(r"\bJINPAI_[A-Z_]*[A-Z]\b", path.read_text(encoding="utf-8"))
    }
    assert used
    assert sorted(name for name in used if f"`{name}`" not in documented) == []


def test_the_page_of_settings_is_what_the_program_reads():
    from jinpai.web.environment import page

    assert (ROOT / "docs" / "settings.md").read_text(encoding="utf-8") == page()


def test_every_command_and_option_is_documented():
    import typer

    from jinpai.cli import app

    documented = (ROOT / "docs" / "cli.md").read_text(encoding="utf-8")
    missing = []

    def walk(command, words):
        for name, sub in sorted(getattr(command, "commands", {}).items()):
            walk(sub, [*words, name])
        if getattr(command, "commands", None):
            return
        if f"## `{' '.join(words)}" not in documented:
            missing.append(" ".join(words))
            return
        part = documented.split(f"## `{' '.join(words)}")[1].split("\n## ")[0]
        general = documented.split("\n## ")[0]
        for parameter in command.params:
            for option in parameter.opts:
                if (
                    option.startswith("--")
                    and option != "--help"
                    and not re.search(rf"(?<![\w-]){option}(?![\w-])", part + general)
                ):
                    missing.append(f"{' '.join(words)} {option}")

    walk(typer.main.get_command(app), ["jinpai"])
    assert missing == []


def test_every_make_target_is_documented_and_explains_itself_in_both_languages():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    (phony,) = re.findall(r"^\.PHONY: (.*)$", makefile, re.M)
    guide = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    explained = dict(re.findall(r"^([a-z-]+):.*?## (.*)$", makefile, re.M))
    assert sorted(explained) == sorted(phony.split())
    for target, words in explained.items():
        assert re.search(r"[一-鿿].* · [A-Za-z]", words), target
        assert f"`make {target}`" in guide, target


def _metric_pages():
    spec = importlib.util.spec_from_file_location(
        "metric_pages", ROOT / "scripts" / "metric_pages.py"
    )
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_metric_pages_are_what_the_catalogue_says():
    assert _metric_pages().stale() == [], "run make docs"


def test_no_metric_leaves_a_field_empty():
    from jinpai.metrics.catalogue import CATALOGUE

    fields = ("zh", "en", "group", "unit", "direction", "numerator_zh", "numerator_en",
              "denominator_zh", "denominator_en", "day_zh", "day_en", "exclusions_zh",
              "exclusions_en", "tables", "num", "settling")  # fmt: skip
    empty = [(m.code, f) for m in CATALOGUE.values() for f in fields if not getattr(m, f)]
    assert empty == []


def test_every_link_between_the_documents_leads_somewhere():
    lost = []
    for page in [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")]:
        for target in re.findall(r"\]\(([^)#\s]+)", page.read_text(encoding="utf-8")):
            if "://" not in target and not (page.parent / target).exists():
                lost.append(f"{page.relative_to(ROOT)} → {target}")
    assert lost == []


# Written in pieces, so that this file does not contain what it forbids.
FORBIDDEN = [
    "/" + "work/", "/" + "tmp/inst", "/" + "root/", "/" + "farm/",
    "py" + "pi.org", "python" + "hosted.org", "npm" + "js.", "deb." + "debian", "/opt/" + "pypi",
]  # fmt: skip


def test_no_committed_file_names_a_place_of_one_machine_or_a_registry():
    found = []
    for path in committed():
        if path.suffix not in TEXT:
            continue
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue  # cases in other encodings
        found += [f"{path.relative_to(ROOT)}: {word}" for word in FORBIDDEN if word in text]
    assert found == []


def test_the_constraints_are_names_and_exact_versions_only():
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").split()
    assert lines
    assert [x for x in lines if not re.fullmatch(r"[A-Za-z0-9._-]+==[A-Za-z0-9.]+", x)] == []


def test_every_package_that_is_asked_for_has_its_exact_version():
    import tomllib

    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    asked = [*project["dependencies"], *project["optional-dependencies"]["dev"]]

    def bare(word: str) -> str:
        return re.split(r"[\[<>=]", word)[0].lower().replace("_", "-").replace(".", "-")

    pinned = {bare(x) for x in (ROOT / "constraints.txt").read_text(encoding="utf-8").split()}
    assert sorted(bare(x) for x in asked if bare(x) not in pinned) == []
