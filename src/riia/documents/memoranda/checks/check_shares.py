"""Shares in the sentences and lists of an agreement: percentages of a whole, parts of amounts, instalments. Pure."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Final

from riia.documents.memoranda.checks.check_sums import INCLUDES, RESULT, exact, is_rate
from riia.documents.memoranda.checks.material import Material, Unit, made, short
from riia.documents.model import Finding

_FRACTIONS: Final = {
    "half": Decimal(1) / 2, "third": Decimal(1) / 3, "quarter": Decimal(1) / 4, "one third": Decimal(1) / 3,
    "one quarter": Decimal(1) / 4, "two thirds": Decimal(2) / 3, "three quarters": Decimal(3) / 4,
}  # fmt: skip
_FRACTION: Final = re.compile(
    r"\b(?P<of>half|a third|a quarter|one[ -]third|one[ -]quarter|two[ -]thirds|three[ -]quarters) of (?:the )?(?=£)",
    re.I,
)
_PERCENT: Final = re.compile(r"(?P<number>\d{1,3}(?:\.\d+)?)\s?(?:%|per ?cent\b)", re.I)
_SHARING: Final = re.compile(
    r"\b(?:divid(?:e[ds]?|ing)|split|shar(?:e[ds]?|ing)|apportion(?:ed|s)?|allocat(?:ed?|es)|proportions?|"
    r"pays?|paid|payable|contribut\w+|"
    r"instalments?|made up|time between|funded|met by|meets?|bears?|borne|weight(?:ed|ing)?s?)\b",
    re.I,
)
_NO_SHARE: Final = re.compile(
    r"\b(?:increase|reduc|discount|interest|inflation|uplift|exceed|more than|less than|at least|up to|target|reserve|"
    r"of (?:children|cases|staff|young|referrals|assessments|all))\w*\b",
    re.I,
)


def share_findings(material: Material) -> Iterator[Finding]:
    """Shares that are not those of the amount beside them, or not the whole."""
    for unit in material.units:
        yield from _percent_of(unit)
        yield from _fraction_of(unit)
        yield from _shares(unit)
    yield from _lists(material)


def _percent_of(unit: Unit) -> Iterator[Finding]:
    """ "10% of £52,000, which is £5,200"."""
    for match in re.finditer(
        r"(?P<share>\d{1,3}(?:\.\d+)?)\s?(?:%|per cent) of (?:the |that |this )?(?:[a-z]+ ){0,4}?(?=£)", unit.text
    ):
        amounts = [one for one in exact(unit.text[match.end() :]) if one.start < 120]
        if len(amounts) < 2 or amounts[0].start:
            continue
        between = unit.text[match.end() :][amounts[0].end : amounts[1].start]
        if not RESULT.search(between) and not re.search(r"\b(?:or|is|pays?)\s*$", between):
            continue
        wanted = Decimal(match["share"]) * (amounts[0].pence or 0) / 100
        if abs(wanted - (amounts[1].pence or 0)) >= (1 if "." in amounts[1].as_written else 100):
            yield made(
                "MOU-RATE", unit.at(amounts[1].as_written), amounts[1].as_written,
                f"{match['share']}% of {amounts[0].as_written} is £{wanted / 100:,.2f}, not {amounts[1].as_written}.",
                "Ask which of the numbers is right.",
            )  # fmt: skip


def _fraction_of(unit: Unit) -> Iterator[Finding]:
    """ "£277,500, half of £555,000", "a third of £9,000, which is £3,000"."""
    for match in _FRACTION.finditer(unit.text):
        after = exact(unit.text[match.end() :])
        before = [one for one in exact(unit.text[: match.start()]) if match.start() - one.end < 14]
        if not after or after[0].start:
            continue
        whole, rest = after[0], unit.text[match.end() + after[0].end :]
        told = exact(rest)
        part = (
            before[-1]
            if before
            else told[0]
            if told and told[0].start < 20 and RESULT.search(rest[: told[0].start])
            else None
        )
        wanted = (
            Decimal(whole.pence or 0)
            * _FRACTIONS[" ".join(match["of"].lower().split()).removeprefix("a ").replace("-", " ")]
        )
        if part is not None and abs(wanted - (part.pence or 0)) >= 100:
            yield made(
                "MOU-RATE", unit.at(part.as_written), part.as_written,
                f"{match['of'].capitalize()} of {whole.as_written} is £{wanted / 100:,.2f}, not {part.as_written}.",
                "Ask which of the numbers is right.",
            )  # fmt: skip


def _shares(unit: Unit) -> Iterator[Finding]:
    """Percentages of one whole within one sentence."""
    for sentence in unit.sentences():
        found = [Decimal(match["number"]) for match in _PERCENT.finditer(sentence)]
        if len(found) > 1 and _SHARING.search(sentence) and not _NO_SHARE.search(sentence):
            yield from _whole(unit, sentence, found)


def _lists(material: Material) -> Iterator[Finding]:
    """Percentages, and amounts of instalments, in the items of a list."""
    for unit in material.units:
        if unit.clause is None:
            continue
        items = [one for one in material.units if one.clause and one.clause.under == unit.clause.number]
        shares = [_PERCENT.findall(one.text) for one in items]
        context = f"{unit.heading} {unit.text} {items[0].text if items else ''}"
        whole = len(items) > 1 and all(len(each) == 1 for each in shares) and _SHARING.search(context)
        if whole and not _NO_SHARE.search(" ".join(one.text for one in items)):
            yield from _whole(unit, unit.text, [Decimal(each[0]) for each in shares])
        amounts = [exact(one.text) for one in items]
        said = exact(unit.text)
        if (
            len(items) < 2
            or len(said) != 1
            or not all(len(each) == 1 for each in amounts)
            or INCLUDES.search(unit.text)
        ):
            continue
        added = sum(each[0].pence or 0 for each in amounts)
        if is_rate(unit.text, said[0]) or not re.search(
            r"\b(?:instal|paid|payment|made up|as follows|below|compris|follow|split|total|shared|invoice)", unit.text
        ):
            continue
        if added != said[0].pence and Decimal("0.5") < Decimal(added) / (said[0].pence or 1) < 2:
            yield made(
                "MOU-TOTAL", unit.at(said[0].as_written), said[0].as_written,
                f"“{short(unit.text)}” The {len(items)} amounts listed come to £{added / 100:,.2f}, not "
                f"{said[0].as_written}.", "Ask which of the amounts is wrong.",
            )  # fmt: skip


def _whole(unit: Unit, sentence: str, shares: Sequence[Decimal]) -> Iterator[Finding]:
    added = sum(shares, Decimal(0))
    if added == 100 or not 85 <= added <= 130 or 100 in shares or re.search(r"\bround", unit.text):
        return
    if re.search(r"\b(?:remaind(?:er|ing)|rest|balance)\b", sentence) and added < 100:
        return
    yield made(
        "MOU-SHARES", unit.at(sentence), short(sentence),
        f"The shares in “{short(sentence)}” add up to {added.normalize():f}%, not 100%.",
        "Ask which share is wrong.",
    )  # fmt: skip
