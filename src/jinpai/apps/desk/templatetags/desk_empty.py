"""What an empty list says: how something gets there."""

from __future__ import annotations

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jinpai.workflow.kinds import Kind
from jinpai.workflow.raising import FORMS

register = template.Library()

COMES = {
    "cases": gettext_lazy("没有要办的。在「售后单」里给订单开一张,每一步到了时候就在这里。"),
    "returns": gettext_lazy("没有要办的。仓库在「退货登记」扫了包裹,要验和要认领的就在这里。"),
    "reconciliation": gettext_lazy("没有要办的。当天有退货登记以后,对账就在这里。"),
    "recalls": gettext_lazy("没有要办的。活动的召回名单分给大家以后,要联系的就在这里。"),
    "preparations": gettext_lazy("没有要办的。新建一个活动,要准备的就在这里。"),
    "refund_approvals": gettext_lazy("没有要办的。有人申请退款,就在这里等审批。"),
    "problem_sheet": gettext_lazy("没有要办的。客服交了每日问题表,等改答案的就在这里。"),
    "incident_steps": gettext_lazy("没有要办的。爆款差评的事故页上定了措施,就在这里。"),
    "routines": gettext_lazy("没有要办的。每天五点铺好当天的清单;班次不对,在「例行事项」里改。"),
    "authority": gettext_lazy("没有要确认的。店主改了权限说明,就在这里请大家读。"),
    "authority_asks": gettext_lazy("没有要答复的。有人要超出权限的补偿、赠品、让价,就在这里。"),
}
"""Lists that no import fills."""


@register.filter
def nothing_yet(kind: Kind) -> str:
    """Why nothing is there, and what brings something."""
    if kind.code in COMES:
        return str(COMES[kind.code])
    by_hand = any(form.list == kind.code for form in FORMS.values())
    if kind.filled == "hand" and by_hand:
        return _("没有要办的。有了就按上面的「提一件」记下来。")
    if by_hand:
        return _("没有要办的。导入以后规则找到的在这里;也可以按上面的「提一件」自己记。")
    return _("没有要办的。导入聊天和订单以后,规则找到的会出现在这里。")
