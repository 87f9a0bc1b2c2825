"""Why a payslip pays what it pays: from yuan to order, on the page as on the command line."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from jinpai import cli
from jinpai.apps import home
from jinpai.apps.payroll.models import Slip
from jinpai.apps.payroll.queries import explanation, slips
from jinpai.apps.payroll.queries.tree import Node, plain
from jinpai.apps.team.models import AuditEntry
from jinpai.rules.inputs import Figure, Person
from jinpai.rules.outcomes import Input, Line, Payslip

from .house import REFUND_OF_SEPTEMBER, House


def tree_of(person: str, month: str = "2026-09") -> Node:
    slip = Slip.objects.select_related("run").get(run__month=month, person=person)
    return explanation.explain(slips.case_of(slip, home.reading()))


def below(node: Node, kind: str) -> list[Node]:
    return [one for one in node.walk() if one.kind == kind]


def test_commission_goes_down_to_the_order(house: House) -> None:
    """1 % of 20 000: the one order of 小丽 in September."""
    house.close("2026-09")
    tree = tree_of("A1")
    assert (tree.value, tree.formula) == (Decimal("3200.00"), "3000.00 + 200.00 + 0.00")
    line = next(one for one in tree.children if one.code == "commission")
    assert (line.value, line.formula) == (Decimal("200.00"), "20000.00 × 0.01")
    basis, rate = line.children
    assert (basis.en, basis.value) == ("basis", Decimal("20000.00"))
    assert rate.leads == {"rulebook": "pay.schemes.agent.components[1].rate"}
    metric = basis.children[0]
    assert (metric.code, metric.value, metric.total) == ("net_sales", Decimal("20000.00"), 1)
    row = metric.children[0]
    assert (row.zh, row.value) == ("订单 O1", Decimal("20000.00"))
    assert row.leads == {"shop": "S1", "order": "O1"}
    assert "b1" not in json.dumps(plain(tree))  # the buyer's name stays masked


def test_a_score_goes_down_to_what_was_entered(house: House) -> None:
    house.close("2026-09")
    line = next(one for one in tree_of("A3").children if one.code == "performance")
    assert (line.value, line.formula) == (Decimal("1000.00"), "1000.00 × 1.0")
    (score,) = below(line, "score")
    assert (score.code, score.formula) == ("coefficient", "85 × 100% = 85.00")
    (item,) = below(line, "item")
    assert (item.code, item.value, item.formula) == ("quality", Decimal("85.00"), "85.00 × 100%")
    curve, metric = item.children
    assert curve.formula == "(85 − 0) ÷ (100 − 0) × 100"
    assert (metric.code, metric.value, metric.note_en) == (
        "quality_score",
        Decimal(85),
        "entered by hand",
    )


def test_an_adjustment_goes_down_to_the_line_and_the_refund(house: House) -> None:
    house.close("2026-09")
    house.take(refunds=REFUND_OF_SEPTEMBER)
    house.present("2026-10")
    house.appraised("2026-10")
    house.calculate("2026-10")
    line = next(one for one in tree_of("A1", "2026-10").children if one.code == "adjustment")
    assert line.value == Decimal("-40.00")  # 1 % of the 4000 refunded
    found = below(line, "adjustment")[0]
    assert found.leads == {"payslip": "2026-09", "person": "A1"}
    lines, refunds = below(found, "line"), below(found, "row")
    assert [(one.en, one.formula) for one in lines] == [("Commission", "160.00 − 200.00")]
    assert [(one.zh, one.value, one.leads) for one in refunds] == [
        ("退款 · 订单 O1", Decimal("4000.00"), {"order": "O1", "shop": "S1"})
    ]


def test_a_number_of_the_law_names_its_source(house: House) -> None:
    house.close("2026-09")
    tax = next(one for one in tree_of("A1").children if one.code == "income_tax")
    (rate, *_) = [one for one in below(tax, "statute") if one.code == "rate"]
    assert "公告2018年第61号" in rate.note_zh
    assert rate.note_en.endswith("since 2019-01-01")
    sums = {one.code: one.value for one in below(tax, "tax_year")}
    assert sums["cumulative_income"] == Decimal("3200.00")


def test_page_and_command_line_print_the_same_tree(
    house: House, capsys: pytest.CaptureFixture[str]
) -> None:
    """The page shows one line of it at a time; together they are the command's tree."""
    (house.folder / "home" / "db.sqlite3").touch()  # by which the command knows there are decisions
    house.close("2026-09")
    for person in ("A1", "A3"):
        assert cli.run(["explain", "pay", "2026-09", person, "--json"]) == 0
        told = json.loads(capsys.readouterr().out)
        assert (told["state"], told["tree"]) == ("confirmed", plain(tree_of(person)))
        browser = Client()
        browser.force_login(house.boss)
        for at, line in enumerate(told["tree"]["children"], start=1):
            page = browser.get(f"/pay/slip/2026-09/{person}/?line={at}").content.decode()
            why = page[page.index('id="why"') :]
            found = re.findall(r'class="step (\S+)"[^>]*data-code="([^"]*)"', why)
            shown = [(kind, html.unescape(code)) for kind, code in found]
            assert shown == list(_codes(line["children"]))
            assert html.escape(line["formula"]) in why


def _codes(nodes: list[dict[str, Any]]) -> Iterator[tuple[str, str]]:
    for node in nodes:
        yield node["kind"], node["code"]
        yield from _codes(node.get("children", []))


def test_without_a_payslip_the_command_says_what_is_missing(
    house: House, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JINPAI_LANG", "en")
    (house.folder / "home" / "db.sqlite3").touch()
    assert cli.run(["explain", "pay", "2026-09", "A1"]) == 1
    assert "import clockings or enter them" in capsys.readouterr().err
    assert cli.run(["explain", "pay", "2026-09", "NOBODY"]) == 1
    assert "nor is 'NOBODY' employed then" in capsys.readouterr().err
    house.present("2026-09", "A1")
    assert cli.run(["explain", "pay", "2026-09", "A1"]) == 0
    heard = capsys.readouterr()
    assert "by today's figures" in heard.err
    assert "20000.00 × 0.01  = ¥200.00" in heard.out
    look = AuditEntry.objects.get(action="pay.viewed")  # only where pay was shown
    assert (look.subject, look.user) == ("2026-09/A1", None)


def test_a_champion_is_compared_with_a_figure_and_with_nobodys_pay() -> None:
    """The second's figure stands there as a number: no name, no rows, nowhere to go."""
    line = Line(
        "champion_bonus", "champion", "冠军奖金", "Champion bonus", Decimal("300.00"),
        "200.00 × 60000 ÷ 40000",
        (
            Input("first", Decimal(60000), "yuan", "metric:net_sales"),
            Input("second", Decimal(40000), "yuan", "group:pay.schemes.agent.components[1]"),
        ),
        "pay.schemes.agent.components[1]",
    )  # fmt: skip
    figures = {"net_sales": Figure(Decimal(60000))}
    case = explanation.Case(
        Payslip("A1", "2026-09", "agent", (line,), line.amount, line.amount, line.amount),
        Person("A1", figures=figures),
    )
    first, second = explanation.explain(case).children[0].children
    assert first.children[0].leads["person"] == "A1"
    assert (second.en, second.value) == ("the second", Decimal(40000))
    assert (second.leads, second.children) == ({}, ())
