"""Order audit: looked over before it ships."""

from __future__ import annotations

from jinpai.workflow.kinds import Kind, Outcome, Reason

KIND = Kind(
    code="audit",
    zh="订单审核",
    en="Order audit",
    role="assistant",
    step_zh="核对",
    step_en="Check",
    about_zh="发货前要看一眼的订单:改地址、赠品、特别要求、红旗。核对后再发。",
    about_en=(
        "Orders to look over before they ship: a changed address, gifts, special wishes, a "
        "red flag."
    ),
    outcomes=(
        Outcome("held", "先不发", "held back", closes=False, needs="reason"),
        Outcome("asked", "问买家", "asked the buyer", closes=False),
        Outcome("passed", "核对无误", "all right", converted=True),
        Outcome("corrected", "已改好", "corrected", needs="note"),
        Outcome("cancelled", "不发了", "will not ship", needs="reason"),
        Outcome("gone", "已经发出", "already shipped"),
    ),
    reasons=(
        Reason("address", "地址", "address"),
        Reason("gift", "赠品", "gift"),
        Reason("remark", "备注不清", "unclear remark"),
        Reason("stock", "库存", "stock"),
        Reason("price", "价格", "price"),
        Reason("risk", "可疑订单", "suspicious order"),
        Reason("other", "其他", "something else"),
    ),
    filled="both",
    climbs_to="supervisor",
)
