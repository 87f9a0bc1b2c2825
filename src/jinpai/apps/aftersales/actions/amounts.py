"""What is typed: yuan to the fen, and words that must not carry a private account."""

from __future__ import annotations

import re
from decimal import Decimal

from django.utils.translation import gettext as _

from jinpai.apps.desk.refused import Refused
from jinpai.workflow.aftersales import references

_YUAN = re.compile(r"[0-9]{1,8}(\.[0-9]{1,2})?")


def money(text: str) -> Decimal | None:
    """Yuan as typed; None where it is left empty."""
    bare = text.strip().removeprefix("¥")
    if not bare:
        return None
    if not _YUAN.fullmatch(bare):
        raise Refused(_("金额看不懂,写成 12.34。"))
    return Decimal(bare)


def nothing_private(text: str) -> str:
    """The text, which stays on record for ever: no phone, mail, card or identity in it."""
    if references.private(text):
        raise Refused(
            _(
                "这里不能写电话、邮箱、银行卡号或身份证号:记录永久保留。买家的联系方式写在「联系方式」里。"
            )
        )
    return text.strip()


def reference(text: str) -> str:
    """The platform's payment reference."""
    if not references.acceptable(text):
        raise Refused(_("请填平台付款流水号(8–64 位字母数字),不要填私人账号、手机号、邮箱或卡号。"))
    return text.strip()
