"""Concessions beyond the authority of who asks: granted or refused, with the reason."""

from __future__ import annotations

from jinpai.workflow.kinds import Kind, Outcome

KIND = Kind(
    code="authority_asks",
    zh="权限申请",
    en="Asked beyond authority",
    role="supervisor",
    step_zh="答复",
    step_en="Decide",
    about_zh="补偿、赠品、让价、打折、多给几天,超出了申请人的权限:批或不批,写明理由。",
    about_en=(
        "Compensation, gifts, prices or days beyond the authority of who asks: granted or "
        "refused, with the reason."
    ),
    outcomes=(
        Outcome("granted", "批了", "granted", converted=True),
        Outcome("refused", "没批", "refused", needs="note"),
        Outcome("withdrawn", "收回了", "withdrawn", own=True),
    ),
    filled="facts",
    climbs_to="owner",
)
