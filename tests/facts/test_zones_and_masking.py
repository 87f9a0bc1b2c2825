"""Wall time and UTC, and contact data inside texts."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.facts.shop_files import MESSAGES, NOW, Shop

from jinpai.facts.lake import Ruling
from jinpai.facts.masking import masked_sql
from jinpai.facts.zones import dated_pieces, to_utc, to_wall, zone_pieces

moments = st.datetimes(datetime(2001, 1, 1), datetime(2040, 1, 1)).map(
    lambda t: t.replace(microsecond=0)
)


@settings(max_examples=200, deadline=None)
@given(moments, st.sampled_from(["Asia/Shanghai", "America/New_York", "Europe/London"]))
def test_wall_time_becomes_utc_as_the_zone_database_says(wall: datetime, name: str) -> None:
    expected = wall.replace(tzinfo=ZoneInfo(name)).astimezone(ZoneInfo("UTC")).replace(tzinfo=None)
    assert to_utc(wall, zone_pieces(name)) == expected


@settings(max_examples=200, deadline=None)
@given(moments, st.sampled_from(["Asia/Shanghai", "America/New_York", "Europe/London"]))
def test_utc_becomes_wall_time_as_the_zone_database_says(utc: datetime, name: str) -> None:
    expected = utc.replace(tzinfo=ZoneInfo("UTC")).astimezone(ZoneInfo(name)).replace(tzinfo=None)
    assert to_wall(utc, zone_pieces(name)) == expected


def test_shanghai_has_one_offset() -> None:
    assert [p.seconds for p in zone_pieces("Asia/Shanghai")] == [8 * 3600]


def test_a_zone_may_change_from_a_day_on() -> None:
    pieces = dated_pieces([(date.min, "Asia/Shanghai"), (date(2026, 10, 2), "Asia/Tokyo")])
    assert to_utc(datetime(2026, 10, 1, 23, 59, 59), pieces) == datetime(2026, 10, 1, 15, 59, 59)
    assert to_utc(datetime(2026, 10, 2), pieces) == datetime(2026, 10, 1, 15)


def test_a_shop_in_new_york_keeps_its_own_wall_time(tmp_path: Path) -> None:
    shop = Shop(tmp_path, "shop,timezone\nNY,America/New_York\nSH,\n")
    shop.one(
        "m.csv",
        MESSAGES
        + "NY,a,b,2026-07-01 12:00:00,buyer,text,x\nNY,a,b,2026-12-01 12:00:00,buyer,text,x\n"
        "NY,a,b,2026-11-20T02:00:00Z,buyer,text,x\nSH,a,b,2026-07-01 12:00:00,buyer,text,x\n",
    )
    assert shop.rows("messages", 'shop, "at", local_at, local_day') == [
        ("NY", datetime(2026, 7, 1, 16), datetime(2026, 7, 1, 12), date(2026, 7, 1)),
        ("NY", datetime(2026, 11, 20, 2), datetime(2026, 11, 19, 21), date(2026, 11, 19)),
        ("NY", datetime(2026, 12, 1, 17), datetime(2026, 12, 1, 12), date(2026, 12, 1)),
        ("SH", datetime(2026, 7, 1, 4), datetime(2026, 7, 1, 12), date(2026, 7, 1)),
    ]


def test_a_ruling_dates_a_new_zone(tmp_path: Path) -> None:
    shop = Shop(tmp_path)
    shop.lake.append_rulings(
        [Ruling("shop", "S1", date(2026, 10, 2), None, {"timezone": "Asia/Tokyo"}, "", "x", NOW)],
        now=NOW,
    )
    row = "S1,a,b,2026-10-0{} 12:00:00,buyer,text,x\n"
    shop.one("m.csv", MESSAGES + row.format(1) + row.format(2))
    assert shop.rows("messages", '"at"') == [datetime(2026, 10, 1, 4), datetime(2026, 10, 2, 3)]


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("电话13812345678谢谢", "电话138****5678谢谢"),
        ("13812345678,13912345679", "138****5678,139****5679"),
        ("13812345678 13912345679", "138****5678 139****5679"),
        ("+86 138 1234 5678", "+86 138****5678"),
        ("138-1234-5678", "138****5678"),
        ("１３８１２３４５６７８", "１３８****５６７８"),
        ("me.name@qq.com", "m***@qq.com"),
        ("支付宝账号：zhang_san88", "支付宝账号：zh****"),
        ("订单3304375611452180770", "订单3304375611452180770"),
        ("订单138123456789012", "订单138123456789012"),
        ("260517-607198974342268", "260517-607198974342268"),
        ("12812345678", "12812345678"),
        ("1381234567", "1381234567"),
        ("138123456789", "138123456789"),
        ("亲，在的", "亲，在的"),
    ],
)
def test_contact_data_is_masked_and_order_ids_are_not(text: str, masked: str) -> None:
    con = duckdb.connect()
    assert con.execute(f"SELECT {masked_sql('t')} FROM (SELECT ? AS t)", [text]).fetchall() == [
        (masked,)
    ]


def test_nothing_of_a_phone_number_reaches_the_lake(tmp_path: Path) -> None:
    shop = Shop(tmp_path)
    shop.take(
        ("m.csv", MESSAGES + "S1,a,b,2026-10-01 10:00:00,buyer,text,打13812345678\n"),
        ("o.csv", "shop,order_id,remark\nS1,1,打13812345678\n"),
        ("r.csv", "shop,order_id,at,verdict,text\nS1,1,2026-10-01,good,打13812345678\n"),
    )
    assert shop.rows("messages", "text") == ["打138****5678"]
    assert shop.rows("orders", "remark") == ["打138****5678"]
    assert shop.rows("reviews", "text") == ["打138****5678"]
    for path in (tmp_path / "lake").rglob("*.parquet"):
        assert b"13812345678" not in path.read_bytes()


def test_text_is_composed_and_trimmed(tmp_path: Path) -> None:
    shop = Shop(tmp_path)
    shop.one("m.csv", MESSAGES + "S1,a,\u3000b\u00a0,2026-10-01 10:00:00,buyer,text, cafe\u0301 \n")
    assert shop.rows("messages", "buyer, text") == [("b", "caf\u00e9")]
