"""Complaints and platform cases with their deadlines."""

from __future__ import annotations

from jinpai.workflow.kinds import Field, Kind, Outcome, Reason

KIND = Kind(
    code="complaints",
    zh="投诉与平台介入",
    en="Complaints and platform cases",
    role="agent",
    step_zh="处理投诉",
    step_en="Handle the complaint",
    about_zh=(
        "买家投诉、平台介入和处罚:到期前写清事实、提出方案、交证据(京东:24 小时内处理,9:00–18"
        ":00 内 4 小时交证据)。有推送时当时出现,没有时按导入或手工登记。"
    ),
    about_en=(
        "Complaints, platform cases and penalties: facts, proposal and evidence before the "
        "deadline (JD: 24 h, evidence within 4 h between 9:00 and 18:00). At once with live "
        "events; otherwise by import or by hand."
    ),
    outcomes=(
        Outcome("evidence_sent", "已交证据", "evidence handed in", closes=False),
        Outcome("proposed", "已提方案", "proposal made", closes=False),
        Outcome("settled", "和解", "settled", converted=True),
        Outcome("won", "判我方无责", "ruled for us", converted=True),
        Outcome("withdrawn", "买家撤诉", "withdrawn", converted=True),
        Outcome("lost", "判我方有责", "ruled against us", needs="reason"),
        Outcome("closed", "平台结案", "closed by the platform"),
    ),
    reasons=(
        Reason("late_shipping", "发货晚", "late shipping"),
        Reason("quality", "质量", "quality"),
        Reason("wrong_goods", "发错、少发", "wrong or missing goods"),
        Reason("attitude", "服务态度", "attitude"),
        Reason("promise_broken", "承诺没兑现", "broken promise"),
        Reason("refund", "退款纠纷", "refund"),
        Reason("false_words", "宣传、描述不符", "not as described"),
        Reason("malicious", "恶意投诉", "malicious"),
        Reason("other", "其他", "something else"),
    ),
    fields=(
        Field("facts", "事实", "facts"),
        Field("proposal", "方案", "proposal"),
        Field("points", "扣分", "points lost"),
    ),
    filled="both",
    climbs_to="supervisor",
    live=True,
)
