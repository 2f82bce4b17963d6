"""Dates in the words of a plan: days, months, quarters and years, deadlines and starts. Pure.

A month counts to its last day. A quarter is read only where its basis is said; a date without a year, or one that is
in no calendar, is kept as written with what is wrong with it.
"""

import re
from calendar import monthrange
from datetime import date, datetime
from typing import Final

from riia.documents.plans.structure import Due, DueKind, DueRole

MONTHS: Final = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
_SHORT: Final = {name[:3].lower(): at for at, name in enumerate(MONTHS, 1)} | {"sept": 9}
_MONTH: Final = (
    r"(?P<month>(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?"
    r"|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?|[A-Z][a-z]{2,7} [a-z]{1,2}(?=\s*20\d\d)))\b\.?"
)
_ORD: Final = r"(?:\s?(?:st|nd|rd|th))?"
_DAY: Final = re.compile(
    rf"(?:(?P<weekday>(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day),?\s+(?:the\s+)?)?(?<![\d.£/])(?P<day>\d{{1,2}}){_ORD}"
    rf"(?:\s+of)?[\s-]+{_MONTH}(?:,?[\s-]*(?P<year>20\d\d|(?<=-)\d\d))?(?![\d/])"
)
_FIGURES: Final = re.compile(
    r"(?<![\d./])(?:(?P<iso>20\d\d)-(?P<imonth>\d{2})-(?P<iday>\d{2})"
    r"|(?P<day>\d{1,2})[/.](?P<m>\d{1,2})[/.](?P<year>(?:20)?\d\d))(?![\d/])"
)
_MONTH_YEAR: Final = re.compile(rf"(?<![A-Za-z\d]){_MONTH},?\s+(?P<year>20\d\d)(?![\d/])")
_MONTH_ONLY: Final = re.compile(
    rf"(?P<lead>\b(?:[Bb]y|[Bb]efore|[Uu]ntil|end of|from|no later than|during|since)(?: the)?(?: end of)?(?: early"
    rf"| mid| late)?)\s+{_MONTH}(?!\s*,?\s*(?:20\d\d|\d{{1,2}}\b))"
)
_QUARTER: Final = re.compile(
    r"\bQ(?:uarter\s?)?(?P<quarter>[1-4])\b(?:\s*(?:of\s*)?(?P<year>20\d\d)(?P<span>\s?[/–-]\s?(?:20)?\d\d)?)?"
)
_FISCAL: Final = re.compile(r"(?<!\d)(?P<year>20\d\d)\s?[/–-]\s?(?P<end>(?:20)?\d\d)(?!\d|-)")
_YEAR: Final = re.compile(
    r"\b(?P<lead>[Bb]y|in|[Aa]cross|[Dd]uring|end of"
    r"|[Tt]hroughout)(?: the)?(?: end of)?\s+(?P<year>20\d\d)(?!\s?[/–-]\s?\d)\b"
)
_FROM: Final = re.compile(
    r"(?:\bfrom|\bstarting(?: from| in| on)?|\bsince|\bbeginning(?: in)?"
    r"|\bcommencing(?: in)?)\s*(?:the\s+)?(?:start of\s+|beginning of\s+|early\s+)?$",
    re.I,
)
_UNTIL: Final = re.compile(
    r"(?:\bby|\bbefore|\bend(?: of)?|\buntil|\bto|\bno later than|\bcomplete[d]? (?:in|on)|\bdue|\bdeadline(?: is"
    r"| of)?:?|\b(?:up )?until|\bon)\s*(?:the\s+)?(?:end of\s+|close of\s+|early\s+|mid[- ]|late\s+|start of\s+)*$",
    re.I,
)
_ONWARD: Final = re.compile(r"^\s*(?:onwards?\b)", re.I)
_WEEKDAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def dues_of(text: str, whole: bool = False) -> tuple[Due, ...]:
    """The dates of a text in the order in which they stand. `whole`: the text is nothing but a deadline."""
    taken: list[tuple[int, int]] = []
    found: list[Due] = []

    def free(match: re.Match[str]) -> bool:
        return all(match.end() <= start or match.start() >= end for start, end in taken)

    for pattern, made in (
        (_DAY, _of_day),
        (_FIGURES, _of_figures),
        (_MONTH_YEAR, _of_month),
        (_QUARTER, _of_quarter),
        (_MONTH_ONLY, _of_month_only),
        (_FISCAL, _of_fiscal),
        (_YEAR, _of_year),
    ):
        for match in pattern.finditer(text):
            if free(match) and (due := made(text, match, whole)) is not None:
                taken.append(match.span())
                found.append(due)
    return tuple(sorted(found, key=lambda due: due.offset))


def of_value(value: object, text: str) -> tuple[Due, ...]:
    """The date of a spreadsheet's cell: the typed one where there is one."""
    if isinstance(value, datetime):
        value = value.date()
    if isinstance(value, date):
        return (
            Due(
                text or value.isoformat(), DueKind.DAY, DueRole.BY, 0, value, value, value.day, value.month, value.year
            ),
        )
    return dues_of(text, whole=True)


def _role(text: str, match: re.Match[str], whole: bool, start: int | None = None) -> DueRole:
    before = text[: match.start() if start is None else start]
    if _FROM.search(before) or _ONWARD.match(text[match.end() :]):
        return DueRole.FROM
    if _UNTIL.search(before) or whole:
        return DueRole.BY
    return DueRole.DURING


def _month(name: str) -> int | None:
    joined = name.replace(" ", "").lower().rstrip(".")
    at = _SHORT.get(joined[:4]) or _SHORT.get(joined[:3])
    return at if at and (MONTHS[at - 1].lower().startswith(joined) or joined == "sept") else None


def _last(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])


def _of_day(text: str, match: re.Match[str], whole: bool) -> Due | None:
    month = _month(match["month"])
    if month is None:
        return None
    role = _role(text, match, whole)
    if role is DueRole.DURING and not whole:
        role = DueRole.BY
    day, year = int(match["day"]), int(match["year"]) if match["year"] else None
    if year is not None and year < 100:
        year += 2000
    if year is None and not whole and not match["weekday"] and not _UNTIL.search(text[: match.start()]):
        return None  # "3 April sessions"
    written = match[0].rstrip(".")
    longest = monthrange(year or 2024, month)[1]
    if not 1 <= day <= longest:
        return Due(written, DueKind.DAY, role, match.start(), None, None, day, month, year, problem="no such day")
    if year is None:
        return Due(
            written,
            DueKind.DAY,
            role,
            match.start(),
            None,
            None,
            day,
            month,
            None,
            None,
            match["weekday"] or "",
            "no year",
        )
    read = date(year, month, day)
    said = match["weekday"] or ""
    problem = "other weekday" if said and _WEEKDAYS[read.weekday()] != said else ""
    return Due(written, DueKind.DAY, role, match.start(), read, read, day, month, year, None, said, problem)


def _of_figures(text: str, match: re.Match[str], whole: bool) -> Due | None:
    if match["iso"]:
        year, month, day = int(match["iso"]), int(match["imonth"]), int(match["iday"])
    else:
        year, month, day = int(match["year"]), int(match["m"]), int(match["day"])
        year += 2000 if year < 100 else 0
    role = _role(text, match, whole)
    role = DueRole.BY if role is DueRole.DURING else role
    if not 1 <= month <= 12 or not 1 <= day <= 31 or not 2000 <= year <= 2100:
        # "3.10.25" may be a number; with slashes it is a date, and none that exists.
        if "/" not in match[0] and not match["iso"]:
            return None
        return Due(match[0], DueKind.DAY, role, match.start(), day=day, month=month, year=year, problem="no such day")
    if day > monthrange(year, month)[1]:
        return Due(match[0], DueKind.DAY, role, match.start(), day=day, month=month, year=year, problem="no such day")
    read = date(year, month, day)
    return Due(match[0], DueKind.DAY, role, match.start(), read, read, day, month, year)


def _of_month(text: str, match: re.Match[str], whole: bool) -> Due | None:
    month, year = _month(match["month"]), int(match["year"])
    if month is None:
        return None
    role = _role(text, match, whole)
    return Due(
        match[0], DueKind.MONTH, role, match.start(), date(year, month, 1), _last(year, month), None, month, year
    )


def _of_month_only(text: str, match: re.Match[str], whole: bool) -> Due | None:
    month = _month(match["month"])
    if month is None:
        return None
    lead = match["lead"].lower()
    role = DueRole.FROM if lead.startswith(("from", "since")) else DueRole.BY
    return Due(
        match["month"], DueKind.MONTH, role, match.start("month"), day=None, month=month, year=None, problem="no year"
    )


def _of_quarter(text: str, match: re.Match[str], whole: bool) -> Due | None:
    quarter = int(match["quarter"])
    role = _role(text, match, whole)
    if re.match(r"\s*\(\d{1,2}%", text[match.end() :]):
        return None  # a column of costings
    year = int(match["year"]) if match["year"] else None
    if match["span"] and year:
        return Due(
            match[0],
            DueKind.QUARTER,
            role,
            match.start(),
            *quarter_days(quarter, year, financial=True),
            year=year,
            quarter=quarter,
        )
    return Due(match[0], DueKind.QUARTER, role, match.start(), year=year, quarter=quarter, problem="no basis")


def quarter_days(quarter: int, year: int, *, financial: bool) -> tuple[date, date]:
    """First and last day of a quarter of a calendar year, or of the financial year that starts in `year`."""
    month = 3 * quarter - 2 + (3 if financial else 0)
    if month > 12:
        month, year = month - 12, year + 1
    return date(year, month, 1), _last(year, month + 2)


def _of_fiscal(text: str, match: re.Match[str], whole: bool) -> Due | None:
    year, end = int(match["year"]), int(match["end"])
    if end % 100 != (year + 1) % 100:
        return None
    role = _role(text, match, whole)
    return Due(match[0], DueKind.YEAR, role, match.start(), date(year, 4, 1), date(year + 1, 3, 31), year=year)


def _of_year(text: str, match: re.Match[str], whole: bool) -> Due | None:
    year = int(match["year"])
    lead = match["lead"].lower()
    role = DueRole.BY if lead in ("by", "end of") else DueRole.DURING
    written = text[match.start("year") : match.end()]
    return Due(written, DueKind.YEAR, role, match.start("year"), date(year, 1, 1), date(year, 12, 31), year=year)
