"""What is published about a council, by item of the return: the anchor of its simulated quarters.

The figures are the packaged ones (`riia.demo.data`). Where several editions print a cell the newest counts, and the
source that the definition prefers.
"""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

import polars as pl

from riia.indicators import reference
from riia.indicators.model import Missing, Number, PlaceCode, Symbol, Value
from riia.indicators.returns.forms import form_of

FORM = "mou-2022"
EAST_MIDLANDS, SOUTH_WEST = "E12000004", "E12000009"
REGIONS = (SOUTH_WEST, EAST_MIDLANDS)
CELLS = Path(__file__).parent / "data" / "published.parquet"
ANY_TIME, CENSUS_DAY = "ehe", "ehe:count=census-day"
"""Home education as published: over the academic year, and on two census days."""

type Figures = Mapping[str, Mapping[tuple[str, str], Value]]
"""Published counts by item key, then by place and code of the period."""


def councils_of(region: str) -> tuple[PlaceCode, ...]:
    """The councils of a region that exist today, by code."""
    found = [one.code for one in reference.councils() if reference.region_of(one.code).code == region]
    return tuple(sorted(found))


@cache
def packaged() -> Figures:
    """The packaged counts of both regions and of England, for every item of the form and home education's censuses."""
    places = [str(code) for region in REGIONS for code in councils_of(region)] + [str(reference.ENGLAND)]
    keys = {(item.indicator.slug, item.variant.key): item.key for item in form_of(FORM).items}
    keys |= {("ehe", "count=any-time"): ANY_TIME, ("ehe", "count=census-day"): CENSUS_DAY}
    wanted = pl.DataFrame(list(keys), schema={"indicator": pl.String, "variant": pl.String}, orient="row")
    rows = (
        pl.read_parquet(CELLS, columns=["indicator", "variant", "preference", "period", "place", "number", "number!",
                                        "release"])
        .filter(pl.col("place").is_in(places))
        .join(wanted, on=["indicator", "variant"], how="semi")
        .filter(pl.col("number").is_not_null() | pl.col("number!").is_not_null())
        .sort([pl.col("preference"), pl.col("release").str.split("@").list.last()], descending=[True, False])
    )  # fmt: skip
    found: dict[str, dict[tuple[str, str], Value]] = {key: {} for key in keys.values()}
    # Later rows replace earlier ones: the preferred source, and of one source the newest edition, comes last.
    for row in rows.iter_rows(named=True):
        number, symbol = row["number"], row["number!"]
        value = Missing(Symbol(symbol)) if number is None else Number(int(number))
        found[keys[row["indicator"], row["variant"]]][row["place"], row["period"]] = value
    return found
