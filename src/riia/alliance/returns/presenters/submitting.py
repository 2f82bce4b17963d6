"""What the pages before and after submitting show."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from riia.alliance.kit.filters import plural
from riia.alliance.returns.models import Return
from riia.alliance.returns.policies import Timeliness, timeliness
from riia.alliance.returns.presenters.filling import possessive, short_period
from riia.alliance.returns.queries.checking import Checked
from riia.alliance.returns.queries.overview import last_day
from riia.alliance.returns.queries.reading import extension_in_force, form_for
from riia.alliance.returns.services.submitting import Receipt
from riia.alliance.returns.timekeeping import today
from riia.indicators.model import Missing, day_in_words


@dataclass(frozen=True, slots=True)
class SubmitPage:
    """What is about to be submitted."""

    title: str
    caption: str
    rows: tuple[tuple[str, str], ...]
    explanations: tuple[tuple[str, str], ...]
    revision: int
    back: str
    simulated: bool


def page(one: Return, found: Checked) -> SubmitPage:
    """What is about to be submitted, counted."""
    missing = sum(isinstance(value, Missing) for value in found.answers.values())
    numbers = len(found.answers) - missing
    blank = len(found.form.cells) - len(found.answers)
    number = (one.versions.order_by("-number").values_list("number", flat=True).first() or 0) + 1
    last, _ = last_day(one)
    words = {outcome.key: outcome.words for outcome in found.soft}
    return SubmitPage(
        title=f"Submit {possessive(one.council.label)} return for {short_period(one.round.as_period)}",
        caption=one.round.alliance.short_name,
        rows=(
            ("Answers", f"{plural(numbers, 'number')}, and {missing} with a reason why there is none"),
            ("Left blank", f"{blank} rates and percentages, which are worked out" if blank else "nothing"),
            ("Explained", plural(len(found.explained), "finding")),
            ("Version", str(number)),
            ("Due", day_in_words(last)),
            ("Afterwards", "The desk checks it and may ask. Then your director signs. To change it, reopen it."),
        ),
        explanations=tuple((words[key], text) for key, text in found.explained.items()),
        revision=one.revision,
        back=reverse("returns:return", args=[one.reference]),
        simulated=one.round.simulated,
    )


@dataclass(frozen=True, slots=True)
class ReceiptPage:
    """That a version is in."""

    title: str
    what: str
    reference: str
    rows: tuple[tuple[str, str], ...]
    at: datetime
    fingerprint: str
    back: str
    simulated: bool


def receipt(one: Return, given: Receipt) -> ReceiptPage:
    """The receipt, to read and to print."""
    version = given.version
    extension = extension_in_force(one)
    came = timeliness(one.round.due_on, extension.until if extension else None, one.first_submitted_on, today())
    first = f"{day_in_words(one.first_submitted_on)}, {_came(came)}" if one.first_submitted_on else ""
    return ReceiptPage(
        title=f"{possessive(one.council.label)} return is in",
        what=f"{one.council.label}: {form_for(one.round).title}, {one.round.as_period.label}",
        reference=given.reference,
        rows=(
            ("Version", str(version.number)),
            ("Answers", str(len(version.answers))),
            ("Findings explained", str(len(version.explanations))),
            ("Submitted by", version.maker_label),
            ("First submitted", first),
        ),
        at=version.made_at,
        fingerprint=version.fingerprint,
        back=reverse("returns:return", args=[one.reference]),
        simulated=one.round.simulated,
    )


def _came(how: Timeliness) -> str:
    return {Timeliness.ON_TIME: "on time", Timeliness.EXTENDED: "within its extension", Timeliness.LATE: "late"}[how]
