"""Authority pages that somebody has not read and confirmed yet."""

from __future__ import annotations

from jinpai.workflow.kinds import Kind, Outcome

KIND = Kind(
    code="authority",
    zh="权限说明待确认",
    en="Authority to confirm",
    role="agent",
    step_zh="去看",
    step_en="Read it",
    about_zh="自己岗位的权限说明有了新版本:读完确认。",
    about_en="A new version of what the own role may promise: read it and confirm.",
    outcomes=(
        Outcome("read", "读过,确认", "read and confirmed", converted=True, own=True),
        Outcome("replaced", "有了更新的版本", "replaced by a newer version", own=True),
    ),
    filled="facts",
    climbs_to="supervisor",
)
