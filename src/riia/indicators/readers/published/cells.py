"""Number cells: a plain number, or one of the documented symbols, and nothing else."""

import polars as pl

from riia.indicators.model import Symbol
from riia.indicators.readers.problems import Problem
from riia.indicators.readers.published.layout import NumberColumn

# Statistical software writes 100000 as 1e+05; that is still one plain number.
_NUMBER = r"^[0-9]{1,12}(\.[0-9]{1,20})?([eE]\+?[0-9]{1,2})?$"
_NEGATIVE = r"^-[0-9]"
_SYMBOLS = [symbol.value for symbol in Symbol]
_KNOWN = ", ".join(f"{symbol.value} ({symbol.words})" for symbol in Symbol)
_REMEDY = f"Put the number, or one of the symbols: {_KNOWN}."


def number_column(frame: pl.DataFrame, column: NumberColumn) -> tuple[pl.DataFrame, list[Problem]]:
    """Replace the text column by a number column and a symbol column, and tell what is neither."""
    name = column.name
    text = pl.col(name)
    is_number = text.str.contains(_NUMBER)
    bare = text.str.strip_prefix("[").str.strip_suffix("]")
    typed = frame.with_columns(
        pl.when(is_number).then(text).otherwise(None).cast(pl.Float64).alias("_number"),
        pl.when(~is_number & bare.is_in(_SYMBOLS)).then(bare).otherwise(None).alias(name + "!"),
    )
    number = pl.col("_number")
    checks: list[tuple[pl.Expr, str, str]] = [
        (number.is_null() & pl.col(name + "!").is_null() & (text == ""), "is blank.", _REMEDY),
        (text.str.contains(_NEGATIVE), "is below zero.", "Counts, rates and percentages start at 0: check the file."),
        (
            number.is_null() & pl.col(name + "!").is_null() & (text != "") & ~text.str.contains(_NEGATIVE),
            "is neither a number nor a documented symbol.",
            _REMEDY,
        ),
        (number > column.highest, f"is above {column.highest:,.0f}, the most this column can hold.", "Check the file."),
    ]
    if column.whole:
        rule = "is not a whole number, and things are counted here."
        checks.append((number != number.floor(), rule, "Check the file."))
    problems = [
        Problem(line, name, value, rule, remedy)
        for broken, rule, remedy in checks
        for line, value in typed.filter(broken).select("line", name).iter_rows()
    ]
    return typed.with_columns(number.alias(name)).drop("_number"), problems
