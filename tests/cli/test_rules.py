"""`jinpai rules`: list, show, check, diff, test; exit 0 done, 1 found, 2 could not."""

from __future__ import annotations

from pathlib import Path

import pytest

from jinpai.rules import document, edit

CASE = """
[[case]]
name_zh = "90 分"
name_en = "90 points"
given.components = [
    { kind = "banded_bonus", code = "bonus", bands = [{ from = 90, amount = 3000 }] },
]
given.people = [{ code = "P1", score = 90 }]
[case.expect.lines]
P1 = { bonus = 2700.00 }
"""


@pytest.fixture
def small(tmp_path: Path) -> Path:
    path = tmp_path / "mine.toml"
    path.write_text(document.shipped()["kpi-bands"], "utf-8")
    return path


def test_list_names_the_shipped_ones_without_any_data(jinpai, home):
    done = jinpai("rules", "list")
    assert done.code == 0
    assert [line.split()[0] for line in done.out.splitlines()[2:]] == list(document.SHIPPED)
    assert not home.exists()  # looking makes no home
    told = jinpai("rules", "list", "--json").json
    assert [row["code"] for row in told["shipped"]] == list(document.SHIPPED)
    assert told["shipped"][2]["sha256"] == document.digest(document.shipped()["kpi-bands"])
    assert told["saved"] == []


def test_show_prints_the_text_byte_for_byte(jinpai, small):
    assert jinpai("rules", "show", "champion").out == document.shipped()["champion"]
    assert jinpai("rules", "show", small).out == small.read_text("utf-8")


def test_show_json_is_the_document(jinpai):
    told = jinpai("rules", "show", "kpi-bands", "--json").json
    assert told["rulebook"]["pay"]["schemes"]["agent"]["components"][1]["bands"][2] == {
        "from": "90",
        "amount": "3000",
    }
    assert told["problems"] == []


def test_check_of_a_sound_file(jinpai, small):
    done = jinpai("rules", "check", small)
    assert (done.code, done.out) == (0, "KPI bands can be used.\n")
    assert done.err == "Asked for and not appraised: Daily problem sheet, Routine checklist.\n"
    told = jinpai("rules", "check", small, "--json").json
    assert (told["ok"], told["wishes"]) == (True, ["problem-sheet", "checklist"])


def test_check_tells_place_found_and_right(jinpai, small):
    text = edit.write(small.read_text("utf-8"), {"pay.schemes.agent.components[0].ammount": 1})
    small.write_text(text, "utf-8")
    line = text.splitlines().index("ammount = 1") + 1
    done = jinpai("rules", "check", small)
    assert done.code == 1
    assert done.out == (
        f"{small}:{line} pay.schemes.agent.components[0].ammount: "
        "there is no key 'ammount'; did you mean amount?\n"
    )
    assert done.err == "1 error.\n"
    (problem,) = jinpai("rules", "check", small, "--json").json["problems"]
    assert (problem["code"], problem["found"], problem["wanted"], problem["line"]) == (
        "unknown_key", "ammount", "amount", line,
    )  # fmt: skip


def test_a_warning_alone_is_told_and_done(jinpai, small):
    text = edit.write(small.read_text("utf-8"), {"pay.working_time.rest_days": 4})
    small.write_text(text, "utf-8")
    done = jinpai("rules", "check", small)
    assert done.code == 0
    assert "warning 4 rest days a month make about 208 h" in done.out
    assert "劳动法" in done.out
    assert done.out.endswith("KPI bands can be used, 1 warning.\n")


def test_check_of_bytes_that_are_not_text(jinpai, small):
    small.write_bytes("# 大锅饭".encode("gbk"))
    done = jinpai("rules", "check", small)
    assert done.code == 1
    assert "not UTF-8" in done.out
    assert jinpai("rules", "check", small, "--json").json["sha256"] is None


def test_diff_in_words(jinpai, small):
    assert jinpai("rules", "diff", "kpi-bands", small).out == "No difference.\n"
    text = edit.write(small.read_text("utf-8"), {"appraisal.otherwise": 0.5})
    small.write_text(text, "utf-8")
    done = jinpai("rules", "diff", "kpi-bands", small)
    assert (done.code, done.out) == (1, "appraisal › otherwise: from 0.6 to 0.5\n")
    (one,) = jinpai("rules", "diff", "kpi-bands", small, "--json").json["differences"]
    assert (one["path"], one["before"], one["after"]) == ("appraisal.otherwise", "0.6", "0.5")


def test_diff_of_a_rulebook_with_errors_cannot_run(jinpai, small):
    small.write_text("code = 1", "utf-8")
    done = jinpai("rules", "diff", "kpi-bands", small)
    assert done.code == 2
    assert "has errors and cannot be compared" in done.err


@pytest.mark.parametrize("word", ["nothing-of-the-kind", "abcdef", "abc", "no-file.toml"])
def test_what_there_is_not_is_said_with_what_there_is(jinpai, word):
    done = jinpai("rules", "show", word)
    assert (done.code, done.out) == (2, "")
    assert "big-pot" in done.err


def test_a_month_without_a_rulebook_is_said(jinpai):
    done = jinpai("rules", "show", "2026-10")
    assert (done.code, done.err) == (2, "No rulebook is in force in 2026-10.\n")


def test_test_works_the_cases_of_a_folder(jinpai, tmp_path):
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "right.toml").write_text(CASE, "utf-8")
    (tmp_path / "notes.toml").write_text("a = 1", "utf-8")
    done = jinpai("rules", "test", tmp_path)
    assert (done.code, done.out) == (0, "1 file, 1 case, 1 right.\n")
    (tmp_path / "wrong.toml").write_text(CASE.replace("2700.00", "2700.01"), "utf-8")
    done = jinpai("rules", "test", tmp_path)
    assert done.code == 1
    assert (
        "wrong.toml #1 90 points\n    expect.lines.P1.bonus: 2700.01 expected, 2700.00 found"
        in (done.out)
    )
    told = jinpai("rules", "test", tmp_path, "--json").json
    assert (told["files"], told["cases"], told["passed"]) == (2, 2, 1)
    assert told["failures"][0]["where"] == "expect.lines.P1.bonus"


def test_test_of_no_cases_cannot_run(jinpai, tmp_path):
    assert jinpai("rules", "test", tmp_path).code == 2
    assert jinpai("rules", "test", tmp_path / "none").code == 2


def test_the_worked_examples_of_the_design_hold_on_the_command_line(jinpai):
    file = Path(__file__).parents[2] / "cases" / "pay" / "worked.toml"
    done = jinpai("rules", "test", file)
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith("1 file, ")


@pytest.mark.django_db
def test_saved_versions_are_listed_and_found_by_hash_and_month(jinpai, home, monkeypatch):
    from django.utils import timezone

    from jinpai.apps.rulebooks.models import Force, Version

    monkeypatch.setenv("DATABASE_URL", "the database of the tests")
    text = document.shipped()["champion"]
    saved = Version.objects.create(
        code="champion", number=1, sha256=document.digest(text), text=text,
        effective_from="2026-10", reason="试一试", saved_by="owner", at=timezone.now(),
    )  # fmt: skip
    Force.objects.create(
        number=1, version=saved, month="2026-10", reason="换", signed_by="owner", at=timezone.now()
    )
    (row,) = jinpai("rules", "list", "--json").json["saved"]
    assert (row["code"], row["number"], row["in_force"]) == ("champion", 1, ["2026-10 –"])
    assert jinpai("rules", "show", saved.sha256[:6]).out == text
    assert jinpai("rules", "show", "2026-11").out == text
    assert jinpai("rules", "diff", "2026-10", "champion").code == 0
