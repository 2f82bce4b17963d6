"""`riia compare`: one place against England, its region and its statistical neighbours."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Annotated, Any, Literal

from cyclopts import Parameter

if TYPE_CHECKING:
    from riia.indicators.model import Period


def compare(
    *,
    indicator: Annotated[str, Parameter(help='Such as "referrals", or a variant: "referrals:source=schools".')],
    place: Annotated[str, Parameter(help="Three-digit council code, ONS code of a region or England, or a name.")],
    period: Annotated[str, Parameter(help="Period code such as YE2025-03 or CY2024, or latest.")] = "latest",
    format: Annotated[Literal["json", "text"], Parameter(help="How to answer.")] = "text",
) -> None:
    """Compare one place with England, its region and its ten statistical neighbours.

    The answer holds the place's figure, the neighbours' mean and median (with how many of the ten have a figure), its
    rank with ties and its direction over time. Ranks say where a figure stands, not whether a difference is more than
    chance.
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
            found = comparison(viewer(), indicator, code, when)
        except NoSuchPeriod as error:
            raise Refused(str(error)) from None
        if format == "json":
            sys.stdout.write(json.dumps(found, ensure_ascii=False, indent=2) + "\n")
        else:
            sys.stdout.write("\n".join(_told(found)) + "\n")


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


def _line(name: str, rate: float | None, why: str | None) -> str:
    return f"  {name}: {rate if rate is not None else why or 'no figure held'}"
