"""What a director sees before signing, and the hash of exactly that."""

import json
from dataclasses import asdict, dataclass
from hashlib import sha256
from typing import Any

from riia.alliance.returns.models import Return, Signature, Version
from riia.alliance.returns.queries.background import earlier
from riia.alliance.returns.queries.reading import form_for, latest_version, outcomes_asked, version_answers
from riia.indicators.returns.differences import Difference, changes_since, differences

MOST_CHANGES = 3


@dataclass(frozen=True, slots=True)
class Told:
    """One finding of the checks with what the council said to it; `explanation` is empty where nothing was said."""

    code: str
    words: str
    explanation: str


@dataclass(frozen=True, slots=True)
class SigningSheet:
    """Everything the signing page shows of a return. Two sheets with the same `seen` show the same.

    `changes` are sentences, the most surprising first, against `compared_with`, which is empty for a first return;
    `unexplained` are findings without an explanation, `explained` those with one; `since_signed` is what changed since
    the signature that was voided last, if any.
    """

    council: str
    period: str
    version: int
    fingerprint: str
    answered: int
    asked: int
    compared_with: str
    changes: tuple[str, ...]
    unexplained: tuple[Told, ...]
    explained: tuple[Told, ...]
    since_signed: tuple[str, ...]

    @property
    def seen(self) -> str:
        """SHA-256 of what the sheet shows, 64 hexadecimal digits."""
        text = json.dumps(asdict(self), sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        return sha256(text.encode()).hexdigest()


def sheet_of(one: Return) -> SigningSheet:
    """The sheet of the newest submitted version. Raises ValueError where nothing has been submitted."""
    version = latest_version(one)
    if version is None:
        raise ValueError("Nothing has been submitted, so there is nothing to sign.")
    form = form_for(one.round)
    answers = {cell: value for cell, value in version_answers(version).items() if form.asks(cell)}
    before = earlier(one)
    previous = one.round.as_period.previous()
    last = before.get(previous, {})
    changes = changes_since(form, last, answers, before) if last else ()
    told = [_told(outcome, version) for outcome in outcomes_asked(version, form)]
    return SigningSheet(
        council=one.council.label,
        period=one.round.as_period.label,
        version=version.number,
        fingerprint=version.fingerprint,
        answered=len(answers),
        asked=len(form.cells),
        compared_with=previous.label if last else "",
        changes=tuple(change.words for change in changes[:MOST_CHANGES]),
        unexplained=tuple(one for one in told if not one.explanation),
        explained=tuple(one for one in told if one.explanation),
        since_signed=tuple(difference.words for difference in since_signed(one, version)),
    )


def since_signed(one: Return, version: Version) -> tuple[Difference, ...]:
    """What a version says otherwise than the one whose signature was voided last; nothing where none was voided."""
    voided = (
        Signature.objects.filter(council_return=one, voided_at__isnull=False)
        .select_related("version")
        .order_by("-signed_at")
        .first()
    )
    if voided is None:
        return ()
    return differences(form_for(one.round), version_answers(voided.version), version_answers(version))


def _told(outcome: dict[str, Any], version: Version) -> Told:
    return Told(outcome["code"], outcome["words"], version.explanations.get(outcome["key"], ""))
