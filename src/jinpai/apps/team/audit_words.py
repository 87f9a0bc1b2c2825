"""What each action of the log is called; the pages that act add theirs here."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

WORDS = {
    "user.logged_in": _("登录了"),
    "user.created": _("新建用户"),
    "user.changed": _("修改用户"),
    "user.password_reset": _("重设了密码"),
    "user.changed_password": _("修改自己的密码"),
    "person.written": _("写入人员"),
    "account.bound": _("绑定账号"),
    "account.unbound": _("解除绑定"),
    "account.internal": _("标为内部账号"),
    "account.after_sale": _("标为售后账号"),
    "buyer.revealed": _("查看买家全名"),
    "import.started": _("开始导入"),
    "import.cancelled": _("取消导入"),
    "import.repeated": _("重做导入"),
    "check.started": _("开始核对"),
    "measure.changed": _("修改度量设置"),
    "shop.written": _("写入店铺"),
    "table.declared_complete": _("声明数据完整"),
    "targets.changed": _("定下目标"),
    "appraisal.prepared": _("建考核表"),
    "appraisal.opened": _("开始考核"),
    "appraisal.rated": _("考核评分"),
    "appraisal.acknowledged": _("确认自己的考核"),
    "appraisal.closed": _("关闭考核"),
    "appraisal.target_set": _("提出个人目标"),
    "appraisal.target_agreed": _("同意个人目标"),
    "appraisal.target_refused": _("不同意个人目标"),
    "appraisal.disputed": _("对考核提异议"),
    "appraisal.dispute_decided": _("处理异议"),
    "appraisal.event_added": _("记加减分事件"),
    "appraisal.event_withdrawn": _("撤回加减分事件"),
    "appraisal.figure_entered": _("手工填指标"),
    "appraisal.seen": _("查看别人的考核"),
    "appraisal.overview_seen": _("查看考核总览"),
    "appraisal.targets_seen": _("查看个人目标"),
    "appraisal.events_seen": _("查看加减分和手工指标"),
    "appraisal.disputes_seen": _("查看异议"),
    "rulebook.saved": _("保存制度版本"),
    "rulebook.put_in_force": _("启用制度"),
    "city.written": _("填写城市参数"),
    "pay_profile.written": _("修改薪资档案"),
    "tax_opening.written": _("填写个税年初累计"),
    "pay_entry.written": _("录入薪资事实"),
    "loss.written": _("登记损失"),
    "loss.dropped": _("放弃追偿"),
    "pay_run.opened": _("打开薪资月份"),
    "pay_run.calculated": _("计算薪资"),
    "pay_run.confirmed": _("确认薪资"),
    "pay_run.paid": _("标记已发放"),
    "pay_run.dropped": _("删除未确认的薪资批次"),
    "pay.exported": _("导出薪资文件"),
    "pay.viewed": _("查看别人的薪资"),
    "pay.tried": _("试算制度"),
    "pay.bank_revealed": _("查看银行账号"),
}


def word(action: str) -> str:
    """The action in the reader's language; its code when nobody named it."""
    return str(WORDS.get(action, action))
