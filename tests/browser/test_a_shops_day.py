"""One order through a shop's days, played by the people whose chairs they are.

Unpaid → reminder → paid → promise → remark and flag → shipped → signed → return for fault →
inspected → refunded → bad review → answered → handover. Each step is done on the page on which it
is done in life; what the platform exports in between comes in as files.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
import time_machine
from django.utils import timezone
from PIL import Image
from playwright.sync_api import Page, expect
from tests.desk.lake import (
    ACCOUNTS,
    LINES,
    ORDER,
    PARCEL,
    REVIEW,
    SAID,
    SHOPS,
    order,
    said,
    take,
    talk,
)

from jinpai.apps import home
from jinpai.apps.desk.models import OPEN_STATES, Act, Handover, OutgoingChange, Task
from jinpai.apps.imports import after
from jinpai.apps.team.models import User

O1 = "1013001"
expect.set_options(timeout=30_000)


def at(text: str) -> datetime:
    """`13 09:00`, October, in the shop."""
    day, clock = text.split()
    hour, minute = (int(part) for part in clock.split(":"))
    return datetime(2026, 10, int(day), hour, minute, tzinfo=UTC) - timedelta(hours=8)


class Days:
    """The clock, and what the platform's files say by then."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.clock: time_machine.travel | None = None

    def come(self, moment: str, **files: str) -> None:
        if self.clock:
            self.clock.stop()
        self.clock = time_machine.travel(at(moment), tick=True)
        self.clock.start()
        if files:
            take(self.folder, timezone.localtime(at(moment)).replace(tzinfo=None), **files)
            after.run(timezone.now())

    def end(self) -> None:
        if self.clock:
            self.clock.stop()


@pytest.fixture
def shop_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A home without facts: they come day by day."""
    monkeypatch.setenv("JINPAI_HOME", str(tmp_path / "home"))
    home.forget()
    yield tmp_path / "home"
    home.forget()


@pytest.fixture
def people(transactional_db: None, shop_home: Path) -> dict[str, User]:
    """蔡蔡 served the buyer, 小北 has the next shift."""
    chairs = {
        "cai": ("agent", "P5", "蔡蔡"), "bei": ("agent", "P6", "小北"),
        "warehouse": ("warehouse", "P8", "老仓"), "supervisor": ("supervisor", "P2", "主管"),
        "owner": ("owner", "P1", "店主"),
    }  # fmt: skip
    return {
        name: User.objects.create_user(
            name, "a-long-password-1", role=role, person=person, name=called
        )
        for name, (role, person, called) in chairs.items()
    }


@pytest.fixture
def days(people: dict[str, User], tmp_path: Path) -> Iterator[Days]:
    folder = tmp_path / "files"
    folder.mkdir()
    days = Days(folder)
    yield days
    days.end()


def the(list_: str) -> Task:
    return Task.objects.get(list=list_, order_id=O1)


def test_an_order_from_unpaid_to_a_handed_over_bad_review(
    visit: Callable[..., Page], days: Days, tmp_path: Path
) -> None:
    # Tuesday, nine: an order nobody paid yet
    days.come("12 09:00", shops=SHOPS)
    days.come(
        "13 09:00",
        accounts=ACCOUNTS,
        orders=ORDER + order(O1, "b1", "13 08:55"),
        order_lines=LINES + "S,1013001,1013001-1,P-TOP,爆款,1,99.00\n",
        messages=SAID + talk("蔡蔡", "b1", "13 08:50"),
    )
    cai = visit(None, "/login/")
    enter(cai, "cai")
    expect(cai).to_have_url(re.compile(r"/desk/$"))  # an agent begins on Today
    cai.get_by_role("link", name=Task.objects.get(list="unpaid").title).click()
    cai.get_by_text("试过一次,还没完").click()
    cai.locator("form[action$=attempt] input[type=radio]").first.check()
    press(cai, "记下这一次")
    tried = the("unpaid")
    assert (tried.state, tried.attempts) == ("open", 1)
    assert tried.due == at("13 09:55")  # an hour after the order

    # half past nine: paid, and a gift was promised
    days.come(
        "13 09:40",
        orders=ORDER + order(O1, "b1", "13 08:55", paid="13 09:20"),
        messages=SAID + said("蔡蔡", "b1", "13 09:15", "buyer", "有礼物吗")
        + said("蔡蔡", "b1", "13 09:16", "agent", "送您一份礼物"),
    )  # fmt: skip
    paid = the("unpaid")
    assert (paid.state, paid.done_by, paid.converted) == ("done", "", True)
    cai.goto("/desk/")
    cai.locator(f"#task-{the('promises').pk} a.button").click()
    if "/order/" not in cai.url:
        cai.get_by_role("link", name="写成备注").first.click()
    expect(cai).to_have_url(re.compile(r"/desk/order/S/1013001/"))
    cai.locator("#remark-text").fill("送礼物一份")
    press(cai, "写备注")
    assert the("promises").state == "done"
    cai.locator("#flag input[value=red]").check()
    press(cai, "插旗")
    expect(cai.locator("h1 + .chip")).to_contain_text("红")
    assert set(OutgoingChange.objects.values_list("what", flat=True)) == {"remark", "flag"}

    # ten: the warehouse looks at the remark before it ships
    days.come("13 10:00")
    warehouse = visit("warehouse", "/aftersales/shipping/")
    scan(warehouse, O1)
    expect(warehouse.locator(".look")).to_contain_text("送礼物一份")
    for point in warehouse.locator("input[name=point]").all():
        point.check()
    press(warehouse, "核对无误,打包好了")
    expect(warehouse.get_by_text("打包好了").first).to_be_visible()

    # the platform shows the remark and the flag: both are confirmed; signed on Thursday
    remark = "蔡蔡 送礼物一份 2026.10.13"
    shipped = {"paid": "13 09:20", "shipped": "13 15:00", "remark": remark, "flag": "red"}
    days.come("13 20:00", orders=ORDER + order(O1, "b1", "13 08:55", **shipped))
    assert set(OutgoingChange.objects.values_list("state", flat=True)) == {"done"}
    days.come(
        "15 12:00",
        orders=ORDER + order(O1, "b1", "13 08:55", **shipped, signed="15 11:00"),
        shipments=PARCEL
        + "S,1013001,W1,中通,2026-10-13 15:00:00,已签收,2026-10-15 11:00:00,2026-10-15 11:00:00,\n",
    )

    # Friday: the zip is broken; a return for fault, with a photo
    days.come("16 10:00")
    Image.new("RGB", (40, 30), "#a33").save(tmp_path / "zip.jpg")
    come_to(cai, "cai", "/desk/order/S/1013001/")
    cai.locator("a[href*='/aftersales/new']").first.click()
    cai.locator("#new-kind").select_option("return")
    cai.locator("#new-cause").select_option("quality")
    press(cai, "登记")
    expect(cai.locator(".verdict")).to_contain_text("可以办")
    case = cai.url
    cai.get_by_text("附照片或视频").click()
    cai.locator("#attach-file").set_input_files(tmp_path / "zip.jpg")
    press(cai, "附上")
    expect(cai.locator(".shots img").first).to_be_visible()
    step(cai, "approved")
    step(cai, "waiting", address="某市某路 1 号 老仓收")

    # the buyer tells the waybill and what it cost
    days.come("17 12:00")
    come_to(cai, "cai", case)
    cai.locator("#told-waybill").fill("SF1000001")
    cai.locator("#told-advanced").fill("8.00")
    press(cai, "记下")
    expect(cai.locator("#told-waybill")).to_have_value("SF1000001")

    # Sunday: it comes back and is inspected within its 24 hours
    days.come("18 09:00")
    come_to(warehouse, "warehouse", "/aftersales/register/")
    scan(warehouse, "SF1000001")
    expect(warehouse.locator("h1")).to_contain_text("SF1000001")
    inspect(warehouse)

    # the same day: money back, and the freight the buyer paid
    days.come("18 10:00")
    come_to(cai, "cai", case)
    step(cai, "refunded", reference="2026101800001")
    step(cai, "freight_repaid", reference="2026101800002")
    step(cai, "closed")
    expect(cai.locator("h1 + .chip")).to_have_class(re.compile("done"))

    # Monday: a bad review of the best seller is an incident
    days.come(
        "19 09:00",
        orders=ORDER + order(O1, "b1", "13 08:55", **shipped, signed="15 11:00",
                             completed="18 20:00"),
        reviews=REVIEW + "S,1013001,2026-10-18 21:00:00,bad,拉链坏的\n",
    )  # fmt: skip
    owner = visit("owner", "/desk/")
    expect(owner.get_by_text("事故提醒").first).to_be_visible()
    review = Task.objects.get(list="reviews", person="P5")
    come_to(cai, "cai", f"/desk/incident/{review.pk}/")
    cai.locator("#reply-text").fill("拉链是我们的错,钱和运费都退了,下一批换供应商。")
    press(cai, "记下回评")
    expect(cai.locator("blockquote").filter(has_text="下一批换供应商")).to_be_visible()

    # the shift ends: 小北 goes on with it, and 蔡蔡 stays on record
    days.come("19 17:30")
    cai.goto("/desk/handover/")
    cai.locator(f"input[name=word-{review.pk}]").fill("等买家回话")
    cai.locator("#hand-person").select_option("P6")
    press(cai, "签字交班")
    bei = visit("bei", "/desk/")
    bei.get_by_role("link", name="交班单等您签收").click()
    press(bei, "签收")
    signed = Handover.objects.get()
    assert (signed.from_user, signed.taken_by, signed.day) == ("cai", "bei", date(2026, 10, 19))
    review.refresh_from_db()
    assert (review.person, review.first_person) == ("P6", "P5")
    bei.goto("/desk/")
    bei.locator(f"#task-{review.pk} a.button").click()
    bei.locator("form[action$=finish] input[value=solved]").check()
    bei.locator("form[action$=finish] select[name=reason]").select_option("quality")
    press(bei, "办完")
    review.refresh_from_db()
    assert (review.state, review.outcome, review.done_by) == ("done", "solved", "bei")

    # nothing fell between: all of it is on the order's page, and one thing is left, the owner's
    supervisor = visit("supervisor", "/desk/order/S/1013001/")
    expect(supervisor.get_by_role("link", name="退货 · 质量问题")).to_be_visible()
    expect(supervisor.get_by_text("已结案")).to_be_visible()
    left = Task.objects.filter(order_id=O1, state__in=OPEN_STATES)
    assert sorted((t.list, t.role, t.person) for t in left) == [("reviews", "owner", "")]
    assert not Act.objects.filter(task__order_id=O1, at__gt=timezone.now()).exists()


def press(page: Page, button: str) -> None:
    """Send a form, and wait for what it answers."""
    with page.expect_navigation():
        page.get_by_role("button", name=button, exact=True).click()


def enter(page: Page, name: str) -> None:
    page.get_by_label("用户名").fill(name)
    page.get_by_label("密码").fill("a-long-password-1")
    press(page, "登录")


def come_to(page: Page, name: str, path: str) -> None:
    """A page on another day: yesterday's session is over."""
    page.goto(path)
    if "/login/" in page.url:
        enter(page, name)


def scan(page: Page, code: str) -> None:
    """The scanner types into the field that has the focus."""
    expect(page.locator("#scan")).to_be_focused()
    page.keyboard.type(code)
    page.keyboard.press("Enter")


def step(page: Page, to: str, **said: str) -> None:
    """One step of the case, by its own form."""
    form = page.locator(f"form:has(input[name=to][value={to}])")
    if not form.is_visible():
        page.locator(f"details:has(input[name=to][value={to}]) > summary").click()
    for name, text in said.items():
        form.locator(f"#{to}-{name}").fill(text)
    with page.expect_navigation():
        form.locator("button").click()


def inspect(page: Page) -> None:
    """Everything is there, and the zip is broken indeed."""
    page.locator("input[name=condition][value=intact]").check()
    page.locator("input[name=complete][value=yes]").check()
    page.locator("input[name=quality][value=confirmed]").check()
    press(page, "验完,交给售后")
