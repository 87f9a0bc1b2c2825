"""Board pages at 100 agents × 12 months: the server's time, beside the same page from constants.

The constants are the very context that the view handed to its template, so both sides render the
same cells; the difference is what finding the figures costs. The second request counts: the first
one opens the reading of a new import.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

from bench.part import best, finish, result

PAGES = ("/", "/board/agents/")


def _constant(values: dict[str, Any]) -> Any:
    """A context that holds what it holds: no processor runs, nothing is looked up."""
    from django.template import Context

    context = Context(values)
    context.request = values["request"]
    return context


def main(home: Path, query: str) -> None:
    os.environ["JINPAI_HOME"] = str(home)
    os.environ["JINPAI_LOG"] = "error"
    from jinpai.web.manage import setup
    from jinpai.web.start import prepare

    prepare()
    setup()
    from django.contrib.auth import get_user_model
    from django.test import Client
    from django.test.signals import template_rendered
    from django.test.utils import setup_test_environment

    setup_test_environment()
    users = get_user_model()
    if not users.objects.filter(username="bench").exists():
        users.objects.create_user("bench", "bench-password-1", role="owner")
    client = Client()
    client.force_login(users.objects.get(username="bench"))
    for path in PAGES:
        address = f"{path}?{query}"
        seen: list = []

        def keep(sender, template, context, seen=seen, **_):
            # now, while the request and what the processors added are still in it
            seen.append((template, context.flatten()))

        template_rendered.connect(keep)
        response = client.get(address)
        template_rendered.disconnect(keep)
        assert response.status_code == 200, (address, response.status_code)
        best(f"{path} seconds", 5, lambda address=address: client.get(address))
        template, constants = seen[0]
        best(
            f"{path} constants",
            5,
            lambda t=template, c=constants: t.render(_constant(c)),
        )
        result[f"{path} kb"] = len(response.content) // 1000
    finish()


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
