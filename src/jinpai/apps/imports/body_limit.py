"""ASGI: an upload longer than a drop may be is refused while it arrives.

Django writes a whole body to a temporary file before any view sees it; without this an endless
body would fill the disk first and be refused afterwards.
"""

from __future__ import annotations

from django.conf import settings

ROOM = 1_000_000  # a form's own words around the files


class BodyLimit:
    """Wraps the application; passes everything through up to `settings.UPLOAD_LIMIT` bytes."""

    def __init__(self, app) -> None:
        self.app = app

    async def __call__(self, scope, receive, send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        limit = settings.UPLOAD_LIMIT + ROOM
        headers = dict(scope.get("headers") or ())
        length = headers.get(b"content-length", b"0")
        if not length.isdigit() or int(length) > limit:
            await _say_too_big(send)
            return
        seen = 0
        over = False

        async def counted():
            nonlocal seen, over
            message = await receive()
            seen += len(message.get("body", b""))
            if seen > limit:
                over = True
                return {"type": "http.disconnect"}
            return message

        started = False

        async def noted(message) -> None:
            nonlocal started
            started = started or message["type"] == "http.response.start"
            await send(message)

        await self.app(scope, counted, noted)
        if over and not started:
            await _say_too_big(send)


async def _say_too_big(send) -> None:
    from jinpai.apps.imports.uploads import too_big

    why = too_big()
    body = f"{why['zh']}{why['cure_zh']}\n{why['en']} {why['cure_en']}\n".encode()
    headers = [
        (b"content-type", b"text/plain; charset=utf-8"),
        (b"content-length", str(len(body)).encode()),
        (b"connection", b"close"),
    ]
    await send({"type": "http.response.start", "status": 413, "headers": headers})
    await send({"type": "http.response.body", "body": body})
