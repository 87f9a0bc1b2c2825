"""The data pages in a real browser: dropping, progress, placing, trying a measure, at any size."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from jinpai.apps.imports import jobs
from jinpai.apps.imports.models import Job

PAGES = (
    "/data/imports/",
    "/data/imports/1/",
    "/data/unmatched/",
    "/data/health/?month=2026-10",
    "/data/measure/",
)
ORDER = (
    "shop,order_id,buyer,created_at,paid_at,amount_due,amount_paid,quantity\n"
    "shumo,88001,tb_new,2026-10-30T10:05:00,2026-10-30T10:06:00,99.00,99.00,1\n"
)


@pytest.fixture
def queue(settings: object) -> None:
    """Jobs wait for a worker, as they do in use."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": []}}


def work() -> None:
    """What the worker would do, once."""
    for job in Job.objects.filter(state=Job.State.WAITING).order_by("made_at"):
        jobs.perform(job.pk, job.attempt)


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize(("width", "scheme"), [(1440, "light"), (360, "dark")])
def test_a_page_is_accessible_and_stays_within_the_window(
    visit: Callable[..., Page],
    axe: Callable[[Page], list[str]],
    sideways: Callable[[Page], int],
    path: str,
    width: int,
    scheme: str,
) -> None:
    page = visit("owner", path, width=width, scheme=scheme)
    for drawer in page.locator("details.drawer > summary").all():
        drawer.click()
    assert axe(page) == []
    assert sideways(page) == 0


@pytest.mark.parametrize("path", PAGES)
def test_a_page_in_english_holds_no_chinese_but_data(visit: Callable[..., Page], path: str) -> None:
    page = visit("owner", path, language="en")
    text = page.evaluate(
        """() => {
            const copy = document.body.cloneNode(true);
            for (const el of copy.querySelectorAll('[lang="zh-Hans"], script, td, th[scope=row], summary strong, .pick, .pick-only, option, p.lead')) el.remove();
            return copy.textContent + [...copy.querySelectorAll('[aria-label],[title],[placeholder]')]
                .map(el => [el.ariaLabel, el.title, el.placeholder].join(' ')).join(' ') + document.title;
        }"""  # noqa: E501
    )
    assert re.findall(r"[一-鿿]+", text) == []


def test_files_are_dropped_recognised_imported_and_every_row_is_accounted_for(
    own_home: Path, queue: None, visit: Callable[..., Page], axe: Callable[[Page], list[str]],
    sideways: Callable[[Page], int], tmp_path: Path,
) -> None:  # fmt: skip
    (tmp_path / "more.csv").write_text(ORDER, "utf-8")
    (tmp_path / "page.csv").write_text("<!doctype html><p>请登录</p>", "utf-8")
    page = visit("owner", "/data/imports/", width=360)
    page.set_input_files("#files", [str(tmp_path / "more.csv"), str(tmp_path / "page.csv")])
    page.get_by_role("button", name="放入", exact=True).click()
    page.wait_for_url("**/data/imports/drop/*/")
    expect(page.get_by_text("看不出这是哪一种导出文件")).to_be_visible()
    assert axe(page) == [] and sideways(page) == 0
    page.get_by_role("button", name="导入这 1 个文件").click()
    page.wait_for_url("**/data/jobs/*/")
    expect(page.get_by_text("马上开始")).to_be_visible()
    assert axe(page) == [] and sideways(page) == 0
    page.goto("/data/imports/")  # leave
    page.get_by_role("region", name="进行中和没做完的").get_by_role(
        "link"
    ).first.click()  # come back
    work()
    expect(page.get_by_text("完成,读了 1 行")).to_be_visible(timeout=20_000)  # by itself
    page.get_by_role("link", name="每一行的去向").click()
    expect(page.locator(".formula")).to_contain_text("读到 1 = 新增 1")
    expect(page.get_by_role("region", name="指标动了什么")).to_contain_text("静默销售额")
    assert axe(page) == [] and sideways(page) == 0


def test_without_scripts_the_plain_form_does_the_same(
    own_home: Path, queue: None, visit: Callable[..., Page], tmp_path: Path
) -> None:
    (tmp_path / "more.csv").write_text(ORDER, "utf-8")
    page = visit("supervisor", "/data/imports/", scripts=False)
    page.set_input_files("#files", str(tmp_path / "more.csv"))
    page.get_by_role("button", name="放入", exact=True).click()
    page.get_by_role("button", name="导入这 1 个文件").click()
    work()
    page.reload()
    expect(page.get_by_text("完成,读了 1 行")).to_be_visible()


def test_an_import_is_cancelled_by_keyboard(
    own_home: Path, queue: None, visit: Callable[..., Page], tmp_path: Path
) -> None:
    (tmp_path / "more.csv").write_text(ORDER, "utf-8")
    page = visit("owner", "/data/imports/")
    page.set_input_files("#files", str(tmp_path / "more.csv"))
    page.get_by_role("button", name="放入", exact=True).press("Enter")
    page.get_by_role("button", name="导入这 1 个文件").press("Enter")
    page.get_by_role("button", name="取消").press("Enter")
    expect(page.get_by_text("已取消,数据和开始前一样")).to_be_visible()


def test_too_much_is_told_before_it_is_sent(
    visit: Callable[..., Page], settings: object, tmp_path: Path
) -> None:
    settings.UPLOAD_LIMIT = 1_000_000
    (tmp_path / "big.csv").write_bytes(b"x" * 1_000_001)
    page = visit("owner", "/data/imports/")
    page.set_input_files("#files", str(tmp_path / "big.csv"))
    page.get_by_role("button", name="放入", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("超过一次的上限 1 MB")


@pytest.mark.parametrize("role", ["agent", "warehouse", "operations"])
def test_who_may_not_import_is_told_so(
    visit: Callable[..., Page], complaints: object, role: str
) -> None:
    complaints.expect("403")
    page = visit(role, "/data/imports/")
    expect(page.get_by_role("heading", level=1)).to_have_text("这一页不对您开放")


def test_a_measure_is_tried_and_then_put_in_force(
    own_home: Path, queue: None, visit: Callable[..., Page], axe: Callable[[Page], list[str]]
) -> None:
    page = visit("owner", "/data/measure/")
    page.get_by_label("超过多少秒算慢回合").fill("20")
    page.get_by_label("从哪一天起").fill("2026-10-01")
    page.get_by_label("为什么改").fill("旺季要更快")
    page.get_by_role("button", name="先看会动什么").click()
    expect(page.get_by_text("正在试算会动什么")).to_be_visible()
    work()
    expect(page.get_by_role("button", name="就这样改,生效")).to_be_visible(timeout=20_000)
    expect(page.get_by_role("region", name="全店会动的指标")).to_contain_text("慢")
    assert axe(page) == []
    page.get_by_role("button", name="就这样改,生效").click()
    work()
    page.goto("/data/measure/")
    expect(page.locator(".lead")).to_contain_text("从 2026-10-01 起")
