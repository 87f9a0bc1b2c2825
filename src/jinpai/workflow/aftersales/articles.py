"""The rules an answer may name, in both languages. Nothing is answered without one."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Article:
    """`source`: law, platform or house (the shop's own, which may give more, never less)."""

    code: str
    zh: str
    en: str
    source: str = "law"


FAULT = Article(
    "cpl24",
    "《消费者权益保护法》第二十四条:不符合质量要求的可退货、更换、修理,运费由经营者承担",
    "Consumer Protection Law art. 24: faulty goods are taken back, exchanged or repaired; "
    "the seller bears the freight",
)
SEVEN_DAYS = Article(
    "cpl25",
    "《消费者权益保护法》第二十五条:自收到商品之日起七日内可无理由退货",
    "Consumer Protection Law art. 25: return without a reason within seven days of receipt",
)
DAY_AFTER = Article(
    "r90-10",
    "《网络购买商品七日无理由退货暂行办法》第十条:七日自签收次日起算",
    "Interim Measures on seven-day returns art. 10: the seven days run from the day after signing",
)
EXCLUDED = Article(
    "r90-6",
    "《消费者权益保护法》第二十五条、《七日无理由退货暂行办法》第六条:四类商品不适用",
    "Consumer Protection Law art. 25, Interim Measures art. 6: the four exclusions",
)
CONFIRMED = Article(
    "r90-7",
    "《七日无理由退货暂行办法》第七条:购买时经消费者确认的,可以不适用",
    "Interim Measures art. 7: excluded if the buyer confirmed it at purchase",
)
NO_CONFIRMATION = Article(
    "r90-20",
    "《七日无理由退货暂行办法》第二十条:没有确认程序的,不得拒绝退货",
    "Interim Measures art. 20: without a step of confirmation a return may not be refused",
)
NOT_TICKED = Article(
    "cplr19",
    "《消费者权益保护法实施条例》第十九条:不得默认勾选;合理的拆封、查验、调试不影响退货",
    "Implementing Regulations (decree 778) art. 19: no pre-ticked opt-out; opening, checking and "
    "testing within reason are accepted",
)
OPENED = Article(
    "spc3",
    "《最高人民法院网络消费规定(一)》第三条:为检查商品而拆封,不是拒绝退货的理由",
    "Supreme People's Court, Online Consumption (1) art. 3: opening to check is no "
    "ground to refuse",
)
INTACT = Article(
    "r90-8",
    "《七日无理由退货暂行办法》第八、九条:退回的商品应当完好",
    "Interim Measures art. 8-9: the goods come back intact",
)
GIFTS = Article(
    "r90-12",
    "《七日无理由退货暂行办法》第十二条:赠品一并退回,不退的按事先标明的价格支付",
    "Interim Measures art. 12: gifts come back too or are paid for at their stated price",
)
SEVEN_TO_REFUND = Article(
    "r90-13",
    "《消费者权益保护法》第二十五条、《七日无理由退货暂行办法》第十三条:"
    "收到退回商品之日起七日内退款",
    "Consumer Protection Law art. 25, Interim Measures art. 13: refund within seven days of "
    "receiving the goods",
)
REALLY_PAID = Article(
    "r90-17",
    "《七日无理由退货暂行办法》第十七条、《实施条例》第十八条:"
    "按实际支付的价款退;套装、满减部分退货的重新结算",
    "Interim Measures art. 17, Implementing Regulations art. 18: the price really paid; bundles "
    "and spend-and-save offers are settled anew",
)
RETURN_FREIGHT = Article(
    "r90-18",
    "《七日无理由退货暂行办法》第十八条:退回运费由消费者承担;退货后达不到免运费条件的,可以扣除运费",
    "Interim Measures art. 18: return freight on the buyer; a lost free-shipping threshold may be "
    "deducted",
)
FIFTEEN_DAYS = Article(
    "r90-31",
    "《七日无理由退货暂行办法》第三十一条、《侵害消费者权益行为处罚办法》第八、九条:"
    "超过十五日不处理、不退款可处罚",
    "Interim Measures art. 31, Measures on Penalties art. 8-9: more than 15 days without dealing "
    "with it or refunding is punishable",
)
TAOBAO_FAULT_PAYS = Article(
    "taobao49",
    "《淘宝平台争议处理规则》第四十九条:谁过错、谁承担;"
    "平台介入前自行达成协议而未约定运费的,由卖家承担",
    "Taobao dispute rules art. 49: whoever is at fault pays; settled before the platform steps in "
    "without a word on freight, the seller pays",
    "platform",
)
TAOBAO_RETURN = Article(
    "taobao53",
    "《淘宝平台争议处理规则》第五十三条:无理由退货,非包邮或不再满足包邮条件的,买家承担全部运费;"
    "包邮的,买家只承担退货运费",
    "Taobao dispute rules art. 53: return without a reason; not free-shipping or the threshold "
    "lost: the buyer pays all; free-shipping: the buyer pays the way back only",
    "platform",
)
TAOBAO_EXCHANGE = Article(
    "taobao54",
    "《淘宝平台争议处理规则》第五十四条:无理由换货,运费由买家承担",
    "Taobao dispute rules art. 54: exchange without a reason; the buyer pays the freight",
    "platform",
)
JD_DAY = Article(
    "jd3",
    "《京东开放平台交易纠纷处理总则》第三、九条:商家须在 24 小时内处理",
    "JD general rules on disputes art. 3 and 9: the merchant has 24 hours",
    "platform",
)
JD_QUALITY = Article(
    "jd-quality",
    "《京东商品类问题纠纷处理标准》:质量问题服务单 48 小时内审核",
    "JD standard on goods disputes: a service order about quality is reviewed within 48 hours",
    "platform",
)
HOUSE_DAY = Article(
    "house-answer", "店规:24 小时内答复买家", "House rule: answered within 24 hours", "house"
)
HOUSE_SETTLED = Article(
    "house-24h",
    "店规:退货到仓 24 小时内验货并处理完",
    "House rule: goods that arrived are inspected and settled within 24 hours",
    "house",
)
HOUSE_ASKED = Article(
    "house-asked",
    "店规:7 天没有动静就问一次买家、查一次物流",
    "House rule: after seven days of silence the buyer is asked, the parcel looked up",
    "house",
)
HOUSE_CLOSED = Article(
    "house-closed",
    "店规:处理完 24 小时内留言告诉买家并结案",
    "House rule: within 24 hours of settling it the buyer is told and the case closed",
    "house",
)
JD_PROOF = Article(
    "jd-proof",
    "《京东开放平台交易纠纷处理总则》:京东介入后 4 小时内举证(9:00–18:00)",
    "JD general rules on disputes: evidence within 4 hours (9:00 to 18:00) once JD steps in",
    "platform",
)
HOUSE_SAME_DAY = Article(
    "house-freight",
    "店规:质量问题垫付的运费当天退还",
    "House rule: freight the buyer advanced for a fault is repaid the same day",
    "house",
)
HOUSE_EXCHANGE = Article(
    "house-exchange",
    "店规:无质量问题的换货按七天无理由的期限办",
    "House rule: exchange without a fault follows the seven days of a return",
    "house",
)
GRANTED = Article(
    "house-granted",
    "店规:有权限的人可以多给几天,写明原因",
    "House rule: someone with the authority may grant more days, with the reason",
    "house",
)
AGREED = Article(
    "agreed",
    "《消费者权益保护法》第二十五条:运费另有约定的,按约定",
    "Consumer Protection Law art. 25: freight as agreed, where it was agreed",
)
NOT_DELIVERED = Article(
    "cc577",
    "《民法典》第五百七十七条:没有交付或交付不符合约定的,承担继续履行、补救或赔偿的责任",
    "Civil Code art. 577: not delivered or not as agreed: deliver, make good or compensate",
)
PERSON_DECIDES = Article(
    "house-decides",
    "店规:差价、补偿由有权限的人核定",
    "House rule: a price difference or compensation is settled by someone with the authority",
    "house",
)
