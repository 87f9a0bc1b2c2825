"""Follow-up visits: received lately, are they satisfied?"""

from __future__ import annotations

from jinpai.workflow.kinds import Field, Kind, Outcome, Reason

KIND = Kind(
    code="visits",
    zh="回访",
    en="Follow-up visits",
    role="agent",
    step_zh="回访",
    step_en="Ask",
    about_zh="近期收到货的买家:满意吗?还需要什么?在线的先问。",
    about_en="Buyers who received lately: content? a second need? Those online first.",
    outcomes=(
        Outcome("no_answer", "没接、没回", "no answer", closes=False),
        Outcome("satisfied", "满意", "content", converted=True),
        Outcome("second_need", "满意,还想买", "content and wants more", converted=True),
        Outcome("unsatisfied", "不满意", "not content", needs="reason"),
        Outcome("no_contact", "联系不上", "cannot be reached"),
        Outcome("skipped", "不宜打扰", "better not asked", needs="note"),
    ),
    reasons=(
        Reason("quality", "质量", "quality"),
        Reason("size", "尺码", "size"),
        Reason("colour", "颜色、和描述不符", "colour, not as described"),
        Reason("logistics", "物流", "delivery"),
        Reason("packing", "包装", "packing"),
        Reason("service", "服务", "service"),
        Reason("price", "价格", "price"),
        Reason("other", "其他", "something else"),
    ),
    fields=(Field("need", "还需要什么", "second need"),),
    filled="facts",
    climbs_to="supervisor",
)
