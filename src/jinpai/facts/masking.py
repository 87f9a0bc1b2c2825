"""Contact data inside texts: masked before anything is stored.

Mainland mobile numbers become 138****1234, e-mail addresses a***@host, and account names
that follow the words for a payment or chat account keep two characters. Runs of 15 to 19
digits are order ids and stay as they are.
"""

from __future__ import annotations

# Columns whose text people typed.
TYPED_TEXT: dict[str, tuple[str, ...]] = {
    "messages": ("text",),
    "orders": ("remark", "close_reason"),
    "refunds": ("reason",),
    "reviews": ("text",),
    "disputes": ("result",),
    "manual": ("evidence",),
}

_DIGIT = "[0-9０-９]"
_GAP = "[ -]?"
# an eleven-digit mobile number, with or without 86, in the groups people write; a digit on
# either side means that it is part of something longer
_PHONE = (
    rf"(^|[^0-9０-９])((?:(?:\+|00)?86{_GAP})?[1１][3-9３-９]{_DIGIT}){_GAP}{_DIGIT}{{4}}{_GAP}"
    rf"({_DIGIT}{{4}})($|[^0-9０-９])"
)
_MAIL = r"([A-Za-z0-9])[A-Za-z0-9._%+-]*(?:@|＠)((?:[A-Za-z0-9-]+\.)+[A-Za-z]{2,})"
_ACCOUNT = (
    r"(?i)((?:支付宝|微信|alipay|wechat|weixin|vx|wx|qq)(?:账号|帐号|账户|帐户|号)?"
    r"(?:是|为)?[ :：]*)"
    r"([A-Za-z][A-Za-z0-9_.-]|[1-9][0-9])([A-Za-z0-9_.-]{3,10})($|[^A-Za-z0-9_.*@-])"
)
_MAYBE = (
    r"(?i)[1１][3-9３-９][0-9０-９][ -]?[0-9０-９]{4}|@|＠|"
    r"支付宝|微信|alipay|wechat|weixin|vx|wx|qq"
)


def masked_sql(value: str) -> str:
    """SQL for `value` (a VARCHAR expression) without contact data."""

    def literal(text: str) -> str:
        return "'" + text.replace("'", "''") + "'"

    phone = literal(_PHONE)
    # twice: two numbers that share the character between them
    once = f"regexp_replace({value}, {phone}, '\\1\\2****\\3\\4', 'g')"
    twice = f"regexp_replace({once}, {phone}, '\\1\\2****\\3\\4', 'g')"
    mail = f"regexp_replace({twice}, {literal(_MAIL)}, '\\1***@\\2', 'g')"
    account = f"regexp_replace({mail}, {literal(_ACCOUNT)}, '\\1\\2****\\4', 'g')"
    return f"CASE WHEN regexp_matches({value}, {literal(_MAYBE)}) THEN {account} ELSE {value} END"
