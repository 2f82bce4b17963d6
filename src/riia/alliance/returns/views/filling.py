"""Filling in a return: typing answers, choosing where two people changed the same, and explaining findings."""

from collections.abc import Mapping
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from riia.alliance.access.actions import Action
from riia.alliance.access.gate import allow
from riia.alliance.kit import kept_forms
from riia.alliance.kit.filters import plural
from riia.alliance.returns.errors import DeskError
from riia.alliance.returns.forms.filling import ExplainForm, changed_texts, revision_of
from riia.alliance.returns.models import Return, Source
from riia.alliance.returns.presenters import filling as shown
from riia.alliance.returns.presenters import outcomes as findings
from riia.alliance.returns.queries.checking import checked
from riia.alliance.returns.queries.reading import form_for
from riia.alliance.returns.services.answers import Saved, check_preparing, save_answers
from riia.alliance.returns.services.explaining import explain
from riia.alliance.returns.timekeeping import now
from riia.alliance.returns.views.desk import found_return, person_at
from riia.indicators.returns.nouns import Cell


@allow(Action.PREPARE_RETURN)
@require_http_methods(["GET", "HEAD", "POST"])
def fill(request: HttpRequest, reference: UUID) -> HttpResponse:
    """Type the answers. Everything that was typed is kept, also what cannot be read."""
    one = found_return(request, reference)
    typed = changed_texts(form_for(one.round), request.POST) if request.method == "POST" else {}
    if refused := not_now(request, one, typed):
        return refused
    if request.method != "POST":
        return _form(request, one)
    kept_forms.forget(request)
    saved = save_answers(
        one=one, typed=typed, base_revision=revision_of(request.POST), source=Source.FORM, by=person_at(request)
    )
    if saved.clashes:
        return _choose(request, saved)
    return _after(request, saved, f"{plural(len(saved.changed), 'answer')} saved." if saved.changed else "")


@allow(Action.PREPARE_RETURN)
@require_http_methods(["POST"])
def choose(request: HttpRequest, reference: UUID) -> HttpResponse:
    """Save what was chosen where two people had changed the same cell. Nothing is lost if it happens again."""
    one = found_return(request, reference)
    if refused := not_now(request, one):
        return refused
    form = form_for(one.round)
    typed = {cell: request.POST.get(f"mine:{cell}", "") for cell in form.cells if _is_mine(request, cell)}
    undecided = [cell for cell in form.cells if f"mine:{cell}" in request.POST and f"keep:{cell}" not in request.POST]
    if undecided:
        # Without a choice what stands is kept, and what was typed is named so that it can be typed again.
        said = "; ".join(f"{shown.cell_title(form, cell)}: {request.POST[f'mine:{cell}']}" for cell in undecided)
        messages.info(request, f"Nothing was chosen for these, so what stood was kept. You had typed {said}.")
    saved = save_answers(
        one=one, typed=typed, base_revision=revision_of(request.POST), source=Source.FORM, by=person_at(request)
    )
    if saved.clashes:
        return _choose(request, saved)
    return _after(request, saved, f"{plural(len(saved.changed), 'answer')} replaced." if saved.changed else "")


@allow(Action.PREPARE_RETURN)
@require_http_methods(["GET", "HEAD", "POST"])
def checks(request: HttpRequest, reference: UUID) -> HttpResponse:
    """What the checks find: what must be corrected, then what needs a correction or an explanation."""
    one = found_return(request, reference)
    if refused := not_now(request, one):
        return refused
    if request.method != "POST":
        return _checks_again(request, one)
    kept_forms.forget(request)
    form = ExplainForm(checked(one), request.POST)
    said, problems = 0, []
    for key, text in _texts(form, request).items():
        try:
            explain(one=one, key=key, text=text, by=person_at(request), base_revision=revision_of(request.POST))
            said += 1
        except DeskError as error:
            problems.append((key, str(error)))
    if problems or not form.is_valid():
        for key, problem in problems:
            form.add_error(next((name for name, of in form.keys.items() if of == key), None), problem)
        one.refresh_from_db()
        return _checks(request, one, form)
    if said:
        messages.success(request, f"{plural(said, 'explanation')} saved.")
    return redirect("returns:checks", one.reference)


def not_now(request: HttpRequest, one: Return, typed: Mapping[Cell, str] | None = None) -> HttpResponse | None:
    """Where to go instead when this person may not change this return now; None when they may.

    What they had typed is said back to them, so that it is not lost with the page.
    """
    try:
        check_preparing(one, person_at(request))
    except DeskError as error:
        form = form_for(one.round)
        kept = "; ".join(f"{shown.cell_title(form, cell)}: {text or 'blank'}" for cell, text in (typed or {}).items())
        messages.info(request, f"{error} You had typed, and this was not saved: {kept}." if kept else str(error))
        return redirect("returns:return", one.reference)
    return None


def label_at(request: HttpRequest) -> str:
    """What the viewer's own changes are labelled with."""
    return person_at(request).as_actor().label


def _form(request: HttpRequest, one: Return) -> HttpResponse:
    if "saved" in request.GET:
        kept_forms.forget(request)
    kept = kept_forms.offered(request)
    typed, base = changed_texts(form_for(one.round), kept), revision_of(kept) if kept else None
    page = shown.fill_page(one, label_at(request), now(), typed, base)
    return render(request, "returns/fill.html", {"page": page, "typed_by": _typed_by(request)})


def _typed_by(request: HttpRequest) -> tuple[str, str]:
    """The hidden field by which what is typed is offered again after a sign-in."""
    return kept_forms.FIELD, kept_forms.stamp(request)


def _is_mine(request: HttpRequest, cell: Cell) -> bool:
    return request.POST.get(f"keep:{cell}") == "mine" and f"mine:{cell}" in request.POST


def _choose(request: HttpRequest, saved: Saved) -> HttpResponse:
    one = saved.one
    page = {
        "one": one,
        "lines": shown.choices(form_for(one.round), saved.clashes, label_at(request)),
        "caption": f"{one.council.label}, {shown.short_period(one.round.as_period)}",
        "saved": len(saved.changed),
        "revision": saved.revision,
    }
    return render(request, "returns/conflicts.html", {"page": page}, status=409)


def _after(request: HttpRequest, saved: Saved, said: str) -> HttpResponse:
    """Where to go after saving: to what cannot be read, to the checks if they were asked for, or on with the form."""
    if said:
        messages.success(request, said)
    wanted = "returns:checks" if request.POST.get("then") == "checks" and not saved.problems else "returns:fill"
    return redirect(reverse(wanted, args=[saved.one.reference]))


def _texts(form: ExplainForm, request: HttpRequest) -> dict[str, str]:
    """What to save: the texts that were changed, and an earlier one where it was asked for again."""
    texts = form.changed()
    again = request.POST.get("again", "")
    if again and f"offered-{again}" in request.POST:
        texts[request.POST.get(f"key-{again}", "")] = request.POST[f"offered-{again}"]
    return texts


def _checks_again(request: HttpRequest, one: Return) -> HttpResponse:
    """The page with what stands; and, unsaved, what was typed before the person was signed out."""
    found = checked(one)
    form = ExplainForm(found)
    kept = ExplainForm(found, kept_forms.offered(request)).changed()
    back = {name: kept[key] for name, key in form.keys.items() if key in kept}
    form.initial.update(back)
    return _checks(request, one, form, len(back))


def _checks(request: HttpRequest, one: Return, form: ExplainForm, brought_back: int = 0) -> HttpResponse:
    context = {"page": findings.page(one, checked(one)), "form": form, "brought_back": brought_back}
    return render(request, "returns/checks.html", {**context, "typed_by": _typed_by(request)})
