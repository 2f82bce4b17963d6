"""The pack for the Department: made once from signed versions, frozen, sent, and answered."""

from collections.abc import Sequence
from hashlib import sha256
from typing import Any

from django.db import transaction

from riia.alliance.access.actions import Action
from riia.alliance.access.queries import scope_of_actor
from riia.alliance.agreements import gate
from riia.alliance.agreements.audiences import Audience
from riia.alliance.audit.actors import Acts
from riia.alliance.audit.services import record
from riia.alliance.kit.filters import and_list
from riia.alliance.returns import policies
from riia.alliance.returns.errors import DeskError
from riia.alliance.returns.models import (
    NoticeKind,
    Pack,
    PackFile,
    PackReturn,
    Return,
    Round,
    Route,
    Signature,
    Version,
)
from riia.alliance.returns.permissions import check_may
from riia.alliance.returns.queries.packs import contents_of, missing_from, named_in, signatures_of
from riia.alliance.returns.services.moving import locked, move, person_of
from riia.alliance.returns.services.telling import tell
from riia.alliance.returns.states import ReturnState, RoundState
from riia.alliance.returns.timekeeping import now, today
from riia.indicators.returns.pack import MANIFEST, files_of

Outcome, Because = PackReturn.Outcome, PackReturn.Because


@transaction.atomic
def make_pack(*, round_: Round, by: Acts) -> Pack:
    """Freeze every signed return of a round that has not been sent into a pack.

    The data register is asked first: a dataset or item that may not go to the Department is refused by name (R4.02).
    Raises RegisterRefused for that; DeskError when no return is signed, or councils send theirs themselves. Where the
    newest pack of the round waits to be sent and would be the same, it is that one: nothing is frozen twice.
    """
    one = Round.objects.select_for_update(of=("self",)).select_related("alliance__region").get(pk=round_.pk)
    check_may(scope_of_actor(by), Action.SEND_PACKS, one.alliance.region.code)
    if one.route != Route.VIA_REGION:
        raise DeskError("In this round each council sends its own return to the Department, so there is no pack.")
    signatures = signatures_of(one)
    if not signatures:
        raise DeskError("No return of this round is signed and unsent. A pack holds signed returns only.")
    policies.check_wanted(RoundState(one.state))
    made_from = {
        "made_on": today().isoformat(),
        "grounds": _check_register(one),
        "signatures": [str(signature.reference) for signature in signatures],
        "missing": missing_from(one, signatures),
        "named": named_in(one, signatures),
    }
    newest = one.packs.order_by("-number").first()
    if newest and newest.sent_at is None and newest.recipe == made_from | {"number": newest.number}:
        return newest
    return _frozen(one, made_from | {"number": newest.number + 1 if newest else 1}, signatures, by)


def _frozen(one: Round, recipe: dict[str, Any], signatures: Sequence[Signature], by: Acts) -> Pack:
    number, missing = recipe["number"], recipe["missing"]
    files = files_of(contents_of(one, recipe, signatures))
    pack = Pack.objects.create(
        round=one,
        number=number,
        recipe=recipe,
        sha256=sha256(files[MANIFEST]).hexdigest(),
        made_at=now(),
        made_by=person_of(by),
        maker_label=by.as_actor().label,
    )
    _keep(pack, files, signatures)
    record(
        by=by,
        action="returns.make_pack",
        target=pack,
        summary=f"Made pack {number} of {len(signatures)} signed returns",
        details={"sha256": pack.sha256, "files": sorted(files), "not in it": sorted(missing)},
    )
    return pack


def _check_register(one: Round) -> dict[str, Any]:
    """The grounds on which these items go to the Department today; refuses by name what may not (R4.02)."""
    grounds = gate.check_send(one.alliance, one.dataset, one.items, Audience.DFE, today(), covers=one.period_end)
    return grounds.as_dict()


def _keep(pack: Pack, files: dict[str, bytes], signatures: Sequence[Signature]) -> None:
    PackFile.objects.bulk_create(
        PackFile(pack=pack, name=name, data=data, sha256=sha256(data).hexdigest()) for name, data in files.items()
    )
    PackReturn.objects.bulk_create(
        PackReturn(pack=pack, council_return=signature.council_return, version=signature.version)
        for signature in signatures
    )


@transaction.atomic
def send_pack(*, pack: Pack, to: str, how: str, by: Acts) -> Pack:
    """Note that a pack went to the Department: to which office and by which way. Its returns are sent then.

    The data register is asked again, as it may have changed since the pack was made. Raises RegisterRefused for that;
    DeskError when the pack was sent already, or a return in it was voided or sent since: a new pack is made then.
    """
    pack = _held(pack)
    check_may(scope_of_actor(by), Action.SEND_PACKS, pack.round.alliance.region.code)
    if pack.sent_at:
        raise DeskError("This pack has been sent already. What is corrected later goes in a new pack.")
    if not to.strip() or not how.strip():
        raise DeskError("Say to whom the pack went and how, so that the receipt can be asked for.")
    packed = list(pack.returns.select_related("council_return", "version"))
    one_by_one = [(locked(row.council_return), row.version) for row in packed]
    policies.check_wanted(RoundState(pack.round.state))
    _check_still_stands(one_by_one)
    _check_register(pack.round)
    pack.sent_at, pack.sent_to, pack.sent_how = now(), to.strip(), how.strip()
    pack.sender_label = by.as_actor().label
    pack.save(update_fields=["sent_at", "sent_to", "sent_how", "sender_label"])
    for one, version in one_by_one:
        one.sent_on = today()
        move(one=one, to=ReturnState.SENT, by=by, action="returns.send", summary=f"Sent in pack {pack.number}",
             version=version)  # fmt: skip
    record(by=by, action="returns.send_pack", target=pack, summary=f"Sent pack {pack.number} to {pack.sent_to}",
           details={"sha256": pack.sha256, "how": pack.sent_how})  # fmt: skip
    return pack


@transaction.atomic
def answer_pack(*, packed: PackReturn, outcome: str, by: Acts, because: str = "", words: str = "") -> PackReturn:
    """Record what the Department says of one return in a pack: accepted, or rejected with why (R5.20).

    By the Department itself, or by the region that has its answer. Raises DeskError when the pack has not been sent,
    the return is answered already, or a rejection says no reason.
    """
    pack = _held(packed.pack)
    scope = scope_of_actor(by)
    region = pack.round.alliance.region.code
    if not scope.may(Action.RECEIVE_PACKS, region):
        check_may(scope, Action.SEND_PACKS, region)
    packed = PackReturn.objects.select_for_update(of=("self",)).select_related("council_return", "version").get(
        pk=packed.pk
    )  # fmt: skip
    if pack.sent_at is None:
        raise DeskError("This pack has not been sent, so there is no answer to it.")
    if packed.outcome:
        raise DeskError(f"This return was {packed.outcome} already.")
    if outcome not in Outcome.values:
        raise DeskError("Choose accepted or rejected.")
    if outcome == Outcome.REJECTED and (because not in Because.values or not words.strip()):
        raise DeskError("Say why it is rejected: for its quality or another reason, and in a sentence what is wrong.")
    packed.outcome, packed.words, packed.answered_at = outcome, words.strip(), now()
    packed.rejected_for = because if outcome == Outcome.REJECTED else ""
    packed.recorder_label = by.as_actor().label
    packed.save(update_fields=["outcome", "words", "answered_at", "rejected_for", "recorder_label"])
    one = locked(packed.council_return)
    said = f"The Department {outcome} version {packed.version.number}"
    action = f"returns.{outcome}"
    if ReturnState(one.state) is ReturnState.SENT:
        to = ReturnState(outcome)
        move(one=one, to=to, by=by, action=action, summary=said, reason=packed.words, version=packed.version)
    else:
        record(by=by, action=action, target=one, reason=packed.words, summary=f"{said}; it is {one.state} now")
    tell(one=one, kind=NoticeKind.DECIDED, by=by, words=f"The Department {outcome} it. {packed.words}".strip()[:500])
    return packed


@transaction.atomic
def accept_the_rest(*, pack: Pack, by: Acts) -> int:
    """Record that the Department accepts every return of a pack that has no answer yet. Gives how many."""
    pack = _held(pack)
    open_ones = list(pack.returns.filter(outcome="").order_by("council_return__council__code"))
    for packed in open_ones:
        answer_pack(packed=packed, outcome=Outcome.ACCEPTED, by=by)
    return len(open_ones)


def made_again(pack: Pack) -> dict[str, Any]:
    """Make the files of a pack afresh from its recipe and compare: by name, whether the bytes are the same."""
    pack = Pack.objects.select_related("round__alliance__region").get(pk=pack.pk)
    signatures = list(
        Signature.objects.filter(reference__in=pack.recipe["signatures"])
        .select_related("version", "council_return__council", "council_return__round__alliance__region")
        .order_by("council_return__council__code")
    )
    fresh = files_of(contents_of(pack.round, pack.recipe, signatures))
    return {file.name: bytes(file.data) == fresh.get(file.name) for file in pack.files.all()}


def _check_still_stands(packed: Sequence[tuple[Return, Version]]) -> None:
    """Every return is still signed as it is in the pack; those that are not are named, with what became of them."""
    voided, gone = [], []
    for one, version in packed:
        if not one.signatures.filter(voided_at__isnull=True, version=version).exists():
            voided.append(one.council.label)
        elif ReturnState(one.state) is not ReturnState.SIGNED:
            gone.append(one.council.label)
    if voided:
        raise DeskError(f"Since this pack was made, the signature of {and_list(voided)} was voided. Make a new pack.")
    if gone:
        raise DeskError(f"Since this pack was made, the return of {and_list(gone)} went in another. Make a new pack.")


def _held(pack: Pack) -> Pack:
    return Pack.objects.select_for_update(of=("self",)).select_related("round__alliance__region").get(pk=pack.pk)
