"""What the pages of packs show."""

from dataclasses import dataclass

from django.urls import reverse

from riia.alliance.kit.pieces import Clock, Tone
from riia.alliance.returns.models import Pack, PackReturn
from riia.alliance.returns.presenters.desk import working_days_to
from riia.alliance.returns.queries.sending import Sending
from riia.alliance.returns.timekeeping import today

_TONES: dict[str, Tone] = {"accepted": "done", "rejected": "problem", "": "moving"}


@dataclass(frozen=True, slots=True)
class PackLine:
    """One pack in a list."""

    href: str
    title: str
    words: str
    tone: Tone
    made: object


def pack_line(pack: Pack) -> PackLine:
    """A pack as a list shows it, with how far it is."""
    rows = list(pack.returns.all())
    answered = [row for row in rows if row.outcome]
    rejected = [row for row in rows if row.outcome == "rejected"]
    if pack.sent_at is None:
        words, tone = "made, not sent yet", "attention"
    elif rejected:
        words, tone = f"{len(rejected)} of {len(rows)} rejected", "problem"
    elif len(answered) == len(rows):
        words, tone = "accepted", "done"
    else:
        words, tone = f"sent, {len(answered)} of {len(rows)} answered", "moving"
    title = f"{pack.round.as_period.label}, {pack.round.alliance.short_name}, pack {pack.number}"
    return PackLine(reverse("returns:pack", args=[pack.reference]), title, words, tone, pack.made_at)  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class PackedLine:
    """One council's return in a pack."""

    council: str
    version: int
    fingerprint: str
    words: str
    tone: Tone
    note: str
    answer: str


def packed_lines(pack: Pack, may_answer: bool) -> list[PackedLine]:
    """The returns of a pack by council, each with the Department's answer or the way to record it."""
    found = pack.returns.select_related("council_return__council", "version").order_by("council_return__council__name")
    return [_packed(pack, row, may_answer) for row in found]


def _packed(pack: Pack, row: PackReturn, may_answer: bool) -> PackedLine:
    open_ = may_answer and pack.sent_at is not None and not row.outcome
    note = row.words
    if row.rejected_for:
        note = f"for {row.get_rejected_for_display()}: {row.words}"
    return PackedLine(
        council=row.council_return.council.label,
        version=row.version.number,
        fingerprint=row.version.fingerprint[:12],
        words=row.get_outcome_display() if row.outcome else ("no answer yet" if pack.sent_at else "not sent yet"),
        tone=_TONES[row.outcome],
        note=note,
        answer=reverse("returns:answer_pack", args=[pack.reference, row.pk]) if open_ else "",
    )


def dfe_clock(far: Sending) -> Clock:
    """The clock to the Department: 5 working days from the councils' deadline until all are sent (R5.05)."""
    due = far.clock.due
    return Clock(due, working_days_to(today(), due), "working day", done_on=far.clock.stopped_on)
