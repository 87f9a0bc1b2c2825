"""The pay section in words: one formula line a component, in the order it is paid."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from jinpai.apps.rulebooks.telling.words import (
    Told,
    joined,
    metric,
    number,
    of,
    percent,
    same,
    who,
    yuan,
)  # fmt: skip
from jinpai.rules.pay.component import Component
from jinpai.rules.rulebook import Rulebook
from jinpai.rules.sections.pay import PayScheme, WorkingTime


@dataclass(frozen=True)
class ComponentTold:
    path: str
    code: str
    name: Told
    kind: Told  # what this kind of component is called
    formula: Told
    notes: tuple[Told, ...]
    part: str


@dataclass(frozen=True)
class PaySchemeTold:
    code: str
    name: Told
    who: Told
    components: tuple[ComponentTold, ...]

    @property
    def earned(self) -> list[ComponentTold]:
        return [c for c in self.components if c.part == "earning"]

    @property
    def after(self) -> Told:
        """What is taken off or settled after the earnings, in order: the same for every regime."""
        return joined((c.name for c in self.components if c.part != "earning"), " → ", " → ")


_COEFFICIENT = Told("绩效系数", "performance coefficient")
_TIMES = same(" × ")
_DAYS = Told("计薪天数 ÷ 应出勤天数", "paid days ÷ expected days")
_DAYS_OF = {
    "exclude": Told("大促的日子不算", "campaign days are left out"),
    "separate": Told("只算大促的日子", "of campaign days only"),
}
_POOL = {
    "platform": Told("同平台", "platform"), "shop": Told("同店", "shop"),
    "group": Told("同组", "group"), "shift": Told("同班次", "shift"),
}  # fmt: skip


def schemes(rulebook: Rulebook) -> list[PaySchemeTold]:
    return [_scheme(code, scheme) for code, scheme in rulebook.pay.schemes.items()]


def by_law(told: list[PaySchemeTold]) -> list[ComponentTold]:
    """What follows the earnings, each kind once."""
    found: dict[str, ComponentTold] = {}
    for scheme in told:
        for component in scheme.components:
            if component.part != "earning":
                found.setdefault(component.kind.zh, component)
    return list(found.values())


def _scheme(code: str, scheme: PayScheme) -> PaySchemeTold:
    path = f"pay.schemes.{code}.components"
    return PaySchemeTold(
        code, of(scheme.name), who(scheme.roles, scheme.groups),
        tuple(told(c, f"{path}[{n}]") for n, c in enumerate(scheme.components)),
    )  # fmt: skip


def told(component: Component, path: str) -> ComponentTold:
    kind = str(getattr(component, "kind", ""))
    formula, notes = _KINDS.get(kind, _by_keys)(component)
    return ComponentTold(
        path, component.code, of(component.words()), of(component.title), formula,
        tuple(n for n in notes if n), component.part,
    )  # fmt: skip


def _levels(amounts: Mapping[str, Decimal], write: Callable[[Decimal], str]) -> Told:
    return joined(same(f"{level} {write(amount)}") for level, amount in amounts.items())


def _amount(c: Any) -> Told:
    """By level where there are amounts by level, else the one for all."""
    parts = []
    if c.amounts:
        by = _levels(c.amounts, yuan)
        parts.append(Told(f"按级别({by.zh})", f"by level ({by.en})"))
    if c.amount is not None:
        parts.append(
            Told(f"其他级别 {yuan(c.amount)}", f"other levels {yuan(c.amount)}")
            if c.amounts
            else same(yuan(c.amount))
        )
    if getattr(c, "from_person", False):
        parts.append(Told("个人约定的底薪", "what the person's contract says"))
    return joined(parts, ",", ", ")


def _aliases(c: Any) -> Told:
    if not c.aliases:
        return Told("", "")
    pairs = joined(same(f"{a} = {b}") for a, b in c.aliases.items())
    return Told(f"级别对应:{pairs.zh}", f"levels read as: {pairs.en}")


def _base(c: Any) -> tuple[Told, list[Told]]:
    notes = [_aliases(c)]
    if c.probation != 1:
        notes.append(
            Told(f"试用期 × {percent(c.probation)}", f"in probation × {percent(c.probation)}")
        )
    return _amount(c) + _TIMES + _DAYS, notes


def _allowance(c: Any) -> tuple[Told, list[Told]]:
    formula = same(yuan(c.amount))
    notes = []
    if c.prorated:
        formula = formula + _TIMES + _DAYS
    if c.hardship:
        notes.append(Told("和最低工资比较时不算", "left out when compared with the minimum wage"))
    return formula, notes


def _banded(c: Any) -> tuple[Told, list[Told]]:
    rows = [(number(b.from_), yuan(b.amount)) for b in sorted(c.bands, key=lambda b: -b.from_)]
    return (
        Told("得分所在段的金额 × 得分 ÷ 100(得分最多按 100)",
             "the amount of the score's band × score ÷ 100 (a score counts up to 100)"),
        [
            Told(
                "、".join(f"{at} 分起 {pay}" for at, pay in rows),
                "; ".join(f"from {at} points {pay}" for at, pay in rows),
            )
        ],
    )  # fmt: skip


def _performance_wage(c: Any) -> tuple[Told, list[Told]]:
    return _amount(c) + _TIMES + _COEFFICIENT, [_aliases(c)]


def _rates(c: Any) -> tuple[Told, list[Told]]:
    """One rate, or tiers with how they are read."""
    if c.rate is not None:
        return same(percent(c.rate)), []
    tiers = [(yuan(t.from_), percent(t.rate)) for t in c.tiers]
    how = (
        Told("分段计算:每一段按自己的比例", "part by part, each at its own rate")
        if c.mode == "marginal"
        else Told("按达到的那一档算全部", "all of it at the rate of the tier reached")
    )
    table = Told(
        "、".join(f"{at} 起 {rate}" for at, rate in tiers),
        "; ".join(f"from {at} {rate}" for at, rate in tiers),
    )
    return Told("分档比例", "rate by tier"), [joined([table, how], ";", "; ")]


def _commission(c: Any) -> tuple[Told, list[Told]]:
    rate, notes = _rates(c)
    formula = metric(c.basis) + _TIMES + rate
    if c.level_coefficients:
        by = _levels(c.level_coefficients, number)
        formula = formula + _TIMES + Told(f"级别系数({by.zh})", f"level coefficient ({by.en})")
    if c.performance:
        formula = formula + _TIMES + _COEFFICIENT
    if c.cap is not None:
        notes.append(Told(f"最多 {yuan(c.cap)}", f"at most {yuan(c.cap)}"))
    notes.append(_DAYS_OF.get(c.campaign_days, Told("", "")))
    return formula, notes


def _team_share(c: Any) -> tuple[Told, list[Told]]:
    what = joined((metric(code) for code in c.shop_metrics), " + ", " + ")
    if len(c.shop_metrics) > 1:
        what = Told(f"({what.zh})", f"({what.en})")
    formula = Told("全店 ", "the shop's ") + what + same(f" × {percent(c.rate)}")
    if c.per_head:
        formula = formula + Told(" ÷ 人数(按出勤折算)", " ÷ headcount (by days paid)")
    if c.performance:
        formula = formula + _TIMES + _COEFFICIENT
    return formula, []


def _champion(c: Any) -> tuple[Told, list[Told]]:
    what = metric(c.figure)
    pool = joined(_POOL[key] for key in c.pool)
    formula = Told(
        f"{yuan(c.standard)} × 第一名 ÷ 第二名的{what.zh},给第一名",
        f"{yuan(c.standard)} × first ÷ second by {what.en}, to the first",
    )
    notes = [
        Told(f"在{pool.zh}的人里评", f"among people of the same {pool.en}") if pool else pool,
        Told(
            "并列第一平分标准奖金;没有第二名就发标准奖金",
            "a tie for first shares the standard; without a second it is the standard",
        ),
        _DAYS_OF.get(c.campaign_days, Told("", "")),
    ]
    if c.cap_ratio is not None:
        ratio = number(c.cap_ratio)
        notes.append(Told(f"倍数最多 {ratio}", f"the ratio is at most {ratio}"))
    return formula, notes


def _piece(c: Any) -> tuple[Told, list[Told]]:
    return metric(c.metric) + same(f" × {yuan(c.price)}"), [
        _DAYS_OF.get(c.campaign_days, Told("", ""))
    ]


def _overtime(c: Any) -> tuple[Told, list[Told]]:
    return (
        Told("加班小时 × 小时工资 × 倍数", "overtime hours × hourly wage × multiple"),
        [
            Told("工作日 150%、休息日不能补休 200%、法定节假日 300%",
                 "workdays 150 %, rest days without time off 200 %, statutory holidays 300 %"),
            Told("小时工资 = 月底薪(不低于最低工资)÷ 21.75 ÷ 8",
                 "hourly wage = monthly base, not under the minimum wage, ÷ 21.75 ÷ 8"),
        ],
    )  # fmt: skip


def _full_attendance(c: Any) -> tuple[Told, list[Told]]:
    late = c.late_at_most
    return same(yuan(c.amount)), [
        Told(f"没有缺勤,迟到不超过 {late} 次" if late else "没有缺勤,也没有迟到",
             f"no absence, late at most {late} times" if late else "no absence, never late")
    ]  # fmt: skip


_LAW: dict[str, tuple[Told, Told]] = {
    "adjustment": (
        Told("已确认月份的差额和裁定,一笔一行", "differences of closed months and rulings"),
        Told("要退回的每月最多扣 20%,扣完不低于最低工资,余下转到下月",
             "what goes back: at most 20 % a month, never under the minimum wage; "
             "the rest waits"),
    ),
    "loss_compensation": (
        Told("有证据、有合同约定的损失", "losses with evidence and a contract clause"),
        Told("连同退回一起最多扣 20%,扣完不低于最低工资",
             "with what goes back at most 20 %, never under the minimum wage"),
    ),
    "social_insurance": (
        Told("缴费基数 × 养老、医疗、失业的个人比例", "base × the person's pension, medical and "
             "unemployment rates"),
        Told("基数在城市的上下限之间;数字由店里按城市录入",
             "the base lies between the city's floor and cap; the shop enters the city's numbers"),
    ),
    "housing_fund": (
        Told("缴存基数 × 个人比例", "base × the person's rate"),
        Told("基数在城市的上下限之间", "the base lies between the city's floor and cap"),
    ),
    "income_tax": (
        Told("累计预扣法:(累计收入 − 累计扣除)× 税率 − 速算扣除 − 已预扣",
             "cumulative: (income − deductions of the year so far) × rate − quick deduction − "
             "already withheld"),
        Told("税率表和每月 5,000 元是国家的,制度不能改",
             "the table and the 5,000 a month are the law's; a rulebook cannot change them"),
    ),
}  # fmt: skip


def _by_law(kind: str) -> Callable[[Any], tuple[Told, list[Told]]]:
    formula, note = _LAW[kind]
    return lambda _component: (formula, [note])


def _by_keys(c: Component) -> tuple[Told, list[Told]]:
    """A kind that nobody wrote a sentence for: its keys as they stand."""
    shown = c.model_dump(mode="json", exclude={"code", "name", "kind"}, exclude_defaults=True)
    return of(c.title), [same(f"{key} = {value}") for key, value in shown.items()]


_KINDS: dict[str, Callable[[Any], tuple[Told, list[Told]]]] = {
    "base": _base,
    "allowance": _allowance,
    "banded_bonus": _banded,
    "performance_wage": _performance_wage,
    "commission": _commission,
    "team_share": _team_share,
    "champion_bonus": _champion,
    "piece": _piece,
    "overtime": _overtime,
    "full_attendance": _full_attendance,
    **{kind: _by_law(kind) for kind in _LAW},
}


def working_time(plan: WorkingTime, days: int = 30) -> Told:
    """The plan behind expected days; four rest days a month work out at about 208 hours."""
    hours = plan.hours_a_day * (days - plan.rest_days)
    return Told(
        f"每天 {number(plan.hours_a_day)} 小时,每月休 {plan.rest_days} 天,"
        f"30 天的月份约 {number(hours)} 小时",
        f"{number(plan.hours_a_day)} h a day, {plan.rest_days} rest days a month, about "
        f"{number(hours)} h in a month of 30 days",
    )


def over_the_norm(plan: WorkingTime) -> bool:
    """More than the law's 8 h a day, or than 21.75 days of work a month (22 of 30)?"""
    return plan.hours_a_day > 8 or plan.rest_days < 8
