"""Refunds, price differences and repairs that need an approval."""

from __future__ import annotations

from jinpai.workflow.kinds import Kind, Outcome, Reason

KIND = Kind(
    code="refund_approvals",
    zh="退款审批",
    en="Refund approvals",
    role="supervisor",
    step_zh="审批",
    step_en="Decide",
    about_zh="差价、维修费、超出权限的退款和补偿,写明理由后审批;好评返现不批。",
    about_en=(
        "Price differences, repair costs and refunds beyond the authority of who asks; never "
        "cash for a review."
    ),
    outcomes=(
        Outcome("asked_back", "退回补充", "asked for more", closes=False, needs="note"),
        Outcome("approved", "同意", "approved", converted=True, own=True),
        Outcome("refused", "不同意", "refused", needs="reason", own=True),
        Outcome("paid", "已打款", "paid", converted=True, own=True),
        Outcome("withdrawn", "撤回", "withdrawn", own=True),
    ),
    reasons=(
        Reason("no_ground", "理由不成立", "no ground"),
        Reason("too_much", "金额不对", "wrong amount"),
        Reason("no_evidence", "没有凭证", "no evidence"),
        Reason("for_review", "涉及好评返现", "cash for a review"),
        Reason("done_already", "已经处理过", "settled already"),
        Reason("other", "其他", "something else"),
    ),
    filled="hand",
    climbs_to="owner",
)
