"""May it come back? Fault first, then without fault: the days, the goods, their condition."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from jinpai.workflow.aftersales import articles
from jinpai.workflow.aftersales.articles import Article
from jinpai.workflow.aftersales.causes import CAUSES

DAYS = 7
GOODS = {
    "ordinary": ("普通商品", "ordinary goods"),
    "custom": ("定作的商品", "custom-made goods"),
    "perishable": ("鲜活易腐的商品", "perishable goods"),
    "digital": ("在线下载或已拆封的音像、软件等", "downloads, or media and software unsealed"),
    "press": ("交付的报纸、期刊", "newspapers and periodicals delivered"),
    "confirmable": ("性质不宜退、购买时须确认的商品", "goods excluded only if confirmed"),
}
EXCLUDED = frozenset({"custom", "perishable", "digital", "press"})
CONDITIONS = {
    "unknown": ("还没验货", "not inspected yet"),
    "intact": ("完好", "intact"),
    "opened": ("拆封查验、合理试用", "opened to check, tried within reason"),
    "spoilt": ("影响二次销售", "not fit for resale"),
}


@dataclass(frozen=True, slots=True)
class Grant:
    """More days than the law's: how many, why, by whom. Without all three it is none."""

    days: int = 0
    reason: str = ""
    by: str = ""

    @property
    def good(self) -> int:
        """The days it is worth."""
        return self.days if self.days > 0 and self.reason.strip() and self.by.strip() else 0


@dataclass(frozen=True, slots=True)
class Question:
    """What is known when the buyer asks."""

    kind: str
    cause: str
    asked: date
    signed: date | None = None
    goods: str = "ordinary"
    confirmed: bool = False  # the buyer confirmed the exclusion of just these goods at purchase
    ticked_for_them: bool = False  # … by a box that was ticked beforehand
    condition: str = "unknown"
    evidence: bool = False  # photo or video is there
    promised_days: int = DAYS  # what the shop or platform promises; never less than the law
    grant: Grant = Grant()


@dataclass(frozen=True, slots=True)
class Answer:
    """`day`: how many days after signing; `last_day`: the last on which it may be asked.
    `ask`: what is still wanted from the buyer; never a ground to refuse."""

    allowed: bool
    code: str
    zh: str
    en: str
    articles: tuple[Article, ...]
    day: int | None = None
    last_day: date | None = None
    ask: tuple[str, ...] = ()


def answer(q: Question) -> Answer:
    """The answer, and by which rule."""
    cause = CAUSES[q.cause]
    if cause.unsent:
        return Answer(
            True, "not_delivered", "货没有发出或没有送到:退款或补寄。",
            "Not sent or never delivered: refund or send.", (articles.NOT_DELIVERED,),
        )  # fmt: skip
    day = (q.asked - q.signed).days if q.signed else None
    if cause.fault:
        return _faulty(q, day)
    if q.kind in {"refund", "reship"}:
        return Answer(
            True, "decided", "不退货的差价、补偿、补寄:由有权限的人核定金额。",
            "A price difference, compensation or parcel without a return: someone with the "
            "authority decides.", (articles.PERSON_DECIDES,), day,
        )  # fmt: skip
    return _without_fault(q, day)


def _faulty(q: Question, day: int | None) -> Answer:
    ask = () if q.evidence else ("evidence",)
    last = q.signed + timedelta(days=DAYS) if q.signed else None
    if day is None or day <= DAYS or q.kind != "return":
        return Answer(
            True, "fault",
            "质量问题由我们负责:退货、换货、修理由买家选,不因超过七天或拆封、使用而拒绝。",
            "We answer for a fault: return, exchange or repair as the buyer wishes; never refused "
            "for being late, opened or used.", (articles.FAULT,), day, last, ask,
        )  # fmt: skip
    return Answer(
        True, "fault_late",
        f"签收后第 {day} 天发现质量问题:不得因超期拒绝。换货、修理必须做;"
        "符合三包、约定或法定解除条件的可退货,有权限的人可直接同意退货。",
        f"A fault on day {day} after signing: never refused for being late. Exchange or repair is "
        "owed; return where the three guarantees, the agreement or the law's grounds for "
        "dissolving allow it, or by someone with the authority.",
        (articles.FAULT,), day, last, ask,
    )  # fmt: skip


def _without_fault(q: Question, day: int | None) -> Answer:
    if q.goods in EXCLUDED:
        zh, en = GOODS[q.goods]
        return Answer(
            False, "excluded", f"{zh}不适用七天无理由退货(有质量问题除外)。",
            f"Not returnable without a fault: {en}.", (articles.EXCLUDED,), day,
        )  # fmt: skip
    if q.goods == "confirmable" and q.confirmed and not q.ticked_for_them:
        return Answer(
            False, "confirmed", "买家购买时已单独确认不适用七天无理由退货。",
            "The buyer confirmed at purchase that these goods are not returnable without a fault.",
            (articles.CONFIRMED,), day,
        )  # fmt: skip
    law: tuple[Article, ...] = (articles.SEVEN_DAYS,)
    if q.goods == "confirmable":
        law += (articles.NOT_TICKED if q.ticked_for_them else articles.NO_CONFIRMATION,)
    if q.kind == "exchange":
        law = (articles.HOUSE_EXCHANGE, *law[1:])
    days = max(DAYS, q.promised_days) + q.grant.good
    if day is None or q.signed is None:
        return _in_condition(q, law, day, None, "还没有签收,七天还没开始算。",
                             "Not signed for yet: the seven days have not begun.")  # fmt: skip
    last = q.signed + timedelta(days=days)
    if day > days:
        return Answer(
            False, "late",
            f"签收后第 {day} 天,超过 {days} 天(最后一天是 {last.isoformat()});"
            "有权限的人可以写明原因多给几天。",
            f"Day {day} after signing, more than {days} (the last was {last.isoformat()}); someone "
            "with the authority may grant more days with a reason.",
            (*law, articles.DAY_AFTER), day, last,
        )  # fmt: skip
    if day > max(DAYS, q.promised_days):
        law = (articles.GRANTED, *law)
    return _in_condition(
        q, (*law, articles.DAY_AFTER), day, last,
        f"签收后第 {day} 天,在 {days} 天之内(最后一天是 {last.isoformat()})。",
        f"Day {day} after signing, within {days} (the last is {last.isoformat()}).",
    )  # fmt: skip


def _in_condition(
    q: Question, law: tuple[Article, ...], day: int | None, last: date | None, zh: str, en: str
) -> Answer:
    if q.condition == "spoilt":
        return Answer(
            False, "spoilt", "验货:超出查验、试用的需要,商品不完好,影响二次销售。",
            "Inspected: worn beyond what checking needs; not intact, not fit for resale.",
            (articles.INTACT, *law), day, last,
        )  # fmt: skip
    if q.condition == "opened":
        law = (*law, articles.OPENED, articles.NOT_TICKED)
        zh += "拆封查验、合理试用不影响退货。"
        en += " Opening it to check and trying it within reason are no ground to refuse."
    ask = ("photo_of_condition",) if q.condition == "unknown" else ()
    return Answer(True, "within", zh, en, law, day, last, ask)
