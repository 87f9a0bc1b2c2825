"""Speed: how long buyers waited, each figure under a named response policy.

Source: design 3-metrics §2; the platforms' definitions in kpi-definitions (a2). A round counts
on the service day on which it opened, for the account that had it last.
"""

from jinpai.metrics.catalogue.metric import Metric

_DAY_ZH, _DAY_EN = "回合打开的业务日", "the service day on which the round opened"
_EX_ZH, _EX_EN = "不计被排除接待里的回合", "rounds of excluded receptions are left out"


def _seconds(code: str, zh: str, en: str, den_zh: str, den_en: str, policy: str) -> Metric:
    return Metric(
        code, 1, zh, en, "speed", "seconds", "down",
        "计入的回合的响应秒数之和", "seconds of the counted rounds, added", den_zh, den_en,
        _DAY_ZH, _DAY_EN, _EX_ZH, _EX_EN, ("messages",), f"{code}_num", f"{code}_den", "next_day",
        policy=policy, rows_num="rounds", rows_den="rounds",
    )  # fmt: skip


def _share(code: str, zh: str, en: str, num: str, num_en: str, den: str, den_en: str,
           policy: str) -> Metric:  # fmt: skip
    return Metric(
        code, 1, zh, en, "speed", "percent", "up", num, num_en, den, den_en,
        _DAY_ZH, _DAY_EN, _EX_ZH, _EX_EN, ("messages",), f"{code}_num", f"{code}_den", "next_day",
        policy=policy, rows_num="rounds", rows_den="rounds",
    )  # fmt: skip


METRICS = (
    _seconds("first_response", "首次响应时长", "first response",
             "有回复的接待(每个取第一回合)", "receptions answered (the first round of each)",
             "first_response"),
    _seconds("average_response", "平均响应时长", "average response",
             "计入的回合数", "rounds counted", "average_response"),
    _share("within_3min", "3分钟人工响应率", "answered within 3 minutes",
           "180 秒内回复的回合", "rounds answered within 180 s",
           "服务时段内打开的回合(未回复、跨天回复算没做到)",
           "rounds opened in the policy's hours (unreplied and cross-day count as failed)",
           "within_3min"),
    _share("first_30s", "首次30秒应答率", "first answer within 30 s",
           "第一回合 30 秒内回复的会话", "sessions whose first round was answered within 30 s",
           "服务时段内开始的会话(有回合的)", "sessions begun in the policy's hours, with a round",
           "first_30s"),
    Metric(
        "slow", 1, "慢响应人数", "slow receptions", "speed", "count", "down",
        "至少有 n(默认 1)个回合超过上限(默认 100 秒)或未回复的可用接待;跨天回复按实际时长",
        "usable receptions with at least n (1) rounds over the limit (100 s) or unreplied; "
        "cross-day answers by their length",
        "无(计数)", "none (a count)", _DAY_ZH, _DAY_EN, _EX_ZH, _EX_EN, ("messages",), "slow",
        settling="next_day",
    ),
    Metric(
        "missed_rings", 1, "漏掉的响声", "missed rings", "speed", "count", "down",
        "在服务时段内打开、未回复、跨天或超过上限(默认 180 秒)才回复的回合所在的可用接待",
        "usable receptions with a round opened in service hours that is unreplied, cross-day or "
        "answered after the limit (180 s)",
        "无(计数)", "none (a count)", _DAY_ZH, _DAY_EN, _EX_ZH, _EX_EN, ("messages",),
        "missed_rings", settling="next_day",
    ),
)  # fmt: skip
