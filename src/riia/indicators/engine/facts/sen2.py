"""Requests, needs assessments and plans from the SEN2 person-level return.

A year's return marks what was decided before its year, or by another council, as historical (H). The same request is
therefore "agreed" in one year's return and "historical" in the next: of several returns the newest that still tells
what was decided is taken, and the historical one only where no other is there.
"""

from collections.abc import Mapping, Sequence
from typing import Final

import narwhals as nw

from riia.indicators.engine.facts import Builder
from riia.indicators.engine.tables import Frame, Tables
from riia.indicators.model import Period
from riia.indicators.readers.reading import FILE, ROW
from riia.indicators.tables.sen2 import ASSESSMENT, CHILD, REQUEST

_TWENTY_WEEKS: Final = "140d"
_NO: Final = ["n", "no", "0", "false", "f"]
_HISTORICAL: Final = "H"
_AWAITED: Final = "A"


def requests(tables: Tables, period: Period) -> Frame | None:
    """One request for an assessment a row; `agreed` is null while it is awaited, withdrawn or historical.

    A column that the files lack is left out, so that what needs it is not available instead of 0.
    """
    frame = _requests(tables)
    if frame is None:
        return None
    outcome = nw.col("requestoutcome")
    known = _columns(frame)
    made = {"received": nw.col("receiveddate")}
    if "requestoutcomedate" in known:
        made["decided"] = nw.col("requestoutcomedate")
    if "requestoutcome" in known:
        agreed = nw.when(outcome == "Y").then(nw.lit(True)).otherwise(nw.when(outcome == "N").then(nw.lit(False)))
        made["agreed"] = agreed
        historical = (outcome == _HISTORICAL).fill_null(False)
        made["historical"] = historical | nw.col("transferred").fill_null(False)
        judged = frame.with_columns(_historical=made["historical"])
        frame = _told(tables, judged, [CHILD, "receiveddate"], (outcome == _AWAITED).fill_null(False))
    else:
        frame = tables.latest(frame, [CHILD, "receiveddate"])
    return _fact(frame, made)


def assessments(tables: Tables, period: Period) -> Frame | None:
    """One needs assessment a row."""
    frame = tables.get("assessment")
    if frame is None or not {"assessmentoutcome", "assessmentoutcomedate"} <= _columns(frame):
        return None
    frame, key = _with_request(frame, _requests(tables))
    outcome = nw.col("assessmentoutcome")
    judged = frame.with_columns(_historical=(outcome == _HISTORICAL).fill_null(False))
    made = {"decided": nw.col("assessmentoutcomedate"), "outcome": outcome, "transferred": nw.col("transferred")}
    return _fact(_told(tables, judged, key or [CHILD, "assessmentoutcomedate"]), made)


def plans(tables: Tables, period: Period) -> Frame | None:
    """One plan a row.

    Without the assessments nobody can tell a first plan from an amended one, and without the requests none how long it
    took: then there are no such columns.
    """
    frame = tables.get("namedplan")
    if frame is None or "startdate" not in _columns(frame):
        return None
    asked = _requests(tables) if REQUEST in _columns(frame) else None
    frame, key = _with_request(frame, asked)
    key = key or [CHILD, "startdate"]
    frame = _with(frame, "ceasedate", nw.Date)
    lost = () if asked is not None else ("received", "within_20_weeks")
    assessed = tables.get("assessment")
    if assessed is None or not {"assessmentoutcome", "assessmentoutcomedate"} <= _columns(assessed):
        made = {
            "started": nw.col("startdate"), "ended": nw.col("ceasedate"), "transferred": nw.col("transferred"),
            "received": nw.col("receiveddate"),
        }  # fmt: skip
        return _fact(tables.latest(frame, key), {name: made[name] for name in made if name not in lost})
    frame = _decided(frame, assessed)
    frame = frame.with_columns(ceasedate=nw.col("ceasedate").max().over(*key))
    return _plan_fact(_told(tables, frame, key), exceptions="week20" in _columns(assessed)).drop(lost)


BUILDERS: Mapping[str, Builder] = {
    "ehc_requests": requests,
    "ehc_assessments": assessments,
    "ehc_plans": plans,
}
"""What the return gives."""


def _decided(plans: Frame, assessed: Frame) -> Frame:
    """Plans with the day they were issued, whether an exception applied, and whether the decision is historical.

    Where the assessment does not say, a historical request means a historical decision.
    """
    wanted = ["assessmentoutcome", "assessmentoutcomedate"]
    outcomes = _with(assessed, "week20", nw.Boolean).select(ASSESSMENT, *wanted, "week20")
    frame = plans.join(outcomes, on=ASSESSMENT, how="left")
    outcome, day = nw.col("assessmentoutcome"), nw.col("assessmentoutcomedate")
    said = nw.when(~outcome.is_null()).then(outcome).otherwise(nw.col("requestoutcome"))
    issued = nw.when((outcome == "Y") & ~day.is_null()).then(day).otherwise(nw.col("startdate"))
    return frame.with_columns(_historical=(said == _HISTORICAL).fill_null(False), issued=issued)


def _plan_fact(frame: Frame, *, exceptions: bool) -> Frame:
    start, received, issued = nw.col("startdate"), nw.col("receiveddate"), nw.col("issued")
    not_new = nw.col("_historical") | nw.col("transferred").fill_null(False)
    timed = ~not_new & (issued >= received)
    made = {
        "started": start,
        "ended": nw.col("ceasedate"),
        "first": start == start.min().over(CHILD),
        "transferred": nw.col("transferred"),
        "historical": nw.col("_historical"),
        "received": received,
        "issued": issued,
        "within_20_weeks": nw.when(timed).then(issued <= received.dt.offset_by(_TWENTY_WEEKS)),
    }
    return _fact(frame, made | ({"exception": nw.col("week20")} if exceptions else {}))


def _requests(tables: Tables) -> Frame | None:
    """Requests with `transferred`: whether the plan behind came from another council, null when no module says."""
    frame = tables.get("requests")
    if frame is None or "receiveddate" not in _columns(frame):
        return None
    active = tables.get("activeplans")
    if active is None or "transferla" not in _columns(active):
        return frame.with_columns(transferred=nw.lit(None, dtype=nw.Boolean))
    transferred = ~nw.col("transferla").is_null() & ~nw.col("transferla").str.to_lowercase().is_in(_NO)
    came = active.filter(transferred).select(REQUEST).unique().with_columns(transferred=nw.lit(True))
    joined = frame.join(came, on=REQUEST, how="left")
    return joined.with_columns(transferred=nw.col("transferred").fill_null(False))


def _with_request(frame: Frame, asked: Frame | None) -> tuple[Frame, list[str]]:
    """A table below the requests, with the request's days and outcome, and what tells it in every file."""
    if asked is None:
        for name, kind in (("receiveddate", nw.Date), ("requestoutcome", nw.String), ("transferred", nw.Boolean)):
            frame = _with(frame, name, kind)
        return frame, []
    asked = _with(asked, "requestoutcome", nw.String)
    chosen = asked.select(REQUEST, "receiveddate", "requestoutcome", "transferred")
    return frame.join(chosen, on=REQUEST, how="left"), [CHILD, "receiveddate"]


def _told(tables: Tables, frame: Frame, key: Sequence[str], unfinished: nw.Expr | None = None) -> Frame:
    """The newest return's row of each record, of those that do not call it historical; that one when all do.

    `unfinished` records must be in the next return; one that is there with another day close by had its day corrected.
    """
    if len({one.age for one in tables.files}) > 1:
        told = nw.when(nw.col("_historical")).then(nw.lit(0)).otherwise(nw.lit(1))
        frame = frame.with_columns(_told=told)
        frame = frame.with_columns(_best=nw.col("_told").max().over(*key))
        frame = frame.filter(nw.col("_told") == nw.col("_best")).drop("_told", "_best")
    return tables.latest(frame, key, unfinished)


def _fact(frame: Frame, made: Mapping[str, nw.Expr]) -> Frame:
    common = {"file": nw.col(FILE), "row": nw.col(ROW), "child": nw.col(CHILD), "known_until": nw.col("known_until")}
    return frame.select(expression.alias(name) for name, expression in {**common, **made}.items())


def _with(frame: Frame, name: str, kind: type[nw.Date] | type[nw.String] | type[nw.Boolean]) -> Frame:
    """The frame with a column that the files may lack."""
    return frame if name in _columns(frame) else frame.with_columns(nw.lit(None, dtype=kind).alias(name))


def _columns(frame: Frame) -> set[str]:
    return set(frame.collect_schema().names())
