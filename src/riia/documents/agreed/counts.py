"""Stated numbers against what the same sentence lists: things, dates, instalments. Pure."""

import re
from collections.abc import Iterator, Sequence
from itertools import takewhile
from typing import Final

from riia.documents.agreed.amounts import NUMBER, number_of, percents_in
from riia.documents.agreed.lines import Sentence, Table
from riia.documents.agreed.sheets import TOTAL
from riia.documents.dates import Basis, date_mentions
from riia.documents.model import Finding
from riia.documents.rules import rule_of

_THINGS: Final = re.compile(
    rf"(?<![\w£.,/-])(?P<n>{NUMBER})\s+(?P<what>(?:[a-z-]+\s+){{0,2}}?(?:priorities|aims|themes|areas|strands"
    rf"|principles|objectives|outcomes|goals|values|stages|phases"
    r"|commitments|workstreams|projects|groups|measures|purposes|elements|parts|questions|topics|pillars|roles"
    r"|duties|tasks|services|indicators|documents|regions|counties"
    r"|councils|boroughs|authorities|posts|sites|homes|people|officers|staff"
    r"|seats))\b(?P<between>[^.;:,(–]{0,60})(?::|\("
    r"|\s[–-])\s*(?P<list>[^.;:()]{8,300})(?:[.;)]|$)",
    re.I,
)
_TIMES: Final = re.compile(
    rf"\b(?P<n>{NUMBER})\s+(?:equal\s+|annual\s+|\w+ly\s+)?(?P<what>instalments?|payments|stages|tranches|meetings"
    rf"|returns|reports|workshops|conferences|reviews)\b"
    r"(?P<between>[^.;\d]{0,50}?)\b(?:on|in|by|at the end of|due)\s+(?=\d|[A-Z])",
    re.I,
)
_INSTALMENTS: Final = re.compile(
    rf"\b(?P<n>{NUMBER})\s+(?:equal\s+|unequal\s+)?(?P<what>instalments|payments|stages|tranches|parts)\b", re.I
)
_ANNOUNCED: Final = re.compile(
    rf"\b(?:makes?|has|have|gives?|agrees?|set|sets|are|be|do|does|take"
    rf"|takes)\s+(?:to\s+)?(?P<n>{NUMBER})\s+(?P<what>(?:[a-z-]+\s+)?(?!months|years|days|weeks)[a-z]+s):$",
    re.I,
)
_SPLIT_UP: Final = re.compile(
    r"(?<![\w.,/£])(?P<n>\d{2,4})\s+(?P<what>[a-z][a-z -]{3,30}?)(?::|,\s+(?:namely|of whom|that "
    r"is))\s+(?P<list>\d[^.;:]{10,200})"
)
_LABEL: Final = re.compile(
    r"(?:instalment|payment|stage|tranche|part|phase)\s+(?:\d|one|two|three|four|five|six|[A-F])\b", re.I
)
_CLAUSE_MARK: Final = "1.1"
_FOLLOWING: Final = re.compile(
    rf"\b(?:following|these|are the|the)\s+(?P<n>{NUMBER})\s+(?P<what>(?:[a-z-]+\s+){{0,2}}?(?!months|years|days"
    rf"|weeks)[a-z-]+s)\b[^.;]*:$",
    re.I,
)


def count_findings(sentences: Sequence[Sentence], tables: Sequence[Table] = ()) -> Iterator[Finding]:
    """Sentences that say how many and list more or fewer, themselves or in the table that follows."""
    by_place = {table.near: table for table in tables}
    for at, sentence in enumerate(sentences):
        yield from _labelled(sentence, sentences[at + 1 : at + 16])
        yield from _things(sentence)
        yield from _times(sentence)
        yield from _by_shares(sentence)
        yield from _of_numbers(sentence)
        yield from _items(sentence, sentences[at + 1 : at + 40])
        if (table := by_place.get(sentence.near + 1)) is not None and sentence.text.endswith(":"):
            yield from _rows(sentence, table)


def _labelled(lead: Sentence, after: Sequence[Sentence]) -> Iterator[Finding]:
    """ "In three instalments:", and lines that begin "Instalment 1" to "Instalment 4"."""
    match = _INSTALMENTS.search(lead.text)
    if match is None or not lead.text.endswith(":"):
        return
    lines = list(takewhile(lambda one: _LABEL.match(one.text), after))
    if len(lines) > 1 and len(lines) != number_of(match["n"]):
        yield _told(lead, match, f"{len(lines)} are listed")


def _items(lead: Sentence, after: Sequence[Sentence]) -> Iterator[Finding]:
    """ "Each member makes five promises:", and a list of four."""
    match = _FOLLOWING.search(lead.text) or _ANNOUNCED.search(lead.text)
    if match is None or number_of(match["n"]) < 2 or _is_some(lead.text[: match.start("n")]):
        return
    items, last, kind = 0, lead.near, ""
    for one in after:
        begins = one.near != last
        if one.near > last + 1 or (begins and not one.item):
            break
        mark = _mark_of(one.text) if begins else kind
        if mark == _CLAUSE_MARK or (kind and mark != kind):
            break  # a clause of its own, or another list
        items, last, kind = items + begins, one.near, mark
    if items > 1 and items != number_of(match["n"]):
        yield _told(lead, match, f"{items} items follow")


def _mark_of(text: str) -> str:
    """What kind of mark an item has: "1.", "(a)", or a bullet that was left out."""
    if re.match(r"\d{1,2}(?:\.\d{1,2})+", text):
        return _CLAUSE_MARK
    match = re.match(r"(\(?)(?:\d{1,2}|[a-z]{1,3}|[A-Z])([.)])\s", text)
    figure = "1" if re.match(r"\(?\d", text) else "a"
    return f"{match[1]}{figure}{match[2]}" if match else "-"


def _of_numbers(sentence: Sentence) -> Iterator[Finding]:
    """ "60 families: 15 in Bedford, 12 in Luton and 18 in Milton Keynes"."""
    for match in _SPLIT_UP.finditer(sentence.text):
        parts = [
            int(found) for found in re.findall(r"(?<![\w.,/£])(\d{1,4})(?= (?:in|for|from|at|to) )", match["list"])
        ]
        pieces = [one for one in re.split(r",|\band\b", match["list"]) if re.search(r"\d", one)]
        if (
            len(parts) > 1
            and len(parts) == len(pieces)
            and 0.5 < sum(parts) / int(match["n"]) < 2
            and sum(parts) != int(match["n"])
        ):
            said = " + ".join(map(str, parts))
            yield _told(sentence, match, f"{said} are {sum(parts)}")


def _by_shares(sentence: Sentence) -> Iterator[Finding]:
    """ "In three instalments: 60% in August and 40% in February"."""
    match = _INSTALMENTS.search(sentence.text)
    shares = percents_in(sentence.text[match.end() :]) if match else []
    if match and len(shares) > 1 and number_of(match["n"]) > 1 and len(shares) != number_of(match["n"]):
        yield _told(
            sentence, match, f"{len(shares)} shares are given: {', '.join(written for _, written, _ in shares)}"
        )


def _rows(sentence: Sentence, table: Table) -> Iterator[Finding]:
    """ "The following 12 data items:", and a table of eleven rows."""
    match = _FOLLOWING.search(sentence.text)
    rows = [row for row in table.rows if row[0].text and not TOTAL.search(row[0].text)]
    if match and len(rows) > 1 and number_of(match["n"]) > 1 and number_of(match["n"]) != len(rows):
        yield _told(sentence, match, f"{len(rows)} rows follow")


def _things(sentence: Sentence) -> Iterator[Finding]:
    for match in _THINGS.finditer(sentence.text):
        listed = re.sub(r"\b(?:North|South) (?:East|West)\b", "NE", match["list"]).strip()
        before = sentence.text[: match.start()]
        if ("," not in listed and " and " not in listed) or re.search(r"\d", listed) or _is_some(before):
            continue
        names = [name for name in re.split(r",\s*(?:and\s+)?|\s+and\s+(?=\S)", listed) if name.strip()]
        at_least = [name for name in re.split(r",\s*(?:and\s+)?", listed) if name.strip()]
        many = number_of(match["n"])
        # "and" may belong to a name: only what is more than the commas part, or fewer than all that could be, is wrong
        fewest = len(at_least) + (
            1 if re.search(r"\s+and\s+", at_least[-1]) and not re.search(r",\s*and\s+", listed) else 0
        )
        if (
            any(len(name.split()) > 8 for name in names)
            or many < 2
            or fewest <= many <= len(names)
            or abs(many - fewest) > 3
        ):
            continue
        yield _told(sentence, match, f"{len(names) if many > len(names) else fewest} are named: {listed}")


def _is_some(before: str) -> bool:
    return bool(re.search(r"\b(?:at least|any|up to|more than|other|first|one of(?: the)?|these)\s*$", before, re.I))


def _times(sentence: Sentence) -> Iterator[Finding]:
    for match in _TIMES.finditer(sentence.text):
        many = number_of(match["n"])
        rest = re.split(r"[.;]", sentence.text[match.end() :])[0]
        dates = [one for one in date_mentions(rest) if one.basis in (Basis.DAY, Basis.MONTH) or one.month]
        loose = re.findall(
            r"\b(?:January|February|March|April|May|June|July|August|September|October|November|December)\b", rest
        )
        found = max(len(dates), len(loose))
        if (
            many > 1
            and found > 1
            and found != many
            and not re.search(r"%|per ?cent|£", rest)
            and not re.search(r"\bbetween\b|\bto\b|\buntil\b", rest)
        ):
            yield _told(sentence, match, f"{found} times are given: {rest.strip()[:120]}")


def _told(sentence: Sentence, match: re.Match[str], shown: str) -> Finding:
    rule = rule_of("COUNT-LIST")
    said = f"{match['n']} {match['what']}"
    return Finding(
        rule.code, rule.severity, sentence.where, said, f"It says {said}, and {shown}.",
        "Ask whether one was left out or added.",
    )  # fmt: skip
