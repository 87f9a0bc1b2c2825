"""Roles and what each may do: one table, and the decorator that views use.

An agent's board shows the agent's own figures, chats and orders only: SEE_BOARD opens the page,
SEE_TEAM_BOARD opens the others' rows. Views narrow by `request.user.own_person`.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.db.models import TextChoices
from django.http import HttpRequest, HttpResponse
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from jinpai.apps.pages.refusals import NotYours


class Role(TextChoices):
    OWNER = "owner", pgettext_lazy("role", "店主")
    SUPERVISOR = "supervisor", pgettext_lazy("role", "客服主管")
    ASSISTANT = "assistant", pgettext_lazy("role", "店长助理")
    AGENT = "agent", pgettext_lazy("role", "客服")
    WAREHOUSE = "warehouse", pgettext_lazy("role", "仓库")
    OPERATIONS = "operations", pgettext_lazy("role", "运营")


SEE_BOARD = "see_board"  # the board's pages; an agent sees own figures only
SEE_TEAM_BOARD = "see_team_board"  # everyone's figures
SEE_CHATS = "see_chats"  # receptions and orders; an agent sees own ones only
REVEAL_BUYERS = "reveal_buyers"  # a buyer's full nick; every reveal is logged
IMPORT_FILES = "import_files"  # imports, unmatched queue, facts health
MANAGE_PEOPLE = "manage_people"  # people, accounts and their bindings
MANAGE_USERS = "manage_users"  # logins and roles
CHANGE_MEASURE = "change_measure"  # how the shop measures
SEE_AUDIT = "see_audit"  # the log
SEE_MONEY = "see_money"  # sales, ring value, losses of the whole shop
SEE_RULES = "see_rules"  # the rulebook: nobody decides the wage in secret
CHANGE_RULES = "change_rules"  # write and try rulebooks, shop demands, advice
PUT_IN_FORCE = "put_in_force"  # make a rulebook the one that pays
SEE_OWN_PAY = "see_own_pay"  # the own payslips, appraisal and pay so far
APPRAISE = "appraise"  # targets, ratings, events, disputes of others; every look is logged
SEE_DESK = "see_desk"  # Today and the lists of the own work
SEE_TEAM_DESK = "see_team_desk"  # everyone's items, rankings, handovers
HANDLE_CASES = "handle_cases"  # after-sales cases
SEE_CASE_FILES = "see_case_files"  # buyers' photos and videos on after-sales cases
WAREHOUSE = "warehouse"  # returns register, shipping checklist
APPROVE_REFUNDS = "approve_refunds"
SET_GREEN = "set_green"  # suspected brushing: takes an order out of every figure, tells the owner
EDIT_PHRASES = "edit_phrases"  # phrases and auto-replies
EDIT_KNOWLEDGE = "edit_knowledge"  # answers, pages, routines
PLAN_CAMPAIGNS = "plan_campaigns"  # dates, goods, discounts and preparations of a campaign
EDIT_AUTHORITY = "edit_authority"  # what each role may promise
RUN_PAY = "run_pay"  # others' pay, pay runs, city numbers, profiles; every look is logged

PERMISSIONS: dict[str, frozenset[str]] = {
    Role.OWNER: frozenset(
        (
            SEE_BOARD, SEE_TEAM_BOARD, SEE_CHATS, REVEAL_BUYERS, IMPORT_FILES, MANAGE_PEOPLE,
            MANAGE_USERS, CHANGE_MEASURE, SEE_AUDIT, SEE_MONEY, SEE_RULES, CHANGE_RULES,
            PUT_IN_FORCE, SEE_OWN_PAY, APPRAISE, RUN_PAY, SEE_DESK, SEE_TEAM_DESK, HANDLE_CASES,
            WAREHOUSE, APPROVE_REFUNDS, SET_GREEN, EDIT_PHRASES, EDIT_KNOWLEDGE, EDIT_AUTHORITY,
            SEE_CASE_FILES,
            PLAN_CAMPAIGNS,
        )
    ),
    Role.SUPERVISOR: frozenset(
        (
            SEE_BOARD, SEE_TEAM_BOARD, SEE_CHATS, REVEAL_BUYERS, IMPORT_FILES, MANAGE_PEOPLE,
            CHANGE_MEASURE, SEE_AUDIT, SEE_MONEY, SEE_RULES, CHANGE_RULES, SEE_OWN_PAY, APPRAISE,
            SEE_DESK, SEE_TEAM_DESK, HANDLE_CASES, WAREHOUSE, APPROVE_REFUNDS, SET_GREEN,
            EDIT_PHRASES, EDIT_KNOWLEDGE, PLAN_CAMPAIGNS,
            SEE_CASE_FILES,
        )
    ),
    Role.ASSISTANT: frozenset(
        (
            SEE_BOARD, SEE_TEAM_BOARD, SEE_CHATS, REVEAL_BUYERS, IMPORT_FILES, SEE_MONEY,
            SEE_RULES, SEE_OWN_PAY, SEE_DESK, SEE_TEAM_DESK, HANDLE_CASES, WAREHOUSE, EDIT_PHRASES,
            EDIT_KNOWLEDGE, PLAN_CAMPAIGNS,
            SEE_CASE_FILES,
        )
    ),
    Role.AGENT: frozenset(
        (SEE_BOARD, SEE_CHATS, SEE_RULES, SEE_OWN_PAY, SEE_DESK, HANDLE_CASES, SEE_CASE_FILES)
    ),
    Role.WAREHOUSE: frozenset((SEE_RULES, SEE_OWN_PAY, SEE_DESK, WAREHOUSE, SEE_CASE_FILES)),
    Role.OPERATIONS: frozenset(
        (
            SEE_BOARD, SEE_TEAM_BOARD, SEE_MONEY, SEE_RULES, SEE_OWN_PAY, SEE_DESK, EDIT_PHRASES,
            EDIT_KNOWLEDGE, PLAN_CAMPAIGNS,
        )
    ),
}  # fmt: skip


def may(role: str, permission: str) -> bool:
    return permission in PERMISSIONS.get(role, frozenset())


OVERSEE = (Role.OWNER, Role.SUPERVISOR)
"""Who begins at the board; everyone else works at the desk all day and begins there."""


def landing(user: Any) -> str:
    """Where a user begins: leaders at the board, all others at Today."""
    if user.is_authenticated and user.role not in OVERSEE:
        for page, permission in (("desk:today", SEE_DESK), ("payroll:mine", SEE_OWN_PAY)):
            if not user.may(permission):
                continue
            try:
                return reverse(page)
            except NoReverseMatch:
                continue
    return "/"


def required(*permissions: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """A view only for those who have every one of `permissions`; others get 403.

    `@roles.required(roles.SEE_BOARD)`. Whoever is not logged in was sent to the login before.
    """
    known = set().union(*PERMISSIONS.values())
    unknown = [p for p in permissions if p not in known]
    if unknown:
        raise ValueError(f"no such permission: {unknown}")

    def wrap(view: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            user = request.user
            if not user.is_authenticated:
                from django.contrib.auth.views import redirect_to_login

                return redirect_to_login(request.get_full_path())
            if not all(user.may(p) for p in permissions):
                raise NotYours(
                    _("您的角色是「%(role)s」,看不到这里的内容。")
                    % {"role": user.get_role_display()}
                )
            return view(request, *args, **kwargs)

        return guarded

    return wrap
