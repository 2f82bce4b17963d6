"""A letter is entered by forms: the grant, the letter, its contents, and its place in the chain."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from riia.alliance.access.actions import Action
from riia.alliance.access.gate import allow
from riia.alliance.access.models import Person
from riia.alliance.grants.forms import contents, letters
from riia.alliance.grants.forms.payments import ReasonForm
from riia.alliance.grants.models import DeterminationVersion, PurposeLine
from riia.alliance.grants.queries.reading import rows_of
from riia.alliance.grants.services import annex, entering, paying
from riia.alliance.grants.services.entering import Entered
from riia.alliance.grants.views.at import (
    METHODS,
    back_to,
    done,
    form_page,
    found_grant,
    found_version,
    kept_regions,
    person_at,
    posted,
)
from riia.alliance.places import queries as places

_REVEAL = {"references": {"rows": 3}, "financial_year": {"width": 4}}


@allow(Action.KEEP_GRANTS)
@require_http_methods(METHODS)
def new(request: HttpRequest) -> HttpResponse:
    """Enter a new grant with its first letter."""
    regions = kept_regions(request)
    form = letters.NewGrantForm(regions, posted(request))
    if form.is_valid():
        made: list[DeterminationVersion] = []
        entered = Entered(form.grant_details(), form.details(), form.reference_details(""))
        if done(form, lambda: made.append(
            entering.enter_grant(entered=entered, keeper=form.region(), by=person_at(request))
        )):  # fmt: skip
            return back_to(
                request, "grants:version", made[0].reference, "It is entered as a draft. Now enter its letter."
            )
    note = "Enter what the letter says and no more. It is a draft until you enter it as determined."
    return form_page(request, form, "Enter a grant", ("Back to grants", reverse("grants:home")), note=note,
                     button="Save as a draft", fields=_REVEAL)  # fmt: skip


@allow(Action.KEEP_GRANTS)
@require_http_methods(METHODS)
def next_letter(request: HttpRequest, reference: UUID) -> HttpResponse:
    """Enter the next letter of a grant: a variation, an updated version, or one that came before."""
    grant, regions = found_grant(request, reference), kept_regions(request)
    numbers = [each.number for each in grant.versions.all()]
    form = letters.NextLetterForm(regions, posted(request), initial={"number": max(numbers, default=-1) + 1})
    if form.is_valid():
        made: list[DeterminationVersion] = []
        if done(form, lambda: made.append(entering.start_version(
            determination=grant, letter=form.details(), keeper=form.region(), by=person_at(request)
        ))):  # fmt: skip
            said = "It is started as a draft, with the purposes and rows of the letter before it. Change what changed."
            return back_to(request, "grants:version", made[0].reference, said)
    return form_page(request, form, "Enter another letter of this grant", _to_grant(grant.reference),
                     caption=grant.title, button="Save as a draft", fields=_SIZES)  # fmt: skip


_SIZES = {
    "number": {"width": 2}, "edition": {"width": 2}, "copied_to": {"rows": 3}, "redacted": {"rows": 4},
    "amends": {"rows": 2}, "note": {"rows": 2}, "purpose": {"rows": 4},
}  # fmt: skip


@allow(Action.KEEP_GRANTS)
@require_http_methods(METHODS)
def grant(request: HttpRequest, reference: UUID) -> HttpResponse:
    """Change what the grant of a draft is."""
    version = _draft(request, reference)
    form = letters.GrantForm(posted(request), initial=letters.grant_initial(version))
    if form.is_valid() and done(form, lambda: entering.change_grant(
        version=version, details=form.grant_details(), references=form.reference_details(version.citation),
        by=person_at(request),
    )):  # fmt: skip
        return _back(request, version, "The grant is changed.")
    return form_page(request, form, "The grant", _to_version(version), caption=str(version), fields=_REVEAL)


@allow(Action.KEEP_GRANTS)
@require_http_methods(METHODS)
def letter(request: HttpRequest, reference: UUID) -> HttpResponse:
    """Change what a draft says of its letter."""
    version = _draft(request, reference)
    form = letters.LetterForm(posted(request), initial=letters.letter_initial(version))
    if form.is_valid() and done(form, lambda: _change_letter(version, form, person_at(request))):
        return _back(request, version, "The letter is changed.")
    return form_page(request, form, "What the letter says", _to_version(version), caption=str(version), fields=_SIZES)


def _change_letter(version: DeterminationVersion, form: letters.LetterForm, by: Person) -> None:
    entering.change_letter(version=version, letter=form.details(), by=by)
    entering.look_for_references(version=version, by=by)


@allow(Action.KEEP_GRANTS)
@require_http_methods(METHODS)
def parts(request: HttpRequest, reference: UUID) -> HttpResponse:
    """Enter parties and clauses."""
    version = _draft(request, reference)
    form = contents.ContentsForm(posted(request), initial=contents.contents_initial(version))

    def act() -> None:
        annex.set_parties(version=version, parties=form.party_lines(), by=person_at(request))
        annex.set_clauses(version=version, clauses=form.clauses(), by=person_at(request))

    if form.is_valid() and done(form, act):
        return _back(request, version, "Parties and clauses are entered.")
    sizes = {name: {"rows": 3} for name in form.fields}
    return form_page(request, form, "Parties and clauses", _to_version(version), caption=str(version), fields=sizes,
                     note="In our own short words, with figures as written.")  # fmt: skip


@allow(Action.KEEP_GRANTS)
@require_http_methods(METHODS)
def new_purpose(request: HttpRequest, reference: UUID) -> HttpResponse:
    """Enter a line of the purpose."""
    return _purpose(request, _draft(request, reference), None)


@allow(Action.KEEP_GRANTS)
@require_http_methods(METHODS)
def purpose(request: HttpRequest, reference: UUID, pk: int) -> HttpResponse:
    """Change a line of the purpose."""
    version = _draft(request, reference)
    line = version.purposes.filter(pk=pk).first()
    if line is None:
        raise Http404
    if request.method == "POST" and "remove" in request.POST:
        annex.remove_purpose(line=line, by=person_at(request))
        return _back(request, version, f"Line {line.number} is taken out.")
    return _purpose(request, version, line)


def _purpose(request: HttpRequest, version: DeterminationVersion, line: PurposeLine | None) -> HttpResponse:
    initial = contents.purpose_initial(line) if line else {"plan": ""}
    form = contents.PurposeForm(list(places.regions()), posted(request), initial=initial)
    if form.is_valid() and done(form, lambda: annex.put_purpose(
        version=version, details=form.details(), instead=line, by=person_at(request)
    )):  # fmt: skip
        return _back(request, version, f"Line {form.cleaned_data['number']} is entered.")
    title = f"Line {line.number} of the purpose" if line else "A line of the purpose"
    context = {"form": form, "title": title, "back": _to_version(version), "caption": str(version), "line": line,
               "fields": {"number": {"width": 5}, "text": {"rows": 2}, "packages": {"width": 3}, "days": {"width": 3},
                          "cap": {"width": 3}, "year_written": {"width": 4}, "area": {"width": 5}}}  # fmt: skip
    return render(request, "grants/purpose.html", context)


@allow(Action.KEEP_GRANTS)
@require_http_methods(METHODS)
def rows(request: HttpRequest, reference: UUID) -> HttpResponse:
    """Enter the annex."""
    version = _draft(request, reference)
    form = contents.AnnexForm(posted(request), initial=contents.annex_initial(version))
    if form.is_valid() and done(form, lambda: annex.set_annex(
        version=version, columns=form.cleaned_data["column_details"], rows=form.cleaned_data["row_details"],
        by=person_at(request),
    )):  # fmt: skip
        return _back(request, version, "The annex is entered and worked out again below.")
    return form_page(request, form, "The annex", _to_version(version), caption=str(version),
                     fields={"rows": {"rows": 15}})  # fmt: skip


@allow(Action.KEEP_GRANTS)
@require_http_methods(METHODS)
def recipients(request: HttpRequest, reference: UUID) -> HttpResponse:
    """Say which places rows mean whose names were not understood."""
    version = _draft(request, reference)
    unknown = [row for row in rows_of(version) if row.place is None]
    choices = [*places.regions(), *places.councils(version.effective_from)]
    form = contents.PlacesForm(unknown, choices, posted(request))

    def act() -> None:
        for name, row in form.rows.items():
            chosen = form.cleaned_data[name]
            if chosen:
                annex.set_place(allocation=row, place=form.places[chosen], by=person_at(request))

    if form.is_valid() and done(form, act):
        return _back(request, version, "The recipients are placed.")
    return form_page(request, form, "Which places are these?", _to_version(version), caption=str(version),
                     note="Their names are kept as written.")  # fmt: skip


type _Act = Callable[[DeterminationVersion, str, Person], str]


def _determine(version: DeterminationVersion, reason: str, by: Person) -> str:
    entering.determine(version=version, by=by)
    return "The letter is entered as determined."


def _announce(version: DeterminationVersion, reason: str, by: Person) -> str:
    entering.announce(version=version, by=by)
    return "The grant counts from now on, and says that its letter is not held."


def _came(version: DeterminationVersion, reason: str, by: Person) -> str:
    entering.letter_came(version=version, by=by)
    return "It is a draft again. Complete it from the letter."


def _take_over(version: DeterminationVersion, reason: str, by: Person) -> str:
    made = paying.take_over(version=version, by=by)
    return f"{made} instalments are taken over."


def _withdraw(version: DeterminationVersion, reason: str, by: Person) -> str:
    entering.withdraw(version=version, because=reason, by=by)
    return "The letter is withdrawn."


_STEPS: dict[str, tuple[str, str, _Act, bool]] = {
    "determine": ("Enter this letter as determined", "Enter as determined", _determine, False),
    "announce": ("Let this grant count without its letter", "Let it count", _announce, False),
    "letter-came": ("The letter came", "Complete it from the letter", _came, False),
    "take-over": ("Take over the instalments that the letter names", "Take over", _take_over, False),
    "withdraw": ("Withdraw this letter", "Withdraw", _withdraw, True),
}
_NOTES = {
    "determine": "From then on others read it, it counts in every statement, and what it says is not changed any more.",
    "announce": "It counts in statements from its day on. Once the letter comes, complete it.",
    "letter-came": "It is a draft until it is completed and entered as determined.",
    "take-over": "One instalment for each payee and line. Months that were over when the letter was written are paid.",
    "withdraw": "It counts no longer, and stays readable with the reason.",
}


@allow(Action.KEEP_GRANTS)
@require_http_methods(METHODS)
def step(request: HttpRequest, reference: UUID, step: str) -> HttpResponse:
    """One step of a letter: determine, announce, complete, take over instalments, withdraw."""
    if step not in _STEPS:
        raise Http404
    version = found_version(request, reference, keep=True)
    title, button, act, asks = _STEPS[step]
    form = ReasonForm(posted(request))
    if not asks:
        del form.fields["reason"]
    said: list[str] = []
    if form.is_valid() and done(form, lambda: said.append(
        act(version, form.cleaned_data.get("reason", ""), person_at(request))
    )):  # fmt: skip
        messages.success(request, said[0])
        return redirect("grants:version", version.reference)
    return form_page(request, form, title, _to_version(version), caption=str(version), note=_NOTES[step], button=button)


@allow(Action.KEEP_GRANTS)
@require_http_methods(METHODS)
def menu(request: HttpRequest, reference: UUID) -> HttpResponse:
    """Choose from the measures and activities that a letter offers."""
    version, regions = found_version(request, reference), kept_regions(request)
    region = next((each for each in regions if each.code == request.GET.get("region")), regions[0])
    items = list(version.menu.all())
    if not items:
        raise Http404
    if request.method == "POST":
        wanted = set(request.POST.getlist("item"))
        annex.choose(items=[one for one in items if str(one.pk) in wanted], version=version, region=region,
                     by=person_at(request))  # fmt: skip
        messages.success(request, "What your region takes up is saved.")
        return redirect("grants:determination", version.determination.reference)
    chosen = set(version.menu.filter(chosen__region=region).values_list("pk", flat=True))
    context = {"version": version, "items": items, "chosen": chosen, "region": region, "regions": regions}
    return render(request, "grants/menu.html", context)


def _draft(request: HttpRequest, reference: UUID) -> DeterminationVersion:
    version = found_version(request, reference, keep=True)
    if not version.is_draft:
        raise Http404
    return version


def _to_version(version: DeterminationVersion) -> tuple[str, str]:
    return "Back to the letter", reverse("grants:version", args=[version.reference])


def _to_grant(reference: UUID) -> tuple[str, str]:
    return "Back to the grant", reverse("grants:determination", args=[reference])


def _back(request: HttpRequest, version: DeterminationVersion, said: str) -> HttpResponse:
    return back_to(request, "grants:version", version.reference, said)
