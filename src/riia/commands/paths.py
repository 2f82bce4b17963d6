"""Files as people name them at a prompt, also at one that expands no wildcards and has its own idea of quotation marks.

The Windows command prompt hands `*.csv` on as it is, takes the `\\"` at the end of "C:\\data\\" for a quotation mark
that belongs to the name, and leaves marks that came from a word processor where they are.
"""

import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from difflib import get_close_matches
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Final

from riia.commands.answering import answering
from riia.commands.refusals import Refused
from riia.commands.writing import ready

_MARKS: Final = "\"'\u201c\u201d\u2018\u2019"
_DASHES, _OPENING, _CLOSING = "\u2013\u2014", "\u201c", "\u201d"
_WILD: Final = "*?"
_NOT_ON_WINDOWS: Final = frozenset('<>:"|')
_SHOWN: Final = 8
_SYSTEM: Final = frozenset({"desktop.ini", "thumbs.db"})
"""What Windows itself puts into folders."""


def refuse_misread(arguments: Sequence[str]) -> None:
    """Refuse a command line in which a folder's last backslash has swallowed the quotation mark behind it.

    The command prompt then hands on the folder and everything after it as one argument. Refuse likewise what a word
    processor has made of dashes and quotation marks.
    """
    for one in arguments:
        if one.startswith(tuple(_DASHES)):
            raise Refused(
                f"{one}: a word processor has made one long dash of two short ones. Type --{one.lstrip(_DASHES)}."
            )
        if one.startswith(_OPENING) and _CLOSING not in one:
            raise Refused(f'{one}: these quotation marks came from a word processor. Type them anew: "{one[1:]} ...".')
        path, mark, rest = one.partition('"')
        if mark and rest.startswith(" "):
            folder, swallowed = path.rstrip("\\"), rest.replace('"', "").strip()
            raise Refused(
                f"The path {folder}\\ ends in \\ before its quotation mark, so Windows takes what follows for a part "
                f'of it: {swallowed}. Leave out that \\ and write "{folder}".'
            )


def plain(path: Path) -> Path:
    """A path without the quotation marks that a prompt has left at its ends, and with ~ for the own folder."""
    if os.path.lexists(path):
        return path
    text = str(path).strip().strip(_MARKS).strip() or str(path)
    if os.sep == "/" and "\\" in text and not os.path.lexists(text):
        text = text.replace("\\", "/")  # the command was copied from a Windows machine
    meant = Path(text)
    if text.startswith("~") and not text.startswith("~$"):
        try:
            return meant.expanduser()
        except RuntimeError:
            return meant
    return meant


def meant(given: Iterable[Path]) -> list[Path]:
    """The files and folders that are meant, each once: wildcards expanded, whatever the case of the letters.

    Raises Refused where there is nothing, with the names that are near.
    """
    found: dict[str, Path] = {}
    for path in map(plain, given):
        for one in _expanded(path):
            found.setdefault(os.path.normcase(os.path.abspath(one)), one)
    return list(found.values())


def target(path: Path | None, option: str, read: Iterable[Path] = ()) -> Path | None:
    """The file to write that is meant, if it can be written: found out before anything is read for it.

    Raises Refused where it has a wildcard, cannot be written, or is one of the files to `read` or a return in a folder
    of them.
    """
    if path is None:
        return None
    out = plain(path)
    if any(sign in out.name for sign in _WILD):
        raise Refused(f"{option} {out}: name one file. A file that is written cannot have * or ? in its name.")
    if sys.platform == "win32" and (bad := sorted(set(out.name) & _NOT_ON_WINDOWS)):
        # A colon would make Windows hide the answer inside a file called what stands before it.
        raise Refused(f"{option} {out}: Windows allows no {' '.join(bad)} in the name of a file. Name another.")
    where, given = out.resolve(), [one.resolve() for one in read]
    if where in given or (any(map(where.is_relative_to, given)) and _is_return(out)):
        raise Refused(f"{option} {out} is one of the files to be read. Name another, so that it stays as it is.")
    with answering(out):
        ready(out)
    return out


def _is_return(path: Path) -> bool:
    from riia.indicators.engine.given_files import recognise

    return path.is_file() and bool(recognise([path]).files.paths)


def is_passing(name: str) -> bool:
    """Whether a file only lies about: the mark of a workbook open in Excel, or what Windows puts into folders."""
    return name.startswith(("~$", ".")) or name.casefold() in _SYSTEM


def _expanded(path: Path) -> list[Path]:
    if os.path.lexists(path):
        if path.name.startswith("~$"):
            raise Refused(f"{path} is the mark that Excel leaves beside an open workbook. Name {path.name[2:]} itself.")
        return [path]
    if any(sign in str(path) for sign in _WILD):
        found = sorted(_matches(Path(path.anchor), path.parts[1:] if path.anchor else path.parts))
        if not found:
            raise Refused(f"No file or folder fits {path}.{_there_is(path)}")
        return found
    raise Refused(f"There is no file or folder {path}.{_there_is(path)}")


def _matches(folder: Path, parts: Sequence[str]) -> Iterator[Path]:
    """What fits the parts of a path below a folder, as far as it can be looked into."""
    if not parts:
        yield folder
        return
    first, *rest = parts
    if not any(sign in first for sign in _WILD):
        if (folder / first).exists():
            yield from _matches(folder / first, rest)
        return
    pattern = first.casefold().replace("[", "[[]")
    for child in _inside(folder):
        fits = fnmatchcase(child.name.casefold(), pattern)
        if fits and _asked_for(child.name, first) and (not rest or child.is_dir()):
            yield from _matches(child, rest)


def _asked_for(name: str, pattern: str) -> bool:
    """Files that only lie about are meant only by a pattern that begins as they do, such as `.*`."""
    return not is_passing(name) or name[0] == pattern[0]


def _inside(folder: Path) -> list[Path]:
    try:
        return sorted(folder.iterdir())
    except OSError:
        return []


def _there_is(path: Path) -> str:
    """What there is instead: the folder that is missing, or the names in it that are near."""
    folder = path.parent
    if any(sign in str(folder) for sign in _WILD):
        return " Check the path."
    if not folder.is_dir():
        return f" The folder {folder} is not there either: check the path."
    names = [one.name for one in _inside(folder) if not is_passing(one.name)]
    by_case = {name.casefold(): name for name in names}
    wanted = path.name.casefold()
    near = [name for folded, name in by_case.items() if folded.startswith(f"{wanted}.")]
    near = near or [by_case[one] for one in get_close_matches(wanted, by_case, n=3, cutoff=0.6)]
    if near:
        return f" Did you mean {' or '.join(near[:3])}?"
    if not names:
        return f" The folder {_called(folder)} is empty."
    more = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
    return f" In {_called(folder)} there are: {', '.join(names[:_SHOWN])}{more}."


def _called(folder: Path) -> str:
    return "this folder" if folder == Path() else str(folder)
