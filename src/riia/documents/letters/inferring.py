"""From what a purpose line says about money to the allocation rule it means. Pure.

Only what is said for each council, each region or one payee becomes a rule. An amount that is part of no rule is left
(`Inferred.unread`), so that nobody takes an annex for wrong because a line of its letter was not understood.
"""

import re
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Final

from riia.documents.allocation import (
    Direct,
    FlatPerRegion,
    OneOff,
    PackagesTimesDaysTimesRate,
    Part,
    PerCouncil,
    Pooled,
    Rule,
    Weighted,
    Weighting,
)
from riia.documents.letters.days import find_dates
from riia.documents.letters.names import first_named, recipient
from riia.documents.letters.sums import NUMBER, POUNDS, number, pence
from riia.documents.model import Where
from riia.indicators.reference import improvement_regions

_COUNCIL: Final = r"(?:LAs?|local authorit(?:y|ies)|authorit(?:y|ies)|councils?)"
_REGION: Final = r"(?:regions?|RII?As?|alliances?|regional improvement (?:and innovation )?alliances?)"
_ANYONE: Final = r"(?:recipients?|grant recipients?|coordinators?|regional coordinators?|hosts?|host authorit(?:y|ies))"
_EACH: Final = r"(?:(?:to|for|per|in|between)\s+)?(?:each|every|per|for all|to all|an?)\s+(?:of\s+the\s+)?(?:\w+\s+)?"
_AMOUNT: Final = rf"(?P<amount>{POUNDS})"
_GAP: Final = r"[^£.;]{0,60}?"
_PER_COUNCIL: Final = re.compile(rf"{_AMOUNT}{_GAP}\b{_EACH}{_COUNCIL}\b", re.I)
_PER_REGION: Final = re.compile(rf"{_AMOUNT}{_GAP}\b{_EACH}(?P<who>{_REGION}|{_ANYONE})\b", re.I)
_EACH_FIRST: Final = re.compile(
    rf"\b(?:each|every)\s+(?P<who>{_COUNCIL}|{_REGION}|{_ANYONE})\b[^£.;]{{0,40}}?\b(?:receives?|gets?|is paid|is "
    rf"allocated)"
    rf"[^£.;]{{0,20}}?{_AMOUNT}",
    re.I,
)
_PAID_TO: Final = re.compile(
    rf"{_AMOUNT}\s+(?:\w+\s+){{0,3}}?(?:to be|will be|was|is|has been)?\s*(?:paid|allocated|awarded|made)?\s*"
    r"(?:directly\s+)?to\s+(?P<who>(?:the\s+)?[A-Z].*)"
)
_DAYS: Final = re.compile(rf"\b(?P<days>{NUMBER})\s+(?:\w+\s+)?days?\b", re.I)
_DAY_RATE: Final = re.compile(
    rf"(?P<a>{POUNDS})\s*(?:per|a|each|/)\s*day\b|day rate of\s*(?P<b>{POUNDS})|daily rate of\s*(?P<c>{POUNDS})", re.I
)
_PACKAGES: Final = re.compile(
    rf"\b(?P<many>{NUMBER})\s+(?:support\s+)?(?:LAs?|local authorit(?:y|ies)|authorities|councils?|packages?)\b", re.I
)
_CAP: Final = re.compile(
    rf"\b(?:not exceed|no more than|up to a maximum of|a maximum of|capped at)\s+(?P<days>{NUMBER})\s+days?\b", re.I
)
_WEIGHT: Final = re.compile(
    r"(?P<place>London|[A-Z]\w+(?: [A-Z]\w+)*)\s+weighting\s+of\s+(?P<p>\d{1,2}(?:\.\d+)?)\s?(?:%|per ?cent)"
    r"|(?P<q>\d{1,2}(?:\.\d+)?)\s?(?:%|per ?cent)\s+(?P<place2>[A-Z]\w+)\s+weighting"
    r"|weighting\s+of\s+(?P<r>\d{1,2}(?:\.\d+)?)\s?(?:%|per ?cent)\s+for\s+(?:the\s+)?(?P<place3>[A-Z]\w+(?: "
    r"[A-Z]\w+)*)"
    r"|(?:additional|further|extra|plus)\s+(?P<s>\d{1,2}(?:\.\d+)?)\s?(?:%|per ?cent)\s+(?:weighting\s+)?(?:for|in)\s+"
    r"(?P<place4>[A-Z]\w+(?: [A-Z]\w+)*)"
    r"|(?P<u>\d{1,2}(?:\.\d+)?)\s?(?:%|per ?cent)\s+weighting\s+for\s+(?:the\s+)?(?P<place6>[A-Z]\w+(?: [A-Z]\w+)*)"
    r"|weighting\s+of\s+(?P<v>\d{1,2}(?:\.\d+)?)\s?(?:%|per ?cent)\s+(?:applies|is applied|will apply)\s+(?:to"
    r"|in)\s+(?P<place7>[A-Z]\w+)"
    r"|(?P<place5>London)\b[^.;£]{0,40}?\b(?P<t>\d{1,2}(?:\.\d+)?)\s?(?:%|per ?cent)"
)
_POOLED: Final = re.compile(
    rf"(?:full|total(?: of)?|whole|combined|all)\s+(?:sum of |amount of "
    rf")?(?P<total>{POUNDS})[^£.;]*?\bpaid\s+to\s+(?P<who>[A-Z].*)",
)
_UP_TO: Final = re.compile(
    r"\b(?:up to|no more than|capped at|at most|a maximum of|not exceed(?:ing)?|maximum)\s+(?:of\s+)?$", re.I
)
_ONLY: Final = re.compile(r"\b(?:councils|LAs?|authorit(?:y|ies))\s+in\s+(?:the\s+)?(?P<who>[A-Z].*)")
_NOT_FOR: Final = re.compile(
    r"\b(?:except|excluding|outside|other than|apart from)\s+(?:in\s+|for\s+)?(?:the\s+)?(?P<who>[A-Z].*)"
)
_MORE: Final = re.compile(r"\b(?:additional|additionally|uplift|further (?:grant )?funding|top-up payment)\b", re.I)


@dataclass(slots=True)
class Inferred:
    """What was made of one purpose line."""

    rules: list[Rule] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)
    """Amounts that are part of no rule."""
    announced: list[tuple[int, str, int]] = field(default_factory=list)
    """Amounts said to be made up of the lines that follow: offset, as written, pence."""
    cap_days: int | None = None
    uplift: bool = False
    """Whether the lines under this one belong to what is added."""


@dataclass(frozen=True, slots=True)
class Context:
    """What a line is read against: its number and title, the day, when the variation begins, what was said before."""

    number: str
    title: str
    on: date | None
    uplift_from: date | None
    uplift: bool = False
    cap_days: int | None = None


def infer(text: str, context: Context) -> Inferred:
    """The rules of one purpose line."""
    made = Inferred(cap_days=context.cap_days, uplift=context.uplift)
    if cap := _CAP.search(text):
        made.cap_days = number(cap["days"])
    used: list[tuple[int, int]] = []
    for start, piece in _pieces(text):
        _piece(piece, start, text, context, made, used)
    for hit in re.finditer(POUNDS, text):
        if made.rules and re.search(
            r"\b(?:weighting|uplift)\b[^.;]{0,40}\b(?:makes|gives|comes to|is|making|giving)\s*$", text[: hit.start()]
        ):
            continue  # what a weighting comes to is no amount of its own
        daily = made.rules and _DAY_RATE.match(text[hit.start() :])
        if not daily and not any(start <= hit.start() < end for start, end in used):
            made.unread.append(hit[0].rstrip(","))
    return made


def _pieces(text: str) -> list[tuple[int, str]]:
    """Parts of a line that speak of one amount each: up to the next amount that is neither a rate nor a total."""
    starts = [
        hit.start()
        for hit in re.finditer(POUNDS, text)
        if not re.match(rf"{POUNDS}\s*(?:per|a|each|/)\s*day\b", text[hit.start() :], re.I)
        and not re.search(r"(?:day rate of|daily rate of|full|total|total of|whole)\s*$", text[: hit.start()], re.I)
    ]
    first = _EACH_FIRST.search(text)
    if not starts:
        return [(0, text)] if _DAY_RATE.search(text) else []
    bounds = [0 if first and first.start() < starts[0] else starts[0], *starts[1:], len(text)]
    return [(bounds[at], text[bounds[at] : bounds[at + 1]]) for at in range(len(starts))]


def _piece(piece: str, start: int, text: str, context: Context, made: Inferred, used: list[tuple[int, int]]) -> None:
    amount_text = re.search(POUNDS, piece)
    assert amount_text is not None
    amount = pence(amount_text[0].rstrip(","))
    if amount is None:
        return
    months = [w for w in find_dates(piece) if w.last is not None]
    paid_in = f"{months[-1].last:%Y-%m}" if months and months[-1].last else ""
    before = re.split(r"[.;]\s", text[:start])[-1]
    uplift = _is_uplift(piece, before, months[-1].last if months else None, context, made)
    common = {"line": context.number, "title": context.title, "uplift": uplift, "paid_in": paid_in}
    limited = _limits(piece, context)
    if limited is None or _UP_TO.search(text[max(0, start - 25) : start]):
        return
    rule = _rule(piece, amount, common | limited, context, made) or _of_packages(piece, before, amount, common, made)
    if rule is None:
        rule = _for_one_region(piece, before, amount, common, context, made)
    if rule is None:
        if re.search(r"\b(?:covering|comprising|made up of|consisting of|as follows|broken down)\b[^.]*:?\s*$", piece):
            made.announced.append((start + amount_text.start(), amount_text[0].rstrip(","), amount))
            made.uplift = uplift
            used.append((start, start + len(piece)))
        return
    made.rules.append(rule)
    used.append((start, start + len(piece)))


def _limits(piece: str, context: Context) -> dict[str, object] | None:
    """For whom a rule is: councils of one region only, or not for some. None where an amount is only a limit."""
    if _UP_TO.search(piece):
        return None  # the next amount is its limit, and nobody knows whose amounts reach it
    limits: dict[str, object] = {}
    for name, pattern in (("only", _ONLY), ("not_for", _NOT_FOR)):
        hit = pattern.search(piece)
        found = recipient(first_named(hit["who"][:60]), Where(), context.on) if hit else None
        if hit and found and found.is_region and hit["who"].startswith(found.name):
            limits[name] = (found.place,)
    return limits


def _of_packages(piece: str, before: str, amount: int, common: dict[str, object], made: Inferred) -> Rule | None:
    """Packages whose amount comes last, or not at all: "four packages of 39 days at £600 a day for each region"."""
    whole = f"{before} {piece}"
    days, rate, many = _DAYS.search(_CAP.sub("", whole)), _rate(whole), _PACKAGES.search(whole)
    if not (days and many and rate is not None and re.search(rf"\b(?:each|every|per)\s+{_REGION}\b", whole, re.I)):
        return None
    return PackagesTimesDaysTimesRate(
        **common,  # type: ignore[arg-type]
        packages=number(many["many"]),
        days=number(days["days"]),
        day_rate=rate,
        stated=None if amount == rate else amount,
        cap_days=made.cap_days,
        only=_regions(),
    )


def _for_one_region(
    piece: str, before: str, amount: int, common: dict[str, object], context: Context, made: Inferred
) -> Rule | None:
    """Another amount for one region in brackets: "£80,000 for each region (£91,200 for London)"."""
    hit = re.match(rf"{POUNDS}\s+(?:for|in|to)\s+(?:the\s+)?(?P<who>[A-Z][\w ]+)", piece)
    last = made.rules[-1] if made.rules else None
    if hit is None or not before.rstrip().endswith("(") or not isinstance(last, FlatPerRegion):
        return None
    place = recipient(first_named(hit["who"]), Where(), context.on)
    if not place.is_region:
        return None
    made.rules[-1] = replace(last, not_for=(*last.not_for, place.place))
    return Direct(**common, parts=(Part(place.place, amount),))  # type: ignore[arg-type]


def _regions() -> tuple[str, ...]:
    return tuple(region.code for region in improvement_regions())


def _is_uplift(piece: str, before: str, paid: date | None, context: Context, made: Inferred) -> bool:
    if re.search(r"\boriginal\b", before, re.I) and not _MORE.search(before):
        return False
    if paid is not None and context.uplift_from is not None:
        return paid >= context.uplift_from
    return context.uplift or bool(_MORE.search(before)) or bool(_MORE.match(piece)) or made.uplift


def _rule(piece: str, amount: int, common: dict[str, object], context: Context, made: Inferred) -> Rule | None:
    days, rate = _DAYS.search(_CAP.sub("", piece)), _rate(piece)
    first = _EACH_FIRST.match(piece) or _EACH_FIRST.search(piece)
    council, region = _PER_COUNCIL.match(piece), _PER_REGION.match(piece)
    if (region and (not council or region.end() <= council.end())) or (
        first and not re.match(_COUNCIL, first["who"], re.I)
    ):
        return _for_regions(piece, amount, common, context, made)
    if council or first:
        return PerCouncil(
            **common,  # type: ignore[arg-type]
            rate=amount,
            days=number(days["days"]) if days and rate is not None else None,
            day_rate=rate if days else None,
        )
    if (to := _PAID_TO.match(piece)) and (payee := _payee(to["who"], context)):
        return OneOff(**common, amount=amount, payee=payee)  # type: ignore[arg-type]
    return None


def _for_regions(piece: str, amount: int, common: dict[str, object], context: Context, made: Inferred) -> Rule | None:
    days, rate, many = _DAYS.search(_CAP.sub("", piece)), _rate(piece), _PACKAGES.search(piece)
    if days and many and rate is not None:
        return PackagesTimesDaysTimesRate(
            **{"only": _regions()} | common,  # type: ignore[arg-type]
            packages=number(many["many"]),
            days=number(days["days"]),
            day_rate=rate,
            stated=amount,
            cap_days=made.cap_days,
        )
    pooled = _POOLED.search(piece)
    if pooled and (payee := _payee(pooled["who"], context)):
        total = pence(pooled["total"].rstrip(","))
        return Pooled(**common, amount=amount, payee=payee, stated=total)  # type: ignore[arg-type]
    only = () if re.search(rf"\b{_ANYONE}\b", piece, re.I) else _regions()
    flat = FlatPerRegion(**{"only": only} | common, amount=amount)  # type: ignore[arg-type]
    weight = weighting_in(piece, context.on)
    return Weighted(**common, of=flat, weightings=(weight,)) if weight else flat  # type: ignore[arg-type]


def weighting_in(text: str, on: date | None) -> Weighting | None:
    """The weighting of one region that a sentence gives: "London weighting of 14%"."""
    hit = _WEIGHT.search(text)
    if hit is None:
        return None
    place = next(
        hit[name] for name in ("place", "place2", "place3", "place4", "place5", "place6", "place7") if hit[name]
    )
    percent = next(hit[name] for name in ("p", "q", "r", "s", "t", "u", "v") if hit[name])
    found = recipient(place, Where(), on)
    return Weighting(found.place, Decimal(percent)) if found.place else None


def _rate(piece: str) -> int | None:
    hit = _DAY_RATE.search(piece)
    return pence(next(text for text in hit.groups() if text).rstrip(",")) if hit else None


def _payee(text: str, context: Context) -> str:
    named = first_named(text[:80])
    if not named or text[:80].find(named) > 12:
        return ""
    return recipient(named, Where(), context.on).place
