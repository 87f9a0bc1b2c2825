"""Design 3-metrics §4: the same files in any order, split in any way, give the same facts."""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.facts.shop_files import MESSAGES, Shop

SLOW = settings(
    max_examples=6, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True
)

_day = st.integers(1, 5)
_cell = st.sampled_from(["", "1", "2"])


@st.composite
def order_files(draw: st.DrawFn) -> list[tuple[str, str]]:
    """Exports of a few orders on different days, some cells empty, some columns left out."""
    files = []
    for number in range(draw(st.integers(2, 4))):
        columns = ["created_at", "paid_at", "amount_paid", "remark", "buyer"]
        kept = [c for c in columns if draw(st.booleans())]
        lines = []
        for order in draw(st.lists(st.integers(1, 3), min_size=1, max_size=3, unique=True)):
            cells = {
                "created_at": draw(
                    st.sampled_from(["", "2026-09-30 10:00:00", "2026-10-01 10:00:00"])
                ),
                "paid_at": draw(st.sampled_from(["", "2026-10-01 11:00:00"])),
                "amount_paid": draw(_cell),
                "remark": draw(_cell),
                "buyer": draw(_cell),
            }
            lines.append(",".join(["S1", str(order), *(cells[c] for c in kept)]))
        text = f"# as_of: 2026-10-0{draw(_day)}\n" + ",".join(["shop", "order_id", *kept])
        files.append((f"orders-{number}.csv", text + "\n" + "\n".join(lines) + "\n"))
    return files


TABLES = ("orders", "messages")


@SLOW
@given(order_files(), st.randoms(use_true_random=False))
def test_orders_are_the_same_whatever_the_order_of_their_exports(files, random) -> None:
    with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as two:
        apart, together = Shop(Path(one)), Shop(Path(two))
        for file in files:
            for report in apart.take(file).files:
                assert all(c.balanced() for c in report.tables.values())
        shuffled = list(files)
        random.shuffle(shuffled)
        for report in together.take(*shuffled).files:
            assert all(c.balanced() for c in report.tables.values())
        again = together.take(*files)
        assert again.import_no is None
        assert apart.contents(TABLES) == together.contents(TABLES)


@st.composite
def message_lines(draw: st.DrawFn) -> list[str]:
    return [
        f"S1,{draw(st.sampled_from('ab'))},{draw(st.sampled_from('xy'))},"
        f"2026-10-0{draw(_day)} 10:00:0{draw(st.integers(0, 3))},"
        f"{draw(st.sampled_from(['buyer', 'agent']))},text,"
        f"{draw(st.sampled_from(['在吗', '好的']))}"
        for _ in range(draw(st.integers(2, 12)))
    ]


@SLOW
@given(message_lines(), st.integers(1, 3), st.randoms(use_true_random=False))
def test_messages_are_the_same_however_they_are_split(lines, pieces, random) -> None:
    head = "# as_of: 2026-10-09\n" + MESSAGES
    # equal rows stay in one file: without an id only their number tells them apart
    where = {line: random.randrange(pieces) for line in lines}
    parts = [[x for x in lines if where[x] == piece] for piece in range(pieces)]
    files = [
        (f"messages-{i}.csv", head + "\n".join(part) + "\n") for i, part in enumerate(parts) if part
    ]
    random.shuffle(files)
    with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as two:
        whole, split = Shop(Path(one)), Shop(Path(two))
        whole.one("messages.csv", head + "\n".join(lines) + "\n")
        for file in files:
            split.take(file)
        split.take(("messages.csv", head + "\n".join(lines) + "\n"))
        columns = "* EXCLUDE (import_no, line, source)"
        assert whole.rows("messages", columns) == split.rows("messages", columns)
        assert len(whole.rows("messages")) == len(lines)


@SLOW
@given(st.permutations([1, 2, 3]))
def test_the_source_of_equal_messages_does_not_depend_on_the_order(order) -> None:
    files = [
        (f"m{n}.csv", f"# as_of: 2026-10-0{n}\n" + MESSAGES + "\n" * n
         + "S1,a,b,2026-10-01 10:00:00,buyer,text,hi\n")
        for n in order
    ]  # fmt: skip
    with tempfile.TemporaryDirectory() as folder:
        shop = Shop(Path(folder))
        for file in files:
            shop.take(file)
        assert shop.rows("messages", "line, CAST(as_of AS DATE)::VARCHAR") == [(6, "2026-10-03")]
