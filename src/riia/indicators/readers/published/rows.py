"""What a row is about: its period and its place."""

import re
from difflib import get_close_matches

import polars as pl

from riia.indicators import reference
from riia.indicators.readers.problems import Problem
from riia.indicators.readers.published.layout import Layout

ENGLAND = "E92000001"
NATIONAL, REGIONAL, COUNCIL = "National", "Regional", "Local authority"
REGIONS = {
    "North East": "E12000001",
    "North West": "E12000002",
    "Yorkshire and The Humber": "E12000003",
    "East Midlands": "E12000004",
    "West Midlands": "E12000005",
    "East of England": "E12000006",
    "London": "E12000007",
    "South East": "E12000008",
    "South West": "E12000009",
    "Inner London": "E13000001",
    "Outer London": "E13000002",
}
_JOINT_ROW = "is a joint row of several councils; it is a figure of none of them and was left out."
_COUNCIL_CODE = re.compile(r"[2-9]\d{2}", re.ASCII)
_JOINT = re.compile(r"[2-9]\d{2}( ?/ ?[2-9]\d{2})+", re.ASCII)
_ONS_CODE = re.compile(r"E\d{8}", re.ASCII)
# A spreadsheet runs a cell that begins like this as a formula; no published name or breakdown does.
_FORMULA = r"^[=+@\t\r-]"


def add_periods(frame: pl.DataFrame, layout: Layout) -> tuple[pl.DataFrame, list[Problem]]:
    """Add the column `period`: the period code of each row by the layout's rule."""
    has_identifier = "time_identifier" in frame.columns
    keys = ["time_period", "time_identifier"] if has_identifier else ["time_period"]
    problems: list[Problem] = []
    codes: dict[tuple[str, ...], str] = {}
    for row in frame.select(keys).unique(maintain_order=True).iter_rows():
        text, identifier = row[0], row[1] if has_identifier else ""
        if has_identifier and identifier not in layout.period.identifiers:
            expected = ", ".join(sorted(layout.period.identifiers))
            problems += _each(
                frame, keys, row, "time_identifier", identifier, f"must be {expected}.", "Check the file."
            )
            continue
        period = layout.period.period(text, identifier)
        if period is None:
            rule = f"must be {layout.period.words}."
            problems += _each(frame, keys, row, "time_period", f"{text} {identifier}".strip(), rule, "Check the file.")
        else:
            codes[row] = period.code
    table = pl.DataFrame(
        [(*row, code) for row, code in codes.items()], schema=dict.fromkeys([*keys, "period"], pl.String), orient="row"
    )
    return frame.join(table, on=keys, how="left", maintain_order="left"), problems


def add_places(frame: pl.DataFrame, layout: Layout) -> tuple[pl.DataFrame, list[Problem], list[tuple[int, str]]]:
    """Add the columns `level` and `place`, and tell what a reader should know, by line.

    Joint rows of councils are taken out and told. Where the layout knows the register, the names and ONS codes beside
    a council's code are checked against it.
    """
    wanted = [
        "geographic_level", "country_code", "region_code", "region_name", "old_la_code", "new_la_code", "la_name",
        "geo_breakdown",
    ]  # fmt: skip
    keys = [name for name in wanted if name in frame.columns]
    problems: list[Problem] = []
    places: list[tuple[str | None, ...]] = []
    told: list[tuple[int, str]] = []
    for row in frame.select(keys).unique(maintain_order=True).iter_rows():
        cells = dict(zip(keys, row, strict=True))
        if _JOINT.fullmatch(cells.get("old_la_code", "")) and cells["geographic_level"] == COUNCIL:
            words = f"{cells['old_la_code']} {_JOINT_ROW}"
            told += [(line, words) for line in _where(frame, keys, row)]
            continue
        place, wrong = _place(cells, layout)
        if wrong:
            column, value, rule, remedy = wrong
            problems += _each(frame, keys, row, column, value, rule, remedy)
        places.append((*row, place))
    table = pl.DataFrame(places, schema=dict.fromkeys([*keys, "place"], pl.String), orient="row")
    joined = frame.join(table, on=keys, how="inner", maintain_order="left")
    return joined.rename({"geographic_level": "level"}), problems, sorted(told)


def _place(cells: dict[str, str], layout: Layout) -> tuple[str, tuple[str, str, str, str] | None]:
    """The code of a row's place, and what is wrong with it as (column, value, rule, remedy)."""
    level = cells["geographic_level"]
    if level == NATIONAL:
        country = cells.get("country_code", "")
        if country not in ("", ENGLAND):
            return "", ("country_code", country, f"must be {ENGLAND} (England).", "Give the file for England.")
        return ENGLAND, None
    if level == REGIONAL and not layout.national_only:
        code = REGIONS.get(cells["geo_breakdown"], "") if layout.regions_by_name else cells["region_code"]
        if code not in REGIONS.values():
            column = "geo_breakdown" if layout.regions_by_name else "region_code"
            return "", (
                column,
                cells[column],
                "is not an English region.",
                "Use the nine regions, Inner or Outer London.",
            )
        named = REGIONS.get(_region_name(cells.get("region_name", "")), code)
        if named != code and layout.places is not None:
            name = cells["region_name"]
            return "", ("region_name", name, f"is {named}, and the code beside it is {code}.", _ASK)
        return code, None
    if level == COUNCIL and not layout.national_only:
        code = cells["old_la_code"]
        if not _COUNCIL_CODE.fullmatch(code):
            return "", (
                "old_la_code",
                code,
                "is not a three-digit council code.",
                "Codes are text such as 831 (Derby).",
            )
        if layout.places is not None and code not in layout.places:
            return "", (
                "old_la_code",
                f"{code} {cells.get('la_name', '')}".strip(),
                "is not a council in the register.",
                "Check the code; a new council is added to the register of places first, with its predecessors.",
            )
        ons = cells.get("new_la_code", "")
        if ons and not _ONS_CODE.fullmatch(ons):
            return "", ("new_la_code", ons, "is not an ONS code.", "Codes are such as E06000015.")
        return code, _disagreement(cells) if layout.places is not None else None
    expected = NATIONAL if layout.national_only else f"{NATIONAL}, {REGIONAL} or {COUNCIL}"
    return "", ("geographic_level", level, f"must be {expected}.", "Take the other levels out of the file.")


def _region_name(text: str) -> str:
    """The name of a region as we write it: the Humber has its article in either case."""
    return next((name for name in REGIONS if name.casefold() == text.casefold()), text)


def _disagreement(cells: dict[str, str]) -> tuple[str, str, str, str] | None:
    """Where the name or the ONS code beside a council's code belongs to another place, or to none.

    An ONS code that the register does not hold is let be: councils get new ones when boundaries move, and the council's
    own code, with its name, says who it is.
    """
    code, name, ons = cells["old_la_code"], cells.get("la_name", ""), cells.get("new_la_code", "")
    council = reference.authority(code)
    if name:
        try:
            reference.confirm(code, name)
        except reference.CodeAndNameDisagree:
            return "la_name", name, f"is another council; {code} is {council.name}.", _ASK
        except reference.PlaceError:
            if not get_close_matches(name.casefold(), [one.text.casefold() for one in council.names], n=1, cutoff=0.75):
                return "la_name", name, f"is not a name of {code}, which is {council.name}.", _ASK
    if ons and ons not in {dated.code for dated in council.codes}:
        try:
            other = reference.find_place(ons)
        except reference.PlaceError:
            return None
        return "new_la_code", ons, f"belongs to {other.name}; {code} is {council.name}.", _ASK
    return None


_ASK = "Check the row against the published file: which is right is not guessed."


def duplicates(frame: pl.DataFrame, layout: Layout) -> list[Problem]:
    """Rows that describe the same thing as an earlier row."""
    keys = ["period", "place", *layout.keys]
    repeated = frame.with_columns(first=pl.col("line").min().over(keys)).filter(pl.col("line") != pl.col("first"))
    named = " and ".join(["period", "place", *layout.keys])
    return [
        Problem(
            line,
            "",
            f"{period} {place}, as on line {first}",
            f"has the same {named} as an earlier line.",
            "Keep one: which is right is not guessed.",
        )
        for line, first, period, place in repeated.select("line", "first", "period", "place").iter_rows()
    ]


def formulas(frame: pl.DataFrame, names: tuple[str, ...]) -> list[Problem]:
    """Text cells that a spreadsheet would run."""
    return [
        Problem(line, name, value, "begins like a spreadsheet formula.", "Published names do not: check the file.")
        for name in names
        if name in frame.columns
        for line, value in frame.filter(pl.col(name).str.contains(_FORMULA)).select("line", name).iter_rows()
    ]


def _where(frame: pl.DataFrame, keys: list[str], row: tuple[str, ...]) -> list[int]:
    same = pl.all_horizontal(pl.col(name) == value for name, value in zip(keys, row, strict=True))
    return frame.filter(same)["line"].to_list()


def _each(
    frame: pl.DataFrame, keys: list[str], row: tuple[str, ...], column: str, value: str, rule: str, remedy: str
) -> list[Problem]:
    """A problem for every line that has these cells."""
    return [Problem(line, column, value, rule, remedy) for line in _where(frame, keys, row)]
