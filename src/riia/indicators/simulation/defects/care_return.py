"""Defects of the SSDA903, planted in the newest year."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Final

from riia.indicators.simulation.chance import years_after
from riia.indicators.simulation.defects.planting import Draw, Files, Place, kind
from riia.indicators.simulation.files.sheets import Row, Sheet
from riia.indicators.simulation.protection import year_days

_OF: Final = "ssda903"


def _sheet(files: Files, name: str) -> Sheet:
    return files.care[files.year][name]


def _rows(files: Files, table: str, child: str) -> list[Row]:
    return [row for row in _sheet(files, table).rows if row["CHILD"] == child]


def _at(files: Files, table: str, column: str, row: Row) -> Place:
    return Place(table, column, str(row["CHILD"]), sheet=_sheet(files, table), cells=row)


def _newcomers(files: Files) -> set[str]:
    """Children who are in no older return, so that a change disturbs no comparison of years."""
    older = [sheets["header"] for year, sheets in files.care.items() if year < files.year]
    before = {str(row["CHILD"]) for header in older for row in header.rows}
    return {str(row["CHILD"]) for row in _sheet(files, "episodes").rows} - before


def _day(row: Row, column: str) -> date:
    held = row[column]
    if not isinstance(held, date):
        raise ValueError(f"{column} holds no day")
    return held


def _pair(files: Files, draw: Draw, fits: Callable[[Row, Row], bool]) -> tuple[Row, Row] | None:
    """Two episodes of one child of which the second follows the first inside the year."""
    held: dict[str, list[Row]] = {}
    for row in _sheet(files, "episodes").rows:
        held.setdefault(str(row["CHILD"]), []).append(row)
    first = year_days(files.year)[0]
    pairs = [
        (one[0], one[1])
        for one in held.values()
        # Another defect may have opened the first episode again.
        if len(one) == 2
        and isinstance(one[0]["DEC"], date)
        and _day(one[1], "DECOM") > first + timedelta(days=40)
        and fits(one[0], one[1])
    ]
    missing = {str(row["CHILD"]) for row in _sheet(files, "missing").rows}
    return draw.one(pairs, lambda pair: str(pair[0]["CHILD"]), lambda pair: str(pair[0]["CHILD"]) not in missing)


def _long_enough(before: Row, after: Row) -> bool:
    end = after["DEC"]
    room = not isinstance(end, date) or (end - _day(after, "DECOM")).days > 40
    return (_day(before, "DEC") - _day(before, "DECOM")).days > 40 and room


@kind("gap-in-care", _OF, "LAC-213", "The episode ends because another begins (X1), but that begins 20 days later.")
def gap_in_care(files: Files, draw: Draw) -> Place | None:
    """The second episode begins later."""
    pair = _pair(files, draw, _long_enough)
    if pair is None:
        return None
    pair[1]["DECOM"] = _day(pair[1], "DECOM") + timedelta(days=20)
    return _at(files, "episodes", "REC", pair[0])


@kind("overlapping-episodes", _OF, "LAC-212", "The episode begins before the one before it has ended.", ("LAC-213",))
def overlapping_episodes(files: Files, draw: Draw) -> Place | None:
    """The second episode begins earlier."""
    pair = _pair(files, draw, _long_enough)
    if pair is None:
        return None
    pair[1]["DECOM"] = _day(pair[1], "DECOM") - timedelta(days=15)
    return _at(files, "episodes", "DECOM", pair[1])


@kind("start-without-end-of-care", _OF, "LAC-215", "The child starts to be looked after (S), but was so already.",
      ("LAC-421",))  # fmt: skip
def start_without_end_of_care(files: Files, draw: Draw) -> Place | None:
    """The second episode is said to be a start."""
    pair = _pair(files, draw, _long_enough)
    if pair is None:
        return None
    pair[1]["RNE"] = "S"
    return _at(files, "episodes", "RNE", pair[1])


@kind("wrong-reason-after-a-gap", _OF, "LAC-214", "The child had left care, but the new episode is no start (S).")
def wrong_reason_after_a_gap(files: Files, draw: Draw) -> Place | None:
    """The first episode ends with the child going home, the second begins 20 days later as a change of placement."""
    pair = _pair(files, draw, lambda before, after: _long_enough(before, after) and after["RNE"] == "P")
    if pair is None:
        return None
    before, after = pair
    before["REC"], before["REASON_PLACE_CHANGE"] = "E4A", None
    after["DECOM"] = _day(after, "DECOM") + timedelta(days=20)
    oc2 = _sheet(files, "oc2")
    oc2.rows[:] = [row for row in oc2.rows if row["CHILD"] != after["CHILD"]]
    return _at(files, "episodes", "RNE", after)


@kind("status-did-not-change", _OF, "LAC-218", "The legal status is said to have changed (L), but it did not.")
def status_did_not_change(files: Files, draw: Draw) -> Place | None:
    """The second episode gets the first one's status."""
    pair = _pair(files, draw, lambda before, after: after["RNE"] == "L" and before["PLACE"] != "P1")
    if pair is None:
        return None
    pair[1]["LS"] = pair[0]["LS"]
    return _at(files, "episodes", "RNE", pair[1])


def _single(files: Files, draw: Draw, fits: Callable[[Row], bool]) -> Row | None:
    """The only episode of a child who is new this year."""
    new = _newcomers(files)
    count: dict[str, int] = {}
    for row in _sheet(files, "episodes").rows:
        count[str(row["CHILD"])] = count.get(str(row["CHILD"]), 0) + 1
    rows = [row for row in _sheet(files, "episodes").rows if count[str(row["CHILD"])] == 1]
    return draw.one(rows, lambda row: str(row["CHILD"]), lambda row: str(row["CHILD"]) in new and fits(row))


def _no_incident(files: Files) -> Callable[[Row], bool]:
    away = {str(row["CHILD"]) for row in _sheet(files, "missing").rows}
    return lambda row: str(row["CHILD"]) not in away


@kind("end-before-beginning", _OF, "LAC-202", "The episode ends before it begins.", ("LAC-611", "LAC-203"))
def end_before_beginning(files: Files, draw: Draw) -> Place | None:
    """The end is moved to two days before the beginning."""
    calm = _no_incident(files)
    first = year_days(files.year)[0] + timedelta(days=10)
    row = _single(
        files, draw,
        lambda row: calm(row) and isinstance(row["DEC"], date) and row["REC"] == "E4A" and _day(row, "DECOM") > first,
    )  # fmt: skip
    if row is None:
        return None
    row["DEC"] = _day(row, "DECOM") - timedelta(days=2)
    for review in _rows(files, "reviews", str(row["CHILD"])):
        _sheet(files, "reviews").rows.remove(review)
    return _at(files, "episodes", "DEC", row)


@kind("end-without-reason", _OF, "LAC-201", "The episode has a day of its end, but no reason.")
def end_without_reason(files: Files, draw: Draw) -> Place | None:
    """The reason is taken out."""
    row = _single(files, draw, lambda row: row["REC"] == "E4A")
    if row is None:
        return None
    row["REC"] = None
    return _at(files, "episodes", "REC", row)


@kind("unknown-placement", _OF, "READ-CODE", "The placement is not a code.")
def unknown_placement(files: Files, draw: Draw) -> Place | None:
    """The placement becomes X9."""
    row = _single(files, draw, lambda row: row["PLACE"] == "U6" and row["REC"] not in ("E45", "E46"))
    if row is None:
        return None
    row["PLACE"] = "X9"
    return _at(files, "episodes", "PLACE", row)


@kind("parents-by-agreement", _OF, "LAC-306", "The child is placed with parents, but accommodated by agreement.")
def parents_by_agreement(files: Files, draw: Draw) -> Place | None:
    """A foster placement under V2 becomes one with parents."""
    row = _single(files, draw, lambda row: row["LS"] == "V2" and row["PLACE"] == "U6" and row["REC"] in (None, "E4A"))
    if row is None:
        return None
    row["PLACE"], row["PLACE_PROVIDER"], row["URN"] = "P1", "PR0", None
    row["PL_POST"] = row["HOME_POST"]
    return _at(files, "episodes", "LS", row)


@kind("not-in-header", _OF, "LAC-121", "The child has episodes, but is not in the header.",
      ("LAC-122", "LAC-123", "LAC-124", "LAC-125", "LAC-126", "LAC-127", "LAC-128", "LAC-129", "LAC-130"))  # fmt: skip
def not_in_header(files: Files, draw: Draw) -> Place | None:
    """The child's row is taken out of the header."""
    row = _single(files, draw, lambda row: row["REC"] in (None, "E4A") and row["PLACE"] not in ("K3", "S1"))
    if row is None:
        return None
    header = _sheet(files, "header")
    header.rows[:] = [one for one in header.rows if one["CHILD"] != row["CHILD"]]
    return _at(files, "episodes", "CHILD", row)


@kind("same-episode-twice", _OF, "READ-ALIKE", "The episode is there twice.")
def same_episode_twice(files: Files, draw: Draw) -> Place | None:
    """The row is repeated at the end."""
    row = _single(files, draw, lambda row: row["REC"] is None)
    if row is None:
        return None
    again = dict(row)
    _sheet(files, "episodes").rows.append(again)
    return _at(files, "episodes", "DECOM", again)


@kind("child-twice-in-header", _OF, "LAC-101", "The child is in the header twice.", ("LAC-104",))
def child_twice_in_header(files: Files, draw: Draw) -> Place | None:
    """The row is repeated at the end, with another ethnic group."""
    row = _single(files, draw, lambda _: True)
    if row is None:
        return None
    again = dict(_rows(files, "header", str(row["CHILD"]))[0])
    again["ETHNIC"] = "OOTH" if again["ETHNIC"] != "OOTH" else "AOTH"
    _sheet(files, "header").rows.append(again)
    return _at(files, "header", "CHILD", again)


@kind("upn-check-letter-in-care", _OF, "LAC-103", "The first letter of the UPN does not agree with its digits.")
def upn_check_letter_in_care(files: Files, draw: Draw) -> Place | None:
    """The letter is replaced by another."""
    new = _newcomers(files)
    row = draw.one(
        _sheet(files, "header").rows,
        lambda one: str(one["CHILD"]),
        lambda one: str(one["CHILD"]) in new and len(str(one["UPN"])) == 13,
    )
    if row is None:
        return None
    upn = str(row["UPN"])
    row["UPN"] = ("B" if upn[0] == "A" else "A") + upn[1:]
    return _at(files, "header", "UPN", row)


@kind("status-ended-after-18th-birthday", _OF, "LAC-411", "The UASC status ended after the 18th birthday.")
def status_ended_after_18th_birthday(files: Files, draw: Draw) -> Place | None:
    """The day becomes ten days after the birthday."""
    row = draw.one(_sheet(files, "uasc").rows, lambda one: str(one["CHILD"]), lambda _: True)
    if row is None:
        return None
    row["DUC"] = years_after(_day(row, "DOB"), 18) + timedelta(days=10)
    return _at(files, "uasc", "DUC", row)


@kind("birthdays-differ", _OF, "LAC-141", "The day of birth is another than in the header.", ("LAC-401", "LAC-402"))
def birthdays_differ(files: Files, draw: Draw) -> Place | None:
    """The day in the reviews is moved by two days."""
    new = _newcomers(files)
    row = draw.one(_sheet(files, "reviews").rows, lambda one: str(one["CHILD"]), lambda one: str(one["CHILD"]) in new)
    if row is None:
        return None
    row["DOB"] = _day(row, "DOB") - timedelta(days=2)
    return _at(files, "reviews", "DOB", row)


@kind("too-young-to-take-part", _OF, "LAC-401", "The review says the child was too young to take part, at 4 or more.")
def too_young_to_take_part(files: Files, draw: Draw) -> Place | None:
    """The code becomes PN0."""
    row = draw.one(
        _sheet(files, "reviews").rows,
        lambda one: str(one["CHILD"]),
        lambda one: years_after(_day(one, "DOB"), 5) < _day(one, "REVIEW"),
    )
    if row is None:
        return None
    row["REVIEW_CODE"] = "PN0"
    return _at(files, "reviews", "REVIEW_CODE", row)


@kind("back-before-missing", _OF, "LAC-601", "The child was back before it went missing.", ("LAC-604", "LAC-602"))
def back_before_missing(files: Files, draw: Draw) -> Place | None:
    """The end is moved to two days before the beginning."""
    first = year_days(files.year)[0] + timedelta(days=10)
    held = [str(row["CHILD"]) for row in _sheet(files, "missing").rows]
    row = draw.one(
        _sheet(files, "missing").rows,
        lambda one: str(one["CHILD"]),
        lambda one: _day(one, "MIS_START") > first and held.count(str(one["CHILD"])) == 1,
    )
    if row is None:
        return None
    row["MIS_END"] = _day(row, "MIS_START") - timedelta(days=2)
    return _at(files, "missing", "MIS_END", row)


@kind("score-too-high", _OF, "LAC-427", "The strengths and difficulties score is above 40.")
def score_too_high(files: Files, draw: Draw) -> Place | None:
    """The score becomes 57."""
    row = draw.one(
        _sheet(files, "oc2").rows, lambda one: str(one["CHILD"]), lambda one: one.get("SDQ_SCORE") is not None
    )
    if row is None:
        return None
    row["SDQ_SCORE"] = 57
    return _at(files, "oc2", "SDQ_SCORE", row)


@kind("not-in-health-return", _OF, "LAC-422", "The child was looked after for the whole year, but is not in OC2.")
def not_in_health_return(files: Files, draw: Draw) -> Place | None:
    """The child's row is taken out of OC2."""
    held: dict[str, Row] = {}
    count: dict[str, int] = {}
    for row in _sheet(files, "episodes").rows:
        held[str(row["CHILD"])] = row
        count[str(row["CHILD"])] = count.get(str(row["CHILD"]), 0) + 1
    oc2 = _sheet(files, "oc2")
    gone = draw.one(oc2.rows, lambda one: str(one["CHILD"]), lambda one: count.get(str(one["CHILD"])) == 1)
    if gone is None:
        return None
    oc2.rows.remove(gone)
    return _at(files, "episodes", "CHILD", held[str(gone["CHILD"])])


@kind("in-touch-without-activity", _OF, "LAC-444", "The council is in touch, but the activity is not known.")
def in_touch_without_activity(files: Files, draw: Draw) -> Place | None:
    """The activity becomes 0."""
    row = draw.one(_sheet(files, "oc3").rows, lambda one: str(one["CHILD"]), lambda one: one["IN_TOUCH"] == "YES")
    if row is None:
        return None
    row["ACTIV"] = "0"
    return _at(files, "oc3", "IN_TOUCH", row)
