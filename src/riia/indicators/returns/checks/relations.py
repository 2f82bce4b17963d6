"""Numbers that bound each other: parts of a whole, items that are counted among others (R4.21)."""

from collections.abc import Iterator
from fractions import Fraction
from typing import Final

from riia.indicators.model import Missing, Symbol
from riia.indicators.returns.checks.case import Case, exact_count, number_cell, said_when
from riia.indicators.returns.checks.registry import HARD, SOFT, Example, Found, rule
from riia.indicators.returns.checks.wording import beside, called, counted, figure, labelled, listed, opening
from riia.indicators.returns.nouns import Item

_TYPES: Final = ("RET-WHOLE", "RET-NEGATIVE", "RET-POPULATION")
AMONG: Final = (
    ("repeat-referrals", ("referrals",)),
    ("assessments-within-45-days", ("assessments-completed",)),
    ("repeat-cpps-ever", ("cpps-starting",)),
    ("repeat-cpps-2-years", ("repeat-cpps-ever", "cpps-starting")),
    ("cla-uasc", ("cla-current",)),
    ("uasc-care-leavers", ("care-leavers",)),
)
"""Items whose number is counted among those of others."""
_CONFERENCES: Final = "icpcs-within-15-days:of=section-47-enquiries"
_ENQUIRIES: Final = "section-47-enquiries"
_SUPPRESSED: Final[dict[str, str | int]] = {
    f"referrals:source={source}.number": "c" if source in ("individual", "schools", "housing") else 0
    for source in (
        "individual", "schools", "education-services", "health-services", "housing", "council-services",
        "other-legal-agency", "other", "anonymous", "unknown",
    )
}  # fmt: skip


@rule(
    "RET-AMONG",
    HARD,
    "An item counted among another is not more than it.",
    why="Each one counted here is counted there too, so there cannot be more of them.",
    remedy="Correct the number that is wrong. Often the two come from reports run on different days or for different "
    "periods, or one stands in the other's line.",
    passing=Example({"referrals.number": 412, "repeat-referrals.number": 88}),
    failing=Example({"referrals.number": 412, "repeat-referrals.number": 430}),
    after=_TYPES,
)
def among(case: Case) -> Iterator[Found]:
    """Items 3 and 2, 6 and 5, 14, 13 and 10, 18 and 15, 20 and 19."""
    broken: dict[str, str] = {}
    for key, wholes in AMONG:
        item = case.items.get(key)
        number = case.number(item) if item else None
        if item is None or number is None:
            continue
        over = [
            (whole, of)
            for name in wholes
            if (whole := case.items.get(name)) is not None and (of := case.number(whole)) is not None and number > of
        ]
        if not over:
            continue
        than = listed([f"the {beside(of, whole)}" for whole, of in over])
        words = f"{opening(item)}: {counted(number, item)} {case.when(item)} are more than {than}."
        # More repeat plans in two years than plans at all follows from more repeat plans ever than plans.
        because = broken.get(over[0][0].key, "") if len(over) == 1 else ""
        if len(over) == 1 and len(wholes) > 1 and over[0][0].key == wholes[-1]:
            because = broken.get(wholes[0], "")
        broken[key] = f"RET-AMONG {number_cell(item)}"
        yield Found((number_cell(item), *(number_cell(whole) for whole, _ in over)), words, because=because)


@rule(
    "RET-CONFERENCES",
    SOFT,
    "Conferences in time are not more than the enquiries they can follow from.",
    why="A conference follows from an enquiry that began at most three weeks earlier, in this quarter or late in the "
    "one before. In a small council a family of several children can make more conferences than enquiries; in a large "
    "one that hardly happens.",
    remedy="Correct the number that is wrong, or explain from which enquiries of the quarter before the conferences "
    "follow.",
    passing=Example({f"{_ENQUIRIES}.number": 88, f"{_CONFERENCES}.number": 31}),
    failing=Example({f"{_ENQUIRIES}.number": 31, f"{_CONFERENCES}.number": 88}),
    after=(*_TYPES, "RET-SHIFT"),
)
def conferences(case: Case) -> Iterator[Found]:
    """Item 9 and item 8. The memorandum asks conferences held in the period and enquiries begun in it, which are not
    the same children: a strategy discussion late in June can lead to a conference in time in July. So more conferences
    than enquiries is asked about and can be explained. It is refused where the enquiries of the quarter before, all of
    them taken together with this quarter's, cannot account for it either: no true return can say that.
    """
    item, enquiries = case.items.get(_CONFERENCES), case.items.get(_ENQUIRIES)
    if item is None or enquiries is None:
        return
    number, of = case.number(item), case.number(enquiries)
    if number is None or of is None or number <= of:
        return
    words = f"{opening(item)}: {counted(number, item)} {case.when(item)} are more than the {beside(of, enquiries)}"
    cells = (number_cell(item), number_cell(enquiries))
    earlier = exact_count(case.before[1], enquiries.key) if case.before else None
    if case.before is None or earlier is None:
        yield Found(cells, f"{words}.")
        return
    when = said_when(enquiries, case.before[0])
    if number <= of + earlier:
        yield Found(cells, f"{words}, though not than these and the {figure(earlier)} {when} together.")
        return
    yield Found(
        cells,
        f"{words}, even together with the {figure(earlier)} {when}.",
        HARD,
        "A conference in time follows from an enquiry of this quarter or the one before, and there are not so many.",
        "Correct the number that is wrong.",
    )


@rule(
    "RET-SUM",
    HARD,
    "The parts of an item add up to it.",
    why="Every referral comes from exactly one source, the unknown one included, so the sources add up to the total.",
    remedy="Correct the part or the total that is wrong. Referrals without a recorded source go to the unknown one.",
    passing=Example({"referrals.number": 9, "referrals:source=police.number": 5, "referrals:source=schools.number": 4}),
    failing=Example({"referrals.number": 9, "referrals:source=police.number": 8, "referrals:source=schools.number": 4}),
    after=_TYPES,
)
def sums(case: Case) -> Iterator[Found]:
    """Where a part is blank or missing, the others may add up to less than the whole, but never to more."""
    for whole in case.wholes:
        parts = case.form.parts_of(whole.key)
        of = case.number(whole)
        known = [(part, number) for part in parts if (number := case.number(part)) is not None]
        if of is None or not known:
            continue
        made = sum((number for _, number in known), Fraction(0))
        if made == of or (len(known) < len(parts) and made < of):
            continue
        lacking = len(parts) - len(known)
        so_far = f" {len(known)} of {len(parts)}" if lacking else ""
        gap = abs(made - of)
        words = (
            f"{opening(whole)}: its{so_far} parts add up to {counted(made, whole)} {case.when(whole)}, {figure(gap)} "
            f"{'more' if made > of else 'fewer'} than the {counted(of, whole)} entered as the total"
            f"{_likeness(known, made - of)}."
        )
        yield Found((number_cell(whole), *(number_cell(part) for part, _ in known)), words)


@rule(
    "RET-HIDDEN",
    SOFT,
    "What suppressed parts leave out is small.",
    why="A number is suppressed because it is small. Here the parts that are not shown would have to be large.",
    remedy="Enter the parts that are not small, or correct the total.",
    passing=Example(_SUPPRESSED | {"referrals.number": 412, "referrals:source=police.number": 409}),
    failing=Example(_SUPPRESSED | {"referrals.number": 412, "referrals:source=police.number": 109}),
    after=_TYPES,
)
def hidden_parts(case: Case) -> Iterator[Found]:
    """Speaks where every part without a number is suppressed and each would have to be more than ten on average."""
    for whole in case.wholes:
        parts = case.form.parts_of(whole.key)
        of = case.number(whole)
        hidden = [part for part in parts if case.value(part) == Missing(Symbol.SUPPRESSED)]
        known = [number for part in parts if (number := case.number(part)) is not None]
        if of is None or not hidden or len(hidden) + len(known) < len(parts):
            continue
        left = of - sum(known, Fraction(0))
        if left > case.limits.hidden_most * len(hidden):
            words = (
                f"{opening(whole)}: {counted(left, whole)} of {figure(of)} {case.when(whole)} are left for "
                f"{len(hidden)} suppressed part{'' if len(hidden) == 1 else 's'}, {labelled(hidden)}: more than "
                f"suppression hides."
            )
            yield Found((*(number_cell(part) for part in hidden), number_cell(whole)), words)


def _likeness(known: list[tuple[Item, Fraction]], gap: Fraction) -> str:
    """What the difference looks like: one part counted twice, or left out of the total."""
    same = [part for part, number in known if number == abs(gap) and number > 0]
    if gap > 0 and len(same) == 1:
        return f"; the difference is just the number of {called(same[0])}"
    return ""
