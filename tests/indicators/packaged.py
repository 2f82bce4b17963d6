"""The packaged series, for tests that use them where the published files are not at hand."""

import json
from functools import cache
from pathlib import Path

import polars as pl

import riia
from riia.indicators.definitions import catalogue
from riia.indicators.definitions.published import figures

DATA = Path(riia.__file__).parent / "demo" / "data"


@cache
def packaged_manifest() -> dict:
    return json.loads((DATA / "published.json").read_text(encoding="utf-8"))


@cache
def packaged_cells() -> pl.DataFrame:
    return pl.read_parquet(DATA / "published.parquet")


@cache
def packaged_figures() -> pl.DataFrame:
    """The figures of every packaged release, with the key of the release ("cin/c1@2025")."""
    return pl.concat(
        figures(
            packaged_cells().filter(pl.col("release") == entry["key"]).drop("release"), catalogue(), entry["vintage"]
        ).with_columns(release=pl.lit(entry["key"]))
        for entry in packaged_manifest()["releases"]
    )
