"""What the pages of grants in the 360Giving standard show."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.urls import reverse

from riia.alliance.grants.models import Determination
from riia.alliance.grants.queries.giving import Export, LeftOut, Wanted
from riia.alliance.grants.queries.giving_import import Batch, Fate, Line, Plan
from riia.alliance.kit.filters import plural, pounds
from riia.alliance.kit.pieces import Link, Tone
from riia.documents.model import Finding, Reading, Severity

_MOST_FINDINGS = 12
_TONES: dict[Severity, Tone] = {
    Severity.ERROR: "problem",
    Severity.CONFLICT: "attention",
    Severity.AMBIGUITY: "moving",
    Severity.ARTEFACT: "quiet",
}


@dataclass(frozen=True, slots=True)
class Found:
    """A finding in words. `many` is how often its rule found the same kind of thing."""

    severity: str
    tone: Tone
    where: str
    message: str
    remedy: str
    many: int


@dataclass(frozen=True, slots=True)
class GrantGroup:
    """What of one grant is not written: its reason, and the rows it is about."""

    title: str
    href: str
    why: str
    rows: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ExportPage:
    """What would be written, what not, and the files."""

    export: Export
    files: tuple[Link, ...]
    left_out: tuple[GrantGroup, ...]
    found: tuple[Found, ...]

    @property
    def total(self) -> str:
        return pounds(self.export.total)

    @property
    def heading(self) -> str:
        many = len(self.export.written)
        return f"{plural(many, 'grant')}, {self.total}" if many else "No grant can be written"


def export_page(export: Export) -> ExportPage:
    """The page of an export."""
    query = query_of(export.wanted)
    forms = (("json", "Grants as JSON"), ("xlsx", "Grants as an Excel workbook"), ("csv", "Grants as CSV"),
             ("report", "What is left out and why (CSV)"))  # fmt: skip
    files = [Link(words, f"{reverse('grants:giving_file', args=[form])}?{query}") for form, words in forms]
    shown_files = files if export.written else files[-1:] if export.left_out else []
    return ExportPage(export, tuple(shown_files), tuple(_left_out(export.left_out)), found_in(export.findings))


def query_of(wanted: Wanted) -> str:
    """The part of an address that asks for the same again."""
    day = wanted.day
    asked: list[tuple[str, str]] = [
        ("day-day", str(day.day)),
        ("day-month", str(day.month)),
        ("day-year", str(day.year)),
    ]
    if wanted.place:
        asked.append(("place", wanted.place.code))
    asked += [("grants", one) for one in sorted(wanted.grants or ())]
    if wanted.unpublished:
        asked.append(("unpublished", "on"))
    return urlencode(asked)


def href_of(grant: Determination) -> str:
    """The page of a grant in the register."""
    return reverse("grants:determination", args=[grant.reference])


def _left_out(some: tuple[LeftOut, ...]) -> list[GrantGroup]:
    groups: dict[tuple[int, str], list[LeftOut]] = {}
    for one in some:
        groups.setdefault((one.grant.pk, one.why), []).append(one)
    made = []
    for (_, why), held in groups.items():
        rows = tuple(f"{one.row}, {one.amount}" if one.amount else one.row for one in held if one.row)
        made.append(GrantGroup(held[0].grant.title, href_of(held[0].grant), why, rows))
    return made


def found_in(findings: tuple[Finding, ...]) -> tuple[Found, ...]:
    """The findings by rule, the gravest first, each with the first place it was found at."""
    many = Counter(one.code for one in findings)
    first: dict[str, Finding] = {}
    for one in findings:
        first.setdefault(one.code, one)
    made = [
        Found(one.severity.value, _TONES[one.severity], str(one.where), one.message, one.remedy, many[one.code])
        for one in first.values()
    ]
    return tuple(made[:_MOST_FINDINGS])


@dataclass(frozen=True, slots=True)
class ShownLine:
    """A grant of the file in the table."""

    line: Line
    href: str

    @property
    def amount(self) -> str:
        return self.line.written if self.line.pence is None else pounds(self.line.pence)

    @property
    def awarded(self) -> date | None:
        return self.line.awarded


@dataclass(frozen=True, slots=True)
class ImportPage:
    """What would be entered from a file."""

    plan: Plan
    counts: tuple[tuple[str, int, Tone], ...]
    groups: tuple[tuple[str, str, tuple[ShownLine, ...]], ...]
    batches: tuple[Batch, ...]
    found: tuple[Found, ...]
    errors: int
    because: str

    @property
    def new(self) -> int:
        return len(self.plan.of(Fate.NEW))


_FATES: tuple[tuple[Fate, str, Tone, str], ...] = (
    (Fate.CHANGED, "Changed", "attention", "We hold these with another amount. They are not entered from a file: enter "
     "the letter that changed them as a variation."),
    (Fate.REFUSED, "Refused", "problem", "These are not entered. Have them put right by whoever made the file."),
    (Fate.SAME, "Held already", "quiet", "These are in the register as they are in the file."),
)  # fmt: skip


def import_page(plan: Plan, reading: Reading) -> ImportPage:
    """The page on which a person confirms."""
    counts = (("new", len(plan.of(Fate.NEW)), "done"), *((words.lower(), len(plan.of(fate)), tone)
              for fate, words, tone, _ in _FATES))  # fmt: skip
    groups = tuple(
        (words, why, tuple(ShownLine(line, href_of(line.held) if line.held else "") for line in plan.of(fate)))
        for fate, words, _, why in _FATES
        if plan.of(fate)
    )
    errors = sum(one.severity is Severity.ERROR for one in reading.findings)
    return ImportPage(plan, counts, groups, plan.batches, found_in(reading.findings), errors, reading.because)
