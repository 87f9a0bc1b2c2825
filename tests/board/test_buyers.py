"""Buyers stay masked, in pages, links and files, until someone with the right asks."""

from __future__ import annotations

import pytest

from jinpai.apps.board import buyers
from jinpai.apps.team.models import AuditEntry

MARCH = "shop=S1&month=2026-03"
PLACE = f"account=店:小美&buyer={{}}&day=2026-03-01&{MARCH}"


@pytest.mark.parametrize(
    ("name", "shown"),
    [("tb_lin88", "t**8"), ("ab", "a**"), ("a", "a**"), ("", ""), ("小买家", "小**家")],
)
def test_a_name_is_masked(name: str, shown: str):
    assert buyers.mask(name) == shown


def test_a_token_says_nothing_of_the_name_and_differs_by_shop():
    assert len(buyers.token("S1", "b_first")) == 20
    assert buyers.token("S1", "b_first") != buyers.token("S2", "b_first")
    assert buyers.find("S1", buyers.token("S1", "b"), ["a", "b"]) == "b"
    assert buyers.find("S1", "0" * 20, ["a", "b"]) is None


@pytest.mark.parametrize(
    "path",
    [
        "/", "/board/receptions/", "/board/receptions/?export=csv", "/board/orders/",
        "/board/order/1001/", "/board/metric/average_response/",
        "/board/metric/inquiries/?export=csv",
        "/board/reception/?" + PLACE.format(buyers.token("S1", "b_first")),
    ],
)  # fmt: skip
@pytest.mark.parametrize("role", ["owner", "agent"])
def test_no_page_names_a_buyer(opened, role, path):
    sign = "&" if "?" in path else "?"
    answer = opened(role, f"{path}{sign}{MARCH}")
    assert answer.status_code == 200
    assert "b_first" not in answer.content.decode()  # the chat's text names the buyer too


def test_revealing_shows_the_name_to_that_reader_and_is_logged(opened):
    token = buyers.token("S1", "b_first")
    page = "/board/reception/?" + PLACE.format(token)
    answer = opened("supervisor", "/board/reception/reveal/?" + PLACE.format(token), data={})
    assert answer.status_code == 302
    assert "b_first" in opened("supervisor", page).content.decode()
    assert "b_first" not in opened("owner", page).content.decode()
    entry = AuditEntry.objects.get()
    assert (entry.action, entry.subject) == ("buyer.revealed", "S1/b_first")
    assert entry.user is not None and entry.user.username == "supervisor"


def test_an_agent_may_not_reveal(opened):
    token = buyers.token("S1", "b_first")
    answer = opened("agent", "/board/reception/reveal/?" + PLACE.format(token), data={})
    assert answer.status_code == 403
    assert not AuditEntry.objects.exists()


def test_looking_is_not_asking(opened):
    token = buyers.token("S1", "b_first")
    assert opened("owner", "/board/reception/reveal/?" + PLACE.format(token)).status_code == 405
    assert not AuditEntry.objects.exists()


def test_a_made_up_token_finds_nobody(opened):
    assert opened("owner", "/board/reception/?" + PLACE.format("0" * 20)).status_code == 404
