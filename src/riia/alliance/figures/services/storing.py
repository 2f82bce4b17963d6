"""Writing releases and their values, and deciding which values are current."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import batched, pairwise

import polars as pl
from django.db import connection
from django.utils import timezone

from riia.alliance.figures.models import DataVersion, Release, Value, new_mark
from riia.alliance.places.models import Place
from riia.indicators.definitions import Edition, ReleaseTable, catalogue
from riia.indicators.model import Period

KEY = ("indicator", "variant", "measure", "place", "period")
BATCH = 5000
COLUMNS = (
    "release_id", "indicator", "variant", "measure", "place_id", "period", "period_start", "period_end", "value",
    "symbol", "numerator", "numerator_symbol", "denominator", "denominator_symbol", "basis", "published",
    "published_symbol", "population_year", "preference", "current",
)  # fmt: skip
_SYMBOLS = ("symbol", "numerator_symbol", "denominator_symbol", "published_symbol")


@dataclass(frozen=True, slots=True)
class Incoming:
    """A release about to be stored: its table and edition, its file, and its figures as the definitions make them."""

    table: ReleaseTable
    edition: Edition
    source_file: str
    sha256: str
    rows: int
    origin: str
    figures: pl.DataFrame


def lock() -> None:
    """Let one load run at a time; others wait here. Call first in the transaction."""
    DataVersion.objects.get_or_create(pk=1)
    DataVersion.objects.select_for_update().get(pk=1)


def held(hashes: Iterable[str]) -> dict[str, Release]:
    """The releases already held among these hashes."""
    return {row.sha256: row for row in Release.objects.filter(sha256__in=list(hashes))}


def store(incoming: Sequence[Incoming]) -> list[Release]:
    """Store releases with their values and mark the data as changed. In a transaction, after `lock`."""
    ordered = sorted(incoming, key=lambda one: (one.edition.newest.end, one.table.address))
    now = timezone.now()
    stored = [_release(one, now) for one in ordered]
    frame = pl.concat(
        [
            one.figures.with_columns(
                release_id=pl.lit(release.pk, pl.Int64), newest=pl.lit(release.newest), arrival=pl.lit(release.pk)
            )
            for one, release in zip(ordered, stored, strict=True)
        ]
    )
    standing = _standing(frame)
    winners, losers = _decide(frame, standing)
    _unset(losers)
    _insert(winners)
    for table in {release.table for release in stored}:
        supersede(table, now)
    changed(now)
    return stored


def changed(now: datetime) -> None:
    """Tell every process that what it remembers no longer holds."""
    DataVersion.objects.filter(pk=1).update(mark=new_mark(), changed_at=now)


def _release(one: Incoming, now: datetime) -> Release:
    series = catalogue().release(one.table.release)
    return Release.objects.create(
        table=one.table.address,
        edition=one.edition.name,
        newest=one.edition.newest.end,
        publisher=series.publisher,
        title=series.title,
        table_title=one.table.title,
        published=one.edition.published,
        licence=series.licence,
        address=series.address,
        vintage=one.edition.vintage,
        source_file=one.source_file,
        sha256=one.sha256,
        rows=one.rows,
        origin=one.origin,
        loaded_at=now,
    )


def _standing(frame: pl.DataFrame) -> pl.DataFrame:
    """The values that are current now for the indicators in `frame`."""
    slugs = frame["indicator"].unique().to_list()
    columns = (
        "pk", "indicator", "variant", "measure", "place__code", "period", "release__newest", "preference", "release_id"
    )  # fmt: skip
    rows = Value.objects.filter(current=True, indicator__in=slugs).values_list(*columns)
    schema = {"pk": pl.Int64} | dict.fromkeys(KEY, pl.String)
    return pl.DataFrame(
        list(rows.iterator(BATCH)),
        schema=schema | {"newest": pl.Date, "preference": pl.Int8, "arrival": pl.Int64},
        orient="row",
    )


def _decide(frame: pl.DataFrame, standing: pl.DataFrame) -> tuple[pl.DataFrame, list[int]]:
    """Mark in `frame` which values become current, and tell which standing ones cease to be.

    The latest edition wins; within an edition the source that the definition prefers; of the same source, the file that
    came last, which is a revision.
    """
    numbered = frame.with_row_index("row")
    contest = pl.concat(
        [
            numbered.select("row", pl.lit(None, pl.Int64).alias("pk"), *KEY, "newest", "preference", "arrival"),
            standing.select(pl.lit(None, pl.UInt32).alias("row"), "pk", *KEY, "newest", "preference", "arrival"),
        ],
        how="vertical_relaxed",
    ).sort("newest", "preference", "arrival", descending=[False, True, False])
    won = contest.unique(KEY, keep="last")
    losers = standing.filter(~pl.col("pk").is_in(won["pk"].drop_nulls().implode()))["pk"].to_list()
    chosen = won.select("row").drop_nulls().with_columns(current=pl.lit(value=True))
    return numbered.join(chosen, on="row", how="left").with_columns(pl.col("current").fill_null(value=False)), losers


def _unset(losers: list[int]) -> None:
    for start in range(0, len(losers), BATCH):
        Value.objects.filter(pk__in=losers[start : start + BATCH]).update(current=False)


def _insert(frame: pl.DataFrame) -> None:
    """Write the values. A release has thousands: model instances would take most of the time of a load."""
    places = dict(Place.objects.values_list("code", "pk"))
    periods = {code: Period.parse(code) for code in frame["period"].unique()}
    prepared = frame.with_columns(
        place_id=pl.col("place").replace_strict(places, return_dtype=pl.Int64),
        period_start=pl.col("period").replace_strict({c: p.start.isoformat() for c, p in periods.items()}),
        period_end=pl.col("period").replace_strict({c: p.end.isoformat() for c, p in periods.items()}),
    ).with_columns(pl.col(name).fill_null("") for name in _SYMBOLS)
    # In the order of the index, which halves the time.
    rows = prepared.select(COLUMNS).sort("indicator", "variant", "measure", "place_id", "period").iter_rows()
    names = ", ".join(connection.ops.quote_name(name) for name in COLUMNS)
    table = connection.ops.quote_name(Value._meta.db_table)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
            # The planner has no idea of what was just written, and reads within this transaction would crawl.
            cursor.execute(f"ANALYZE {table}")
            # Foreign keys are checked here, once, and not again at every savepoint of whoever loads inside one.
            connection.check_constraints()
        else:
            marks = ", ".join(["%s"] * len(COLUMNS))
            insert = f"INSERT INTO {table} ({names}) VALUES ({marks})"  # noqa: S608 (our own names)
            for some in batched(rows, BATCH):
                cursor.executemany(insert, some)


def supersede(table: str, now: datetime) -> None:
    """Let each file of a table point to the one that follows it, the last to none. Withdrawn files stand outside."""
    files = [*Release.objects.filter(table=table, withdrawn_at__isnull=True).order_by("newest", "pk"), None]
    for earlier, later in pairwise(files):
        if earlier is not None and earlier.superseded_by_id != (later and later.pk):
            earlier.superseded_by = later
            earlier.superseded_at = (earlier.superseded_at or now) if later else None
            earlier.save(update_fields=["superseded_by", "superseded_at"])
