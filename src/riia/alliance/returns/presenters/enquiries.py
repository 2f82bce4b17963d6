"""The page of questions from outside."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from riia.alliance.kit.filters import plural
from riia.alliance.kit.pieces import Clock, Tone
from riia.alliance.returns.in_time import Share, in_time_words
from riia.alliance.returns.models import Enquiry
from riia.alliance.returns.presenters.desk import working_days_to
from riia.alliance.returns.presenters.threads import kpi_tag
from riia.alliance.returns.queries import enquiries


@dataclass(frozen=True, slots=True)
class EnquiryLine:
    """One question in the list."""

    href: str
    subject: str
    asker: str
    received: date
    clock: Clock
    words: str
    tone: Tone
    simulated: bool


@dataclass(frozen=True, slots=True)
class EnquiriesPage:
    """Everything the list shows. Each figure is a tag and a sentence with both of its numbers."""

    title: str
    in_time: tuple[tuple[str, Tone], str]
    satisfied: tuple[tuple[str, Tone], str]
    waiting: Sequence[EnquiryLine]
    answered: Sequence[EnquiryLine]


def enquiries_page(found: Sequence[Enquiry], today: date) -> EnquiriesPage:
    """The questions to the viewer's regions, those that wait first."""
    share, content = enquiries.in_time(found, today), enquiries.satisfaction(found)
    waiting = sorted((one for one in found if one.answered_on is None), key=lambda one: one.due_on)
    return EnquiriesPage(
        title=_title(waiting, today),
        in_time=(kpi_tag(share), in_time_words(share, "questions")),
        satisfied=(kpi_tag(content, "nothing said yet"), satisfied_words(content)),
        waiting=[line_of(one, today) for one in waiting],
        answered=[line_of(one, today) for one in found if one.answered_on],
    )


def satisfied_words(share: Share) -> str:
    """The share of satisfied askers in a sentence, with both numbers and those who have not said."""
    silent = f" {plural(share.running, 'answer has', 'answers have')} no word from the asker." if share.running else ""
    if share.percent is None:
        return f"No asker has said yet whether the answer satisfied.{silent}"
    return (
        f"{share.good} of {plural(share.of, 'asker')} who said so {'was' if share.good == 1 else 'were'} satisfied: "
        f"{share.percent}%. The plan says {share.target}%.{silent}"
    )


def line_of(one: Enquiry, today: date) -> EnquiryLine:
    """A question with its clock, which stops with the answer."""
    words, tone = _standing(one, today)
    return EnquiryLine(
        href=reverse("returns:enquiry", args=[one.reference]),
        subject=one.subject,
        asker=one.asker,
        received=one.received_on,
        clock=Clock(one.due_on, working_days_to(today, one.due_on), "working day", done_on=one.answered_on),
        words=words,
        tone=tone,
        simulated=one.simulated,
    )


def _standing(one: Enquiry, today: date) -> tuple[str, Tone]:
    if one.answered_on is None:
        return ("past its day", "problem") if today > one.due_on else ("waits for an answer", "attention")
    timing = "in time" if one.answered_on <= one.due_on else "late"
    said = {True: ", satisfied", False: ", not satisfied", None: ""}[one.satisfied]
    return f"answered {timing}{said}", "done" if timing == "in time" else "quiet"


def _title(waiting: Sequence[Enquiry], today: date) -> str:
    if not waiting:
        return "No question from outside waits for an answer"
    late = sum(today > one.due_on for one in waiting)
    words = f"{plural(len(waiting), 'question')} from outside {'waits' if len(waiting) == 1 else 'wait'} for an answer"
    return f"{words}, {late} past the fifth working day" if late else words
