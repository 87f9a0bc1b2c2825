"""What a person raises by hand: the short form of each list, as data.

The first ask is the title's. Answers are kept as text under their code; a choice as its code.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from jinpai.workflow.lists import LISTS


@dataclass(frozen=True, slots=True)
class Option:
    """One answer of a choice; `role`: who gets it then."""

    code: str
    zh: str
    en: str
    role: str = ""


@dataclass(frozen=True, slots=True)
class Ask:
    """One line of a form. `kind`: text, long, choice, moment."""

    code: str
    zh: str
    en: str
    kind: str = "text"
    required: bool = False
    options: tuple[Option, ...] = ()


@dataclass(frozen=True, slots=True)
class Form:
    """`order`, `buyer`: "" not asked, "may", "must". `roles`: to whom besides a colleague; `own`:
    it is the raiser's unless said otherwise; `limited`: without a time there is a default one;
    else without a time it is only noted down, ending as `noted`."""

    list: str
    zh: str
    en: str
    asks: tuple[Ask, ...]
    order: str = "may"
    buyer: str = ""
    roles: tuple[str, ...] = ()
    own: bool = False
    limited: bool = True
    noted: str = ""
    due_zh: str = "什么时候之前"
    due_en: str = "by when"


def _what(zh: str, en: str) -> Ask:
    return Ask("what", zh, en, required=True)


NOTE = Ask("note", "备注", "note", "long")
FORMS: Mapping[str, Form] = {
    form.list: form
    for form in (
        Form(
            "parked", "「我问一下」", "“I'll find out”",
            (_what("买家问什么", "what the buyer asks"), NOTE),
            buyer="must", roles=("supervisor", "operations", "warehouse", "assistant"),
            due_zh="什么时候前要答复", due_en="to be answered by",
        ),
        Form(
            "calls", "来电", "A call",
            (
                Ask("caller", "谁打来的", "who called", required=True),
                _what("什么事", "what about"),
                Ask("result", "结果", "result", "long"),
            ),
            own=True, buyer="may", limited=False, noted="no_need",
            due_zh="什么时候前跟进(空着:不用跟进)",
            due_en="follow up by (empty: nothing to follow)",
        ),
        Form(
            "tickets", "改进单", "An improvement",
            (
                Ask("kind", "哪一种", "which kind", "choice", True, (
                    Option("page", "页面写错", "page wrong", "operations"),
                    Option("fault", "产品毛病", "product fault", "operations"),
                    Option("idea", "服务点子", "service idea", "supervisor"),
                )),
                _what("什么问题", "what is wrong"),
                Ask("page", "哪个页面", "which page"),
                Ask("product", "哪个商品", "which product"),
                Ask("wish", "应该怎样", "how it should be", "long"),
            ),
        ),
        Form(
            "escalations", "上报", "An escalation",
            (
                _what("什么事解决不了", "what cannot be solved"),
                Ask("tried", "试过什么", "what was tried", "long"),
            ),
            roles=("supervisor", "owner", "operations", "warehouse"), buyer="may",
            due_zh="什么时候前要答复", due_en="to be answered by",
        ),
        Form(
            "complaints", "投诉、平台介入", "A complaint or platform case",
            (
                Ask("kind", "哪一种", "which kind", "choice", True, (
                    Option("complaint", "买家投诉", "complaint"),
                    Option("platform_case", "平台介入", "platform case"),
                    Option("penalty", "平台处罚", "penalty"),
                )),
                _what("投诉什么", "what it is about"),
                Ask("number", "平台单号", "the platform's number"),
                Ask("opened", "什么时候立的", "opened at", "moment"),
                Ask("facts", "事实", "facts", "long"),
            ),
            order="must", buyer="may",
            due_zh="平台给的时限(空着:按平台规则算)",
            due_en="the platform's deadline (empty: by its rules)",
        ),
        Form(
            "parcels", "包裹异常", "A parcel in trouble",
            (
                Ask("problem", "怎么了", "what is wrong", "choice", True, (
                    Option("stuck", "停滞", "stuck"),
                    Option("lost", "丢失", "lost"),
                    Option("damaged", "破损", "damaged"),
                    Option("refused", "拒收", "refused"),
                )),
                _what("说明", "in short"),
                Ask("waybill", "快递单号", "waybill"),
                Ask("courier", "快递公司", "carrier"),
            ),
            order="must", own=True,
        ),
        Form(
            "reviews", "评价", "A review",
            (
                Ask("verdict", "哪一种", "which kind", "choice", True, (
                    Option("bad", "差评", "bad review"),
                    Option("neutral", "中评", "neutral review"),
                    Option("good", "好评", "good review"),
                )),
                _what("评价写了什么", "what it says"),
                Ask("product", "商品", "product"),
            ),
            order="must", own=True,
        ),
        Form(
            "audit", "发货前再看", "Look before it ships",
            (
                Ask("ground", "看什么", "what to look at", "choice", True, (
                    Option("address", "地址", "address"),
                    Option("gift", "赠品", "gift"),
                    Option("remark", "备注、要求", "remark or wish"),
                    Option("price", "价格", "price"),
                    Option("risk", "可疑订单", "suspicious order"),
                )),
                _what("说明", "in short"),
            ),
            order="must",
        ),
        Form(
            "promises", "答应过的事", "A promise",
            (_what("答应了什么", "what was promised"), NOTE), order="must", own=True,
        ),
        Form("visits", "回访", "A visit", (_what("为什么回访", "why"),), order="must", own=True),
    )
}  # fmt: skip
"""By list, in the order in which the page offers them."""

LABELS: Mapping[str, Ask] = {
    ask.code: ask for form in FORMS.values() for ask in form.asks if ask.code != "what"
}
CHOICES: Mapping[str, Mapping[str, Option]] = {
    code: {
        option.code: option
        for form in FORMS.values() for ask in form.asks if ask.code == code
        for option in ask.options
    }
    for code in ("kind", "problem", "verdict", "ground")
}  # fmt: skip
"""The words of the choices, by the name under which they are kept."""


def role_of(form: Form, answers: Mapping[str, str]) -> str:
    """Whose it is by what was answered, else the list's."""
    for ask in form.asks:
        for option in ask.options:
            if option.role and answers.get(ask.code) == option.code:
                return option.role
    return LISTS[form.list].role


def missing(
    form: Form, answers: Mapping[str, str], order_id: str, buyer: str
) -> list[tuple[str, str]]:
    """What has to be said and is not, in both languages; a choice that there is none of too."""
    out = []
    for ask in form.asks:
        value = answers.get(ask.code, "").strip()
        unknown = bool(value) and bool(ask.options) and value not in {o.code for o in ask.options}
        if unknown or (ask.required and not value):
            out.append((ask.zh, ask.en))
    if form.order == "must" and not order_id:
        out.append(("订单号", "order number"))
    if form.buyer == "must" and not (buyer or order_id):
        out.append(("买家或订单号", "buyer or order number"))
    return out
