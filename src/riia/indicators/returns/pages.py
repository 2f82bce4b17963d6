"""The documentation page of the checks of a return, made from the checks themselves.

    python -m riia.indicators.returns.pages docs/return-checks.md

writes it; a test proves that the committed page is what this writes.
"""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from riia.indicators.model import Period
from riia.indicators.returns.checks.case import NO_BASES
from riia.indicators.returns.checks.every import THEMES, checks
from riia.indicators.returns.checks.registry import Check, Example, values
from riia.indicators.returns.checks.running import check
from riia.indicators.returns.checks.wording import listed
from riia.indicators.returns.nouns import Cell, Form, Weight

_WEIGHTS: Final = {Weight.HARD: "Hard", Weight.SOFT: "Soft"}
_INTRO: Final = """\
# Checks of a quarterly return

Every check that the return desk makes of a council's return. **Hard**: the return cannot be submitted until it is
corrected. **Soft**: it is corrected or explained; the explanation is offered again next quarter, and after four
quarters in a row a new one is asked for.

No check takes a blank, or a number that is suppressed (c), not available (x) or not applicable (z), for 0. Where a
number it needs is lacking, it says nothing. What follows from something else, such as a percentage from a wrong
number, is kept back until the first is mended. An explanation brings it out, unless it answers it as well: that few
children ceased to be looked after explains that number, and not why the number on the day does not follow from it.

Numbers are compared with a council's own earlier ones by their median and median absolute deviation, and never closer
than chance allows. In simulated councils of 2 to 2,000 referrals a quarter in which nothing changes, fewer than 1
return in 20 is asked about any change; where children come in groups of two, about 1 in 6. A number that usually is 50
and doubles is asked about in three of four cases, one of 100 nearly always; one that usually is 10 hardly ever, since
chance alone can double it. Of 5,788 real quarters of referrals (all councils, 2014 to 2024, from the published months)
4 in 100 are asked about; six of seven of these had fallen by a fifth or risen by a quarter, or more.
"""


def page() -> str:
    """The page's text."""
    made = checks()
    lines = [_INTRO, f"{len(made)} checks.", "", "| Code | Weight | Rule |", "|---|---|---|"]
    lines += [f"| [{one.code}](#{one.code.lower()}) | {_WEIGHTS[one.weight]} | {one.rule} |" for one in made.values()]
    for module, title in THEMES:
        lines += ["", f"## {title}"]
        for one in made.values():
            if one.finds.__module__ == module.__name__:
                lines += ["", *_check(one)]
    return "\n".join(lines) + "\n"


def main(file: str = "docs/return-checks.md") -> None:
    """Write the page."""
    Path(file).write_text(page(), encoding="utf-8", newline="\n")


def _check(one: Check) -> Iterator[str]:
    yield f"### {one.code}"
    yield ""
    yield f"**{_WEIGHTS[one.weight]}.** {one.rule}"
    yield ""
    yield f"- Why: {one.why}"
    yield f"- What to do: {one.remedy}"
    yield f"- How it decides: {one.about}"
    if one.after:
        yield f"- Kept back behind: {', '.join(f'[{code}](#{code.lower()})' for code in one.after)}"
    for title, example in (("Right", one.passing), ("Broken", one.failing)):
        yield ""
        yield f"{title}:"
        yield ""
        yield from _told(example)
    bases = one.failing.case.other_bases or NO_BASES
    for outcome in check(one.failing.form, values(one.failing.answers), one.failing.background, other_bases=bases):
        if outcome.code == one.code:
            yield ""
            yield f"> {outcome.words}"
            break


def _told(example: Example) -> Iterator[str]:
    """An example as a table, periods across, with what is known beside it below."""
    columns = [(Period.parse(code).short_label, texts) for code, texts in example.before.items()]
    columns.append((Period.parse(example.period).short_label, example.answers))
    cells = list(dict.fromkeys(cell for _, texts in reversed(columns) for cell in texts))
    if cells:
        yield f"| | {' | '.join(label for label, _ in columns)} |"
        yield f"|---|{'---:|' * len(columns)}"
        for cell in cells:
            yield f"| {_line(example.form, cell)} | {' | '.join(str(texts.get(cell, '')) for _, texts in columns)} |"
    else:
        yield "Nothing is entered."
    for said in _beside(example):
        yield ""
        yield said


def _beside(example: Example) -> Iterator[str]:
    for key, (number, code) in example.published.items():
        yield f"Published for the {Period.parse(code).label}: {number:,} (item {example.form.item(key).label})."
    for key, rates in example.peers.items():
        others = listed([str(rate) for rate in rates])
        yield f"Other councils per 10,000: {others} (item {example.form.item(key).label})."


def _line(form: Form, text: str) -> str:
    cell = Cell.parse(text)
    item = form.item(cell.item)
    measure = "" if cell.measure.value == "number" else f", {cell.measure.value}"
    return f"{item.label} {item.title}{measure}"


if __name__ == "__main__":
    main(*sys.argv[1:])
