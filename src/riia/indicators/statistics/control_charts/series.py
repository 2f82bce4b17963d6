"""Reading one series in order of time."""

from riia.indicators.statistics.arrays import ArrayLike, Given, StatisticsError, given


def series(name: str, values: ArrayLike, *, least: float | None = None, whole: bool = False) -> Given:
    """Read one series. Raises StatisticsError for a single number, a table of them, or anything `given` refuses."""
    read = given(name, values, least=least, whole=whole)
    if read.values.ndim != 1:
        what = "a single number" if not read.values.ndim else f"an array of shape {read.values.shape}"
        raise StatisticsError(f"{name} is {what}. Give one series, in order of time.")
    return read
