"""From what was typed after `import` to a list of files: files, folders and zip archives."""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path, PurePosixPath

from jinpai.cli.speech import stop

LEFT_OUT = ("truth", ".", "~$", "__MACOSX")
"""Beginnings of names that are never facts: the simulator's truth, hidden files, Excel's locks."""

MOST = 20_000_000_000  # bytes that one archive may hold, unpacked


def gather(given: Sequence[str], scratch: Path) -> list[tuple[Path, str]]:
    """(path, name as the user knows it), folders walked and archives unpacked into `scratch`."""
    found: list[tuple[Path, str]] = []
    for number, word in enumerate(given):
        path = Path(word).expanduser()
        # an empty word is a script's unset variable; taken as a path it would be this folder
        if not word.strip() or not path.exists():
            stop(f"没有这个文件或文件夹:{word}。", f"There is no such file or folder: {word}.")
        if not path.is_dir() and not path.is_file():
            stop(
                f"{word} 是设备或管道,不是文件;请先存成文件。",
                f"{word} is a device or a pipe, not a file; save it to a file first.",
            )
        if path.is_dir():
            found += _folder(path)
        elif _is_archive(path):
            found += _unpack(path, scratch / str(number))
        else:
            found.append((path, path.name))
    if not found:
        stop("给出的文件夹里没有可以导入的文件。", "There is no file to import in what was given.")
    return found


def _left_out(name: str) -> bool:
    return any(p != ".." and p.startswith(LEFT_OUT) for p in PurePosixPath(name).parts)


def _folder(folder: Path) -> Iterator[tuple[Path, str]]:
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_file() and not _left_out(name):
            yield path, name


def _is_archive(path: Path) -> bool:
    """A plain zip; a workbook is a zip too, but has its content list."""
    if not zipfile.is_zipfile(path):
        return False
    with zipfile.ZipFile(path) as archive:
        return "[Content_Types].xml" not in archive.namelist()


def _name(info: zipfile.ZipInfo) -> str:
    """Chinese Windows writes names in GBK without saying so; Python then reads them as cp437."""
    if info.flag_bits & 0x800:
        return info.filename
    try:
        return info.filename.encode("cp437").decode("gb18030")
    except UnicodeError:
        return info.filename


def _unpack(path: Path, folder: Path) -> Iterator[tuple[Path, str]]:
    """Each member under a number of its own: the names inside are for showing only."""
    folder.mkdir(parents=True)
    with zipfile.ZipFile(path) as archive:
        members = [m for m in archive.infolist() if not m.is_dir() and not _left_out(_name(m))]
        size = sum(m.file_size for m in members)
        if size > min(MOST, shutil.disk_usage(folder).free):
            stop(
                f"{path.name} 解压后有 {size // 10**6} MB,放不下;请先自己解压,分几次导入。",
                f"Unpacked, {path.name} holds {size // 10**6} MB, too much for here; unpack it "
                "yourself and import it in parts.",
            )
        for number, member in enumerate(members):
            if member.flag_bits & 1:
                stop(
                    f"{path.name} 有密码;请先解压,再导入里面的文件。",
                    f"{path.name} has a password; unpack it first, then import the files inside.",
                )
            name = _name(member)
            target = folder / f"{number:05d}{Path(name).suffix.lower()}"
            try:
                with archive.open(member) as source, target.open("wb") as copy:
                    shutil.copyfileobj(source, copy, 1 << 20)
            except (zipfile.BadZipFile, EOFError, NotImplementedError) as error:
                stop(
                    f"{path.name} 里的 {name} 读不出来({error});请重新下载这个压缩包。",
                    f"{name} inside {path.name} cannot be read ({error}); download it again.",
                )
            yield target, name
