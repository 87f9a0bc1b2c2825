"""Automatic replies without a database: who speaks when, where nobody does, where two would."""

from __future__ import annotations

from datetime import datetime, timedelta

from jinpai.workflow import autoreplies as rule
from jinpai.workflow.autoreplies import Campaign, Reply
from jinpai.workflow.hours import ALWAYS, Hours

HOURS = Hours.of("08:00", "23:00")
SECOND = timedelta(seconds=1)


def at(day: int, clock: str = "00:00") -> datetime:
    return datetime.fromisoformat(f"2026-11-{day:02d}T{clock}:00")


PLAIN = Reply(1, "welcome", "您好", at(1))
DOUBLE = Reply(2, "welcome", "双十一", at(10), at(12), campaign="双11")
NIGHT = Reply(3, "night", "明早回复", at(1), at(20))


def test_a_campaign_speaks_from_its_beginning_and_not_at_its_end() -> None:
    speak = lambda t: rule.in_force([PLAIN, DOUBLE], t, HOURS)["welcome"].key  # noqa: E731
    assert [speak(at(9, "22:59")), speak(at(10, "08:00")), speak(at(11, "22:59"))] == [1, 2, 2]
    assert speak(at(12, "08:00")) == 1
    assert rule.speaking([PLAIN, DOUBLE], "welcome", at(10))[0] == DOUBLE
    assert rule.speaking([PLAIN, DOUBLE], "welcome", at(10) - SECOND)[0] == PLAIN
    assert rule.speaking([PLAIN, DOUBLE], "welcome", at(12))[0] == PLAIN


def test_by_night_the_night_reply_speaks_and_no_other() -> None:
    keys = lambda t: {k: r.key for k, r in rule.in_force([PLAIN, NIGHT], t, HOURS).items()}  # noqa: E731
    assert keys(at(5, "22:59")) == {"welcome": 1}
    assert keys(at(5, "23:00")) == {"night": 3}
    assert keys(at(6, "07:59")) == {"night": 3}
    assert keys(at(6, "08:00")) == {"welcome": 1}
    late = Hours.of("18:00", "02:00")  # closes after midnight
    assert rule.at_work(at(6, "01:59"), late) and not rule.at_work(at(6, "02:00"), late)


def test_gaps_are_told_with_their_ends() -> None:
    before = Reply(1, "welcome", "您好", at(3), at(5))
    after = Reply(2, "welcome", "您好", at(6))
    others = [Reply(n, k, "x", at(1)) for n, k in enumerate(("busy", "away", "night"), 10)]
    found = rule.gaps([before, after, *others], at(2), at(9), HOURS)
    assert [(g.kind, g.begins, g.ends) for g in found] == [
        ("welcome", at(2), at(3)), ("welcome", at(5), at(6)),
    ]  # fmt: skip
    # who begins where the other ends leaves none
    joined = [before, Reply(2, "welcome", "您好", at(5)), *others]
    assert rule.gaps(joined, at(3), at(9), HOURS) == []
    assert {g.kind for g in rule.gaps([], at(2), at(3), HOURS)} == set(rule.KINDS)


def test_no_reply_is_missed_when_nobody_would_hear_it() -> None:
    welcome = [Reply(n, k, "x", at(2, "08:00")) for n, k in enumerate(("welcome", "busy", "away"))]
    night = Reply(9, "night", "x", at(1), at(9))
    # from midnight to eight nobody is at work: the welcome begins soon enough
    assert rule.gaps([*welcome, night], at(2), at(5), HOURS) == []
    later = [Reply(r.key, r.kind, "x", r.begins + timedelta(minutes=1)) for r in welcome]
    assert len(rule.gaps([*later, night], at(2), at(5), HOURS)) == 3
    # who is always at work needs none by night
    assert {g.kind for g in rule.gaps([], at(2), at(3), ALWAYS)} == {"welcome", "busy", "away"}


def test_two_of_one_standing_overlap_and_the_later_one_speaks() -> None:
    newer = Reply(4, "welcome", "新", at(8), at(11))
    found = rule.overlaps([PLAIN, newer, DOUBLE], at(1), at(30))
    # from the tenth on the campaign speaks alone, and after the eleventh it is over
    assert [(o.begins, o.ends, o.speaks, o.others) for o in found] == [(at(8), at(10), 4, (1,))]
    touching = [Reply(1, "busy", "a", at(1), at(5)), Reply(2, "busy", "b", at(5))]
    assert rule.overlaps(touching, at(1), at(9)) == []


def test_a_campaign_without_a_welcome_of_its_own_is_told_in_time() -> None:
    campaign = Campaign("双11", at(10), at(12))
    week = timedelta(days=7)
    ask = lambda replies, now: [  # noqa: E731
        u.begun for u in rule.unprepared([campaign], replies, now, week)
    ]
    assert ask([PLAIN], at(3) - SECOND) == []  # not yet
    assert ask([PLAIN], at(3)) == [False]
    assert ask([PLAIN, DOUBLE], at(3)) == []
    assert ask([PLAIN], at(10)) == [True]
    assert ask([PLAIN], at(12)) == []  # over
    assert ask([Reply(5, "welcome", "晚了", at(10, "00:01"), None, "双11")], at(9)) == [False]
    assert ask([Reply(5, "night", "夜里", at(1), None, "双11")], at(9)) == [False]


def test_what_is_wrong_with_one_is_said() -> None:
    assert rule.faults("welcome", "您好", at(1), at(2)) == []
    assert rule.faults("welcome", "您好", at(1), None) == []
    assert len(rule.faults("moon", " ", at(1), at(1))) == 3
