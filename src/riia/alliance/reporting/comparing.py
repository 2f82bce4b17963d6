"""What changed from one report to the next: KPI by KPI, and in what stands around them. Pure."""

from collections.abc import Iterator
from typing import Final

from riia.alliance.reporting.content import Change, Kpi, Rag, ReportData
from riia.alliance.reporting.rows import amount, due, score, total_of
from riia.alliance.reporting.rows_grants import exact

_BETTER: Final = {Rag.RED: 0, Rag.AMBER: 1, Rag.GREEN: 2}
_DONE: Final = {"missed": 0, "met": 2}
_MISSING: Final = "not in it"


def changes(before: ReportData, now: ReportData) -> tuple[Change, ...]:
    """Every difference that a reader of both would want to know."""
    return (
        *_kpis(before, now),
        *_exemptions(before, now),
        *_money(before, now),
        *_grants(before, now),
        *_risks(before, now),
    )


def _kpis(before: ReportData, now: ReportData) -> Iterator[Change]:
    earlier = {one.key: one for one in before.kpis}
    for one in now.kpis:
        old = earlier.pop(one.key, None)
        if old is None:
            yield Change(one.key, one.words, _MISSING, _standing(one))
        elif (_standing(old), due(old)) != (_standing(one), due(one)):
            moved = old.due != one.due or old.due_written != one.due_written
            was, is_ = (f"{_standing(each)}, due {due(each)}" if moved else _standing(each) for each in (old, one))
            yield Change(one.key, one.words, was, is_, _direction(old, one))
    for old in earlier.values():
        yield Change(old.key, old.words, _standing(old), _MISSING)


def _standing(one: Kpi) -> str:
    words = f"{one.rag.value} ({one.status.lower()})" if one.status else one.rag.value
    return f"{words}, {score(one)}"


def _direction(old: Kpi, new: Kpi) -> bool | None:
    """Better or worse by rating, then by status, then by the count where it is of the same whole; None for neither.

    What was not rated and turns red is worse, and what turns green is better; amber then says neither.
    """
    if old.rag is Rag.GREY and new.rag in (Rag.RED, Rag.GREEN):
        return new.rag is Rag.GREEN
    pairs = [
        (_BETTER.get(old.rag), _BETTER.get(new.rag)),
        (_DONE.get(old.status.lower(), 1), _DONE.get(new.status.lower(), 1)),
    ]
    if len(old.measures) == len(new.measures) == 1 and old.measures[0].of == new.measures[0].of:
        pairs.append((old.measures[0].n, new.measures[0].n))
    for was, is_ in pairs:
        if was is not None and is_ is not None and was != is_:
            return is_ > was
    return None


def _exemptions(before: ReportData, now: ReportData) -> Iterator[Change]:
    old = {(one.kpi, one.council, one.since) for one in before.exemptions}
    new = {(one.kpi, one.council, one.since) for one in now.exemptions}
    for kpi, council, _ in sorted(new - old):
        yield Change(kpi, f"exemption of {council}", "none", "in force")
    for kpi, council, _ in sorted(old - new):
        yield Change(kpi, f"exemption of {council}", "in force", "ended")


def _money(before: ReportData, now: ReportData) -> Iterator[Change]:
    was, is_ = total_of(before.money).spent, total_of(now.money).spent
    if was != is_:
        yield Change("Money", "spent to date", amount(was), amount(is_))


def _grants(before: ReportData, now: ReportData) -> Iterator[Change]:
    """Grants that are new, and those whose allocation a letter changed. One that is not listed any more is not told."""
    old = {one.title: one for one in before.grants}
    for grant in now.grants if before.grants else ():
        was = exact(old[grant.title].allocated) if grant.title in old else _MISSING
        if was != exact(grant.allocated):
            yield Change("Grant", f"{grant.title}, allocated", was, exact(grant.allocated))


def _risks(before: ReportData, now: ReportData) -> Iterator[Change]:
    old = {one.title: one for one in before.risks if not one.confidential}
    for risk in now.risks:
        if risk.confidential:
            continue
        earlier = old.pop(risk.title, None)
        if earlier is None:
            yield Change("Risk", risk.title, _MISSING, risk.rating or "not rated")
        elif earlier.rating != risk.rating:
            yield Change("Risk", risk.title, earlier.rating or "not rated", risk.rating or "not rated")
    for risk in old.values():
        yield Change("Risk", risk.title, risk.rating or "not rated", "closed")
