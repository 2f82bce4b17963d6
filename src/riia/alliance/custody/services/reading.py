"""Looking at the tables made of records. Every look is logged, for each file, with who and why."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.db.models import QuerySet

from riia.alliance.access.actions import Action
from riia.alliance.access.queries import scope_of_actor
from riia.alliance.audit.actors import Acts
from riia.alliance.audit.services import Target, record
from riia.alliance.custody import permissions, policies, queries
from riia.alliance.custody.errors import NotYourRecords
from riia.alliance.custody.grounds import basis_to_collect, check_shown
from riia.alliance.custody.models import MadeTable, RecordFile
from riia.alliance.custody.services.files import log
from riia.indicators.records import CutRefused, Dataset, cut_by
from riia.indicators.records.tables import PRICES


@transaction.atomic
def see_tables(
    *, files: QuerySet[RecordFile], dataset: Dataset, slug: str, purpose: str, by: Acts, on: date
) -> list[MadeTable]:
    """The tables of one kind of accepted files, for whoever may see them. Writes a line of the read log for each.

    Raises CustodyError where the viewer's role, the access list or the register does not allow one of them.
    """
    said = policies.check_purpose(purpose)
    scope = scope_of_actor(by)
    found = list(queries.tables_shown(files.filter(dataset=dataset.key), slug))
    for table in found:
        file = table.file
        permissions.check_may(scope, Action.READ_RECORDS, file.council.code)
        if table.with_prices or slug == PRICES:
            permissions.check_may(scope, Action.SEE_PRICES, file.council.code)
        permissions.check_named(dataset, scope, is_named=queries.is_named(scope, dataset, file.alliance, on))
        if dataset.named_readers or file.council.code not in scope.councils:
            check_shown(file.alliance, dataset, permissions.audiences(dataset, scope, file.council.code), on)
        else:
            basis_to_collect(file.alliance, dataset, on)  # a council sees what it gave itself (R14.03)
        log(file=file, by=by, what=f"saw the table {slug}", purpose=said, rows=file.rows)
    return found


def check_asked(*, dataset: Dataset, of: str, by_fields: Sequence[str], by: Acts) -> str:
    """The name of the table by these fields. One that is not offered is refused, and the asking recorded (R4.05).

    Raises NotYourRecords.
    """
    try:
        return cut_by(dataset, of, tuple(by_fields)).slug
    except CutRefused as error:
        target = Target("custody.Dataset", dataset.key, dataset.title)
        with transaction.atomic():
            record(
                by=by,
                action="custody.refuse_table",
                target=target,
                summary=f"Refused a table of {dataset.title} by {len(by_fields)} fields",
                details={"fields": [name[:40] for name in by_fields if name in _known(dataset)]},
            )
        raise NotYourRecords(str(error)) from None


def _known(dataset: Dataset) -> set[str]:
    return {name for one in dataset.lists for name in one.names}
