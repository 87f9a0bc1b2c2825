"""Write docs/rulebooks from the shipped rulebooks: `make docs`. With --check, only say what is
stale. Every figure of the worked month is computed by the program here."""

from __future__ import annotations

import sys
import types
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic_core import PydanticUndefined

from jinpai.rules import document, statutes
from jinpai.rules.inputs import (
    Attendance,
    CityNumbers,
    Figure,
    Month,
    Person,
    Rating,
    TaxYear,
)
from jinpai.rules.known import KNOWN_METRICS
from jinpai.rules.labels import VALUES, label
from jinpai.rules.month import run
from jinpai.rules.outcomes import Appraised, MonthResult, Payslip
from jinpai.rules.pay import KINDS
from jinpai.rules.pay.component import Component
from jinpai.rules.rulebook import Rulebook
from jinpai.rules.sections.appraisal import (
    Bands,
    Curve,
    Item,
    Linear,
    PerEvent,
    Target,
)

FOLDER = Path(__file__).resolve().parents[1] / "docs" / "rulebooks"
REGIMES = {
    "big-pot": ("001 之前", "001, before"),
    "level-coefficient": ("001 之后", "001, after"),
    "kpi-bands": ("003", "003"),
    "commission-coefficient": ("004 提成制", "004, commission"),
    "performance-pay": ("004 绩效制", "004, performance pay"),
    "champion": ("000", "000"),
    "grades": ("002 方案一", "002, variant one"),
    "grades-visits": ("002 方案二", "002, variant two"),
}
TYPES = {
    "Decimal": "数 number", "int": "整数 whole number", "str": "文字 text", "bool": "true / false",
}  # fmt: skip
D = Decimal

# --- the worked month: one small shop, the same for all regimes --------------------------------

CITY = CityNumbers(
    "示例市", since=date(2026, 1, 1), minimum_wage=D(2200),
    pension=D("0.08"), medical=D("0.02"), unemployment=D("0.005"), insurance_floor=D(4000),
    insurance_cap=D(20000), fund_rate=D("0.05"), fund_floor=D(2200), fund_cap=D(25000),
    source="示例数字 · example numbers",
)  # fmt: skip
FULL = Attendance(
    expected_days=D(22), paid_days=D(22), absent_days=D(0), late_times=0, source="示例"
)


def _rate(num: str, den: str) -> Figure:
    return Figure(D(num) / D(den), D(num), D(den))


def _count(value: str) -> Figure:
    return Figure(D(value), D(value))


def _manual(value: str) -> Figure:
    return Figure(D(value), source="manual")


def _serving(
    conversion: tuple[str, str],
    sales: str,
    net: str,
    inquiry: str,
    buyers: str,
    items: str,
    average: str,
    first: str,
    within: str,
    satisfied: tuple[str, str],
) -> dict[str, Figure]:
    return {
        "inquiry_conversion": _rate(*conversion),
        "inquiries": _count(conversion[1]),
        "sales": _count(sales),
        "net_sales": _count(net),
        "inquiry_sales": _count(inquiry),
        "aov": _rate(sales, buyers),
        "items_per_buyer": _rate(items, buyers),
        "paid_orders": _count(buyers),
        "average_response": _rate(average, "4000"),
        "first_response": _rate(first, "1000"),
        "within_3min": _rate(within, "4000"),
        "satisfaction": _rate(*satisfied),
        "bad_reviews": _count("0"),
    }


BY_HAND = {
    "quality_score": "86", "remark_accuracy": "0.96", "follow_up_done": "0.92",
    "handling_hours": "26", "returns_within_24h": "0.95", "dispute_rate": "0.00", "late": "1",
    "breaches": "0", "problem_sheets": "0.95", "reports_done": "0.90", "learning_done": "0.90",
    "customers_developed": "9", "visits": "10", "keyword_rankings": "4",
}  # fmt: skip


def _person(
    code: str, name: str, role: str, group: str, level: str, rating: str, **more: Any
) -> Person:
    manual = {k: _manual(v) for k, v in {**BY_HAND, **more.pop("manual", {})}.items()}
    figures = {**manual, **more.pop("figures", {})}
    return Person(
        code, name, role, group, "白班", "示例店", "tmall", level, attendance=FULL, figures=figures,
        ratings=(
            Rating("rating", "self", D(90)),
            Rating("rating", "supervisor", D(rating)),
        ),
        appraisal_state="closed", city=CITY, tax=TaxYear(month_of_year=10, months=10,
            income=D(45000), social=D(6000)), **more,
    )  # fmt: skip


PEOPLE = (
    _person(
        "P1", "小美", "agent", "售前", "P1", "80",
        figures=_serving(("420", "1000"), "105000", "98000", "104000", "420", "462", "100000",
                         "22000", "3940", ("190", "200")),
    ),
    _person(
        "P2", "小丽", "agent", "售前", "P2", "90",
        figures=_serving(("520", "1000"), "143000", "135000", "141000", "520", "676", "64000",
                         "16000", "3988", ("197", "200")),
    ),
    _person(
        "P3", "小周", "agent", "售后", "P2", "85",
        figures={k: v for k, v in _serving(("0", "1"), "0", "0", "0", "1", "1", "140000", "30000",
                 "3900", ("380", "400")).items()
                 if k in ("average_response", "first_response", "within_3min", "satisfaction",
                          "bad_reviews", "sales", "net_sales", "inquiry_sales")},
    ),
    _person(
        "P4", "小新", "agent", "", "P1", "75",
        figures=_serving(("180", "600"), "45000", "42000", "44000", "180", "189", "168000",
                         "35000", "3720", ("54", "60")),
        probation=True,
    ),
    _person(
        "P5", "阿丹", "lead", "售前", "P3", "92",
        figures=_serving(("310", "620"), "84000", "80000", "83000", "310", "390", "72000",
                         "18000", "3980", ("148", "150")),
        manual={"team_conversion": "0.46", "coaching_done": "0.90"},
    ),
    _person(
        "P6", "高静", "supervisor", "", "M2", "88",
        manual={"goal_reached": "1.02", "team_satisfaction": "0.955", "team_response": "24",
                "newcomers_passed": "1.00", "reviews_done": "0.90"},
    ),
    _person(
        "P7", "刘畅", "assistant", "", "M1", "90",
        manual={"newcomers_passed": "1.00", "orders_audited": "0.995", "refunds_in_time": "0.97",
                "reviews_answered": "1.00"},
    ),
    _person(
        "P8", "老吴", "warehouse", "", "", "85",
        manual={"shipped_in_time": "0.99", "wrong_shipments": "2", "stock_accuracy": "0.98"},
    ),
)  # fmt: skip
SHOWN = "P2"


def month() -> Month:
    """October 2026 of the example shop: the overtime is one person's, the newcomer joined late."""
    people = list(PEOPLE)
    people[0] = replace(people[0], attendance=replace(FULL, overtime_workday=D(3)))
    people[3] = replace(people[3], attendance=replace(FULL, paid_days=D(15), expected_days=D(22)))
    return Month(
        "2026-10", tuple(people),
        {"示例店": {"sales": _count("377000"), "silent_sales": _count("123000")}},
        market_wage=D(4800),
    )  # fmt: skip


# --- one regime ---------------------------------------------------------------------------------


def regime(code: str) -> str:
    text = document.shipped()[code]
    book, problems = document.read(text)
    assert book is not None and not problems, (code, problems)
    result = run(month(), book, statutes.shipped())
    assert set(result.payslips) == {p.code for p in PEOPLE}, (code, result.problems)
    return "\n".join([*_head(book, text), *_appraisal(book), *_pay(book), *_worked(book, result)])


def _head(book: Rulebook, text: str) -> Iterator[str]:
    comment = [line[2:] for line in text.splitlines() if line.startswith("# ")]
    yield f"# {book.name.zh} · {book.name.en}"
    yield ""
    if book.code in REGIMES:
        yield f"`{book.code}` · {REGIMES[book.code][0]} 号报告 · report {REGIMES[book.code][1]}"
        yield ""
    yield f"**{comment[1]}**"
    yield ""
    yield f"**{comment[2]}**"
    yield ""
    if book.about is not None:
        yield f"{book.about.zh}"
        yield ""
        yield f"{book.about.en}"
        yield ""


def _appraisal(book: Rulebook) -> Iterator[str]:
    yield "## 考核 · Appraisal"
    yield ""
    for scheme in book.appraisal.schemes.values():
        yield f"### {scheme.name.zh} · {scheme.name.en}"
        yield ""
        yield "| 考核项 item | | 权重 weight | 曲线 curve |"
        yield "|---|---|--:|---|"
        for item in scheme.items:
            kind = VALUES[item.kind]
            yield (
                f"| {item.name.zh} · {item.name.en} | {kind[0]} {kind[1]} | {item.weight:f} "
                f"| {_curve(item.curve, item)} |"
            )
        yield ""
        for veto in scheme.vetoes:
            yield (
                f"{veto.name.zh}:{KNOWN_METRICS[veto.metric].zh} ≥ {veto.at_least:f} 时总分最多 "
                f"{veto.cap:f} · {veto.name.en}: the total is at most {veto.cap:f}"
            )
            yield ""
    table = sorted(book.appraisal.coefficients, key=lambda c: -c.from_)
    yield "绩效系数 · coefficient: " + " · ".join(
        [*(f"≥ {c.from_:f} → {c.factor}" for c in table), f"→ {book.appraisal.otherwise}"]
    )
    yield ""


def _number(value: Decimal, item: Item) -> str:
    units = {KNOWN_METRICS[m].unit for m in item.metrics}
    if units == {"percent"} and item.against == "none":
        return f"{(value * 100).normalize():f} %"
    plain = f"{value.normalize():f}"
    return plain + {"seconds": " s", "hours": " h"}.get(next(iter(units), ""), "") * (
        len(units) == 1 and item.against == "none"
    )


def _curve(curve: Curve, item: Item) -> str:
    if isinstance(curve, Linear):
        return f"{_number(curve.worst, item)} → {_number(curve.best, item)}"
    if isinstance(curve, Target):
        return f"目标 target {_number(curve.target, item)}"
    if isinstance(curve, PerEvent):
        return f"每次 −{curve.points} · −{curve.points} each"
    if isinstance(curve, Bands):
        return " · ".join(f"≥ {_number(b.from_, item)} → {b.points}" for b in curve.bands)
    return " ".join(VALUES[curve.kind])


def _pay(book: Rulebook) -> Iterator[str]:
    yield "## 薪资 · Pay"
    yield ""
    for scheme in book.pay.schemes.values():
        yield f"### {scheme.name.zh} · {scheme.name.en}"
        yield ""
        for number, component in enumerate(scheme.components, 1):
            words = component.words()
            keys = _keys(component)
            yield f"{number}. {words.zh} · {words.en}" + (f" — {keys}" if keys else "")
        yield ""


def _keys(component: Component) -> str:
    parts = []
    for name in type(component).model_fields:
        if name in ("kind", "code", "name") or name not in component.model_fields_set:
            continue
        parts.append(f"`{name}` {_value(getattr(component, name))}")
    return ", ".join(parts)


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, BaseModel):
        return "/".join(_value(getattr(value, n)) for n in type(value).model_fields)
    if isinstance(value, Mapping):
        return " ".join(f"{k} {_value(v)}" for k, v in value.items())
    if isinstance(value, tuple):
        return "; ".join(_value(v) for v in value)
    return str(value)


def _worked(book: Rulebook, result: MonthResult) -> Iterator[str]:
    yield "## 算一个月 · A worked month"
    yield ""
    yield (
        "示例店 2026 年 10 月,由程序算出(`scripts/rulebook_pages.py`),数字过期时测试会失败。"
        "城市的社保、公积金数字是举例。"
    )
    yield ""
    yield (
        "The example shop in October 2026, computed by the program; a test fails when it goes "
        "stale. The city's numbers are examples."
    )
    yield ""
    yield "| 人 person | 岗位 role | 总分 score | 系数 coefficient | 应发 gross | 实发 net |"
    yield "|---|---|--:|--:|--:|--:|"
    for person in PEOPLE:
        slip, scored = result.payslips[person.code], result.appraised[person.code]
        yield (
            f"| {person.name} {person.level} | {' '.join(VALUES[person.role])} "
            f"{person.group} | {scored.total} | {scored.coefficient} | {slip.gross} | {slip.net} |"
        )
    yield ""
    shown = next(p for p in PEOPLE if p.code == SHOWN)
    yield f"### {shown.name}({shown.group} {shown.level})"
    yield ""
    yield from _scores(result.appraised[SHOWN])
    yield from _slip(result.payslips[SHOWN])


def _scores(scored: Appraised) -> Iterator[str]:
    yield "| 考核项 item | 数值 value | n | 得分 points | 权重 weight | 计入 counts |"
    yield "|---|--:|--:|--:|--:|--:|"
    for item in scored.items:
        value = "" if item.value is None else f"{item.value.quantize(D('0.0001')).normalize():f}"
        n = "" if item.n is None else f"{item.n.normalize():f}"
        yield (
            f"| {item.name_zh} · {item.name_en} | {value} | {n} | {item.points} "
            f"| {item.weight_used:f} | {item.contribution} |"
        )
    yield f"| **总分 total** | | | | | **{scored.total}** |"
    yield ""


def _slip(slip: Payslip) -> Iterator[str]:
    yield "| 项目 line | 算式 formula | 金额 yuan |"
    yield "|---|---|--:|"
    for line in slip.lines:
        yield f"| {line.name_zh} · {line.name_en} | {line.formula} | {line.amount} |"
    yield f"| **实发 net** | | **{slip.net}** |"
    yield ""


# --- the format ---------------------------------------------------------------------------------


def readme() -> str:
    return "\n".join([*_intro(), *_compared(), *_format(), *_components(), *_metrics()])


def _intro() -> Iterator[str]:
    yield from """# 规则书 · Rulebooks

一家店怎么算数、怎么打分、怎么发工资、怎么晋升,写在一本规则书里:一份 TOML 文本,带版本、生效月份和
理由;存过就不再改动,它的 SHA-256 就是它的身份。`jinpai rules check FILE` 说出每一处错误:在哪一行、
写了什么、应该怎么写。加班倍数、税率表、21.75 天、扣款上限是法定数字,不在规则书里。

A shop's whole regime is one rulebook: a TOML document with version, month and reason, never changed
once saved; its SHA-256 is its identity. `jinpai rules check FILE` names every error with its line,
what was found and what would be right. Statutory numbers are not in a rulebook.

由 `make docs` 生成,不要手改 · written by `make docs`, not by hand.

## 随程序的 · Shipped

五份报告的六种办法,其中两种各有一个变体。每份都带全部岗位的考核和工资。

Six regimes of the five reports, two of them with a variant; each with schemes for every role.
""".splitlines()
    yield ""


def _compared() -> Iterator[str]:
    yield "同一个店、同一个月,八份规则书各发多少(实发,元)· The same month under each (net, yuan):"
    yield ""
    yield "| | 报告 report | " + " | ".join(f"{p.name} {p.level}" for p in PEOPLE) + " |"
    yield "|---|---|" + "--:|" * len(PEOPLE)
    for code in document.shipped():
        zh, en = REGIMES.get(code, ("", ""))
        book, _ = document.read(document.shipped()[code])
        assert book is not None
        slips = run(month(), book, statutes.shipped()).payslips
        nets = " | ".join(str(slips[p.code].net) for p in PEOPLE)
        name = f"[{book.name.zh} · {book.name.en}]({code}.md)"
        yield f"| {name} | {zh} · {en} | {nets} |"
    yield ""


def _format() -> Iterator[str]:
    yield "## 格式 · Format"
    yield ""
    yield '比例写小数:0.01 是 1%。钱是元。月份如 2026-11。名称都是 `{ zh = "…", en = "…" }`。'
    yield ""
    yield "Shares are fractions: 0.01 is 1 %. Money is yuan. Names are in both languages."
    yield ""
    done: set[type[BaseModel]] = set()
    yield from _model(Rulebook, "", done)


def _components() -> Iterator[str]:
    yield "## 工资项目的种类 · Kinds of pay components"
    yield ""
    yield "顺序:收入 → `adjustment` → `social_insurance` → `housing_fund` → `income_tax` → "
    yield "`loss_compensation`;后面的只能用上面的 · a component uses only what stands above it."
    yield ""
    done: set[type[BaseModel]] = set()
    for kind, component in KINDS.items():
        yield from _model(component, f'kind = "{kind}"', done)


def _metrics() -> Iterator[str]:
    yield "## 可以写的指标 · Figures that may be named"
    yield ""
    yield "“手工”的由本人以外的人凭证据录入 · manual: entered with evidence by someone else."
    yield ""
    yield "| 编号 code | 名称 name | 单位 unit | 好 better | |"
    yield "|---|---|---|---|---|"
    for metric in KNOWN_METRICS.values():
        better = {"up": "高 high", "down": "低 low", "none": ""}[metric.direction]
        by = "手工 manual" if metric.manual else ""
        yield f"| `{metric.code}` | {metric.zh} · {metric.en} | {metric.unit} | {better} | {by} |"
    yield ""


def _model(model: type[BaseModel], where: str, done: set[type[BaseModel]]) -> Iterator[str]:
    if model in done or model.__name__ == "Words":
        return
    done.add(model)
    title = getattr(model, "title", None)
    heading = f"`{where}`" if where else "规则书 · rulebook"
    yield f"### {heading}" + (f" {title.zh} · {title.en}" if title is not None else "")
    yield ""
    yield "| 键 key | 名称 name | 值 value | 默认 default | |"
    yield "|---|---|---|---|---|"
    for name, field in model.model_fields.items():
        key = field.alias or name
        words = label(model.__name__, key)
        yield (
            f"| `{key}` | {words.zh} · {words.en} | {_type(field.annotation)} | {_default(field)} "
            f"| {words.about_zh} · {words.about_en} |"
        )
    yield ""
    if where.startswith("kind"):
        return
    for name, field in model.model_fields.items():
        key = field.alias or name
        here = f"{where}.{key}" if where else key
        for inner in _inside(field.annotation):
            if issubclass(inner, Component):
                continue
            kind = inner.model_fields.get("kind")
            tag = next(iter(get_args(kind.annotation)), "") if kind is not None else ""
            curve = f'{here} kind = "{tag}"' if tag and key == "curve" else here
            many = get_origin(field.annotation) in (tuple, dict)
            yield from _model(inner, curve + ("[]" if many else ""), done)


def _inside(kind: Any) -> Iterator[type[BaseModel]]:
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        yield kind
    for inner in get_args(kind):
        yield from _inside(inner)


def _type(kind: Any) -> str:
    origin = get_origin(kind)
    if origin is Literal:
        return " / ".join(f"`{v}`" for v in get_args(kind))
    if origin in (Union, types.UnionType):
        parts = [_type(a) for a in get_args(kind) if a is not type(None)]
        return parts[0] if len(set(parts)) == 1 or len(parts) > 3 else " / ".join(parts)
    if origin is not None and get_args(kind):
        inner = get_args(kind)
        if origin is tuple:
            return f"列表 list of {_type(inner[0])}"
        if origin is dict:
            return f"表 table of {_type(inner[1])}"
        return _type(inner[0])
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        return "表 table"
    return TYPES.get(getattr(kind, "__name__", str(kind)), "表 table")


def _default(field: Any) -> str:
    if field.is_required():
        return "必填 needed"
    value = field.default
    if field.default_factory is not None or value is PydanticUndefined:
        return "空 empty"
    if value is None or value == () or isinstance(value, BaseModel):
        return "—"
    return f"`{_value(value)}`"


def pages() -> dict[str, str]:
    """File name → text of everything under docs/rulebooks."""
    return {"README.md": readme(), **{f"{code}.md": regime(code) for code in document.shipped()}}


def stale() -> list[str]:
    """Names of files that are missing or outdated."""
    there = {p.name: p.read_text(encoding="utf-8") for p in FOLDER.glob("*.md")}
    wanted = pages()
    return sorted(name for name in wanted.keys() | there if wanted.get(name) != there.get(name))


def main(arguments: list[str]) -> int:
    if "--check" in arguments:
        for name in stale():
            print(f"docs/rulebooks/{name} is stale: run make docs")
        return 1 if stale() else 0
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, text in pages().items():
        (FOLDER / name).write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
