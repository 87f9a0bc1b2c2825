"""Django's commands without a manage.py beside the code: `manage("migrate")`."""

from __future__ import annotations

import os
import sys
from typing import Any


def setup() -> None:
    """Make Django ready in this process; may be called again."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jinpai.web.settings")
    import django

    django.setup()


def manage(command: str, *args: str, **options: Any) -> Any:
    """Run one Django command, e.g. `manage("db_worker", "--interval", "1")`."""
    setup()
    from django.core.management import call_command

    return call_command(command, *args, **options)


def main() -> None:
    """`python -m jinpai.web.manage COMMAND …`, for developers (makemigrations)."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jinpai.web.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
