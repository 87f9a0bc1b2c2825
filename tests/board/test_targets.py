"""Targets: shown beside the figures, set by who may change the measure, logged."""

from __future__ import annotations

from decimal import Decimal as D

from jinpai.apps.board.models import Target
from jinpai.apps.board.queries.targets import met, targets
from jinpai.apps.team.models import AuditEntry

PLACE = "/board/targets/?shop=S1&month=2026-03"


def test_a_target_is_kept_shown_and_logged(opened, words):
    answer = opened(
        "supervisor", PLACE, data={"inquiry_conversion": "45", "average_response": "16"}
    )
    assert answer.status_code == 302
    assert targets("S1") == {"inquiry_conversion": D("0.45"), "average_response": D("16")}
    assert targets("S2") == {}
    assert "目标 45.0%" in words("owner", "/?shop=S1&month=2026-03")
    entry = AuditEntry.objects.get()
    assert entry.action == "targets.changed"
    assert entry.detail == {"average_response": [None, "16"], "inquiry_conversion": [None, "0.45"]}


def test_the_same_targets_again_change_nothing(opened):
    for _ in range(2):
        opened("owner", PLACE, data={"average_response": "16"})
    assert Target.objects.count() == 1


def test_an_emptied_field_takes_the_target_away(opened):
    opened("owner", PLACE, data={"average_response": "16"})
    opened("owner", PLACE, data={"average_response": ""})
    assert targets("S1") == {}
    assert Target.objects.count() == 2  # what was aimed at stays known


def test_what_cannot_be_read_is_said_and_nothing_is_saved(opened):
    answer = opened("owner", PLACE, data={"average_response": "快", "inquiry_conversion": "120"})
    assert answer.status_code == 200
    assert answer.content.decode().count('aria-invalid="true"') == 2
    assert not Target.objects.exists()


def test_who_may_not_change_the_measure_sets_no_target(opened):
    for role in ("assistant", "agent", "operations"):
        assert opened(role, PLACE, data={"average_response": "1"}).status_code == 403
    assert not Target.objects.exists()


def test_a_target_is_met_in_the_metrics_own_direction():
    assert met(D("0.46"), D("0.45"), "up") is True
    assert met(D("0.45"), D("0.45"), "up") is True
    assert met(D("0.44"), D("0.45"), "up") is False
    assert met(D("15"), D("16"), "down") is True
    assert met(D("17"), D("16"), "down") is False
    assert met(None, D("16"), "down") is None
    assert met(D("5"), D("16"), "none") is None
