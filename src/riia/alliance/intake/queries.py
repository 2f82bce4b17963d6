"""Documents that a viewer may see: those of a place at which they may have documents read."""

from uuid import UUID

from django.db.models import Count, Q, QuerySet

from riia.alliance.access.actions import Action
from riia.alliance.access.scope import Scope
from riia.alliance.intake.models import Paper, PaperFinding
from riia.alliance.intake.states import PaperState
from riia.documents.model import Severity

SEVERITIES = tuple(Severity)
_HEAVY = ("data", "understood", "blocks")


def papers(scope: Scope) -> QuerySet[Paper]:
    """Every document within the viewer's scope, the newest first."""
    places = scope.places_for(Action.CHECK_DOCUMENTS)
    found = Paper.objects.all()
    return found if places is None else found.filter(place__in=places)


def listed(scope: Scope) -> QuerySet[Paper]:
    """Documents for the list: without their content, with counts of findings by severity and of those undecided."""
    counts = {f"n_{one.value}": Count("findings", filter=Q(findings__severity=one.value)) for one in SEVERITIES}
    undecided = Count("findings", filter=Q(findings__decision=""))
    shown = papers(scope).exclude(state=PaperState.REMOVED)
    return shown.defer(*_HEAVY).annotate(undecided=undecided, **counts)


def get_paper(scope: Scope, reference: UUID) -> Paper | None:
    """One document of the scope that has not been removed."""
    found = papers(scope).exclude(state=PaperState.REMOVED).defer("data")  # megabytes that few pages need
    return found.filter(reference=reference).first()


def get_finding(scope: Scope, reference: UUID) -> PaperFinding | None:
    """One finding in a document of the scope."""
    found = PaperFinding.objects.select_related("paper").filter(paper__in=papers(scope), reference=reference)
    return found.exclude(paper__state=PaperState.REMOVED).first()


def data_of(scope: Scope, reference: UUID) -> tuple[str, bytes] | None:
    """Name and bytes of a document, for a context that enters it."""
    paper = get_paper(scope, reference)
    return (paper.name, bytes(paper.data)) if paper and paper.state == PaperState.READ else None
