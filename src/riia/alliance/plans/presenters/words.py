"""Words and tones for what stands in a plan: colours always come with their word."""

from typing import Final

from riia.alliance.kit.pieces import Tone
from riia.alliance.plans.rows import KpiRow, MeasureRow
from riia.alliance.plans.sentences import value_words
from riia.alliance.plans.states import Rag, Status
from riia.alliance.plans.thresholds import number

TONES: Final[dict[Rag, Tone]] = {Rag.RED: "problem", Rag.AMBER: "attention", Rag.GREEN: "done", Rag.GREY: "quiet"}
_GREY: Final = {
    Status.NOT_STARTED: "Not started", Status.EXEMPT: "Exempt", Status.SUPERSEDED: "Superseded",
}  # fmt: skip


def rag_words(rag: Rag, status: Status) -> str:
    """ "Red", "Amber", "Green"; for grey what it stands for."""
    return rag.value.capitalize() if rag is not Rag.GREY else _GREY.get(status, "Not rated")


def tag(row: KpiRow) -> tuple[str, Tone]:
    """The colour that is shown, as words and tone; one set by hand says so."""
    said = rag_words(row.shown_rag, row.status)
    return (f"{said}, by hand" if row.override else said), TONES[row.shown_rag]


def measure_tag(row: MeasureRow) -> tuple[str, Tone]:
    """Where a measure stands, with its tone."""
    standing = row.standing
    said = "met late" if standing.late else standing.status.value
    return said.capitalize(), TONES[standing.rag]


def reason(row: KpiRow) -> str:
    """The sentence without the colour it begins with, which stands beside it."""
    said = row.reason
    for lead in ("Red: ", "Amber: ", "Green: ", "Not rated: ", "Not started: "):
        said = said.removeprefix(lead)
    return said[:1].upper() + said[1:]


def value(row: MeasureRow, *, without: bool = False) -> str:
    """n of N of a measure in words, with or without exemptions."""
    result = row.standing.without if without else row.standing.result
    return value_words(row.threshold, result.n, result.of)


def short_value(row: MeasureRow) -> str:
    """n of N as it fits a row: "14 of 15", "done"; a dash for not known. How many are needed, the reason says."""
    result = row.standing.result
    if result.n is None:
        return "–"
    if result.of and (row.threshold.is_share or row.threshold.counts_councils):
        return f"{number(result.n)} of {result.of}"
    if result.needed is not None and result.needed > 1 and not row.threshold.at_most:
        return f"{number(result.n)} of {number(result.needed)}"
    return value_words(row.threshold, result.n, result.of)
