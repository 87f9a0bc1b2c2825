"""Returns: parcels the warehouse expects, inspects and settles within 24 hours."""

from __future__ import annotations

from jinpai.workflow.kinds import Kind, Outcome, Reason

KIND = Kind(
    code="returns",
    zh="退货登记",
    en="Returns",
    role="warehouse",
    step_zh="扫描验货",
    step_en="Scan and inspect",
    about_zh="等买家寄回的、已到仓库的包裹:到货 24 小时内验货、登记、交给售后。",
    about_en=(
        "Parcels expected and arrived: inspected, registered and passed on within 24 hours "
        "of arrival."
    ),
    outcomes=(
        Outcome("not_found", "没找到包裹", "parcel not found", closes=False),
        Outcome("asked", "问售后", "asked after-sales", closes=False, needs="note"),
        Outcome("inspected", "已验货", "inspected", converted=True),
        Outcome("fault", "验出问题", "inspected, something is wrong", needs="reason"),
        Outcome("not_arrived", "没寄回来", "never came"),
        Outcome("settled", "已处理完", "settled"),
    ),
    reasons=(
        Reason("used", "影响二次销售", "not fit for resale"),
        Reason("missing_part", "少件、少赠品", "part or gift missing"),
        Reason("wrong_goods", "不是我们的货", "not our goods"),
        Reason("damaged", "运输破损", "damaged on the way"),
        Reason("quality", "确有质量问题", "faulty indeed"),
        Reason("other", "其他", "something else"),
    ),
    filled="hand",
    climbs_to="supervisor",
)
