"""`riia compare`: one place against England, its region and its statistical neighbours."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING, Annotated, Any, Final, Literal

from cyclopts import Parameter

if TYPE_CHECKING:
    from riia.indicators.model import Period

_WIDTH: Final = 80


def compare(
    *,
    indicator: Annotated[str, Parameter(help='Such as "referrals", or a variant: "referrals:source=schools".')],
    place: Annotated[str, Parameter(help="Three-digit council code, ONS code of a region or England, or a name.")],
    period: Annotated[str, Parameter(help="Period code such as YE2025-03 or CY2024, or latest.")] = "latest",
    format: Annotated[Literal["json", "text"], Parameter(help="How to answer.")] = "text",
    explain: Annotated[
        bool, Parameter(help="Say also whether the differences are more than chance.", negative="")
    ] = False,
) -> None:
    """Compare one place with England, its region and its ten statistical neighbours.

    The answer holds the place's figure, the neighbours' mean and median (with how many of the ten have a figure), its
    rank with ties and its direction over time. Ranks say where a figure stands, not whether a difference is more than
    chance: that is what --explain adds. It gives the interval of the figure, a verdict against each comparator, where
    the place lies in the funnel of all councils, the recent trend, what all this rests on and when not to trust it.
    """
    from riia.commands.answering import answering
    from riia.commands.refusals import Refused
    from riia.indicators.definitions import UnknownDefinition, catalogue
    from riia.indicators.reference import PlaceError, find_place

    try:
        catalogue().resolve(indicator)
        code = str(find_place(place).code)
    except UnknownDefinition as error:
        raise Refused(f"{error} `riia figures indicators` lists them all.") from None
    except PlaceError as error:
        raise Refused(str(error)) from None
    when = _period(period)
    from riia.commands.database import ready, viewer

    with answering():
        ready()
        from riia.alliance.insight.answers import comparison
        from riia.alliance.insight.errors import NoSuchPeriod

        try:
            found = comparison(viewer(), indicator, code, when, explain=explain)
        except NoSuchPeriod as error:
            raise Refused(str(error)) from None
        if format == "json":
            sys.stdout.write(json.dumps(found, ensure_ascii=False, indent=2) + "\n")
        else:
            lines = [*_folded(_told(found)), *(_explained(found) if explain else [])]
            sys.stdout.write("\n".join(lines) + "\n")


def _period(text: str) -> Period | None:
    from riia.commands.refusals import Refused
    from riia.indicators.model import Period, PeriodError

    if text == "latest":
        return None
    try:
        return Period.parse(text)
    except PeriodError as error:
        raise Refused(f"{error} Or ask for the latest.") from None


def _told(found: dict[str, Any]) -> list[str]:
    """A comparison in words, one thing to a line."""
    lines = [f"{found['title']}, {found['period_label'] or 'no period'}, {found['unit']}"]
    lines.append(_line(found["place_name"], found["rate"], found.get("symbol_words")))
    if not found.get("england"):
        return lines
    for area in filter(None, (found["region"], found["england"])):
        if area["name"] != found["place_name"]:
            lines.append(_line(area["name"], area["rate"], area["symbol"]))
    if near := found["neighbours"]:
        basis = f"of {near['usable']} of {near['of']} statistical neighbours ({near['model']} model)"
        lines += [_line(f"Median {basis}", near["median"], None), _line(f"Mean {basis}", near["mean"], None)]
    for rank in filter(None, found["ranks"].values()):
        joint = "joint " if rank["tied_with"] else ""
        lines.append(f"  Rank {joint}{rank['position']} of {rank['of']} among {rank['among']} ({rank['order']})")
    if found["direction"]:
        lines.append(f"  Direction: {found['direction']['words']}")
    return lines


def _explained(found: dict[str, Any]) -> list[str]:
    """Whether it is real, what that rests on and when not to trust it, under headings of their own."""
    said = found["explain"]
    real = [f"No interval: {said['no_interval']}"] if said["no_interval"] else []
    if around := said["interval"]:
        ends = " to ".join(_exact(around[end], found) for end in ("lower", "upper"))
        real.append(f"Interval at {around['confidence']:.0%} confidence: {ends} ({around['method']}).")
    verdicts = list(said["verdicts"].values())
    real += [_verdict(one, found) for one in verdicts]
    real += [said[part]["words"] for part in ("funnel", "trend") if said[part] and said[part]["words"]]
    if chart := said["control_chart"]:
        real.append(f"Control chart of its own course. {chart['words']}")
    lines = ["", "Is it real?", *_wrapped(real)]
    if basis := said["rests_on"]:
        read = f"{basis['words']} File {basis['source_file']}, sha256 {basis['sha256'][:12]}."
        lines += ["", "What it rests on", *_wrapped([read, *_methods(verdicts)])]
    if said["cautions"]:
        lines += ["", "When not to trust it", *_wrapped(said["cautions"])]
    return lines


def _verdict(one: dict[str, Any], found: dict[str, Any]) -> str:
    """A verdict with the numbers behind it: the comparator, the difference with its interval, p."""
    if one["difference_lower"] is None:
        return str(one["sentence"])
    ends = " to ".join(_exact(one[f"difference_{end}"], found) for end in ("lower", "upper"))
    # As many digits as tell 0.0502 from 0.05.
    p = "p below 0.001" if one["p"] < 0.001 else f"p {one['p']:.3g}"
    against = f"{_exact(one['comparator'], found)}, difference {_exact(one['difference'], found)} ({ends}), {p}"
    return f"{one['sentence']} Against {against}."


def _methods(verdicts: list[dict[str, Any]]) -> list[str]:
    """How the tests were made, each way once; how the intervals, as the first verdict says."""
    made = [one["method"] for one in verdicts if one["difference_lower"] is not None]
    if not made:
        return []
    tests: dict[str, list[str]] = {}
    for one in made:
        test, _, whom = one.partition(": p ")[0].partition(" against ")
        tests.setdefault(test, []).append(whom)
    return [" ".join([*(_test(*one) for one in tests.items()), made[0][made[0].index("Intervals") :]])]


def _test(test: str, against: list[str]) -> str:
    """A test and whom it is against: "Fisher's exact test against England and London without the place itself."."""
    without = " without the place itself"
    whom = " and ".join(one.removesuffix(without) for one in against if one)
    whole = without if any(one.endswith(without) for one in against) else ""
    return f"{test}{f' against {whom}' if whom else ''}{whole}."


def _exact(value: float, found: dict[str, Any]) -> str:
    """A number of the reckoning, with one decimal at least; what rounds to 0 has no sign."""
    return f"{value:z.{max(found['decimals'], 1)}f}"


def _wrapped(sentences: list[str]) -> list[str]:
    """Each thing said as an item of a list."""
    return _folded(f"  - {said}" for said in sentences)


def _folded(lines: Iterable[str]) -> list[str]:
    """Lines broken between words, so that they can be read on a narrow screen."""
    from textwrap import wrap

    return [part for line in lines for part in wrap(line, _WIDTH, subsequent_indent="    ", break_on_hyphens=False)]


def _line(name: str, rate: float | None, why: str | None) -> str:
    return f"  {name}: {rate if rate is not None else why or 'no figure held'}"
