"""The amounts that a KPI asks for: shares, counts, times and changes, with what they are counted of. Pure."""

import re
from dataclasses import replace
from decimal import ROUND_CEILING, Decimal
from typing import Final

from riia.documents.plans.structure import Stated, Threshold

PERCENT_OF_COUNCILS: Final = "percent_of_LAs"
PERCENT_OF_PEOPLE: Final = "percent_of_participants"
PERCENT_OF_PARTNERS: Final = "percent_of_partners"
PERCENT_OF_ITEMS: Final = "percent_of_items"
PERCENT_CHANGE: Final = "percent_change"
COUNT: Final = "count"
COUNT_OF_COUNCILS: Final = "count_of_LAs"
FTE: Final = "FTE"
UNITS: Final = (
    PERCENT_OF_COUNCILS,
    PERCENT_OF_PEOPLE,
    PERCENT_OF_PARTNERS,
    PERCENT_OF_ITEMS,
    PERCENT_CHANGE,
    COUNT,
    COUNT_OF_COUNCILS,
    FTE,
    "days",
    "working_days",
    "weeks",
    "months",
    "per_month",
    "per_quarter",
    "per_year",
    "milestone",
    "document",
)
WORDS: Final = {
    word: at
    for at, word in enumerate(
        [
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
        ],
        1,
    )
}
_NUMBER: Final = rf"(?:\d+(?:\.\d+)?|{'|'.join(WORDS)})"
_SIGN: Final = (
    r"(?P<sign>at least|(?:a )?minimum of|(?:with )?least|no (?:less|fewer) than|not less than|more than|over|≥|>=|>"
    r"|up to|at most|no more than|not more than|(?:a )?maximum of|fewer than|less than|≤|<=|<|exactly)?\s*(?:an?\s+)?"
)
_PERCENT: Final = re.compile(
    rf"{_SIGN}(?<![\d.])(?P<value>\d{{1,3}}(?:\.\d+)?)\s?(?:%|per\s?cent\b)(?P<more> or (?:higher|more|above|over))?"
    r"(?P<stated>\s*\(\s*(?P<n>\d{1,3})\s*(?:/|out of|of)\s*(?P<of>\d{1,3})\b[^)]{0,30}\))?",
    re.I,
)
_COUNT_AFTER: Final = re.compile(
    r"\s*(?:of\s+)?(?:(?:the\s+|all\s+|our\s+)?\d{1,3}\s+)?[^,.;:()%\d]{2,40}?"
    r"(?P<stated>\(\s*(?P<n>\d{1,3})\s*(?:/|out of|of)\s*(?P<of>\d{1,3})\b[^)]{0,30}\))"
)
"""A count in brackets after what the share is of: "75% of LAs (9 of 12)"."""
_WITHIN: Final = re.compile(
    rf"(?:within|in under|no later than|not later than)\s+(?P<value>{_NUMBER})\s+(?P<unit>(?:working |calendar "
    rf"|business )?(?:day|week|month|hour)s?)\b"
    r"(?:\s+(?:of|after|from|following)\s+(?P<of>[^,.;]{3,60}))?",
    re.I,
)
_FTE: Final = re.compile(r"(?P<value>\d+(?:\.\d+)?)\s?(?:FTE|WTE)\b")
_DAYS: Final = re.compile(
    rf"{_SIGN}(?P<value>\d+(?:\.\d+)?)\s+(?P<unit>days?)\s+(?P<of>of [^,.;]{{3,50}}?)(?=\s+(?:for|per|by|to|with"
    rf"|in)\b|[,.;]|$)",
    re.I,
)
_COUNT: Final = re.compile(
    rf"{_SIGN}(?<![A-Za-z\d.£/(-])(?<!KPI )(?P<value>{_NUMBER})(?![\d.,/%–]|-(?!up)|\s*(?:%|st\b|nd\b|rd\b|th\b"
    rf"|FTE\b|working\b|weeks?\b|days?\b|months?\b|hours?\b|out of|of \d|per cent))"
    rf"\s+(?P<noun>(?:(?!(?:and|or|by|with|to|of|in|for|from|who|that|during|each|per|will|have|are|at"
    rf"|on)\b)[A-Za-z'’‘-]+\s*){{1,5}})",
    re.I,
)
_STATED_ONLY: Final = re.compile(
    r"(?<![\d/])(?P<n>\d{1,3})\s*(?:/|out of(?: the)?|of (?:the|all))\s*(?P<of>\d{1,3})(?![\d/])(?=\s*(?:LAP|LA\b"
    r"|LAs|local|council|authorit|school|partner|area|[a-z]{4,}))"
)
_COUNCILS: Final = re.compile(
    r"\b(?:LAPs?|LAPS|LAs?|(?i:local authorit\w+|authorities|councils?|local area partnerships?|boroughs?"
    r"|local areas?))\b"
)
_PEOPLE: Final = re.compile(
    r"\b(?:participants?|attendees?|professionals?|respondents?|(?:team )?members?|delegates?|staff|practitioners?"
    r"|attending|workforce|stakeholders in annual|feedback|satisfaction|leaders|learners|people|families|parents"
    r"|users)\b",
    re.I,
)
_PARTNERS: Final = re.compile(r"\b(?:partners?|stakeholders?)\b", re.I)
_CHANGE: Final = re.compile(
    r"(?:increas\w*|improv\w*|ris\w+|grow\w*|reduc\w*|fall\w*|decreas\w*)\s+(?:of|by)\s*$", re.I
)
_ALL_COUNCILS: Final = re.compile(
    r"\b(?:all|each of the|every one of the)\s+(?P<value>\d{1,3}|"
    + "|".join(WORDS)
    + r")\s+(?:participating )?(?P<noun>LAPs?|LAs?|local authorit\w+|councils)\b",
    re.I,
)
_NO_COUNT: Final = re.compile(
    r"^(?:enablers?|send enablers?|key aims|areas of|priority areas|areas for action|pm\b|am\b|january|february"
    r"|march|april|may|june|july|august|september|october|november|december"
    r"|of which|point|year|years|academic|financial)\b",
    re.I,
)
_SIGNS: Final = {"": "=", "exactly": "="}


def number(text: str) -> Decimal:
    """A number in figures or in words."""
    return Decimal(WORDS[text.lower()]) if text.lower() in WORDS else Decimal(text)


def thresholds_of(text: str) -> tuple[Threshold, ...]:
    """The amounts in a text, in the order in which they stand. Dates, references and numbers of things are none."""
    masked = _masked(text)
    taken: list[tuple[int, int]] = []
    found: list[Threshold] = []

    def take(start: int, end: int, made: Threshold | None) -> None:
        if made is not None and all(end <= a or start >= b for a, b in taken):
            taken.append((start, end))
            found.append(made)

    for match in _PERCENT.finditer(masked):
        take(match.start("value"), match.end(), _percent(text, match))
    for match in _WITHIN.finditer(masked):
        unit = match["unit"].lower().rstrip("s")
        unit = {"working day": "working_days", "business day": "working_days", "calendar day": "days"}.get(
            unit, f"{unit}s"
        )
        of = (match["of"] or "").strip()
        take(
            *match.span(),
            Threshold(text[slice(*match.span())], "<=", number(match["value"]), unit, of, match.start(), match.end()),
        )
    for match in _FTE.finditer(masked):
        take(*match.span(), Threshold(match[0], "=", Decimal(match["value"]), FTE, "", match.start(), match.end()))
    for match in _ALL_COUNCILS.finditer(masked):
        made = Threshold(match[0], "=", number(match["value"]), COUNT_OF_COUNCILS, match["noun"], *match.span())
        take(*match.span(), made)
    for match in _DAYS.finditer(masked):
        operator = operator_of(match["sign"])
        made = Threshold(
            text[slice(*match.span())],
            operator,
            Decimal(match["value"]),
            "days",
            match["of"][3:],
            match.start(),
            match.end(),
        )
        take(*match.span(), made)
    for match in _COUNT.finditer(masked):
        take(match.start("value"), match.end(), _count(text, match))
    return _inherited(text, sorted(found, key=lambda threshold: threshold.offset))


def _inherited(text: str, found: list[Threshold]) -> tuple[Threshold, ...]:
    """A share that only says "70% reporting that …" is of those whom the share before it in the sentence is of."""
    made: list[Threshold] = []
    for threshold in found:
        before = made[-1] if made else None
        alone = re.match(r"(?:reporting|showing|confirming|rating|saying|finding)\b", threshold.of)
        if (
            alone
            and before is not None
            and threshold.unit == PERCENT_OF_ITEMS
            and before.unit.startswith("percent_of")
            and ". " not in text[before.end : threshold.offset]
        ):
            made.append(replace(threshold, unit=before.unit))
        else:
            made.append(threshold)
    return tuple(made)


def operator_of(sign: str | None, more: str = "") -> str:
    """What the words before a number make of it."""
    said = (sign or "").lower().strip()
    if more or said in (
        "at least",
        "minimum of",
        "a minimum of",
        "least",
        "with least",
        "≥",
        ">=",
        "more than",
        "over",
        ">",
    ):
        return ">="
    if said.startswith(("no less", "no fewer", "not less")):
        return ">="
    return "=" if said in _SIGNS else "<="


def _masked(text: str) -> str:
    """The text with references and dates blanked, so that their numbers are no amounts. The length stays."""

    def blank(match: re.Match[str]) -> str:
        return "·" * len(match[0])

    masked = re.sub(
        r"(?:\b(?:section|sections|activity|KPIs?|SoR|annex|appendix|version|outcome)\s+\d[\d.]*(?:\s*(?:and|to"
        r"|,)\s*\d[\d.]*)*"
        r"|\b\d{1,2}\.\d{1,2}(?:\.\d{1,2})?[A-Z]?\b(?!\s*(?:%|FTE|WTE))|\b\d{1,2}(?:st|nd|rd|th)?\s+(?:January"
        r"|February|March|April|May|June|July"
        r"|August|September|October|November|December)\b(?:\s+20\d\d)?|\b20\d\d(?:\s?[/–-]\s?\d\d(?:\d\d)?)?\b"
        r"|\bQ[1-4]\b|£[\d,.]+)",
        blank,
        text,
        flags=re.I,
    )
    return re.sub(r"\b\d+-(?:weekly|monthly|day|week|month|year)\b", blank, masked)


def _percent(text: str, match: re.Match[str]) -> Threshold | None:
    value = Decimal(match["value"])
    after = text[match.end() : match.end() + 90]
    of = re.match(r"\s*(?:of\s+)?(?:the\s+|all\s+|those\s+)?([^,.;()]{2,70})", after)
    words = of[1].strip() if of else ""
    sign = match["sign"] or ""
    before = text[max(0, match.start("value") - 30) : match.start("value")]
    if _CHANGE.search(before):
        unit = PERCENT_CHANGE
    else:
        unit = _share_of(words, match["stated"] or "", text[max(0, match.start() - 60) : match.start()])
    operator = operator_of(sign, match["more"] or "")
    if operator == "=" and value < 100:
        operator = ">="  # a share that has to be reached; more would be no miss
    stated = Stated(int(match["n"]), int(match["of"]), match["stated"].strip()) if match["stated"] else None
    if stated is None and (count := _COUNT_AFTER.match(after)):
        stated = Stated(int(count["n"]), int(count["of"]), count["stated"])
    written = text[match.start("sign") if sign else match.start("value") : match.end()].strip()
    return Threshold(written, operator, value, unit, words, match.start("value"), match.end(), stated)


def _share_of(words: str, stated: str, before: str) -> str:
    head = re.split(
        r"\b(?:report|confirm|attend(?!ee|ing)|participat(?!i?n?g? RIIA)|showing|have|has|will|are|is|include|to|by"
        r"|in|at|from|with|for|using|aligned|receiving|who|that)\w*\b",
        words,
        maxsplit=1,
    )[0]
    for said in (head, stated, words):
        if _COUNCILS.search(said) and not re.search(r"report|returns?\b|query|queries|packages|members|leads", head):
            return PERCENT_OF_COUNCILS
        if _PEOPLE.search(said) and not re.search(r"\b(?:points|comments|items|requests)\b", said):
            return PERCENT_OF_PEOPLE
        if _PARTNERS.search(said):
            return PERCENT_OF_PARTNERS
        if said is head and len(head.strip()) > 3:
            break
    return PERCENT_OF_ITEMS


def _count(text: str, match: re.Match[str]) -> Threshold | None:
    noun = re.sub(r"\s+", " ", match["noun"]).strip()
    value = match["value"]
    if re.search(r"%\s+of\s+(?:the\s+|all\s+)?$", text[: match.start("value")]):
        return None  # "100% of 15 LAPs" is the share
    if _NO_COUNT.match(noun) or (value.lower() == "one" and not match["sign"]):
        return None
    if text[match.end("value") :].lstrip().startswith(("and ", "or ")):
        return None
    unit = COUNT_OF_COUNCILS if re.match(r"(?:LAPs?|LAs?|local authorit\w+|councils?)\b", noun) else COUNT
    operator = operator_of(match["sign"])
    sign_at = match.start("sign") if match["sign"] else match.start("value")
    return Threshold(
        text[sign_at : match.end()].strip(), operator, number(value), unit, noun, match.start("value"), match.end()
    )


def councils_for(percent: Decimal, councils: int) -> int:
    """How many whole councils a percentage asks for: 86 % of 15 is 13."""
    return int((percent * councils / 100).to_integral_value(ROUND_CEILING))


FREQUENCIES: Final = re.compile(
    r"\b(?:weekly|fortnightly|monthly|bi-?monthly|quarterly|termly|bi-?annual(?:ly)?|biennial(?:ly)?|annual(?:ly)?"
    r"|six-weekly|6-weekly"
    r"|each (?:academic )?(?:term|quarter|month|year)|every (?:term|quarter|month)|twice (?:a|per) year)\b",
    re.I,
)
EVIDENCE: Final = re.compile(
    r"\b(?:attendance (?:logs?|records?|registers?|tracking)|agendas?|minutes|action logs?|feedback(?: analysis)?"
    r"|surveys?"
    r"|meeting records?|terms of reference|version controll?ed|published \w+|post-event \w+|evaluation reports?"
    r"|contracts? signed"
    r"|confirmation of receipt|progress reports?|click-through|distribution metrics|risk register)\b",
    re.I,
)
REFERENCES: Final = re.compile(
    r"\b(?:see|refer to|as (?:in|per)|details? in|described in|set out in)\s+(?:also\s+)?(?P<what>(?:KPIs?"
    r"|activit(?:y|ies)|sections?|SoR|annex|appendix|actions?|commitments?|measures?|indicators?)?\s*"
    r"(?P<ids>(?:[A-Z]{1,4}-?\d{1,2}(?:[.-][A-Z]?\d{1,2}){0,2}\b|\d{1,2}(?:\.\d{1,2}){0,3}\.?[A-Z]?|[IVX]{1,4}\b|[A-Z]\b)(?:\s*(?:,|and|to|&|–"
    r"|-)\s*\d{1,2}(?:\.\d{1,2}){0,3}\.?[A-Z]?)*))",
    re.I,
)
