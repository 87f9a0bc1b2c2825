"""The checks say where, what and why; cases/rulebooks has both sides of each boundary."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from jinpai.rules import document, edit
from jinpai.rules.labels import VALUES

TEXT = (Path(__file__).parent / "every_section.toml").read_text("utf-8")
ITEMS = "appraisal.schemes.agent.items"
COMPONENTS = "pay.schemes.agent.components"


def problems(changes, text=TEXT):
    return document.read(edit.write(text, changes))[1]


def only(changes):
    (one,) = problems(changes)
    return one


def line_of(words):
    return TEXT.splitlines().index(words) + 1


def test_weights_name_their_total():
    one = only({f"{ITEMS}[0].weight": 35})
    assert (one.code, one.path, one.found, one.wanted) == (
        "weights", "appraisal.schemes.agent.items", "95", "100",
    )  # fmt: skip
    assert one.line == line_of("[[appraisal.schemes.agent.items]]")
    assert one.zh == "「客服」的权重合计是 95,必须是 100"


@pytest.mark.parametrize(
    ("weights", "sound"), [((40, 20), True), ((39.99, 20), False), ((39.99, 20.01), True)]
)
def test_weights_total_100_exactly(weights, sound):
    changes = {f"{ITEMS}[{i}].weight": Decimal(str(w)) for i, w in enumerate(weights)}
    assert (problems(changes) == []) is sound


def test_a_forward_reference_says_what_must_stand_above():
    one = only({f"{COMPONENTS}[13]": {"kind": "loss_compensation", "code": "tax"},
                f"{COMPONENTS}[14]": {"kind": "income_tax", "code": "loss"}})  # fmt: skip
    assert (one.code, one.path) == ("forward_reference", f"{COMPONENTS}[14]")
    assert one.found == "loss_compensation → income_tax"
    assert one.wanted.startswith("earnings → adjustment → social_insurance → housing_fund")
    assert one.line is not None


@pytest.mark.parametrize("at", range(10, 14))
def test_any_two_parts_the_wrong_way_round_are_refused(at):
    text = edit.move(TEXT, f"{COMPONENTS}[{at}]", at + 1)
    found = document.read(text)[1]
    assert "forward_reference" in [p.code for p in found if p.severity == "error"]


@pytest.mark.parametrize("at", range(1, 9))
def test_earnings_may_stand_in_any_order(at):
    assert document.read(edit.move(TEXT, f"{COMPONENTS}[{at}]", at + 1))[1] == []


def test_an_earning_below_the_deductions_is_refused():
    text = edit.move(TEXT, f"{COMPONENTS}[1]", 14)
    (one,) = document.read(text)[1]
    assert (one.code, one.found) == ("forward_reference", "loss_compensation → allowance")


def test_a_percentage_written_as_a_number_is_told_how():
    one = only({f"{ITEMS}[0].curve.best": 55})
    assert (one.code, one.found, one.wanted) == ("not_a_fraction", "55", "0.55")
    assert "5500%" in one.zh


@pytest.mark.parametrize(
    ("best", "codes"), [("0.30", ["flat_line"]), ("0.31", []), ("0.29", ["wrong_way"])]
)
def test_a_line_needs_two_ends(best, codes):
    assert [p.code for p in problems({f"{ITEMS}[0].curve.best": Decimal(best)})] == codes


@pytest.mark.parametrize(
    ("target", "codes"), [("0", ["no_target"]), ("-1", ["no_target"]), ("0.01", [])]
)
def test_a_target_is_more_than_nothing(target, codes):
    assert [p.code for p in problems({f"{ITEMS}[1].curve.target": Decimal(target)})] == codes


@pytest.mark.parametrize(
    ("starts", "codes"),
    [((0, 50000), []), ((0, 0), ["overlapping"]), ((10, 5), ["unordered", "nothing_below"]),
     ((1, 2), ["nothing_below"])],
)  # fmt: skip
def test_tiers_rise(starts, codes):
    changes = {f"{COMPONENTS}[4].tiers[{i}].from": s for i, s in enumerate(starts)}
    assert [p.code for p in problems(changes)] == codes


@pytest.mark.parametrize(("factor", "codes"), [("0.5", []), ("0.49", ["coefficient_too_low"])])
def test_commission_is_never_taken_to_less_than_half(factor, codes):
    changes = {"appraisal.otherwise": Decimal(factor)}
    assert [p.code for p in problems(changes)] == codes
    assert problems({**changes, f"{COMPONENTS}[4].performance": False}) == []
    levels = {f"{COMPONENTS}[4].level_coefficients.P1": Decimal(factor)}
    assert [p.code for p in problems(levels)] == codes


def test_a_role_without_appraisal_keeps_a_scored_scheme_from_loading():
    one = only({"pay.schemes.agent.roles": ["agent", "warehouse"]})
    assert (one.code, one.found) == ("no_appraisal", "warehouse")
    assert only({"appraisal.schemes.agent.groups": ["售前"]}).severity == "warning"
    grouped = {"appraisal.schemes.agent.groups": ["售前"], "pay.schemes.agent.groups": ["售后"]}
    assert only(grouped).code == "no_appraisal_for_group"
    grouped["pay.schemes.agent.groups"] = ["售前"]
    assert problems(grouped) == []


@pytest.mark.parametrize(("level", "codes"), [("P2", []), ("p2", ["level_of_no_track"])])
def test_a_level_that_no_track_has_is_told(level, codes):
    found = problems({f"{COMPONENTS}[4].level_coefficients": {level: Decimal("1.1")}})
    assert [p.code for p in found] == codes
    assert [p.wanted for p in found] == ["P2"] * len(codes)


def test_an_alias_must_lead_to_an_amount():
    one = only({f"{COMPONENTS}[0].aliases.P9": "E"})
    assert (one.code, one.path) == ("unknown_level", f"{COMPONENTS}[0].aliases.P9")


@pytest.mark.parametrize(
    ("changes", "code", "article"),
    [
        ({f"{COMPONENTS}[7]": {"kind": "fine", "code": "x"}}, "fine", "工资支付暂行规定"),
        ({f"{COMPONENTS}[7]": {"kind": "penalty", "code": "x"}}, "fine", "工资支付暂行规定"),
        ({f"{COMPONENTS}[7]": {"kind": "brushing", "code": "x"}}, "brushing", "反不正当竞争法"),
        ({f"{COMPONENTS}[7]": {"kind": "review_cash", "code": "x"}}, "review_cash", "电子商务法"),
        ({f"{COMPONENTS}[1].name": {"zh": "扣罚", "en": "Off"}}, "fine", "工资支付暂行规定"),
        ({f"{COMPONENTS}[1].code": "fine-2"}, "fine", "工资支付暂行规定"),
        ({"desk.demands[0].name": {"zh": "好评返现", "en": "Cash"}}, "review_cash", "电子商务法"),
        ({"career.bottom_rank.consequence": "dismissal"}, "dismissal", "指导案例18号"),
        ({"career.bottom_rank.dismissal": True}, "dismissal", "指导案例18号"),
        ({f"{COMPONENTS}[8].multiples": [1, 1, 1]}, "statutory", "劳动法 第四十四条"),
        ({"pay.tax_table": [0]}, "statutory", "劳动法 第四十四条"),
        ({"pay.minimum_wage": 1}, "statutory", "劳动法 第四十四条"),
        ({f"{COMPONENTS}[11].pension": 0}, "city_number", None),
        ({f"{COMPONENTS}[0].probation": Decimal("0.79")}, "probation_pay", "劳动合同法 第二十条"),
    ],
)  # fmt: skip
def test_what_the_law_refuses_is_refused_with_its_article(changes, code, article):
    one = only(changes)
    assert (one.code, one.severity) == (code, "error")
    assert one.line is not None
    assert (one.article or "").find(article or "") >= 0
    assert bool(one.article) is bool(article)


def test_time_outside_the_shift_is_shown_with_its_cost():
    one = only({"desk.demands[0].when": "after_shift", "desk.demands[0].minutes": 30})
    assert (one.code, one.severity, one.wanted) == ("unpaid_time", "warning", "in_shift")
    assert "约 11.0 小时" in one.zh  # 30 × 22 ÷ 60
    assert "275.00 元" in one.zh  # 2900 ÷ 21.75 ÷ 8 × 11 × 1.5


@pytest.mark.parametrize(
    ("rest", "hours", "codes"),
    [(8, 8, []), (7, 8, ["long_week"]), (4, 8, ["long_week"]), (8, 9, ["long_day"]),
     (8, 11, ["long_day"]), (4, 12, ["long_day", "long_week"])],
)  # fmt: skip
def test_planned_time_beyond_the_law_is_shown(rest, hours, codes):
    changes = {"pay.working_time.rest_days": rest, "pay.working_time.hours_a_day": hours}
    assert [p.code for p in problems(changes)] == codes


def test_four_rest_days_are_208_hours_and_six_to_eight_are_offered():
    one = only({"pay.working_time.rest_days": 4})
    assert one.severity == "warning"
    assert "208 小时" in one.zh and "超过每月 36 小时的上限" in one.zh
    assert "休 6 天 192 小时、休 7 天 184 小时、休 8 天 176 小时" in one.zh
    assert "6 days 192 h, 7 days 184 h, 8 days 176 h" in one.en


@pytest.mark.parametrize(("hours", "severity"), [(11, "warning"), (Decimal("11.5"), "error")])
def test_more_than_three_hours_of_overtime_a_day_are_refused(hours, severity):
    assert problems({"pay.working_time.hours_a_day": hours})[0].severity == severity


def test_an_earlier_scheme_without_groups_leaves_nobody():
    scheme = {"name": {"zh": "夜班", "en": "Night"}, "roles": ["agent"], "groups": ["夜班"],
              "components": [{"kind": "base", "code": "base", "amount": 3000}]}  # fmt: skip
    found = problems({"pay.schemes.night": scheme})
    assert [p.path for p in found if p.severity == "error"] == ["pay.schemes.night"]
    found = problems({"pay.schemes.night": scheme, "pay.schemes.agent.groups": ["白班"]})
    assert [p for p in found if p.severity == "error"] == []


def test_the_fixed_words_have_two_languages():
    assert all(zh and en for zh, en in VALUES.values())
