"""The declared oddities of the returns: what is wrong or remarkable in whose, and what it shows.

Most are in the newest quarter, which is the one that people look at. Everything else that the simulation makes should
pass the checks. Councils are real, so each oddity is an everyday slip
or an event with an innocent reason; none says anything about the council.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from riia.demo.quarters_history import HOME
from riia.demo.quarters_stating import counts_of, stated
from riia.indicators import reference
from riia.indicators.definitions import Measure
from riia.indicators.model import Missing, Number, Period, Symbol, Value
from riia.indicators.returns.nouns import Answers, Cell


@dataclass(frozen=True, slots=True)
class Scene:
    """What a quirk works on: the return as it would be, the one of the quarter before, whose and on what population."""

    council: str
    now: Answers
    before: Answers
    population: Value

    def with_counts(self, changed: Mapping[str, Value]) -> dict[Cell, Value]:
        """The return with other counts, and the rates and percentages that follow from them."""
        return stated(counts_of(self.now) | dict(changed), self.population)

    def count(self, key: str) -> int:
        """A count of the return, 0 where a symbol stands."""
        value = self.now[Cell(key, Measure.NUMBER)]
        return 0 if isinstance(value, Missing) else int(value.value)


type Alteration = Callable[[Scene], dict[Cell, Value]]


@dataclass(frozen=True, slots=True)
class Quirk:
    """One oddity: whose return of which period, a sentence that says what it shows, and how the return changes."""

    key: str
    council: str
    period: Period
    shows: str
    alter: Alteration


def times(key: str, factor: float) -> Alteration:
    """A count multiplied, with what is computed from it."""
    return lambda scene: scene.with_counts({key: Number(round(scene.count(key) * factor))})


def more(key: str, by: int) -> Alteration:
    """A count that is more, or fewer, by some, with what is computed from it."""
    return lambda scene: scene.with_counts({key: Number(scene.count(key) + by)})


def as_symbol(key: str, symbol: Symbol) -> Alteration:
    """A symbol instead of a count, and so in what is computed from it."""
    return lambda scene: scene.with_counts({key: Missing(symbol)})


def zero(key: str) -> Alteration:
    """0 instead of a count."""
    return lambda scene: scene.with_counts({key: Number(0)})


def on_population_of(year: int) -> Alteration:
    """All rates on the population of an older mid-year."""
    return lambda scene: stated(counts_of(scene.now), reference.population(scene.council, year).value)


def blank(*keys: str) -> Alteration:
    """Items not answered yet."""
    return lambda scene: {cell: value for cell, value in scene.now.items() if cell.item not in keys}


def as_before() -> Alteration:
    """Every cell as it was in the quarter before."""
    return lambda scene: dict(scene.before)


def altered(council: str, period: Period, scene: Scene, quirks: Sequence[Quirk]) -> Answers:
    """The return with the quirks of this council and period, one after the other."""
    for quirk in quirks:
        if (quirk.council, quirk.period) == (council, period):
            scene = Scene(council, quirk.alter(scene), scene.before, scene.population)
    return scene.now


NEWEST: Final = Period.parse("2026-27Q2")
SEND_ITEMS: Final = (HOME, "ehcp-requests", "ehcp-assessments", "ehcps-issued")
LEAVING_CARE: Final = ("care-leavers", "uasc-care-leavers")

LASTING: Final[Mapping[tuple[str, str], Symbol]] = {
    # The smallest council's case list tells when an assessment ended, not when it began.
    ("420", "assessments-started"): Symbol.NOT_AVAILABLE,
}
"""Items that a council cannot give in any quarter, and the symbol it gives instead."""

QUIRKS: Final[tuple[Quirk, ...]] = (
    Quirk(
        "bristol-repeat-referrals", "801", NEWEST,
        "Repeat referrals far above the last quarters, with an explanation that the desk accepted: what a director "
        "reads before signing.",
        times("repeat-referrals", 1.55),
    ),
    Quirk(
        "derby-repeat-referrals", "831", NEWEST,
        "Repeat referrals far above the last quarters and nothing said about it yet: a soft check that asks for an "
        "explanation before the return can go.",
        times("repeat-referrals", 1.6),
    ),
    Quirk(
        "devon-care-gap", "878", NEWEST,
        "Children looked after do not follow from the last day, the starts and the ends: fourteen in short breaks "
        "slipped into the count.",
        more("cla-current", 14),
    ),
    Quirk(
        "leicestershire-plan-gap", "855", NEWEST,
        "Protection plans do not follow from the last day, the starts and the ends: plans that ended in the last week "
        "were not yet closed on the system.",
        more("cpps-current", 12),
    ),
    Quirk(
        "plymouth-sources", "879", NEWEST,
        "Referrals by source add up to four fewer than all referrals: the return cannot be submitted as it is.",
        more("referrals:source=police", -4),
    ),
    Quirk(
        "gloucestershire-population", "916", NEWEST,
        "Every rate stands on the population of mid-2021, as an old workbook had it.",
        on_population_of(2021),
    ),
    Quirk(
        "swindon-unfinished", "866", NEWEST,
        "A draft half filled in: leaving care and special needs are still blank, which is neither 0 nor a symbol.",
        blank(*LEAVING_CARE, *SEND_ITEMS),
    ),
    Quirk(
        "nottingham-unfinished", "892", NEWEST,
        "A draft with an extension: assessments wait for the new case system and are blank.",
        blank("assessments-started", "assessments-completed", "assessments-within-45-days"),
    ),
    Quirk(
        "torbay-as-before", "880", NEWEST,
        "Every figure is that of the quarter before: the wrong file was sent.",
        as_before(),
    ),
    Quirk(
        "rutland-suppressed", "857", NEWEST,
        "A small council types c for six children who came alone, though the agreement asks the alliance for the "
        "figure itself.",
        as_symbol("cla-uasc", Symbol.SUPPRESSED),
    ),
    Quirk(
        "bath-not-applicable", "800", NEWEST,
        "A z where 0 is meant: every referral must have a source on its system, so none is unknown.",
        as_symbol("referrals:source=unknown", Symbol.NOT_APPLICABLE),
    ),
    Quirk(
        "south-gloucestershire-zero", "803", NEWEST,
        "0 assessments of special needs after more than a hundred a quarter: the figure was not ready; x was meant.",
        zero("ehcp-assessments"),
    ),
    Quirk(
        "swindon-requests", "866", Period.parse("2025-26Q3"),
        "Requests for special needs near twice as many as usual, for one quarter: asked about, explained and accepted.",
        times("ehcp-requests", 1.8),
    ),
    Quirk(
        "north-somerset-assessments", "802", Period.parse("2025-26Q4"),
        "Far fewer assessments in time than usual, for one quarter: asked about, explained and accepted.",
        times("assessments-within-45-days", 0.5),
    ),
    *(
        Quirk(
            f"lincolnshire-contacts-{period}", "925", Period.parse(period),
            "Contacts at a new level since January 2026, because they are counted for each child: asked about once.",
            times("initial-contacts", 1.5),
        )
        for period in ("2025-26Q4", "2026-27Q1", "2026-27Q2")
    ),
    *(
        Quirk(
            f"cornwall-late-orders-{period}", "908", Period.parse(period),
            "The same small gap in children looked after three quarters running, because ends of care reach the "
            "case system late: an explanation that is offered again, and grows old.",
            more("cla-ceasing", -9),
        )
        for period in ("2025-26Q4", "2026-27Q1", "2026-27Q2")
    ),
)  # fmt: skip
"""Every oddity. A council has one at most in a quarter."""
