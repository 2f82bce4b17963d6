"""Tables made safe: what is shown, what is hidden and why, and the attacker's report before anything is published."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Final

from riia.indicators.disclosure.asking import question
from riia.indicators.disclosure.attacking import Interval
from riia.indicators.disclosure.completing import completed
from riia.indicators.disclosure.derived import check_figures
from riia.indicators.disclosure.dimensions import Dimension, Key
from riia.indicators.disclosure.linking import Linked, link
from riia.indicators.disclosure.policies import Aim, Policy, policy_named
from riia.indicators.disclosure.protected import Kind, Protected, ProtectedCell, Tables, Withheld, tables_of
from riia.indicators.disclosure.protecting import find_pattern
from riia.indicators.disclosure.recognising import with_rounding
from riia.indicators.disclosure.releases import Succession, is_of_then, read_earlier
from riia.indicators.disclosure.reports import Attack, assault, attack_tables, is_inside, report_of
from riia.indicators.disclosure.systems import Cell, DisclosureError
from riia.indicators.disclosure.tables import Labels, Table
from riia.indicators.disclosure.withholding import withheld
from riia.indicators.model import Missing, Number, Symbol, Value

_FREE: Final = 1e-6
"""What it costs not to know a cell that is printed nowhere anyway."""
_SECONDS: Final = 60.0
_TOLD: Final = 5


def protect(
    tables: Tables,
    policy: Policy | str = "dfe-1-5",
    *,
    earlier: Tables = (),
    earlier_is: Succession | str | None = None,
    hierarchies: Iterable[Dimension] = (),
    weights: Mapping[str, float] | None = None,
    seconds: float = _SECONDS,
) -> Protected:
    """Hide what must be hidden so that no small count can be worked out from the tables, and no more than that.

    * `tables` are protected together: cells with the same labels are one cell, wherever they are printed.
    * `earlier` are releases that are published already, as they were printed. What they showed stays known; what they
      hid stays hidden.
    * `earlier_is` says what those releases are where cells with the same labels have other counts: "running", parts of
      a period that runs on, such as April to June before April to September, so that what was counted since is
      protected too; "revised", the same figures before some were corrected; "separate", another period. Where it is
      not given the counts decide: where they grow and none falls, the period runs on. `report.notes` say how a release
      was read.
    * `hierarchies` are dimensions over labels that no single table has: periods of several lengths, given as
      `at={"period": ...}`, are linked by `Dimension("period", of_which={"April to September": ["April to June"]})`.
      What is printed nowhere but can be reckoned (July to September) is protected too.
    * `weights` say what hiding a cell with a label costs (`{"England": 100}`), 1 for every other; without them the
      policy decides what is lost least.
    * Derived figures that would narrow a hidden count are withheld ("c").

    >>> page = [("council", "boys", "girls", "All"), ("Derby", 4, 9, 13), ("Stoke", 8, 7, 15), ("All", 12, 16, 28)]
    >>> safe = protect(Table.from_crosstab(page, columns="sex", total="All"))
    >>> print(safe.table)
    council  boys  girls  All
    Derby       c      c   13
    Stoke       c      c   15
    All        12     16   28
    >>> safe["Derby", "girls"].why
    'hidden so that council Derby, sex boys cannot be worked out from council Derby'
    >>> print(safe.report.words)
    4 cells hidden (policy dfe-1-5).
    Tightest: council Derby, sex boys must be 1 to 11.
    Safe: nothing small can be worked out.

    Raises TableError where totals are not the sums of their parts, and DisclosureError where nothing protects the cells
    it names: then nothing may be published. Raises TableError where the counts leave open what an earlier release is.
    """
    policy = policy_named(policy)
    # What is hidden is printed as "c" here, whatever sign the source had.
    given = [with_rounding(replace(table, most={})) for table in tables_of(tables)]
    before = read_earlier(given, [with_rounding(table) for table in tables_of(earlier)], earlier_is)
    across = tuple(hierarchies)
    linked = link(given, before, hierarchies=across)
    check_figures([figure for table in given for figure in table.figures], {**linked.counts, **linked.exposed})
    _refuse_published(linked, policy)
    found = _done(linked, policy)
    hidden = _hidden(linked, policy, weights, seconds) if found is None else dict.fromkeys(linked.hidden, Kind.ALREADY)
    bare = [table.replaced(_covered(table, hidden), ()) for table in given]
    told = link(bare, before, hierarchies=across)
    intervals = assault(told) if found is None or linked.figures else found
    pages, out = _with_figures(given, bare, told, intervals)
    if any(key in intervals for table in pages for figure in table.figures for key in figure.cells):
        printed = link(pages, before, hierarchies=across)
        report = report_of(printed, assault(printed), policy)
    else:
        report = report_of(told, intervals, policy)
    if not report.is_safe:
        raise DisclosureError(f"This must not be published. {report.words}")
    notes = tuple(dict.fromkeys(note for table in given for note in table.notes))
    return Protected(tuple(pages), policy, _cells(pages, hidden, told), tuple(out), report, notes)


def attack(
    tables: Tables,
    policy: Policy | str | None = None,
    *,
    earlier: Tables = (),
    earlier_is: Succession | str | None = None,
    hierarchies: Iterable[Dimension] = (),
    at_least: int | None = None,
    ties_known: bool = True,
) -> Attack:
    """What can be worked out from published tables, protected here or by somebody else.

    The attacker knows everything printed in `tables` and in `earlier` releases, the relations between the cells, the
    derived figures beside them, and that a hidden count is a whole number and at least `at_least`: 1, or 0 where a
    publisher hides zeros too (found out where it is not given). `ties_known=False` where it is not known how halves
    were rounded. `earlier_is` is as for `protect`. The policy is that of a `Protected`, otherwise dfe-1-5.

    >>> page = [("council", "boys", "girls", "All"), ("Derby", "c", "9", "13"), ("Stoke", "8", "7", "15")]
    >>> report = attack(Table.from_crosstab(page, columns="sex", total="All"))
    >>> print(report)
    1 cell hidden (policy dfe-1-5).
    Tightest: council Derby, sex boys must be exactly 4.
    NOT SAFE: 1 cell can be worked out to be within 1 to 5:
      council Derby, sex boys must be exactly 4

    Raises TableError where the tables contradict each other or themselves.
    """
    if policy is None:
        policy = tables.policy if isinstance(tables, Protected) else "dfe-1-5"
    return attack_tables(
        tables_of(tables),
        policy,
        tables_of(earlier),
        hierarchies=tuple(hierarchies),
        at_least=at_least,
        ties_known=ties_known,
        earlier_is=earlier_is,
    )


def _refuse_published(linked: Linked, policy: Policy) -> None:
    """A small count that an earlier release has printed cannot be hidden any more."""
    counts = {**linked.counts, **linked.exposed}
    told = [key for key in linked.before if policy.is_small(counts[key] or 0) and not is_of_then(key)]
    if told:
        more = f" and {len(told) - _TOLD:,} more" if len(told) > _TOLD else ""
        raise DisclosureError(
            f"An earlier release has printed {'; '.join(map(repr, told[:_TOLD]))}{more}, which the policy "
            f"{policy.name} hides. It cannot be hidden any more: withdraw that release, or leave these cells out of "
            "this one."
        )


def _hidden(linked: Linked, policy: Policy, weights: Mapping[str, float] | None, seconds: float) -> dict[Key, Kind]:
    """The cells to hide, and why."""
    counts = completed(linked)
    asked = question(linked, counts, policy)
    known: dict[Cell, object] = dict(asked.counts.items())
    least: dict[Cell, float] = dict(asked.least.items())
    costs: dict[Cell, float] | None = None
    if weights is not None or asked.unseen:
        costs = {key: _cost(key, count, policy, weights or {}) for key, count in asked.counts.items()}
        costs |= dict.fromkeys(asked.unseen, _FREE)
    pattern = find_pattern(
        known,
        asked.relations,
        policy,
        within=asked.within,
        at_least=least,
        hidden=[key for key in linked.hidden if key not in linked.before],
        shown=asked.fixed,
        weights=costs,
        seconds=seconds,
    )
    chosen = [key for key, is_hidden in zip(pattern.keys, pattern.hidden, strict=True) if is_hidden]
    out: dict[Key, Kind] = dict.fromkeys(linked.hidden, Kind.ALREADY)
    for key in chosen:
        assert isinstance(key, Key)
        if key in asked.printed:
            out[asked.printed[key]] = Kind.SMALL if policy.is_small(counts[asked.printed[key]]) else Kind.COMPLEMENTARY
        elif key in linked.counts and key not in linked.hidden and linked.counts[key] is not None:
            out[key] = Kind.SMALL if policy.is_small(counts[key]) else Kind.COMPLEMENTARY
    return out


def _done(linked: Linked, policy: Policy) -> dict[Key, Interval] | None:
    """What the attacker makes of tables that are safe as they are, so that nothing more is hidden; else None."""
    if linked.exposed or any(count is not None and policy.is_small(count) for count in linked.counts.values()):
        return None
    found = assault(linked)
    unseen = (*linked.hidden, *linked.rests, *linked.rounded, *linked.unknown)
    tight = any(is_inside(found[key], policy) for key in unseen)
    return None if tight else found


def _cost(key: Key, count: int, policy: Policy, weights: Mapping[str, float]) -> float:
    bits = (1 + count).bit_length()
    cost = float(bits) if policy.aim is Aim.VALUE else 1 + 1e-3 * bits
    return cost * max((weights[label] for _, label in key if label in weights), default=1.0)


def _covered(table: Table, hidden: Mapping[Key, Kind]) -> dict[Labels, Value]:
    """The table's values, with a gap in place of what is hidden."""
    gap = Missing(Symbol.SUPPRESSED)
    return {labels: gap if key in hidden else table.cells[labels] for labels, key in table.named()}


def _with_figures(
    given: Sequence[Table], bare: Sequence[Table], told: Linked, intervals: Mapping[Key, tuple[int, float]]
) -> tuple[list[Table], list[Withheld]]:
    """The tables with those derived figures that tell nothing, and a list of the others."""
    figures = [figure for table in given for figure in table.figures]
    telling = withheld(figures, told, intervals)
    gap = Missing(Symbol.SUPPRESSED)
    printed = iter(replace(one, value=gap) if at in telling else one for at, one in enumerate(figures))
    pages = []
    for table, empty in zip(given, bare, strict=True):
        pages.append(replace(empty, figures=tuple(next(printed) for _ in table.figures)))
    out = [
        Withheld(
            figures[at].column,
            figures[at].beside,
            cells,
            f"withheld because it would tell about {'; '.join(map(repr, cells[:_TOLD]))}",
        )
        for at, cells in telling.items()
    ]
    return pages, out


def _cells(pages: Sequence[Table], hidden: Mapping[Key, Kind], told: Linked) -> dict[Key, ProtectedCell]:
    reasons = _reasons(hidden, told)
    out: dict[Key, ProtectedCell] = {}
    for table in pages:
        for labels, key in table.named():
            value = table.cells[labels]
            if key in hidden:
                out[key] = ProtectedCell(hidden[key], value, reasons[key])
            elif isinstance(value, Missing):
                out[key] = ProtectedCell(Kind.MISSING, value, value.words)
            elif labels in table.rounded:
                why = f"printed rounded to {table.rounded[labels].base}"
                out.setdefault(key, ProtectedCell(Kind.ROUNDED, value, why))
            elif isinstance(value, Number) and value.value == 0:
                out[key] = ProtectedCell(Kind.ZERO, value, "a true zero")
            else:
                out[key] = ProtectedCell(Kind.SHOWN, value, "tells nothing small")
    return out


def _reasons(hidden: Mapping[Key, Kind], told: Linked) -> dict[Key, str]:
    """Why each cell is hidden; for complementary ones, which sum would have told which cell."""
    best: dict[Key, tuple[tuple[int, int], str]] = {}
    for whole, parts in told.relations:
        unseen = [key for key in (whole, *parts) if told.counts[key] is None]
        for key in unseen:
            if hidden.get(key) is not Kind.COMPLEMENTARY or len(unseen) < 2:
                continue
            others = [one for one in unseen if one != key]
            small = [one for one in others if hidden.get(one) is Kind.SMALL or one in told.rests]
            rank = (0 if small else 1, len(others))
            if key not in best or rank < best[key][0]:
                cell = (small or others)[0]
                what = "its parts" if cell == whole else repr(whole)
                best[key] = rank, f"hidden so that {cell!r} cannot be worked out from {what}"
    out: dict[Key, str] = {}
    for key, kind in hidden.items():
        if kind is Kind.SMALL:
            out[key] = "hidden because it is small"
        elif kind is Kind.ALREADY:
            out[key] = "hidden already in the source or in an earlier release"
        else:
            out[key] = best[key][1] if key in best else "hidden so that small counts cannot be worked out"
    return out
