"""References that lead nowhere or elsewhere: to numbers without a word, to parts, and beside another clause's title."""

import re
from collections.abc import Iterator
from typing import Final

import riia.documents.text.references  # noqa: F401 (it registers what leads nowhere)
from riia.documents.memoranda.checks.material import Material, Unit, made, short
from riia.documents.model import Finding

_BARE: Final = re.compile(
    r"\b(?:set out|described|listed|given|named|defined|referred to|as|see|shown|stated)\s+(?:at|in|under|by)\s+"
    r"(?P<number>\d{1,2}\.\d{1,2}(?:\.\d{1,2})?)(?![\d%]|\.\d|\s*(?:per cent|days|hours|million))"
)
_PART: Final = re.compile(
    r"\b(?P<what>Part|Article)\s+(?P<number>\d{1,2}|[A-Z]|[IVX]{1,4})\b(?!\s+(?:of|to|in)\s+(?:the|that)\b)(?![’'])"
)
_TITLED: Final = re.compile(
    r"\b(?:clause|section|paragraph|article|schedule|annexe?|appendix|part)\s+(?P<number>\d{1,2}|[A-Z])\s+"
    r"\((?P<title>[A-Za-z][A-Za-z ,’'-]{3,50})\)",
    re.I,
)
_ACT: Final = re.compile(r"\b(?:Act|Regulations?|GDPR|Working Together|guidance|Rules)\W+(?:\w+\W+){0,4}$")
_SMALL: Final = frozenset("the and of for to in a an on by with this".split())  # noqa: SIM905


def reference_findings(material: Material) -> Iterator[Finding]:
    """References that the rule for any text cannot see."""
    titles = _titles(material)
    numbers = {unit.clause.printed.rstrip(".") for unit in material.units if unit.clause and unit.clause.printed}
    told: set[str] = set()
    for unit, sentence in material.sentences():
        for one in (*_bare(unit, sentence, numbers), *_parts(unit, sentence, titles), *_titled(unit, sentence, titles)):
            if one.as_written not in told:
                told.add(one.as_written)
                yield one


def _titles(material: Material) -> dict[str, str]:
    """The titles of clauses, parts and schedules by what they are called, in lower case."""
    found: dict[str, str] = {}
    for unit in material.units:
        if unit.clause is not None and unit.clause.printed and not unit.clause.under:
            found.setdefault(unit.clause.printed.rstrip(".").lower(), unit.text)
    return found


def _bare(unit: Unit, sentence: str, numbers: set[str]) -> Iterator[Finding]:
    if len([number for number in numbers if "." in number]) < 4:
        return
    for match in _BARE.finditer(sentence):
        if match["number"] not in numbers:
            says = f"“{short(sentence)}” There is no {match['number']} in it."
            yield made("REF-MISSING", unit.at(match[0]), match[0], says, "Ask for the number that is meant.")


def _parts(unit: Unit, sentence: str, titles: dict[str, str]) -> Iterator[Finding]:
    for match in _PART.finditer(sentence):
        what = match["what"].lower()
        known = [title for title in titles if title.startswith(f"{what} ")]
        if (
            len(known) > 1
            and f"{what} {match['number'].lower()}" not in known
            and not _ACT.search(sentence[: match.start()])
        ):
            says = f"“{short(sentence)}” There is no {match[0]} in it."
            yield made("REF-MISSING", unit.at(match[0]), match[0], says, "Ask for the part that is meant.")


def _titled(unit: Unit, sentence: str, titles: dict[str, str]) -> Iterator[Finding]:
    """ "Clause 5 (Termination)", where clause 5 is called "Money" and clause 9 "Termination"."""
    for match in _TITLED.finditer(sentence):
        what = match[0].split()[0].lower()
        own = titles.get(match["number"].lower()) or titles.get(f"{what} {match['number'].lower()}", "")
        wanted = _words(match["title"])
        if not own or len(own) > 90 or wanted & _words(own):
            continue
        elsewhere = [number for number, title in titles.items() if len(title) < 90 and wanted & _words(title)]
        if elsewhere:
            yield made(
                "MOU-REFERENCE", unit.at(match[0]), match[0],
                f"{match[0].partition(' (')[0]} is “{short(own, 60)}”; what is named in brackets is {elsewhere[0]}.",
                "Ask whether the number or the title is meant.",
            )  # fmt: skip


def _words(text: str) -> set[str]:
    return {word.rstrip("s") for word in re.findall(r"[a-z]{3,}", text.lower())} - _SMALL
