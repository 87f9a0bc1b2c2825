"""Who may open which page of phrases and auto-replies (see tests/web/test_roles.py)."""

from __future__ import annotations

ROLES = ("owner", "supervisor", "assistant", "agent", "warehouse", "operations")
EDITS = ("owner", "supervisor", "assistant", "operations")


def _row(allowed: int, *roles: str) -> dict[str, int]:
    return {role: allowed if role in roles else 403 for role in ROLES}


CASES = ("owner", "supervisor", "assistant", "agent")

ACCESS = {
    "knowledge:routines": _row(200, *ROLES),
    "knowledge:routines_week": _row(200, *ROLES),
    "knowledge:routine_shift": _row(302, *ROLES),
    "knowledge:routine_lists": _row(200, *ROLES),
    "knowledge:routine_list": _row(200, *ROLES),
    "knowledge:routine_new": _row(200, *EDITS),
    "knowledge:routine_save": _row(302, *EDITS),
    "knowledge:routine_run": _row(404, *ROLES),
    "knowledge:routine_tick": _row(404, *ROLES),
    "knowledge:refunds": _row(200, *CASES),
    "knowledge:refunds_sign": _row(302, *CASES),
    "knowledge:phrases": _row(200, *ROLES),
    "knowledge:phrase_new": _row(200, *EDITS),
    "knowledge:phrase_add": _row(422, *EDITS),
    "knowledge:phrases_begin": _row(302, *EDITS),
    "knowledge:phrase_use": _row(200, *ROLES),
    "knowledge:phrase_file": _row(200, *EDITS),
    "knowledge:phrase_take": _row(200, *EDITS),
    "knowledge:phrase_export": _row(200, *EDITS),
    "knowledge:phrase": _row(404, *ROLES),
    "knowledge:phrase_act": _row(404, *EDITS),
    "knowledge:questions": _row(200, *EDITS),
    "knowledge:questions_start": _row(400, *EDITS),
    "knowledge:questions_progress": _row(404, *EDITS),
    "knowledge:phrase_used": _row(404, *ROLES),
    "knowledge:autoreplies": _row(200, *ROLES),
    "knowledge:autoreply_add": _row(302, *EDITS),
    "knowledge:autoreply": _row(404, *ROLES),
    "knowledge:autoreply_act": _row(404, *EDITS),
    "knowledge:problems": _row(200, *ROLES),
    "knowledge:problem_add": _row(422, *ROLES),
    "knowledge:problem_nothing": _row(302, *ROLES),
    "knowledge:problems_handed": _row(200, *ROLES),
    "knowledge:problems_week": _row(200, *ROLES),
    "knowledge:problem": _row(404, *ROLES),
    "knowledge:problem_act": _row(404, *EDITS),
    "knowledge:pages": _row(200, *ROLES),
    "knowledge:page_new": _row(200, *EDITS),
    "knowledge:page_add": _row(422, *EDITS),
    "knowledge:page": _row(404, *ROLES),
    "knowledge:page_edit": _row(404, *EDITS),
    "knowledge:page_versions": _row(404, *ROLES),
    "knowledge:page_phrase": _row(404, *EDITS),
    "knowledge:page_act": _row(404, *EDITS),
}
PATHS = {
    "knowledge:routine_list": ["agent-day"],
    "knowledge:routine_run": [999999],
    "knowledge:routine_tick": [999999],
    "knowledge:problem": [999999],
    "knowledge:problem_act": [999999, "end"],
    "knowledge:page": [999999],
    "knowledge:page_edit": [999999],
    "knowledge:page_versions": [999999],
    "knowledge:page_phrase": [999999],
    "knowledge:page_act": [999999, "save"],
    "knowledge:phrase": [999999],
    "knowledge:phrase_act": [999999, "save"],
    "knowledge:phrase_used": [999999],
    "knowledge:questions_progress": ["00000000-0000-0000-0000-000000000000"],
    "knowledge:autoreply": [999999],
    "knowledge:autoreply_act": [999999, "save"],
}
METHODS = {
    "knowledge:routine_shift": "post",
    "knowledge:routine_save": "post",
    "knowledge:routine_tick": "post",
    "knowledge:refunds_sign": "post",
    "knowledge:problem_add": "post",
    "knowledge:problem_nothing": "post",
    "knowledge:problem_act": "post",
    "knowledge:page_add": "post",
    "knowledge:page_act": "post",
    "knowledge:phrase_add": "post",
    "knowledge:questions_start": "post",
    "knowledge:phrases_begin": "post",
    "knowledge:phrase_take": "post",
    "knowledge:phrase_act": "post",
    "knowledge:phrase_used": "post",
    "knowledge:autoreply_add": "post",
    "knowledge:autoreply_act": "post",
}
