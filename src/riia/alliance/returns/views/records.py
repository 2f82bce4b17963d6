"""Record-level datasets: files lodged and what became of them, protected tables, access lists and windows."""

from pathlib import Path
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.core.files.uploadhandler import TemporaryFileUploadHandler
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_safe

from riia.alliance.access.actions import Action
from riia.alliance.access.gate import allow
from riia.alliance.access.models import Person
from riia.alliance.access.policies import PolicyError
from riia.alliance.access.queries import people_seen, scope_for
from riia.alliance.access.scope import Scope
from riia.alliance.agreements.queries.register import notice_accepted
from riia.alliance.kit.uploads import Quota, harmless
from riia.alliance.places import queries as places
from riia.alliance.places.models import Alliance, Place
from riia.alliance.returns.forms import records as forms
from riia.alliance.returns.presenters import records as shown
from riia.alliance.returns.services import records
from riia.alliance.returns.timekeeping import today
from riia.indicators.model import Period
from riia.indicators.records import DATASETS, Dataset, RecordsRefused
from riia.indicators.records.opening import MEGABYTES

_MEGABYTE = 1024 * 1024
_ANYBODY = (Action.LODGE_RECORDS, Action.READ_RECORDS, Action.RUN_ROUNDS)


@allow(*_ANYBODY)
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Every file the viewer has to do with, and what they can do."""
    scope = _scope(request)
    files = records.files_of(scope)
    groups = [
        {
            "dataset": dataset,
            "files": [one for one in files if one.dataset is dataset],
            "may_lodge": bool(_lodging_councils(scope)),
            "may_read": scope.may(Action.READ_RECORDS),
            "may_keep": _kept_alliance(scope) is not None and (dataset.named_readers or dataset.windowed),
        }
        for dataset in DATASETS.values()
    ]
    return render(request, "returns/records_home.html", {"groups": groups, "tones": shown.TONES})


@allow(Action.LODGE_RECORDS)
@csrf_exempt
def lodge(request: HttpRequest, slug: str) -> HttpResponse:
    """Lodge files. What they may weigh is settled before the request is read, which the check of CSRF does."""
    quota = Quota(request, (MEGABYTES + 1) * _MEGABYTE)
    request.upload_handlers = [quota, TemporaryFileUploadHandler(request)]
    return _lodge(request, slug, quota)


@csrf_protect
@require_http_methods(["GET", "HEAD", "POST"])
def _lodge(request: HttpRequest, slug: str, quota: Quota) -> HttpResponse:
    dataset = _dataset(slug)
    if (notice := _notice(request)) is not None:
        return notice
    councils = {one.code: one for one in _lodging_councils(_scope(request))}
    periods = _periods(dataset, list(councils.values()))
    names = [(code, one.label) for code, one in councils.items()]
    choices = shown.period_choices(periods)
    posted = (request.POST, request.FILES) if request.method == "POST" else ()
    form = forms.LodgeForm(*posted, councils=names, periods=choices, quota=quota)
    problems: list[tuple[str, str]] = []
    if form.is_valid():
        given = form.cleaned_data
        try:
            file = records.lodge_files(
                files=[(Path(one.temporary_file_path()), harmless(one.name or "")) for one in given["files"]],
                dataset=dataset,
                council=councils[given["council"]],
                period=Period.parse(given["period"]),
                by=_person(request),
            )
        except RecordsRefused as error:
            problems = shown.refusal(error)
            form.add_error("files", shown.refusal_line(error))
        except PolicyError as error:
            form.add_error(None, str(error))
        else:
            messages.success(
                request, f"{file.rows:,} records are lodged. Nothing in them looks as if it named anybody."
            )
            return redirect("returns:records_file", file.reference)
    context = {"form": form, "dataset": dataset, "problems": problems, "windowless": dataset.windowed and not periods}
    return render(request, "returns/records_lodge.html", context)


@allow(*_ANYBODY)
@require_http_methods(["GET", "HEAD", "POST"])
def one_file(request: HttpRequest, reference: UUID) -> HttpResponse:
    """One file: where it stands, how long it is kept, who read it, and the steps it can take."""
    scope = _scope(request)
    file = records.file_of(scope, reference)
    if file is None:
        raise Http404
    if (notice := _notice(request)) is not None:
        return notice
    step = request.POST.get("step", "") if request.method == "POST" else ""
    steps: dict[str, Form] = {}
    if file.may_settle:
        steps["accept"] = forms.AcceptForm(request.POST if step == "accept" else None)
        steps["refuse"] = forms.RefuseForm(request.POST if step == "refuse" else None, prefix="refuse")
    if file.may_purge:
        steps["purge"] = forms.PurgeForm(request.POST if step == "purge" else None, prefix="purge")
    form = steps.get(step)
    if form is not None and form.is_valid():
        try:
            done = _step(step, reference, form.cleaned_data.get("reason", ""), _person(request))
        except PolicyError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, done)
            return redirect("returns:records_file", reference)
    context = {
        "file": file,
        "steps": steps,
        "forms": list(steps.values()),
        "reads": records.reads_of(scope, reference),
        "tone": shown.TONES[file.state],
        "lists": [(file.dataset.list(name).title, count) for name, count in file.lists.items()],
    }
    return render(request, "returns/records_file.html", context)


def _step(step: str, reference: UUID, reason: str, by: Person) -> str:
    if step == "accept":
        records.accept_file(reference=reference, by=by)
        return "The file is accepted, and its protected tables are made."
    if step == "refuse":
        records.refuse_file(reference=reference, reason=reason, by=by)
        return "The file is refused. Its records are destroyed."
    records.purge_file(reference=reference, reason=reason, by=by)
    return "The records and their tables are destroyed. That they were here, and their hash, is kept."


@allow(Action.READ_RECORDS)
@require_safe
def tables(request: HttpRequest, slug: str) -> HttpResponse:
    """Protected tables by council, for a purpose that goes into the read log."""
    dataset = _dataset(slug)
    if (notice := _notice(request)) is not None:
        return notice
    scope = _scope(request)
    accepted = [one for one in records.files_of(scope) if one.dataset is dataset and one.state == "accepted"]
    periods = sorted({one.period for one in accepted}, reverse=True)
    choices = shown.table_choices(dataset, with_prices=scope.may(Action.SEE_PRICES))
    asked = {"tables": choices, "periods": shown.period_choices(periods)}
    wanted = request.GET if {"table", "by"} & set(request.GET) else None
    form = forms.TablesForm(wanted, **asked)
    grids: list[shown.Grid] = []
    title = ""
    try:
        if wanted is not None and "by" in wanted:
            # A table may be asked for by its fields too; one that is not offered is refused, and that is recorded.
            of = wanted.get("of", dataset.lists[0].name)
            found = records.table_asked(dataset=dataset, of=of, by_fields=wanted.getlist("by"), by=_person(request))
            query = urlencode(
                {"table": found, "period": wanted.get("period", ""), "purpose": wanted.get("purpose", "")}
            )
            return redirect(f"{request.path}?{query}")
        if form.is_valid():
            given = form.cleaned_data
            looked = records.tables_for(
                dataset=dataset,
                slug=given["table"],
                period=given["period"],
                purpose=given["purpose"],
                by=_person(request),
            )
            grids = shown.grids(dataset, given["table"], looked)
            title = f"{dict(choices)[given['table']]}, {Period.parse(given['period']).label}"
    except PolicyError as error:
        form.add_error(None, str(error))
    context = {"form": form, "dataset": dataset, "grids": grids, "title": title, "periods": periods}
    return render(request, "returns/records_tables.html", context)


@allow(Action.RUN_ROUNDS, Action.APPROVE_ACCESS)
@require_http_methods(["GET", "HEAD", "POST"])
def access(request: HttpRequest, slug: str) -> HttpResponse:
    """The access list and the windows of a dataset."""
    dataset, scope = _dataset(slug), _scope(request)
    alliance = _kept_alliance(scope)
    if alliance is None or not (dataset.named_readers or dataset.windowed):
        raise Http404
    step = request.POST.get("step", "") if request.method == "POST" else ""
    steps = _access_forms(request, dataset, alliance, step)
    form = steps.get(step)
    if form is not None and form.is_valid():
        try:
            done = _change_access(step, dataset, alliance, form.cleaned_data, request)
        except PolicyError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, done)
            return redirect("returns:records_access", slug)
    context = {
        "dataset": dataset,
        "alliance": alliance,
        "steps": steps,
        "forms": list(steps.values()),
        "named": records.named_for(alliance, dataset),
        "windows": records.windows_of(alliance, dataset),
    }
    return render(request, "returns/records_access.html", context)


def _access_forms(request: HttpRequest, dataset: Dataset, alliance: Alliance, step: str) -> dict[str, Form]:
    def posted(name: str) -> tuple[object, ...]:
        return (request.POST,) if step == name else ()

    scope, found = _scope(request), dict[str, Form]()
    region = alliance.region.code
    if scope.may(Action.APPROVE_ACCESS, region):
        people = [(str(one.reference), str(one)) for one in _readers(scope)]
        named = [(str(one.reference), one.name) for one in records.named_for(alliance, dataset)]
        found["name"] = forms.NameForm(*posted("name"), people=people, prefix="name")
        if named:
            found["end"] = forms.EndForm(*posted("end"), named=named, prefix="end")
    if scope.may(Action.RUN_ROUNDS, region) and dataset.windowed:
        periods = shown.periods_for(dataset, today())
        found["window"] = forms.WindowForm(*posted("window"), periods=shown.period_choices(periods), prefix="window")
    return found


def _change_access(
    step: str, dataset: Dataset, alliance: Alliance, given: dict[str, object], request: HttpRequest
) -> str:
    by = _person(request)
    if step == "name":
        person = next(one for one in _readers(_scope(request)) if str(one.reference) == given["person"])
        records.name_person(
            dataset=dataset, alliance=alliance, person=person, purpose=str(given["purpose"]), ends_on=given["ends_on"],  # type: ignore[arg-type] # a date of the form
            by=by,
        )  # fmt: skip
        return f"{person} is on the access list."
    if step == "end":
        reference = UUID(str(given["named"]))
        records.end_naming(alliance=alliance, dataset=dataset, reference=reference, reason=str(given["reason"]), by=by)
        return "Access has ended."
    records.set_window(
        dataset=dataset, alliance=alliance, period=Period.parse(str(given["period"])), opens_on=given["opens_on"],  # type: ignore[arg-type] # dates of the form
        closes_on=given["closes_on"], by=by,  # type: ignore[arg-type]
    )  # fmt: skip
    return "The window is set."


def _readers(scope: Scope) -> list[Person]:
    """The people the viewer looks after who have a role that lodges or reads records."""
    wanted = {Action.LODGE_RECORDS, Action.READ_RECORDS}
    return [one for one in people_seen(scope) if wanted & scope_for(one).actions]


def _periods(dataset: Dataset, councils: list[Place]) -> list[Period]:
    """The periods that files may be for: those of open windows where a dataset has them."""
    if not dataset.windowed:
        return shown.periods_for(dataset, today())
    alliances = {alliance.pk: alliance for one in councils if (alliance := places.alliance_of(one)) is not None}
    found = [
        one.period for alliance in alliances.values() for one in records.windows_of(alliance, dataset) if one.is_open
    ]
    return list(dict.fromkeys(found))


def _lodging_councils(scope: Scope) -> list[Place]:
    codes = scope.places_for(Action.LODGE_RECORDS)
    return [one for one in places.councils() if codes is not None and one.code in codes]


def _kept_alliance(scope: Scope) -> Alliance | None:
    """The alliance whose lists the viewer keeps."""
    kept = (Action.RUN_ROUNDS, Action.APPROVE_ACCESS)
    found = (one for one in places.alliances() if any(scope.may(action, one.region.code) for action in kept))
    return next(found, None)


def _notice(request: HttpRequest) -> HttpResponse | None:
    """The way to the notice against re-identification, for whoever has not accepted it yet (R4.05)."""
    if notice_accepted(_person(request)):
        return None
    return redirect(f"{reverse('agreements:notice')}?{urlencode({'next': request.get_full_path()})}")


def _dataset(slug: str) -> Dataset:
    if slug not in DATASETS:
        raise Http404("There is no such dataset of records.")
    return DATASETS[slug]


def _person(request: HttpRequest) -> Person:
    assert isinstance(request.user, Person)
    return request.user


def _scope(request: HttpRequest) -> Scope:
    return request.scope  # type: ignore[attr-defined,no-any-return]
