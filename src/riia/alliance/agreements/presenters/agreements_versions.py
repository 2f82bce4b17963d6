"""The versions of an agreement and what differs between two of them, in words."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse

from riia.alliance.agreements.differences import ClauseChange
from riia.alliance.agreements.models import AgreementVersion
from riia.alliance.agreements.presenters.agreements import address, commencing, tone_of
from riia.alliance.kit.filters import and_list, plural
from riia.alliance.kit.pieces import Tone


@dataclass(frozen=True)
class VersionLine:
    """One version in the list, and where to compare it with the one shown."""

    label: str
    href: str
    state: str
    tone: Tone
    commences: str
    signatures: str
    here: bool
    compared: bool
    compare_href: str


def version_lines(
    every: Sequence[AgreementVersion], here: AgreementVersion, other: AgreementVersion | None
) -> list[VersionLine]:
    """Every version, the newest first."""
    page = reverse("agreements:versions", args=[here.reference])
    return [
        VersionLine(
            version.label,
            address(version),
            version.state,
            tone_of(version.state),
            commencing(version),
            _signed(version),
            version == here,
            other is not None and version == other,
            f"{page}?{urlencode({'with': version.reference})}" if version != here else "",
        )
        for version in every
    ]


def _signed(version: AgreementVersion) -> str:
    required = getattr(version, "seats_required", None) or 0
    return f"{getattr(version, 'seats_signed', 0)} of {required}" if required else "none held"


@dataclass(frozen=True)
class ClauseDifference:
    """One clause that differs: its number in both versions, and both texts."""

    what: str
    number: str
    before: str
    after: str


@dataclass(frozen=True)
class Difference:
    """What one version says that another does not."""

    sentence: str
    clauses: tuple[ClauseDifference, ...]
    joined: str
    left: str


def what_differs(
    before: AgreementVersion,
    after: AgreementVersion,
    changes: Iterable[ClauseChange],
    parties: tuple[list[str], list[str]],
) -> Difference:
    """The difference in a sentence, then clause by clause; where one text is not held, only that."""
    joined, left = parties
    missing = [version.label for version in (before, after) if not version.clauses.exists()]
    if missing:
        return Difference(
            f"The text of {and_list(missing)} is not held, so the clauses cannot be compared.", (), "", ""
        )
    lines = tuple(_clause(change) for change in changes if change.kind != "unchanged")
    sentence = (
        f"{plural(len(lines), 'clause differs', 'clauses differ')} between {before.label} and {after.label}."
        if lines
        else f"The clauses of {before.label} and {after.label} are the same."
    )
    return Difference(sentence, lines, _names(joined), _names(left))


def _clause(change: ClauseChange) -> ClauseDifference:
    before, after = change.before, change.after
    numbers = [clause.number for clause in (before, after) if clause]
    number = numbers[0] if len(set(numbers)) == 1 else f"{numbers[0]}, now {numbers[1]}"
    return ClauseDifference(change.kind, number, before.text if before else "", after.text if after else "")


def _names(names: list[str]) -> str:
    return and_list(names) if names else ""
