"""The column titles of the Taobao/Tmall exports, all eras, and which kind a header is.

Source: reference formats.md §1.2, §1.3, §1.6, §2.1.
"""

from __future__ import annotations

from jinpai.facts.readers.cells import header
from jinpai.facts.readers.columns import normalised

ORDER = normalised(
    {
        "order_id": ("订单编号", "订单号", "订单ID"),
        "main_id": ("主订单编号", "主订单号", "父订单编号"),
        "line_id": ("子订单编号", "子订单号"),
        "shop": ("店铺名称", "店铺名"),
        "shop_id": ("店铺Id",),
        "buyer": (
            "买家会员名", "买家会员昵称", "买家会员名称", "买家昵称", "买家旺旺", "买家旺旺昵称",
        ),
        "created_at": ("订单创建时间", "下单时间", "创建时间", "拍下时间"),
        "paid_at": ("订单付款时间", "付款时间", "支付时间"),
        "shipped_at": ("发货时间",),
        "completed_at": ("确认收货时间",),
        "status": ("订单状态", "交易状态"),
        "reason": ("订单关闭原因", "关闭原因"),
        "total": ("总金额",),
        "goods": ("买家应付货款", "买家应付金额", "应付货款"),
        "postage": ("买家应付邮费", "邮费", "应付邮费"),
        "amount_paid": (
            "买家实付金额", "买家实际支付金额", "买家实际付款金额", "实付金额", "实际支付金额",
        ),
        "quantity": ("宝贝总数量", "宝贝数量", "商品总数量"),
        "remark": (
            "商家备注", "商家备忘", "卖家备注", "卖家备忘", "订单备注", "常用备注",
        ),
        "flag": ("旗帜颜色", "卖家备注旗帜", "商家备注旗帜", "备注旗帜", "旗帜", "插旗"),
        # of the lines, where a file in order titles turns out to be one row per item
        "title": ("宝贝标题", "商品标题", "标题"),
        "product": ("商品ID", "宝贝ID"),
        "sku": ("商品属性", "外部系统编号", "商家编码"),
        "line_quantity": ("购买数量", "商品数量"),
        "price": ("商品价格", "价格"),
    }
)  # fmt: skip

LINE = normalised(
    {
        "main_id": ("主订单编号", "主订单号", "父订单编号", "订单编号", "订单号"),
        "line_id": ("子订单编号", "子订单号"),
        "title": ("商品标题", "宝贝标题", "标题"),
        "product": ("商品ID", "宝贝ID", "商家编码", "外部系统编号"),
        "sku": ("商品属性", "外部系统编号"),
        "quantity": ("购买数量", "商品数量", "宝贝数量"),
        "price": ("商品价格", "价格"),
        "goods": ("买家应付货款",),
        "amount_paid": ("买家实付金额", "买家实际支付金额", "买家实际付款金额"),
        "created_at": ("订单创建时间", "下单时间"),
        "paid_at": ("订单付款时间", "付款时间", "支付时间"),
        "shipped_at": ("发货时间",),
        "remark": ("商家备注", "商家备忘", "卖家备注", "卖家备忘"),
        "flag": ("旗帜颜色", "卖家备注旗帜", "商家备注旗帜", "备注旗帜"),
        "shop": ("店铺名称", "店铺名"),
        "shop_id": ("店铺Id",),
    }
)

REFUND = normalised(
    {
        "refund_id": ("退款编号", "退款单号", "退款单编号"),
        "order_id": ("订单编号", "订单号", "主订单编号"),
        "opened_at": ("退款的申请时间", "退款申请时间", "申请时间"),
        "finished_at": ("退款完结时间", "完结时间"),
        "kind": ("售后类型", "是否需要退货"),
        "reason": ("买家退款原因", "退款原因"),
        "amount": ("买家退款金额", "退款总额", "退款金额"),
        "status": ("退款状态",),
        "handler": (
            "退款操作人新会员名", "退款操作人", "审核操作人新会员名", "审核操作人",
        ),
        "return_waybill": ("退货物流单号",),
        "shop": ("店铺名称", "店铺名"),
        "shop_id": ("店铺Id",),
    }
)  # fmt: skip

NEVER_READ = tuple(
    map(
        header,
        (
            # who the buyer is outside the platform, and how they pay
            "买家支付宝账号", "支付宝交易号", "支付单号", "支付详情", "收货人姓名", "收货人",
            "收货地址", "修改后的收货地址", "联系电话", "联系手机", "联系方式备注",
            "虚拟号过期时间", "发票抬头", "买家邮箱", "电子邮件", "邮箱", "手机号", "电话",
            "买家留言", "主订单买家留言", "买家退款说明", "发货物流信息", "退货物流信息",
            # the seller's own
            "卖家真实姓名", "卖家真实姓名(新)", "卖家退货地址", "卖家邮编", "卖家电话",
            "卖家手机",
        ),
    )
)  # fmt: skip
"""Titles that no reader may touch. A test proves that their cells get nowhere."""

DOCUMENTED = frozenset(
    map(
        header,
        (
            "订单编号", "买家会员名", "买家支付宝账号", "买家应付货款", "买家应付邮费",
            "买家支付积分", "总金额", "返点积分", "买家实际支付金额",
            "买家实际支付积分", "订单状态", "买家留言", "收货人姓名", "收货地址", "运送方式",
            "联系电话", "联系手机", "订单创建时间",
            "订单付款时间", "宝贝标题", "宝贝种类", "物流单号", "物流公司", "订单备注",
            "宝贝总数量", "店铺Id", "店铺名称", "订单关闭原因",
            "卖家服务费", "买家服务费", "发票抬头", "是否手机订单", "分阶段订单信息",
            "特权订金订单id", "是否上传合同照片", "是否上传小票",
            "是否代付", "定金排名", "修改后的sku", "修改后的收货地址", "异常信息", "天猫卡券抵扣",
            "集分宝抵扣", "是否是O2O交易",
            "新零售交易类型", "新零售导购门店名称", "新零售导购门店id", "新零售发货门店名称",
            "新零售发货门店id", "退款金额", "预约门店",
            "确认收货时间", "打款商家金额", "含应开票给个人的个人红包", "买家会员昵称",
            "支付单号", "支付详情", "虚拟号过期时间", "是否信用购",
            "体验期结束时间", "前N有礼", "配送类型", "直播返现状态", "返现金额",
            "延迟发货自动赔付金额", "新零售成交门店昵称", "新零售成交门店id",
            "新零售成交经销商id", "预售订单", "发货时间", "商家备忘", "主订单编号", "标题",
            "价格", "购买数量", "外部系统编号", "商品属性",
            "套餐信息", "备注", "商家编码", "子订单编号", "退款状态", "商品标题", "商品价格",
            "联系方式备注", "买家实付金额", "应发货时间",
            "淘鲜达渠道", "飞猪购订单信息", "免单资格", "免单金额", "百亿补贴超链订单信息",
            "超链半托管订单信息", "商品ID", "备注标签", "商家备注",
            "主订单买家留言", "是否主动赔付", "主动赔付金额", "主动赔付出账时间", "退款编号",
            "支付宝交易号", "商品编码", "退款完结时间",
            "买家会员名称", "买家退款金额", "手工退款/系统退款", "是否需要退货", "退款的申请时间",
            "超时时间", "货物状态", "退货物流信息",
            "发货物流信息", "客服介入状态", "卖家真实姓名", "卖家退货地址", "卖家邮编",
            "卖家电话", "卖家手机", "退货物流单号", "退货物流公司",
            "买家退款原因", "买家退款说明", "买家退货时间", "责任方", "售中或售后", "完结时间",
            "部分退款/全部退款", "审核操作人", "举证超时",
            "是否零秒响应", "退款操作人", "退款原因标签", "商品id", "售后类型",
            "卖家真实姓名(新)", "审核操作人新会员名", "退款操作人新会员名",
            "业务类型", "是否帮他退款", "帮他退款操作账号", "小额收款", "淘特订单",
            "百亿补贴超链退款信息", "智能退款策略", "执行方案",
        ),
    )
)  # fmt: skip
"""Every title that these exports are known to have had, read or not."""

_ORDER_SIGNS = frozenset(
    map(
        header,
        (
            "买家会员名", "买家会员昵称", "买家支付宝账号", "买家应付货款", "买家应付邮费",
            "买家支付积分", "总金额", "返点积分", "买家实际支付金额", "买家实付金额",
            "买家实际支付积分", "订单状态", "买家留言", "收货人姓名", "运送方式", "订单创建时间",
            "订单付款时间", "宝贝标题", "宝贝种类", "订单备注", "宝贝总数量", "店铺名称", "店铺Id",
            "订单关闭原因", "卖家服务费", "是否手机订单", "分阶段订单信息", "确认收货时间",
            "打款商家金额", "商家备忘", "商家备注", "备注标签", "应发货时间", "发货时间",
        ),
    )
)  # fmt: skip
_ORDER_ONLY = frozenset(
    map(
        header,
        (
            "买家会员名", "买家会员昵称", "买家应付邮费", "总金额", "宝贝种类", "宝贝总数量",
            "订单关闭原因", "确认收货时间", "打款商家金额",
        ),
    )
)  # fmt: skip
_ORDER_MONEY_TIME = frozenset(
    map(
        header,
        (
            "买家应付货款", "买家实际支付金额", "买家实付金额", "买家实际付款金额", "总金额",
            "订单创建时间", "订单付款时间",
        ),
    )
)  # fmt: skip
_LINE_SIGNS = frozenset(
    map(
        header, ("购买数量", "外部系统编号", "商品属性", "套餐信息", "商家编码", "商品价格", "价格")
    )
)
_LINE_RARE = frozenset(map(header, ("购买数量", "外部系统编号", "商品属性", "套餐信息")))
_REFUND_SIGNS = frozenset(
    map(
        header,
        (
            "退款状态", "买家退款金额", "退款总额", "退款的申请时间", "退款申请时间",
            "退款完结时间",
            "完结时间", "手工退款/系统退款", "是否需要退货", "售后类型", "货物状态", "买家退款原因",
            "售中或售后", "部分退款/全部退款", "退款操作人", "审核操作人", "责任方",
            "退货物流单号", "退款原因标签",
        ),
    )
)  # fmt: skip
_FOREIGN = frozenset(
    map(
        header,
        (
            # Douyin, JD, PDD, after-sale desks
            "选购商品", "订单提交时间", "支付完成时间", "APP渠道", "京东价", "下单帐号", "售后单号",
            "商品单号", "拼单成功时间", "团ID", "多多支付立减金额(元)", "商家实收金额(元)",
            "用户实付金额(元)", "订购数量", "结算金额",
        ),
    )
)  # fmt: skip


def _any(names: frozenset[str], *titles: str) -> bool:
    return any(header(title) in names for title in titles)


def tells_of_orders(names: frozenset[str]) -> bool:
    """Are there titles that only the order export has (a buyer, a postage, a closing)?"""
    return bool(names & _ORDER_ONLY)


def order_score(names: frozenset[str]) -> float:
    """How surely a header is the order-level export."""
    if not _any(names, "订单编号", "订单号", "主订单编号") or names & _FOREIGN:
        return 0.0
    if _any(names, "退款编号", "退款单号", "售后单号"):
        return 0.0
    signs = names & _ORDER_SIGNS
    telling = names & _ORDER_MONEY_TIME
    if not telling or (len(signs) < 3 and len(telling) < 2):
        return 0.0
    if line_score(names):
        return 0.0
    return min(1.0, 0.6 + 0.04 * len(signs))


def line_score(names: frozenset[str]) -> float:
    """How surely a header is an item-level export."""
    if not _any(names, "订单编号", "主订单编号", "子订单编号") or names & _FOREIGN:
        return 0.0
    if _any(names, "退款编号", "退款单号", "售后单号"):
        return 0.0
    signs = names & _LINE_SIGNS
    rare = names & _LINE_RARE
    if _any(names, "子订单编号"):
        enough = bool(signs) or bool(names & _ORDER_MONEY_TIME) or _any(names, "标题", "商品标题")
    else:
        # the old detail list has no money of the order and no buyer
        enough = len(rare) >= 2 and len(names & _ORDER_ONLY) == 0
    return min(1.0, 0.7 + 0.05 * len(signs)) if enough else 0.0


def refund_score(names: frozenset[str]) -> float:
    """How surely a header is the refund export."""
    if not _any(names, "退款编号", "退款单号", "退款单编号") or _any(names, "售后单号"):
        return 0.0
    signs = names & _REFUND_SIGNS
    return min(1.0, 0.6 + 0.05 * len(signs)) if len(signs) >= 2 else 0.0
