"""After the purchase: parcels, use, returns, exchanges, faults, invoices.

A script is a list of turns; a turn is (who, bank). `reason` and `ends` say what the case
comes to, so that orders, refunds and flags agree with what was said.
Source: report 002 (after-sales flow, remarks and flags), report 000.
"""

# ruff: noqa: E501  (a line is a sentence; breaking it would hide it)

from __future__ import annotations

from dataclasses import dataclass

from jinpai.simulate.talk.common import Bank

Turn = tuple[str, Bank]


@dataclass(frozen=True)
class Script:
    code: str
    turns: tuple[Turn, ...]
    weight: float
    ends: str = ""  # "", "refund", "return", "exchange", "reship"
    reason: str = ""
    heavy: bool = False  # handed to the after-sales group when one is on duty


ASK_WHERE: Bank = (
    "我的[快递|货|东西]到哪了", "[怎么还没到|还没收到货啊]", "物流[两天没动了|不更新了]", "[帮我查下快递|看下物流]", "[几天了还没到|啥时候能到]?",
)  # fmt: skip
TELL_WHERE: Bank = (
    "亲,帮您查到[了|],{courier}{waybill},[已经到当地中转站了|正在派送途中],[明天应该能到|预计1-2天送达]", "您好,物流显示[运输中|已到分拨中心],[我帮您催一下快递|已经帮您加急]哦",
    "亲,稍等,我[看下|查查]……[到您市里了|在路上了],今明两天[就能收到|派送],[留意电话|请保持手机畅通]哈",
)  # fmt: skip
ASK_SHIP: Bank = (
    "[什么时候发货|怎么还不发货]", "拍了[两天了|一天]还没发", "[今天能发出吗|催一下发货]", "[我急用|赶着送人],[快点发|能加急吗]", "说好的[当天发|24小时发]呢",
)  # fmt: skip
TELL_SHIP: Bank = (
    "亲,[帮您催一下仓库|已经加急了],今天[一定发出|就能出单号][哦|]", "您好,[仓库在打包|订单已经在配货],[下午四点左右|晚点]会有单号[哈|]",
    "实在不好意思亲,[最近单量比较大|活动期间爆仓],[今晚前给您发出|我帮您备注优先]",
)  # fmt: skip
ASK_ADDRESS: Bank = (
    "[地址写错了|能改地址吗]",
    "[帮我改下地址|换个电话]",
    "填错[手机号|门牌]了,[没发货吧|能改不]",
)
TELL_ADDRESS: Bank = (
    "还没发货,可以改的亲,您[发一下新的信息|把正确的发我]", "亲,[已经帮您备注修改了|改好了],[您核对下|放心]", "亲,已经打包了,我[联系仓库拦一下|马上拦截],稍等",
)  # fmt: skip
GIVE_ADDRESS: Bank = ("[收货信息已隐藏]", "改成[公司|家里]的地址,[订单里有|后台改好了]")
ASK_USE: Bank = (
    "[这个怎么开机|怎么用啊]", "[没反应|按了不动]", "[灯一直闪|充不进电]", "[说明书看不懂|按键怎么用]", "热敷[怎么关|不热]啊", "[一次按多久|一天能用几次]",
)  # fmt: skip
TELL_USE: Bank = (
    "亲,[长按开关3秒|长按电源键]开机,[短按切换模式|再按一下换档]哦", "您先[换个插座试试|充满两个小时],[电源要插紧|指示灯变绿]再开机[看看|]",
    "亲,建议每次15分钟,[一天1-2次|早晚各一次]就好,[自动断电的|到时间会自动关机]哈", "第三个键是热敷,[短按一下|按一下红灯亮]就是开,[再按就关了|预热3分钟]",
)  # fmt: skip
USE_OK: Bank = ("[好了|可以了]", "[动了动了|有了],谢谢", "原来[是这样|没插紧]", "我[试试|再试下]")
ASK_RETURN: Bank = (
    "[我想退货|这个能退吗]", "[不喜欢|不合适]想退", "[买重了|家里人已经买了],退一个", "感觉[没什么用|效果一般],[退了吧|可以退吗]", "[力度太大|力度太小]受不了,退货",
)  # fmt: skip
WHY_RETURN: Bank = (
    "亲,[方便说下|请问]是什么原因[想退|不满意]呢?[力度可以调的哦|看看能不能帮您解决]", "您好,[是使用上有问题吗|是哪里不满意呢]?可以[先试几天|教您调一下]",
)  # fmt: skip
SAY_WHY: Bank = (
    "就是[不喜欢|用不惯]", "[我妈说疼|太硬了按得疼]", "[跟想的不一样|没有图片好看]", "[用不上了|冲动消费]", "[太重了|占地方]",
)  # fmt: skip
OFFER_RETURN: Bank = (
    "好的亲,[七天内支持无理由|可以退的],您[申请退货退款,原因选七天无理由|在订单里申请],[包装配件|盒子和配件]一起寄回哦", "可以的,[后台提交申请|申请一下],我[马上审核|给您通过],有运费险[会赔付的|不用担心运费]",
)  # fmt: skip
RETURN_ADDR: Bank = (
    "退货地址[系统会发给您|审核后能看到],[请勿到付|不要发到付哦],寄出后[填一下单号|把单号填上],[收到24小时内给您退款|仓库验收后当天退]", "寄回时[放张纸条写上昵称|配件放齐],[收到就退|24小时内处理]",
)  # fmt: skip
RETURN_OK: Bank = (
    "[好的|行],[申请了|提交了]",
    "[运费你们出吗|运费险够吗]",
    "[寄了|已寄回]",
    "嗯,[明天寄|下班去寄]",
)
ASK_BROKEN: Bank = (
    "[坏了|用了几天就坏了]", "[收到就是坏的|开不了机]", "[有异响|声音特别大],[是不是坏的|质量问题吧]", "[按摩头不转了|一边不动]", "[漏电?|有焦味],[吓死人|怎么回事]",
    "[破损了|壳子裂了]",
)  # fmt: skip
ASK_PHOTO: Bank = (
    "非常抱歉亲,[麻烦拍个照片或视频|能拍个小视频]发我看下吗?", "亲,实在不好意思,[给您添麻烦了|影响您使用了],[方便拍一下吗|发个图]我[马上处理|确认下]",
)  # fmt: skip
FIX_EXCHANGE: Bank = (
    "看到了亲,[是产品的问题|确实有问题],[给您换新的|帮您换一台],来回运费[我们承担|您先垫付收到后退您]", "亲,质保期内[免费换新|可以换],您[申请换货|提交换货],[备注给您登记好了|我跟进到底]",
)  # fmt: skip
FIX_REFUND: Bank = (
    "亲,[给您退款|可以退货退款],原因选[质量问题|质量问题就行],运费我们承担[哦|]", "非常抱歉,[支持退货|给您全额退款],您[申请一下|提交后]我[马上通过|立刻处理]",
)  # fmt: skip
BUYER_ANGRY: Bank = (
    "[什么破东西|太差了]", "[再也不买了|差评]", "[质量太差|几天就坏],[骗人的吧|怎么卖的]", "[到底管不管|找谁处理]", "不[处理|解决]就[投诉|给差评]",
)  # fmt: skip
CALM: Bank = (
    "亲,非常理解您的心情,[换谁都会着急|是我们没做好],[给我一点时间|我一定给您处理好]", "实在对不起亲,[这件事我负责到底|我马上处理],[先别生气|您看这样好吗]", "给您添堵了亲,[抱歉抱歉|真的很抱歉],[马上给您解决|咱们先解决问题]",
)  # fmt: skip
ASK_MISSING: Bank = (
    "[少发了|没有]充电线", "[赠品没有|按摩膏没送]啊", "说好送的[东西呢|收纳袋没看到]", "[少了一件|两件只收到一件]", "配件[不全|少了绑带]",
)  # fmt: skip
FIX_MISSING: Bank = (
    "抱歉亲,[仓库漏发了|我核实下],[给您补发|今天就补寄]一份,[单号明天给您|不用您出运费]", "不好意思亲,[马上登记补发|帮您补上],[麻烦等两天|收到说一声]",
)  # fmt: skip
ASK_PRICE: Bank = (
    "[怎么降价了|刚买就便宜了]", "我[前天|昨天]买的{price},现在便宜了,[退差价|能补差吗]", "[价保|能退差价]吗",
)  # fmt: skip
FIX_PRICE: Bank = (
    "亲,[7天内有价保的|可以补差],[退您5元|您申请一下价保]就可以[哦|]", "可以的,[给您登记返现|今天给您转过去],[稍等|辛苦等一下]",
)  # fmt: skip
ASK_CANCEL: Bank = (
    "[不想要了|拍错了],[没发货退款吧|帮我退了]", "[颜色拍错了|买错了]", "[申请退款了|点了退款],[同意一下|麻烦处理]", "重复[拍了|下单了],退一单",
)  # fmt: skip
FIX_CANCEL: Bank = (
    "好的亲,[还没发货|仓库没打包],[已经同意退款|给您退了],[1-3天原路退回|稍后到账]", "亲,[帮您处理了|已通过],需要的话[重新拍|再下单]就好",
)  # fmt: skip
ASK_INVOICE: Bank = ("[发票什么时候开|开个发票]", "[发票还没收到|电子发票呢]")
FIX_INVOICE: Bank = (
    "亲,[抬头税号发我|提供一下抬头],[三天内发到您邮箱|在订单里可以下载]", "已经登记了,[财务每周三统一开|明天能开出来],[开好发您|请留意]哦",
)  # fmt: skip
GIVE_INVOICE: Bank = ("[抬头已在订单备注|订单里写了]", "个人[的就行|]")
CASHBACK: Bank = ("好评[返现吗|有红包吗]", "[晒图|追评]送什么")
CASHBACK_NO: Bank = (
    "亲,平台不允许好评返现的[哦|],[如实评价就好|您满意就是最大的支持]", "亲,没有[返现|红包]的哈,[晒图有机会抽赠品|谢谢支持]",
)  # fmt: skip
ASK_SIGNED: Bank = (
    "[显示签收了我没收到|没收到货怎么就签收了]", "[快递放哪了|谁签收的]?我没[拿到|见到]", "物流说[已签收|放驿站了],[驿站没有|没通知我]",
)  # fmt: skip
TELL_SIGNED: Bank = (
    "亲别着急,[我马上联系{courier}|帮您打电话问快递员],[核实一下放哪了|有消息立刻回您]", "抱歉亲,[麻烦看下门口、物业、驿站|问下家人有没有代收],[我同时联系快递核实|这边也在催快递]", "亲,[快递那边登记了|已经报给{courier}了],[24小时内给答复|今天给您结果],[丢了我们补发|找不到给您重发]",
)  # fmt: skip
ASK_INSURANCE: Bank = (
    "[运费险怎么没赔|运费险赔多少]",
    "退货运费[什么时候到|没到账]啊",
    "[运费险不够|只赔了8块],[剩下的呢|差的谁补]",
)
TELL_INSURANCE: Bank = (
    "亲,运费险是[保险公司赔的|平台赔付],[确认收到退货后72小时内|一般三天内]到[支付宝|账户]哦", "[质量问题的话|如果是质量原因]差额[我们补给您|给您转],[发下寄件截图|订单备注一下]就行",
)  # fmt: skip
ASK_BACK: Bank = (
    "[退货收到没|寄回去的收到了吗]",
    "[退款什么时候到|怎么还没退款]",
    "都签收[两天了|三天了]怎么还不退钱",
    "[退款进度|帮我看下退款]",
)
TELL_BACK: Bank = (
    "亲,[仓库今天收到了|已经在验货],[验完24小时内退|今天给您处理]", "查到了亲,[已经同意退款|退款成功了],[原路返回|1-3个工作日到账]哦", "稍等亲,[我催下仓库|让仓库找下包裹],[单号|物流单号]{waybill}[对吗|是吧]?",
)  # fmt: skip
ASK_WRONG: Bank = (
    "[颜色发错了|发错货了]",
    "我拍的{sku}[收到的是{sku2}|发成{sku2}了]",
    "[跟我买的不一样|型号不对]吧",
)
TELL_WRONG: Bank = (
    "[实在抱歉亲|不好意思],[拍个照片我核实|图发我看看],[发错了我们承担|我们的失误],给您[换|重发]", "亲,[愿意留着的话补您10元|不介意颜色可以补差],[要换也可以|不行就换],[运费我们出|您看怎么方便]?",
)  # fmt: skip
ASK_WARRANTY: Bank = (
    "[用了半年坏了|快一年了不动了]还能修吗",
    "[过保了吗|保修怎么弄]",
    "[维修寄到哪|怎么返修]",
)
TELL_WARRANTY: Bank = (
    "在质保期内[免费修|可以返修]的亲,[机器寄回来|寄回工厂],[一周左右修好|修好寄还],运费[各付一程|我们出回程]", "亲,[先发个视频看看|描述一下故障],[有些问题自己就能解决|可能是电源的问题],[给您寄个电源试试|我教您排查]",
)  # fmt: skip
AGENT_WAIT: Bank = (
    "[稍等|请稍等]亲,[我看一下|帮您查下]",
    "好的,[我核实一下|查一下订单]",
    "亲,[订单号发我|您稍等两分钟]哈",
)
BUYER_OK: Bank = ("[好的|行|嗯嗯]", "[好吧|那等等]", "快[点|一点]", "[嗯|好],麻烦了", "谢谢")

SCRIPTS: tuple[Script, ...] = (
    Script("where", (("b", ASK_WHERE), ("a", AGENT_WAIT), ("a", TELL_WHERE), ("b", BUYER_OK)), 3.0),
    Script("ship", (("b", ASK_SHIP), ("a", TELL_SHIP), ("b", BUYER_OK)), 2.2),
    Script(
        "address",
        (("b", ASK_ADDRESS), ("a", TELL_ADDRESS), ("b", GIVE_ADDRESS), ("a", TELL_ADDRESS)),
        0.8,
    ),
    Script(
        "signed", (("b", ASK_SIGNED), ("a", TELL_SIGNED), ("b", BUYER_OK), ("a", TELL_SIGNED)), 1.0
    ),
    Script("insurance", (("b", ASK_INSURANCE), ("a", TELL_INSURANCE), ("b", BUYER_OK)), 0.5),
    Script("back", (("b", ASK_BACK), ("a", AGENT_WAIT), ("a", TELL_BACK), ("b", BUYER_OK)), 1.0),
    Script(
        "wrong",
        (("b", ASK_WRONG), ("a", TELL_WRONG), ("i", ()), ("a", TELL_WRONG), ("b", BUYER_OK)),
        0.4,
    ),
    Script("repair", (("b", ASK_WARRANTY), ("a", TELL_WARRANTY), ("b", BUYER_OK)), 0.5),
    Script("use", (("b", ASK_USE), ("a", TELL_USE), ("b", USE_OK)), 1.8),
    Script("invoice", (("b", ASK_INVOICE), ("a", FIX_INVOICE), ("b", GIVE_INVOICE)), 0.5),
    Script("price", (("b", ASK_PRICE), ("a", FIX_PRICE), ("b", BUYER_OK)), 0.5),
    Script("cashback", (("b", CASHBACK), ("a", CASHBACK_NO), ("b", BUYER_OK)), 0.3),
)

CASES: dict[str, Script] = {
    "cancel": Script(
        "cancel", (("b", ASK_CANCEL), ("a", FIX_CANCEL), ("b", BUYER_OK)), 1, "refund"
    ),
    "return": Script(
        "return",
        (
            ("b", ASK_RETURN), ("a", WHY_RETURN), ("b", SAY_WHY), ("a", OFFER_RETURN),
            ("a", RETURN_ADDR), ("b", RETURN_OK),
        ),
        1, "return", heavy=True,
    ),
    "broken": Script(
        "broken",
        (
            ("b", ASK_BROKEN), ("a", ASK_PHOTO), ("i", ()), ("a", FIX_REFUND), ("a", RETURN_ADDR),
            ("b", RETURN_OK),
        ),
        1, "return", heavy=True,
    ),
    "angry": Script(
        "angry",
        (
            ("b", ASK_BROKEN), ("b", BUYER_ANGRY), ("a", CALM), ("a", ASK_PHOTO), ("i", ()),
            ("b", BUYER_ANGRY), ("a", FIX_REFUND), ("b", BUYER_OK),
        ),
        1, "return", heavy=True,
    ),
    "exchange": Script(
        "exchange",
        (("b", ASK_BROKEN), ("a", ASK_PHOTO), ("i", ()), ("a", FIX_EXCHANGE), ("b", BUYER_OK)),
        1, "exchange", heavy=True,
    ),
    "missing": Script(
        "missing",
        (("b", ASK_MISSING), ("a", AGENT_WAIT), ("a", FIX_MISSING), ("b", BUYER_OK)),
        1, "reship",
    ),
}  # fmt: skip

REASONS: dict[str, tuple[tuple[str, float], ...]] = {
    "cancel": (("拍错/多拍", 4), ("不想要了", 4), ("未按约定时间发货", 2), ("其他", 1)),
    "return": (
        ("七天无理由退换货", 5), ("不喜欢/不想要", 3), ("与商品描述不符", 1.5), ("力度不合适", 1.5), ("效果不好", 1),
    ),
    "broken": (("质量问题", 4), ("噪音大", 2), ("收到商品破损", 1.5), ("做工瑕疵", 1)),
    "angry": (("质量问题", 4), ("噪音大", 1)),
    "exchange": (("质量问题", 3), ("收到商品破损", 1), ("噪音大", 1)),
    "missing": (("少件/漏发", 1),),
}  # fmt: skip

BAD_REVIEW_TALK: tuple[tuple[str, str], ...] = (
    ("b", "你们这个{name}用了三天就不转了"),
    ("b", "还有一股焦味"),
    ("a", "你是不是用太久了"),
    ("b", "我每天就用十几分钟啊 说明书上写的15分钟"),
    ("a", "那我也不知道"),
    ("b", "那怎么处理?"),
    ("b", "?"),
    ("b", "人呢"),
    ("a", "自己申请退货吧 运费自己出"),
    ("b", "质量问题还要我出运费?什么态度"),
    ("a", "规定就是这样"),
    ("b", "行,我写评价去"),
)
BAD_REVIEW = "用了三天就不转了,还有焦味,找客服爱理不理,让我自己出运费退!大家别买,售后等于没有。"
