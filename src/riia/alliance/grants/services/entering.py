"""A letter is entered: the grant, its versions, and from a draft on what the register relies on.

A draft is changed freely by the coordinators of the region that enters it. Once determined, what a letter says stays
as it is: what changes comes as a variation, and what was entered by mistake is withdrawn with the reason.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, fields
from datetime import date

from django.db import transaction
from django.utils import timezone

from riia.alliance.access.queries import scope_of_actor
from riia.alliance.audit.actors import Acts
from riia.alliance.audit.services import record
from riia.alliance.grants import permissions, policies
from riia.alliance.grants.errors import GrantError, Unfinished
from riia.alliance.grants.models import (
    Condition,
    Consent,
    Determination,
    DeterminationVersion,
    GrantKind,
    Power,
    Reference,
    Reporting,
    SignatureState,
    VersionKind,
)
from riia.alliance.grants.services import annex as annex_services
from riia.alliance.grants.services.holding import held_draft, held_grant, held_version, person_of
from riia.alliance.grants.states import VersionState
from riia.alliance.places.models import Place
from riia.indicators.model import day_in_words


@dataclass(frozen=True)
class GrantDetails:
    """What a grant is, whatever its version: see `models.Determination`."""

    programme: str
    kind: GrantKind
    financial_year: int
    department: str = "Department for Education"
    condition: Condition = Condition.NOT_STATED
    condition_words: str = ""
    reporting: Reporting = Reporting.NOT_STATED
    reporting_words: str = ""
    published: bool = False
    source: str = ""
    tags: Sequence[str] = ()
    simulated: bool = False


@dataclass(frozen=True)
class ReferenceDetails:
    """A reference as written, whose it is, and whether the citation repeats it (None: not looked at)."""

    written: str
    issuer: str = ""
    in_citation: bool | None = None


@dataclass(frozen=True)
class LetterDetails:
    """What one letter says: see `models.DeterminationVersion`. Without a day of effect the letter's own day counts."""

    letter_written: str
    letter_date: date | None = None
    effective_from: date | None = None
    number: int = 0
    edition: int = 1
    cut_off: date | None = None
    promises_update: bool = False
    citation: str = ""
    legal_purpose: str = ""
    purpose: str = ""
    amends: Sequence[str] = ()
    power: Power = Power.NOT_STATED
    consent: Consent = Consent.NOT_STATED
    consent_on: date | None = None
    maker_as_party: str = ""
    maker_in_clauses: str = ""
    maker_in_signature: str = ""
    signatory: str = ""
    signature: SignatureState = SignatureState.MISSING
    addressee: str = ""
    queries_to: str = ""
    support_contact: str = ""
    copied_to: Sequence[str] = ()
    invitation_on: date | None = None
    accepted_on: date | None = None
    acceptance_note: str = ""
    redacted: Sequence[dict[str, str]] = ()
    instalments_written: str = ""
    letter_held: bool = True
    source: str = ""
    note: str = ""
    document_sha256: str = ""


@dataclass(frozen=True)
class Entered:
    """A grant to enter, whole: its references and its first letter."""

    grant: GrantDetails
    letter: LetterDetails
    references: Sequence[ReferenceDetails] = field(default_factory=tuple)


@transaction.atomic
def enter_grant(*, entered: Entered, keeper: Place | None, by: Acts) -> DeterminationVersion:
    """Enter a new grant with its first letter, as a draft. A reference that names another grant is refused (R1.02)."""
    permissions.check_may_keep(scope_of_actor(by), keeper.code if keeper else None)
    details = entered.grant
    if not details.programme.strip():
        raise GrantError("Programme: enter what the grant is called, as in the letter’s heading.")
    policies.check_year(details.financial_year)
    values = asdict(details) | {"programme": details.programme.strip(), "tags": list(details.tags)}
    grant = Determination.objects.create(**values, maker_label=by.as_actor().label)
    _set_references(grant, entered.references)
    version = _create(grant, entered.letter, keeper, by)
    record(by=by, action="grants.enter_grant", target=version, summary=f"Entered the {grant.audit_label} as a draft",
           details={"references": [each.written for each in entered.references], "source": details.source},
           places=version.audit_places)  # fmt: skip
    return version


@transaction.atomic
def change_grant(
    *, version: DeterminationVersion, details: GrantDetails, references: Sequence[ReferenceDetails], by: Acts
) -> Determination:
    """Change what a grant is, while its only letter is a draft."""
    version = held_draft(version, by)
    grant = version.determination
    if grant.versions.exclude(pk=version.pk).exclude(state=VersionState.WITHDRAWN).exists():
        raise GrantError("Other letters of this grant are entered, so its name, year and conditions stay as they are.")
    if not details.programme.strip():
        raise GrantError("Programme: enter what the grant is called, as in the letter’s heading.")
    policies.check_year(details.financial_year)
    kept = {"source", "tags", "simulated"}
    for one in fields(details):
        if one.name not in kept:
            setattr(grant, one.name, getattr(details, one.name))
    grant.save()
    _set_references(grant, references)
    record(by=by, action="grants.change_grant", target=grant, summary=f"Changed the {grant.audit_label}",
           places=version.audit_places)  # fmt: skip
    return grant


@transaction.atomic
def start_version(
    *, determination: Determination, letter: LetterDetails, keeper: Place | None, by: Acts
) -> DeterminationVersion:
    """Start the next letter of a grant as a draft: it begins with the parties, purposes and rows of the last one.

    What that one gives stands in the column before this letter (R1.17); what this letter gives is still to be entered.
    """
    permissions.check_may_keep(scope_of_actor(by), keeper.code if keeper else None)
    held_grant(determination)
    held = determination.versions.exclude(state=VersionState.WITHDRAWN)
    if held.filter(number=letter.number, edition=letter.edition).exists():
        raise GrantError(
            f"Number: {determination.programme} has this letter already. Enter the number of the letter in hand."
        )
    last = held.filter(number__lte=letter.number).order_by("-number", "-edition").first()
    version = _create(determination, letter, keeper, by)
    if last is not None:
        annex_services.copy_from(last, version)
    record(by=by, action="grants.start_version", target=version, summary=f"Started {version.audit_label}",
           details={"begins_with": last.label if last else ""}, places=version.audit_places)  # fmt: skip
    return version


@transaction.atomic
def change_letter(*, version: DeterminationVersion, letter: LetterDetails, by: Acts) -> DeterminationVersion:
    """Change what a draft says of its letter."""
    version = held_draft(version, by)
    others = version.determination.versions.exclude(pk=version.pk).exclude(state=VersionState.WITHDRAWN)
    if others.filter(number=letter.number, edition=letter.edition).exists():
        raise GrantError("Number: this grant has that letter already. Enter the number of the letter in hand.")
    for name, value in _letter_values(letter).items():
        setattr(version, name, value)
    version.save()
    record(by=by, action="grants.change_letter", target=version, summary=f"Changed the letter of {version.audit_label}",
           places=version.audit_places)  # fmt: skip
    return version


@transaction.atomic
def look_for_references(*, version: DeterminationVersion, by: Acts) -> DeterminationVersion:
    """Note of each reference whether the citation of a draft repeats it (R1.02)."""
    version = held_draft(version, by)
    cited = policies.reference_key(version.citation)
    for one in version.determination.references.all():
        one.in_citation = one.key in cited if version.citation else None
        one.save(update_fields=["in_citation"])
    return version


@transaction.atomic
def determine(*, version: DeterminationVersion, by: Acts) -> DeterminationVersion:
    """Enter a draft as determined. It needs its power, the Treasury's consent and an annex (R1.03)."""
    version = held_draft(version, by)
    problems = problems_of(version)
    if problems:
        raise Unfinished(f"This letter cannot be entered yet: {'; '.join(problems.values())}.", problems)
    if not version.letter_held:
        raise GrantError("The letter is not held, so this grant can only be announced.")
    version.entered_at, version.enterer_label = timezone.now(), by.as_actor().label
    version.entered_by = person_of(by)
    _move(version, VersionState.DETERMINED)
    codes = [each.place.code for each in version.allocations.select_related("place") if each.place]
    record(by=by, action="grants.determine", target=version, summary=f"Entered {version.audit_label} as determined",
           details={"effective_from": version.effective_from.isoformat(), "recipients": version.allocations.count()},
           places=codes)  # fmt: skip
    return version


@transaction.atomic
def announce(*, version: DeterminationVersion, by: Acts) -> DeterminationVersion:
    """Let a grant count that is known from another document, while its letter is not held."""
    version = held_draft(version, by)
    if version.letter_held:
        raise GrantError("The letter is held, so enter it as determined.")
    if not version.source.strip():
        raise GrantError("Source: enter the document that names this grant.")
    problems = {name: words for name, words in problems_of(version).items() if name == "annex"}
    if problems:
        raise Unfinished(f"This grant cannot be entered yet: {'; '.join(problems.values())}.", problems)
    _move(version, VersionState.ANNOUNCED)
    record(by=by, action="grants.announce", target=version, places=version.audit_places,
           summary=f"Entered {version.audit_label} as announced, its letter not held")  # fmt: skip
    return version


@transaction.atomic
def letter_came(*, version: DeterminationVersion, by: Acts) -> DeterminationVersion:
    """The letter of an announced grant is in hand: it is a draft again, to be completed from it."""
    version = held_version(version)
    permissions.check_may_keep(scope_of_actor(by), version.keeper.code if version.keeper else None)
    version.letter_held = True
    _move(version, VersionState.DRAFT)
    record(by=by, action="grants.letter_came", target=version, places=version.audit_places,
           summary=f"The letter of {version.audit_label} came, and is being entered")  # fmt: skip
    return version


@transaction.atomic
def withdraw(*, version: DeterminationVersion, because: str, by: Acts) -> DeterminationVersion:
    """Take a version out of the register with the reason. It stays readable and counts no longer."""
    version = held_version(version)
    permissions.check_may_keep(scope_of_actor(by), version.keeper.code if version.keeper else None)
    if not because.strip():
        raise GrantError("Reason: enter why it is withdrawn, such as “entered twice”.")
    policies.check_version_move(VersionState(version.state), VersionState.WITHDRAWN)
    if version.payments.exclude(state="cancelled").exists():
        raise GrantError("Payments rest on this letter. Cancel them first, each with its reason.")
    version.state, version.withdrawn_because = VersionState.WITHDRAWN, because.strip()
    version.save(update_fields=["state", "withdrawn_because"])
    record(by=by, action="grants.withdraw", target=version, summary=f"Withdrew {version.audit_label}",
           reason=because.strip(), places=version.audit_places)  # fmt: skip
    return version


def problems_of(version: DeterminationVersion) -> dict[str, str]:
    """What still has to be said before a draft can be determined, by the part of it."""
    found = {}
    if version.power == Power.NOT_STATED:
        found["power"] = "the power it is made by is not recorded (section 31 of the Local Government Act 2003)"
    if version.consent == Consent.NOT_STATED and version.power != Power.OTHER:
        found["consent"] = "the Treasury’s consent is not recorded as obtained before the determination"
    made = version.letter_date or version.effective_from
    if version.consent == Consent.DATED and version.consent_on is not None and version.consent_on > made:
        found["consent_on"] = (
            f"the Treasury’s consent of {day_in_words(version.consent_on)} came after the determination, "
            f"{day_in_words(made)}"
        )
    rows = list(version.allocations.prefetch_related("amounts__column"))
    if not rows:
        found["annex"] = "the annex has no recipient"
    elif any(row.entitlement is None for row in rows):
        found["annex"] = "the annex needs a column that says what each recipient gets"
    return found


def _move(version: DeterminationVersion, to: VersionState) -> None:
    policies.check_version_move(VersionState(version.state), to)
    version.state = to
    version.save(update_fields=["state", "letter_held", "entered_at", "entered_by", "enterer_label"])


def _create(grant: Determination, letter: LetterDetails, keeper: Place | None, by: Acts) -> DeterminationVersion:
    return DeterminationVersion.objects.create(
        determination=grant,
        keeper=keeper,
        entered_by=person_of(by),
        enterer_label=by.as_actor().label,
        **_letter_values(letter),
    )


def _letter_values(letter: LetterDetails) -> dict[str, object]:
    """The columns of a version. The letter's own day counts as day of effect where none is stated."""
    if not letter.letter_written.strip():
        raise GrantError("Date of the letter: enter it as written, such as December 2023.")
    effect = letter.effective_from or letter.letter_date
    if effect is None:
        raise GrantError("Takes effect: enter the day, because the letter gives no day of its own.")
    if letter.consent == Consent.DATED and letter.consent_on is None:
        raise GrantError("Treasury consent: enter the day it was obtained.")
    if letter.edition < 1:
        raise GrantError("Updated version: the first is 1.")
    kind = VersionKind.REPUBLICATION if letter.edition > 1 else (
        VersionKind.VARIATION if letter.number else VersionKind.ORIGINAL)  # fmt: skip
    values = asdict(letter)
    values |= {
        "kind": kind,
        "effective_from": effect,
        "effective_stated": letter.effective_from is not None,
        "amends": list(letter.amends),
        "copied_to": list(letter.copied_to),
        "redacted": [dict(each) for each in letter.redacted],
    }
    return values


def _set_references(grant: Determination, references: Sequence[ReferenceDetails]) -> None:
    keys: dict[str, ReferenceDetails] = {}
    for one in references:
        key = policies.reference_key(one.written)
        if not key:
            raise GrantError(f"References: “{one.written}” is no reference. Enter it as the letter has it.")
        if key in keys:
            raise GrantError(f"References: “{one.written}” stands there twice. Leave one out.")
        other = Reference.objects.filter(key=key).exclude(determination=grant).select_related("determination").first()
        if other is not None:
            raise GrantError(
                f"References: {one.written} names “{other.determination.title}” already. "
                "Enter this letter as a variation of that grant, or check the reference."
            )
        keys[key] = one
    grant.references.exclude(key__in=keys).delete()
    for key, one in keys.items():
        values = {"written": one.written.strip(), "issuer": one.issuer.strip(), "in_citation": one.in_citation}
        Reference.objects.update_or_create(determination=grant, key=key, defaults=values)
