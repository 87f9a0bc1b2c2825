"""Volume: how many buyers came, and to whom. Source: design 3-metrics §2; 赤兔, 生意参谋."""

from jinpai.metrics.catalogue.metric import Metric

_USABLE_ZH = "不计被排除的接待"
_USABLE_EN = "excluded receptions are left out"
_DAY_ZH, _DAY_EN = "接待所在的业务日", "the reception's service day"


def _count(
    code: str, zh: str, en: str, num_zh: str, num_en: str, direction: str = "none"
) -> Metric:
    return Metric(
        code, 1, zh, en, "volume", "count", direction,  # type: ignore[arg-type]
        num_zh, num_en, "无(计数)", "none (a count)", _DAY_ZH, _DAY_EN,
        _USABLE_ZH, _USABLE_EN, ("messages",), code,
    )  # fmt: skip


METRICS = (
    Metric(
        "consulted", 1, "咨询人数", "consulted", "volume", "count", "none",
        "所有接待,含被排除的", "all receptions, excluded ones too", "无(计数)", "none (a count)",
        _DAY_ZH, _DAY_EN, "无", "none", ("messages",), "consulted",
    ),
    _count("receptions", "接待人数", "receptions", "可用的接待", "usable receptions"),
    _count("valid_receptions", "有效接待人数", "valid receptions",
           "至少有一句人工回复的可用接待",
           "usable receptions with at least one human message", "up"),
    _count("unanswered", "未回复人数", "unanswered",
           "没有一句人工回复的可用接待", "usable receptions without a human message", "down"),
    _count("transferred_in", "转入人数", "transferred in",
           "有转接进来的可用接待", "usable receptions with a transfer to this account"),
    _count("transferred_out", "转出人数", "transferred out",
           "有转接出去的可用接待", "usable receptions with a transfer from this account"),
    _count("direct", "直接接待人数", "direct receptions",
           "接待人数 − 转入人数", "receptions − transferred in"),
    _count("messages_in", "买家消息数", "buyer messages",
           "可用接待里的买家消息", "buyer messages in usable receptions"),
    _count("messages_out", "客服消息数", "agent messages",
           "可用接待里的人工消息", "human agent messages in usable receptions"),
    _count("chars_out", "客服字数", "agent characters",
           "可用接待里人工消息的字数", "characters of human agent messages in usable receptions"),
    Metric(
        "answer_ratio", 1, "答问比", "answer ratio", "volume", "ratio", "up",
        "客服消息数", "agent messages", "买家消息数", "buyer messages",
        _DAY_ZH, _DAY_EN, _USABLE_ZH, _USABLE_EN, ("messages",), "messages_out", "messages_in",
        rows_den="receptions",
    ),
    Metric(
        "reply_rate", 1, "旺旺回复率", "reply rate", "volume", "percent", "up",
        "有效接待人数", "valid receptions", "接待人数", "receptions",
        _DAY_ZH, _DAY_EN, _USABLE_ZH, _USABLE_EN, ("messages",), "valid_receptions", "receptions",
        rows_den="receptions",
    ),
    Metric(
        "max_concurrent", 1, "最大同时接待", "most at once", "volume", "count", "none",
        "同一时刻打开的会话最多几个(间隔 ≤ 600 秒算同一会话)",
        "most sessions open at one instant (gaps ≤ 600 s are one session)",
        "无(多日取最大)", "none (over days: the maximum)",
        _DAY_ZH, _DAY_EN, _USABLE_ZH, _USABLE_EN, ("messages",), "max_concurrent", sum="max",
    ),
    _count("long", "长接待人数", "long receptions",
           "从第一条到最后一条超过上限(默认 1800 秒)的可用接待",
           "usable receptions longer from first to last message than the limit (1800 s)", "down"),
)  # fmt: skip
