"""What is ready to be copied to the buyer: the checklist's messages with this case's values."""

from __future__ import annotations

from dataclasses import dataclass

from jinpai.apps.aftersales.models import Case
from jinpai.apps.aftersales.queries.judged import Judged, yuan
from jinpai.apps.aftersales.queries.order import lines_of
from jinpai.workflow.aftersales.causes import CAUSES
from jinpai.workflow.aftersales.checklists import Step, checklist
from jinpai.workflow.aftersales.messages import Filled, fill
from jinpai.workflow.aftersales.states import KINDS


@dataclass(frozen=True, slots=True)
class Row:
    """One step of the checklist: is it due in this state, was it done, what to say. Nothing is
    said of what has not come yet."""

    step: Step
    due: bool
    done: str  # who, empty: nobody yet
    message: Filled | None
    flag: str = ""  # the colour the step asks for, with what to write beside it
    remark: str = ""


FLAGGED = {"remark_blue": "blue", "remark_purple": "purple"}
BY_STATE = {"refused": "refused", "escalated": "late_platform", "reshipped": "reshipped"}
"""What is said in states that no checklist has."""


def values(case: Case, judged: Judged) -> tuple[dict[str, str], dict[str, str]]:
    """The values of the messages, and those that differ in English."""
    rows = [r for r in lines_of(case.order) if int(case.back.get(r["code"], 0)) or not case.back]
    goods = "、".join(r["title"] for r in rows if r["title"])
    money = judged.money
    total = case.refunded if case.refunded is not None else (money.total if money else None)
    zh = {
        "order": case.order_id, "goods": goods or "宝贝", "address": case.return_address,
        "amount": yuan(total), "refunded": yuan(case.refunded), "cause": CAUSES[case.cause].zh,
        "sum": ",".join(f"{p.zh} {p.amount:.2f}" for p in money.parts) if money else "",
        "difference": yuan(case.difference), "carrier": case.carrier,
        "waybill": case.sent_waybill,
        "freight": yuan(
            case.freight_repaid if case.freight_repaid is not None else case.freight_advanced
        ),
        "reference": case.freight_reference, "answer": judged.answer.zh,
        "rule": "、".join(a.zh for a in judged.answer.articles),
    }  # fmt: skip
    en = {
        "goods": goods or "the goods", "cause": CAUSES[case.cause].en,
        "sum": ", ".join(f"{p.en} {p.amount:.2f}" for p in money.parts) if money else "",
        "answer": judged.answer.en, "rule": "; ".join(a.en for a in judged.answer.articles),
    }  # fmt: skip
    return zh, {k: v for k, v in en.items() if v}


def rows(case: Case, judged: Judged) -> list[Row]:
    """The checklist of the case with what was ticked."""
    zh, en = values(case, judged)
    ticked = {
        e.detail.get("step", ""): e.by for e in case.events.all() if e.what == "ticked"
    }  # fmt: skip
    pieces = sum(int(n) for n in case.back.values())
    remark = f"{KINDS[case.kind].zh}{f' {pieces} 件' if pieces else ''},{CAUSES[case.cause].zh}"
    if case.wanted:
        remark += f",换成 {case.wanted}" + (f",差价 {case.difference}" if case.difference else "")
    reached = {e.after for e in case.events.all()} | {case.state}
    return [
        Row(
            step, step.state == case.state, ticked.get(step.code, ""),
            fill(step.message, zh, en) if step.message and step.state in reached else None,
            FLAGGED.get(step.code, ""), remark if step.code in FLAGGED else "",
        )
        for step in checklist(case.kind, fault=case.fault)
    ]  # fmt: skip


def of_state(case: Case, judged: Judged) -> Filled | None:
    """What is said in this state beyond the checklist."""
    code = BY_STATE.get(case.state)
    if code is None:
        return None
    return fill(code, *values(case, judged))
