"""`jinpai explain`: why an order's credit is whose, what a figure is made of, and what pay is."""

from __future__ import annotations

from typing import Annotated, Any, Literal, cast

import typer

from jinpai.cli import explain_pay, metrics
from jinpai.cli.house import one_shop, reading
from jinpai.cli.output import emit, plain, table
from jinpai.cli.period import period
from jinpai.cli.speech import DONE, FOUND, say, stop, text

HELP = text(
    "解释一个订单的归属、一个数字的由来,或一张工资条。",
    "Explain an order's credit, a figure, or a payslip.",
)
app = typer.Typer(no_args_is_help=False)
SHOWN = {
    "buyer": ("买家", "buyer"),
    "created_local": ("拍下", "created"),
    "deposit_paid_local": ("付定金", "deposit paid"),
    "paid_local": ("付款", "paid"),
    "closed_local": ("关闭", "closed"),
    "amount_paid": ("实付(元)", "amount paid (yuan)"),
    "quantity": ("件数", "quantity"),
    "flag": ("插旗", "flag"),
    "remark": ("备注", "remark"),
    "owner": ("归属", "owner"),
    "owner_order_first": ("归属·下单优先", "owner, order first"),
    "owner_created": ("归属·按下单", "owner by creation"),
    "owner_paid": ("归属·按付款", "owner by payment"),
}
"""What is shown of an order for the eye; --json has all of it."""


@app.command(
    "order", help=text("这个订单为什么算给 TA。", "Why this order's credit is whose it is.")
)
def order(
    order_id: Annotated[str, typer.Argument(metavar="ID", show_default=False)],
    shop: Annotated[str | None, typer.Option(metavar="CODE")] = None,
    as_json: Annotated[bool, typer.Option("--json")] = False,
) -> int:
    room = reading()
    codes = [one_shop(room, shop).code] if shop else [s.code for s in room.shops()]
    found = [(code, view) for code in codes if (view := room.order(shop=code, order_id=order_id))]
    if not found:
        say(f"没有订单 {order_id}。", f"There is no order {order_id}.")
        if as_json:
            emit({"order_id": order_id, "found": False})
        return FOUND
    if len(found) > 1:
        listed = ", ".join(code for code, _ in found)
        stop(
            f"订单 {order_id} 在几家店铺都有({listed}),请加 --shop。",
            f"Order {order_id} exists in several shops ({listed}); add --shop.",
        )
    code, view = found[0]
    if as_json:
        emit({"shop": code, "order_id": order_id, "found": True, **plain(view)})
        return DONE
    print(text(view.sentence_zh, view.sentence_en))
    known = {**view.order, **(view.credit or {})}
    table(
        text(f"订单 {order_id}", f"order {order_id}"),
        ["", ""],
        [[text(zh, en), known[k]] for k, (zh, en) in SHOWN.items() if known.get(k) is not None],
    )
    if view.candidates:
        table(
            text(
                "订单前后服务过这位买家的账号", "accounts that wrote to the buyer around the order"
            ),
            text("账号 时间 归属理由", "account time why").split(),
            [[c.account, c.local_at, text(c.why_zh, c.why_en)] for c in view.candidates],
        )
    return DONE


@app.command("metric", help=text("这个数字由哪些行组成。", "What a figure is made of."))
def metric(
    code: Annotated[str, typer.Argument(metavar="CODE", show_default=False)],
    month: Annotated[str | None, typer.Argument(metavar="YYYY-MM", show_default=False)] = None,
    person: Annotated[str | None, typer.Argument(metavar="PERSON", show_default=False)] = None,
    from_: Annotated[str | None, typer.Option("--from", metavar="YYYY-MM-DD")] = None,
    to: Annotated[str | None, typer.Option("--to", metavar="YYYY-MM-DD")] = None,
    shop: Annotated[str | None, typer.Option(metavar="CODE")] = None,
    part: Annotated[str, typer.Option(metavar="num|den")] = "num",
    limit: Annotated[int, typer.Option(min=1)] = 20,
    as_json: Annotated[bool, typer.Option("--json")] = False,
) -> int:
    from jinpai.metrics.catalogue import CATALOGUE

    metrics.known([code])
    if part not in ("num", "den"):
        stop("--part 只能是 num 或 den。", "--part is either num or den.")
    start, end = period(month, from_, to)
    definition = CATALOGUE[code]
    room = reading()
    where = one_shop(room, shop).code
    figures = room.figures(
        shop=where,
        start=start,
        end=end,
        by=("person",) if person else (),
        metrics=[code],
        people=[person] if person else None,
    )
    if person and not figures:
        say(
            f"{start} 到 {end} 之间没有「{person}」的这个数字;"
            "人员代码见 jinpai metrics --by person。",
            f"There is no such figure for {person!r} between {start} and {end}; see jinpai "
            "metrics --by person for the codes.",
        )
    behind = room.rows_behind(
        metric=code,
        part=cast(Literal["num", "den"], part),
        shop=where,
        start=start,
        end=end,
        person=person,
        limit=limit,
    )
    if as_json:
        emit(
            {
                "metric": definition_of(definition),
                "from": start,
                "to": end,
                "figures": metrics.rows(figures),
                "part": part,
                "rows": {"kind": behind.kind, "total": behind.total, "rows": behind.rows},
            }
        )
        return DONE if figures else FOUND
    print(f"{definition.code}  {text(definition.zh, definition.en)}")
    pairs = [
        ("分子", "numerator", definition.numerator_zh, definition.numerator_en),
        ("分母", "denominator", definition.denominator_zh, definition.denominator_en),
        ("算在哪天", "day", definition.day_zh, definition.day_en),
        ("不含", "exclusions", definition.exclusions_zh, definition.exclusions_en),
    ]
    for zh, en, words_zh, words_en in pairs:
        if words_zh:
            print(f"  {text(zh, en)}: {text(words_zh, words_en)}")
    metrics.show(figures, ("person",) if person else (), f"{start} … {end}")
    table(
        text(
            f"共 {behind.total} 行,前 {len(behind.rows)} 行",
            f"{behind.total} rows, the first {len(behind.rows)}",
        ),
        [text(c.zh, c.en) for c in behind.columns],
        [[row.get(c.code) for c in behind.columns] for row in behind.rows],
    )
    return DONE if figures else FOUND


app.command("pay", help=explain_pay.HELP)(explain_pay.command)


def definition_of(metric: Any) -> dict[str, Any]:
    """What the catalogue says of a metric."""
    fields = (
        "code",
        "revision",
        "zh",
        "en",
        "group",
        "unit",
        "direction",
        "numerator_zh",
        "numerator_en",
        "denominator_zh",
        "denominator_en",
        "day_zh",
        "day_en",
        "exclusions_zh",
        "exclusions_en",
        "tables",
    )
    return {name: plain(getattr(metric, name)) for name in fields}
