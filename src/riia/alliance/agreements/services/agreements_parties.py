"""Who is party to a version, which offices sign for each, and when a party leaves (R2.02, R2.03, R2.16)."""

from collections.abc import Mapping
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify

from riia.alliance.agreements import policies
from riia.alliance.agreements.errors import AgreementError
from riia.alliance.agreements.models import AgreementVersion, Party, Seat
from riia.alliance.agreements.models.parties import Office
from riia.alliance.agreements.services.agreements import locked
from riia.alliance.agreements.services.copying import offices_of
from riia.alliance.audit.actors import Acts
from riia.alliance.audit.services import record
from riia.alliance.places.models import Organisation, Place
from riia.alliance.places.models.organisation import OrganisationKind


@transaction.atomic
def add_council(
    *,
    version: AgreementVersion,
    council: Place,
    also_signs: Organisation | None = None,
    titles: Mapping[Office, str] | None = None,
    responsibilities: str = "",
    contribution: str = "",
    by: Acts,
) -> Party:
    """Make a council a party, with a seat for each of its three offices (R2.03).

    `also_signs` is a children's trust whose chief executive signs beside the council's own; `titles` is what the
    document calls an office where it has another name there.
    """
    version = locked(version, by)
    policies.check_text_open(version.state)
    if not council.is_council:
        raise AgreementError(f"{council.label} is not a council. Enter another body as an organisation.")
    if version.parties.filter(council=council).exists():
        raise AgreementError(f"{council.label} is a party already.")
    party = Party.objects.create(
        version=version,
        council=council,
        counted_authority=True,
        responsibilities=responsibilities.strip(),
        contribution=contribution.strip(),
    )
    for office in offices_of(council=True):
        Seat.objects.create(party=party, office=office, title=(titles or {}).get(office, ""))
    if also_signs is not None:
        Seat.objects.create(party=party, office=Office.TRUST_CHIEF_EXECUTIVE, organisation=also_signs)
    return _added(party, by)


@transaction.atomic
def add_organisation(
    *,
    version: AgreementVersion,
    organisation: Organisation,
    signs: bool = True,
    responsibilities: str = "",
    contribution: str = "",
    by: Acts,
) -> Party:
    """Make another body a party (R2.18). It is never a counted authority (R2.02).

    `signs` gives it a seat of its own; a trust that signs beside the councils it serves has its seats there.
    """
    version = locked(version, by)
    policies.check_text_open(version.state)
    if version.parties.filter(organisation=organisation).exists():
        raise AgreementError(f"{organisation} is a party already.")
    party = Party.objects.create(
        version=version,
        organisation=organisation,
        counted_authority=False,
        responsibilities=responsibilities.strip(),
        contribution=contribution.strip(),
    )
    for office in offices_of(council=False) if signs else ():
        Seat.objects.create(party=party, office=office)
    return _added(party, by)


@transaction.atomic
def add_new_organisation(
    *, version: AgreementVersion, name: str, responsibilities: str = "", contribution: str = "", by: Acts
) -> Party:
    """Make a body a party that nothing here has named yet, such as a police force or a charity (R2.18)."""
    version = locked(version, by)
    name = " ".join(name.split())
    known = Organisation.objects.filter(name__iexact=name).first()
    if known:
        raise AgreementError(f"{known} is in the list already. Choose it there.")
    code = slugify(name)[:60]
    if not code or Organisation.objects.filter(code=code).exists():
        raise AgreementError(f"“{name}” is too like a name that is there already. Write it in full.")
    kind = OrganisationKind.PARTNER
    body = Organisation.objects.create(code=code, name=name, kind=kind, source=str(version)[:200])
    return add_organisation(
        version=version, organisation=body, responsibilities=responsibilities, contribution=contribution, by=by
    )


@transaction.atomic
def remove_party(*, party: Party, by: Acts) -> None:
    """Take a party out of a version that is not agreed yet."""
    version = locked(party.version, by)
    policies.check_text_open(version.state)
    name, places = party.name, party.audit_places
    party.delete()
    record(
        by=by,
        action="agreements.remove_party",
        target=version,
        summary=f"Took {name} out of the parties of {version}",
        places=places,
    )


@transaction.atomic
def end_party(*, party: Party, last_day: date, reason: str, by: Acts) -> Party:
    """Record the last day on which somebody is party to a version; what it signed stays on record (R2.16)."""
    version = locked(party.version, by)
    policies.check_reason(reason, "it is a party no more")
    if last_day > timezone.localdate():
        raise AgreementError("The last day is in the future. Record it once it has come.")
    if party.valid_from and last_day < party.valid_from:
        raise AgreementError("The last day is before its first day as a party. Check the day.")
    party.valid_to = last_day
    party.save(update_fields=["valid_to"])
    record(
        by=by,
        action="agreements.end_party",
        target=version,
        summary=f"Recorded that {party.name} is party to {version} no more",
        details={"last_day": str(last_day)},
        reason=reason,
        places=party.audit_places,
    )
    return party


def _added(party: Party, by: Acts) -> Party:
    record(
        by=by,
        action="agreements.add_party",
        target=party.version,
        summary=f"Added {party.name} to the parties of {party.version}",
        details={"seats": [seat.office for seat in party.seats.all()], "counted": party.counted_authority},
        places=party.audit_places,
    )
    return party
