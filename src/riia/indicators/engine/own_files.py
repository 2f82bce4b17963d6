"""From a council's own files to its figures, in one call: what `riia indicators compute` does, for notebooks too.

    >>> from pathlib import Path
    >>> from riia.indicators.engine.own_files import OwnFiles, compute
    >>> answer = compute(OwnFiles(cin=(Path("cin_2025.xml"),)), place="831", period="YE2025-03")  # doctest: +SKIP

Nothing leaves the machine: the files are read, the aggregate is returned, and the rows behind it stay in memory.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Final

import narwhals as nw

from riia.indicators.definitions.countings import countings, find
from riia.indicators.engine.computing import Question, fact_frame, figures
from riia.indicators.engine.explaining import Explanation, explain
from riia.indicators.engine.given_files import OwnFiles, Recognised, read, recognise
from riia.indicators.engine.reconciling import Reconciliation, reconcile
from riia.indicators.engine.results import Figure, Population
from riia.indicators.engine.tables import Frame, Tables, gathered
from riia.indicators.model import Missing, Number, Period, population_year
from riia.indicators.model.findings import Finding, Severity, in_order
from riia.indicators.readers.reading import Progress, Reading
from riia.indicators.reference import PlaceError, Region, find_place, find_vintage, population

__all__ = ["Answer", "OwnFiles", "Recognised", "children", "compute", "population_of", "read", "recognise"]
_REFERRALS: Final = 20
"""From so many on, referrals tell which year a census is of."""


@dataclass(frozen=True)
class Answer:
    """Figures with what they came from: every counting asked for, from every source that has it.

    A counting that no file given can supply has one figure without a source, not available, which says so.
    """

    place: str
    period: Period
    figures: tuple[Figure, ...]
    findings: tuple[Finding, ...]
    readings: tuple[Reading, ...] = field(repr=False)
    _facts: dict[tuple[str, str], Frame | None] = field(default_factory=dict, init=False, repr=False, compare=False)

    @cached_property
    def sources(self) -> tuple[Tables, ...]:
        """The tables behind the figures."""
        return tuple(Tables.of(reading) for reading in self.readings)

    def explanations(self, address: str) -> list[Explanation]:
        """The rows behind an indicator ("repeat-referrals") or one variant, as each source's figure counted them.

        Raises UnknownDefinition.
        """
        asked = {(one.indicator, one.variant) for one in find(address)}
        figures = (one for one in self.figures if (one.counting.indicator, one.counting.variant) in asked)
        return [found for figure in figures for found in self._explained(figure)]

    def _explained(self, figure: Figure) -> list[Explanation]:
        """The rows of one figure. Its counting may stand in for another, where the files are too short for that."""
        sources = [tables for tables in self.sources if tables.collection == figure.source]
        return explain(sources, figure.counting, self.period, self._frame)

    def _frame(self, tables: Tables, fact: str, period: Period) -> Frame | None:
        """A fact, made once for all that ask for it."""
        key = tables.collection, fact
        if key not in self._facts:
            frame = fact_frame(tables, fact, period)
            self._facts[key] = None if frame is None else nw.from_native(gathered(frame).lazy())
        return self._facts[key]

    def reconciliations(self) -> list[Reconciliation]:
        """Every indicator that several sources give a number for, compared row by row."""
        given: dict[tuple[str, str], list[Figure]] = {}
        for figure in self.figures:
            if not isinstance(figure.number, Missing):
                given.setdefault((figure.counting.indicator, figure.counting.variant), []).append(figure)
        several = (figures for figures in given.values() if len(figures) > 1)
        return [found for each in several for found in reconcile([e for one in each for e in self._explained(one)])]


def compute(
    files: OwnFiles,
    *,
    place: str | None,
    period: str | Period,
    population: int | None = None,
    indicators: Sequence[str] = (),
    progress: Progress | None = None,
) -> Answer:
    """Every indicator that the files can give, for a council and a period.

    `place` is a three-digit code or a name, None for the council that the files name; `period` a code such as
    `2025-26Q2`; `population` overrides the packaged estimate of children aged 0 to 17; `indicators` limits the answer
    to some addresses. Raises PlaceError, PeriodError, UnknownDefinition, FileRefused for a file that cannot be trusted.
    """
    when = Period.parse(period) if isinstance(period, str) else period
    asked = str(find_place(place).code) if place is not None else None
    chosen = [one for address in indicators for one in find(address)] if indicators else list(countings())
    readings = read(files, progress, asked)
    code = asked or str(find_place(_named(readings)).code)
    sources = [Tables.of(reading) for reading in readings]
    question = Question(code, when, children(code, when, population))
    found = figures(sources, chosen, question)
    findings = in_order(
        [*_wrong_council(readings, code), *_another_year(readings), *(f for one in readings for f in one.findings)]
    )
    return Answer(code, when, tuple(found), findings, tuple(readings))


def children(place: str, period: Period, given: int | None = None) -> Population:
    """The population under the rates: what was given, or the packaged mid-year estimate of the period.

    Where the estimate of the period's own mid-year is not out yet, the newest one stands in and the words say so.
    """
    if given is not None:
        return Population(Number(given), f"{given:,} children aged 0 to 17, as given")
    year = population_year(period)
    own = population_of(place, year)
    if not isinstance(own, Missing):
        return Population(own, f"mid-{year} estimate ({find_vintage().code} edition)")
    newest = find_vintage().last
    stand_in = population_of(place, newest)
    if year > newest and not isinstance(stand_in, Missing):
        return Population(stand_in, f"mid-{newest} estimate, the newest packaged, as mid-{year} is not")
    return Population(own, f"no mid-{year} estimate is packaged; it can be given (--population)")


def population_of(place: str, year: int) -> Number | Missing:
    """The packaged mid-year estimate."""
    return population(place, year).value


def _named(readings: Sequence[Reading]) -> str:
    """The council that the files name. Raises PlaceError when none does."""
    for reading in readings:
        if reading.place:
            return reading.place
    raise PlaceError("None of the files says which council it is of. Say it: --place 831.")


def _wrong_council(readings: Sequence[Reading], place: str) -> list[Finding]:
    """A warning for each return that says it is of another council, and where what was asked for is no council."""
    told = []
    for reading in readings:
        if not reading.files:
            continue
        if reading.place and reading.place != place:
            rule = f"says that it is of council {reading.place}, and {place} was asked for."
            remedy = "Check that the right files were given. The figures below carry the council that was asked for."
        elif not reading.place and isinstance(find_place(place), Region):
            rule = f"is set against all children of {find_place(place).name}, which is not a council."
            remedy = "Name the council that the files are of, unless they are of all councils there."
        else:
            continue
        told.append(Finding("READ-PLACE", Severity.WARNING, reading.files[-1].name, "", "", rule, remedy, 1))
    return told


def _another_year(readings: Sequence[Reading]) -> list[Finding]:
    """An error for each census whose referrals are of another year than its header says."""
    told = []
    for reading in readings:
        referrals = reading.tables.get("CINdetails") if reading.collection == "cin-census" else None
        for file in reading.files if referrals is not None else ():
            if referrals is None or file.year is None:
                continue
            days = referrals.filter(referrals["_file"] == file.name).get_column("CINreferralDate").drop_nulls()
            within = int(days.is_between(date(file.year - 1, 4, 1), date(file.year, 3, 31)).sum())
            after = int((days > date(file.year, 3, 31)).sum())
            if len(days) >= _REFERRALS and (within == 0 or after > within):
                rule = (
                    f"says that it is of the year {file.year}, of which {within:,} of its {len(days):,} referrals are;"
                    f" {after:,} are later."
                )
                remedy = "Correct the year in the header, or export the right year: its figures are of another one."
                told.append(Finding("READ-YEAR", Severity.ERROR, file.name, "Header", "Year", rule, remedy, 1))
    return told
