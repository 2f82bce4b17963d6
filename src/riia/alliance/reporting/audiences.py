"""Who a version is for, and what is taken out of it for them (R13.14, R13.15). Pure: from one set of values to another.

What is taken out is said in the version itself, without saying what it was.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields, is_dataclass, replace
from enum import StrEnum
from typing import Any, Final

from riia.alliance.reporting.content import Kpi, Measure, ReportData


class Audience(StrEnum):
    """Who reads a version. The value is what addresses and rows carry."""

    DFE = "dfe"
    LGA = "lga"
    CIB = "cib"
    ADCS = "adcs"
    NATIONAL = "national"
    BOARD = "board"
    OFFICE = "office"

    @property
    def title(self) -> str:  # type: ignore[override]  # the words for an audience, instead of str.title
        return _TITLES[self]


_TITLES: Final = {
    Audience.DFE: "Department for Education",
    Audience.LGA: "Local Government Association",
    Audience.CIB: "Children’s Improvement Board",
    Audience.ADCS: "Regional ADCS",
    Audience.NATIONAL: "National ADCS and Council of Reference",
    Audience.BOARD: "Alliance board",
    Audience.OFFICE: "Alliance office",
}


@dataclass(frozen=True, slots=True)
class Rules:
    """What an audience gets to see beyond numbers of the region."""

    names: bool
    councils: bool
    money: bool
    confidential: bool
    small: bool
    """Whether small numbers of people are shown."""


RULES: Final = {
    Audience.DFE: Rules(names=False, councils=True, money=True, confidential=False, small=False),
    Audience.LGA: Rules(names=False, councils=True, money=True, confidential=False, small=False),
    Audience.CIB: Rules(names=False, councils=False, money=False, confidential=False, small=False),
    Audience.ADCS: Rules(names=True, councils=True, money=True, confidential=False, small=False),
    Audience.NATIONAL: Rules(names=False, councils=False, money=False, confidential=False, small=False),
    Audience.BOARD: Rules(names=True, councils=True, money=True, confidential=False, small=False),
    Audience.OFFICE: Rules(names=True, councils=True, money=True, confidential=True, small=True),
}

# The rule of the Department's statistics (`dfe-1-5` of riia.indicators.disclosure, whose solver a page does not need).
SMALLEST: Final = 1
LARGEST: Final = 5
_NO_NAME: Final = "[name left out]"
_NO_COUNCIL: Final = "[a council]"
_NO_ADDRESS: Final = "[address left out]"
_HIDDEN: Final = "Left out: the number of people is small."
_EMAIL: Final = re.compile(r"[\w.+'’-]+@[\w-]+(\.[\w-]+)+")


@dataclass(frozen=True, slots=True)
class Version:
    """The values for one audience, and in words what was left out of them."""

    data: ReportData
    audience: Audience
    left_out: tuple[str, ...]

    @property
    def without_money(self) -> bool:
        """Whether this audience is not told what was spent and received."""
        return not RULES[self.audience].money


def for_audience(data: ReportData, audience: Audience) -> Version:
    """What this audience reads."""
    rules, left_out = RULES[audience], list[str]()
    if not rules.confidential:
        data = _without_confidential(data, left_out)
    if not rules.small:
        data = _without_small(data, left_out)
    if not rules.money and (data.money or data.grants):
        data = _without_money(data, left_out)
    if not rules.councils:
        data = _without_councils(data, left_out)
    if not rules.names:
        data = _without_names(data, left_out)
    return Version(data, audience, tuple(left_out))


def cleaned(text: str, data: ReportData, audience: Audience) -> str:
    """A text that somebody typed beside the report, such as its cover note, as this audience may read it."""
    rules = RULES[audience]
    if not rules.councils:
        text = _replacing(data.councils, _NO_COUNCIL)(text)
    if not rules.names:
        text = _EMAIL.sub(_NO_ADDRESS, _replacing(data.people, _NO_NAME)(text))
    return text


def _without_confidential(data: ReportData, left_out: list[str]) -> ReportData:
    risks = tuple(one for one in data.risks if not one.confidential)
    exemptions = tuple(
        replace(one, reason="Confidential", approved_by="") if one.confidential else one for one in data.exemptions
    )
    kpis = tuple(
        replace(one, evidence=tuple(each for each in one.evidence if not each.confidential)) for one in data.kpis
    )
    if (risks, exemptions, kpis) != (data.risks, data.exemptions, data.kpis):
        left_out.append("Confidential entries are left out of this version.")
    return replace(data, risks=risks, exemptions=exemptions, kpis=kpis)


def _without_money(data: ReportData, left_out: list[str]) -> ReportData:
    left_out.append("Spending of each area and grants are left out of this version.")
    return replace(
        data,
        money=(),
        grants=(),
        before=tuple(one for one in data.before if not one.money),
        changes=tuple(one for one in data.changes if one.what not in ("Money", "Grant")),
        missing=tuple(one for one in data.missing if not one.startswith("spending")),
    )


def _without_small(data: ReportData, left_out: list[str]) -> ReportData:
    hidden = {one.key for one in data.kpis if any(_is_small(each) for each in one.measures)}
    if not hidden:
        return data
    left_out.append(
        f"Numbers of people from {SMALLEST} to {LARGEST} are hidden (c), and those they could be worked out from."
    )
    return replace(
        data,
        kpis=tuple(_hiding(one) if one.key in hidden else one for one in data.kpis),
        changes=tuple(
            replace(one, before="c", after="c") if one.what in hidden and _has_digit(one.before + one.after) else one
            for one in data.changes
        ),
    )


def _hiding(kpi: Kpi) -> Kpi:
    measures = tuple(_hidden(one) if _is_small(one) else one for one in kpi.measures)
    return replace(kpi, measures=measures, reason=_HIDDEN, by_hand=_HIDDEN if kpi.by_hand else "")


def _hidden(one: Measure) -> Measure:
    bare = replace(one, n=None, of=None, n_all=None, of_all=None)
    return replace(bare, result="", result_all="", found=_HIDDEN, hidden=True)


def _is_small(measure: Measure) -> bool:
    """Any of its numbers of people is small, or the rest to the whole, from which it could be worked out."""
    if not measure.people:
        return False
    pairs = ((measure.n, measure.of), (measure.n_all, measure.of_all))
    rests = [whole - part for part, whole in pairs if part is not None and whole is not None]
    between = [
        abs(measure.n - measure.n_all) if measure.n is not None and measure.n_all is not None else 0,
        abs(measure.of - measure.of_all) if measure.of is not None and measure.of_all is not None else 0,
    ]
    known = [one for pair in pairs for one in pair if one is not None]
    return any(SMALLEST <= one <= LARGEST for one in (*known, *rests, *between))


def _has_digit(text: str) -> bool:
    return any(each.isdigit() for each in text)


def _without_councils(data: ReportData, left_out: list[str]) -> ReportData:
    # A reason ("inspected in May") can say which council it is.
    data = replace(
        data,
        exemptions=tuple(
            replace(one, council=_NO_COUNCIL, reason="Left out of this version") for one in data.exemptions
        ),
    )
    data = replace(_in_texts(data, _replacing(data.councils, _NO_COUNCIL)), councils=())
    left_out.append("Names of councils are left out of this version.")
    return data


def _without_names(data: ReportData, left_out: list[str]) -> ReportData:
    data = replace(
        data,
        kpis=tuple(replace(one, owner="") for one in data.kpis),
        risks=tuple(replace(one, owner="") for one in data.risks),
        exemptions=tuple(replace(one, approved_by="") for one in data.exemptions),
    )
    by_name = _replacing(data.people, _NO_NAME)
    data = replace(_in_texts(data, lambda text: _EMAIL.sub(_NO_ADDRESS, by_name(text))), people=())
    left_out.append("Names of persons are left out of this version.")
    return data


def _replacing(names: Iterable[str], instead: str) -> Callable[[str], str]:
    """A function that puts words in place of names: whole words only, longer names first, as they are capitalised."""
    known = sorted({name.strip() for name in names if name.strip()}, key=lambda name: (-len(name), name))
    if not known:
        return lambda text: text
    found = re.compile(rf"(?<!\w)(?:{'|'.join(map(_loosely, known))})(?!\w)")
    return lambda text: found.sub(instead, text)


def _loosely(name: str) -> str:
    """A pattern for a name whose blanks may be any white space and whose apostrophes straight or curved."""
    return r"\s+".join(re.sub("['’]", "['’]", re.escape(part)) for part in name.split())


def _in_texts(value: Any, change: Callable[[str], str]) -> Any:
    """The same value with every text in it changed, at any depth; codes of enumerations stay."""
    if isinstance(value, StrEnum):
        return value
    if isinstance(value, str):
        return change(value)
    if isinstance(value, tuple):
        return tuple(_in_texts(each, change) for each in value)
    if is_dataclass(value) and not isinstance(value, type):
        kept = ("alliance", "short", "region", "period", "key", "href")
        return replace(
            value,
            **{
                each.name: _in_texts(getattr(value, each.name), change)
                for each in fields(value)
                if each.name not in kept
            },
        )
    return value
