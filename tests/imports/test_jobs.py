"""Import jobs: they load, can be cancelled at any moment, survive a dead worker, take turns."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.imports.files import ORDERS, file, month

from jinpai.apps import home
from jinpai.apps.imports import actions, jobs, locks, uploads
from jinpai.apps.imports.models import Drop, Job
from jinpai.apps.imports.watch import Watch
from jinpai.apps.team.models import User


@pytest.fixture
def started(page: Client) -> Callable[..., Job]:
    """Drop files and press the button; the worker has not come by yet."""

    def start(*files: Any) -> Job:
        answer = page.post("/data/imports/drop/", {"files": list(files or month())})
        drop = Drop.objects.get(pk=answer["Location"].split("/")[4])
        answer = page.post(reverse("imports:begin", args=[drop.pk]))
        assert answer.status_code == 302, answer.content.decode()[:3000]
        return Job.objects.get(drop=drop)

    return start


def work(job: Job) -> Job:
    jobs.perform(job.pk, job.attempt)
    job.refresh_from_db()
    return job


def lake_rows() -> dict[str, int]:
    snapshot = home.lake().snapshot()
    return {name: snapshot.rows(name) for name in ("shops", "messages", "orders")}


def test_an_import_reads_every_row_and_brings_the_figures_along(
    started: Callable[..., Job], page: Client
) -> None:
    job = work(started())
    assert job.error is None and job.state == Job.State.DONE
    assert job.import_no == 1 and job.rows_done == 7
    assert lake_rows() == {"shops": 1, "messages": 2, "orders": 2}
    words = page.get(reverse("imports:import", args=[1])).content.decode()
    assert "messages.csv" in words and "聊天消息" in words


def test_an_import_says_what_it_moved_over_the_days_it_touched(
    started: Callable[..., Job], page: Client
) -> None:
    work(started())
    more = (
        ORDERS.splitlines()[0] + "\nS1,1003,tb_new,2026-10-02T09:00:00,2026-10-02T09:01:00,5,5,1\n"
    )
    job = work(started(file("more.csv", more)))
    told = {m["metric"]: m for m in job.moved}
    silent = told["silent_sales"]
    assert (silent["start"], silent["end"]) == ("2026-10-02", "2026-10-02")
    assert ((silent["before"] or {}).get("value"), silent["after"]["value"]) in (
        (None, "5.00"), ("0", "5.00"), ("0.00", "5.00"),
    )  # fmt: skip
    words = page.get(reverse("imports:import", args=[job.import_no])).content.decode()
    assert "静默销售额" in words


def test_the_files_are_gone_from_disk_when_the_import_is_done(
    started: Callable[..., Job], data_home: Path
) -> None:
    job = started()
    assert list((data_home / "uploads" / str(job.drop_id)).iterdir())
    work(job)
    assert [p.name for p in (data_home / "uploads").iterdir()] == []


def test_the_same_files_again_change_nothing_and_say_so(
    started: Callable[..., Job], page: Client
) -> None:
    work(started())
    again = work(started())
    assert again.state == Job.State.DONE and again.import_no is None
    words = page.get(reverse("imports:job", args=[again.pk])).content.decode()
    assert "没有带来新的东西" in words and "同一文件" in words
    assert lake_rows() == {"shops": 1, "messages": 2, "orders": 2}


def test_pressing_the_button_twice_starts_one_import(
    started: Callable[..., Job], page: Client
) -> None:
    job = started()
    answer = page.post(reverse("imports:begin", args=[job.drop_id]))
    assert answer["Location"] == reverse("imports:job", args=[job.pk])
    assert Job.objects.count() == 1


def test_what_is_answered_for_one_file_holds_for_that_file_only(
    started: Callable[..., Job], page: Client
) -> None:
    page.post("/data/imports/drop/", {"files": month()})
    drop = Drop.objects.get()
    orders = drop.files.last()
    answer = page.post(
        reverse("imports:begin", args=[drop.pk]),
        {f"as_of-{orders.pk}": "2026-11-01T08:00"},
    )
    assert answer.status_code == 302
    job = work(Job.objects.get())
    told = {f["name"]: (f["as_of"], f["as_of_from"]) for f in job.report["files"]}
    assert told["orders.csv"] == ("2026-11-01T08:00:00", "asked")
    assert told["messages.csv"] == ("2026-10-01T10:00:20", "latest row")


def test_a_waiting_job_is_cancelled_at_once(started: Callable[..., Job], page: Client) -> None:
    job = started()
    page.post(reverse("imports:cancel", args=[job.pk]))
    job.refresh_from_db()
    assert job.state == Job.State.CANCELLED
    assert jobs.perform(job.pk, job.attempt) is None
    assert home.lake().snapshot().import_no == 0
    assert not uploads.folder(job.drop_id).exists()


@pytest.mark.parametrize("looks", range(0, 14))
def test_cancelling_at_any_moment_leaves_the_lake_as_it_was(
    looks: int, started: Callable[..., Job], monkeypatch: pytest.MonkeyPatch
) -> None:
    """`cancelled` is asked between any two steps of a load: say yes at the n-th time."""
    before = home.lake().snapshot()
    job = started()
    asked = 0

    def cancelled(self: Watch) -> bool:
        nonlocal asked
        asked += 1
        return asked > looks

    monkeypatch.setattr(Watch, "cancelled", cancelled)
    work(job)
    if job.state == Job.State.DONE:  # it asked fewer times than that
        assert asked <= looks and lake_rows()["orders"] == 2
        return
    assert job.state == Job.State.CANCELLED and job.import_no is None
    after = home.lake().snapshot()
    assert (after.import_no, after.versions) == (before.import_no, before.versions)
    assert home.lake().waiting() == []
    assert list((home.lake_folder()).glob("_work-*")) == []


def test_after_cancelling_the_same_files_can_be_imported(started: Callable[..., Job]) -> None:
    job = started()
    Job.objects.filter(pk=job.pk).update(cancel_asked=True)
    jobs.perform(job.pk, job.attempt)
    assert work(started()).state == Job.State.DONE
    assert lake_rows() == {"shops": 1, "messages": 2, "orders": 2}


def test_a_job_that_has_committed_is_not_cancelled_any_more(
    started: Callable[..., Job], page: Client
) -> None:
    job = started()
    Job.objects.filter(pk=job.pk).update(state=Job.State.RUNNING, committed=True)
    with locks.holding(job.pk):
        page.post(reverse("imports:cancel", args=[job.pk]))
        words = page.get(reverse("imports:job", args=[job.pk])).content.decode()
    job.refresh_from_db()
    assert (
        not job.cancel_asked and "取消" not in words.split('id="progress"')[1].split("</section")[0]
    )


DIE = """
import os, sys, uuid
import django; django.setup()
from jinpai.apps import home
from jinpai.apps.imports import jobs
def die(step):
    if step == sys.argv[2]:
        os.kill(os.getpid(), 9)
home.lake().step = die
jobs.perform(uuid.UUID(sys.argv[1]), 0)
"""


@pytest.mark.parametrize("step", ["append orders", "rename"])  # each step: tests/facts
@pytest.mark.own_database
def test_a_worker_that_is_killed_leaves_an_interrupted_job_that_can_be_done_again(
    step: str, data_home: Path, tmp_path: Path
) -> None:
    """In a process of its own, with a database of its own: nothing of it survives but files."""
    environment = {
        **os.environ, "JINPAI_HOME": str(data_home), "JINPAI_JOBS": "worker",
        "PYTHONPATH": os.pathsep.join(sys.path), "DATABASE_URL": "",
    }  # fmt: skip

    def python(code: str, *args: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-c", code, *args], env=environment, capture_output=True, text=True,
            timeout=120, check=False,
        )  # fmt: skip

    made = python(START)
    assert made.returncode == 0, made.stderr
    job_id = made.stdout.strip().splitlines()[-1]
    killed = python(DIE, job_id, step)
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    assert home.lake().snapshot().import_no == 0
    done = python(FINISH, job_id)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip().splitlines()[-2:] == ["interrupted", "done"]
    assert lake_rows() == {"shops": 1, "messages": 2, "orders": 2}
    assert home.lake().snapshot().import_no == 1


START = """
import django; django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
from django.utils import timezone
from jinpai.apps.team.models import User
from jinpai.apps.imports import actions, uploads
from tests.imports import files
import hashlib
user = User.objects.create_user("owner", "a-long-password-1", role="owner")
now = timezone.now()
drop = actions.open_drop(user=user, now=now)
folder = uploads.folder(drop.pk); folder.mkdir(parents=True)
stored = []
for f in files.month():
    path = folder / f.name
    body = f.read(); path.write_bytes(body)
    stored.append(uploads.StoredFile(f.name, path, len(body), hashlib.sha256(body).hexdigest()))
actions.add_files(user=user, drop=drop, stored=stored)
print(actions.begin(user=user, drop=drop, now=now).pk)
"""

FINISH = """
import sys, uuid
import django; django.setup()
from django.utils import timezone
from jinpai.apps.imports import actions, jobs
from jinpai.apps.imports.models import Job
from jinpai.apps.team.models import User
job_id = uuid.UUID(sys.argv[1])
jobs.reap(timezone.now())
print(Job.objects.get(pk=job_id).state)
job = actions.again(user=User.objects.get(), job=Job.objects.get(pk=job_id), now=timezone.now())
jobs.perform(job_id, job.attempt)
job.refresh_from_db()
print(job.state if job.error is None else job.error)
"""


def test_a_running_job_whose_lock_is_free_is_shown_as_interrupted(
    started: Callable[..., Job], page: Client
) -> None:
    job = started()
    Job.objects.filter(pk=job.pk).update(state=Job.State.RUNNING, started_at=timezone.now())
    words = page.get(reverse("imports:job", args=[job.pk])).content.decode()
    assert "中途停了" in words and "再来一次" in words


def test_a_running_job_whose_lock_is_held_is_running(
    started: Callable[..., Job], page: Client
) -> None:
    job = started()
    Job.objects.filter(pk=job.pk).update(state=Job.State.RUNNING, started_at=timezone.now())
    with locks.holding(job.pk) as mine:
        assert mine
        words = page.get(reverse("imports:job", args=[job.pk])).content.decode()
    assert "进行中" in words and "再来一次" not in words


def test_an_older_attempt_does_not_touch_the_job(started: Callable[..., Job], page: Client) -> None:
    job = started()
    Job.objects.filter(pk=job.pk).update(state=Job.State.INTERRUPTED)
    page.post(reverse("imports:again", args=[job.pk]))
    assert jobs.perform(job.pk, 0) is None
    job.refresh_from_db()
    assert (job.state, job.attempt) == (Job.State.WAITING, 1)
    assert work(job).state == Job.State.DONE


def test_two_imports_at_once_take_turns_and_both_people_are_told(
    started: Callable[..., Job], page: Client, user: Callable[[str], User],
    django_capture_on_commit_callbacks: Any,
) -> None:  # fmt: skip
    first = started()
    other = Client()
    other.force_login(user("supervisor"))
    answer = other.post("/data/imports/drop/", {"files": [file("more.csv", ORDERS)]})
    drop = Drop.objects.get(pk=answer["Location"].split("/")[4])
    words = other.get(reverse("imports:dropped", args=[drop.pk])).content.decode()
    assert "Owner 的任务正在进行" in words
    other.post(reverse("imports:begin", args=[drop.pk]))
    second = Job.objects.get(drop=drop)
    Job.objects.filter(pk=first.pk).update(state=Job.State.RUNNING)
    with locks.holding(first.pk):
        assert jobs.perform(second.pk, 0) is None  # goes back to the queue
        second.refresh_from_db()
        assert second.state == Job.State.WAITING
        words = other.get(reverse("imports:job", args=[second.pk])).content.decode()
        assert "Owner 的任务在前面" in words
    Job.objects.filter(pk=first.pk).update(state=Job.State.WAITING)
    assert work(first).state == work(second).state == Job.State.DONE


def test_a_job_that_nobody_picks_up_says_that_no_worker_runs(
    started: Callable[..., Job], page: Client
) -> None:
    job = started()
    long_ago = timezone.now() - timezone.timedelta(seconds=16)
    Job.objects.filter(pk=job.pk).update(made_at=long_ago)
    assert "没有后台任务进程" in page.get(reverse("imports:job", args=[job.pk])).content.decode()


def test_the_progress_part_stops_asking_when_the_job_is_over(
    started: Callable[..., Job], page: Client
) -> None:
    job = started()
    address = reverse("imports:progress", args=[job.pk])
    going = page.get(address, headers={"HX-Request": "true"})
    assert 'hx-trigger="every 1s"' in going.content.decode() and "HX-Refresh" not in going
    work(job)
    over = page.get(address, headers={"HX-Request": "true"})
    assert "hx-trigger" not in over.content.decode() and over["HX-Refresh"] == "true"


def test_a_lost_drop_is_told_and_not_a_broken_page(
    started: Callable[..., Job], data_home: Path, page: Client
) -> None:
    job = started()
    uploads.remove(job.drop)
    assert work(job).state == Job.State.FAILED
    words = page.get(reverse("imports:job", args=[job.pk])).content.decode()
    assert "重新放入这些文件" in words


class _Step:
    def __init__(self, file: str, stage: str, done: int, total: int | None = None) -> None:
        self.file, self.stage, self.rows_done, self.rows_total = file, stage, done, total


def test_progress_counts_rows_over_files_and_corrects_a_wrong_guess(
    started: Callable[..., Job],
) -> None:
    job = started()
    clock = iter(range(0, 1000, 10))
    watch = Watch(job, timer=lambda: next(clock))
    watch.files({"a.csv": 100, "b.csv": 50})
    watch.progress(_Step("a.csv", "reading", 60))
    job.refresh_from_db()
    assert (job.rows_done, job.rows_ahead, job.file_no) == (60, 150, 1)
    watch.progress(_Step("a.csv", "done", 80, 80))
    job.refresh_from_db()
    assert (job.rows_done, job.rows_ahead) == (80, 130)
    watch.progress(_Step("b.csv", "reading", 70))
    job.refresh_from_db()
    assert (job.rows_done, job.rows_ahead, job.file_no) == (150, 150, 2)
    watch.progress(_Step("订单", "writing", 75, 150))
    job.refresh_from_db()
    assert (job.rows_written, job.file, job.rows_done) == (75, "订单", 150)


def test_an_agent_can_start_nothing(user: Callable[[str], User], data_home: Path) -> None:
    from jinpai.apps.pages.refusals import NotYours

    agent = user("agent")
    with pytest.raises(NotYours):
        actions.open_drop(user=agent, now=timezone.now())
    with pytest.raises(NotYours):
        actions.start_check(user=agent, now=timezone.now())


def test_what_was_started_and_cancelled_is_in_the_log(
    started: Callable[..., Job], page: Client
) -> None:
    from jinpai.apps.team.models import AuditEntry

    job = started()
    page.post(reverse("imports:cancel", args=[job.pk]))
    told = list(AuditEntry.objects.order_by("id").values_list("action", "subject"))
    assert told == [("import.started", str(job.pk)), ("import.cancelled", str(job.pk))]


def test_an_interrupted_import_can_be_given_up_and_its_files_go(
    started: Callable[..., Job], page: Client
) -> None:
    job = started()
    Job.objects.filter(pk=job.pk).update(state=Job.State.INTERRUPTED)
    page.post(reverse("imports:cancel", args=[job.pk]))
    job.refresh_from_db()
    assert job.state == Job.State.CANCELLED
    assert not uploads.folder(job.drop_id).exists()


def test_piles_that_nobody_started_are_thrown_away_after_two_days(
    page: Client, data_home: Path
) -> None:
    page.post("/data/imports/drop/", {"files": month()})
    drop = Drop.objects.get()
    assert uploads.tidy(drop.made_at + timezone.timedelta(days=2)) == 0
    assert uploads.tidy(drop.made_at + timezone.timedelta(days=2, seconds=1)) == 1
    assert not Drop.objects.exists() and not uploads.folder(drop.pk).exists()
