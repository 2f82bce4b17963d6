"""From a published table to figures, as the definitions say.

Two steps, both without loss. `cells` picks what each variant needs: its count, what that is a share of, and the rate
or percentage as printed. `figures` turns every cell into one row for each measure: the count itself, the rate on the
mid-year population that belongs to the edition, the percentage. What is printed stays beside what is computed; neither
is altered.

A symbol in a part makes the whole that symbol (the strongest, where there are several). Nothing missing becomes 0.

England and regions: their printed rate or percentage leaves out councils without a full return, while the printed
counts may hold one of a council's two numbers and not the other (Yorkshire and The Humber, repeat plans 2022: printed
23.6, from the counts 22.2). Where the two differ by more than rounding, the printed one is the figure, and
`differences` tells it.

London: a table with Inner and Outer London and no London gets a row for London, the sum of the two, where both have a
number, and otherwise the strongest symbol. Such rows are marked `derived`. It is a count added from two published
counts, so it may differ by the rounding of each.
"""

from collections.abc import Mapping
from functools import reduce

import polars as pl

from riia.indicators.definitions.catalogue import Catalogue
from riia.indicators.definitions.errors import DefinitionError
from riia.indicators.definitions.nouns import Cell, Measure, Source
from riia.indicators.definitions.printed import Difference, apart, differences, is_area
from riia.indicators.model import Missing, Period, Symbol, Value, population_year
from riia.indicators.readers.published.table import PublishedTable
from riia.indicators.reference import populations

__all__ = [
    "CELLS_SCHEMA",
    "COMPUTED",
    "FIGURES_SCHEMA",
    "PUBLISHED",
    "Difference",
    "cells",
    "differences",
    "figures",
    "newest",
]

LONDON, LONDON_PARTS = "E12000007", ("E13000001", "E13000002")
KEY = ("period", "place")
# Strongest first: the order in which Symbol.strongest chooses.
_RANKED = sorted(
    Symbol, key=lambda symbol: [Symbol.strongest((symbol, other)) is symbol for other in Symbol].count(False)
)
_RANK = {symbol.value: rank for rank, symbol in enumerate(_RANKED)}
_SYMBOL = {rank: symbol for symbol, rank in _RANK.items()}

PARTS = ("number", "denominator", "rate", "percent")
CELLS_SCHEMA: dict[str, type[pl.DataType]] = {
    "indicator": pl.String,
    "variant": pl.String,
    "preference": pl.Int8,
    "period": pl.String,
    "place": pl.String,
    "derived": pl.Boolean,
} | {name: kind for part in PARTS for name, kind in ((part, pl.Float64), (part + "!", pl.String))}


def cells(table: PublishedTable, definitions: Catalogue) -> pl.DataFrame:
    """What every variant reads from this table: one row for each variant, place and period, columns as CELLS_SCHEMA.

    A part a source does not read, or reads from a column this edition lacks, is null with a null symbol. Raises
    DefinitionError when a definition's row selection leaves more than one row for a place and period, or none at all.
    """
    found = []
    for indicator, variant, preference, source in definitions.sources[table.layout.key]:
        one = _source_cells(table, source, f"{indicator.slug}, variant {variant.key}")
        found.append(
            one.with_columns(
                indicator=pl.lit(indicator.slug), variant=pl.lit(variant.key), preference=pl.lit(preference, pl.Int8)
            ).select(*CELLS_SCHEMA)
        )
    return pl.concat(found).sort("indicator", "variant", "preference", "period", "place")


def _source_cells(table: PublishedTable, source: Source, entry: str) -> pl.DataFrame:
    parts = {
        "number": source.number,
        "denominator": source.denominator,
        "rate": (source.rate,) if source.rate else (),
        "percent": (source.percent,) if source.percent else (),
    }
    frames = [
        _summed([_selected(table, cell, entry) for cell in chosen], part)
        for part, chosen in parts.items()
        if chosen and all(cell.columns[0] in table.numbers for cell in chosen)
    ]
    joined = reduce(lambda left, right: left.join(right, on=KEY, how="full", coalesce=True), frames)
    absent = [
        column
        for part in PARTS
        if part not in joined.columns
        for column in (pl.lit(None, pl.Float64).alias(part), pl.lit(None, pl.String).alias(part + "!"))
    ]
    with_london = _london(joined.with_columns(derived=pl.lit(value=False)))
    return with_london.with_columns(absent)


def _selected(table: PublishedTable, cell: Cell, entry: str) -> pl.DataFrame:
    """The rows of one cell: period, place, value and symbol."""
    rows = table.frame
    for key, value in cell.where.items():
        rows = rows.filter(pl.col(key) == value)
    where = f"{table.layout.key} where {dict(cell.where)}" if cell.where else table.layout.key
    if rows.is_empty():
        raise DefinitionError("", entry, "source.where", f"finds no row in {where}.")
    if rows.select(KEY).is_duplicated().any():
        raise DefinitionError("", entry, "source.where", f"finds several rows for one place and period in {where}.")
    name = cell.columns[0]
    return rows.select(*KEY, pl.col(name).alias("value"), pl.col(name + "!").alias("symbol"))


def _summed(frames: list[pl.DataFrame], part: str) -> pl.DataFrame:
    """Add cells up. A place and period without a row in one of them is not available."""
    if len(frames) == 1:
        return frames[0].rename({"value": part, "symbol": part + "!"})
    stacked = pl.concat(frames)
    rank = pl.col("symbol").replace_strict(_RANK, return_dtype=pl.Int8)
    whole = pl.len() == len(frames)
    weakest = pl.lit(_RANK[Symbol.NOT_AVAILABLE.value], pl.Int8)
    return (
        stacked.group_by(KEY, maintain_order=True)
        .agg(
            value=pl.when(whole & pl.col("value").is_not_null().all()).then(pl.col("value").sum()),
            rank=pl.when(whole).then(rank.min()).otherwise(pl.min_horizontal(rank.min(), weakest)),
        )
        .select(
            *KEY,
            pl.col("value").alias(part),
            pl.col("rank").replace_strict(_SYMBOL, return_dtype=pl.String).alias(part + "!"),
        )
    )


def _london(frame: pl.DataFrame) -> pl.DataFrame:
    """Add London, where a period has its two parts and not the whole. Only counts are added up."""
    have = frame.filter(pl.col("place") == LONDON)["period"].unique().to_list()
    parts = frame.filter(pl.col("place").is_in(LONDON_PARTS) & ~pl.col("period").is_in(have))
    if parts.is_empty():
        return frame
    sums = [
        _summed(
            [
                parts.filter(pl.col("place") == code).select(
                    "period",
                    pl.lit(LONDON).alias("place"),
                    pl.col(part).alias("value"),
                    pl.col(part + "!").alias("symbol"),
                )
                for code in LONDON_PARTS
            ],
            part,
        )
        for part in ("number", "denominator")
        if part in frame.columns
    ]
    london = reduce(lambda left, right: left.join(right, on=KEY), sums).with_columns(derived=pl.lit(value=True))
    return pl.concat([frame, london], how="diagonal")


FIGURES_SCHEMA: dict[str, type[pl.DataType]] = {
    "indicator": pl.String,
    "variant": pl.String,
    "measure": pl.String,
    "preference": pl.Int8,
    "period": pl.String,
    "place": pl.String,
    "value": pl.Float64,
    "symbol": pl.String,
    "numerator": pl.Float64,
    "numerator_symbol": pl.String,
    "denominator": pl.Float64,
    "denominator_symbol": pl.String,
    "basis": pl.String,
    "published": pl.Float64,
    "published_symbol": pl.String,
    "population_year": pl.Int16,
}
PUBLISHED, COMPUTED = "published", "computed"


def figures(found: pl.DataFrame, definitions: Catalogue, vintage: str) -> pl.DataFrame:
    """Every cell in every measure of its indicator, columns as FIGURES_SCHEMA, in a fixed order.

    `value` or `symbol` is set, never both. `basis` says whether `value` is as printed or ours; `published` and
    `published_symbol` hold what is printed for the measure, null where nothing is. Rates rest on the population of
    `population_year` in `vintage`.
    """
    rated = [one.slug for one in definitions.indicators if one.rate_base]
    summed = [
        (one.slug, variant.key)
        for one in definitions.indicators
        for variant in one.variants
        if any(len(source.number) > 1 for source in variant.sources)
    ]
    frame = found.join(_population(found, vintage), on=KEY, how="left").join(
        pl.DataFrame(summed, schema={"indicator": pl.String, "variant": pl.String}, orient="row").with_columns(
            summed=pl.lit(value=True)
        ),
        on=["indicator", "variant"],
        how="left",
    )
    counted = _number(frame.filter(_given("number")))
    rates = _ratio(
        frame.filter(_given("number") & pl.col("indicator").is_in(rated)), Measure.RATE, "population", 10_000, "rate"
    )
    shares = _ratio(
        frame.filter(_given("number") & _given("denominator")), Measure.PERCENT, "denominator", 100, "percent"
    )
    printed = _printed(frame.filter(_given("percent") & ~_given("denominator")))
    made = pl.concat([counted, rates, shares, printed])
    printed_is_better = apart() & is_area()
    return made.with_columns(
        value=pl.when(printed_is_better).then("published").otherwise("value"),
        basis=pl.when(printed_is_better).then(pl.lit(PUBLISHED)).otherwise("basis"),
    ).sort("indicator", "variant", "measure", "preference", "period", "place")


def _given(part: str) -> pl.Expr:
    return pl.col(part).is_not_null() | pl.col(part + "!").is_not_null()


def _population(found: pl.DataFrame, vintage: str) -> pl.DataFrame:
    """The population under each place and period, with its symbol and mid-year."""
    known: Mapping[tuple[str, int], Value] = populations(vintage)  # type: ignore[assignment]
    pairs = found.select(KEY).unique(maintain_order=True)
    years = {code: population_year(Period.parse(code)) for code in pairs["period"].unique()}
    rows = []
    for period, place in pairs.iter_rows():
        value = known.get((place, years[period]), Missing(Symbol.NOT_AVAILABLE))
        number = None if isinstance(value, Missing) else float(value)
        symbol = value.symbol.value if isinstance(value, Missing) else None
        rows.append((period, place, number, symbol, years[period]))
    schema: dict[str, type[pl.DataType]] = {
        "period": pl.String,
        "place": pl.String,
        "population": pl.Float64,
        "population!": pl.String,
        "population_year": pl.Int16,
    }
    return pl.DataFrame(rows, schema=schema, orient="row")


def _number(frame: pl.DataFrame) -> pl.DataFrame:
    """The counts. A count we added up is computed; one that is printed is published."""
    ours = pl.col("derived") | pl.col("summed").fill_null(value=False)
    none, nothing = pl.lit(None, pl.Float64), pl.lit(None, pl.String)
    return frame.with_columns(
        measure=pl.lit(Measure.NUMBER.value),
        value=pl.col("number"),
        symbol=pl.col("number!"),
        numerator=none,
        numerator_symbol=nothing,
        denominator=none,
        denominator_symbol=nothing,
        basis=pl.when(ours).then(pl.lit(COMPUTED)).otherwise(pl.lit(PUBLISHED)),
        published=pl.when(ours).then(none).otherwise(pl.col("number")),
        published_symbol=pl.when(ours).then(nothing).otherwise(pl.col("number!")),
        population_year=pl.lit(None, pl.Int16),
    ).select(*FIGURES_SCHEMA)


def _ratio(frame: pl.DataFrame, measure: Measure, base: str, per: int, printed: str) -> pl.DataFrame:
    """The count for every `per` of `base`, at full precision; not applicable where the base is 0."""
    ranks = [pl.col(part + "!").replace_strict(_RANK, return_dtype=pl.Int8) for part in ("number", base)]
    strongest = pl.min_horizontal(ranks).replace_strict(_SYMBOL, return_dtype=pl.String)
    empty = pl.col(base) == 0
    missing = pl.col("number").is_null() | pl.col(base).is_null()
    year = pl.col("population_year") if base == "population" else pl.lit(None, pl.Int16)
    return frame.with_columns(
        measure=pl.lit(measure.value),
        value=pl.when(~missing & ~empty).then(pl.col("number") * per / pl.col(base)),
        symbol=pl.when(missing).then(strongest).when(empty).then(pl.lit(Symbol.NOT_APPLICABLE.value)),
        numerator=pl.col("number"),
        numerator_symbol=pl.col("number!"),
        denominator=pl.col(base),
        denominator_symbol=pl.col(base + "!"),
        basis=pl.lit(COMPUTED),
        published=pl.col(printed),
        published_symbol=pl.col(printed + "!"),
        population_year=year,
    ).select(*FIGURES_SCHEMA)


def _printed(frame: pl.DataFrame) -> pl.DataFrame:
    """Percentages whose denominator is not published: as printed, with the count beside them."""
    return frame.with_columns(
        measure=pl.lit(Measure.PERCENT.value),
        value=pl.col("percent"),
        symbol=pl.col("percent!"),
        numerator=pl.col("number"),
        numerator_symbol=pl.col("number!"),
        denominator=pl.lit(None, pl.Float64),
        denominator_symbol=pl.lit(None, pl.String),
        basis=pl.lit(PUBLISHED),
        published=pl.col("percent"),
        published_symbol=pl.col("percent!"),
        population_year=pl.lit(None, pl.Int16),
    ).select(*FIGURES_SCHEMA)


def newest(table: PublishedTable) -> Period:
    """The newest period in a table, by which its edition is recognised."""
    return max((Period.parse(code) for code in table.periods), key=lambda period: (period.end, period.start))
