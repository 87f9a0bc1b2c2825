"""Versions are never changed; what rules a month is what was decided last for it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from tests.rulebooks.conftest import KPI, NOW, SMALL

from jinpai.apps.pages.refusals import NotYours
from jinpai.apps.rulebooks import closed
from jinpai.apps.rulebooks.actions import put_in_force, save_version
from jinpai.apps.rulebooks.models import LARGEST, Force, Version
from jinpai.apps.rulebooks.queries import history, in_force, last_number, version
from jinpai.apps.rulebooks.refused import Moved, Refused, Unsound
from jinpai.apps.team.models import AuditEntry, User
from jinpai.rules import document


def other(text: str = SMALL) -> str:
    return text.replace("rate = 0.01", "rate = 0.02")


def test_a_shipped_rulebook_is_kept_as_it_is_and_known_by_its_hash(owner: User) -> None:
    kept = save_version(by=owner, text=KPI, now=NOW)
    assert (kept.code, kept.number) == ("kpi-bands", 1)
    assert kept.text == KPI
    assert kept.sha256 == document.digest(KPI)
    assert version(kept.sha256) == kept
    assert kept.rulebook.code == "kpi-bands"


def test_the_same_text_again_is_the_same_version(owner: User) -> None:
    first = save_version(by=owner, text=SMALL, now=NOW)
    again = save_version(by=owner, text=SMALL.replace("\n", "\r\n"), now=NOW)
    assert again == first
    assert Version.objects.count() == 1


def test_another_text_of_the_code_gets_the_next_number_and_its_reason_written_into_it(
    owner: User,
) -> None:
    save_version(by=owner, text=SMALL, now=NOW)
    second = save_version(by=owner, text=other(), reason="提成提高到 2%", now=NOW)
    assert (second.number, second.reason) == (2, "提成提高到 2%")
    assert "version = 2\n" in second.text
    assert 'reason = "提成提高到 2%"' in second.text
    assert "weight = 60  # 结果 · result" in second.text
    assert second.rulebook.version == 2


def test_a_reason_of_several_lines_is_kept_as_a_browser_sends_it(owner: User) -> None:
    kept = save_version(by=owner, text=SMALL, reason='先说"好",\r\n再试三个月\\', now=NOW)
    assert kept.rulebook.reason == kept.reason == '先说"好",\n再试三个月\\'


def test_a_version_is_never_changed_or_deleted(owner: User) -> None:
    kept = save_version(by=owner, text=SMALL, now=NOW)
    kept.text = KPI
    for act in (
        kept.save,
        kept.delete,
        lambda: Version.objects.update(text=""),
        lambda: Version.objects.filter(pk=kept.pk).delete(),
        lambda: Version.objects.bulk_update([kept], ["text"]),
    ):
        with pytest.raises(TypeError, match="never"):
            act()
    assert Version.objects.get().text == SMALL


def test_what_is_no_rulebook_is_not_kept(owner: User) -> None:
    with pytest.raises(Unsound) as refused:
        save_version(by=owner, text=SMALL.replace("weight = 60", "weight = 61"), now=NOW)
    errors = [p.path for p in refused.value.problems if p.severity == "error"]
    assert errors == ["appraisal.schemes.agent.items"]
    assert Version.objects.count() == 0


def padded(size: int) -> str:
    room = size - len(SMALL.encode())
    return SMALL + "#" * (room - 1) + "\n"


def test_a_text_of_256_kb_is_taken_and_one_byte_more_is_not(owner: User) -> None:
    assert save_version(by=owner, text=padded(LARGEST), now=NOW).number == 1
    with pytest.raises(Refused) as refused:
        save_version(by=owner, text=padded(LARGEST + 1), now=NOW)
    assert refused.value.problem["code"] == "too_long"


@pytest.mark.parametrize("role", ["assistant", "agent", "warehouse", "operations"])
def test_only_those_who_write_rules_save(user: Callable[..., User], role: str) -> None:
    with pytest.raises(NotYours):
        save_version(by=user(role), text=SMALL, now=NOW)


@pytest.mark.parametrize("role", ["supervisor", "assistant", "agent"])
def test_only_the_owner_puts_in_force(user: Callable[..., User], owner: User, role: str) -> None:
    kept = save_version(by=owner, text=SMALL, now=NOW)
    with pytest.raises(NotYours):
        put_in_force(by=user(role), sha256=kept.sha256, month="2026-11", reason="试试看", now=NOW)


def force(owner: User, text: str, month: str, **more: object) -> Force:
    kept = save_version(by=owner, text=text, now=NOW)
    return put_in_force(
        by=owner, sha256=kept.sha256, month=month, reason="大家说好了", now=NOW, **more
    )


def test_nothing_rules_before_the_first_month(owner: User) -> None:
    assert in_force("2026-10") is None
    force(owner, SMALL, "2026-10")
    assert in_force("2026-09") is None
    assert str(in_force("2026-10")) == "small 1"
    assert str(in_force("2030-01")) == "small 1"


def test_the_newest_decision_of_a_month_wins_and_all_are_kept(owner: User) -> None:
    force(owner, SMALL, "2026-10")
    force(owner, KPI, "2026-11")
    force(owner, other(), "2026-11")
    assert [str(in_force(m)) for m in ("2026-10", "2026-11", "2026-12")] == [
        "small 1", "small 2", "small 2",
    ]  # fmt: skip
    assert [(s.month, s.until, str(s.version)) for s in history()] == [
        ("2026-10", "2026-11", "small 1"),
        ("2026-11", None, "small 2"),
    ]
    assert Force.objects.count() == 3
    with pytest.raises(TypeError, match="never"):
        Force.objects.first().delete()


def test_putting_in_force_is_logged_with_month_reason_and_what_ruled_before(owner: User) -> None:
    force(owner, SMALL, "2026-10")
    force(owner, KPI, "2026-12")
    entry = AuditEntry.objects.filter(action="rulebook.put_in_force").first()
    assert (entry.user, entry.subject) == (owner, "kpi-bands 1")
    assert entry.detail["month"] == "2026-12"
    assert entry.detail["before"] == "small 1"
    assert entry.detail["reason"] == "大家说好了"


def test_of_two_who_decide_on_the_same_page_one_wins_and_the_other_is_told(owner: User) -> None:
    seen = last_number()
    force(owner, SMALL, "2026-10", seen=seen)
    with pytest.raises(Moved) as told:
        force(owner, KPI, "2026-10", seen=seen)
    assert told.value.problem["code"] == "moved_on"
    assert str(in_force("2026-10")) == "small 1"
    force(owner, KPI, "2026-10", seen=last_number())
    assert str(in_force("2026-10")) == "kpi-bands 1"


def test_the_number_of_a_decision_can_be_had_only_once(owner: User) -> None:
    """Two transactions that both read the same last number: the database lets one through."""
    from django.db import IntegrityError, transaction

    first = force(owner, SMALL, "2026-10")
    with pytest.raises(IntegrityError), transaction.atomic():
        Force.objects.create(
            number=first.number, month="2026-11", version=first.version, reason="同时",
            signed_by="owner", at=NOW + timedelta(seconds=1),
        )  # fmt: skip


@pytest.fixture
def paid(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """Months whose pay is confirmed."""
    months: set[str] = set()
    monkeypatch.setattr(closed, "closed_months", [lambda: months])
    return months


def test_a_month_with_confirmed_pay_keeps_its_rulebook(owner: User, paid: set[str]) -> None:
    force(owner, SMALL, "2026-09")
    paid |= {"2026-09", "2026-10"}
    for month in ("2026-09", "2026-10"):
        with pytest.raises(Refused) as refused:
            force(owner, KPI, month)
        assert refused.value.problem["code"] == "month_closed"
    force(owner, KPI, "2026-11")
    assert [str(in_force(m)) for m in ("2026-10", "2026-11")] == ["small 1", "kpi-bands 1"]


def test_a_decision_that_ends_before_the_closed_month_is_allowed(
    owner: User, paid: set[str]
) -> None:
    force(owner, SMALL, "2026-10")
    paid.add("2026-10")
    force(owner, KPI, "2026-08")
    assert [str(in_force(m)) for m in ("2026-09", "2026-10")] == ["kpi-bands 1", "small 1"]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"month": "2026-13"}, "no_month"),
        ({"month": "2026-11\n"}, "no_month"),
        ({"reason": "  "}, "no_reason"),
        ({"sha256": "0" * 64}, "no_version"),
    ],
)
def test_what_makes_no_sense_is_refused(owner: User, change: dict[str, str], code: str) -> None:
    kept = save_version(by=owner, text=SMALL, now=NOW)
    asked = {"sha256": kept.sha256, "month": "2026-11", "reason": "试试看"} | change
    with pytest.raises(Refused) as refused:
        put_in_force(by=owner, now=NOW, **asked)
    assert refused.value.problem["code"] == code
    assert Force.objects.count() == 0


def test_the_same_again_for_the_same_month_is_told_so(owner: User) -> None:
    force(owner, SMALL, "2026-10")
    with pytest.raises(Refused) as refused:
        force(owner, SMALL, "2026-10")
    assert refused.value.problem["code"] == "already"
