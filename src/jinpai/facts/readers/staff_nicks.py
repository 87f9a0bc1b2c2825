"""Nicks of staff: sub-accounts are `店:小迪`, the main account 店, windows may show 小迪."""

from __future__ import annotations

from collections.abc import Collection


def nick(text: str) -> str:
    """A nick without the blanks around it, with the half-width colon of accounts."""
    return text.strip().replace("：", ":")


def account_of(name: str, accounts: Collection[str]) -> str:
    """The shop's account that a nick means: exports show `店:小迪`, windows often only 小迪.

    A nick that fits no known account, or several, stays as it is."""
    name = nick(name)
    if not name or name in accounts:
        return name
    sub = name.rpartition(":")[2]
    fitting = [
        account
        for account in accounts
        if (account == sub if ":" in name else nick(account).rpartition(":")[2] == name)
    ]
    return fitting[0] if len(fitting) == 1 else name


def staff_shop(nick: str) -> str:
    """The shop's main account in a sub-account's nick `店:子号`, "" in any other."""
    main, colon, sub = nick.replace("：", ":").partition(":")
    return main.strip() if colon and main.strip() and sub.strip() else ""
