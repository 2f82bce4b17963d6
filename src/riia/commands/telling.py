"""What `riia indicators` says on standard error beside its answer: how far it is, what was read, what was found."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from riia.indicators.engine.own_files import Answer
    from riia.indicators.readers.reading import Progress

_FINDINGS_TOLD, _FILES_TOLD = 12, 3


def tell_findings(answer: Answer) -> None:
    """On standard error: what became of the rows, and the worst of what was found. Without any child's identifier."""
    from riia.commands.answers.figures import counted

    for reading in answer.readings:
        rows = sum(one.read for one in reading.summaries)
        used = sum(one.used for one in reading.summaries)
        files = ", ".join(file.name for file in reading.files[:_FILES_TOLD])
        more = f" and {len(reading.files) - _FILES_TOLD} more files" if len(reading.files) > _FILES_TOLD else ""
        say(f"{reading.collection}: {counted(rows, 'row')} read, {used:,} used, from {files}{more}.")
        for one in reading.summaries:
            for reason, count in one.set_aside.items():
                say(f"  {one.file}, {one.table}: {count:,} set aside: {reason}")
    for finding in answer.findings[:_FINDINGS_TOLD]:
        severity = finding.severity.value
        say(finding.words.replace(severity, f"{severity} {finding.code}", 1))
    if (untold := len(answer.findings) - _FINDINGS_TOLD) > 0:
        say(f"and {untold:,} more findings; `riia check` with the same files lists them all.")


def tell_reconciliations(answer: Answer) -> None:
    """Where two returns give an indicator, on standard error: how many agree, and each that does not."""
    found = answer.reconciliations()
    differing = [one for one in found if not one.differences.is_empty()]
    if found:
        come = "1 figure comes" if len(found) == 1 else f"{len(found):,} figures come"
        say(f"{come} from two returns; {len(found) - len(differing):,} from the same rows in both.")
    for one in differing:
        say(f"  {one.words}")
    if differing:
        say("`riia indicators reconcile` with the same files shows the rows.")


@contextmanager
def reading() -> Iterator[Progress | None]:
    """Say how far reading has come, on a terminal only, and take it away again."""
    if not sys.stderr.isatty():
        yield None
        return
    shown = -1

    def tell(done: int, whole: int) -> None:
        nonlocal shown
        percent = 100 * done // whole if whole else 100
        if percent != shown:
            shown = percent
            sys.stderr.write(f"\rReading {percent} % ")
            sys.stderr.flush()

    try:
        yield tell
    finally:
        if shown >= 0:
            sys.stderr.write("\r" + " " * 14 + "\r")
            sys.stderr.flush()


def say(text: str) -> None:
    """A line on standard error."""
    sys.stderr.write(text + "\n")
