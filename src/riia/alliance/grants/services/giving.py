"""Grants from a file in the 360Giving standard, entered as drafts: all of them, or none."""

from datetime import date
from typing import Final

from django.db import transaction
from django.urls import reverse

from riia.alliance.access.queries import scope_of_actor
from riia.alliance.audit.actors import Acts
from riia.alliance.audit.services import record
from riia.alliance.grants.annex_text import Said
from riia.alliance.grants.errors import GrantError
from riia.alliance.grants.models import AmountState, ColumnKind, DeterminationVersion
from riia.alliance.grants.permissions import check_may_keep
from riia.alliance.grants.queries.giving_import import NOTE, Batch, Plan, plan_of
from riia.alliance.grants.services import annex, entering
from riia.alliance.grants.services.annex import ColumnDetails, RowDetails
from riia.alliance.grants.services.entering import Entered, GrantDetails, LetterDetails, ReferenceDetails
from riia.alliance.intake.models import Paper
from riia.alliance.intake.services import note_use
from riia.alliance.kit.filters import plural
from riia.alliance.places.models import Place
from riia.documents.giving import read_giving

MOST: Final = 2_000
"""Grants in one file; a letter to every council has 153."""


@transaction.atomic
def enter_from(*, paper: Paper, region: Place, expected: str, today: date, by: Acts) -> list[DeterminationVersion]:
    """Enter the new grants of a file for a region as drafts, as they were shown.

    `expected` is the digest of the plan that the person saw. Raises GrantError where something else would be entered
    now, nothing is new, or the person may not.
    """
    check_may_keep(scope_of_actor(by), region.code)
    held = Paper.objects.select_for_update().get(pk=paper.pk)
    reading = read_giving(bytes(held.data), held.name, today=today)
    plan = plan_of(scope_of_actor(by), reading, region, today=today)
    check_plan(plan)
    if plan.digest != expected:
        raise GrantError("Something changed since you looked. Look at what would be entered again.")
    made = [_enter(batch, region, held, by) for batch in plan.batches]
    many = sum(len(batch.lines) for batch in plan.batches)
    words = f"{plural(many, 'grant')} in {plural(len(made), 'draft')}"
    note_use(paper=held, words=words, href=reverse("grants:giving_import_file", args=[held.reference]), by=by)
    record(by=by, action="grants.enter_from_giving", target=held, summary=f"Entered {words} from a file of grants",
           details={"sha256": held.sha256, "refused": len(plan.lines) - many},
           places=[region.code])  # fmt: skip
    return made


def check_plan(plan: Plan) -> None:
    """Raise GrantError where nothing of the file can be entered."""
    if not plan.batches:
        raise GrantError("Nothing in the file is new, so there is nothing to enter.")
    if len(plan.lines) > MOST:
        raise GrantError(f"The file has more than {MOST:,} grants. Give those of one region and year.")


def _enter(batch: Batch, region: Place, paper: Paper, by: Acts) -> DeterminationVersion:
    source = f"360Giving file {paper.name}, SHA-256 {paper.sha256[:16]}"
    version = entering.enter_grant(
        entered=Entered(
            GrantDetails(batch.programme, batch.kind, batch.year, batch.department, condition=batch.condition,
                         source=source[:300]),
            LetterDetails(batch.awarded_written, batch.awarded, letter_held=False, purpose=batch.purpose,
                          source=source[:300], document_sha256=paper.sha256),
            tuple(ReferenceDetails(one) for one in batch.references),
        ),
        keeper=region,
        by=by,
    )  # fmt: skip
    rows = [
        RowDetails(
            line.recipient[:200],
            [Said(AmountState.STATED, line.pence, line.written[:60])],
            place=line.place,
            about=line.title[:300],
            note=f"{NOTE}{line.identifier}",
        )
        for line in batch.lines
    ]
    return annex.set_annex(
        version=version, columns=[ColumnDetails(ColumnKind.TOTAL, "Amount awarded")], rows=rows, by=by
    )
