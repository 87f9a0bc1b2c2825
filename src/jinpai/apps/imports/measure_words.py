"""Every switch of the measure section in words: what it is, what each choice means.

The form, the list of differences and the pages of earlier versions read this one table; a test
checks that no switch of `jinpai.metrics.policies.Measure` is missing from it.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Choice:
    value: str
    zh: str
    en: str


@dataclass(frozen=True)
class Switch:
    """One field. `path` is its name in the document; a nested one is written with a dot."""

    path: str
    group: str
    zh: str
    en: str
    why_zh: str
    why_en: str
    unit_zh: str = ""
    unit_en: str = ""
    choices: tuple[Choice, ...] = ()
    empty_zh: str = ""  # what an empty field means
    empty_en: str = ""


@dataclass(frozen=True)
class Group:
    code: str
    zh: str
    en: str


GROUPS = (
    Group("day", "一天与服务时间", "The day and service hours"),
    Group("speed", "响应", "Responses"),
    Group("limits", "慢、长与漏接", "Slow, long and missed"),
    Group("inquiry", "询单", "Inquiries"),
    Group("credit", "订单归属", "Credit for orders"),
    Group("leave_out", "哪些接待不算", "Which receptions are left out"),
    Group("source", "电脑算的还是平台报的", "Computed or reported"),
)

_DAY_AVERAGES = (
    Choice("chitu_average", "赤兔平均响应:每一回合,不封顶,没回的不计",
           "Chitu average: every round, no cap, unanswered ones dropped"),
    Choice("taobao_average", "千牛平均响应:每一回合,超过 600 秒按 600 秒,0 秒不计",
           "Qianniu average: every round, capped at 600 s, 0 s dropped"),
    Choice("douyin_average", "抖音平均响应:8–23 点开始的回合,没回的按 600 秒",
           "Douyin average: rounds opened 8–23, unanswered ones as 600 s"),
)  # fmt: skip

SWITCHES: tuple[Switch, ...] = (
    Switch(
        "day_cut", "day", "服务日从几点算起", "A service day begins at",
        "凌晨的聊天算前一天还是当天。订单、退款、询单的“天”都跟着它。",
        "Whether chats after midnight belong to the day before. Orders, refunds and inquiries "
        "follow it.",
        empty_zh="按店铺资料(一般是 00:00)", empty_en="as the shop says (usually 00:00)",
    ),
    Switch(
        "service_from", "day", "服务时间从", "Service hours from",
        "只影响“漏掉的响声”:在服务时间里响起的才算漏。",
        "Only for missed rings: a ring is missed when it came within service hours.",
    ),
    Switch(
        "service_to", "day", "服务时间到", "Service hours to",
        "不含这一刻;24:00 表示到半夜。", "This moment is not included; 24:00 means midnight.",
    ),
    Switch(
        "first_response", "speed", "首次响应怎么算", "How first response is read",
        "每次接待的第一个回合:买家开口到第一句人工回复。",
        "The first round of each reception: from the buyer's opening to the first human reply.",
        choices=(
            Choice("chitu_first", "赤兔首次响应:接待的第一回合,没回的不计",
                   "Chitu first: a reception's first round, unanswered ones dropped"),
        ),
    ),
    Switch(
        "average_response", "speed", "平均响应怎么算", "How average response is read",
        "各平台的算法互相矛盾,所以由店铺选定,页面在数字旁写明用的是哪一种。",
        "The platforms contradict one another, so the shop chooses, and pages name the choice "
        "beside the figure.",
        choices=_DAY_AVERAGES,
    ),
    Switch(
        "within_3min", "speed", "3 分钟响应率怎么算", "How “within 3 minutes” is read",
        "180 秒整也算在内;没回和隔天才回都算没做到。",
        "180 s exactly counts as within; unanswered and next-day answers count as failed.",
        choices=(
            Choice("taobao_3min", "淘宝:8–23 点开始的每一回合",
                   "Taobao: every round opened 8–23"),
            Choice("pdd_3min", "拼多多:每位买家当天最慢的一回合",
                   "Pinduoduo: each buyer's slowest round of the day"),
        ),
    ),
    Switch(
        "first_30s", "speed", "首响及时率怎么算", "How “first answer in time” is read",
        "开口后多少秒内有人接。", "How soon somebody takes the first question.",
        choices=(
            Choice("jd_first30", "京东:9–23 点开始的会话,第一回合 30 秒内",
                   "JD: sessions begun 9–23, first round within 30 s"),
            Choice("xhs_45s", "小红书:接待的第一回合 45 秒内",
                   "Xiaohongshu: a reception's first round within 45 s"),
        ),
    ),
    Switch(
        "slow_s", "limits", "超过多少秒算慢回合", "A round is slow over",
        "“慢响应”按接待数:这次接待里慢回合够多就算一次。",
        "Slow counts receptions: one with enough slow rounds counts once.",
        "秒", "s",
    ),
    Switch(
        "slow_rounds", "limits", "几个慢回合算一次慢接待", "Slow rounds that make it slow",
        "没回的回合也算慢;隔天回的按实际时长看。",
        "Unanswered rounds are slow too; next-day ones by their real length.",
        "个", "rounds",
    ),
    Switch(
        "long_s", "limits", "超过多少秒算长接待", "A reception is long over",
        "从第一条消息到最后一条消息。", "From its first message to its last.", "秒", "s",
    ),
    Switch(
        "missed_after_s", "limits", "多少秒没人答算漏掉的响声", "A ring is missed after",
        "服务时间里响起、没人答、隔天才答,或超过这个秒数才答。漏一声按响一声的成本算钱。",
        "Rang within service hours and was answered never, next day, or later than this. Each "
        "costs what a ring costs.",
        "秒", "s",
    ),
    Switch(
        "after_sale_days", "inquiry", "付款后几天内来的算售后", "After-sales for days after paying",
        "在这几天里付过款的买家再来,不算询单。",
        "A buyer who paid within these days is no inquiry.",
        "天", "days",
    ),
    Switch(
        "inquiry_window_days", "inquiry", "询单后几天内下单算成交", "Days to place the order",
        "含询单当天。2 天 = 当天和第二天下的单。", "The inquiry's own day included: 2 = that day "
        "and the next.",
        "天", "days",
    ),
    Switch(
        "payment_tail_days", "inquiry", "下单窗口后再等几天付款", "Days more to pay",
        "窗口结束后这几天里付款也算,所以最终转化要等这么久才定稿。",
        "Paying within these days after the window still counts, so the final conversion settles "
        "that much later.",
        "天", "days",
    ),
    Switch(
        "judgment", "credit", "订单归谁", "Who gets an order",
        "三种判定都会算出来并排显示;这里选的是算销售额和转化用的那一种。",
        "All three are computed and shown side by side; this one is used for sales and conversion.",
        choices=(
            Choice("order_first", "下单优先:下单前的客服,没有就看付款前的",
                   "Order first: who served before the order, else before the payment"),
            Choice("created", "下单判定:下单前最后接待的客服",
                   "Created: who served last before the order"),
            Choice("paid", "付款判定:付款前最后接待的客服",
                   "Paid: who served last before the payment"),
        ),
    ),
    Switch(
        "tie", "credit", "接待过的不止一人时归谁", "When several served",
        "窗口里几位客服都接待过这位买家时怎么选。",
        "How to choose when several agents served this buyer within the window.",
        choices=(
            Choice("latest", "最后说话的", "the last to write"),
            Choice("first", "最先说话的", "the first to write"),
            Choice("most_rounds", "回合最多的,相同时最后说话的",
                   "most rounds, then the last to write"),
        ),
    ),
    Switch(
        "credit_window_hours", "credit", "往前找多少小时", "How far back to look",
        "正好这么久以前的一句话也算。", "A message exactly this old still counts.", "小时", "hours",
    ),
    Switch(
        "flags_left_out", "credit", "哪些旗的订单不算", "Orders with these flags are left out",
        "这些订单没有归属,也不进任何销售额,单独列出。绿旗一般是疑似刷单。",
        "They have no owner and enter no sales figure; they are shown apart. Green usually means "
        "suspected brushing.",
        choices=(
            Choice("grey", "灰旗", "grey"), Choice("red", "红旗", "red"),
            Choice("yellow", "黄旗", "yellow"), Choice("green", "绿旗", "green"),
            Choice("blue", "蓝旗", "blue"), Choice("purple", "紫旗", "purple"),
        ),
    ),
    Switch(
        "deduct_postage", "credit", "销售额扣掉运费", "Take postage off sales",
        "打开后,销售额 = 实付 − 运费。", "On: sales = amount paid − postage.",
    ),
    Switch(
        "exclusions.no_buyer_message", "leave_out", "买家没说话的", "Without a buyer's message",
        "客服自说自话、群发、只有机器人。有隔天回复或转入的仍然算。",
        "An agent's monologue, a mass message, robot only. One with a next-day reply or a "
        "transfer in still counts.",
    ),
    Switch(
        "exclusions.empty_texts", "leave_out", "全是空白消息的", "Nothing but empty texts",
        "双方每一条都是空白文字。", "Every message, on both sides, is empty text.",
    ),
    Switch(
        "exclusions.internal_accounts", "leave_out", "内部账号的", "Of internal accounts",
        "测试号、同事之间。在“待认领”里标记,或写在下面。",
        "Test accounts, colleagues. Mark them in the queue, or list them below.",
    ),
    Switch(
        "exclusions.internal", "leave_out", "另外当作内部的账号", "Further internal accounts",
        "每行一个账号。", "One account a line.",
        empty_zh="没有", empty_en="none",
    ),
    Switch(
        "exclusions.after_sale_accounts", "leave_out", "售后账号的", "Of after-sales accounts",
        "只做售后的账号不参加售前统计时打开。",
        "Turn on when accounts that only do after-sales should not count.",
    ),
    Switch(
        "exclusions.after_sale", "leave_out", "另外当作售后的账号", "Further after-sales accounts",
        "每行一个账号。", "One account a line.", empty_zh="没有", empty_en="none",
    ),
    Switch(
        "exclusions.forwarded_after", "leave_out", "说了不到几句就转走的", "Forwarded after",
        "客服说了不超过这么多句就转给别人的接待不算。",
        "Receptions passed on after at most this many messages of the agent.",
        "句", "messages", empty_zh="都算", empty_en="all count",
    ),
    Switch(
        "exclusions.single_buyer_line", "leave_out", "买家只说一句的", "With one buyer message",
        "买家全天只说了一句。", "The buyer wrote a single message all day.",
    ),
    Switch(
        "exclusions.advert_texts", "leave_out", "含这些广告词的", "With these advert words",
        "每行一个词;只看消息少的接待(见下一项)。",
        "One a line; only in short receptions (see the next switch).",
        empty_zh="没有", empty_en="none",
    ),
    Switch(
        "exclusions.advert_lines", "leave_out", "消息少于几条才看广告词", "Only when shorter than",
        "消息达到这个数就不再按广告排除。", "From this many messages on, adverts exclude nothing.",
        "条", "messages",
    ),
    Switch(
        "source", "source", "哪些指标以平台报的为准", "Metrics taken as reported",
        "没有列出的:有聊天和订单就按电脑算的,没有就用平台报的。两者都有时对账页显示差额。",
        "Those not listed: computed where chats and orders are there, else as reported. Where "
        "both exist, reconciliation shows the difference.",
        empty_zh="没有", empty_en="none",
    ),
    Switch(
        "reported_weight", "source", "平台报的比率按什么加权", "Weights of reported rates",
        "平台只给比率、不给分母时,合并几天或几个人要用一个数量来加权,结果标为近似。"
        "每行一个:指标 = 数量。",
        "Where a platform gives a rate without its denominator, adding up days or people needs a "
        "count as weight; the result is marked approximate. One a line: metric = count.",
        empty_zh="按默认", empty_en="the defaults",
    ),
)  # fmt: skip

BY_PATH = {switch.path: switch for switch in SWITCHES}
