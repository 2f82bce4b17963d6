"""`riia documents`: grant letters, memoranda, plans, costings and 360Giving files, read with open eyes."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

from cyclopts import App, Parameter

from riia.commands.answering import answering
from riia.commands.paths import meant, target
from riia.commands.telling import say
from riia.commands.writing import replacing

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from riia.documents.model import Finding, Reading

app = App(
    name="documents", help="Grant letters, memoranda, plans, costings and 360Giving files, checked as they come in."
)

_CHECK = """
Examples:

    riia documents check letter.docx

    riia documents check plan.pdf --understood --severity conflict

    riia documents check costings.xlsx --kind costings --json --out findings.json

Exit code 0: nothing, or only ambiguities and artefacts. 3: an error or conflict was found. 2: a file could not be read.
"""
Kinds = Literal["grant-letter", "memorandum", "plan", "costings", "360giving", "unknown"]
Severities = Literal["error", "conflict", "ambiguity", "artefact"]
_FOUND, _REFUSED = 3, 2
_GRAVE = ("error", "conflict")
_NAMES = {
    "grant-letter": "a grant determination letter",
    "memorandum": "a memorandum of understanding",
    "plan": "a delivery plan",
    "costings": "costings",
    "360giving": "grants in the 360Giving standard",
    "unknown": "a document of no kind that is known here",
}
_TITLES = {
    "error": ("ERROR", "ERRORS", "cannot be so"),
    "conflict": ("CONFLICT", "CONFLICTS", "two places cannot both hold"),
    "ambiguity": ("AMBIGUITY", "AMBIGUITIES", "more than one reading, or not said"),
    "artefact": ("ARTEFACT", "ARTEFACTS", "damaged when the text was taken out"),
}
_WIDEST, _NARROWEST, _SHOWN = 100, 40, 12
_LONGEST = 160
_PLACES = 6


@app.command(help_epilogue=_CHECK, usage="Usage: riia documents check FILES... [OPTIONS]")
def check(
    *files: Path,
    kind: Annotated[Kinds | None, Parameter(help="What the files are, where they do not tell.")] = None,
    json_: Annotated[
        bool, Parameter(name="--json", negative="", help="Answer with a list of findings in JSON.")
    ] = False,
    out: Annotated[Path | None, Parameter(help="Write the answer here.")] = None,
    severity: Annotated[Severities, Parameter(help="The least that is told.")] = "artefact",
    understood: Annotated[bool, Parameter(negative="", help="Tell everything that was understood.")] = False,
) -> None:
    """Say what a document is, what was understood of it, and what in it cannot be as it was meant.

    Reads .docx, .xlsx, .pdf with text, .txt, .csv and .json. Every finding has its place, its rule, what stands there
    and what to do. Nothing is corrected, and nothing leaves this machine.

    Parameters
    ----------
    files
        Files, or wildcards such as *.docx.
    """
    from riia.commands.refusals import Refused
    from riia.documents.check import check_file
    from riia.documents.model import DocumentError, Kind, Severity

    if not files:
        raise Refused("Name the documents to check.")
    given = meant(files)
    out = target(out, "--out", given)
    told = tuple(Severity)[: [one.value for one in Severity].index(severity) + 1]
    readings: list[Reading] = []
    refused = False
    for file in given:
        try:
            with answering():
                readings.append(check_file(file, file.name, Kind(kind) if kind else None))
        except DocumentError as error:
            refused = True
            say(f"NOT READ  {file}: {error.rule} {error.remedy}")
    shown = [[one for one in reading.findings if one.severity in told] for reading in readings]
    text = _json(readings, shown) if json_ else "\n".join(_told(readings, shown, understood=understood)) + "\n"
    _answer(text, out)
    if refused:
        sys.exit(_REFUSED)
    if any(one.severity.value in _GRAVE for some in shown for one in some):
        sys.exit(_FOUND)


@app.command
def rules(*, format: Annotated[Literal["text", "markdown"], Parameter(help="How to answer.")] = "text") -> None:
    """List every rule: its code, how much a finding of it matters, and what it looks for."""
    import riia.documents.check  # noqa: F401 (every kind registers its rules when it is imported)
    from riia.documents.pages import rules_page
    from riia.documents.rules import all_rules

    if format == "markdown":
        _answer(rules_page(), None)
        return
    width = max(len(rule.code) for rule in all_rules())
    lines = [f"{rule.code:<{width}}  {rule.severity.value:<9}  {rule.title}" for rule in all_rules()]
    _answer("\n".join([*lines, "", f"{len(lines)} rules."]) + "\n", None)


def _answer(text: str, out: Path | None) -> None:
    if out is None:
        with answering():
            sys.stdout.write(text)
        return
    with answering(out), replacing(out) as part:
        part.write_text(text, encoding="utf-8", newline="\n")
    say(f"Answer: {out}")


def _json(readings: Sequence[Reading], shown: Sequence[Sequence[Finding]]) -> str:
    """The published form: a list of findings, the place preceded by the file's name where there are several."""
    found = []
    for reading, some in zip(readings, shown, strict=True):
        for one in some:
            fields = one.as_json()
            if len(readings) > 1:
                fields["where"] = f"{reading.document.name}: {fields['where']}"
            found.append(fields)
    return json.dumps(found, indent=2, ensure_ascii=False) + "\n"


def _told(readings: Sequence[Reading], shown: Sequence[Sequence[Finding]], *, understood: bool) -> Iterator[str]:
    for number, (reading, some) in enumerate(zip(readings, shown, strict=True)):
        if number:
            yield ""
        yield from _one(reading, some, understood=understood)


def _one(reading: Reading, findings: Sequence[Finding], *, understood: bool) -> Iterator[str]:
    yield f"{reading.document.name}: {_NAMES[reading.kind.value]}"
    if reading.because:
        yield from _wrapped(reading.because[:1].upper() + reading.because[1:].rstrip(".") + ".", "  ")
    for note in reading.document.notes:
        yield from _wrapped(f"Note: {note}", "  ")
    if reading.understood:
        yield from ["", f"UNDERSTOOD ({_counted(len(reading.understood), 'thing', 'things')})"]
        yield from _understood(reading, whole=understood)
    if not findings:
        yield from ["", "Nothing was found that a person has to look at."]
        return
    by_severity: dict[str, list[Finding]] = {}
    for one in findings:
        by_severity.setdefault(one.severity.value, []).append(one)
    for severity, some in by_severity.items():
        single, many, means = _TITLES[severity]
        yield from ["", f"{_counted(len(some), single, many)} ({means})"]
        for one in some:
            yield from _finding(one)


def _understood(reading: Reading, *, whole: bool) -> Iterator[str]:
    shown = reading.understood if whole else reading.understood[:_SHOWN]
    for one in shown:
        path = " › ".join([*one.path, one.name])
        value = " ".join(one.value.split())
        line = f"{path}: {value if whole or len(value) < _LONGEST else value[:_LONGEST] + ' …'} ({one.where})"
        yield from _wrapped(line, "  ")
    if len(shown) < len(reading.understood):
        yield f"  and {len(reading.understood) - len(shown)} more: --understood tells them all."


def _finding(one: Finding) -> Iterator[str]:
    yield from ["", f"  {one.code}  {one.where}"]
    written = " ".join(one.as_written.split())
    if written and written not in " ".join(one.message.split()):
        cut = written if len(written) <= _LONGEST else f"{written[:_LONGEST]} …"
        yield from _wrapped(f"“{cut}”", "    ")
    yield from _wrapped(f"{one.message} {one.remedy}".strip(), "    ")
    if one.evidence:
        places = "; ".join(str(other.where) for other in one.evidence[:_PLACES])
        more = f" and {len(one.evidence) - _PLACES} more" if len(one.evidence) > _PLACES else ""
        yield from _wrapped(f"See also {places}{more}.", "    ")


def _wrapped(text: str, indent: str) -> list[str]:
    from shutil import get_terminal_size
    from textwrap import wrap

    width = max(_NARROWEST, min(_WIDEST, get_terminal_size((_WIDEST + 1, 24)).columns - 1))
    return wrap(text, width, initial_indent=indent, subsequent_indent=indent)


def _counted(number: int, one: str, many: str) -> str:
    return f"{number:,} {one if number == 1 else many}"
