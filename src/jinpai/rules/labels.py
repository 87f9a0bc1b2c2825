"""What each key of a rulebook is called and means, in both languages.

Read by the comparison of two versions, the forms and the documentation of the format; a test
demands that no key is left out. "Model.key" goes before "key".
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple


class Label(NamedTuple):
    zh: str
    en: str
    about_zh: str
    about_en: str


def label(model: str, key: str) -> Label:
    """The label of a key of a model (its class name); a key without one speaks for itself."""
    return LABELS.get(f"{model}.{key}") or LABELS.get(key) or Label(key, key, "", "")


# fmt: off
LABELS: Mapping[str, Label] = {
    "code": Label(
        "编号", "code",
        "同一列表里唯一;小写字母、数字、_、-",
        "unique in its list; small letters, digits, _ and -",
    ),
    "name": Label("名称", "name", "中文和英文", "in both languages"),
    "kind": Label("种类", "kind", "决定其余的键", "decides the other keys"),
    "about": Label("说明", "about", "一两句话", "a sentence or two"),
    "Rulebook.version": Label("版本", "version", "存一次加一", "one more each time it is saved"),
    "Rulebook.effective_from": Label(
        "生效月份", "effective from",
        "如 2026-11;从这个月的考核和工资起",
        "such as 2026-11; from this month's scores and pay on",
    ),
    "Rulebook.reason": Label("理由", "reason", "为什么要有这一版", "why there is this version"),
    "Rulebook.measure": Label(
        "口径", "measure",
        "数字怎么算;不写就照旧",
        "how figures are measured; left out: as before",
    ),
    "Rulebook.appraisal": Label(
        "考核", "appraisal",
        "每种岗位一份方案,和绩效系数",
        "a scheme per role, and the coefficients",
    ),
    "Rulebook.pay": Label(
        "薪资", "pay",
        "每种岗位一份,从上到下的项目",
        "per role, components from the top down",
    ),
    "Rulebook.career": Label(
        "晋升", "career",
        "路线、级别、条件、末位",
        "tracks, levels, conditions, bottom rank",
    ),
    "Rulebook.quality": Label("质检", "quality", "发现、扣分、抽样", "findings, points, sampling"),
    "Rulebook.training": Label(
        "培训", "training",
        "弱项对应的课程、阶段",
        "courses for weak figures, stages",
    ),
    "Rulebook.desk": Label(
        "工作台", "desk",
        "要求、提醒、备注、时限",
        "demands, reminders, remarks, deadlines",
    ),
    "Words.zh": Label("中文", "Chinese", "必填", "needed"),
    "Words.en": Label("英文", "English", "必填", "needed"),
    "Measure.day_cut": Label(
        "日切时刻", "day cut",
        "一天从几点算起;不写就用店铺的",
        "when a day begins; left out: the shop's",
    ),
    "Measure.service_from": Label(
        "服务开始", "service from",
        "服务时间从几点",
        "service hours begin",
    ),
    "Measure.service_to": Label("服务结束", "service to", "服务时间到几点", "service hours end"),
    "Measure.first_response": Label(
        "首次响应口径", "first response policy",
        "用哪种平台的算法",
        "whose way of counting",
    ),
    "Measure.average_response": Label(
        "平均响应口径", "average response policy",
        "用哪种平台的算法",
        "whose way of counting",
    ),
    "Measure.within_3min": Label(
        "3 分钟口径", "3 minutes policy",
        "用哪种平台的算法",
        "whose way of counting",
    ),
    "Measure.first_30s": Label(
        "30 秒口径", "30 s policy",
        "用哪种平台的算法",
        "whose way of counting",
    ),
    "Measure.slow_rounds": Label(
        "慢响应回合", "slow rounds",
        "几个慢回合算一次慢响应",
        "how many slow rounds make a slow reception",
    ),
    "Measure.slow_s": Label(
        "慢响应秒数", "slow after",
        "超过几秒算慢",
        "seconds after which a round is slow",
    ),
    "Measure.long_s": Label(
        "长接待秒数", "long after",
        "超过几秒算长接待",
        "seconds after which a reception is long",
    ),
    "Measure.missed_after_s": Label(
        "漏响秒数", "missed after",
        "几秒没人回算漏掉",
        "seconds without an answer that count as missed",
    ),
    "Measure.after_sale_days": Label(
        "售后天数", "after-sale days",
        "付款后几天内再来算售后",
        "days after a payment in which a chat is after-sale",
    ),
    "Measure.inquiry_window_days": Label(
        "询单窗口", "inquiry window",
        "询单后几天内下单算转化",
        "days after an inquiry in which an order counts",
    ),
    "Measure.payment_tail_days": Label(
        "付款等待", "payment tail",
        "下单后等几天付款",
        "days that a payment may follow",
    ),
    "Measure.judgment": Label(
        "归属规则", "judgment",
        "先看下单、只看下单或只看付款",
        "by order first, by creation or by payment",
    ),
    "Measure.tie": Label(
        "并列归谁", "tie",
        "最近、最早或回合最多的人",
        "the latest, the first or the one of most rounds",
    ),
    "Measure.credit_window_hours": Label(
        "归属窗口", "credit window",
        "下单前几小时内的接待算功劳",
        "hours before the order in which a chat earns credit",
    ),
    "Measure.flags_left_out": Label(
        "不算的旗", "flags left out",
        "这些颜色的订单不进数字",
        "orders of these flags enter no figure",
    ),
    "Measure.deduct_postage": Label(
        "扣邮费", "deduct postage",
        "销售额减去邮费",
        "sales without postage",
    ),
    "Measure.exclusions": Label(
        "不算的接待", "exclusions",
        "哪些接待不算",
        "receptions that are left out",
    ),
    "Measure.source": Label(
        "取哪个数", "source",
        "每个指标用计算的还是平台报的",
        "per metric: computed or reported",
    ),
    "Measure.reported_weight": Label(
        "报表权重", "reported weight",
        "没有分母的报表比例按什么加权",
        "what weighs a reported rate without denominator",
    ),
    "Exclusions.no_buyer_message": Label("买家没说话", "no buyer message", "不算", "left out"),
    "Exclusions.empty_texts": Label("空白消息", "empty texts", "不算", "left out"),
    "Exclusions.internal_accounts": Label("内部账号", "internal accounts", "不算", "left out"),
    "Exclusions.forwarded_after": Label(
        "转出前几句", "forwarded after",
        "客服说了不到几句就转走的不算",
        "forwarded after so few lines: left out",
    ),
    "Exclusions.single_buyer_line": Label(
        "只说一句", "single buyer line",
        "买家只说一句的不算",
        "one line of the buyer: left out",
    ),
    "Exclusions.advert_texts": Label(
        "广告词", "advert texts",
        "含这些词的算广告",
        "texts that mark an advertisement",
    ),
    "Exclusions.advert_lines": Label(
        "广告行数", "advert lines",
        "不超过几句才算广告",
        "at most so many lines",
    ),
    "Exclusions.after_sale_accounts": Label(
        "售后账号", "after-sale accounts",
        "不进售前数字",
        "not in pre-sale figures",
    ),
    "Exclusions.internal": Label("内部账号名单", "internal", "手工列出", "listed by hand"),
    "Exclusions.after_sale": Label("售后账号名单", "after-sale", "手工列出", "listed by hand"),
    "Appraisal.schemes": Label(
        "考核方案", "schemes",
        "按岗位和分组,从上往下第一份合适的",
        "by role and group; the first that fits",
    ),
    "Appraisal.coefficients": Label(
        "绩效系数", "coefficients",
        "从这个总分起用这个系数",
        "from this total on, this factor",
    ),
    "Appraisal.otherwise": Label(
        "最低系数", "otherwise",
        "低于最低一档时的系数",
        "the factor below the lowest step",
    ),
    "Appraisal.steps": Label("评分步骤", "steps", "谁先评谁后评", "who rates, in order"),
    "Appraisal.dispute_days": Label(
        "申诉天数", "days to dispute",
        "公示后几天内可以申诉",
        "days after publication",
    ),
    "Scheme.roles": Label(
        "岗位", "roles",
        "agent、lead、supervisor、assistant、warehouse、operations",
        "agent, lead, supervisor, assistant, warehouse, operations",
    ),
    "Scheme.groups": Label("分组", "groups", "不写就是所有分组", "left out: every group"),
    "Scheme.items": Label("考核项", "items", "权重合计 100", "weights total 100"),
    "Scheme.vetoes": Label("红线", "vetoes", "触到就给总分封顶", "reaching it caps the total"),
    "Scheme.events": Label(
        "加扣分", "events",
        "一个月最多加减几分",
        "most points that events add and take",
    ),
    "Scheme.total_cap": Label("总分上限", "total cap", "一般 100", "100 as a rule"),
    "Item.kind": Label("结果或过程", "kind", "result 或 process", "result or process"),
    "Item.weight": Label("权重", "weight", "百分之几", "of 100"),
    "Item.metrics": Label("指标", "metrics", "不写就是主管评分", "none: a rating"),
    "Item.curve": Label("曲线", "curve", "数字怎么变成分数", "how the figure becomes points"),
    "Item.against": Label(
        "对比", "against",
        "除以本店均值(shop_mean)或可比同事均值(pool_mean)",
        "value ÷ the mean of the shop or pool",
    ),
    "Item.min_sample": Label(
        "最少样本", "min sample",
        "分母少于它就按 small_sample",
        "with a smaller denominator: small_sample",
    ),
    "Item.small_sample": Label(
        "样本太少时", "small sample",
        "team_mean、reweight 或 full",
        "team_mean, reweight or full",
    ),
    "Item.missing": Label(
        "没有数字时", "missing",
        "从不当 0;一般 reweight",
        "never 0; reweight as a rule",
    ),
    "Item.campaign_days": Label(
        "大促的日子", "campaign days",
        "include、exclude 或 separate",
        "include, exclude or separate",
    ),
    "Item.pool": Label(
        "可比的人", "pool",
        "平台、店铺、分组、班次都相同的",
        "the same platform, shop, group, shift",
    ),
    "Item.step": Label("好一步是多少", "one step", "“好一步值多少”按它算", "“one step better”"),
    "Linear.worst": Label("0 分处", "worst", "这里 0 分", "0 points here"),
    "Linear.best": Label(
        "100 分处", "best",
        "这里 100 分,中间直线",
        "100 points here, straight between",
    ),
    "Target.target": Label(
        "目标", "target",
        "100 × 实际 ÷ 目标;本人另定的目标优先",
        "100 × actual ÷ target; the person's own goes first",
    ),
    "Target.lower_is_better": Label(
        "越低越好", "lower is better",
        "100 × (2 − 实际 ÷ 目标)",
        "100 × (2 − actual ÷ target)",
    ),
    "Target.cap": Label("最高分", "cap", "默认 120", "120 unless said otherwise"),
    "Bands.bands": Label("分段", "bands", "从小到大,[从, 下一段)", "rising, [from, next)"),
    "from": Label("从", "from", "含这个数,到下一段为止", "this number included, up to the next"),
    "points": Label("分数", "points", "分", "points"),
    "PerEvent.points": Label(
        "每次扣", "points each",
        "100 − 次数 × 它,最低 0",
        "100 − n × it, at least 0",
    ),
    "Rank.lower_is_better": Label(
        "越低越好", "lower is better",
        "不写就按指标自己的方向",
        "left out: the metric's own direction",
    ),
    "metric": Label("指标", "metric", "docs/rulebooks 里的编号", "a code listed in docs/rulebooks"),
    "Veto.at_least": Label("达到", "at least", "指标达到它就触线", "the figure that triggers it"),
    "Veto.cap": Label("封顶", "cap", "总分最多", "the total is at most this"),
    "EventLimits.plus": Label("最多加", "plus", "一个月加分上限", "at most so many points a month"),
    "EventLimits.minus": Label(
        "最多扣", "minus",
        "一个月扣分上限",
        "at most so many points a month",
    ),
    "factor": Label(
        "系数", "factor",
        "乘在绩效工资或提成上;提成不得低于 0.5",
        "multiplies performance wage or commission; not under 0.5 on commission",
    ),
    "Pay.schemes": Label(
        "薪资方案", "schemes",
        "按岗位和分组,从上往下第一份合适的",
        "by role and group; the first that fits",
    ),
    "Pay.working_time": Label(
        "工时计划", "working time",
        "超出法定的会提示成本",
        "what exceeds the law is shown with its cost",
    ),
    "PayScheme.roles": Label("岗位", "roles", "同考核", "as in the appraisal"),
    "PayScheme.groups": Label("分组", "groups", "不写就是所有分组", "left out: every group"),
    "PayScheme.components": Label(
        "项目", "components",
        "从上到下计算",
        "computed from the top down",
    ),
    "amount": Label("金额", "amount", "元", "yuan"),
    "amounts": Label("各级金额", "amounts", "按级别,优先于 amount", "by level, before amount"),
    "aliases": Label(
        "级别对照", "aliases",
        "把别的级别读成 amounts 里的",
        "reads other levels as those of amounts",
    ),
    "Base.from_person": Label(
        "取个人底薪", "from person",
        "前两样都没有时用人员资料里的",
        "the person's own where neither is given",
    ),
    "Base.probation": Label(
        "试用期比例", "probation",
        "不低于 0.8(劳动合同法 20)",
        "not under 0.8",
    ),
    "Allowance.prorated": Label(
        "按出勤折算", "prorated",
        "× 计薪天数 ÷ 应出勤天数",
        "× paid ÷ expected days",
    ),
    "Allowance.hardship": Label(
        "特殊津贴", "hardship",
        "夜班、高温等,不计入最低工资比较",
        "night, heat and the like: not compared with the minimum wage",
    ),
    "BandedBonus.bands": Label(
        "分段", "bands",
        "到了哪段用哪段的基数 × 分数 ÷ 100",
        "the band's amount × score ÷ 100",
    ),
    "standard": Label("标准奖金", "standard", "× 冠军 ÷ 第二名", "× first ÷ second"),
    "figure": Label("比什么", "figure", "一般 net_sales", "net_sales as a rule"),
    "pool": Label("可比的人", "pool", "这些都相同的人互相比", "people who share these compete"),
    "cap_ratio": Label("最多几倍", "cap ratio", "冠军 ÷ 第二名的上限", "limit of first ÷ second"),
    "campaign_days": Label(
        "大促的日子", "campaign days",
        "include、exclude 或 separate",
        "include, exclude or separate",
    ),
    "Commission.basis": Label(
        "基数", "basis",
        "sales、net_sales、inquiry_sales、paid_orders…",
        "sales, net_sales, inquiry_sales, paid_orders…",
    ),
    "rate": Label("比例", "rate", "0.01 是 1%", "0.01 is 1 %"),
    "Commission.tiers": Label("阶梯", "tiers", "与 rate 二选一", "instead of rate"),
    "Commission.mode": Label(
        "阶梯算法", "mode",
        "marginal 分段累进,whole 全额按所到档",
        "marginal part by part, whole all at the tier reached",
    ),
    "Commission.level_coefficients": Label(
        "级别系数", "level coefficients",
        "按级别相乘,不低于 0.5",
        "by level, not under 0.5",
    ),
    "performance": Label("乘绩效系数", "× coefficient", "true 或 false", "true or false"),
    "Commission.cap": Label("封顶", "cap", "这一项最多几元", "at most so many yuan"),
    "late_at_most": Label("允许迟到", "late at most", "不超过几次", "times"),
    "price": Label("单价", "price", "每件几元", "yuan each"),
    "shop_metrics": Label("全店数字", "shop metrics", "相加作基数", "added up as the basis"),
    "per_head": Label("按人头分", "per head", "除以人头(计薪 ÷ 应出勤之和)", "÷ headcount"),
    "WorkingTime.hours_a_day": Label("每天小时", "hours a day", "法定 8", "8 by law"),
    "WorkingTime.rest_days": Label(
        "每月休息天数", "rest days a month",
        "8;写 4 约 208 小时",
        "8; 4 make about 208 h",
    ),
    "Career.tracks": Label("路线", "tracks", "级别从低到高", "levels rising"),
    "Career.bottom_rank": Label("末位", "bottom rank", "只进改进流程", "an improvement path only"),
    "Track.levels": Label("级别", "levels", "从低到高", "rising"),
    "Track.side_steps": Label("转岗", "side steps", "离开路线的去处", "where one may leave to"),
    "Level.code": Label(
        "级别编号", "level code",
        "如 P2,与人员资料一致",
        "such as P2, as in the people's records",
    ),
    "Level.conditions": Label(
        "条件", "conditions",
        "没写的不要求",
        "what is left out is not asked",
    ),
    "Conditions.months_in_level": Label("本级满几个月", "months in level", "月", "months"),
    "Conditions.mean_score": Label(
        "平均分", "mean score",
        "近几个月总分平均不低于",
        "mean of the last totals",
    ),
    "Conditions.of_last": Label("近几个月", "of last", "看最近几个月", "months it looks at"),
    "Conditions.none_below": Label(
        "每月不低于", "none below",
        "没有一个月低于",
        "no month under it",
    ),
    "Conditions.courses": Label("课程", "courses", "要通过的", "to be passed"),
    "Conditions.quality_score": Label("质检分", "quality score", "不低于", "at least"),
    "Conditions.competence": Label("能力画像", "competence", "不低于", "at least"),
    "Conditions.volume_share": Label(
        "工作量", "volume share",
        "不低于小组平均的几成",
        "share of the group's mean",
    ),
    "BottomRank.months": Label("连续几个月", "months", "最少 2", "at least 2"),
    "BottomRank.min_people": Label(
        "最少可比人数", "min people",
        "少于它不评末位",
        "with fewer nobody is last",
    ),
    "BottomRank.consequence": Label(
        "后果", "consequence",
        "只能是 improvement_path(指导案例18号)",
        "improvement_path only",
    ),
    "Quality.findings": Label("发现", "findings", "每条扣几分", "points of each"),
    "Quality.sample_share": Label("抽检比例", "sample share", "0.05 是 5%", "0.05 is 5 %"),
    "Quality.sample_per_agent": Label(
        "每人至少", "per agent",
        "每月最少抽几次",
        "at least so many a month",
    ),
    "Finding.critical": Label("致命", "critical", "整份质检 0 分", "zeroes the review"),
    "Training.prescriptions": Label(
        "对症课程", "prescriptions",
        "哪个数字弱学哪一课",
        "which weak figure, which course",
    ),
    "Training.stages": Label("阶段", "stages", "新人几天到位", "days of each stage"),
    "Prescription.worse_than": Label(
        "差于", "worse than",
        "指标差于它就开课",
        "when the figure is worse",
    ),
    "Prescription.course": Label("课程", "course", "名称", "its name"),
    "Prescription.reason": Label("原因", "reason", "为什么", "why"),
    "Stage.days": Label("天数", "days", "天", "days"),
    "Desk.demands": Label("要求", "demands", "要大家做的事", "what is asked"),
    "Desk.reminders_min": Label(
        "催付提醒", "reminders",
        "拍下后几分钟,从早到晚",
        "minutes after an order, rising",
    ),
    "Desk.reminder_next_day_before": Label("次日提醒", "next day before", "几点前", "time of day"),
    "Desk.remark_format": Label(
        "备注格式", "remark format",
        "可用 {agent} {text} {date}",
        "with {agent} {text} {date}",
    ),
    "Desk.overdue_hours": Label(
        "时限", "overdue hours",
        "各清单几小时算超时",
        "hours of each list",
    ),
    "Desk.most_a_day": Label(
        "每天最多", "most a day",
        "今天里一张清单最多同时显示几件;清单里全都有",
        "items of a list that Today shows at once; the list holds all of them",
    ),
    "Desk.best_sellers": Label(
        "爆款数", "best sellers",
        "近 30 天卖得最多的几款;它们的差评是事故",
        "the most sold of 30 days; their bad reviews are incidents",
    ),
    "Desk.sheet_by": Label(
        "问题表几点前", "problem sheet by",
        "不知道几点上班时",
        "where nobody knows when the person began",
    ),
    "Desk.sheet_grace_min": Label(
        "问题表宽限", "problem sheet grace",
        "上班打卡或第一句话之后几分钟",
        "minutes after clocking in or the first message",
    ),
    "Desk.same_problem_times": Label(
        "同类问题几次上报", "same problem, times",
        "同一个人同一天只算一次",
        "a person counts once a day",
    ),
    "Desk.same_problem_days": Label(
        "同类问题几天内", "same problem, days",
        "天",
        "days",
    ),
    "Desk.page_review_days": Label(
        "知识页复核", "page review days",
        "几天没人复核就标旧",
        "days after which a page counts as stale",
    ),
    "Desk.segment_days": Label(
        "买家分层看多久", "segment days",
        "天;订单、退货、评价只看这么久",
        "days of orders, returns and reviews that are looked at",
    ),
    "Desk.devoted_orders": Label(
        "钢丝买家", "devoted orders", "至少付款几单", "paid orders, at least"
    ),
    "Desk.new_days": Label("新买家", "new days", "首次付款后几天", "days since the first payment"),
    "Desk.risky_returns": Label(
        "风险:退货", "risky returns", "至少退几单", "orders refunded or returned, at least"
    ),
    "Desk.risky_return_percent": Label(
        "风险:退货率", "risky return percent",
        "同时占付款订单的百分之几",
        "and that share of the paid ones, in percent",
    ),
    "Desk.risky_bad_reviews": Label(
        "风险:差评", "risky bad reviews", "至少几个差评", "bad reviews, at least"
    ),
    "Desk.contacts_most": Label(
        "活动联系次数", "contacts at most",
        "同一位买家,所有活动加起来",
        "of one buyer, over all campaigns",
    ),
    "Desk.contacts_days": Label("联系几天内算", "contacts days", "天", "days"),
    "Desk.quiet_from": Label("免打扰开始", "quiet from", "几点起不联系", "time of day"),
    "Desk.quiet_until": Label("免打扰结束", "quiet until", "到几点", "time of day"),
    "Desk.recalled_days": Label(
        "联系后几天算买了", "recalled days",
        "联系之后几天内下单",
        "days in which an order answers a contact",
    ),
    "Desk.decided_days": Label(
        "活动定货提前", "decided days",
        "活动前几天定下货和备货",
        "days before a campaign: goods and stock",
    ),
    "Desk.discount_floor": Label(
        "折扣底线", "discount floor",
        "百分之几;大促以外不低于它",
        "percent of the price; not under it outside big campaigns",
    ),
    "Desk.risings": Label(
        "自动上报", "rising by itself",
        "同类问题几天内几次就自动上报;整段写了就全按写的",
        "the same problem so often within so many days is escalated; written, it replaces all",
    ),
    "Rising.of": Label("清单", "list", "哪张清单", "which list"),
    "Rising.by": Label("同一个", "the same", "商品、快递或页面", "product, courier or page"),
    "Rising.reason": Label(
        "只看原因", "reason", "空着:每种原因各算各的", "empty: each reason for itself"
    ),
    "Rising.times": Label("次数", "times", "至少几次", "at least"),
    "Rising.days": Label("天数", "days", "几天以内", "within so many days"),
    "Demand.items": Label(
        "考核项", "items",
        "看它的考核项;空的就是空话",
        "items that look at it; none: only a wish",
    ),
    "Demand.minutes": Label("每天分钟", "minutes a day", "估计", "estimated"),
    "Demand.when": Label(
        "什么时候", "when",
        "in_shift、before_shift、after_shift;班外算加班",
        "in_shift, before_shift, after_shift; outside is overtime",
    ),
}


VALUES: Mapping[str, tuple[str, str]] = {
    "linear": ("直线", "straight line"),
    "target": ("按目标", "against a target"),
    "bands": ("分段给分", "bands"),
    "per_event": ("按次扣分", "points per event"),
    "rank": ("排名", "rank"),
    "rating": ("主管评分", "rating"),
    "result": ("结果", "result"),
    "process": ("过程", "process"),
    "none": ("不对比", "nothing"),
    "shop_mean": ("本店均值", "the shop's mean"),
    "pool_mean": ("可比同事均值", "the pool's mean"),
    "team_mean": ("按同组平均", "the team's mean"),
    "reweight": ("权重分给其他项", "reweight"),
    "full": ("给满分", "full points"),
    "include": ("算上", "included"),
    "exclude": ("不算", "left out"),
    "separate": ("只看大促", "campaign days only"),
    "platform": ("同平台", "platform"),
    "shop": ("同店", "shop"),
    "group": ("同组", "group"),
    "shift": ("同班次", "shift"),
    "self": ("自评", "self"),
    "leader": ("组长", "lead"),
    "supervisor": ("主管", "supervisor"),
    "third": ("第三人", "third"),
    "marginal": ("分段累进", "part by part"),
    "whole": ("全额按所到档", "all at the tier reached"),
    "in_shift": ("班内", "in the shift"),
    "before_shift": ("上班前", "before the shift"),
    "after_shift": ("下班后", "after the shift"),
    "improvement_path": ("改进流程", "improvement path"),
    "agent": ("客服", "agent"),
    "lead": ("组长", "lead"),
    "assistant": ("店长助理", "store assistant"),
    "warehouse": ("仓库", "warehouse"),
    "operations": ("运营", "operations"),
    "owner": ("店主", "owner"),
    "order_first": ("先看下单", "by order first"),
    "created": ("按下单", "by creation"),
    "paid": ("按付款", "by payment"),
    "computed": ("计算的", "computed"),
    "reported": ("平台报的", "reported"),
    "latest": ("最近的人", "the latest"),
    "first": ("最早的人", "the first"),
    "most_rounds": ("回合最多的人", "most rounds"),
}
"""Fixed words that a value may be."""
# fmt: on
