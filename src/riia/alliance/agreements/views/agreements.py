"""Agreements as read: the list, one version's signatures, its text, its versions and what differs between them."""

import uuid

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from riia.alliance.access.actions import Action
from riia.alliance.access.gate import allow
from riia.alliance.access.scope import Scope
from riia.alliance.agreements import policies
from riia.alliance.agreements.differences import clause_changes, party_changes
from riia.alliance.agreements.models import AgreementVersion
from riia.alliance.agreements.permissions import may_keep
from riia.alliance.agreements.presenters import agreements as shown
from riia.alliance.agreements.presenters.agreements_signatures import signature_table
from riia.alliance.agreements.presenters.agreements_text import clause_lines, text_title, with_other_bodies
from riia.alliance.agreements.presenters.agreements_versions import version_lines, what_differs
from riia.alliance.agreements.queries import agreements as queries
from riia.documents.memoranda.counts import count_findings
from riia.documents.memoranda.numbering import numbering_findings


@allow(Action.SEE_AGREEMENTS)
@require_safe
def agreements(request: HttpRequest) -> HttpResponse:
    """Every agreement the viewer may read."""
    scope, today = scope_of(request), timezone.localdate()
    versions = list(queries.versions_seen(scope))
    lines = []
    for agreement in queries.agreements_seen(scope):
        own = [version for version in versions if version.agreement_id == agreement.pk]
        lines.append(shown.line(agreement, queries.current_of(own), today))
    keeps = scope.may(Action.KEEP_AGREEMENTS)
    overdue = [shown.overdue_line(version, today) for version in queries.reviews_overdue(scope, today)]
    late = sum(line.review_tone == "attention" for line in lines)
    context = {"title": shown.list_title(lines, late), "lines": lines, "keeps": keeps, "overdue": overdue}
    return render(request, "agreements/list.html", context)


@allow(Action.SEE_AGREEMENTS)
@require_safe
def version(request: HttpRequest, reference: uuid.UUID) -> HttpResponse:
    """One version: whether everybody has signed, who and when, and what can be done next."""
    found = version_or_404(request, reference)
    stands = policies.execution(found.signing_dates, found.commences)
    keeps = keeps_it(request, found)
    context = frame(request, found, "version") | {
        "title": shown.title(found, stands),
        "warning": shown.warning(found, stands),
        "missing": stands.missing,
        "facts": shown.facts(found, stands),
        "review": shown.review_notice(found, timezone.localdate(), keeps=keeps),
        "table": signature_table(found, list(queries.parties(found)), keeps=keeps, mine=scope_of(request).councils),
        "reviews": found.reviews.order_by("-held_on"),
    }
    return render(request, "agreements/version.html", context)


@allow(Action.SEE_AGREEMENTS)
@require_safe
def text(request: HttpRequest, reference: uuid.UUID) -> HttpResponse:
    """The clauses of a version, with what is wrong in their numbers and counts (R2.19, R2.21)."""
    found = version_or_404(request, reference)
    clauses = queries.clauses(found)
    others = [party.name for party in queries.parties(found) if not party.counted_authority]
    counted = with_other_bodies(count_findings(clauses), clauses, others)
    findings = (*numbering_findings(clauses), *counted)
    lines = clause_lines(
        found.clauses.select_related("under").order_by("position"), [(one.where, one.says) for one in findings]
    )
    context = frame(request, found, "text") | {
        "title": text_title(found, len(findings), bool(lines)),
        "findings": findings,
        "lines": lines,
    }
    return render(request, "agreements/text.html", context)


@allow(Action.SEE_AGREEMENTS)
@require_safe
def versions(request: HttpRequest, reference: uuid.UUID) -> HttpResponse:
    """Every version of an agreement, and what this one says that another does not (R2.16)."""
    found = version_or_404(request, reference)
    every = list(queries.versions_seen(scope_of(request)).filter(agreement=found.agreement).order_by("-number"))
    wanted = request.GET.get("with", "")
    other = next((v for v in every if str(v.reference) == wanted and v != found), None) or found.replaces
    difference = _difference(other, found) if other else None
    context = frame(request, found, "versions") | {
        "lines": version_lines(every, found, other),
        "difference": difference,
        "other": other,
    }
    return render(request, "agreements/versions.html", context)


def _difference(before: AgreementVersion, after: AgreementVersion) -> object:
    names = [[party.name for party in queries.parties(version)] for version in (before, after)]
    changes = clause_changes(queries.clauses(before), queries.clauses(after))
    return what_differs(before, after, changes, party_changes(*names))


def scope_of(request: HttpRequest) -> Scope:
    return request.scope  # type: ignore[attr-defined,no-any-return]


def version_or_404(request: HttpRequest, reference: uuid.UUID) -> AgreementVersion:
    """The version, if the viewer may read it; otherwise there is no such page."""
    found = queries.version_seen(scope_of(request), reference)
    if found is None:
        raise Http404("There is no such agreement, or it is not one of your region.")
    return found


def keeps_it(request: HttpRequest, version: AgreementVersion) -> bool:
    return may_keep(scope_of(request), version.agreement.alliance)


def frame(request: HttpRequest, version: AgreementVersion, here: str) -> dict[str, object]:
    """What every page of a version shows around its own content."""
    keeps = keeps_it(request, version)
    return {
        "version": version,
        "agreement": version.agreement,
        "tone": shown.tone_of(version.state),
        "chips": shown.chips(version, here, queries.counts(version)),
        "steps": shown.steps(version, keeps=keeps),
        "keeps": keeps,
    }
