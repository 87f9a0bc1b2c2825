"""Promises found in chats that no remark keeps."""

from __future__ import annotations

from jinpai.workflow.kinds import Field, Kind, Outcome, Reason

KIND = Kind(
    code="promises",
    zh="承诺与备注",
    en="Promises and remarks",
    role="agent",
    step_zh="写备注",
    step_en="Write the remark",
    about_zh=(
        "聊天里答应了买家、订单上还没有备注的:按格式写备注(客服 内容 日期)并标旗,仓库才看得到。"
    ),
    about_en=(
        "Promised in a chat and not yet on the order: write the remark (agent, text, date) "
        "and set the flag, so that the warehouse sees it."
    ),
    outcomes=(
        Outcome("asked", "问了能不能做到", "asked whether it can be kept", closes=False),
        Outcome("remarked", "已写备注", "remark written", converted=True),
        Outcome("kept", "已经兑现", "promise kept", converted=True),
        Outcome("not_promise", "不是承诺", "no promise", needs="note"),
        Outcome(
            "withdrawn",
            "做不到,已和买家说好",
            "cannot be kept, agreed with the buyer",
            needs="reason",
        ),
    ),
    reasons=(
        Reason("no_stock", "没货、没有赠品", "not in stock"),
        Reason("no_right", "超出权限", "beyond the right to promise"),
        Reason("shipped_already", "已经发出", "already shipped"),
        Reason("misread", "看错、说错", "a mistake"),
        Reason("other", "其他", "something else"),
    ),
    fields=(Field("remark", "备注内容", "text of the remark"),),
    filled="both",
    climbs_to="supervisor",
)
