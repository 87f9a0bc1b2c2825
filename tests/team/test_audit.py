"""The log's page, and that everything that is logged has a name."""

from __future__ import annotations

import re
from pathlib import Path

from jinpai.apps.team import audit
from jinpai.apps.team.audit_words import WORDS, word
from jinpai.apps.team.models import User
from jinpai.apps.team.views.log import detail_text

APPS = Path(__file__).resolve().parents[2] / "src" / "jinpai" / "apps"


def test_every_action_that_is_logged_has_a_name_and_no_name_is_idle() -> None:
    logged = set()
    for path in APPS.rglob("*.py"):
        if path.name != "audit_words.py":
            text = path.read_text(encoding="utf-8")
            logged |= set(re.findall(r"action=\"([a-z]+\.[a-z_]+)\"", text))
            logged |= {code for code in WORDS if f'"{code}"' in text}
    assert logged - set(WORDS) == set()
    assert set(WORDS) - logged == set()


def test_an_action_without_a_name_is_shown_by_its_code() -> None:
    assert word("moon.landed") == "moon.landed"


def test_particulars_are_written_in_one_line() -> None:
    detail = {"role": ["agent", "assistant"], "reason": "晋级", "to": None, "name": ["", "蔡"]}
    assert detail_text(detail) == "role: agent → assistant; reason: 晋级; name: — → 蔡"


def test_the_page_is_filtered_by_action_user_and_subject(db: None, as_role) -> None:
    page = as_role("supervisor")
    someone = User.objects.get()
    audit.record(action="account.bound", subject="S1/小丽", by=someone)
    audit.record(action="buyer.revealed", subject="S1/tb_lin", by=None)

    def subjects(query: str) -> set[str]:
        text = page.get(f"/team/audit/?{query}").content.decode()
        return set(re.findall(r"S1/[^<\s]+", text))

    assert subjects("") == {"S1/小丽", "S1/tb_lin"}
    assert subjects("action=account.bound") == {"S1/小丽"}
    assert subjects("who=supervisor") == {"S1/小丽"}
    assert subjects("subject=LIN") == {"S1/tb_lin"}
    assert subjects("subject=none") == set()


def test_amounts_of_pay_in_the_log_are_for_those_who_run_pay(db: None, as_role) -> None:
    amounts = {
        "pay_entry.written": {"what": "adjustment", "value": "777.01"},
        "pay_profile.written": {"insurance_base": "777.02"},
        "tax_opening.written": {"income": "777.03"},
        "loss.written": {"amount": "777.04"},
        "pay_run.confirmed": {"net": "777.05"},
    }
    for action, detail in amounts.items():
        audit.record(action=action, subject="2026-09/A1", detail=detail)
    assert as_role("owner").get("/team/audit/").content.decode().count("777.0") == 5
    page = as_role("supervisor").get("/team/audit/").content.decode()
    assert "777.0" not in page and page.count("2026-09/A1") == 5


def test_the_log_remembers_the_role_of_that_time(db: None) -> None:
    someone = User.objects.create_user("x", "a-long-password-1", role="agent", person="P1")
    entry = audit.record(action="user.logged_in", by=someone)
    User.objects.update(role="supervisor")
    entry.refresh_from_db()
    assert entry.role == "agent"
