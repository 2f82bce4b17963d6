"""Building the neighbour models and the populations."""

import re
from typing import Any

from riia.indicators.model import parse_value
from riia.indicators.reference.building.register import Register, Table, iso
from riia.indicators.reference.building.sources import BuildError, Folder, tidy

_COUNCIL = re.compile(r"\d{3}")
_AGES = "Children aged 0 to 17 years"
_RANKS = range(1, 11)


def neighbours(folder: Folder, register: Register) -> tuple[Table, Table]:
    """neighbour_models.csv and neighbours.csv. Closeness keeps the published words, without stray spaces."""
    models: list[tuple[str, ...]] = []
    rows: list[tuple[str, ...]] = []
    for model in folder.facts["neighbour_model"]:
        code, on = model["code"], iso(model["councils_on"])
        read = {"2025": _wide_2025, "2021": _wide_2021}[code](folder)
        for council, members in read.items():
            _check_members(folder, register, model, council, [member for member, _ in members])
            rows += [(code, council, str(rank), *member) for rank, member in zip(_RANKS, members, strict=True)]
        models.append((code, model["title"], str(model["year"]), on, model["source"], model["note"]))
    models.sort()
    rows.sort(key=lambda row: (row[0], row[1], int(row[2])))
    return (
        (("model", "title", "year", "councils_on", "source", "note"), models),
        (("model", "council", "rank", "neighbour", "closeness"), rows),
    )


def _wide_2025(folder: Folder) -> dict[str, list[tuple[str, str]]]:
    return {
        row["old_la_code"]: [(row[f"SN_{rank}"], tidy(row[f"SN_{rank}P"])) for rank in _RANKS]
        for row in folder.rows("neighbours-2025")
    }


def _wide_2021(folder: Folder) -> dict[str, list[tuple[str, str]]]:
    """Headings repeat ("SNP" ten times), so cells are read by place; rows that are not councils are notes."""
    heading, *body = folder.cells("neighbours-2021")
    if heading[5:7] != ["SN1", "SNP"] or heading[23:25] != ["SN10", "SNP"]:
        raise BuildError(f"{folder.file('neighbours-2021')}: the columns are not where they were. Check the file.")
    return {
        row[0]: [(row[at], tidy(row[at + 1])) for at in range(5, 25, 2)] for row in body if _COUNCIL.fullmatch(row[0])
    }


def _check_members(folder: Folder, register: Register, model: dict[str, Any], council: str, members: list[str]) -> None:
    on = iso(model["councils_on"])
    ended = set(model.get("ended", ()))
    allowed = {
        code
        for code, row in register.councils.items()
        if code in ended or ((row["valid_from"] or on) <= on <= (row["valid_to"] or on))
    }
    # Councils that had ended may be neighbours of each other, never of a council that still existed.
    if council not in ended:
        allowed -= ended
    wrong = sorted({council, *members} - allowed)
    if wrong or len(set(members)) != len(_RANKS) or council in members:
        raise BuildError(
            f"{folder.file(model['source'])}: the neighbours of {council} are not ten other councils of {on}"
            f"{': ' + ', '.join(wrong) if wrong else ''}. Check the file."
        )


def populations(folder: Folder, register: Register) -> tuple[Table, Table]:
    """vintages.csv and populations.csv: one row per vintage and place, one column per mid-year.

    Cells are as published, symbols included; blank means the file has no row for that place and year.
    """
    cells: dict[tuple[str, str], dict[str, str]] = {}
    vintages: list[tuple[str, ...]] = []
    years: set[str] = set()
    for vintage in folder.facts["vintage"]:
        code, name = vintage["code"], folder.file(vintage["source"])
        own: set[str] = set()
        for row in folder.rows(vintage["source"]):
            if row["age_group"] != _AGES:
                raise BuildError(f"{name}: ages {row['age_group']!r}; only {_AGES!r} is expected.")
            place = row["old_la_code"] or row["region_code"] or row["country_code"]
            if place not in register.councils and place not in register.regions.values():
                raise BuildError(f"{name}: place {place!r} is not in the register. Add it to facts.toml.")
            year, value = row["time_period"], row["population_estimate"].strip()
            parse_value(value)
            held = cells.setdefault((code, place), {})
            if year in held:
                raise BuildError(f"{name}: {place} has two rows for {year}. Check the file.")
            held[year] = value
            own.add(year)
        years |= own
        current = "yes" if vintage["current"] else "no"
        vintages.append((code, vintage["title"], min(own), max(own), current, vintage["source"], vintage["note"]))
    columns = sorted(years)
    rows: list[tuple[str, ...]] = [
        (*key, *(held.get(year, "") for year in columns)) for key, held in sorted(cells.items())
    ]
    return (
        (("vintage", "title", "first", "last", "current", "source", "note"), vintages),
        (("vintage", "place", *columns), rows),
    )
