"""Why a chart was chosen, and why limits are not estimable, in words."""

from riia.indicators.statistics.control_charts.numbers_in_words import count_of
from riia.indicators.statistics.control_charts.results import ChartKind

# Why limits are not estimable; each follows "Limits not estimable: " and takes a full stop.


def too_few(figures: int, wanted: int) -> str:
    """No moving range at all."""
    held = "no figure" if not figures else f"only {count_of(figures, 'figure')}"
    return f"{held}, and {wanted} are needed"


def no_neighbours(figures: int, wanted: int) -> str:
    """Figures, but never two in a row."""
    return (
        f"none of the {figures} figures follows another without a gap, so there is no moving range; "
        f"{wanted} figures in a row are needed"
    )


def constant(figures: int) -> str:
    """No variation to set limits by."""
    return f"all {figures} figures are the same, so there is no variation to set limits by"


def only_jumps(jumps: int) -> str:
    """Nothing is left once the large moving ranges are screened out."""
    stand = "a single jump, which is" if jumps == 1 else f"{jumps} jumps, which are"
    return (
        f"apart from {stand} screened out, every figure is the same as the one before it, so there is no variation to "
        "set limits by; a chart for small counts may serve"
    )


def no_events(figures: int) -> str:
    """Not a single event."""
    return (
        f"nothing was counted in any of the {count_of(figures, 'period')} with a figure, so there is no variation to "
        "set limits by"
    )


def every_case(figures: int) -> str:
    """Every case an event."""
    return (
        f"every case was counted in each of the {count_of(figures, 'period')} with a figure, so there is no variation "
        "to set limits by"
    )


# Why a chart was chosen: whole sentences.


def chosen_without_counts(kind: ChartKind) -> str:
    """No count is known."""
    return f"Chosen: {kind.words}, the safe choice where no count is known."


def chosen_small(kind: ChartKind, average: float, what: str) -> str:
    """Too few events for moving ranges."""
    return (
        f"Chosen: {kind.words}, since there are {average:.1f} {what} a period on average: below 10 the moving ranges "
        "between periods say too little, and chance follows from the counts themselves."
    )


def chosen_unequal(kind: ChartKind, furthest: float) -> str:
    """Denominators that no single pair of limits fits."""
    return (
        f"Chosen: {kind.words}, since the denominators differ from their average by up to "
        f"{100 * furthest:.0f}%, so that one pair of limits does not fit all periods."
    )


def chosen_large(average: float) -> str:
    """Large counts against much the same denominators."""
    return (
        f"Chosen: {ChartKind.XMR.words}, since there are {average:,.1f} events a period on average and the "
        "denominators are much the same: counts this large vary more than chance, and their own moving ranges show by "
        "how much."
    )
