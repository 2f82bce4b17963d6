"""An agreement from its scope to its end: versions are drafted, agreed, brought into force, reviewed and revoked."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone

from riia.alliance.access.queries import scope_of_actor
from riia.alliance.agreements import permissions, policies
from riia.alliance.agreements.errors import AgreementError
from riia.alliance.agreements.models import Agreement, AgreementKind, AgreementVersion, Clause
from riia.alliance.agreements.models.agreement import ClauseKind
from riia.alliance.agreements.services import copying
from riia.alliance.agreements.states import BEING_MADE, VersionState
from riia.alliance.audit.actors import Acts
from riia.alliance.audit.services import record
from riia.alliance.places.models import Alliance


@dataclass(frozen=True)
class AgreementDetails:
    """What an agreement is, whatever its version."""

    kind: AgreementKind
    title: str
    group: str = ""
    source: str = ""
    non_statutory: bool = False
    simulated: bool = False


@dataclass(frozen=True)
class VersionDetails:
    """What a version says of itself. Words keep what the document writes where it gives no day."""

    label: str
    period: str = ""
    commences: date | None = None
    commences_words: str = ""
    review_due: date | None = None
    review_words: str = ""


@dataclass(frozen=True)
class ClauseText:
    """A clause or item to keep: see `models.Clause`. `under` is the number of the clause it is listed under."""

    number: str
    text: str
    printed: str = ""
    under: str = ""
    kind: ClauseKind = ClauseKind.OTHER
    area: str = ""


@transaction.atomic
def start_agreement(*, alliance: Alliance, details: AgreementDetails, by: Acts) -> Agreement:
    """Enter a new agreement of an alliance; what it says comes with its first version."""
    permissions.check_may_keep(scope_of_actor(by), alliance)
    title = details.title.strip()
    if not title:
        raise AgreementError("Enter the title of the agreement, as on its first page.")
    if Agreement.objects.filter(alliance=alliance, title=title).exists():
        raise AgreementError(f"{alliance.short_name} already has “{title}”. Start a new version of it instead.")
    if details.kind == AgreementKind.TERMS_OF_REFERENCE and not details.group.strip():
        raise AgreementError("Enter which group the terms of reference are for.")
    agreement = Agreement.objects.create(
        alliance=alliance,
        kind=details.kind,
        title=title,
        group=details.group.strip(),
        source=details.source.strip(),
        non_statutory=details.non_statutory,
        simulated=details.simulated,
    )
    record(
        by=by,
        action="agreements.start_agreement",
        target=agreement,
        summary=f"Entered the {agreement.get_kind_display()} “{agreement.title}”",
        details={"kind": agreement.kind, "non_statutory": agreement.non_statutory, "source": agreement.source},
    )
    return agreement


@transaction.atomic
def start_with_version(
    *, alliance: Alliance, details: AgreementDetails, first: VersionDetails, by: Acts
) -> AgreementVersion:
    """Enter a new agreement together with its first version."""
    return scope_version(agreement=start_agreement(alliance=alliance, details=details, by=by), details=first, by=by)


@transaction.atomic
def scope_version(*, agreement: Agreement, details: VersionDetails, by: Acts) -> AgreementVersion:
    """Start the next version. It replaces the one in force, or else the last, and begins with what that one says."""
    agreement = Agreement.objects.select_for_update().get(pk=agreement.pk)
    permissions.check_may_keep(scope_of_actor(by), agreement.alliance)
    if not details.label.strip():
        raise AgreementError("Enter what the version is called, such as its years: 2026-28.")
    last = agreement.versions.order_by("-number").first()
    if last is not None and last.state in BEING_MADE:
        raise AgreementError(
            f"Version {last.label} is still being made ({last.state}). Finish or revoke it before starting another."
        )
    replaces = agreement.versions.filter(state=VersionState.IN_FORCE).first() or last
    version = AgreementVersion.objects.create(
        agreement=agreement,
        number=last.number + 1 if last else 1,
        label=details.label.strip(),
        period=details.period.strip(),
        commences=details.commences,
        commences_words=details.commences_words.strip(),
        review_due=details.review_due,
        review_words=details.review_words.strip(),
        replaces=replaces,
    )
    if replaces is not None:
        copying.copy_content(replaces, version)
    record(
        by=by,
        action="agreements.scope_version",
        target=version,
        summary=f"Started version {version.label} of “{agreement.title}”",
        details={
            "number": version.number,
            "replaces": replaces.label if replaces else "",
            "commences": str(version.commences),
        },
    )
    return version


@transaction.atomic
def record_earlier_version(*, agreement: Agreement, details: VersionDetails, by: Acts) -> AgreementVersion:
    """Enter what the first version held here replaced, known by its date alone: superseded from the start."""
    agreement = Agreement.objects.select_for_update().get(pk=agreement.pk)
    permissions.check_may_keep(scope_of_actor(by), agreement.alliance)
    if agreement.versions.exists():
        raise AgreementError("This agreement has versions already. What they replaced is entered before the first.")
    version = AgreementVersion.objects.create(
        agreement=agreement,
        number=1,
        label=details.label.strip(),
        period=details.period.strip(),
        state=VersionState.SUPERSEDED,
        commences=details.commences,
        commences_words=details.commences_words.strip(),
    )
    record(
        by=by,
        action="agreements.record_earlier_version",
        target=version,
        summary=f"Entered {version} as replaced; its text is not held",
    )
    return version


@transaction.atomic
def change_details(*, version: AgreementVersion, details: VersionDetails, by: Acts) -> AgreementVersion:
    """Correct what a version says of itself, while it is still being made."""
    version = locked(version, by)
    if version.state not in BEING_MADE:
        raise AgreementError(f"This version is {version.state}, so it stays as it is. Start a new version.")
    if not details.label.strip():
        raise AgreementError("Enter what the version is called, such as its years: 2026-28.")
    before = {"label": version.label, "commences": str(version.commences), "review_due": str(version.review_due)}
    for name in ("label", "period", "commences_words", "review_words"):
        setattr(version, name, getattr(details, name).strip())
    version.commences, version.review_due = details.commences, details.review_due
    version.save()
    record(
        by=by,
        action="agreements.change_details",
        target=version,
        summary=f"Changed the details of {version}",
        details={"before": before, "commences": str(version.commences), "review_due": str(version.review_due)},
    )
    return version


@transaction.atomic
def set_clauses(*, version: AgreementVersion, clauses: Sequence[ClauseText], by: Acts) -> AgreementVersion:
    """Put the text of a version in the place of what it had, while it is not agreed."""
    version = locked(version, by)
    policies.check_text_open(version.state)
    numbers = [clause.number for clause in clauses]
    twice = sorted({number for number in numbers if numbers.count(number) > 1})
    if twice:
        raise AgreementError(f"More than one clause is called {', '.join(twice)}. Give each a number of its own.")
    version.clauses.all().delete()
    kept: dict[str, Clause] = {}
    for position, clause in enumerate(clauses, start=1):
        if clause.under and clause.under not in kept:
            raise AgreementError(f"{clause.number} is listed under {clause.under}, which does not come before it.")
        kept[clause.number] = Clause.objects.create(
            version=version,
            position=position,
            number=clause.number,
            printed=clause.printed,
            under=kept[clause.under] if clause.under else None,
            text=clause.text.strip(),
            kind=clause.kind,
            area=clause.area,
        )
    record(
        by=by,
        action="agreements.set_clauses",
        target=version,
        summary=f"Entered the text of {version}: {len(kept)} clauses and items",
        details={"clauses": len(kept)},
    )
    return version


@transaction.atomic
def draft(*, version: AgreementVersion, drafted_on: date | None, by: Acts) -> AgreementVersion:
    """Say that a version is drafted, on a day if it is known: no signature can then be older."""
    version = locked(version, by)
    policies.check_move(version.state, VersionState.DRAFTED)
    if drafted_on and drafted_on > timezone.localdate():
        raise AgreementError("The day of the draft is in the future. Enter the day it was finished.")
    if version.agreement.kind in policies.SIGNED_KINDS and not version.parties.exists():
        raise AgreementError("Nobody is party to this version yet. Add its parties first.")
    version.state, version.drafted_on = VersionState.DRAFTED, drafted_on
    return moved(version, "draft", f"Drafted {version}", by)


@transaction.atomic
def agree(*, version: AgreementVersion, minute: str, by: Acts) -> AgreementVersion:
    """Say that the text is agreed, with the meeting and minute. From now on it is signed and changes no more."""
    version = locked(version, by)
    policies.check_move(version.state, VersionState.AGREED)
    if not minute.strip():
        raise AgreementError("Say which meeting agreed the text, with its date and minute.")
    version.state, version.agreed_minute = VersionState.AGREED, minute.strip()
    return moved(version, "agree", f"Agreed the text of {version}", by, minute)


@transaction.atomic
def redraft(*, version: AgreementVersion, reason: str, by: Acts) -> AgreementVersion:
    """Open an agreed text again, as long as nobody has signed it."""
    version = locked(version, by)
    if version.state != VersionState.AGREED:
        raise AgreementError(f"This version is {version.state}. Only an agreed text that nobody signed opens again.")
    policies.check_reason(reason, "the text is opened again")
    signed = sum(day is not None for day in version.signing_dates)
    if signed:
        raise AgreementError(
            f"The text is signed {signed} times already, so it stays as it was read. Start a new version instead."
        )
    version.state, version.agreed_minute = VersionState.DRAFTED, ""
    return moved(version, "redraft", f"Opened the text of {version} again", by, reason)


@transaction.atomic
def bring_into_force(*, version: AgreementVersion, by: Acts) -> AgreementVersion:
    """Bring a signed version into force; the one it replaces is superseded.

    Raises AgreementError while required signatures are missing or its first day has not come. A first day before the
    last signature is no reason to refuse (R2.04): `policies.execution` says so beside the agreement.
    """
    version = locked(version, by)
    policies.check_move(version.state, VersionState.IN_FORCE)
    policies.check_into_force(
        kind=version.agreement.kind,
        commences=version.commences,
        missing=copying.missing_signatures(version),
        signed=version.is_signed,
        today=timezone.localdate(),
    )
    replaced = version.replaces
    if replaced is not None and replaced.state == VersionState.IN_FORCE:
        replaced = AgreementVersion.objects.select_for_update().get(pk=replaced.pk)
        replaced.state = VersionState.SUPERSEDED
        moved(replaced, "supersede", f"{replaced} was replaced by {version.label}", by)
    version.state = VersionState.IN_FORCE
    stands = policies.execution(version.signing_dates, version.commences)
    return moved(
        version,
        "bring_into_force",
        f"Brought {version} into force",
        by,
        details={"executed_on": str(stands.executed_on), "commenced_days_before_execution": stands.days_early},
    )


def locked(version: AgreementVersion, by: Acts) -> AgreementVersion:
    """The version as it is now, with nobody else changing it, for someone who may."""
    found = AgreementVersion.objects.select_for_update(of=("self",)).select_related("agreement__alliance__region")
    version = found.get(pk=version.pk)
    permissions.check_may_keep(scope_of_actor(by), version.agreement.alliance)
    return version


def moved(
    version: AgreementVersion,
    verb: str,
    summary: str,
    by: Acts,
    reason: str = "",
    details: dict[str, object] | None = None,
) -> AgreementVersion:
    """Keep the new state of a version, with its entry in the trail."""
    version.save()
    record(
        by=by,
        action=f"agreements.{verb}",
        target=version,
        summary=summary,
        details={"state": str(version.state), **(details or {})},
        reason=reason,
    )
    return version
