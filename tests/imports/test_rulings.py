"""The unmatched queue and facts health: binding, making a shop known, declaring, checking."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import date, datetime, time
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.imports.files import MESSAGES, ORDERS, PEOPLE, SHOPS

from jinpai.apps import home
from jinpai.apps.imports import jobs
from jinpai.apps.imports.models import Job
from jinpai.apps.imports.queries.health import state
from jinpai.apps.team.models import AuditEntry, User
from jinpai.facts.lake import Lake
from jinpai.facts.load import Source, load
from jinpai.metrics.compute import refresh
from jinpai.metrics.status import Coverage

NOW = datetime(2026, 11, 1, 9, 0)
OTHER = "shop,order_id,buyer,created_at,amount_due\nS2,2001,tb_x,2026-10-02T10:00:00,9.00\n"


@pytest.fixture(scope="session")
def small_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small shop, without its account bindings and with an order of an unknown shop."""
    root = tmp_path_factory.mktemp("small")
    sources = []
    for name, text in {
        "shops": SHOPS, "people": PEOPLE, "messages": MESSAGES, "orders": ORDERS, "other": OTHER,
    }.items():  # fmt: skip
        path = root / f"{name}.csv"
        path.write_text(text, "utf-8")
        sources.append(Source(path, path.name))
    lake = Lake(root / "home" / "lake")
    load(lake, sources, now=NOW, rejected_dir=root / "home" / "rejected")
    refresh(lake, root / "home" / "figures")
    return root / "home"


@pytest.fixture
def imported(small_home: Path, page: Client, data_home: Path) -> Client:
    """A browser in front of a copy of the small shop."""
    shutil.copytree(small_home, data_home, dirs_exist_ok=True)
    home.forget()
    return page


def finish() -> Job:
    job = Job.objects.filter(kind=Job.Kind.REFRESH).first()
    jobs.perform(job.pk, job.attempt)
    job.refresh_from_db()
    assert job.state == Job.State.DONE, job.error
    return job


def test_the_queue_lists_accounts_shops_and_orders_with_what_placing_brings(
    imported: Client,
) -> None:
    words = imported.get("/data/unmatched/").content.decode()
    assert "舒摩:小丽" in words and "绑定会补上 1 次接待、1 笔付款订单、¥99 销售额" in words
    assert "S2" in words and "1 行在等" in words
    assert "2 笔订单里 1 笔(50.0%)" in words
    assert "tb_wang" not in words and "t**g" in words  # masked


BINDING = {
    "shop": "S1", "account": "舒摩:小丽", "what": "binding", "person": "P1",
    "from_": "2026-10-01", "reason": "入职登记",
}  # fmt: skip


def test_binding_an_account_back_fills_its_figures(imported: Client) -> None:
    def receptions() -> list[tuple[str | None, str]]:
        found = home.reading().figures(
            shop="S1", start=date(2026, 10, 1), end=date(2026, 10, 1), by=("person",),
            metrics=["receptions"],
        )  # fmt: skip
        return [(f.person, str(f.value)) for f in found]

    assert receptions() == [(None, "1")]
    answer = imported.post("/data/unmatched/account/", BINDING)
    assert answer.status_code == 302
    finish()
    assert receptions() == [("P1", "1")]
    assert "舒摩:小丽" not in imported.get("/data/unmatched/").content.decode()
    assert AuditEntry.objects.get().action == "account.bound"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"person": ""}, "写上是谁的"),
        ({"person": "P9"}, "没有这个人"),
        ({"from_": ""}, "从哪一天起是这个人的"),
        ({"to": "2026-10-01"}, "要在“从”之后"),
        ({"reason": ""}, "errorlist"),
    ],
)
def test_a_binding_that_makes_no_sense_is_told_in_its_place(
    imported: Client, change: dict[str, str], said: str
) -> None:
    before = home.lake().snapshot().import_no
    answer = imported.post("/data/unmatched/account/", BINDING | change)
    assert answer.status_code == 422 and said in answer.content.decode()
    assert home.lake().snapshot().import_no == before


def test_an_internal_account_leaves_the_queue_and_the_figures(imported: Client) -> None:
    told = {"shop": "S1", "account": "舒摩:小丽", "what": "internal_account", "reason": "测试号"}
    assert imported.post("/data/unmatched/account/", told).status_code == 302
    finish()
    found = home.reading().figures(
        shop="S1", start=date(2026, 10, 1), end=date(2026, 10, 1), metrics=["receptions"]
    )
    assert [str(f.value) for f in found if f.value] == []
    assert "舒摩:小丽" not in imported.get("/data/unmatched/").content.decode()


def test_an_assistant_sees_the_queue_and_cannot_bind(
    imported: Client, user: Callable[[str], User]
) -> None:
    other = Client()
    other.force_login(user("assistant"))
    assert "绑定要店主或主管来做" in other.get("/data/unmatched/").content.decode()
    assert other.post("/data/unmatched/account/", BINDING).status_code == 403


SHOP = {
    "shop": "S2", "name": "舒摩二店", "platform": "taobao", "timezone": "Asia/Shanghai",
    "day_cut": "00:00", "reason": "新开的店",
}  # fmt: skip


def test_rows_that_wait_come_in_when_their_shop_is_made_known(imported: Client) -> None:
    assert home.lake().snapshot().rows("orders") == 2
    assert imported.post("/data/unmatched/shop/", SHOP).status_code == 302
    finish()
    assert home.lake().snapshot().rows("orders") == 3
    assert home.lake().waiting() == []
    assert [s.code for s in home.reading().shops()] == ["S1", "S2"]


@pytest.mark.parametrize(
    "change", [{"timezone": "Asia/Beijing"}, {"day_cut": "24:00"}, {"shop": "a/b"}, {"name": ""}]
)
def test_a_shop_with_a_wrong_value_stays_unknown(imported: Client, change: dict[str, str]) -> None:
    answer = imported.post("/data/unmatched/shop/", SHOP | change)
    assert answer.status_code == 422 and "errorlist" in answer.content.decode()
    assert home.lake().waiting() != []


def test_health_shows_what_is_there_and_until_when(imported: Client) -> None:
    words = imported.get("/data/health/?shop=S1&month=2026-10").content.decode()
    assert "聊天消息" in words and "2026-10-01 · " in words
    assert "没人认领的账号" in words


def test_a_day_is_covered_when_the_export_came_at_its_end_or_later() -> None:
    key = ("S1", "orders")
    coverage = Coverage(first={key: date(2026, 10, 2)}, as_of={key: datetime(2026, 10, 5, 0, 0)})
    coverage.declared[key] = {date(2026, 10, 7)}
    coverage.reopened[key] = {date(2026, 10, 3)}
    found = {d: state(coverage, "S1", "orders", date(2026, 10, d)) for d in range(1, 8)}
    assert found == {
        1: "nothing", 2: "covered", 3: "reopened", 4: "covered", 5: "nothing", 6: "nothing",
        7: "declared",
    }  # fmt: skip
    coverage.as_of[key] = datetime(2026, 10, 5, 0, 1)
    assert state(coverage, "S1", "orders", date(2026, 10, 5)) == "partial"
    # with the day cut at four the fourth is not over at midnight
    assert state(coverage, "S1", "orders", date(2026, 10, 4), ends_at=time(4)) == "partial"


def test_days_can_be_declared_complete_up_to_yesterday(imported: Client) -> None:
    told = {
        "shop": "S1", "table": "messages", "start": "2026-10-01", "end": "2026-10-03",
        "reason": "平台不再补",
    }  # fmt: skip
    assert imported.post("/data/health/complete/", told).status_code == 302
    finish()
    words = imported.get("/data/health/?shop=S1&month=2026-10").content.decode()
    assert words.count("人声明齐了,") == 2 * 3  # title and words of three days
    late = imported.post("/data/health/complete/", told | {"end": "2999-01-01"})
    assert late.status_code == 422 and "最多声明到昨天" in late.content.decode()


def test_the_check_says_that_cache_equals_scratch(imported: Client) -> None:
    answer = imported.post("/data/health/check/")
    job = Job.objects.get(kind=Job.Kind.CHECK)
    assert answer["Location"] == reverse("imports:job", args=[job.pk])
    jobs.perform(job.pk, job.attempt)
    job.refresh_from_db()
    assert (job.state, job.report) == ("done", {"differences": [], "count": 0})
    assert "全部一致" in imported.get("/data/health/").content.decode()


def test_a_second_check_does_not_queue_while_one_waits(imported: Client) -> None:
    imported.post("/data/health/check/")
    imported.post("/data/health/check/")
    assert Job.objects.filter(kind=Job.Kind.CHECK).count() == 1


def test_rejected_rows_are_downloaded_with_line_reason_and_cure(
    page: Client, data_home: Path, tmp_path: Path
) -> None:
    path = tmp_path / "orders.csv"
    path.write_text(ORDERS + "S1,3.30438E+18,tb_li,2026-10-01T10:00:00,,9.00,9.00,1\n", "utf-8")
    shops = tmp_path / "shops.csv"
    shops.write_text(SHOPS, "utf-8")
    load(
        home.lake(), [Source(shops, "shops.csv"), Source(path, "orders.csv")], now=NOW,
        rejected_dir=home.rejected_folder(),
    )  # fmt: skip
    words = page.get("/data/imports/1/").content.decode()
    assert "电子表格改坏" in words and "/data/imports/1/rejected/1/" in words
    answer = page.get("/data/imports/1/rejected/1/")
    body = b"".join(answer.streaming_content).decode("utf-8-sig")
    assert "3.30438E+18" in body and body.splitlines()[1].startswith("4,order_id")
    assert page.get("/data/imports/1/rejected/0/").status_code == 404
    assert page.get("/data/imports/9/").status_code == 404


def test_a_waiting_shop_is_offered_under_the_name_its_files_give(imported: Client) -> None:
    words = imported.get("/data/unmatched/").content.decode()
    assert 'name="name" value="S2"' in words
    assert 'name="reason" value="文件里写的就是这家店"' in words


def test_a_finished_import_says_which_rows_wait_for_their_shop(imported: Client) -> None:
    report = {"files": [{"name": "other.csv", "tables": {"orders": {"waiting": 1}}}]}
    job = Job.objects.create(
        kind=Job.Kind.IMPORT,
        state=Job.State.DONE,
        import_no=1,
        rows_done=1,
        report=report,
        made_at=timezone.now(),
    )
    words = imported.get(f"/data/jobs/{job.pk}/").content.decode()
    assert "1 行属于还不认识的店铺" in words and '<a href="/data/unmatched/">说是哪家店' in words


def test_a_board_without_a_shop_leads_to_the_rows_that_wait_for_one(
    page: Client, data_home: Path, tmp_path: Path
) -> None:
    assert 'href="/data/"' in page.get("/").content.decode()
    file = tmp_path / "other.csv"
    file.write_text(OTHER, "utf-8")
    load(Lake(data_home / "lake"), [Source(file, file.name)], now=NOW)
    home.forget()
    words = page.get("/").content.decode()
    assert "还不知道是哪家店" in words and 'href="/data/unmatched/"' in words
