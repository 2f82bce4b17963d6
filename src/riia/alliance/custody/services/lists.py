"""Windows in which files may come, and the persons named for a dataset."""

from datetime import date, timedelta

from django.db import transaction

from riia.alliance.access.actions import Action
from riia.alliance.access.models import Person
from riia.alliance.access.queries import scope_for, scope_of_actor
from riia.alliance.audit.actors import Acts
from riia.alliance.audit.services import record
from riia.alliance.custody import permissions, policies
from riia.alliance.custody.errors import CustodyError
from riia.alliance.custody.models import NamedPerson, RecordWindow
from riia.alliance.places.models import Alliance
from riia.indicators.model import Period, day_in_words
from riia.indicators.records import Dataset

LONGEST_DAYS = 366


@transaction.atomic
def set_window(
    *, dataset: Dataset, alliance: Alliance, period: Period, opens_on: date, closes_on: date, by: Acts
) -> RecordWindow:
    """Set or change the days in which files for a period may come."""
    permissions.check_may(scope_of_actor(by), Action.RUN_ROUNDS, alliance.region.code)
    policies.check_period(dataset, period, closes_on)
    policies.check_days(opens_on, closes_on)
    window, fresh = RecordWindow.objects.update_or_create(
        dataset=dataset.key,
        alliance=alliance,
        period=period.code,
        defaults={"opens_on": opens_on, "closes_on": closes_on},
    )
    days = f"{day_in_words(opens_on)} to {day_in_words(closes_on)}"
    record(
        by=by,
        action="custody.set_window",
        target=window,
        summary=f"{'Set' if fresh else 'Changed'} the {window.audit_label}: {days}",
        details={"opens_on": opens_on, "closes_on": closes_on},
    )
    return window


@transaction.atomic
def name_person(
    *, dataset: Dataset, alliance: Alliance, person: Person, purpose: str, ends_on: date, by: Acts, on: date
) -> NamedPerson:
    """Put somebody on the access list, for a purpose and at most a year. Nobody names themselves.

    The list gives no right by itself: whoever is on it needs a role that lodges or reads records as well (R4.06).
    """
    scope = scope_of_actor(by)
    permissions.check_may(scope, Action.APPROVE_ACCESS, alliance.region.code)
    if scope.person_ref is not None and scope.person_ref == str(person.reference):
        raise CustodyError("Nobody puts themselves on the list. Ask somebody else who manages access.")
    if not purpose.strip():
        raise CustodyError("Say what this person needs the records for.")
    if not on <= ends_on <= on + timedelta(days=LONGEST_DAYS):
        raise CustodyError("Access ends within a year, and not before today. Give another last day.")
    theirs = scope_for(person)
    if not theirs.actions & {Action.LODGE_RECORDS, Action.READ_RECORDS}:
        raise CustodyError("This person has no role that lodges or reads records. Give them the role first.")
    held = NamedPerson.objects.filter(dataset=dataset.key, alliance=alliance, person=person, ends_on__gte=on)
    if held.exists():
        raise CustodyError("This person is on the list already.")
    named = NamedPerson.objects.create(
        dataset=dataset.key,
        alliance=alliance,
        person=person,
        purpose=purpose.strip()[:300],
        starts_on=on,
        ends_on=ends_on,
        approver_label=by.as_actor().label,
    )
    record(
        by=by,
        action="custody.name_person",
        target=named,
        summary=f"Put {person.audit_label} on the {named.audit_label}",
        details={"until": ends_on, "purpose": named.purpose},
    )
    return named


@transaction.atomic
def end_naming(*, named: NamedPerson, reason: str, by: Acts, on: date) -> NamedPerson:
    """Take somebody off the access list, from today."""
    permissions.check_may(scope_of_actor(by), Action.APPROVE_ACCESS, named.alliance.region.code)
    if not reason.strip():
        raise CustodyError("Say why access ends.")
    named.ends_on = max(named.starts_on, on - timedelta(days=1))
    named.ended_because = reason.strip()[:300]
    if named.starts_on >= on:
        named.starts_on = named.ends_on = on - timedelta(days=1)
    named.save()
    record(
        by=by,
        action="custody.end_naming",
        target=named,
        summary=f"Took {named.person.audit_label} off the {named.audit_label}",
        reason=named.ended_because,
    )
    return named
