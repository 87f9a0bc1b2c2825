"""Files that leave the house, and the two commands: `jinpai pay` and `jinpai verify`."""

from __future__ import annotations

import csv
import io
import json
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from jinpai import cli
from jinpai.apps import home
from jinpai.apps.pages.refusals import Unclear
from jinpai.apps.payroll import actions, exports
from jinpai.apps.payroll.exports.bank import without_account
from jinpai.apps.payroll.models import Run, Slip
from jinpai.apps.team.models import AuditEntry

from .house import NOW, RULEBOOK, House


def rows_of(content: bytes, sheet: int = 0) -> list[list[Any]]:
    book = load_workbook(io.BytesIO(content))
    return [[cell.value for cell in row] for row in book.worksheets[sheet].iter_rows()]


def csv_of(content: bytes) -> list[dict[str, str]]:
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(content[3:].decode())))


def test_the_files_of_a_confirmed_run(house: House) -> None:
    house.profile("A1", bank="=工行", bank_account="6222 0202 0011 2233")
    insured = RULEBOOK.replace(
        'code = "adjustment"\n\n[[pay.schemes.care.components]]\nkind = "income_tax"',
        'code = "adjustment"\n\n[[pay.schemes.care.components]]\nkind = "social_insurance"\n'
        'code = "si"\n\n[[pay.schemes.care.components]]\nkind = "housing_fund"\ncode = "hf"\n\n'
        '[[pay.schemes.care.components]]\nkind = "income_tax"',
    )
    house.rules(insured)
    numbers = {
        "minimum_wage": "2490", "pension": "0.08", "medical": "0.02", "medical_fixed": "3",
        "unemployment": "0.005", "insurance_floor": "4000", "insurance_cap": "25000",
        "fund_floor": "2490", "fund_cap": "40000",
    }  # fmt: skip
    actions.set_city(
        by=house.boss, city="杭州", since=date(2026, 7, 1), source="公告", reason="年度", now=NOW,
        numbers={name: Decimal(value) for name, value in numbers.items()},
    )  # fmt: skip
    house.profile(
        "A3", bank="建行", bank_account="6217000000000000001", insured=True, fund=True,
        insurance_base=Decimal(5000), fund_base=Decimal(5000), fund_rate=Decimal("0.05"),
    )  # fmt: skip
    house.present("2026-09")
    house.appraised("2026-09", "A1")  # A3's appraisal stays open
    run = house.calculate("2026-09")
    for unready in (exports.bank_csv, exports.tax_csv):
        with pytest.raises(Unclear):
            unready(run)
    run = house.confirm("2026-09", "=1+1 先发")

    whole = exports.run_xlsx(run)
    rows = rows_of(whole)
    assert rows[2][0].endswith("原因:=1+1 先发")
    assert rows[3] == [
        "编号", "姓名", "角色", "方案", "考核得分", "底薪", "提成", "绩效工资", "养老保险",
        "医疗保险", "失业保险", "住房公积金", "个人所得税", "应发", "实发",
    ]  # fmt: skip
    assert rows[4] == [
        "A1", "小丽", "agent", "agent", None, 3000, 200, None, None, None, None, None, 0, 3200,
        3200,
    ]  # fmt: skip
    # of 5000: 8 %, 2 % and 3 yuan, 0.5 %, fund 5 %
    assert rows[6][5:] == [3000, None, 1000, -400, -103, -25, -250, 0, 4000, 3222]
    assert rows[7][0] == "合计"
    assert rows[7][5:] == [9500, 500, 1000, -400, -103, -25, -250, 0, 11000, 10222]
    problems = rows_of(whole, 1)
    assert [row[:3] for row in problems[1:] if "考核还没有关闭" in row[3]] == [
        ["A3", "小美", "提醒"]
    ]
    assert exports.run_xlsx(Run.objects.get()) == whole  # the same bytes again

    slip = Slip.objects.select_related("run").get(person="A1")
    one = exports.slip_xlsx(slip)
    lines = {row[0]: row for row in rows_of(one)}
    assert lines["提成"][1:4] == [
        200, "20000.00 × 0.01", "提成基数 20000; 比例 0.01",
    ]  # fmt: skip
    assert lines["实发"][1] == 3200
    assert any("先发" in str(row[0]) for row in rows_of(one))  # printed on the payslip too
    assert exports.slip_xlsx(slip) == one

    bank = csv_of(exports.bank_csv(run))
    assert bank == [
        {"姓名": "小丽", "开户行": "'=工行", "账号": "6222020200112233", "金额": "3200.00",
         "备注": "2026-09 工资"},
        {"姓名": "小美", "开户行": "建行", "账号": "6217000000000000001", "金额": "3222.00",
         "备注": "2026-09 工资"},
    ]  # fmt: skip
    assert without_account(run) == ["A2"]
    tax = csv_of(exports.tax_csv(run))
    assert [row["工号"] for row in tax] == ["A1", "A2", "A3"]
    assert (tax[0]["本期收入"], tax[0]["证件号码"], tax[0]["基本养老保险费"]) == (
        "3200.00", "", "0.00",
    )  # fmt: skip
    assert [tax[2][name] for name in (
        "本期收入", "基本养老保险费", "基本医疗保险费", "失业保险费", "住房公积金", "累计专项扣除",
    )] == ["4000.00", "400.00", "103.00", "25.00", "250.00", "778.00"]  # fmt: skip
    assert tax[0]["累计其他扣除"] == "0.00"
    assert (tax[0]["累计收入"], tax[0]["累计减除费用"], tax[0]["本期应预扣预缴税额"]) == (
        "3200.00", "5000.00", "0.00",
    )  # fmt: skip


def test_pay_and_verify_from_the_command_line(
    house: House, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:  # fmt: skip
    monkeypatch.setenv("JINPAI_LANG", "zh")
    (tmp_path / "home" / "db.sqlite3").touch()  # there is a database; the tests' own is used

    def ran(*arguments: str) -> tuple[int, Any]:
        code = cli.run([*arguments, "--json"])
        out = capsys.readouterr().out
        return code, json.loads(out) if out else None

    assert ran("verify", "2026-09")[0] == 2
    house.present("2026-09", "A1", "A2")
    house.appraised("2026-09")
    code, said = ran("pay", "2026-09", "--confirm")
    assert code == 1 and said["state"] == "calculated"
    assert said["refused"]["code"] == "problems_open"
    assert [(p["person"], p["code"]) for p in said["problems"] if p["open"]] == [("A3", "no_days")]
    house.present("2026-09", "A3")
    file = tmp_path / "run.xlsx"
    code, said = ran("pay", "2026-09", "--confirm", "--xlsx", str(file))
    assert code == 0 and said["state"] == "confirmed" and said["totals"]["net"] == "11000.00"
    assert [(p["person"], p["net"]) for p in said["people"]] == [
        ("A1", "3200.00"), ("A2", "3800.00"), ("A3", "4000.00"),
    ]  # fmt: skip
    assert rows_of(file.read_bytes())[6][-1] == Decimal(11000)
    assert ran("pay", "2026-09")[1]["state"] == "confirmed"  # shown as it was
    code, said = ran("verify", "2026-09")
    assert (code, said["ok"], said["people"], said["differences"]) == (0, True, 3, [])
    assert ran("pay", "2026-10", "--user", "nobody")[0] == 2
    assert cli.run(["pay", "2026-09"]) == 0
    assert "11000.00" in capsys.readouterr().out
    looks = AuditEntry.objects.filter(action="pay.viewed").order_by("id")  # one a showing
    assert [(e.subject, e.user, e.detail.get("file", "")) for e in looks] == [
        ("2026-09", house.boss, ""), ("2026-09", house.boss, "excel"), ("2026-09", house.boss, ""),
        ("2026-09", house.boss, ""),
    ]  # fmt: skip


def test_scores_on_the_command_line_are_a_look_too(house: House) -> None:
    (home.home() / "db.sqlite3").touch()  # decisions are kept here; the tests' are in memory
    asked = ["appraise", "2026-09", "--rulebook", "kpi-bands"]
    assert cli.run(asked) in (0, 1)
    assert cli.run([*asked, "--person", "A1"]) in (0, 1)
    looks = AuditEntry.objects.filter(detail__cli=True).order_by("id")
    assert [(e.action, e.subject) for e in looks] == [
        ("appraisal.overview_seen", "2026-09"), ("appraisal.seen", "2026-09 A1"),
    ]  # fmt: skip
