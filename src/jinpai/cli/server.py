"""Runs the web server with the worker beside it, and stops both cleanly."""

from __future__ import annotations

import contextlib
import os
import signal
from collections.abc import Callable
from types import FrameType
from typing import Any, NoReturn

from jinpai.cli.speech import say


def run(host: str, port: int, ready: Callable[[], None]) -> None:
    """Serve until Ctrl-C or SIGTERM. `ready` is called once the address answers."""
    import uvicorn

    from jinpai.cli.worker import Worker

    class Server(uvicorn.Server):
        async def startup(self, sockets: Any = None) -> None:
            await super().startup(sockets)
            if not self.should_exit:
                ready()

    def end(_number: int, _frame: FrameType | None) -> NoReturn:
        raise KeyboardInterrupt

    # uvicorn finishes the requests in hand, then raises the signal again: it ends up here
    signal.signal(signal.SIGTERM, end)
    inline = os.environ.get("JINPAI_JOBS") == "inline"
    worker = None if inline else Worker()
    config = uvicorn.Config(
        "jinpai.web.asgi:application",
        host=host,
        port=port,
        log_level="warning",
        lifespan="off",
        timeout_graceful_shutdown=10,
        server_header=False,
        proxy_headers=False,  # only JINPAI_PROXIES says whose word counts
    )
    try:
        with contextlib.suppress(KeyboardInterrupt):
            Server(config).run()
    finally:
        if worker is not None:
            worker.stop()
        say("已停止。", "Stopped.")
