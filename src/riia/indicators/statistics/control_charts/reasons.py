"""Why limits are not estimable, in words that follow "Limits not estimable: " and take a full stop."""

from riia.indicators.statistics.control_charts.numbers_in_words import count_of


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
    return f"nothing was counted in any of the {figures} periods, so there is no variation to set limits by"


def every_case(figures: int) -> str:
    """Every case an event."""
    return f"every case was counted in all of the {figures} periods, so there is no variation to set limits by"
