"""What would be entered from a file of grants in the 360Giving standard: new, held already, changed, or refused.

Only what our rules find no error in is entered, and only grants to councils of the region whose coordinator imports
them. What is held already is never written over: a changed amount is a matter for the letter that changed it.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from hashlib import sha256
from typing import Any, Final

from django.conf import settings
from django.db.models import Prefetch

from riia.alliance.access.scope import Scope
from riia.alliance.grants import giving_terms as terms
from riia.alliance.grants.models import Allocation, Amount, Condition, Determination, GrantKind, Reference
from riia.alliance.grants.policies import reference_key
from riia.alliance.grants.queries import reading
from riia.alliance.grants.queries.statements import held_on
from riia.alliance.grants.states import VersionState
from riia.alliance.places.models import Place
from riia.documents.giving import Grant, Package
from riia.documents.giving.councils import councils
from riia.documents.giving.moments import moment_of
from riia.documents.model import Reading, Severity

_MOST: Final = 10**12
NOTE: Final = "360Giving "
"""What begins the note of a row that came from a file; the grant's identifier follows."""
_LONGEST_NOTE: Final = 300
_FIRST_YEAR: Final = 2003


class Fate(StrEnum):
    """What becomes of a grant of the file. The value is a word for the page."""

    NEW = "new"
    SAME = "held already"
    CHANGED = "changed"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Line:
    """A grant of the file. `why` says what stands in the way, or what is different; `held` is what we have of it."""

    identifier: str
    title: str
    recipient: str
    place: Place | None
    pence: int | None
    written: str
    awarded: date | None
    fate: Fate
    why: tuple[str, ...] = ()
    held: Determination | None = None
    where: str = ""


@dataclass
class Batch:
    """Grants that are entered together, as the rows of one determination."""

    programme: str
    references: tuple[str, ...]
    year: int
    department: str
    awarded: date
    awarded_written: str
    kind: GrantKind
    condition: Condition
    purpose: str
    lines: list[Line] = field(default_factory=list)

    @property
    def year_label(self) -> str:
        return f"{self.year}-{(self.year + 1) % 100:02d}"

    @property
    def total(self) -> int:
        return sum(line.pence or 0 for line in self.lines)


@dataclass(frozen=True)
class Plan:
    """What would be entered. `digest` changes with anything that would be entered otherwise."""

    lines: tuple[Line, ...]
    batches: tuple[Batch, ...]

    def of(self, fate: Fate) -> tuple[Line, ...]:
        """The grants with one fate."""
        return tuple(line for line in self.lines if line.fate is fate)

    @property
    def digest(self) -> str:
        said = [
            [batch.programme, batch.year, batch.awarded_written,
             [[line.identifier, line.recipient, line.pence] for line in batch.lines]]
            for batch in self.batches
        ]  # fmt: skip
        return sha256(json.dumps(said, default=str).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class _Known:
    """A row that we hold: its amount and its grant."""

    pence: int | None
    grant: Determination


def plan_of(scope: Scope, reading_: Reading, region: Place, *, today: date) -> Plan:
    """What would be entered for a region from a file that was read. Changes nothing."""
    package: Package = reading_.structure
    known = _known(scope, today)
    references = {one.key: one.determination for one in Reference.objects.select_related("determination")}
    lines: list[Line] = []
    batches: dict[tuple[Any, ...], Batch] = {}
    for grant in package.grants:
        line = _line(package, grant, region, known)
        batch = _batch(grant, line) if line.fate is Fate.NEW else None
        if batch is not None:
            other = next((references[key] for key in map(reference_key, batch.references) if key in references), None)
            if other is not None:
                line = _refused(
                    line, f"Its programme’s code names “{other.title}” already. Enter the letter as a variation."
                )
            else:
                key = (batch.programme.casefold(), batch.references, batch.year, batch.department, batch.awarded)
                batches.setdefault(key, batch).lines.append(line)
        lines.append(line)
    return Plan(tuple(lines), tuple(_apart(batches.values())))


def _apart(batches: Any) -> Iterator[Batch]:
    """A reference names one grant: of two batches with the same one, the first keeps it."""
    seen: set[str] = set()
    for batch in batches:
        keys = [reference_key(one) for one in batch.references]
        batch.references = tuple(
            one for one, key in zip(batch.references, keys, strict=True) if key and key not in seen
        )
        seen.update(keys)
        yield batch


def _known(scope: Scope, today: date) -> Mapping[str, _Known]:
    """Rows that we hold, by the identifier they came with or would be written with."""
    found: dict[str, _Known] = {}
    for held in held_on(scope, today):
        for row in held.rows:
            if row.place is not None:
                amount = held.amount(row)
                written = terms.identifier(settings.GIVING_PREFIX, held.determination, row.place.code)
                found.setdefault(written, _Known(amount.pence if amount else None, held.determination))
    amounts = Prefetch("amounts", Amount.objects.select_related("column"))
    came = Allocation.objects.filter(
        note__startswith=NOTE, version__in=reading.versions(scope).exclude(state=VersionState.WITHDRAWN).values("pk")
    )
    for row in came.select_related("version__determination").prefetch_related(amounts):
        entitled = row.entitlement
        found[row.note.removeprefix(NOTE)] = _Known(entitled.pence if entitled else None, row.version.determination)
    return found


def _line(package: Package, grant: Grant, region: Place, known: Mapping[str, _Known]) -> Line:
    name, place, problems = _recipient(grant, region)
    pence, more = _pence(grant)
    moment = moment_of(_text(grant.data.get("awardDate")), "day")
    problems += more
    faults = [one.message for one in package.faults_of(grant) if one.severity is Severity.ERROR]
    line = Line(
        grant.id.strip(), _text(grant.data.get("title")), name, place, pence,
        package.spot(f"{grant.pointer}/amountAwarded").text or str(grant.data.get("amountAwarded", "")),
        moment.here, Fate.NEW, where=str(package.spot(f"{grant.pointer}/id").where),
    )  # fmt: skip
    held = known.get(line.identifier)
    if line.awarded and terms.financial_year(line.awarded) < _FIRST_YEAR:
        problems.append(f"It was awarded before April {_FIRST_YEAR}, when grants of this kind began.")
    if faults or problems:
        return _refused(line, *(faults or problems))
    if len(NOTE + line.identifier) > _LONGEST_NOTE:
        return _refused(line, "Its identifier is longer than any we keep.")
    if held is not None:
        return _compared(line, held)
    return line


def _compared(line: Line, held: _Known) -> Line:
    same = held.pence == line.pence
    why = (
        ()
        if same
        else (f"We hold it with {_pounds(held.pence)}. If the grant was varied, enter the letter that varies it.",)
    )
    return _with(line, Fate.SAME if same else Fate.CHANGED, why, held.grant)


def _refused(line: Line, *why: str) -> Line:
    return _with(line, Fate.REFUSED, tuple(dict.fromkeys(why)), None)


def _with(line: Line, fate: Fate, why: tuple[str, ...], held: Determination | None) -> Line:
    return Line(line.identifier, line.title, line.recipient, line.place, line.pence, line.written, line.awarded, fate,
                why, held, line.where)  # fmt: skip


def _recipient(grant: Grant, region: Place) -> tuple[str, Place | None, list[str]]:
    """The recipient's name as written and the council that it is, or why it cannot be entered."""
    some = list(grant.objects("recipientOrganization"))
    if len(some) != 1:
        which = "several recipients" if some else "no organisation as its recipient"
        return "", None, [f"It has {which}; a grant in the register has one council."]
    one = some[0][1]
    name = _text(one.get("name"))
    council = councils().get("".join(_text(one.get("id")).split()).upper())
    if council is None or not council.code:
        return name, None, ["Its recipient is no English council with children’s services."]
    place = Place.objects.filter(code=council.code).select_related("region").first()
    if place is None or place.region_id != region.pk:
        return name, None, [f"Its recipient is no council of {region.label}."]
    return name, place, []


def _pence(grant: Grant) -> tuple[int | None, list[str]]:
    held = grant.data.get("amountAwarded")
    if grant.data.get("currency") != "GBP":
        return None, ["Its currency is not pounds."]
    if isinstance(held, bool) or not isinstance(held, int | Decimal):
        return None, ["Its amount is no number."]
    pence = Decimal(held) * 100
    if not 0 < pence < _MOST or pence != int(pence):
        return None, ["Its amount is not one of whole pence above nothing."]
    return int(pence), []


def _batch(grant: Grant, line: Line) -> Batch:
    """The determination that a grant belongs to, by its programme, year, funder and day."""
    programmes = [one for _, one in grant.objects("grantProgramme")]
    programme = programmes[0] if programmes else {}
    planned = next(
        (_text(one.get("startDate")) for _, one in grant.objects("plannedDates") if one.get("startDate")), ""
    )
    begins = moment_of(planned, "part").first if planned else None
    assert line.awarded is not None
    funder = next(grant.objects("fundingOrganization"))[1]
    kind, condition = terms.coded(grant.data, terms.KIND), terms.coded(grant.data, terms.CONDITION)
    codes = [code.strip()[:80] for code in _text(programme.get("code")).split(";")]
    return Batch(
        (_text(programme.get("title")) or line.title)[:200],
        tuple(code for code in codes if reference_key(code)),
        terms.financial_year(begins or line.awarded),
        _text(funder.get("name"))[:120],
        line.awarded,
        _text(grant.data.get("awardDate"))[:60],
        GrantKind(kind) if kind in set(GrantKind) else GrantKind.PROJECT,
        Condition(condition) if condition in set(Condition) else Condition.NOT_STATED,
        _text(grant.data.get("description")),
    )  # fmt: skip


def _text(value: object) -> str:
    return value.strip() if isinstance(value, str) else ""


def _pounds(pence: int | None) -> str:
    return "an amount that is not known" if pence is None else f"£{pence // 100:,}.{pence % 100:02d}"
