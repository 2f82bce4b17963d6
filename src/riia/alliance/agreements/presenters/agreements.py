"""What the pages of agreements show, in words: the finding, the record, what can be done next."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from riia.alliance.agreements import policies
from riia.alliance.agreements.models import Agreement, AgreementKind, AgreementVersion
from riia.alliance.agreements.states import VersionState
from riia.alliance.kit.filters import long_date, plural
from riia.alliance.kit.pieces import Chip, Clock, Link, ToDo, Tone

_NOUNS = {
    AgreementKind.MEMORANDUM: "memorandum",
    AgreementKind.DATA_SHARING: "data-sharing agreement",
    AgreementKind.PARTNER: "partnership agreement",
    AgreementKind.TERMS_OF_REFERENCE: "terms of reference",
}
_TONES: dict[str, Tone] = {
    VersionState.SCOPED: "moving",
    VersionState.DRAFTED: "moving",
    VersionState.AGREED: "attention",
    VersionState.IN_FORCE: "done",
    VersionState.REVOKED: "quiet",
    VersionState.SUPERSEDED: "quiet",
}


def noun(agreement: Agreement) -> str:
    """What people call it: "the East Midlands memorandum"; partnership agreements, being many, by title."""
    what = _NOUNS[AgreementKind(agreement.kind)]
    if agreement.kind == AgreementKind.PARTNER:
        return f"“{agreement.title}”"
    if agreement.kind == AgreementKind.TERMS_OF_REFERENCE:
        return f"the {what} of the {agreement.group}"
    return f"the {agreement.alliance.short_name} {what}"


def title(version: AgreementVersion, stands: policies.Execution) -> str:
    """The finding of a version's page."""
    agreement = version.agreement
    name, plain = noun(agreement), AgreementKind(agreement.kind) == AgreementKind.TERMS_OF_REFERENCE
    if version.state == VersionState.SUPERSEDED:
        later = version.replaced_by.exclude(state=VersionState.REVOKED).order_by("-number").first()
        return upper(f"{name}, {version.label}, was replaced{f' by {later.label}' if later else ''}")
    if version.state == VersionState.REVOKED:
        return upper(f"{name}, {version.label}, was revoked on {_day(version.revoked_on)}")
    if version.state in (VersionState.SCOPED, VersionState.DRAFTED):
        step = "being scoped" if version.state == VersionState.SCOPED else "drafted; its text is not agreed yet"
        return upper(f"{name}, {version.label}, is {step}")
    if plain:
        what = "are agreed and in force" if version.in_force else "are agreed and not in force yet"
        return upper(f"{name} {what}")
    if stands.missing or not stands.required:
        counted = f"{stands.missing} of {plural(stands.required, 'signature')}"
        return upper(f"{counted} of {name} {'is' if stands.missing == 1 else 'are'} missing")
    return f"All {plural(stands.required, 'signature')} of {name} are in{_when(version, stands)}"


def _when(version: AgreementVersion, stands: policies.Execution) -> str:
    if version.commences is None or stands.executed_on is None:
        return ""
    days = (stands.executed_on - version.commences).days
    verb = "took" if version.in_force else "takes"
    if days > 0:
        return f"; it {verb} effect {plural(days, 'day')} before the last one"
    if days == 0:
        return f"; it {verb} effect on the day of the last one"
    return f"; the last came {plural(-days, 'day')} before it {verb} effect"


def warning(version: AgreementVersion, stands: policies.Execution) -> str:
    """Why a first day before the last signature matters (R2.04); blank where it does not."""
    if not stands.days_early or version.commences is None:
        return ""
    read = f", read as {_day(version.commences)}" if version.commences_words else ""
    begun = f"in {version.commences_words}" if version.commences_words else f"on {_day(version.commences)}"
    return (
        f"It commenced {begun}{read}; the last signature is of "
        f"{_day(stands.executed_on)}. Between the two it was not signed by everybody."
    )


def facts(version: AgreementVersion, stands: policies.Execution) -> list[tuple[str, str]]:
    """The record of a version, as a list of keys and values (R2.01)."""
    agreement, replaced = version.agreement, version.replaces
    executed = _day(stands.executed_on) or (
        f"not yet: {stands.signed} of {stands.required} have signed" if stands.required else ""
    )
    revoked = f"{_day(version.revoked_on)}: {version.revoked_because}" if version.revoked_on else ""
    found = [
        ("Alliance", agreement.alliance.name),
        ("Kind", upper(agreement.get_kind_display())),
        ("Period", version.period),
        ("Drafted", _day(version.drafted_on)),
        ("Text agreed", version.agreed_minute),
        ("Commences", commencing(version)),
        ("Signed by everybody on", executed),
        ("Replaces", f"the version of {replaced.label}" if replaced else ""),
        ("Review", _review_fact(version)),
        ("Revoked", revoked),
        ("Ends", "holds until its parties revoke it" if version.in_force else ""),
        ("Read from", agreement.source),
    ]
    return [(key, value) for key, value in found if value]


def commencing(version: AgreementVersion) -> str:
    """The first day, and what the document writes where it gives no day."""
    if version.commences is None:
        return version.commences_words
    if not version.commences_words:
        return _day(version.commences)
    return f"{version.commences_words} (read as {_day(version.commences)})"


def _review_fact(version: AgreementVersion) -> str:
    if version.review_due is None:
        return f"reviewed on {_day(version.review_recorded)}" if version.review_recorded else ""
    words = f"{version.review_words} (read as by {_day(version.review_due)})" if version.review_words else ""
    return words or f"by {_day(version.review_due)}"


@dataclass(frozen=True)
class ReviewNotice:
    """A review whose date has passed without a record."""

    sentence: str
    href: str


def review_notice(version: AgreementVersion, today: date, *, keeps: bool) -> ReviewNotice | None:
    """What to say when the review date has passed (R2.07); None where it has not."""
    if not version.in_force or version.review_due is None or version.review_due >= today:
        return None
    due = f"in {version.review_words}" if version.review_words else f"by {_day(version.review_due)}"
    sentence = f"A review was due {due}, and none is recorded. The Lead DCS is told until one is."
    return ReviewNotice(sentence, reverse("agreements:review", args=[version.reference]) if keeps else "")


def overdue_line(version: AgreementVersion, today: date) -> ToDo:
    """A version whose review is overdue, for the list."""
    due = version.review_due or today
    return ToDo(f"Review of {version.agreement.title}", address(version), Clock(due, (due - today).days))


def list_title(lines: Sequence["AgreementLine"], overdue: int) -> str:
    """The finding of the list."""
    if not lines:
        return "No agreement is entered yet"
    holding = sum(line.state == VersionState.IN_FORCE for line in lines)
    counted = f"{holding or 'None'} of {plural(len(lines), 'agreement')} {'is' if holding < 2 else 'are'} in force"
    if len(lines) == holding:
        counted = "Your agreement is in force" if holding == 1 else f"All {holding} agreements are in force"
    if not overdue:
        return counted
    return f"{counted}; {plural(overdue, 'review date has', 'review dates have')} passed without a record"


@dataclass(frozen=True)
class AgreementLine:
    """One agreement in the list."""

    title: str
    href: str
    kind: str
    alliance: str
    version: str
    state: str
    tone: Tone
    signatures: str
    review: str
    review_tone: Tone
    simulated: bool


def line(agreement: Agreement, version: AgreementVersion | None, today: date) -> AgreementLine:
    """A line of the list, of the version that holds; `version` carries its counts of seats (`versions_seen`)."""
    required = getattr(version, "seats_required", None) or 0
    signed = getattr(version, "seats_signed", None) or 0
    review, tone = _review_words(version, today) if version else ("", "quiet")
    return AgreementLine(
        agreement.title,
        address(version) if version else reverse("agreements:new_version", args=[agreement.reference]),
        upper(agreement.get_kind_display()),
        agreement.alliance.short_name,
        version.label if version else "no version yet",
        version.state if version else "",
        _TONES[version.state] if version else "quiet",
        f"{signed} of {required}" if required else "none asked for",
        review,
        tone,
        agreement.simulated,
    )


def _review_words(version: AgreementVersion, today: date) -> tuple[str, Tone]:
    if not version.in_force:
        return "", "quiet"
    if version.review_due is None:
        return (
            (f"reviewed {_day(version.review_recorded)}", "quiet") if version.review_recorded else ("no date", "quiet")
        )
    if version.review_due < today:
        return f"was due {_day(version.review_due)}", "attention"
    return f"due {_day(version.review_due)}", "quiet"


def chips(version: AgreementVersion, here: str, counts: dict[str, int]) -> list[Chip]:
    """The pages of one version."""
    pages = (
        ("version", "Signatures"),
        ("text", "Text"),
        ("commitments", "Commitments"),
        ("documents", "Self-evaluations and plans"),
        ("versions", "Versions"),
    )
    own = [
        Chip(words, reverse(f"agreements:{name}", args=[version.reference]), counts.get(name), name == here)
        for name, words in pages
    ]
    if version.agreement.kind not in (AgreementKind.MEMORANDUM, AgreementKind.DATA_SHARING):
        return own
    return [*own, Chip("Data register", reverse("agreements:register", args=[version.agreement.alliance.region.code]))]


def steps(version: AgreementVersion, *, keeps: bool) -> list[Link]:
    """What whoever keeps the agreement can do with this version now, the next step first."""
    if not keeps:
        return []
    by_state: dict[str, tuple[tuple[str, str], ...]] = {
        VersionState.SCOPED: (
            ("add_parties", "Add parties"), ("enter_text", "Enter the text"), ("draft", "Say that it is drafted"),
            ("details", "Change dates and name"), ("revoke", "Give it up"),
        ),
        VersionState.DRAFTED: (
            ("agree", "Say that the text is agreed"), ("add_parties", "Add parties"),
            ("enter_text", "Enter the text"), ("details", "Change dates and name"), ("revoke", "Give it up"),
        ),
        VersionState.AGREED: (
            ("sign_many", "Record signatures"), ("into_force", "Bring it into force"),
            ("redraft", "Open the text again"), ("details", "Change dates and name"), ("revoke", "Give it up"),
        ),
        VersionState.IN_FORCE: (
            ("review", "Record a review"), ("end_party", "Record that a party has left"),
            ("revoke", "Record that it is revoked"),
        ),
    }  # fmt: skip
    found = [Link(words, reverse(f"agreements:{name}", args=[version.reference]))
             for name, words in by_state.get(version.state, ())]  # fmt: skip
    if version.state in (VersionState.IN_FORCE, VersionState.REVOKED):
        found.append(Link("Start a new version", reverse("agreements:new_version", args=[version.agreement.reference])))
    return found


def tone_of(state: str) -> Tone:
    """How loud the tag of a state is."""
    return _TONES[state]


def address(version: AgreementVersion) -> str:
    """The page of a version."""
    return reverse("agreements:version", args=[version.reference])


def page(version: AgreementVersion, name: str) -> str:
    """Another page of a version, by the name of its route."""
    return reverse(f"agreements:{name}", args=[version.reference])


def upper(text: str) -> str:
    """The text with a capital at its beginning."""
    return text[:1].upper() + text[1:]


def _day(day: date | None) -> str:
    return long_date(day) if day else ""
