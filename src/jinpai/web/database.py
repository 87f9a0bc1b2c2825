"""Which database: SQLite in the data home, or what DATABASE_URL says."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from jinpai.web.environment import BadSetting


def database(url: str, *, home: Path, wait: int) -> dict[str, Any]:
    """Django's settings for one database. `wait` is in seconds, for a busy SQLite.

    `postgresql://user:password@host:port/name?sslmode=require` (further options go to the
    driver), `sqlite:///path`, or nothing for `home/db.sqlite3`.
    """
    if not url:
        return _sqlite(home / "db.sqlite3", wait)
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        return _sqlite(Path(unquote(parts.path)), wait)
    if parts.scheme not in ("postgres", "postgresql"):
        # The address may hold a password: say its kind only.
        raise BadSetting(
            f"DATABASE_URL 只认 postgresql:// 和 sqlite:///,现在是「{parts.scheme}://」。"
            f" / DATABASE_URL must begin with postgresql:// or sqlite:///, not {parts.scheme}://."
        )
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": dict(parse_qsl(parts.query)),
    }


def _sqlite(path: Path, wait: int) -> dict[str, Any]:
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path,
        "OPTIONS": {
            "timeout": wait,
            # A transaction that will write takes the lock at its beginning and waits for it;
            # upgrading later would fail at once, without waiting.
            "transaction_mode": "IMMEDIATE",
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
        },
    }
