"""`riia pseudonymise`: on the council's side, its own list of children becomes a file that names nobody."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

from cyclopts import Parameter

from riia.commands.answering import answering
from riia.commands.paths import meant, target
from riia.commands.refusals import Refused
from riia.commands.writing import replacing

if TYPE_CHECKING:
    from riia.indicators.records import Dataset
    from riia.indicators.records.pseudonymising import Pseudonymised


def pseudonymise(
    *paths: Path,
    dataset: Annotated[
        Literal["send-placements", "school-exclusions"] | None,
        Parameter(help="Which dataset: send-placements (dataset 4) or school-exclusions (dataset 5)."),
    ] = None,
    year: Annotated[
        str | None, Parameter(help="The year of the records, as 2025-26. Every year has pseudonyms of its own.")
    ] = None,
    place: Annotated[str | None, Parameter(help="The council, by name or code.")] = None,
    key: Annotated[Path | None, Parameter(help="The council's own key file. It never leaves the council.")] = None,
    column: Annotated[
        list[str] | None, Parameter(help="Heading of the identifier to make pseudonyms from, where it is not the UPN.")
    ] = None,
    out: Annotated[
        Path | None, Parameter(help="Write the file here: .xlsx, or .csv for a dataset of one list.")
    ] = None,
    make_key: Annotated[Path | None, Parameter(help="Make a new key file here, and do nothing else.")] = None,
) -> None:
    """Make pseudonyms with the council's own key, leave out who the children are, and write what may be given away.

    Days become months, a date of birth becomes an age band or year group, and every column that the dataset does not
    ask for is left out. What was made is read again as the alliance will read it; it is written only if nothing in it
    looks as if it named anybody. A report of what was done is written beside it. Nothing leaves this machine.

    Parameters
    ----------
    paths
        The council's own workbook, or CSV files: one for each list, called as the list is.
    """
    if make_key is not None:
        _make(make_key, paths)
        return
    if not paths:
        raise Refused("Name the file: riia pseudonymise placements.csv --dataset send-placements ... (see --help).")
    chosen = _dataset(dataset)
    span, council = _span(year), _council(place)
    secret = _secret(key)
    given = meant(paths)
    written = _out(out, chosen, [*given, *([key] if key else [])])
    made, rows = _checked(given, chosen, secret, span, council, column or [], written)
    report = written.with_name(f"{written.stem}.report.txt")
    with answering(report), replacing(report) as part:
        part.write_text(made.report, encoding="utf-8")
    with answering():
        sys.stdout.write(made.report)
    _say(f"{rows:,} records are in {written}; what was done is in {report}. Keep the key file to yourselves.")


def _make(path: Path, paths: tuple[Path, ...]) -> None:
    from riia.indicators.records.pseudonyms import KeyRefused, make_key

    if paths:
        raise Refused(
            "--make-key makes a key and does nothing else. Leave the files out, and name them with --key then."
        )
    try:
        make_key(path)
    except KeyRefused as error:
        raise Refused(str(error)) from None
    _say(
        f"The key is in {path}. Keep it in the council, back it up, and give it to nobody: whoever has it can find out "
        "whose pseudonym is whose. Without it, the same child gets another pseudonym."
    )


def _dataset(key: str | None) -> Dataset:
    from riia.indicators.records import DATASETS, dataset_of

    if key is None:
        raise Refused(f"--dataset is missing. Give one of {', '.join(DATASETS)}.")
    return dataset_of(key)


def _span(year: str | None) -> str:
    """The year as "2025-26"."""
    found = re.fullmatch(r"(?:FY|AY)?(20\d{2})[-/](?:20)?(\d{2})(?:[QT]\d)?", (year or "").strip().upper())
    if found is None or (int(found[1]) + 1) % 100 != int(found[2]):
        raise Refused(f"--year {year or ''}: give the year of the records as 2025-26.")
    return f"{found[1]}-{found[2]}"


def _council(place: str | None) -> str:
    from riia.indicators.reference import PlaceError, find_place

    if not place:
        raise Refused("--place is missing. Name the council, such as --place Derby.")
    try:
        code = str(find_place(place).code)
    except PlaceError as error:
        raise Refused(f"--place: {error}") from None
    if not re.fullmatch(r"\d{3}", code):
        raise Refused(f"--place {place}: this is no council. Name the council whose records they are.")
    return code


def _secret(path: Path | None) -> bytes:
    from riia.indicators.records.pseudonyms import KeyRefused, may_be_read_by_others, read_key

    if path is None:
        raise Refused("--key is missing. Make a key once by: riia pseudonymise --make-key our.key")
    try:
        secret = read_key(path)
    except KeyRefused as error:
        raise Refused(str(error)) from None
    if may_be_read_by_others(path):
        _say(f"Warning: other people of this machine can read {path}. Make it yours alone: chmod 600 {path}")
    return secret


def _out(out: Path | None, dataset: Dataset, read: list[Path]) -> Path:
    if out is None:
        raise Refused("--out is missing. Name the file to write, such as --out for-the-region.xlsx.")
    ending = out.suffix.lower()
    if ending not in (".xlsx", ".csv") or (ending == ".csv" and len(dataset.lists) > 1):
        raise Refused(f"--out {out}: end its name in .xlsx" + (" or .csv." if len(dataset.lists) == 1 else "."))
    found = target(out, "--out", read)
    assert found is not None
    return found


def _checked(
    files: list[Path], dataset: Dataset, key: bytes, year: str, council: str, columns: list[str], out: Path
) -> tuple[Pseudonymised, int]:
    """Make the lists, write them beside their place, read them as the alliance will, and only then put them there."""
    from datetime import datetime

    from riia.indicators.records import RecordsRefused, read_records
    from riia.indicators.records.pseudonymising import pseudonymised, write_csv, write_workbook

    write = write_csv if out.suffix.lower() == ".csv" else write_workbook
    today = datetime.now().astimezone().date()
    try:
        with answering(out):
            made = pseudonymised(files, dataset, key=key, year=year, council=council, columns=columns)
            with replacing(out) as part:
                write(made, part)
                found = read_records([(part, out.name)], dataset, today=today, council=council, year=year)
    except RecordsRefused as error:
        told = "\n".join(f"- {one.words}" for one in error.problems)
        raise Refused(f"Nothing was written. Put this right in the council's own file:\n{told}") from None
    return made, found.rows


def _say(text: str) -> None:
    sys.stderr.write(text + "\n")
