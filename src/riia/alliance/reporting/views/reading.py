"""Reading what was sent: the page, its files, receipts, and two reports side by side."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.text import slugify
from django.views.decorators.http import require_POST, require_safe

from riia.alliance.access.actions import Action
from riia.alliance.access.gate import allow
from riia.alliance.reporting import making
from riia.alliance.reporting.audiences import for_audience
from riia.alliance.reporting.comparing import changes
from riia.alliance.reporting.errors import ReportError
from riia.alliance.reporting.forms.sending import CompareForm, ReceiptForm, audience_of
from riia.alliance.reporting.models import Edition
from riia.alliance.reporting.presenters.edition import edition_page
from riia.alliance.reporting.queries import reading
from riia.alliance.reporting.queries.frozen import content_of
from riia.alliance.reporting.rows import change_row
from riia.alliance.reporting.services.receipts import confirm, note_opened, note_receipt
from riia.alliance.reporting.services.sending import send_again
from riia.alliance.reporting.views.at import found_edition, person_at, posted, say, scope_of
from riia.alliance.reporting.views.listing import both


@allow(Action.SEE_REPORTS, Action.KEEP_REPORTS)
@require_safe
def edition(request: HttpRequest, reference: UUID) -> HttpResponse:
    """One edition, in the version of the viewer."""
    one = found_edition(request, reference)
    if request.method == "GET" and reading.own_copies(scope_of(request), one):
        note_opened(edition=one, by=person_at(request))
    page = edition_page(scope_of(request), one, request.GET.get("for", ""))
    return render(request, "reporting/edition.html", {"page": page, "edition": one, "report": one.report})


@allow(Action.SEE_REPORTS, Action.KEEP_REPORTS)
@require_safe
def file(request: HttpRequest, reference: UUID, form: str) -> HttpResponse:
    """The edition as a file: of one that was sent, byte for byte as it was sent."""
    one = found_edition(request, reference)
    audience = audience_of(request.GET.get("for", ""), reading.versions_of(scope_of(request), one))
    if form not in making.FORMS or audience is None or one.snapshot is None:
        raise Http404
    kept = one.files.filter(audience=audience.value, form=form).first()
    try:
        data = bytes(kept.data) if kept else making.as_file(making.made(one, content_of(one.snapshot), audience), form)
    except ReportError as error:
        messages.error(request, str(error))
        return redirect("reporting:edition", one.reference)
    name = slugify(f"{one.report.kind.alliance.short_name} {one.report.kind.slug} {one.report.period} "
                   f"version {one.number} {audience.value}")  # fmt: skip
    answer = HttpResponse(data, content_type=making.FORMS[form][0])
    prefix = "simulated-" if one.simulated else ""
    answer["Content-Disposition"] = f'attachment; filename="{prefix}{name}.{form}"'
    return answer


@allow(Action.RECEIVE_REPORTS)
@require_POST
def receive(request: HttpRequest, reference: UUID) -> HttpResponse:
    """Confirm receipt for one's side."""
    one = found_edition(request, reference)
    try:
        confirm(edition=one, by=person_at(request))
    except ReportError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, "Thank you. Receipt is confirmed.")
    return redirect("reporting:edition", one.reference)


@allow(Action.KEEP_REPORTS)
@both
def note(request: HttpRequest, reference: UUID, pk: int) -> HttpResponse:
    """Note that somebody confirmed outside this service; or write to them again."""
    one = found_edition(request, reference, keep=True)
    copy = one.copies.select_related("edition__report__kind__alliance__region", "person").filter(pk=pk).first()
    if copy is None:
        raise Http404
    if "again" in request.POST:
        send_again(copy=copy)
        if copy.problem:
            messages.error(request, f"The message to {copy.name} did not go out again: {copy.problem}")
        else:
            messages.success(request, f"The message to {copy.name} is sent.")
        return redirect("reporting:edition", one.reference)
    form = ReceiptForm(posted(request))
    if form.is_valid():
        try:
            note_receipt(copy=copy, words=form.cleaned_data["words"], by=person_at(request))
        except ReportError as error:
            say(form, error)
        else:
            messages.success(request, "The receipt is noted.")
            return redirect("reporting:edition", one.reference)
    context = {"form": form, "title": f"{copy.name} has confirmed receipt", "button": "Note the receipt",
               "back": (str(one.report), "reporting:edition", one.reference)}  # fmt: skip
    return render(request, "reporting/form.html", context)


@allow(Action.SEE_REPORTS, Action.KEEP_REPORTS)
@require_safe
def compare(request: HttpRequest) -> HttpResponse:
    """What changed between two reports that the viewer reads."""
    scope = scope_of(request)
    known = reading.seen(scope)
    editions = [
        each
        for one in reading.reports(scope)
        for each in reading.visible_editions(scope, one, known)
        if each.snapshot_id is not None
    ]
    form = CompareForm(editions, request.GET or None)
    context: dict[str, object] = {"form": form, "editions": editions, "rows": None}
    if request.GET and form.is_valid():
        by_reference = {str(one.reference): one for one in editions}
        before, after = (by_reference[form.cleaned_data[name]] for name in ("before", "after"))
        found = _compared(request, before, after)
        if found is not None:
            context |= {"rows": found, "earlier": before, "later": after}
    return render(request, "reporting/compare.html", context)


def _compared(request: HttpRequest, before: Edition, after: Edition) -> list[object] | None:
    """The differences, as the viewer's version of both shows them."""
    scope = scope_of(request)
    shared = [one for one in reading.versions_of(scope, after) if one in reading.versions_of(scope, before)]
    audience = shared[-1] if shared else None
    if audience is None or before.snapshot is None or after.snapshot is None:
        return None
    try:
        old, new = (for_audience(content_of(one), audience).data for one in (before.snapshot, after.snapshot))
    except ReportError as error:
        messages.error(request, str(error))
        return None
    return [change_row(one) for one in changes(old, new)]
