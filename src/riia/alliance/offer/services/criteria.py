"""What applications to a call are scored by, and the documents that go with its guidance."""

from collections.abc import Sequence

from django.db import transaction
from django.db.models import Max

from riia.alliance.audit.actors import Acts
from riia.alliance.audit.services import record
from riia.alliance.offer.errors import CallError
from riia.alliance.offer.models import Call, Criterion, Document
from riia.alliance.offer.services.calls import check_runs, held_draft
from riia.alliance.offer.services.moving import held_call


@transaction.atomic
def add_criterion(*, call: Call, title: str, asks: str, weight: int, meanings: Sequence[str], by: Acts) -> Criterion:
    """Add what applications are scored by, with what each score from 0 up means."""
    call = held_draft(call, by)
    title, asks, said = _criterion(title, asks, weight, meanings)
    number = (call.criteria.aggregate(last=Max("number"))["last"] or 0) + 1
    one = Criterion.objects.create(call=call, number=number, title=title, asks=asks, weight=weight, meanings=said)
    record(by=by, action="offer.add_criterion", target=call, summary=f"Added the criterion “{title}”",
           details={"weight": weight, "top": one.top})  # fmt: skip
    return one


@transaction.atomic
def change_criterion(
    *, criterion: Criterion, title: str, asks: str, weight: int, meanings: Sequence[str], by: Acts
) -> Criterion:
    """Change a criterion of a draft."""
    call = held_draft(criterion.call, by)
    criterion.title, criterion.asks, criterion.meanings = _criterion(title, asks, weight, meanings)
    criterion.weight = weight
    criterion.save()
    record(by=by, action="offer.change_criterion", target=call, summary=f"Changed the criterion “{criterion.title}”",
           details={"weight": weight, "top": criterion.top})  # fmt: skip
    return criterion


def _criterion(title: str, asks: str, weight: int, meanings: Sequence[str]) -> tuple[str, str, list[str]]:
    said = [each.strip() for each in meanings]
    if not title.strip() or not asks.strip():
        raise CallError("A criterion has a title, and says what the panel looks for.")
    if not 1 <= weight <= 100:
        raise CallError("The points of a criterion are between 1 and 100.")
    if not 2 <= len(said) <= 11 or not all(said):
        raise CallError("Say what each score means, from 0 up: at least two and at most eleven, one on each line.")
    return title.strip(), asks.strip(), said


@transaction.atomic
def remove_criterion(*, criterion: Criterion, by: Acts) -> None:
    """Take a criterion out of a draft."""
    call = held_draft(criterion.call, by)
    title = criterion.title
    criterion.delete()
    record(by=by, action="offer.remove_criterion", target=call, summary=f"Removed the criterion “{title}”")


@transaction.atomic
def add_document(*, call: Call, title: str, url: str, by: Acts) -> Document:
    """Name a document that goes with the guidance, also once the call is open."""
    call = held_call(call)
    check_runs(by, call.alliance)
    if not title.strip() or not url.strip():
        raise CallError("A document has a title and an address.")
    one = Document.objects.create(call=call, title=title.strip(), url=url.strip())
    record(by=by, action="offer.add_document", target=call, summary=f"Added the document “{one.title}”",
           details={"url": one.url})  # fmt: skip
    return one


@transaction.atomic
def remove_document(*, document: Document, by: Acts) -> None:
    """Take a document away."""
    call = held_call(document.call)
    check_runs(by, call.alliance)
    title = document.title
    document.delete()
    record(by=by, action="offer.remove_document", target=call, summary=f"Removed the document “{title}”")
