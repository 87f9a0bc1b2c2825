"""What the numbers of a formula are called, in both languages."""

from __future__ import annotations

Words = tuple[str, str]

PAY: Words = ("实发", "net pay")
PERSON: Words = ("人员资料", "the person's record")
GROUP: Words = ("和可比的人一起算的", "computed among comparable people")
TAX_YEAR: Words = ("本年在本单位的累计数", "the year so far at this employer")
SUMS: dict[str, Words] = {
    "gross": ("上面各项应发之和", "the sum of the earnings above"),
    "base": ("上面的底薪,按整月", "the base pay above, of a whole month"),
}
FALLBACKS: dict[str, Words] = {
    "reweight": ("没有数,权重分给其他项", "no figure: its weight goes to the others"),
    "team_mean": ("样本太少,用同组平均分", "too few cases: the pool's mean"),
    "full": ("按满分", "counted in full"),
    "ruling": ("异议裁定", "decided in a dispute"),
}
CURVES: dict[str, Words] = {
    "linear": (
        "得分:最差 0 分,最好 100 分,中间按比例,两头封住",
        "points: 0 at the worst, 100 at the best, straight between, clamped",
    ),
    "target": ("得分:按目标的比例", "points: in proportion to the target"),
    "bands": ("得分:落在哪一段", "points: by the band"),
    "per_event": ("得分:每次扣分", "points: so many off for each"),
    "rank": ("得分:可比的人里的名次", "points: by rank among comparable people"),
    "rating": ("得分:主管评的", "points: rated by the supervisor"),
}
AGAINST: dict[str, Words] = {
    "shop_mean": ("这里的值是本人 ÷ 本店均值", "the value is the person's ÷ the shop's mean"),
    "pool_mean": ("这里的值是本人 ÷ 可比的人的均值", "the value is the person's ÷ the pool's mean"),
}
WORDS: dict[str, Words] = {
    "absent_days": ("旷工天数", "days absent"),
    "additional": ("累计专项附加扣除", "additional deductions so far"),
    "amount": ("标准金额", "amount"),
    "base": ("缴费基数", "contribution base"),
    "basic": ("累计减除费用", "basic deduction so far"),
    "basis": ("提成基数", "basis"),
    "cap": ("上限", "cap"),
    "cap_ratio": ("倍数上限", "cap of the ratio"),
    "clause": ("合同条款", "clause of the contract"),
    "coefficient": ("绩效系数", "performance coefficient"),
    "count": ("件数", "count"),
    "cumulative_income": ("累计收入", "income so far"),
    "cumulative_taxable": ("累计应纳税所得额", "taxable income so far"),
    "days": ("月计薪天数", "paid days of a month"),
    "difference": ("差额", "difference"),
    "exempt": ("累计免税收入", "exempt income so far"),
    "expected_days": ("应出勤天数", "expected days"),
    "first": ("第一名", "the first"),
    "fixed": ("大病定额", "fixed part"),
    "floor": ("下限", "floor"),
    "heads": ("折算人数", "heads, by paid days"),
    "hours": ("加班小时", "overtime hours"),
    "hours_a_day": ("每天小时", "hours a day"),
    "late_at_most": ("迟到不超过", "late at most"),
    "late_times": ("迟到次数", "times late"),
    "level": ("级别", "level"),
    "level_coefficient": ("级别系数", "level coefficient"),
    "loss": ("未赔完的损失", "loss still owed"),
    "month": ("哪个月", "month"),
    "monthly_base": ("月工资基数", "monthly base"),
    "multiple": ("法定倍数", "the law's multiple"),
    "other": ("累计其他扣除", "other deductions so far"),
    "own_share": ("本人份额", "own share"),
    "paid_days": ("计薪天数", "paid days"),
    "price": ("单价", "price"),
    "probation": ("试用期比例", "probation share"),
    "quick": ("速算扣除数", "quick deduction"),
    "rate": ("比例", "rate"),
    "room": ("本月最多可扣", "most that may be taken this month"),
    "score": ("考核总分", "appraisal score"),
    "second": ("第二名", "the second"),
    "shop_sales": ("全店销售额", "the shop's sales"),
    "social": ("累计专项扣除", "insurance and fund so far"),
    "standard": ("标准奖金", "standard bonus"),
    "tied": ("并列人数", "people tied"),
    "tiers": ("分段提成", "tiers"),
    "withheld": ("累计已预扣税额", "withheld so far"),
}


def of(name: str) -> Words:
    """The words of an input's code, or of a figure's; a code nobody named is its own word."""
    from jinpai.rules.known import KNOWN_METRICS

    if name in WORDS:
        return WORDS[name]
    known = KNOWN_METRICS.get(name)
    return (known.zh, known.en) if known else (name, name)


def entered(source: str) -> Words:
    """Where days and hours come from: "clockings; by hand: paid_days wang: …"."""
    if not source:
        return ("没有写来源", "no source given")
    zh = source.replace("clockings", "考勤打卡").replace("by hand: ", "手工:")
    for code, words in WORDS.items():
        zh = zh.replace(f"{code} ", f"{words[0]} ")
    return (zh, source)
