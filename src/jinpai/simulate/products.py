"""The ten things the shop sells, and what its people know about each of them.

Source: report 000 (a Tmall shop for massage products, ten products, three best sellers).
Prices are invented; money is in fen (1/100 yuan).
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Product:
    code: str
    item_id: str  # the platform's item number
    title: str  # as listed
    name: str  # as people call it
    price: int  # fen
    share: float  # of the shop's unit sales in a quiet week
    skus: tuple[str, ...]
    returns: float  # share of the paid orders that come back
    part: str  # of the body
    power: str
    weight: str
    size: str
    modes: str
    heat: str
    noise: str
    battery: str
    warranty: str
    gift: str
    who: str  # whom it suits
    not_who: str  # who should ask a doctor first
    cover: str  # can it be washed
    pair: str  # what is bought with it


PRODUCTS: tuple[Product, ...] = (
    Product(
        "SM-N1", "618203451107", "舒摩颈椎按摩器颈部腰部肩部多功能热敷揉捏枕护颈仪",
        "颈椎按摩枕", 16900, 0.28, ("尊贵棕", "珍珠白", "典雅灰"), 0.055,
        "颈椎", "36W", "1.3kg", "32×20×11cm", "正反转揉捏,强中弱三档", "有红外热敷,大概45度",
        "40分贝左右,跟冰箱声音差不多", "插电用的,线长1.6米,车上也能配车充线", "一年质保",
        "送运费险和车充线", "久坐办公、低头看手机的朋友和爸妈", "孕妇、颈椎做过手术的",
        "外套是拉链的,可以拆下来手洗", "SM-H7",
    ),
    Product(
        "SM-P2", "618203451208", "舒摩捶打按摩披肩颈肩乐颈肩敲打按摩仪肩颈捶背神器",
        "捶打披肩", 12900, 0.2, ("雅致灰", "酒红"), 0.062,
        "肩颈", "24W", "1.5kg", "90×25cm", "99种捶打节奏,力度可以调1到5档", "没有加热,主打捶打",
        "捶打会有一点哒哒声,55分贝左右", "插电的,带12V安全电源", "一年质保",
        "送收纳袋", "肩膀发硬、爱打麻将打字的", "心脏装起搏器的和孕妇",
        "表面擦一擦就行,不能机洗", "SM-W3",
    ),
    Product(
        "SM-W3", "618203451309", "舒摩腰部按摩靠垫腰椎按摩器家用办公室热敷靠枕",
        "腰部按摩靠垫", 14900, 0.15, ("咖啡", "米白"), 0.05,
        "腰背", "36W", "1.8kg", "38×30×13cm", "8个按摩头,三档力度", "可以热敷,单独开关",
        "静音电机,40分贝", "家用电源车载都可以", "一年质保",
        "送绑带一条", "开车、久坐、腰酸的", "腰椎间盘急性期、孕妇",
        "外套可拆洗", "SM-N1",
    ),
    Product(
        "SM-F4", "618203451410", "舒摩足疗机足底按摩器全自动揉捏脚底加热按脚神器",
        "足疗机", 45900, 0.08, ("香槟金", "玫瑰红"), 0.07,
        "脚底", "55W", "6.2kg", "40×36×24cm", "揉捏刮痧气压三合一,三档力度", "带热敷,50度恒温",
        "45分贝,看电视没影响", "插电用", "整机两年质保",
        "送脚套一对", "送爸妈送长辈,41到46码的脚都放得下", "静脉曲张严重的、孕妇",
        "布套可以拆下来洗", "SM-C8",
    ),
    Product(
        "SM-G5", "618203451511", "舒摩筋膜枪肌肉放松器迷你便携健身按摩枪专业级",
        "筋膜枪", 26900, 0.09, ("太空灰", "樱花粉"), 0.06,
        "肌肉", "24W", "0.5kg", "14×9cm", "四档转速,最高3200转", "不带加热",
        "不到45分贝,宿舍能用", "2500毫安电池,充满用5小时左右,Type-C口", "一年质保",
        "送4个按摩头和收纳包", "健身跑步之后放松的", "骨折没好、孕妇",
        "枪身用湿布擦,按摩头可以水洗", "SM-H7",
    ),
    Product(
        "SM-E6", "618203451612", "舒摩眼部按摩仪护眼仪热敷眼罩缓解眼疲劳蓝牙音乐",
        "护眼仪", 18900, 0.06, ("雪山白", "冰川蓝"), 0.08,
        "眼周", "5W", "0.3kg", "可折叠,折起来巴掌大", "气压加震动,五种模式", "恒温热敷42度左右",
        "有一点气泵声,不影响午睡", "1200毫安,一天用两次能用四五天", "一年质保",
        "送收纳袋", "学生、天天对电脑的", "近视手术半年内、青光眼",
        "内衬用酒精棉片擦,不能泡水", "SM-N1",
    ),
    Product(
        "SM-H7", "618203451713", "舒摩头皮按摩器电动头部按摩爪章鱼揉捏防水",
        "头皮按摩爪", 7900, 0.05, ("墨绿", "奶白"), 0.04,
        "头皮", "4W", "0.2kg", "10×9cm", "四爪立体揉捏,两档", "不加热",
        "声音很小", "充电的,一次用120分钟", "一年质保",
        "送充电线", "熬夜、睡不好的", "头皮有伤口的",
        "整机防水,洗头也能用", "SM-E6",
    ),
    Product(
        "SM-C8", "618203451814", "舒摩小腿按摩器气囊揉捏腿部按摩仪气压理疗仪",
        "小腿按摩器", 36900, 0.04, ("浅灰",), 0.075,
        "小腿", "20W", "1.9kg", "腿围25到50厘米都能用", "三种气压模式,三档", "有热敷",
        "充气有轻微声音,42分贝", "插电,也可以接充电宝", "一年质保",
        "送加长绑带", "站着上班的、爸妈腿沉的", "血栓、静脉炎",
        "内衬可拆洗", "SM-F4",
    ),
    Product(
        "SM-B9", "618203451915", "舒摩按摩床垫全身多功能家用颈椎背腰部电动按摩毯",
        "按摩床垫", 59800, 0.03, ("驼色", "藏青"), 0.08,
        "全身", "60W", "7.5kg", "175×65cm,能折叠", "10点震动加气囊拉伸", "整张热敷,两档",
        "震动模式50分贝左右", "插电", "整机两年质保",
        "送遥控器和收纳绳", "老人在家躺着按", "孕妇、术后没恢复的",
        "面料擦洗,不能机洗", "SM-F4",
    ),
    Product(
        "SM-Z10", "618203452016", "舒摩按摩坐垫椅垫全自动家用背部腰部多功能靠垫",
        "按摩坐垫", 78800, 0.02, ("黑色", "棕色"), 0.06,
        "颈肩腰背", "48W", "6.8kg", "78×45cm,一般椅子都能放", "机械手上下行走,指压揉捏", "背部热敷",
        "45分贝", "家用电源,带车充", "整机两年质保",
        "送颈部加厚垫", "放在沙发或办公椅上用", "骨质疏松、孕妇",
        "背部盖布可拆洗", "SM-F4",
    ),
)  # fmt: skip

BY_CODE = {p.code: p for p in PRODUCTS}
BEST_SELLERS = tuple(p.code for p in PRODUCTS[:3])


def words(product: Product) -> dict[str, str]:
    """The variables that a chat may mention about a product."""
    price = product.price // 100
    return {
        "name": product.name, "title": product.title, "price": str(price), "sku": product.skus[0],
        "sku2": product.skus[-1], "part": product.part, "power": product.power,
        "weight": product.weight, "size": product.size, "modes": product.modes,
        "heat": product.heat, "noise": product.noise, "battery": product.battery,
        "warranty": product.warranty, "gift": product.gift, "who": product.who,
        "not_who": product.not_who, "cover": product.cover,
        "pair": BY_CODE[product.pair].name, "pair_price": str(BY_CODE[product.pair].price // 100),
        "floor": str(price - 10), "deal": str(price - 5),
        "link": f"https://detail.tmall.com/item.htm?id={product.item_id}",
    }  # fmt: skip
