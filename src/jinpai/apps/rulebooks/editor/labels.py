"""What the form's fields are called, their units, and the choices of those that have some."""

from __future__ import annotations

from jinpai.apps.rulebooks.telling.words import Told, same

SIGNS = {
    "percent": same("%"), "yuan": Told("元", "yuan"), "seconds": Told("秒", "s"),
    "hours": Told("小时", "h"), "days": Told("天", "days"), "months": Told("个月", "months"),
    "points": Told("分", "points"), "people": Told("人", "people"), "times": Told("次", "times"),
    "items": Told("件", "items"),
}  # fmt: skip

LABELS: dict[str, tuple[Told, str]] = {
    "weight": (Told("权重", "weight"), "percent-points"),
    "worst": (Told("0 分的值", "scores 0"), "metric"),
    "best": (Told("100 分的值", "scores 100"), "metric"),
    "target": (Told("目标", "target"), "metric"),
    "cap": (Told("封顶", "at most"), "points"),
    "points": (Told("分数", "points"), "points"),
    "min_sample": (Told("最少样本", "least sample"), ""),
    "at_least": (Told("达到", "at least"), "metric"),
    "plus": (Told("每月最多加", "adds at most"), "points"),
    "minus": (Told("每月最多扣", "takes at most"), "points"),
    "total_cap": (Told("总分最高", "total at most"), "points"),
    "from": (Told("从", "from"), "metric"),
    "factor": (Told("系数", "factor"), ""),
    "otherwise": (Told("再低的系数", "factor below that"), ""),
    "dispute_days": (Told("几天内可以提异议", "days to dispute"), "days"),
    "amount": (Told("金额", "amount"), "yuan"),
    "amounts": (Told("级别", "level"), "yuan"),
    "level_coefficients": (Told("级别系数", "level coefficient"), ""),
    "rate": (Told("比例", "rate"), "percent"),
    "price": (Told("单价", "price"), "yuan"),
    "standard": (Told("标准奖金", "standard"), "yuan"),
    "cap_ratio": (Told("倍数最多", "ratio at most"), ""),
    "probation": (Told("试用期按", "in probation"), "percent"),
    "late_at_most": (Told("迟到最多", "late at most"), "times"),
    "hours_a_day": (Told("每天工作", "hours a day"), "hours"),
    "rest_days": (Told("每月休息", "rest days a month"), "days"),
    "prorated": (Told("按出勤折算", "prorated"), ""),
    "hardship": (Told("不计入最低工资比较", "not in the minimum wage"), ""),
    "performance": (Told("乘绩效系数", "× performance coefficient"), ""),
    "per_head": (Told("按人头平分", "per head"), ""),
    "from_person": (Told("用个人约定的底薪", "the person's own base"), ""),
    "lower_is_better": (Told("越低越好", "lower is better"), ""),
    "months": (Told("连续", "running"), "months"),
    "min_people": (Told("至少可比人数", "comparable people at least"), "people"),
}  # fmt: skip
YES = (("yes", Told("是", "yes")), ("no", Told("否", "no")))
CHOICES: dict[str, tuple[Told, tuple[tuple[str, Told], ...]]] = {
    "campaign_days": (
        Told("大促的日子", "campaign days"),
        (("include", Told("一起算", "included")), ("exclude", Told("不算", "left out")),
         ("separate", Told("只算大促", "those only"))),
    ),
    "small_sample": (
        Told("样本太少时", "small sample"),
        (("reweight", Told("权重分给其他项", "reweight")),
         ("team_mean", Told("按同事平均", "team mean")), ("full", Told("满分", "full"))),
    ),
    "missing": (
        Told("没有数据时", "no data"),
        (("reweight", Told("权重分给其他项", "reweight")),
         ("team_mean", Told("按同事平均", "team mean")), ("full", Told("满分", "full"))),
    ),
    "mode": (
        Told("分档怎么算", "tiers"),
        (("marginal", Told("分段累计", "part by part")),
         ("whole", Told("按达到的一档算全部", "whole"))),
    ),
}  # fmt: skip
