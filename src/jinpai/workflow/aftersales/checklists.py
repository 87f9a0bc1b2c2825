"""The four checklists of the work plan: exchange and return, each with and without a fault."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do. `message`: what to copy to the buyer; `field`: what is written down;
    `state`: the state of the case in which it falls due."""

    code: str
    zh: str
    en: str
    state: str = "opened"
    message: str = ""
    field: str = ""


SIGNED = Step("signed", "查看签收时间和答复(上面写着依据);超期可由有权限的人多给几天",
              "look at the day of signing and the answer above; someone with the authority may "
              "grant more days")  # fmt: skip
SIGNED_FAULT = Step("signed", "查看签收时间:有质量问题不因超期拒绝",
                    "look at the day of signing: a fault is never refused for being late",
                    message="photo")  # fmt: skip
EVIDENCE = Step("evidence", "请买家拍照或视频,弄清是什么质量问题,附到售后单上",
                "photo or video of the fault, attached to the case", field="file")  # fmt: skip
CONDITION = Step("condition", "询问是否影响二次销售(拆封查验、试穿不算)",
                 "ask whether it is fit for resale (opening and trying on is fine)",
                 field="condition")  # fmt: skip
TRUE_REASON = Step("true_reason", "了解真正原因,如实登记;不引导买家改成别的原因",
                   "find the true reason and keep it as it is; never have the buyer choose another",
                   message="sorry", field="cause")  # fmt: skip
OFFER = Step("offer", "先建议换合适的款", "offer an exchange first",
             message="offer_exchange")  # fmt: skip
WHICH = Step("which", "换哪款,差价多少,写清楚", "which one instead, and the price difference",
             field="difference")  # fmt: skip
FREIGHT_BUYER = Step("freight_buyer", "说清差价和运费怎么处理",
                     "say how difference and freight are settled", message="who_pays_buyer",
                     field="difference")  # fmt: skip
REMARK = Step("remark_blue", "后台备注并标蓝旗(换货)", "remark and blue flag (exchange)",
              "approved")  # fmt: skip
REMARK_RETURN = Step("remark_purple", "后台备注并标紫红旗(退货)", "remark and purple flag (return)",
                     "approved")  # fmt: skip
ADDRESS = Step("address", "发换货地址和注意事项", "address and cautions for the exchange",
               "approved", "address_exchange")  # fmt: skip
ADDRESS_RETURN = Step("address", "发退货地址和注意事项", "address and cautions for the return",
                      "approved", "address_return")  # fmt: skip
EXTEND = Step("extend", "延长收货时间", "extend the receipt deadline", "approved")
REGISTER = Step("register", "只愿意退的,登记退货原因(周会汇总前三)",
                "only a return will do: the reason counts for the weekly top three")  # fmt: skip
APPLY = Step("apply", "请买家申请退款,核对原因「七天无理由退换货」和金额,无误再同意",
             "the buyer applies; check reason “seven days, no reason” and amount, then agree",
             "approved", "apply_no_reason", "amount")  # fmt: skip
APPLY_FAULT = Step("apply", "请买家按真实原因申请退款,金额为全款,核实无误再同意",
                   "the buyer applies with the true reason, the full amount; check, then agree",
                   "approved", "apply_fault", "amount")  # fmt: skip
WAYBILL = Step("waybill", "要寄回的快递单号并备注", "ask for the return waybill and note it",
               "waiting", field="waybill")  # fmt: skip
INSURANCE = Step("insurance", "买家有运费险的,记下并提醒必填单号",
                 "freight insurance: note it, the waybill is a must", "waiting",
                 field="insurance")  # fmt: skip
INSPECT = Step("inspect", "仓库到货 24 小时内验货、登记",
               "inspected and registered within 24 hours",
               "arrived", field="condition")  # fmt: skip
SEND_AGAIN = Step("send_again", "尽快寄出换货,备注换货单号",
                  "send the replacement, note its waybill",
                  "inspected", "shipped_again", "waybill")  # fmt: skip
REFUND = Step("refund", "按算出的金额退款,留下平台付款流水",
              "refund the computed amount, keep the platform's payment reference", "inspected",
              "settled", "reference")  # fmt: skip
FREIGHT_EXCHANGE = Step("freight", "买家收到换货后退垫付的运费,只记平台付款流水,不记私人账号",
                        "once the buyer has the new one, repay the freight: the platform's "
                        "payment reference, never a private account", "received",
                        "freight_repaid", "reference")  # fmt: skip
FREIGHT_RETURN = Step("freight", "当天一并退垫付的运费,只记平台付款流水,不记私人账号",
                      "repay the freight the same day: the platform's payment reference, never "
                      "a private account", "refunded", "freight_repaid", "reference")  # fmt: skip
THANKS = Step("thanks", "留言:辛苦查账,希望以后多多支持", "tell the buyer, thank them", "refunded",
              "settled")  # fmt: skip

CHECKLISTS: Mapping[tuple[str, bool], tuple[Step, ...]] = {
    ("exchange", False): (
        SIGNED, CONDITION, TRUE_REASON, WHICH, FREIGHT_BUYER, REMARK, ADDRESS, EXTEND, WAYBILL,
        INSPECT, SEND_AGAIN,
    ),
    ("exchange", True): (
        SIGNED_FAULT, EVIDENCE, TRUE_REASON, WHICH, REMARK, ADDRESS, EXTEND, WAYBILL, INSPECT,
        SEND_AGAIN, FREIGHT_EXCHANGE,
    ),
    ("return", False): (
        SIGNED, TRUE_REASON, CONDITION, OFFER, REGISTER, APPLY, ADDRESS_RETURN, REMARK_RETURN,
        WAYBILL, INSURANCE, INSPECT, REFUND, THANKS,
    ),
    ("return", True): (
        SIGNED_FAULT, EVIDENCE, TRUE_REASON, OFFER, REGISTER, APPLY_FAULT, ADDRESS_RETURN,
        REMARK_RETURN, WAYBILL, INSURANCE, INSPECT, REFUND, FREIGHT_RETURN, THANKS,
    ),
}  # fmt: skip
"""(kind, fault) → its steps, in order."""


def checklist(kind: str, *, fault: bool) -> tuple[Step, ...]:
    """The steps of a case; money alone and reshipping have none of the four."""
    return CHECKLISTS.get((kind, fault), ())
