"""Server time of the plan on one page: 147 KPIs, 261 measures, with everything recorded for them, on SQLite.

The limit is the product's own: 95 of 100 answers within 100 ms of server time. Each page is asked through Django's test
client (middleware, session, gate, queries and template; no network), signed in as the regional coordinator.

Rows that were worked out are remembered until something is changed that they rest on. First looks after a change are
therefore measured apart: before each answer a line is written to the audit trail, as every change does; one of the
plan, so that all that is recorded for it is read again, or one of the returns, so that they are also asked again what
they count. KPIs that are as before are not judged again: "all judged again" is what a change of every KPI would cost.

Peers: the same rows worked out one KPI at a time, as a page without prefetching would ask for them (the naive twin);
and openpyxl opening a workbook with one line for each measure, which is how a plan is kept today. Both give the rows
only, without a page around them.
"""

import gc
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks.compare_pages import prepared

LIMIT_MS, TIMES = 100.0, 40
PAGES = {
    "all KPIs": "/plan/",
    "red ones": "/plan/?rag=red",
    "as at 15 January 2026": "/plan/?at=2026-01-15",
    "what is due": "/plan/due/?at=2026-01-15",
}


def main() -> None:
    with prepared() as _:
        from django.test import Client

        from riia.alliance.access.models import Person
        from riia.alliance.access.scope import Scope
        from riia.alliance.plans.queries import reading, standing

        client = Client(headers={"host": "localhost"})
        person = Person.objects.get(email="sw-coordinator@demo.invalid")
        client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
        scope = Scope.system()
        plan = reading.plan_of(scope, "E12000009")
        assert plan is not None
        version = reading.version_of(plan)
        assert version is not None

        def ask(address: str) -> None:
            assert client.get(address).status_code == 200, address

        ask("/plan/")
        gc.collect()
        gc.freeze()  # as the served application does once it is loaded (config/wsgi.py)
        print(f"{'page':<44}{'p50':>9}{'p95':>9}{'p95 / limit':>14}")
        for name, address in PAGES.items():
            ask(address)
            tell(name, spread(lambda address=address: ask(address)))  # type: ignore[misc]
        tell("all KPIs, after a change of the plan", spread(lambda: ask("/plan/"), before=lambda: changed("plans")))
        tell("all KPIs, after a change of returns", spread(lambda: ask("/plan/"), before=lambda: changed("returns")))
        tell("all KPIs, all judged again", spread(lambda: ask("/plan/"), before=everything))
        print(f"limit: {LIMIT_MS:.0f} ms of server time at the 95th percentile, {TIMES} answers each")

        def rows(only: list[int] | None = None) -> int:
            found = standing.standings_of(version, at=plan.ends_on, viewer=scope, sees_councils=True, only=only)
            return len(found.rows)

        keys = list(version.kpis.values_list("pk", flat=True))
        ours = statistics.median(spread(rows, times=5))
        twin = statistics.median(spread(lambda: sum(rows([key]) for key in keys), times=3))
        with tempfile.TemporaryDirectory() as folder:
            book = workbook(Path(folder), reading.standings(scope, plan))
            opened = statistics.median(spread(lambda: read(book), times=5))
        print(f"rows worked out: {ours:.0f} ms; naive twin, one KPI at a time: {twin:.0f} ms ({twin / ours:.1f} times)")
        print(f"openpyxl, the same measures in a workbook: {opened:.0f} ms ({opened / ours:.1f} times)")


def changed(part: str) -> None:
    """Write a line of the audit trail, as every change of this part does."""
    from django.db import transaction

    from riia.alliance.audit.actors import System
    from riia.alliance.audit.services import record

    with transaction.atomic():
        record(by=System("benchmark"), action=f"{part}.benchmark", target=None, summary="Something was changed")


def everything() -> None:
    """As if every KPI had changed: forget how each stood."""
    from riia.alliance.plans.queries import remembered

    remembered.forget_judged()
    changed("plans")


def spread(act: Callable[[], object], *, times: int = TIMES, before: Callable[[], None] | None = None) -> list[float]:
    """How long it takes each time, in milliseconds."""
    found = []
    for _ in range(times):
        if before:
            before()
        started = time.perf_counter()
        act()
        found.append((time.perf_counter() - started) * 1000)
    return sorted(found)


def tell(name: str, found: list[float]) -> None:
    high = found[min(len(found) - 1, int(0.95 * len(found)))]
    print(f"{name:<44}{statistics.median(found):>6.0f} ms{high:>6.0f} ms{high / LIMIT_MS:>13.2f}")


def workbook(folder: Path, standings: object) -> Path:
    """The plan as a workbook with a line for each measure."""
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    for row in standings.rows:  # type: ignore[attr-defined]
        for each in row.measures:
            sheet.append([row.key, row.words, row.area_title, row.owner_words, row.reason, each.words, each.target,
                          str(each.n), str(each.of), each.due, each.due_written, len(row.evidence)])  # fmt: skip
    path = folder / "plan.xlsx"
    book.save(path)
    return path


def read(path: Path) -> int:
    """Open the workbook and look at every cell."""
    from openpyxl import load_workbook

    return sum(1 for line in load_workbook(path).active.iter_rows(values_only=True) for cell in line if cell)


if __name__ == "__main__":
    main()
