"""The measure as a form: every switch explained, tried before it is applied, versions kept."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from tests.imports.test_rulings import imported, small_home  # noqa: F401  (fixtures)

from jinpai.apps import home
from jinpai.apps.imports import jobs
from jinpai.apps.imports.measure_form import MeasureForm, differences, field_of, paths
from jinpai.apps.imports.measure_words import BY_PATH, GROUPS, SWITCHES
from jinpai.apps.imports.models import Job
from jinpai.apps.imports.queries import measures
from jinpai.apps.team.models import AuditEntry, User
from jinpai.metrics.policies import Exclusions, Measure


def test_every_switch_of_the_measure_has_words_and_every_word_a_switch() -> None:
    assert sorted(BY_PATH) == sorted(paths())
    assert {s.group for s in SWITCHES} == {g.code for g in GROUPS}


def test_every_choice_of_a_switch_is_explained_and_exists() -> None:
    from typing import get_args

    for switch in SWITCHES:
        known = set(get_args(field_of(switch.path).annotation))
        if switch.choices and switch.path != "flags_left_out":
            assert {c.value for c in switch.choices} == known, switch.path


def sent(**changes: Any) -> dict[str, Any]:
    """The form as a browser sends it when the defaults stand, but for `changes`."""
    form = MeasureForm(measure=Measure(), base="")
    data: dict[str, Any] = {"from_day": "2026-10-01", "reason": "旺季要更快", "base": "v"}
    for switch in SWITCHES:
        value = form[switch.path].value()
        if isinstance(value, bool):
            if value:
                data[switch.path] = "on"
        elif value is not None:
            data[switch.path] = value
    data |= {k.replace("__", "."): v for k, v in changes.items()}
    return {k: v for k, v in data.items() if v is not None}


def test_the_form_sent_back_as_it_came_is_the_same_measure() -> None:
    form = MeasureForm(sent(), measure=Measure(), base="")
    assert form.is_valid(), form.errors
    assert form.measure == Measure()


def test_every_kind_of_switch_can_be_changed() -> None:
    form = MeasureForm(
        sent(
            day_cut="04:00", slow_s="60", deduct_postage="on", judgment="paid",
            flags_left_out=["green", "red"], exclusions__no_buyer_message=None,
            exclusions__internal=" 测试号 \n\n测试号\n小号", exclusions__forwarded_after="2",
            source="average_response = reported",
        ),
        measure=Measure(), base="",
    )  # fmt: skip
    assert form.is_valid(), form.errors
    assert form.measure == Measure(
        day_cut="04:00", slow_s=60, deduct_postage=True, judgment="paid",
        flags_left_out=("green", "red"), source={"average_response": "reported"},
        exclusions=Exclusions(
            no_buyer_message=False, internal=("测试号", "小号"), forwarded_after=2
        ),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"slow_s": "-1"}, "slow_s"),
        ({"slow_s": "86401"}, "slow_s"),
        ({"service_to": "25:00"}, "service_to"),
        ({"credit_window_hours": "0"}, "credit_window_hours"),
        ({"judgment": "mine"}, "judgment"),
        ({"source": "nonsense = reported"}, "source"),
        ({"source": "average_response = guessed"}, "source"),
        ({"source": "average_response"}, "source"),
        ({"from_day": "soon"}, "from_day"),
        ({"reason": ""}, "reason"),
    ],
)
def test_a_wrong_value_is_told_at_its_own_field(change: dict[str, str], field: str) -> None:
    form = MeasureForm(sent(**change), measure=Measure(), base="")
    assert not form.is_valid()
    assert list(form.errors) == [field]


@pytest.mark.parametrize("seconds", ["0", "86400"])
def test_the_limits_themselves_are_allowed(seconds: str) -> None:
    assert MeasureForm(sent(slow_s=seconds), measure=Measure(), base="").is_valid()


def test_differences_are_told_in_words() -> None:
    found = differences(Measure(), Measure(slow_s=60, tie="first"))
    assert [(s.path, before, after) for s, before, after in found] == [
        ("slow_s", "100 秒", "60 秒"),
        ("tie", "最后说话的", "最先说话的"),
    ]


def try_out(page: Client, **changes: Any) -> Job:
    token = measures.version_token("S1")
    answer = page.post("/data/measure/try/?shop=S1", sent(base=token, **changes))
    assert answer.status_code == 302, answer.content.decode()[:3000]
    job = Job.objects.filter(kind=Job.Kind.PREVIEW).first()
    jobs.perform(job.pk, job.attempt)
    job.refresh_from_db()
    assert job.error is None, job.error
    return job


def test_a_change_shows_what_would_move_and_applies_nothing(imported: Client) -> None:  # noqa: F811
    before = home.lake().snapshot().import_no
    job = try_out(imported, average_response="taobao_average", slow_s="10")
    words = imported.get(f"/data/measure/?shop=S1&tried={job.pk}").content.decode()
    assert "100 秒" in words and "10 秒" in words and "就这样改" in words
    slow = [m for m in job.report["moved"] if (m["metric"], m["account"]) == ("slow", "")]
    assert [(m["before"]["value"], m["after"]["value"]) for m in slow] == [("0", "1")]
    assert home.lake().snapshot().import_no == before
    assert home.reading().measures("S1")[-1][1] == Measure()


def test_applied_it_is_a_dated_ruling_with_reason_and_who_and_the_earlier_one_stays(
    imported: Client,  # noqa: F811
) -> None:
    job = try_out(imported, slow_s="10")
    answer = imported.post(reverse("imports:apply_measure", args=[job.pk]))
    refresh = Job.objects.get(kind=Job.Kind.REFRESH)
    assert answer["Location"] == reverse("imports:job", args=[refresh.pk])
    jobs.perform(refresh.pk, refresh.attempt)
    words = imported.get("/data/measure/?shop=S1").content.decode()
    assert "现在用的从 2026-10-01 起,owner 定的:旺季要更快" in words
    told = home.reading().measures("S1")
    assert [(d and d.isoformat(), m.slow_s) for d, m, _r in told] == [
        (None, 100), ("2026-10-01", 10),
    ]  # fmt: skip
    entry = AuditEntry.objects.filter(action="measure.changed").get()
    assert (entry.subject, entry.detail["reason"]) == ("S1", "旺季要更快")
    changed = {k: v for k, v in entry.detail.items() if k not in ("from", "to", "reason")}
    assert changed == {"slow_s": [100, 10]}  # the log names what changed, not every switch


def test_a_change_is_applied_once(imported: Client) -> None:  # noqa: F811
    job = try_out(imported, slow_s="10")
    assert imported.post(reverse("imports:apply_measure", args=[job.pk])).status_code == 302
    again = imported.post(reverse("imports:apply_measure", args=[job.pk]))
    assert again.status_code == 409 and "已经生效" in again.content.decode()


def test_a_measure_that_somebody_changed_meanwhile_is_not_overwritten(
    imported: Client,  # noqa: F811
) -> None:
    mine, theirs = try_out(imported, slow_s="10"), try_out(imported, slow_s="20")
    imported.post(reverse("imports:apply_measure", args=[theirs.pk]))
    late = imported.post(reverse("imports:apply_measure", args=[mine.pk]))
    assert late.status_code == 409 and "别人改过" in late.content.decode()
    assert home.reading().measures("S1")[-1][1].slow_s == 20
    # and a form that was opened before is told as well
    stale = imported.post("/data/measure/try/?shop=S1", sent(base="older", slow_s="5"))
    assert stale.status_code == 409 and "别人改过" in stale.content.decode()


def test_what_was_never_tried_cannot_be_applied(imported: Client) -> None:  # noqa: F811
    token = measures.version_token("S1")
    imported.post("/data/measure/try/?shop=S1", sent(base=token, slow_s="10"))
    job = Job.objects.get(kind=Job.Kind.PREVIEW)
    answer = imported.post(reverse("imports:apply_measure", args=[job.pk]))
    assert answer.status_code == 409 and "先看试算结果" in answer.content.decode()


def test_an_assistant_neither_sees_nor_changes_the_measure(
    imported: Client,  # noqa: F811
    user: Callable[[str], User],
) -> None:
    job = try_out(imported, slow_s="10")
    other = Client()
    other.force_login(user("assistant"))
    assert other.get("/data/measure/").status_code == 403
    assert other.post(reverse("imports:apply_measure", args=[job.pk])).status_code == 403
