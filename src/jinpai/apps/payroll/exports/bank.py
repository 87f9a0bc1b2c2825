"""The bank's file: who gets how much into which account. Only a confirmed run has one."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _

from jinpai.apps.board.exports import harmless
from jinpai.apps.pages.refusals import Unclear
from jinpai.apps.payroll import in_force
from jinpai.apps.payroll.models import Run, Slip

_AMOUNT = re.compile(r"-[0-9]+\.[0-9]{2}")  # a number below 0 is no formula
HEAD = ("姓名", "开户行", "账号", "金额", "备注")


def bank_csv(run: Run) -> bytes:
    """One row a person with an account and money to get; see `without_account` for the others."""
    if not run.closed:
        raise Unclear(_("确认之后才有银行文件。"))
    known = in_force.profiles(run.month)
    rows = []
    for slip in Slip.objects.filter(run=run).order_by("person"):
        profile = known.get(slip.person)
        if slip.net > 0 and profile is not None and profile.bank_account:
            account = profile.bank_account.replace(" ", "")
            rows.append((slip.name, profile.bank, account, f"{slip.net:.2f}", f"{run.month} 工资"))
    return written(HEAD, rows)


def without_account(run: Run) -> list[str]:
    """People of the run who have money to get and no account: pay them otherwise."""
    known = in_force.profiles(run.month)
    return [
        slip.person
        for slip in Slip.objects.filter(run=run).order_by("person")
        if slip.net > 0 and not (slip.person in known and known[slip.person].bank_account)
    ]


def written(head: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """UTF-8 with the mark by which spreadsheets know it; no text is run as a formula."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(head)
    for row in rows:
        writer.writerow([text if _AMOUNT.fullmatch(text) else harmless(text) for text in row])
    return b"\xef\xbb\xbf" + out.getvalue().encode()
