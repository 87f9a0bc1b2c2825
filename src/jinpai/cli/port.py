"""Is the address free? Said before anything is started, with the cure."""

from __future__ import annotations

import errno
import socket

from jinpai.cli.speech import stop


def check_free(host: str, port: int) -> None:
    """Stops with a sentence when the port is used, needs rights, or the host is not ours."""
    if not 0 < port < 65536:
        stop(
            f"端口要在 1 和 65535 之间,现在是 {port}。",
            f"A port lies between 1 and 65535, not {port}.",
        )
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
    except (socket.gaierror, UnicodeError):
        stop(
            f"不认识主机名 {host};本机用 127.0.0.1,所有网卡用 0.0.0.0。",
            f"The host {host} is unknown; use 127.0.0.1 for this machine, 0.0.0.0 for all its "
            "networks.",
        )
    with socket.socket(family, kind, protocol) as probe:
        # as the server itself will do: a port still cooling down after a stop is free
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(address)
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                stop(
                    f"端口 {port} 已被占用:关掉占用它的程序,或换一个端口,例如 --port {port + 1}"
                    f"(make run PORT={port + 1})。",
                    f"Port {port} is in use: stop the program that uses it, or take another "
                    f"port, for example --port {port + 1} (make run PORT={port + 1}).",
                )
            if error.errno == errno.EACCES:
                stop(
                    f"没有权限使用端口 {port};请用 1024 以上的端口,例如 --port 8000。",
                    f"Port {port} needs special rights; use one above 1024, for example "
                    "--port 8000.",
                )
            stop(
                f"不能在 {host}:{port} 上启动({error.strerror})。",
                f"Cannot listen on {host}:{port} ({error.strerror}).",
            )
