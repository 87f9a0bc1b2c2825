"""The installation's own signing secret, made once and readable by its owner only."""

from __future__ import annotations

import os
import secrets
from pathlib import Path


class HomeUnusable(RuntimeError):
    """The data folder cannot be made or written; the message says which, in both languages."""


def prepare_home(folder: Path) -> Path:
    """Make the data folder (mode 700 when it is new) and see that it can be written."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise HomeUnusable(_sentence(folder)) from error
    if not os.access(folder, os.W_OK | os.X_OK):
        raise HomeUnusable(_sentence(folder))
    return folder


def secret(folder: Path) -> str:
    """The secret kept in `folder/secret`; made on the first call.

    Web and worker may start in the same instant: the file is written aside and linked into
    place, so that exactly one of them wins and both read the same text.
    """
    path = folder / "secret"
    if not path.exists():
        aside = folder / f".secret-{os.getpid()}-{secrets.token_hex(4)}"
        try:
            handle = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(handle, "w", encoding="ascii") as file:
                file.write(secrets.token_urlsafe(64))
            try:
                os.link(aside, path)
            except FileExistsError:
                pass
            except OSError:  # a file system without hard links
                if not path.exists():
                    os.replace(aside, path)
        except OSError as error:
            raise HomeUnusable(_sentence(folder)) from error
        finally:
            aside.unlink(missing_ok=True)
    return path.read_text(encoding="ascii").strip()


def _sentence(folder: Path) -> str:
    return (
        f"数据文件夹 {folder} 不能写。请用 JINPAI_HOME 指到一个能写的文件夹。\n"
        f"The data folder {folder} cannot be written. Point JINPAI_HOME to one that can."
    )
