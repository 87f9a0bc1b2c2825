"""Small files to drop: a shop with one chat and two orders, in the exchange format."""

from __future__ import annotations

from django.core.files.uploadedfile import SimpleUploadedFile

SHOPS = "shop,platform,name,timezone,day_cut\nS1,tmall,舒摩旗舰店,Asia/Shanghai,00:00\n"
ACCOUNTS = "shop,account,person,from,to\nS1,舒摩:小丽,P1,2026-01-01,\n"
PEOPLE = (
    "person,from,name,role,group,level,base_pay,hired_on,left_on\nP1,2026-01-01,小丽,agent,,,,,\n"
)
MESSAGES = (
    "shop,account,buyer,at,sender,kind,text\n"
    "S1,舒摩:小丽,tb_lin,2026-10-01T10:00:00,buyer,text,在吗\n"
    "S1,舒摩:小丽,tb_lin,2026-10-01T10:00:20,agent,text,在的亲\n"
)
ORDERS = (
    "shop,order_id,buyer,created_at,paid_at,amount_due,amount_paid,quantity\n"
    "S1,1001,tb_lin,2026-10-01T10:05:00,2026-10-01T10:06:00,99.00,99.00,1\n"
    "S1,1002,tb_wang,2026-10-01T11:05:00,2026-10-01T11:06:00,199.00,199.00,1\n"
)


def file(name: str, text: str | bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, text if isinstance(text, bytes) else text.encode())


def month() -> list[SimpleUploadedFile]:
    """A tiny shop with one chat and two orders, in the exchange format."""
    return [
        file("shops.csv", SHOPS), file("accounts.csv", ACCOUNTS), file("people.csv", PEOPLE),
        file("messages.csv", MESSAGES), file("orders.csv", ORDERS),
    ]  # fmt: skip
