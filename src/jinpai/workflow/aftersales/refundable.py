"""What is repaid, to the fen, line by line with its rule."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal

from jinpai.workflow.aftersales import articles
from jinpai.workflow.aftersales.articles import Article

FEN = Decimal("0.01")
ZERO = Decimal("0.00")


@dataclass(frozen=True, slots=True)
class Line:
    """One line bought: `price` of one piece, `off` what was taken off this line alone."""

    code: str
    qty: int
    price: Decimal
    off: Decimal = ZERO

    @property
    def worth(self) -> Decimal:
        """Before what was taken off the whole order."""
        return self.qty * self.price - self.off


@dataclass(frozen=True, slots=True)
class Bought:
    """An order as it was paid. `off` was taken off the whole from `off_from` on (满减);
    `free_from`: sent free from that sum on, with `postage_saved` what it would have cost."""

    lines: tuple[Line, ...]
    off: Decimal = ZERO
    off_from: Decimal = ZERO
    postage: Decimal = ZERO  # paid by the buyer
    free_from: Decimal = ZERO  # 0: no threshold
    postage_saved: Decimal = ZERO


@dataclass(frozen=True, slots=True)
class Part:
    """One addend."""

    code: str
    zh: str
    en: str
    amount: Decimal
    article: Article


@dataclass(frozen=True, slots=True)
class Refundable:
    """`total` goes back the way it was paid; `transfer` is the freight advanced by the buyer,
    repaid apart. `threshold_lost` decides who pays which freight."""

    parts: tuple[Part, ...]
    total: Decimal
    transfer: Decimal
    threshold_lost: bool = False
    owed_by_buyer: Decimal = field(default=ZERO)  # what deductions exceed the goods by


def shared(total: Decimal, weights: Iterable[Decimal]) -> tuple[Decimal, ...]:
    """`total` in shares to the fen that add up exactly: the largest remainders get the odd fen."""
    given = tuple(weights)
    whole = sum(given, ZERO)
    if not given:
        return ()
    if whole == 0:
        given, whole = (Decimal(1),) * len(given), Decimal(len(given))
    fen = int((total / FEN).to_integral_value())
    exact = [fen * w / whole for w in given]
    parts = [int(e) for e in exact]
    left = fen - sum(parts)
    order = sorted(range(len(given)), key=lambda n: (parts[n] - exact[n], n))
    for n in order[:left]:
        parts[n] += 1
    return tuple(p * FEN for p in parts)


def paid_by_line(bought: Bought) -> dict[str, Decimal]:
    """The price really paid for each line: its worth less its share of what was taken off."""
    off = shared(bought.off, (line.worth for line in bought.lines))
    return {line.code: line.worth - o for line, o in zip(bought.lines, off, strict=True)}


def _pieces(paid: Decimal, qty: int, before: int, back: int) -> Decimal:
    """The share of `back` pieces after `before` came back: one by one they add up to `paid`."""

    def until(n: int) -> Decimal:
        return (paid * n / qty).quantize(FEN, ROUND_HALF_UP)

    return until(before + back) - until(before)


def refundable(
    bought: Bought,
    back: Mapping[str, int],
    *,
    fault: bool,
    before: Mapping[str, int] | None = None,
    gifts_kept: Mapping[str, Decimal] | None = None,
    freight_advanced: Decimal = ZERO,
    credited: Mapping[str, Decimal] | None = None,
    repaid: Mapping[str, Decimal] | None = None,
    left: Decimal | None = None,
) -> Refundable:
    """`back`: pieces that come back by line; `before`: pieces that came back earlier;
    `gifts_kept`: gifts that do not come back, at their stated price. Piece by piece or all at
    once, the goods add up to the same sum.

    Never more than was paid: `credited` is what was repaid earlier by line without its pieces
    coming back (a price difference), `repaid` everything repaid by line so far, `left` what is
    left of the whole payment."""
    earlier = dict(before or {})
    _plausible(bought, back, earlier)
    had = {x.code: x.qty - earlier.get(x.code, 0) for x in bought.lines}
    kept = {code: n - back.get(code, 0) for code, n in had.items()}
    offer_gone = _offer_lost(bought, had)
    goods = _price(bought, had, offer_gone) - _price(bought, kept, offer_gone)
    parts = [Part("goods", "退回商品实付", "goods, as really paid", goods, articles.REALLY_PAID)]
    gone = _gone(bought, back, earlier, goods, credited or {}, repaid or {})
    if gone:
        parts.append(Part("earlier", "其中先前已退", "of which repaid earlier", -gone,
                          articles.REALLY_PAID))  # fmt: skip
    whole = not any(kept.values())
    if fault:
        if bought.postage and whole:
            parts.append(Part("postage", "发货运费(质量问题全退)", "outbound postage (fault)",
                              bought.postage, articles.FAULT))  # fmt: skip
        return _within(left, parts, freight_advanced)
    if _offer_lost(bought, kept) and not offer_gone:
        again = _price(bought, kept, True) - _price(bought, kept, False)
        parts.append(Part("offer", "退货后达不到满减,重新结算", "spend-and-save lost: settled anew",
                          -again, articles.REALLY_PAID))  # fmt: skip
    lost = _threshold_lost(bought, kept)
    if lost and not _threshold_lost(bought, had) and bought.postage_saved:
        parts.append(Part("threshold", "退货后达不到包邮条件,扣发货运费",
                          "free-shipping threshold lost: the way out", -bought.postage_saved,
                          articles.RETURN_FREIGHT))  # fmt: skip
    if bought.postage and whole:
        parts.append(Part("kept_postage", "非包邮:买家付的发货运费不退",
                          "not free-shipping: outbound postage kept back", ZERO,
                          articles.TAOBAO_RETURN))  # fmt: skip
    for code, price in (gifts_kept or {}).items():
        parts.append(Part("gift", f"赠品未退回:{code}", f"gift kept: {code}", -price,
                          articles.GIFTS))  # fmt: skip
    return _within(left, parts, ZERO, lost)


def _within(
    left: Decimal | None, parts: list[Part], transfer: Decimal, lost: bool = False
) -> Refundable:
    """The sum of the parts, and no more than is left of what was paid."""
    total = sum((p.amount for p in parts), ZERO)
    if left is not None and total > left:
        parts.append(Part("left", "实付里只剩这么多没退", "no more is left of what was paid",
                          left - total, articles.REALLY_PAID))  # fmt: skip
        total = left
    return Refundable(tuple(parts), max(total, ZERO), transfer, lost, max(-total, ZERO))


def _gone(
    bought: Bought, back: Mapping[str, int], earlier: Mapping[str, int], goods: Decimal,
    credited: Mapping[str, Decimal], repaid: Mapping[str, Decimal],
) -> Decimal:  # fmt: skip
    """What of the pieces coming back was repaid already: their share of what was credited, and
    at least as much that no line is repaid more than was paid for it."""
    paid, gone = paid_by_line(bought), ZERO
    for line in bought.lines:
        n, was = back.get(line.code, 0), earlier.get(line.code, 0)
        if not n:
            continue
        share = _pieces(credited.get(line.code, ZERO), line.qty, was, n)
        over = _pieces(paid[line.code], line.qty, was, n) + repaid.get(line.code, ZERO)
        gone += max(share, over - paid[line.code])
    return min(max(gone, ZERO), goods)


def _price(bought: Bought, kept: Mapping[str, int], offer_lost: bool) -> Decimal:
    """What the pieces kept cost: as paid, or without the offer once it is lost."""
    paid = paid_by_line(bought)
    return sum(
        (
            _pieces(x.worth if offer_lost else paid[x.code], x.qty, x.qty - kept[x.code],
                    kept[x.code])
            for x in bought.lines
        ), ZERO,
    )  # fmt: skip


def _worth(bought: Bought, kept: Mapping[str, int]) -> Decimal:
    return _price(bought, kept, True)


def _offer_lost(bought: Bought, kept: Mapping[str, int]) -> bool:
    """Something is kept, and it is worth less than the offer asked for."""
    return bool(bought.off) and any(kept.values()) and _worth(bought, kept) < bought.off_from


def _threshold_lost(bought: Bought, kept: Mapping[str, int]) -> bool:
    """What is kept (nothing counts as 0) would not have been sent free."""
    free = bool(bought.free_from) and not bought.postage
    return free and _worth(bought, kept) < bought.free_from


def _plausible(bought: Bought, back: Mapping[str, int], earlier: Mapping[str, int]) -> None:
    have = {x.code: x.qty for x in bought.lines}
    for code, qty in back.items():
        if code not in have:
            raise ValueError(f"{code}: not bought")
        if qty < 0 or qty + earlier.get(code, 0) > have[code]:
            raise ValueError(f"{code}: {qty} of {have[code]} cannot come back")
