"""After the sale: refunds, satisfaction, reviews. Source: design 3-metrics §2 and §3."""

from jinpai.metrics.catalogue.metric import Metric

_FLAG_ZH = "绿旗(疑似刷单)订单不计"
_FLAG_EN = "orders flagged green (suspected brushing) are left out"
_REF_ZH, _REF_EN = "退款完结所在的业务日", "the service day on which the refund finished"
_THREE = ("messages", "orders", "refunds")

METRICS = (
    Metric(
        "refund_orders", 1, "退款订单数", "refunded orders", "aftersales", "count", "down",
        "有成功退款(任何种类)的订单,归订单的账号",
        "distinct orders with a succeeded refund of any kind, by the order's owner",
        "无(计数)", "none (a count)", _REF_ZH, _REF_EN, _FLAG_ZH, _FLAG_EN, _THREE,
        "refund_orders", None, "none", 2, rows_num="refunds",
    ),
    Metric(
        "refund_amount", 1, "成功退款金额", "amount refunded", "aftersales", "yuan", "down",
        "成功退款的金额", "amount of succeeded refunds", "无(合计)", "none (a total)",
        _REF_ZH, _REF_EN, _FLAG_ZH, _FLAG_EN, _THREE, "refund_amount", None, "none", 2,
        rows_num="refunds",
    ),
    Metric(
        "net_sales", 1, "净销售额", "net sales", "aftersales", "yuan", "up",
        "销售额 − 成功退款金额", "sales − amount refunded", "无(合计)", "none (a total)",
        "付款日与退款完结日", "payment day and refund day", _FLAG_ZH, _FLAG_EN, _THREE,
        "net_sales", None, "none", 2, rows_num="orders",
    ),
    Metric(
        "refund_rate", 1, "退款率", "refund rate", "aftersales", "percent", "down",
        "退款订单数(按退款日)", "refunded orders (by refund day)",
        "落实付款订单数(按付款日)", "paid orders (by payment day)",
        "两种日子的事相除,可能超过 100%", "two days' events: may pass 100 %",
        _FLAG_ZH, _FLAG_EN, _THREE, "refund_orders", "paid_orders", "none", 2,
        rows_num="refunds", rows_den="orders",
    ),
    Metric(
        "satisfaction", 1, "客户满意率", "satisfaction", "satisfaction", "percent", "up",
        "4–5 分的接待评价", "ratings of 4–5", "接待评价", "ratings",
        "评价所在的业务日,不论评的是哪次接待", "the rating's day, whatever its reception",
        "无", "none", ("ratings",), "satisfaction_num", "satisfaction_den",
        rows_num="ratings", rows_den="ratings",
    ),
    Metric(
        "bad_reviews", 1, "中差评数", "bad reviews", "satisfaction", "count", "down",
        "归本账号的订单收到的中评和差评", "neutral and bad reviews of the account's orders",
        "无(计数)", "none (a count)", "评价所在的业务日", "the review's service day",
        _FLAG_ZH, _FLAG_EN, ("messages", "orders", "reviews"), "bad_reviews", None, "none", 2,
        rows_num="orders",
    ),
    Metric(
        "good_review_rate", 1, "好评率", "good reviews", "satisfaction", "percent", "up",
        "好评", "good reviews", "归本账号的订单收到的评价", "reviews of the account's orders",
        "评价所在的业务日", "the review's service day", _FLAG_ZH, _FLAG_EN,
        ("messages", "orders", "reviews"), "good_reviews", "reviews", "none", 2,
        rows_num="orders", rows_den="orders",
    ),
)  # fmt: skip
