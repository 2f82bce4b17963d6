"""Packs: what is ready, making one, its files, to whom it went, and what came back."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.text import slugify
from django.views.decorators.http import require_http_methods, require_safe

from riia.alliance.access.actions import Action
from riia.alliance.access.gate import allow
from riia.alliance.agreements.first_access import needs_notice
from riia.alliance.agreements.register_errors import RegisterRefused
from riia.alliance.kit.filters import plural
from riia.alliance.returns.errors import DeskError
from riia.alliance.returns.forms.packs import AnswerForm, SendForm
from riia.alliance.returns.models import Pack
from riia.alliance.returns.presenters import packs as shown
from riia.alliance.returns.presenters.desk import whose
from riia.alliance.returns.queries import packs
from riia.alliance.returns.queries.sending import sending
from riia.alliance.returns.services.packing import accept_the_rest, answer_pack, made_again, make_pack, send_pack
from riia.alliance.returns.views.desk import person_at, scope_of

_TYPES = {
    "json": "application/json",
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@allow(Action.SEND_PACKS, Action.RECEIVE_PACKS)
@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """Every pack the viewer may see, and for the region the rounds with something to send."""
    scope = scope_of(request)
    found = packs.packs(scope).prefetch_related("returns")
    ready = list(packs.rounds_to_pack(scope)) if scope.may(Action.SEND_PACKS) else []
    context = {"lines": [shown.pack_line(pack) for pack in found], "ready": ready}
    return render(request, "returns/packs.html", context)


@allow(Action.SEND_PACKS)
@require_http_methods(["GET", "HEAD", "POST"])
def make(request: HttpRequest, reference: UUID) -> HttpResponse:
    """What a pack of this round would hold and lack; then make it."""
    one = packs.round_to_pack(scope_of(request), reference)
    if one is None:
        raise Http404
    problem = ""
    if request.method == "POST":
        try:
            pack = make_pack(round_=one, by=person_at(request))
        except (DeskError, RegisterRefused) as error:
            problem = str(error)
        else:
            messages.success(request, f"Pack {pack.number} is made and frozen.")
            return redirect("returns:pack", pack.reference)
    signatures, far = packs.signatures_of(one), sending(one)
    context = {
        "one": one,
        "signatures": sorted(signatures, key=lambda signature: signature.council_return.council.name),
        "missing": packs.missing_from(one, signatures),
        "clock": shown.dfe_clock(far),
        "far": far,
        "lines": [shown.pack_line(pack) for pack in packs.packs_of(scope_of(request), one)],
        "problem": problem,
    }
    return render(request, "returns/make_pack.html", context)


@allow(Action.SEND_PACKS, Action.RECEIVE_PACKS)
@needs_notice
@require_http_methods(["GET", "HEAD", "POST"])
def pack(request: HttpRequest, reference: UUID) -> HttpResponse:
    """One pack: its files with their hashes, its returns, and how it was sent."""
    one = _found(request, reference)
    scope, region = scope_of(request), one.round.alliance.region.code
    may_send = scope.may(Action.SEND_PACKS, region)
    form = SendForm(request.POST if request.method == "POST" else None) if may_send and not one.sent_at else None
    if form is not None and form.is_valid():
        try:
            send_pack(pack=one, **form.cleaned_data, by=person_at(request))
        except (DeskError, RegisterRefused) as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "The pack is noted as sent.")
            return redirect("returns:pack", one.reference)
    may_answer = may_send or scope.may(Action.RECEIVE_PACKS, region)
    if request.method == "POST" and one.sent_at and "accept" in request.POST:
        return _accept_the_rest(request, one)
    context = {
        "one": one,
        "unanswered": one.returns.filter(outcome="").count() if one.sent_at and may_answer else 0,
        "line": shown.pack_line(one),
        "rows": shown.packed_lines(one, may_answer),
        "files": one.files.all(),
        "form": form,
        "checked": made_again(one) if request.GET.get("check") == "yes" else None,
    }
    return render(request, "returns/pack.html", context)


def _accept_the_rest(request: HttpRequest, one: Pack) -> HttpResponse:
    try:
        count = accept_the_rest(pack=one, by=person_at(request))
    except DeskError as error:
        messages.error(request, str(error))
    else:
        said = f"{plural(count, 'return')} of this pack noted as accepted." if count else "Every return has its answer."
        messages.success(request, said)
    return redirect("returns:pack", one.reference)


@allow(Action.SEND_PACKS, Action.RECEIVE_PACKS)
@needs_notice
@require_safe
def download(request: HttpRequest, reference: UUID, key: str) -> HttpResponse:
    """One file of a pack, byte for byte as it was frozen."""
    one = _found(request, reference)
    file = one.files.filter(name=key).first()
    if file is None:
        raise Http404
    name = f"{slugify(one.round.alliance.short_name)}-{one.round.period}-pack-{one.number}-{file.name}"
    if one.recipe["named"]["simulated"]:
        name = f"simulated-{name}"
    answer = HttpResponse(bytes(file.data), content_type=_TYPES[file.name.rpartition(".")[2]])
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@allow(Action.SEND_PACKS, Action.RECEIVE_PACKS)
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, reference: UUID, pk: int) -> HttpResponse:
    """Record what the Department says of one return."""
    one = _found(request, reference)
    packed = one.returns.select_related("council_return__council", "version", "pack").filter(pk=pk).first()
    if packed is None:
        raise Http404
    form = AnswerForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            answer_pack(packed=packed, **form.cleaned_data, by=person_at(request))
        except DeskError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"The answer on {whose(packed.council_return)} is recorded.")
            return redirect("returns:pack", one.reference)
    return render(request, "returns/answer_pack.html", {
        "form": form, "one": one, "packed": packed, "whose": whose(packed.council_return)
    })  # fmt: skip


def _found(request: HttpRequest, reference: UUID) -> Pack:
    one = packs.get_pack(scope_of(request), reference)
    if one is None:
        raise Http404
    return one
