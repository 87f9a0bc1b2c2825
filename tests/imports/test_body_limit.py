"""An endless upload is refused while it arrives, before it can fill the disk."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from django.conf import settings

from jinpai.apps.imports.body_limit import ROOM, BodyLimit


class Taken:
    """An application that reads the whole body, as Django does, and answers 200."""

    def __init__(self) -> None:
        self.seen = 0

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        while True:
            message = await receive()
            if message["type"] == "http.disconnect":
                return
            self.seen += len(message["body"])
            if not message["more_body"]:
                break
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b""})


def answer(chunks: list[int], *, length: bytes | None = None) -> tuple[int, int]:
    """(status, bytes that reached the application) for a body sent in chunks of these sizes."""
    application, sent = Taken(), []
    left = list(chunks)

    async def receive() -> dict[str, Any]:
        size = left.pop(0)
        return {"type": "http.request", "body": b"x" * size, "more_body": bool(left)}

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    headers = [] if length is None else [(b"content-length", length)]
    scope = {"type": "http", "headers": headers}
    asyncio.run(BodyLimit(application)(scope, receive, send))
    return sent[0]["status"], application.seen


@pytest.fixture(autouse=True)
def small_limit(settings: Any) -> None:
    settings.UPLOAD_LIMIT = 1000


def test_a_body_of_the_limit_passes_and_one_byte_more_does_not() -> None:
    most = settings.UPLOAD_LIMIT + ROOM
    assert answer([most], length=str(most).encode()) == (200, most)
    assert answer([most + 1], length=str(most + 1).encode()) == (413, 0)


def test_a_body_that_does_not_say_how_long_it_is_is_counted() -> None:
    most = settings.UPLOAD_LIMIT + ROOM
    assert answer([most - 5, 5]) == (200, most)
    assert answer([most - 5, 6, 10**9]) == (413, most - 5)  # the rest is never asked for


def test_a_length_that_is_no_number_is_refused() -> None:
    assert answer([1], length=b"-1") == (413, 0)
    assert answer([1], length=b"1e9") == (413, 0)
