"""Preparing a report: the preview, freezing, sending; reports that are made elsewhere; corrections."""

from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from riia.alliance.access.actions import Action
from riia.alliance.access.gate import allow
from riia.alliance.kit.filters import and_list
from riia.alliance.kit.pieces import Chip
from riia.alliance.reporting import making
from riia.alliance.reporting.audiences import Audience, cleaned, for_audience
from riia.alliance.reporting.content import ReportData
from riia.alliance.reporting.errors import ReportError
from riia.alliance.reporting.forms.register import ReasonForm
from riia.alliance.reporting.forms.sending import NoteSentForm, SendForm, audience_of
from riia.alliance.reporting.layout import Mark, laid
from riia.alliance.reporting.presenters.edition import Preview, shown, warnings_of
from riia.alliance.reporting.presenters.listing import edition_tag, standing_tag
from riia.alliance.reporting.queries.preparing import prepared
from riia.alliance.reporting.queries.reading import Owed, report_standing, visible_editions
from riia.alliance.reporting.services.freezing import freeze, withdraw
from riia.alliance.reporting.services.reports import drop, note_sent, take_up_again
from riia.alliance.reporting.services.sending import recipients, send_edition
from riia.alliance.reporting.states import EditionState, Standing
from riia.alliance.reporting.views.at import (
    found_edition,
    found_owed,
    found_report,
    person_at,
    posted,
    say,
    scope_of,
)
from riia.alliance.reporting.views.listing import both
from riia.alliance.returns.timekeeping import now, today

_CHANGED = "Numbers have changed since you looked. Look at them again, then freeze the report."


@allow(Action.KEEP_REPORTS)
@both
def prepare(request: HttpRequest, reference: UUID, code: str) -> HttpResponse:
    """What the report would say, what is missing, and to whom it goes; then freeze and send it in one go."""
    one = found_owed(request, reference, code)
    if not one.kind.is_made_here:
        return _by_hand(request, one)
    if one.report is not None and one.standing in (Standing.FROZEN, Standing.DROPPED):
        return redirect("reporting:report", one.report.reference)
    correction = one.standing in (Standing.SENT, Standing.RECEIPTED)
    offered = recipients(one.kind.alliance, one.kind.readers)
    form = SendForm(one.kind, offered, posted(request), correction=correction)
    try:
        ready = prepared(one, today(), fresh=request.GET.get("numbers") == "today")
    except ReportError as error:
        return render(request, "reporting/refused.html", {"one": one, "problem": str(error)})
    if ready.data is None or ready.content is None:
        return render(request, "reporting/refused.html", {"one": one, "problem": ready.problem})
    if form.is_valid():
        only = "freeze" in request.POST
        try:
            if request.POST.get("key") != ready.key:
                raise ReportError(_CHANGED)
            with transaction.atomic():
                edition = freeze(
                    one=one, content=ready.content, cover_note=form.cleaned_data["cover_note"],
                    asks=form.cleaned_data["asks"],
                    corrects_because=form.cleaned_data.get("corrects_because", ""), by=person_at(request),
                )  # fmt: skip
                if not only:
                    shared = form.cleaned_data.get("shared_first", "")
                    send_edition(edition=edition, to=form.recipients(), shared_first=shared, by=person_at(request))
        except ReportError as error:
            say(form, error)
        else:
            names = and_list([audience.title for audience in one.kind.readers])
            said = "The report is frozen. It waits to be sent." if only else f"Frozen and sent to {names}."
            messages.success(request, said)
            return redirect("reporting:edition", edition.reference)
    context = {"one": one, "form": form, "key": ready.key, "correction": correction, "snapshot": ready.snapshot,
               "preview": _preview(request, one, ready.data, form)}  # fmt: skip
    return render(request, "reporting/prepare.html", context)


def _preview(request: HttpRequest, one: Owed, data: ReportData, form: SendForm) -> Preview:
    """The report as it would be read by the audience that is asked for."""
    choices = (*one.kind.readers, Audience.OFFICE)
    audience = audience_of(request.GET.get("for", ""), choices) or Audience.OFFICE
    number = one.report.editions.count() + 1 if one.report else 1
    note, asks = (form.data.get(name, "") if form.is_bound else "" for name in ("cover_note", "asks"))
    title = f"{one.kind.title}, {one.stretch.words}"
    mark = Mark(title, number, timezone.localtime(now()), "", cleaned(note, data, audience),
                asks=cleaned(asks, data, audience), receipt=making.asks_receipt(one.kind, audience))  # fmt: skip
    report = laid(for_audience(data, audience), mark, making.shape_of(one.kind))
    here = reverse("reporting:prepare", args=[one.kind.reference, one.stretch.code])
    extra = "&numbers=today" if request.GET.get("numbers") == "today" else ""
    chips = [Chip(each.title, f"{here}?for={each.value}{extra}#preview", current=each is audience) for each in choices]
    return Preview(data, report, shown(report), audience, chips, warnings_of(data, one.stretch.ends, today()))


def _by_hand(request: HttpRequest, one: Owed) -> HttpResponse:
    """A report that is made elsewhere: note that it was sent."""
    initial = {"on": today(), "to": and_list([each.title for each in one.kind.readers])}
    form = NoteSentForm(one.kind, posted(request), initial=initial)
    if form.is_valid():
        try:
            edition = note_sent(one=one, **form.cleaned_data, by=person_at(request))
        except ReportError as error:
            say(form, error)
        else:
            messages.success(request, "Noted as sent.")
            return redirect("reporting:edition", edition.reference)
    return render(request, "reporting/by_hand.html", {"one": one, "form": form})


@allow(Action.KEEP_REPORTS)
@both
def drop_report(request: HttpRequest, reference: UUID, code: str) -> HttpResponse:
    """Note that a report is not needed."""
    one = found_owed(request, reference, code)
    form = ReasonForm(posted(request))
    if form.is_valid():
        try:
            drop(one=one, because=form.cleaned_data["because"], by=person_at(request))
        except ReportError as error:
            say(form, error)
        else:
            messages.success(request, "Noted as not needed.")
            return redirect("reporting:kind", one.kind.reference)
    title = f"{one.kind.title}, {one.stretch.words}: not needed"
    back = (one.kind.title, "reporting:kind", one.kind.reference)
    return render(request, "reporting/form.html", {"form": form, "title": title, "button": "Note it", "back": back})


@allow(Action.KEEP_REPORTS)
@require_POST
def take_up(request: HttpRequest, reference: UUID) -> HttpResponse:
    """A report that was noted as not needed is due after all."""
    report = found_report(request, reference, keep=True)
    try:
        take_up_again(report=report, by=person_at(request))
    except ReportError as error:
        messages.error(request, str(error))
        return redirect("reporting:report", report.reference)
    return redirect("reporting:prepare", report.kind.reference, report.period)


@allow(Action.SEE_REPORTS, Action.KEEP_REPORTS)
@both
def report(request: HttpRequest, reference: UUID) -> HttpResponse:
    """One report with its versions; one that is frozen can be sent here."""
    one = found_report(request, reference)
    scope = scope_of(request)
    editions = visible_editions(scope, one)
    frozen = next((each for each in editions if each.state == EditionState.FROZEN), None)
    keeps = scope.may(Action.KEEP_REPORTS, one.kind.alliance.region.code)
    form = None
    if frozen is not None and keeps:
        offered = recipients(one.kind.alliance, one.kind.readers)
        form = SendForm(one.kind, offered, posted(request), frozen=True)
        if form.is_valid():
            try:
                send_edition(edition=frozen, to=form.recipients(),
                             shared_first=form.cleaned_data.get("shared_first", ""), by=person_at(request))  # fmt: skip
            except ReportError as error:
                say(form, error)
            else:
                messages.success(request, "The report is sent.")
                return redirect("reporting:edition", frozen.reference)
    context = {
        "report": one, "form": form, "frozen": frozen, "keeps": keeps,
        "tag": standing_tag(report_standing(one)), "dropped": report_standing(one) is Standing.DROPPED,
        "lines": [(each, edition_tag(each)) for each in editions],
    }  # fmt: skip
    return render(request, "reporting/report.html", context)


@allow(Action.KEEP_REPORTS)
@both
def withdraw_edition(request: HttpRequest, reference: UUID) -> HttpResponse:
    """Take back what was frozen and not sent."""
    edition = found_edition(request, reference, keep=True)
    form = ReasonForm(posted(request))
    if form.is_valid():
        try:
            withdraw(edition=edition, because=form.cleaned_data["because"], by=person_at(request))
        except ReportError as error:
            say(form, error)
        else:
            messages.success(request, "The version is withdrawn.")
            return redirect("reporting:prepare", edition.report.kind.reference, edition.report.period)
    context = {"form": form, "title": f"Withdraw {edition}", "button": "Withdraw it",
               "back": (str(edition.report), "reporting:report", edition.report.reference)}  # fmt: skip
    return render(request, "reporting/form.html", context)
