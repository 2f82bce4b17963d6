"""The documentation pages of the checks, one for each collection, made from the checks themselves.

    python -m riia.indicators.checks.pages docs/checks

writes them; a test proves that the committed pages are what this writes.
"""

import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

from riia.indicators.checks.every import checks_of
from riia.indicators.checks.examples import NEWER, OLDER
from riia.indicators.checks.registry import Check, Example, Row
from riia.indicators.checks.schemas import KEYS, collection_of

_ROWS_SHOWN: Final = 3
_INTRO: Final = (
    "Every check that `riia check` makes of this return. Each gives its rule, what to do when rows break it, and the "
    "same rows kept right and broken. Days in the examples are written year first; files may write them as they do.\n\n"
    "What severities mean and how to read a finding: [Checks](README.md)."
)
_SEVERITIES: Final = {"error": "Error", "warning": "Warning", "note": "Note"}
_FILES: Final = {OLDER: "last year's", NEWER: "this year's"}


def pages() -> Mapping[str, str]:
    """Each page's text by its file name."""
    return {f"{key}.md": _page(key) for key in KEYS}


def main(folder: str = "docs/checks") -> None:
    """Write the pages into a folder."""
    out = Path(folder)
    out.mkdir(parents=True, exist_ok=True)
    for name, text in pages().items():
        (out / name).write_text(text, encoding="utf-8", newline="\n")


def _page(key: str) -> str:
    collection = collection_of(key)
    made = checks_of(key)
    lines = [f"# Checks: {collection.title}", "", _INTRO, "", f"{len(made)} checks.", ""]
    lines += ["| Code | Severity | Rule |", "|---|---|---|"]
    lines += [
        f"| [{one.code}](#{one.code.lower()}) | {_SEVERITIES[one.severity]} | {_cell(one.rule)} |" for one in made
    ]
    for table in collection.tables:
        of_table = [one for one in made if one.table == table.name]
        if of_table:
            lines += ["", f"## {table.name}: {table.title}"]
            for one in of_table:
                lines += ["", *_check(one)]
    return "\n".join(lines) + "\n"


def _check(check: Check) -> Iterator[str]:
    yield f"### {check.code}"
    yield ""
    yield f"**{_SEVERITIES[check.severity]}.** {check.rule}"
    yield ""
    yield f"- What to do: {check.remedy}"
    yield f"- Looks at: `{check.table}`, column `{check.column}`{', files of several years' if check.years else ''}"
    about = check.about
    yield f"- Finds: {about[:1].lower() if about[1:2].islower() else about[:1]}{about[1:]}"
    yield f"- Years: {_years(check)}"
    if check.echoes:
        yield f"- The Department's own rule with the same aim: {check.echoes}"
    for title, example in (("Right", check.passing), ("Broken", check.failing)):
        yield ""
        yield f"{title}:"
        for table, rows in example.items():
            yield ""
            yield from _example(table, rows, example, check)


def _example(table: str, rows: Sequence[Row], example: Example, check: Check) -> Iterator[str]:
    named = f"`{table}`" if len(example) > 1 or table != check.table else ""
    if not rows:
        yield f"{named} has no rows."
        return
    if named:
        yield named
        yield ""
    columns = list(dict.fromkeys(column for row in rows for column in row))
    yield "| " + " | ".join("file" if column == "_file" else column for column in columns) + " |"
    yield "|" + "---|" * len(columns)
    for row in rows[:_ROWS_SHOWN]:
        yield "| " + " | ".join(_cell(_FILES.get(str(row.get(column)), row.get(column))) for column in columns) + " |"
    if len(rows) > _ROWS_SHOWN:
        yield ""
        yield f"and {len(rows) - _ROWS_SHOWN} more like these."


def _years(check: Check) -> str:
    if check.since and check.until:
        return f"{check.since} to {check.until}"
    if check.since:
        return f"from {check.since}"
    return f"to {check.until}" if check.until else "all"


def _cell(value: object) -> str:
    return "" if value is None else str(value).replace("|", "\\|")


if __name__ == "__main__":
    main(*sys.argv[1:])
