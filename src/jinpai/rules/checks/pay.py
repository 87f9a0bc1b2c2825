"""The pay section: what stands above what, tiers, levels, scores that exist, lines of the law."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from jinpai.rules.checks import figures, refused, schemes
from jinpai.rules.known import KNOWN_METRICS, near
from jinpai.rules.pay.component import Component
from jinpai.rules.problems import Problem
from jinpai.rules.rulebook import Rulebook
from jinpai.rules.sections.pay import PayScheme

ORDER = ("adjustment", "social_insurance", "housing_fund", "income_tax", "loss_compensation")
"""After the earnings, each once, in this order."""
LOWEST = Decimal("0.5")
NEEDED = {
    "overtime": (
        "没有加班费这一项:安排了加班就要付 150% / 200% / 300%",
        "there is no overtime line: overtime must be paid at 150 / 200 / 300 %",
        "劳动法 第四十四条",
    ),
    "social_insurance": (
        "没有社会保险这一项:个人部分由单位代扣代缴",
        "there is no social insurance line: the employer withholds the employee's part",
        "社会保险法 第六十条",
    ),
    "income_tax": (
        "没有个人所得税这一项:发工资的单位是扣缴义务人",
        "there is no income tax line: whoever pays wages must withhold it",
        "个人所得税法 第九条",
    ),
}


def check(book: Rulebook) -> Iterator[Problem]:
    yield from schemes.check(book.pay.schemes, "pay")
    for code, scheme in book.pay.schemes.items():
        path = f"pay.schemes.{code}"
        yield from _order(scheme, path)
        yield from figures.doubled([c.code for c in scheme.components], path + ".components[{}]")
        for index, component in enumerate(scheme.components):
            place = f"{path}.components[{index}]"
            yield from _named(component, place)
            yield from _metrics(component, place)
            yield from _steps(component, place)
            yield from _levels(component, place)
            yield from _on_track(book, component, place)
        yield from _scores(book, scheme, path)
    yield from _coefficients(book)


def _kind(component: Component) -> str:
    return str(getattr(component, "kind", ""))


def _rank(kind: str) -> int:
    return ORDER.index(kind) + 1 if kind in ORDER else 0


def _order(scheme: PayScheme, path: str) -> Iterator[Problem]:
    above = ""
    kinds = [_kind(c) for c in scheme.components]
    for index, kind in enumerate(kinds):
        place = f"{path}.components[{index}]"
        if kind in (*ORDER, "overtime") and kind in kinds[:index]:
            yield Problem(
                "twice", place, f"「{kind}」只能有一项", f"{kind} may stand only once", kind, ""
            )
        elif _rank(kind) < _rank(above):
            yield Problem(
                "forward_reference", place,
                f"「{kind}」要放在「{above}」上面:后面的项目只能用上面已有的",
                f"{kind} must stand above {above}: a component uses only what is above it",
                f"{above} → {kind}", "earnings → " + " → ".join(ORDER),
            )  # fmt: skip
        elif kind == "overtime" and "base" not in kinds[:index]:
            yield Problem(
                "forward_reference", place,
                "加班费按上面的底薪算小时工资;请把底薪放在它上面",
                "overtime takes its hourly base from the base pay above it; put base above",
                kind, "base → overtime",
            )  # fmt: skip
        above = kind if _rank(kind) >= _rank(above) else above
    for kind, (zh, en, article) in NEEDED.items():
        if kind not in kinds:
            yield Problem(
                f"no_{kind}", f"{path}.components", zh, en, "", kind, severity="warning",
                article=article,
            )  # fmt: skip


def _named(component: Component, path: str) -> Iterator[Problem]:
    for key in (component.code.replace("-", "_").rstrip("0123456789_"),):
        wrong = refused.kind(key, f"{path}.code")
        if wrong:
            yield wrong
            return
    if component.name is not None:
        for language, text in (("zh", component.name.zh), ("en", component.name.en)):
            wrong = refused.words(text, f"{path}.name.{language}")
            if wrong:
                yield wrong
                return


def _metrics(component: Component, path: str) -> Iterator[Problem]:
    """Every figure a component names, wherever it names it."""
    for field in type(component).model_fields:
        if field not in ("basis", "metric", "figure", "shop_metrics"):
            continue
        value = getattr(component, field)
        named = [(field, value)] if isinstance(value, str) else [
            (f"{field}[{i}]", code) for i, code in enumerate(value)
        ]  # fmt: skip
        for key, code in named:
            place = f"{path}.{key}"
            wrong = figures.unknown(code, place) or _unpayable(component, code, place)
            if not wrong and field != "shop_metrics":
                wrong = figures.of_nobody(code, place)
            if wrong:
                yield wrong


def _unpayable(component: Component, code: str, path: str) -> Problem | None:
    """A figure that no money can follow: a rate as a basis, an amount as a count, a worse one."""
    metric, kind = KNOWN_METRICS[code], _kind(component)
    counted = metric.unit in ("count", "items")
    wanted = {
        "commission": (metric.money or counted, "sales, net_sales, paid_orders"),
        "piece": (counted, "paid_orders, sales_items"),
        "team_share": (metric.money, "sales, silent_sales, net_sales"),
    }
    fits, examples = wanted.get(kind, (True, ""))
    if not fits or (metric.rate and kind != "champion_bonus"):
        return Problem(
            "wrong_unit", path,
            f"「{metric.zh}」({metric.unit})不能作「{kind}」的基数",
            f"{metric.en} ({metric.unit}) cannot be the basis of {kind}",
            code, examples,
        )  # fmt: skip
    if metric.direction == "down":
        return Problem(
            "pays_for_worse", path,
            f"「{metric.zh}」越低越好,按它付钱等于越差越多",
            f"{metric.en} is better low; this would pay more for worse work",
            code, examples,
        )  # fmt: skip
    return None


def _steps(component: Component, path: str) -> Iterator[Problem]:
    for field in ("tiers", "bands"):
        steps = getattr(component, field, ())
        if not steps:
            continue
        yield from figures.rising([s.from_ for s in steps], f"{path}.{field}[{{}}].from")
        if steps[0].from_ > 0:
            yield Problem(
                "nothing_below", f"{path}.{field}[0].from",
                f"{steps[0].from_} 以下什么也没有", f"below {steps[0].from_} nothing is paid",
                str(steps[0].from_), "0", severity="warning",
            )  # fmt: skip


def _levels(component: Component, path: str) -> Iterator[Problem]:
    amounts = getattr(component, "amounts", None)
    if amounts is None:
        return
    alone = getattr(component, "amount", None) is None
    if alone and not amounts and not getattr(component, "from_person", False):
        wanted = "amount / amounts" + (" / from_person" if _kind(component) == "base" else "")
        yield Problem("no_amount", path, "没有写金额", "no amount is given", "", wanted)
    for level, alias in getattr(component, "aliases", {}).items():
        if alias not in amounts:
            guess = near(alias, amounts) or ", ".join(amounts)
            yield Problem(
                "unknown_level", f"{path}.aliases.{level}",
                f"amounts 里没有级别「{alias}」;有:{'、'.join(amounts)}",
                f"there is no level {alias!r} among the amounts: {', '.join(amounts)}",
                alias, guess,
            )  # fmt: skip


def _on_track(book: Rulebook, component: Component, path: str) -> Iterator[Problem]:
    """A level that no track has is probably misspelt: p2 for P2 would pay the amount of nobody."""
    levels = {level.code for track in book.career.tracks for level in track.levels}
    if not levels:
        return
    for key in ("amounts", "level_coefficients"):
        for level in getattr(component, key, {}):
            if level not in levels:
                guess = next((one for one in levels if one.lower() == level.lower()), "")
                yield Problem(
                    "level_of_no_track", f"{path}.{key}.{level}",
                    f"晋升路线里没有级别「{level}」" + (f",是不是 {guess}?" if guess else ""),
                    f"no career track has a level {level!r}"
                    + (f"; did you mean {guess}?" if guess else ""),
                    level, guess or ", ".join(sorted(levels)), severity="warning",
                )  # fmt: skip


def _scores(book: Rulebook, scheme: PayScheme, path: str) -> Iterator[Problem]:
    """A component that reads the score needs an appraisal of the people it pays."""
    reads = next((i for i, c in enumerate(scheme.components) if c.needs_score), None)
    if reads is None:
        return
    place = f"{path}.components[{reads}]"
    for role in scheme.roles:
        if not any(role in s.roles for s in book.appraisal.schemes.values()):
            yield Problem(
                "no_appraisal", place,
                f"这一项要看考核分,但岗位「{role}」没有考核方案",
                f"this component reads the score, but the role {role!r} has no appraisal scheme",
                role, f"appraisal.schemes.….roles = [\"{role}\"]",
            )  # fmt: skip
            continue
        for group in scheme.groups or ("",):
            if book.appraisal.scheme_of(role, group) is None:
                shown = group or "(没有分组 / none)"
                yield Problem(
                    "no_appraisal_for_group", place,
                    f"这一项要看考核分,但岗位「{role}」分组「{shown}」的人没有考核方案",
                    f"this component reads the score, but {role!r} of group {shown} has no "
                    "appraisal scheme",
                    f"{role} / {shown}", "appraisal.schemes.….groups",
                    severity="error" if group else "warning",
                )  # fmt: skip


def _coefficients(book: Rulebook) -> Iterator[Problem]:
    """A factor under 0.5 on commission would take earned commission to nothing."""
    for code, scheme in book.pay.schemes.items():
        for index, component in enumerate(scheme.components):
            for level, factor in getattr(component, "level_coefficients", {}).items():
                if factor < LOWEST:
                    yield _too_low(
                        f"pay.schemes.{code}.components[{index}].level_coefficients.{level}", factor
                    )
    reads = any(
        getattr(c, "performance", False)
        for s in book.pay.schemes.values()
        for c in s.components
    )  # fmt: skip
    if not reads:
        return
    for index, step in enumerate(book.appraisal.coefficients):
        if step.factor < LOWEST:
            yield _too_low(f"appraisal.coefficients[{index}].factor", step.factor)
    if book.appraisal.otherwise < LOWEST:
        yield _too_low("appraisal.otherwise", book.appraisal.otherwise)


def _too_low(path: str, factor: Decimal) -> Problem:
    return Problem(
        "coefficient_too_low", path,
        f"系数 {factor} 用在提成上会把挣到的提成扣掉一半以上;最低 0.5",
        f"a factor of {factor} on commission takes more than half of what was earned; at least 0.5",
        str(factor), "≥ 0.5", article="工资支付暂行规定 第十五条",
    )  # fmt: skip
