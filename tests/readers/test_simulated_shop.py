"""The platform files of a simulated shop read back to the facts that it is made of."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import pytest

from jinpai.facts.opening import Opened, open_file
from jinpai.facts.readers import recognise
from jinpai.facts.readers.protocol import Batch, Context
from jinpai.simulate import Shop, shop, write_exchange
from jinpai.simulate.taobao import write_taobao

AS_OF = datetime(2026, 9, 8)
Row = dict[str, str]


@pytest.fixture(scope="module")
def made() -> Shop:
    return shop(date(2026, 9, 1), days=7, agents=3, seed=3, orders_per_day=25)


@pytest.fixture(scope="module")
def read(made: Shop, tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[Row]]:
    """Rows by table, from the platform files."""
    folder = tmp_path_factory.mktemp("platform")
    write_taobao(made, folder, as_of=AS_OF)
    return gathered(folder, made.name)


@pytest.fixture(scope="module")
def truth(made: Shop, tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[Row]]:
    """Rows by table, from the exchange files."""
    folder = tmp_path_factory.mktemp("exchange")
    write_exchange(made, folder, as_of=AS_OF, container="csv")
    out: dict[str, list[Row]] = {}
    for path in folder.glob("*.csv"):
        lines = [
            line
            for line in path.read_text(encoding="utf-8-sig").splitlines(keepends=True)
            if not line.startswith("# as_of")
        ]
        out[path.stem] = [
            {name: text.replace("T", " ", 1) if name.endswith("at") else text
             for name, text in row.items()}
            for row in csv.DictReader(lines)
        ]  # fmt: skip
    return out


def gathered(folder: Path, name: str) -> dict[str, list[Row]]:
    out: dict[str, list[Row]] = {}
    for file in files(folder):
        reader = recognise(file.sample)
        if reader is None:
            continue
        for item in reader.read(file.path, file.sample, Context(shop=name)):
            if isinstance(item, Batch):
                out.setdefault(f"{reader.code}/{item.table}", []).extend(item.rows.to_pylist())
            else:
                assert item.code == "unknown_columns", item
    return out


def files(folder: Path) -> Iterator[Opened]:
    for path in sorted(folder.iterdir()):
        if path.is_file():
            yield from (f for f in open_file(path, path.name, folder) if isinstance(f, Opened))


def test_every_order_comes_back(read: dict[str, list[Row]], truth: dict[str, list[Row]]) -> None:
    columns = ["buyer", "created_at", "paid_at", "shipped_at", "completed_at", "close_reason",
               "amount_due", "postage", "quantity", "remark"]  # fmt: skip
    found = {row["order_id"]: row for row in read["taobao_orders/orders"]}
    assert set(found) == {row["order_id"] for row in truth["orders"]}
    for row in truth["orders"]:
        got = found[row["order_id"]]
        assert {c: got[c] or "" for c in columns} == {c: row[c] for c in columns}
        assert (got["amount_paid"] or "0.00") == (row["amount_paid"] or "0.00")


def test_every_item_comes_back(read: dict[str, list[Row]], truth: dict[str, list[Row]]) -> None:
    columns = ["order_id", "line_id", "sku", "title", "quantity", "amount"]
    found = {tuple(row[c] for c in columns) for row in read["taobao_order_lines/order_lines"]}
    assert found == {tuple(row[c] for c in columns) for row in truth["order_lines"]}


def test_every_refund_comes_back(read: dict[str, list[Row]], truth: dict[str, list[Row]]) -> None:
    columns = ["refund_id", "order_id", "opened_at", "finished_at", "kind", "reason", "amount",
               "status", "handler", "return_waybill"]  # fmt: skip
    found = {tuple(row[c] or "" for c in columns) for row in read["taobao_refunds/refunds"]}
    assert found == {tuple(row[c] for c in columns) for row in truth["refunds"]}


def test_nearly_every_message_comes_back_in_its_thread(
    read: dict[str, list[Row]], truth: dict[str, list[Row]]
) -> None:
    def keys(rows: list[Row]) -> Counter[tuple[str, ...]]:
        return Counter(
            (r["account"], r["buyer"], r["at"], r["sender"] or "", r["kind"]) for r in rows
        )

    chats = [row for name, rows in read.items() if name.endswith("/messages") for row in rows]
    said = keys([row for row in truth["messages"] if row["kind"] != "mass"])
    assert not keys(chats) - said
    # a copied window that holds nothing but one's own lines names no buyer: those are missing
    lost = said - keys(chats)
    assert sum(lost.values()) <= 0.005 * sum(said.values())
    assert {sender for _, _, _, sender, _ in lost} <= {"agent", "robot"}


def test_every_agent_has_figures_and_no_summary_row_has(
    made: Shop, read: dict[str, list[Row]]
) -> None:
    accounts = {row["account"] for row in read["qianniu_kpi/reported"]}
    assert accounts <= {agent.account for agent in made.team.agents}
    assert accounts
