"""A document that was read and checked is entered as a grant: shown first, then confirmed by a person."""

from uuid import UUID

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from riia.alliance.access.actions import Action
from riia.alliance.access.gate import allow
from riia.alliance.grants.models import DeterminationVersion, GrantKind
from riia.alliance.grants.services import adopting
from riia.alliance.grants.views.at import METHODS, back_to, done, kept_regions, person_at, posted, scope_of
from riia.alliance.intake import queries as intake
from riia.alliance.intake import services as intake_services
from riia.alliance.kit.filters import long_date
from riia.documents.check import check_file
from riia.documents.letters import Letter
from riia.documents.model import DocumentError, Kind


class AdoptForm(forms.Form):
    """What a letter does not say of itself."""

    kind = forms.ChoiceField(
        label="What kind of money is it?",
        choices=GrantKind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Select what kind of money it is"},
    )
    published = forms.BooleanField(
        label="The letter is published, or addressed to all councils",
        required=False,
        help_text="Then everybody who sees grants sees its rows.",
    )


@allow(Action.KEEP_GRANTS)
@require_http_methods(METHODS)
def adopt(request: HttpRequest, reference: UUID) -> HttpResponse:
    """Show what a letter would be entered as, and enter it as a draft."""
    paper = intake.get_paper(scope_of(request), reference)
    held = intake.data_of(scope_of(request), reference)
    if paper is None or held is None or paper.kind != Kind.LETTER:
        raise Http404
    region = next((each for each in kept_regions(request) if each.code == paper.place), kept_regions(request)[0])
    letter = _letter(*held)
    source = f"{paper.name}, read on {long_date(paper.read_at)}" if paper.read_at else paper.name
    proposal = adopting.proposal_of(letter, sha256=paper.sha256, source=source)
    form = AdoptForm(posted(request), initial={"kind": GrantKind.CORE})
    if proposal.chain is not None:
        form.fields.clear()
    made: list[DeterminationVersion] = []

    def act() -> None:
        given = form.cleaned_data
        kind = GrantKind(given.get("kind", GrantKind.CORE))
        version = adopting.draft_from_letter(
            letter=letter, by=person_at(request), keeper=region, kind=kind, published=given.get("published", False),
            sha256=paper.sha256, source=source,
        )  # fmt: skip
        made.append(version)
        intake_services.note_use(
            paper=paper,
            words=str(version),
            href=reverse("grants:version", args=[version.reference]),
            by=person_at(request),
        )

    if form.is_valid() and done(form, act):
        return back_to(request, "grants:version", made[0].reference, "It is entered as a draft. Look at what came out.")
    context = {"form": form, "paper": paper, "proposal": proposal,
               "back": ("Back to the document", reverse("intake:paper", args=[paper.reference]))}  # fmt: skip
    return render(request, "grants/adopt.html", context)


def _letter(name: str, data: bytes) -> Letter:
    try:
        structure = check_file(data, name, Kind.LETTER).structure
    except DocumentError:
        raise Http404 from None
    if not isinstance(structure, Letter):
        raise Http404
    return structure
