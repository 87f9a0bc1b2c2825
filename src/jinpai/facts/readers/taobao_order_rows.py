"""Taobao orders from any sheet that holds them, with one row per order or one per item.

The titles of the order export also stand over files with one row per item, on which the
order's money repeats. What a file is, its ids decide: a first pass looks at them, a second
one yields the rows. Money that repeats is taken once; only where it provably differs between
the items of an order is it theirs, and adds up.

Source: reference formats.md, rule 3, §1.2–§1.6.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from jinpai.facts.readers import cells, problems, taobao_words
from jinpai.facts.readers.columns import Columns, Rows
from jinpai.facts.readers.grids import HEADER_WITHIN, TEXT, Grid, header_at
from jinpai.facts.readers.protocol import Batch, Context, Problem, Sample
from jinpai.facts.readers.taobao_rows import (
    Body,
    all_rounded,
    check_id,
    identity,
    shop_of,
    unknown_columns,
)
from jinpai.facts.readers.taobao_titles import (
    LINE,
    ORDER,
    line_score,
    order_score,
    tells_of_orders,
)

_MONEY = ("amount_paid", "total", "goods", "postage")
_ITEM_MONEY = ("amount_paid", "goods")


@dataclass
class Shape:
    """What the first pass learns from the ids of a sheet and the money beside them."""

    rounded: bool = False  # every id has lost its last digits
    last_line: dict[str, int] = field(default_factory=dict)  # of orders that come as items
    money_per_line: bool = False  # an amount differs between the items of one order
    money_repeats: bool = False  # items of one order bear one amount that may be the order's


def sheet_kind(names: frozenset[str]) -> float:
    """How surely a header is of orders or their items."""
    return max(order_score(names), line_score(names))


def is_line_level(rows: Sequence[Sequence[str]], columns: Columns) -> bool:
    """Do these rows of an order sheet hold one item each?

    They do when an order id stands over different items, or a main id over other ids."""
    items: dict[str, tuple[str, ...]] = {}
    for row in rows:
        order, line = order_and_line(row, columns)
        if not cells.is_order_id(order):
            continue
        if line and line != order:
            return True
        item = item_of(row, columns)
        if items.setdefault(order, item) != item:
            return True
    return False


def order_and_line(row: Sequence[str], columns: Columns) -> tuple[str, str]:
    """The order's id and, where the row is one item of it, the item's."""
    own = columns.get("order_id", row, identity)
    main = columns.get("main_id", row, identity)
    line = columns.get("line_id", row, identity)
    if line:
        return main or own, line
    if own and main and own != main and cells.is_order_id(main):
        return main, own
    return own or main, ""


def item_of(row: Sequence[str], columns: Columns) -> tuple[str, ...]:
    """What tells one item of an order from another."""
    return tuple(columns.get(name, row) for name in ("line_id", "title", "product", "sku"))


def read(sheets: Sequence[Grid], sample: Sample, context: Context) -> Iterator[Batch | Problem]:
    """Orders and items of every sheet that has them."""
    textual = sample.container in TEXT
    orders: list[Body] = []
    items: list[Body] = []
    for grid in sheets:
        head = [row for _, row in _first(grid)]
        index, score = header_at(head, sheet_kind)
        if score <= 0:
            continue
        names = frozenset(cells.header(cell) for cell in head[index])
        if line_score(names) and not tells_of_orders(names):
            items.append(Body.below(grid, index, LINE, textual=textual))
        else:
            orders.append(Body.below(grid, index, ORDER, textual=textual))
    if not orders and not items:
        yield problems.no_header()
    for body in (*orders, *items):
        if unknown := unknown_columns(body.columns):
            yield unknown
    for body in orders:
        yield from _orders(body, context)
    for body in items:
        yield from _items(body, context, with_orders=not orders)


def _first(grid: Grid) -> Iterator[tuple[int, list[str]]]:
    for index, row in enumerate(grid.rows()):
        if index >= HEADER_WITHIN:
            return
        yield row


def _shape(body: Body, money: Sequence[str], pieces: str) -> Shape:
    """The first pass. `pieces` is the field of an item's own quantity."""
    shape = Shape()
    columns = body.columns
    seen: dict[str, tuple[tuple[str, ...], tuple[Decimal | None, ...]]] = {}
    for row_or_problem in body.rows():
        if isinstance(row_or_problem, Problem):
            continue
        line, row = row_or_problem
        order, item_id = order_and_line(row, columns)
        if not cells.is_order_id(order):
            continue
        item = (item_id, *item_of(row, columns))
        amounts = tuple(cells.number(columns.get(name, row, cells.money)) for name in money)
        first_item, first_amounts = seen.setdefault(order, (item, amounts))
        if item_id or first_item != item or order in shape.last_line:
            shape.last_line[order] = line
        if first_item == item:
            continue
        for one, other in zip(first_amounts, amounts, strict=True):
            if not one and not other:
                continue
            if one is not None and other is not None and one != other:
                shape.money_per_line = True
            elif not _within_price(row, columns, one, pieces):
                shape.money_repeats = True
    shape.rounded = all_rounded(seen)
    return shape


def _within_price(
    row: Sequence[str], columns: Columns, amount: Decimal | None, pieces: str
) -> bool:
    """Could the amount be this item's alone: no more than it costs at its list price?"""
    listed = _listed(row, columns, pieces)
    return amount is not None and listed is not None and amount <= listed


def _listed(row: Sequence[str], columns: Columns, pieces: str) -> Decimal | None:
    """List price × pieces."""
    price = cells.number(columns.get("price", row, cells.money))
    quantity = cells.number(columns.get(pieces, row, cells.count))
    return None if price is None or quantity is None else price * quantity


def item_amount(row: Sequence[str], columns: Columns, *, own_money: bool, pieces: str) -> str:
    """What the item brought: its own money where it has some, else price × pieces, else unknown.

    An order's total that repeats on its items is none of theirs."""
    if own_money:
        for name in _ITEM_MONEY:
            found = columns.get(name, row, cells.money)
            if found and cells.number(found) != 0:
                return found  # 0 was paid for what is not paid yet: what is due counts then
    listed = _listed(row, columns, pieces)
    return "" if listed is None else format(listed, "f")


def _columns_of(columns: Columns) -> list[str]:
    names = ["shop", "order_id"]
    names += [
        name
        for name in ("buyer", "created_at", "paid_at", "shipped_at", "completed_at")
        if name in columns
    ]
    if "status" in columns or "reason" in columns:
        names.append("close_reason")
    if "total" in columns or "goods" in columns:
        names.append("amount_due")
    names += [name for name in ("amount_paid", "postage") if name in columns]
    if "quantity" in columns or "line_quantity" in columns:
        names.append("quantity")
    return names + [name for name in ("remark", "flag") if name in columns]


def _orders(body: Body, context: Context) -> Iterator[Batch | Problem]:
    columns = body.columns
    if not context.shop and "shop" not in columns and "shop_id" not in columns:
        yield problems.needs_shop()
        return
    shape = _shape(body, _MONEY, "line_quantity")
    orders = Rows("orders", _columns_of(columns))
    lines = Rows("order_lines", _LINE_COLUMNS)
    folding: dict[str, Fold] = {}
    ordinals: dict[str, int] = {}
    for row_or_problem in body.rows():
        if isinstance(row_or_problem, Problem):
            yield row_or_problem
            continue
        line, row = row_or_problem
        order_id, item_id = order_and_line(row, columns)
        if (problem := _id_problem(order_id, line, row, columns, shape)) is not None:
            yield problem
            continue
        shop = shop_of(row, columns, context)
        values = _order_values(row, columns)
        values |= {"shop": shop, "order_id": order_id}
        if shape.last_line:
            ordinals[order_id] = ordinals.get(order_id, 0) + 1
            lines.add(
                line,
                _line_of_order(row, columns, order_id, shop, shape)
                | {"line_id": item_id or str(ordinals[order_id])},
            )
        if order_id not in shape.last_line:
            orders.add(line, _closed(values))
        else:
            fold = folding.setdefault(order_id, Fold(sum_money=shape.money_per_line))
            fold.add(line, values, (item_id, *item_of(row, columns)), row, columns)
            if shape.last_line[order_id] == line:
                orders.add(fold.first_line, _closed(folding.pop(order_id).values()))
        for rows in (orders, lines):
            if rows.full:
                yield from rows.take()
    for fold in folding.values():
        orders.add(fold.first_line, _closed(fold.values()))
    yield from orders.take()
    yield from lines.take()


_LINE_COLUMNS = ("shop", "order_id", "line_id", "product", "sku", "title", "quantity", "amount")


def _line_of_order(
    row: Sequence[str], columns: Columns, order_id: str, shop: str, shape: Shape
) -> dict[str, str]:
    """The item on a row of an order sheet with one row per item."""
    return {
        "shop": shop,
        "order_id": order_id,
        "product": columns.get("product", row),
        "sku": taobao_words.properties(columns.get("sku", row)),
        "title": columns.get("title", row, cells.text_of),
        "quantity": columns.get("line_quantity", row, cells.count),
        "amount": item_amount(row, columns, own_money=shape.money_per_line, pieces="line_quantity"),
    }


def _id_problem(
    order_id: str, line: int, row: Sequence[str], columns: Columns, shape: Shape
) -> Problem | None:
    buyer = columns.get("buyer", row)
    if cells.is_order_id(order_id) and not shape.rounded and "\ufffd" not in buyer:
        return None
    title = columns.title("order_id" if "order_id" in columns else "main_id")
    raw = columns.raw(row)
    if shape.rounded and cells.is_order_id(order_id) and cells.rounded_digits(order_id):
        return problems.ruined_id(title, line, raw)
    problem = check_id(order_id, title, line, raw)
    if problem is None and "\ufffd" in buyer:
        return problems.bad_encoding(columns.title("buyer"), line, raw)
    return problem


def _order_values(row: Sequence[str], columns: Columns) -> dict[str, str]:
    values = {
        name: columns.get(name, row, cells.moment)
        for name in ("created_at", "paid_at", "shipped_at", "completed_at")
    }
    for name in _MONEY:
        values[name] = columns.get(name, row, cells.money)
    values["buyer"] = columns.get("buyer", row)
    values["quantity"] = columns.get("quantity", row, cells.count)
    values["remark"] = columns.get("remark", row, cells.text_of)
    values["flag"] = columns.get("flag", row, taobao_words.flag)
    values["status"] = columns.get("status", row)
    values["reason"] = columns.get("reason", row)
    values["knows_payment"] = "1" if "paid_at" in columns else ""
    return values


def _closed(values: dict[str, str]) -> dict[str, str]:
    """The order's row: what is due, and why it was closed if it was."""
    goods, postage = cells.number(values["goods"]), cells.number(values["postage"])
    if values["total"]:
        values["amount_due"] = values["total"]
    elif goods is not None:
        values["amount_due"] = str(goods + postage) if postage is not None else values["goods"]
    else:
        values["amount_due"] = values["goods"]
    values["close_reason"] = taobao_words.closing(
        values["status"],
        values["reason"],
        paid=bool(values["paid_at"]),
        knows_payment=bool(values["knows_payment"]),
    )
    return values


class Fold:
    """The items of one order on their way to being one order."""

    def __init__(self, *, sum_money: bool) -> None:
        self.first_line = 0
        self._sum_money = sum_money
        self._values: dict[str, str] = {}
        self._money: dict[tuple[str, ...], dict[str, str]] = {}
        self._pieces: dict[tuple[str, ...], str] = {}

    def add(
        self,
        line: int,
        values: dict[str, str],
        item: tuple[str, ...],
        row: Sequence[str],
        columns: Columns,
    ) -> None:
        """One item; what it does not know does not erase what another one knew."""
        self.first_line = self.first_line or line
        self._values |= {name: value for name, value in values.items() if value}
        self._money[item] = {name: values[name] for name in (*_MONEY, "quantity")}
        self._pieces[item] = columns.get("line_quantity", row, cells.count)

    def values(self) -> dict[str, str]:
        """The order."""
        whole = {name: "" for name in ("goods", "postage", "total", "status", "reason")}
        whole |= {"paid_at": "", "knows_payment": ""} | self._values
        if self._sum_money:
            for name in _MONEY:
                parts = [known for money in self._money.values() if (known := money[name])]
                if name == "postage" and len(set(parts)) == 1:
                    continue  # one postage, written on every item
                if (total := _sum(parts)) is not None:
                    whole[name] = total
        pieces = _sum([known for known in self._pieces.values() if known])
        if pieces is not None and not whole.get("quantity"):
            whole["quantity"] = pieces
        return whole


def _sum(parts: Sequence[str]) -> str | None:
    numbers = [cells.number(part) for part in parts]
    known = [found for found in numbers if found is not None]
    if not known or len(known) != len(numbers):
        return None
    return str(sum(known, Decimal(0)))


def _items(body: Body, context: Context, *, with_orders: bool) -> Iterator[Batch | Problem]:
    """The item export: its lines, and of the orders only the times that all items share.

    The order's amount stays with the order export: the items' money leaves out postage."""
    columns = body.columns
    if not context.shop and "shop" not in columns and "shop_id" not in columns:
        yield problems.needs_shop()
        return
    shape = _shape(body, _ITEM_MONEY, "quantity")
    own_money = shape.money_per_line or not shape.money_repeats
    lines = Rows("order_lines", _LINE_COLUMNS)
    known = [name for name in ("created_at", "paid_at", "remark", "flag") if name in columns]
    if not with_orders:
        known = []  # the order sheet beside it says it all
    orders = Rows("orders", ("shop", "order_id", *known))
    waiting: dict[str, tuple[int, dict[str, str]]] = {}
    ordinals: dict[str, int] = {}
    for row_or_problem in body.rows():
        if isinstance(row_or_problem, Problem):
            yield row_or_problem
            continue
        line, row = row_or_problem
        order_id, item_id = columns.get("main_id", row, identity), ""
        if "line_id" in columns:
            item_id = columns.get("line_id", row, identity)
            order_id = order_id or item_id  # a single item's id is its order's
        if problem := _item_problem(order_id, item_id, line, row, columns, shape):
            yield problem
            continue
        shop = shop_of(row, columns, context)
        ordinals[order_id] = ordinals.get(order_id, 0) + 1
        lines.add(
            line,
            {
                "shop": shop,
                "order_id": order_id,
                "line_id": item_id or str(ordinals[order_id]),
                "product": columns.get("product", row),
                "sku": taobao_words.properties(columns.get("sku", row)),
                "title": columns.get("title", row, cells.text_of),
                "quantity": columns.get("quantity", row, cells.count),
                "amount": item_amount(row, columns, own_money=own_money, pieces="quantity"),
            },
        )
        if known:
            first, values = waiting.setdefault(order_id, (line, {}))
            values |= {"shop": shop, "order_id": order_id}
            for name in known:
                clean = {"remark": cells.text_of, "flag": taobao_words.flag}.get(name, cells.moment)
                if found := columns.get(name, row, clean):
                    values[name] = found
            if shape.last_line.get(order_id, line) == line:
                orders.add(first, waiting.pop(order_id)[1])
        for rows in (lines, orders):
            if rows.full:
                yield from rows.take()
    for first, values in waiting.values():
        orders.add(first, values)
    yield from lines.take()
    yield from orders.take()


def _item_problem(
    order_id: str, item_id: str, line: int, row: Sequence[str], columns: Columns, shape: Shape
) -> Problem | None:
    if not shape.rounded and all(map(cells.is_order_id, (order_id, item_id or order_id))):
        return None
    raw = columns.raw(row)
    problem = check_id(order_id, columns.title("main_id"), line, raw)
    if problem is None and shape.rounded and cells.rounded_digits(order_id):
        problem = problems.ruined_id(columns.title("main_id"), line, raw)
    if problem is None and item_id:
        problem = check_id(item_id, columns.title("line_id"), line, raw)
    return problem
