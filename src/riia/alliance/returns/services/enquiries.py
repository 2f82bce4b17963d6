"""Questions about data that somebody outside asks the region: noted, answered, and what they thought of the answer.

85 in 100 are answered within five working days (R5.08), and 75 in 100 who say so are satisfied (R5.14).
"""

from datetime import date

from django.db import transaction

from riia.alliance.access.queries import scope_of_actor
from riia.alliance.audit.actors import Acts
from riia.alliance.audit.services import record
from riia.alliance.places.models import Alliance
from riia.alliance.returns import policies
from riia.alliance.returns.errors import DeskError, NotYours
from riia.alliance.returns.models import Enquiry
from riia.alliance.returns.permissions import may_keep_enquiries
from riia.alliance.returns.services.moving import person_of
from riia.alliance.returns.timekeeping import today


@transaction.atomic
def note_enquiry(
    *,
    alliance: Alliance,
    asker: str,
    subject: str,
    received_on: date,
    by: Acts,
    address: str = "",
    simulated: bool = False,
) -> Enquiry:
    """Note a question from outside. Its five working days run from the day it came.

    The same question of the same asker and day is noted once. Raises DeskError without an asker or a question, or for a
    day to come.
    """
    alliance = Alliance.objects.select_for_update(of=("self",)).select_related("region").get(pk=alliance.pk)
    _check_may(by, alliance)
    asker, subject = asker.strip(), subject.strip()
    if not asker or not subject:
        raise DeskError("Say who asks, as an organisation or office, and what they want to know.")
    if received_on > today():
        raise DeskError("The day on which the question came is today or earlier.")
    same = Enquiry.objects.filter(alliance=alliance, asker=asker, subject=subject, received_on=received_on).first()
    if same:
        return same
    enquiry = Enquiry.objects.create(
        alliance=alliance,
        asker=asker,
        address=address.strip().lower(),
        subject=subject,
        received_on=received_on,
        due_on=policies.answer_clock(received_on, None).due,
        simulated=simulated,
        recorded_by=person_of(by),
        recorder_label=by.as_actor().label,
    )
    record(by=by, action="returns.note_enquiry", target=enquiry, summary=f"Noted a question of {asker}",
           details={"received_on": received_on.isoformat(), "due_on": enquiry.due_on.isoformat()})  # fmt: skip
    return enquiry


@transaction.atomic
def answer_enquiry(*, enquiry: Enquiry, answer: str, answered_on: date, by: Acts) -> Enquiry:
    """Note what was answered, and when. Once: what an asker was told is not rewritten."""
    enquiry = _held(enquiry)
    _check_may(by, enquiry.alliance)
    answer = answer.strip()
    if not answer:
        raise DeskError("Say what was answered, so that the next who asks hears the same.")
    if enquiry.answered_on:
        if (enquiry.answer, enquiry.answered_on) == (answer, answered_on):
            return enquiry
        raise DeskError("This question is answered already. Note a further question as a new one.")
    if not enquiry.received_on <= answered_on <= today():
        raise DeskError("The day of the answer is between the day on which the question came and today.")
    enquiry.answer, enquiry.answered_on = answer, answered_on
    enquiry.save(update_fields=["answer", "answered_on"])
    record(by=by, action="returns.answer_enquiry", target=enquiry, summary=f"Answered a question of {enquiry.asker}",
           details={"answered_on": answered_on.isoformat()})  # fmt: skip
    return enquiry


@transaction.atomic
def note_satisfaction(*, enquiry: Enquiry, satisfied: bool, by: Acts) -> Enquiry:
    """Note what the asker said of the answer. It can be put right; each time is in the trail."""
    enquiry = _held(enquiry)
    _check_may(by, enquiry.alliance)
    if enquiry.answered_on is None:
        raise DeskError("There is no answer yet to be satisfied with. Note the answer first.")
    if enquiry.satisfied is satisfied:
        return enquiry
    enquiry.satisfied = satisfied
    enquiry.save(update_fields=["satisfied"])
    words = "satisfied" if satisfied else "not satisfied"
    record(by=by, action="returns.note_satisfaction", target=enquiry, summary=f"{enquiry.asker} was {words}")
    return enquiry


@transaction.atomic
def note_address(*, enquiry: Enquiry, address: str, by: Acts) -> Enquiry:
    """Note the e-mail address to which the yearly survey is sent, or take it out."""
    enquiry = _held(enquiry)
    _check_may(by, enquiry.alliance)
    address = address.strip().lower()
    if enquiry.address == address:
        return enquiry
    enquiry.address = address
    enquiry.save(update_fields=["address"])
    what = "Noted" if address else "Took out"
    record(by=by, action="returns.note_address", target=enquiry, summary=f"{what} the address of {enquiry.asker}")
    return enquiry


def _check_may(by: Acts, alliance: Alliance) -> None:
    if not may_keep_enquiries(scope_of_actor(by), alliance.region.code):
        raise NotYours("Questions from outside are kept by the region's desk. Ask whoever manages access.")


def _held(enquiry: Enquiry) -> Enquiry:
    return Enquiry.objects.select_for_update(of=("self",)).select_related("alliance__region").get(pk=enquiry.pk)
