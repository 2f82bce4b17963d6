"""Simulated questions from outside: nine months of them for the South West, most answered in five working days."""

from dataclasses import dataclass
from datetime import date, datetime, time

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify

from riia.alliance.audit.actors import Acts
from riia.alliance.places import queries as places
from riia.alliance.returns.models import Enquiry
from riia.alliance.returns.services.enquiries import answer_enquiry, note_enquiry, note_satisfaction
from riia.alliance.returns.timekeeping import as_of
from riia.indicators.calendar import add_working_days, next_working_day

SOUTH_WEST = "E12000009"


@dataclass(frozen=True)
class Told:
    """A question: working days before today on which it came, days until its answer, what the asker said of it."""

    ago: int
    asker: str
    subject: str
    answer: str = ""
    after: int | None = None
    satisfied: bool | None = None


STORY = (
    Told(180, "Integrated care board (simulated)", "How many children in need live in each council of the region?",
         "The count on 31 March by council, from the published release, with the page it is on.", 2, True),
    Told(166, "Regional schools group (simulated)", "Have requests for EHC needs assessments risen faster than in "
         "England?", "They have, in 9 of 15 councils; sent the page of the indicator with its funnel.", 4, True),
    Told(151, "Police and crime commissioner’s office (simulated)", "What share of referrals comes from the police?",
         "31% in the region in the latest published year, by council in the table sent.", 3, True),
    Told(139, "Family justice board (simulated)", "How many care proceedings began last year?",
         "The alliance does not collect it. Pointed to the Ministry of Justice’s quarterly statistics.", 1, False),
    Told(122, "Fostering partnership (simulated)", "How many children started to be looked after in each quarter?",
         "Sent the published years; quarters are for the partners of the agreement only, and why.", 5, True),
    Told(104, "Improvement adviser’s office (simulated)", "Which councils changed their case system this year?",
         "Two have said so in their explanations, both with consent to pass it on.", 8, True),
    Told(88, "University research team (simulated)", "May record-level data be used for a study of exclusions?",
         "Not under the agreement; sent the way to ask for a new purpose and whom it is decided by.", 4),
    Told(70, "Integrated care board (simulated)", "What is the rate of section 47 enquiries beside neighbours?",
         "Sent the page with statistical neighbours and what chance alone would make of it.", 2, True),
    Told(51, "Voluntary sector forum (simulated)", "How many care leavers are in education, employment or training?",
         "The published share by council, with the caveat that some are not in touch.", 3, True),
    Told(33, "Regional schools group (simulated)", "How many children are home educated?",
         "The census day count by council from the latest release.", 5, False),
    Told(16, "Police and crime commissioner’s office (simulated)", "Is there a figure for repeat referrals by source?",
         "There is none by source; sent repeat referrals as a whole.", 2, True),
    Told(7, "Family justice board (simulated)", "Which councils published their self-evaluation this year?"),
    Told(2, "Improvement adviser’s office (simulated)", "When is the pack for July to September due?"),
)  # fmt: skip


def load_enquiries(*, by: Acts, today: date | None = None) -> None:
    """Replay the questions where none is noted yet."""
    alliance = places.alliance_in(SOUTH_WEST)
    if alliance is None or Enquiry.objects.filter(alliance=alliance).exists():
        return
    day = today or timezone.localdate()
    with transaction.atomic():
        for told in STORY:
            came = next_working_day(add_working_days(day, -told.ago))
            with as_of(_moment(came)):
                one = note_enquiry(alliance=alliance, asker=told.asker, subject=told.subject, received_on=came, by=by,
                                   address=_address(told.asker), simulated=True)  # fmt: skip
            if told.after is None:
                continue
            answered = add_working_days(came, told.after)
            with as_of(_moment(answered)):
                answer_enquiry(enquiry=one, answer=told.answer, answered_on=answered, by=by)
                if told.satisfied is not None:
                    note_satisfaction(enquiry=one, satisfied=told.satisfied, by=by)


def _address(asker: str) -> str:
    """An address that no message reaches: the yearly survey invites it."""
    return f"{slugify(asker.removesuffix(' (simulated)'))}@asks.demo.invalid"


def _moment(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(11)))
