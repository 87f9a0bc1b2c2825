"""Paid yesterday or before and not shipped."""

from __future__ import annotations

from jinpai.workflow.kinds import Field, Kind, Outcome, Reason

KIND = Kind(
    code="unshipped",
    zh="已付款未发货",
    en="Paid, not shipped",
    role="agent",
    step_zh="查原因",
    step_en="Find out why",
    about_zh=(
        "昨天或更早付了款还没发:查清原因、催仓库、告诉买家(谢谢、什么时候发、有事先找我们)。"
    ),
    about_en=(
        "Paid yesterday or before and not shipped: find out why, press the warehouse, tell "
        "the buyer (thanks, when it ships, come to us first)."
    ),
    outcomes=(
        Outcome("told_warehouse", "已催仓库", "told the warehouse", closes=False),
        Outcome("told_buyer", "已告诉买家", "told the buyer", closes=False),
        Outcome("shipped", "已发货", "shipped", converted=True),
        Outcome("agreed_later", "买家同意晚点发", "buyer agreed to wait", needs="reason"),
        Outcome("refunded", "退款了", "refunded", needs="reason"),
        Outcome("closed", "订单关闭", "order closed"),
    ),
    reasons=(
        Reason("no_stock", "没货", "out of stock"),
        Reason("part_missing", "缺一部分", "a part is missing"),
        Reason("backlog", "仓库来不及", "warehouse backlog"),
        Reason("address", "地址要核对", "address to be checked"),
        Reason("presale", "预售", "pre-sale"),
        Reason("carrier", "快递停收、绕行", "carrier does not collect"),
        Reason("buyer_later", "买家要求晚发", "buyer wants it later"),
        Reason("unclear_remark", "备注没看懂、漏看", "remark unclear or overlooked"),
        Reason("other", "其他", "something else"),
    ),
    fields=(Field("told", "告诉了谁", "who was told"),),
    filled="facts",
    climbs_to="supervisor",
)
