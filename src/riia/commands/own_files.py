"""Which files `riia indicators` is to read: those named by an option, and those recognised in what was named alone."""

from __future__ import annotations

import sys
from collections import Counter
from typing import TYPE_CHECKING, Final

from riia.commands.paths import meant
from riia.commands.refusals import Refused

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date
    from pathlib import Path

    from riia.indicators.engine.given_files import OwnFiles, Recognised

OPTIONS: Final = {
    "annex-a": "--annex-a", "cin-census": "--cin", "ssda903": "--ssda903", "sen2": "--sen2", "ehe": "--ehe",
}  # fmt: skip
"""The option that names the files of a collection."""
_NAMED, _MANY = 10, 5


def gather(
    paths: Sequence[Path], named: Mapping[str, Sequence[Path] | None], as_at: date | None
) -> tuple[OwnFiles, int]:
    """The files to read: `paths` recognised by their content, and those `named` by option for a collection.

    Tells on standard error what each of `paths` was taken for. The number is that of files that lay in a folder, are
    called like a return and cannot be read. Raises Refused for what is not there, what is none of
    the returns though it was named, and a folder without any file of the collection it was named for.
    """
    from riia.indicators.engine.given_files import OwnFiles, recognise

    asked = {key: _of(key, given) for key, given in named.items() if given}
    files = OwnFiles(
        tuple(asked.get("annex-a", ())), tuple(asked.get("cin-census", ())), tuple(asked.get("ssda903", ())),
        tuple(asked.get("sen2", ())), tuple(asked.get("ehe", ())), as_at,
    )  # fmt: skip
    if not paths:
        return files, 0
    found = recognise(meant(paths))
    if found.unknown:
        told = "\n".join(f"{path} was not read: {_rule(path, why.rule)} {why.remedy}" for path, why in found.unknown)
        raise Refused(told.replace(" with --as.", f" by its option: {', '.join(OPTIONS.values())}."))
    _tell(found)
    return files.with_files(found.files), len(found.damaged)


def _of(collection: str, given: Sequence[Path]) -> list[Path]:
    from riia.indicators.checks.recognising import is_ours
    from riia.indicators.engine.given_files import within

    found: list[Path] = []
    for path in meant(given):
        if path.is_file() and is_ours(path):
            raise Refused(f"{path} is an answer of riia, not a return: its rows were counted already.")
        inside = within(path, collection)
        if not inside:
            raise Refused(
                f"The folder {path} holds no file that {OPTIONS[collection]} could mean. Name the file itself, or give "
                "the folder without an option and everything in it is recognised."
            )
        found += inside
    return found


def _rule(path: Path, rule: str) -> str:
    return rule if path.is_file() else f"the folder {rule}"


def _tell(found: Recognised) -> None:
    """What each file was taken for, those that are not used, and those that cannot be."""
    from riia.indicators.checks.schemas import collection_of

    for key, paths in found.files.by_collection.items():
        _say(f"Taken for {collection_of(key).title}: {_listed(paths)}")
    if not found.files.paths:
        _say("None of the files is one of the returns that are read here.")
    if found.passed:
        more = f" and {len(found.passed) - _NAMED:,} more" if len(found.passed) > _NAMED else ""
        _say(f"Not used, being none of the returns: {', '.join(_names(found.passed[:_NAMED]))}{more}")
    if any(path.suffix.lower() == ".zip" for path in found.passed):
        _say("What is in a zip archive is used once it is unpacked.")
    for path, why in found.damaged:
        _say(f"NOT READ: {path.name}{f', {why.place}' if why.line else ''}: {why.rule} {why.remedy}")


def _listed(paths: Sequence[Path]) -> str:
    """Names, or their number where they are many: "cin_2024.xml, cin_2025.xml", "folder ssda903"."""
    if len(paths) > _MANY:
        folders = dict.fromkeys(path.parent.name or "this folder" for path in paths)
        if len(folders) < _MANY:
            return f"{len(paths)} files in {', '.join(folders)}"
    return ", ".join(_names(paths))


def _names(paths: Sequence[Path]) -> list[str]:
    """What each is called, with its folder where two are called the same."""
    alike = Counter(path.name for path in paths)
    named = [f"{path.parent.name}/{path.name}" if alike[path.name] > 1 else path.name or str(path) for path in paths]
    return [f"folder {name}" if path.is_dir() else name for path, name in zip(paths, named, strict=True)]


def _say(text: str) -> None:
    sys.stderr.write(text + "\n")
