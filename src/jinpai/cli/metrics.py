"""`jinpai metrics`: figures of a period, exact, in any grain of shop, account, person and day."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated, Any

import typer

from jinpai.cli.house import one_shop, reading
from jinpai.cli.output import emit, money, number, table
from jinpai.cli.period import period
from jinpai.cli.speech import DONE, language, stop, text

if TYPE_CHECKING:
    from jinpai.metrics.answers import Figure
    from jinpai.metrics.catalogue.metric import Metric

HELP = text(
    "指标:某月或某段日子,按店铺、账号、人员、日期任意组合。",
    "Figures of a month or of any days, by shop, account, person and day in any combination.",
)
GRAIN = ("shop", "account", "person", "day")


def command(
    month: Annotated[str | None, typer.Option(metavar="YYYY-MM")] = None,
    from_: Annotated[str | None, typer.Option("--from", metavar="YYYY-MM-DD")] = None,
    to: Annotated[str | None, typer.Option("--to", metavar="YYYY-MM-DD")] = None,
    by: Annotated[
        str,
        typer.Option(
            metavar="KEY,KEY",
            help=text("分组:shop、account、person、day", "grain: shop, account, person, day"),
        ),
    ] = "account",
    metric: Annotated[
        list[str] | None,
        typer.Option(
            metavar="CODE", help=text("只要这些指标,可重复", "only these metrics; repeatable")
        ),
    ] = None,
    shop: Annotated[str | None, typer.Option(metavar="CODE")] = None,
    as_json: Annotated[bool, typer.Option("--json")] = False,
) -> int:
    from jinpai.metrics.tally import across_shops

    start, end = period(month, from_, to)
    keys = grain(by)
    codes = known(metric)
    room = reading()
    if shop is not None:
        one_shop(room, shop)
    found = room.figures(shop=shop, start=start, end=end, by=keys, metrics=codes)
    if "shop" not in keys:
        found = across_shops(found)
    if as_json:
        emit({"rows": rows(found)})
    else:
        show(found, keys, f"{start} … {end}")
    return DONE


def grain(by: str) -> tuple[str, ...]:
    keys = tuple(word.strip() for word in by.split(",") if word.strip())
    wrong = [key for key in keys if key not in GRAIN]
    if wrong:
        stop(
            f"--by 只能用 shop、account、person、day,不认识「{'、'.join(wrong)}」。",
            f"--by takes shop, account, person and day, not {', '.join(wrong)}.",
        )
    return tuple(key for key in GRAIN if key in keys)


def known(given: Sequence[str] | None) -> list[str] | None:
    """Metric codes; `--metric a --metric b` and `--metric a,b` are the same."""
    from jinpai.metrics.catalogue import CATALOGUE

    codes = [code.strip() for word in given or () for code in word.split(",") if code.strip()]
    for code in codes:
        if code not in CATALOGUE:
            near = difflib.get_close_matches(code, CATALOGUE, 3)
            stop(
                f"没有指标「{code}」。" + (f"是不是 {'、'.join(near)}?" if near else ""),
                f"There is no metric {code!r}."
                + (f" Did you mean {', '.join(near)}?" if near else ""),
            )
    return codes or None


def rows(figures: Iterable[Figure]) -> list[dict[str, Any]]:
    """The rows of `--json`: exact, money as text with two places."""
    return [row(figure) for figure in sorted(figures, key=_order)]


def _order(figure: Figure) -> tuple[str, ...]:
    return tuple(
        str(part) if part is not None else ""
        for part in (figure.shop, figure.account, figure.person, figure.day, figure.metric)
    )


def row(figure: Figure) -> dict[str, Any]:
    from jinpai.metrics.catalogue import CATALOGUE

    metric = CATALOGUE[figure.metric]
    num_is_money, den_is_money = money_parts(metric)
    return {
        "shop": figure.shop,
        "account": figure.account,
        "person": figure.person,
        "day": figure.day.isoformat() if figure.day else None,
        "metric": figure.metric,
        "num": money(figure.num) if num_is_money else number(figure.num),
        "den": money(figure.den) if den_is_money else number(figure.den),
        "value": money(figure.value) if metric.money else _float(figure.value),
        "status": figure.status,
        "source": figure.source,
    }


def money_parts(metric: Metric) -> tuple[bool, bool]:
    """Which of numerator and denominator are yuan: the day figures name such columns so."""
    return _is_yuan(metric.num), metric.den is not None and _is_yuan(metric.den)


def _is_yuan(column: str) -> bool:
    return column.endswith(("sales", "amount", "cost"))


def _float(value: Decimal | None) -> int | float | None:
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)


def shown(metric: Metric, value: Decimal | int | None) -> str | None:
    """A value with its unit, as people write it."""
    if value is None:
        return None
    value = Decimal(value)
    match metric.unit:
        case "yuan":
            return f"¥{value:,.2f}"
        case "percent":
            return f"{value * 100:.1f}%"
        case "seconds":
            return f"{value:.1f} s"
        case "ratio":
            return f"{value:.2f}"
    return f"{value:,.0f}" if value == value.to_integral_value() else f"{value:,.2f}"


STATUS = {"final": "", "provisional": "暂定", "partial": "不全"}


def show(figures: Iterable[Figure], keys: Sequence[str], title: str) -> None:
    from jinpai.metrics.catalogue import CATALOGUE

    words = dict(shop="店铺", account="账号", person="人员", day="日期")
    lead = [text(words[key], key) for key in keys]
    table(
        title,
        [
            *lead,
            *text(
                "指标 数值> 分子> 分母> 状态 来源", "metric value> num> den> status source"
            ).split(),
        ],
        [
            [
                *(getattr(f, key) for key in keys),
                CATALOGUE[f.metric].zh if language() == "zh" else CATALOGUE[f.metric].en,
                shown(CATALOGUE[f.metric], f.value),
                number(f.num),
                number(f.den),
                text(STATUS.get(f.status, f.status), "" if f.status == "final" else f.status),
                text(
                    "平台" if f.source == "reported" else "",
                    "" if f.source == "computed" else f.source,
                ),
            ]
            for f in sorted(figures, key=_order)
        ],
    )
