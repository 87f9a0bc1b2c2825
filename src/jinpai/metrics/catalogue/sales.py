"""Sales: who turned a question into an order. Source: design 3-metrics §2; 赤兔's funnel."""

from jinpai.metrics.catalogue.metric import Metric

_FLAG_ZH = "绿旗(疑似刷单)订单不计"
_FLAG_EN = "orders flagged green (suspected brushing) are left out"
_PAID_ZH, _PAID_EN = "付款所在的业务日", "the service day of the payment"
_INQ_ZH, _INQ_EN = "询单所在的业务日", "the inquiry's service day"
_BOTH = ("messages", "orders")


def _inquiry(code: str, zh: str, en: str, num_zh: str, num_en: str, settling: str) -> Metric:
    return Metric(
        code, 1, zh, en, "sales", "percent", "up", num_zh, num_en, "询单人数", "inquiries",
        _INQ_ZH, _INQ_EN, _FLAG_ZH, _FLAG_EN, _BOTH, f"{code}_num", "inquiries",
        settling, 3, rows_num="inquiries", rows_den="inquiries",  # type: ignore[arg-type]
    )  # fmt: skip


def _paid(code: str, zh: str, en: str, unit: str, num_zh: str, num_en: str) -> Metric:
    return Metric(
        code, 1, zh, en, "sales", unit, "up",  # type: ignore[arg-type]
        num_zh, num_en, "无(合计)", "none (a total)", _PAID_ZH, _PAID_EN, _FLAG_ZH, _FLAG_EN,
        _BOTH, code, None, "none", 2, rows_num="orders",
    )  # fmt: skip


METRICS = (
    Metric(
        "inquiries", 1, "询单人数", "inquiries", "sales", "count", "none",
        "买家来问、此前当天没下单、近 3×24 小时没付过款的可用接待",
        "usable receptions of a buyer who wrote, had no order created that day before and paid "
        "none in the last 3 × 24 h",
        "无(计数)", "none (a count)", _INQ_ZH, _INQ_EN,
        "绿旗订单仍算此前的订单", "flagged orders still count as earlier orders",
        _BOTH, "inquiries", None, "none", 3, rows_num="inquiries",
    ),
    _inquiry("inquiry_conversion_same_day", "询单当日付款转化率", "inquiry conversion, same day",
             "首条消息之后拍下、当日付款的自己的订单所对应的询单",
             "inquiries with an own order created at or after the first message and paid that day",
             "none"),
    _inquiry("inquiry_conversion_next_day", "询单次日付款转化率", "inquiry conversion, next day",
             "首条消息之后拍下、次日结束前付款的自己的订单所对应的询单",
             "inquiries with an own order created at or after the first message and paid by the "
             "end of the next day", "next_day"),
    _inquiry("inquiry_conversion", "询单最终付款转化率", "inquiry conversion",
             "首条消息之后、询单有效期(2 天)内拍下并在其后 2 天内付款的自己的订单所对应的询单",
             "inquiries with an own order created at or after the first message within the window "
             "(2 days) and paid within 2 days after it", "inquiry"),
    Metric(
        "created_orders", 1, "落实下单订单数", "created orders", "sales", "count", "up",
        "下单归本账号的订单", "orders whose creation belongs to this account",
        "无(计数)", "none (a count)", "下单所在的业务日", "the service day of the creation",
        _FLAG_ZH, _FLAG_EN, _BOTH, "created_orders", None, "none", 2, rows_num="orders",
    ),
    Metric(
        "created_buyers", 1, "落实下单人数", "buyers who ordered", "sales", "count", "up",
        "当日下单归本账号的买家(多日相加为人·日)",
        "distinct buyers of the day whose creation belongs to this account (days add up to "
        "buyer-days)",
        "无(计数)", "none (a count)", "下单所在的业务日", "the service day of the creation",
        _FLAG_ZH, _FLAG_EN, _BOTH, "created_buyers", None, "none", 2, rows_num="orders",
    ),
    Metric(
        "created_to_paid", 1, "下单付款成功率", "created to paid", "sales", "percent", "up",
        "下单后第 7 日结束前付款的落实下单订单",
        "created orders paid by the end of the creation day + 7",
        "落实下单订单数", "created orders", "下单所在的业务日", "the service day of the creation",
        _FLAG_ZH, _FLAG_EN, _BOTH, "created_to_paid_num", "created_orders", "seven", 2,
        rows_num="orders", rows_den="orders",
    ),
    _paid("paid_orders", "落实付款订单数", "paid orders", "count",
          "付款归本账号的订单", "orders whose payment belongs to this account"),
    _paid("paid_buyers", "落实付款人数", "buyers who paid", "count",
          "当日付款归本账号的买家(多日相加为人·日)",
          "distinct buyers of the day (days add up to buyer-days)"),
    _paid("sales", "销售额", "sales", "yuan",
          "归本账号的订单实付金额(可设为减邮费)",
          "amount paid of the account's orders (less postage, if so set)"),
    _paid("sales_items", "销售件数", "items sold", "items",
          "归本账号的订单件数", "quantity of the account's orders"),
    _paid("inquiry_sales", "询单销售额", "inquiry sales", "yuan",
          "销售额里,定归属的那句话在询单接待里的部分",
          "the part of sales whose deciding message stands in an inquiry"),
    Metric(
        "aov", 1, "客单价", "order value per buyer", "sales", "yuan", "up",
        "销售额", "sales", "落实付款人数", "buyers who paid", _PAID_ZH, _PAID_EN,
        _FLAG_ZH, _FLAG_EN, _BOTH, "sales", "paid_buyers", "none", 2,
        rows_num="orders", rows_den="orders",
    ),
    Metric(
        "items_per_buyer", 1, "客件数", "items per buyer", "sales", "ratio", "up",
        "销售件数", "items sold", "落实付款人数", "buyers who paid", _PAID_ZH, _PAID_EN,
        _FLAG_ZH, _FLAG_EN, _BOTH, "sales_items", "paid_buyers", "none", 2,
        rows_num="orders", rows_den="orders",
    ),
    Metric(
        "assists", 1, "协助订单数", "assists", "sales", "count", "up",
        "协助过、归属在别处的订单(只计数,不计钱)",
        "orders served around without the credit (counted, never paid)",
        "无(计数)", "none (a count)", _PAID_ZH, _PAID_EN, _FLAG_ZH, _FLAG_EN,
        _BOTH, "assists", None, "none", 2, rows_num="orders",
    ),
    Metric(
        "silent_sales", 1, "静默销售额", "silent sales", "sales", "yuan", "none",
        "付款、没有归属的订单实付金额", "amount paid of orders without an owner",
        "无(合计)", "none (a total)", _PAID_ZH, _PAID_EN, _FLAG_ZH, _FLAG_EN,
        _BOTH, "silent_sales", None, "none", 2, "shop", rows_num="orders",
    ),
    Metric(
        "sales_share", 1, "客服销售占比", "agents' share of sales", "sales", "percent", "up",
        "所有账号的销售额", "sales of all accounts", "店铺付款金额", "the shop's paid sales",
        _PAID_ZH, _PAID_EN, _FLAG_ZH, _FLAG_EN, _BOTH, "credited_sales", "shop_sales", "none", 2,
        "shop", rows_num="orders", rows_den="orders",
    ),
)  # fmt: skip
