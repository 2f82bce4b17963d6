"""Clauses numbered by a letter and a figure: A.1, A.2, B.1. What they leave out or repeat, and what refers to none."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final, NamedTuple

_LABEL: Final = re.compile(r"\s*\(?(?P<letter>[A-Z])\.?(?P<number>\d{1,2})[.)]?\s+(?=\S)")
_REFERS: Final = re.compile(r"\b(?:clauses?|paragraphs?|sections?|see)\s+(?P<label>[A-Z]\.?\d{1,2})\b(?!\.\d)")
_FEW: Final = 4


class Said(NamedTuple):
    """A finding: which rule, the line from 1, what stands there, and the message."""

    code: str
    line: int
    written: str
    says: str


def lettered_findings(lines: Sequence[str]) -> Iterator[Said]:
    """Findings about clauses that are numbered A.1, A.2, B.1, where that is how a document numbers them."""
    labels = [
        (match["letter"], int(match["number"]), place, line)
        for place, line in enumerate(lines, start=1)
        if "\t" not in line.strip() and (match := _LABEL.match(line)) and "." in match[0]
    ]
    if len(labels) < _FEW or not any(number == 1 for _, number, _, _ in labels):
        return
    for (letter, number, _, _), (now, following, place, line) in pairwise([("", 0, 0, ""), *labels]):
        wanted = number + 1 if now == letter else 1
        if following > wanted:
            yield Said("NUMBER-MISSING", place, line.strip(), f"{now}.{wanted} is missing before {now}.{following}.")
        elif following < wanted:
            what = "appears twice" if following == number else f"comes after {letter}.{number}"
            yield Said("NUMBER-REPEATED", place, line.strip(), f"{now}.{following} {what}.")
    known = {f"{letter}{number}" for letter, number, _, _ in labels}
    letters = {letter for letter, _, _, _ in labels}
    for place, line in enumerate(lines, start=1):
        for match in _REFERS.finditer(line):
            label = match["label"].replace(".", "")
            if label not in known and (label[0] in letters or "." in match["label"]):
                yield Said("REF-MISSING", place, match[0], f"There is no clause {match['label']} in it.")
