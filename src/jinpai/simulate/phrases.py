"""What the simulated shop's agents say word for word, as the phrases it would keep.

(group, code, title, variants): in the chats each is said some hundred times a quarter, so a demo
that keeps them shows use and effect.
"""

from __future__ import annotations

PHRASES: tuple[tuple[str, str, str, tuple[str, ...]], ...] = (
    ("售前", "by", "包邮吗", (
        "全国包邮的亲,新疆西藏补10元运费哈",
        "全国包邮的哦,新疆西藏补10元运费哈",
        "全国包邮的哦,新疆西藏要补邮费哈",
    )),
    ("售前", "xh", "页面上能拍的都有现货吗", (
        "亲,能拍下的都是有货的呢",
        "亲,能拍下的都是有货的哦",
        "今天拍的话明天就能出物流了~",
    )),
    ("售前", "zp", "是正品吗", (
        "官方旗舰店正品,一年质保,还有运费险的呢",
        "官方旗舰店正品,一年质保,支持七天无理由的哦",
        "亲,我们是厂家直营,可以扫码验真,一年质保",
    )),
    ("售前", "dt", "买两个能便宜吗", (
        "两件的话可以便宜10块哦,拍下先不要付款",
        "两件的话可以便宜10块哦,拍完叫我改价",
        "两件的话可以给您改价哦,拍完叫我改价",
    )),
    ("售后", "yf", "退货运费谁出", (
        "有运费险的亲,退货运费险会赔",
        "有运费险的亲,退货基本不用您出钱",
        "七天内不喜欢也能退,有运费险",
    )),
    ("售后", "qt", "不喜欢能退吗", (
        "可以的,包装配件留好,签收7天内都能退",
        "可以的,吊牌包装齐全,签收7天内都能退",
        "七天内不喜欢也能退,有运费险哦",
    )),
    ("售后", "fp", "可以开发票吗", (
        "可以开电子发票的亲,确认收货后备注抬头税号就行",
        "可以开电子发票的亲,下单时备注抬头税号就行哦",
    )),
    ("物流", "jj", "急用能快点吗", (
        "着急的话我帮您备注优先发~",
        "急的话我帮您备注优先发哦",
        "今天都能发的,石家庄仓发货,一般三天左右就到啦",
    )),
)  # fmt: skip

REPLIES: tuple[tuple[str, str], ...] = (
    ("welcome", "您好,欢迎光临舒摩!想看哪一款,或者哪个部位想放松,直接发给我就好。"),
    ("busy", "这会儿咨询的人多,请稍等,按先后一位一位回复您。"),
    ("night", "客服已下班,明早 8 点按留言先后回复您;急事请留下订单号。"),
)
"""(kind, text) of the automatic replies it keeps. None for "away": the calendar shows a gap."""
