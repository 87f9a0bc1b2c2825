"""scripts/environment.py and scripts/setup: a clear sentence for everything that may be wrong."""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def environment() -> ModuleType:
    spec = importlib.util.spec_from_file_location(
        "environment_script", ROOT / "scripts" / "environment.py"
    )
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_python_3_11_is_old_enough_and_3_10_is_not(environment):
    environment.check_python((3, 11, 0))
    environment.check_python((3, 13, 1))
    with pytest.raises(environment.Stop) as stop:
        environment.check_python((3, 10, 14))
    assert stop.value.sentence("zh") == "需要 Python 3.11 或更新版本,现在是 3.10;安装后再试。"
    assert stop.value.sentence("en") == (
        "Python 3.11 or newer is needed, this is 3.10; install one and try again."
    )


def test_disk_space_is_enough_at_the_limit_and_short_one_megabyte_below(environment):
    environment.check_disk(1200 * 2**20, "run")
    with pytest.raises(environment.Stop, match="needs 1200 MB, 1199 MB are left"):
        environment.check_disk(1199 * 2**20, "run")


def test_a_folder_that_cannot_be_written_is_named(environment, tmp_path):
    gone = tmp_path / "gone"
    with pytest.raises(environment.Stop, match=f"The folder {gone} cannot be written"):
        environment.check_folder(gone)


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        (
            "WARNING: Retrying … Failed to establish a new connection: [Errno 101] "
            "Network is unreachable",
            "The packages could not be downloaded",
        ),
        ("ERROR: Could not find a version that satisfies the requirement", "could not be downl"),
        ("OSError: [Errno 28] No space left on device", "The disk filled up while installing"),
        ("The virtual environment was not created … ensurepip is not available", "venv module"),
        ("gcc: boom\n\n", "Installing failed: gcc: boom"),
    ],
)
def test_what_pip_says_becomes_one_sentence(environment, said, sentence):
    assert sentence in environment.failure(said).sentence("en")
    assert environment.failure(said).sentence("zh") != environment.failure(said).sentence("en")


def test_a_stamp_of_the_same_inputs_means_there_is_nothing_to_do(environment, tmp_path):
    for name in ("constraints.txt", "pyproject.toml", "scripts/environment.py"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        shutil.copy(ROOT / name, tmp_path / name)
    stamp = environment.fingerprint(tmp_path)
    venv = tmp_path / ".venv"
    venv.mkdir()
    assert not environment.fresh(venv, "run", stamp)
    (venv / ".jinpai-dev").write_text(stamp)
    assert environment.fresh(venv, "run", stamp), "a developer's environment also runs"
    assert environment.fresh(venv, "dev", stamp)
    (tmp_path / "constraints.txt").write_text("django==0\n")
    assert environment.fingerprint(tmp_path) != stamp


def test_an_environment_for_running_does_not_pass_for_a_developers(environment, tmp_path):
    (tmp_path / ".jinpai-run").write_text("same")
    assert environment.fresh(tmp_path, "run", "same")
    assert not environment.fresh(tmp_path, "dev", "same")


@pytest.mark.parametrize(
    ("variables", "expected"),
    [
        ({}, "en"),
        ({"LANG": "zh_CN.UTF-8"}, "zh"),
        ({"LANG": "en_US.UTF-8"}, "en"),
        ({"LANG": "zh_CN.UTF-8", "JINPAI_LANG": "en"}, "en"),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": "C"}, "en"),
    ],
)
def test_the_language_follows_the_locale_unless_told(environment, variables, expected):
    assert environment.language(variables) == expected


def old_python(folder: Path) -> Path:
    """A `python3` that says it is 3.9: what an old machine has on its PATH."""
    fake = folder / "python3"
    fake.write_text('#!/bin/sh\ncase "$2" in *version_info\\ \\<*) exit 1 ;; *) echo 3.9 ;; esac\n')
    fake.chmod(0o755)
    for tool in ("dirname", "sh"):
        found = shutil.which(tool)
        assert found
        (folder / tool).symlink_to(found)
    return folder


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "Python 3.11 or newer is needed (python3 3.9)"),
        ("zh", "需要 Python 3.11 或更新版本(python3 3.9)"),
    ],
)
def test_setup_on_a_machine_with_an_old_python_says_so(tmp_path, language, sentence):
    done = subprocess.run(
        ["sh", str(ROOT / "scripts" / "setup"), "run"],
        env={"PATH": str(old_python(tmp_path)), "JINPAI_LANG": language},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert done.stderr.startswith(sentence)
    assert "Traceback" not in done.stderr


def test_setup_without_a_network_says_so(tmp_path):
    for name in ("constraints.txt", "pyproject.toml", "README.md"):
        shutil.copy(ROOT / name, tmp_path / name)
    shutil.copytree(ROOT / "scripts", tmp_path / "scripts")
    nowhere = "http://127.0.0.1:9/simple"
    done = subprocess.run(
        ["sh", "scripts/setup", "run"],
        cwd=tmp_path,
        env={
            "PATH": os.environ["PATH"], "PYTHON": sys.executable, "JINPAI_LANG": "en",
            "PIP_CONFIG_FILE": os.devnull, "PIP_INDEX_URL": nowhere, "HOME": str(tmp_path),
        },
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 2
    assert "The packages could not be downloaded: check the network" in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / ".venv" / ".jinpai-run").exists(), "a failed setup leaves no stamp"


@pytest.mark.skipif(shutil.which("make") is None, reason="make is not installed")
def test_plain_make_prints_the_targets_in_both_languages_and_does_nothing_else():
    done = subprocess.run(
        ["make", "--no-print-directory"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0
    lines = {line.split()[1]: line for line in done.stdout.splitlines()}
    assert {"run", "test", "lint", "demo", "bench", "shots"} <= set(lines)
    assert "打开演示店铺" in lines["run"]
    assert "open the demo shop" in lines["run"]
    assert done.stdout.count("\n") == len(lines)
