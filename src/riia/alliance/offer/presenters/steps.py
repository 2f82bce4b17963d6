"""The steps of a call as their pages show them: what is asked, what follows, and what was done."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from riia.alliance.kit.filters import long_date, plural, pounds
from riia.alliance.offer.models import Call
from riia.alliance.offer.queries.reading import may_apply, panel
from riia.alliance.offer.states import ApplicationState


@dataclass(frozen=True, slots=True)
class CallStep:
    """One step: the question, its button, what was done, and what to know before."""

    title: str
    button: str
    done: str
    facts: Callable[[Call], list[str]]
    asks_why: bool = False
    warning: bool = False


def _opening(call: Call) -> list[str]:
    councils = may_apply(call)
    money = "Its money is not yet settled; nothing can be awarded until it is."
    if call.available_pence is not None:
        money = f"There is {pounds(call.available_pence)} in all."
    return [
        f"The directors and performance leads of {plural(len(councils), 'council')} are written to.",
        f"They apply until {long_date(call.closes_on)}." if call.closes_on else "The last day to apply is not set.",
        money,
        "Its text, criteria and who may apply stay as they are from then on.",
    ]


def _giving(call: Call) -> list[str]:
    submitted = call.applications.filter(state=ApplicationState.SUBMITTED).count()
    drafts = call.applications.filter(state=ApplicationState.DRAFT).count()
    found = [f"{plural(submitted, 'submitted application')} go to {plural(len(panel(call)), 'panel member')}, who are "
             "written to."]  # fmt: skip
    if drafts:
        found.append(
            f"{plural(drafts, 'draft was', 'drafts were')} not submitted and cannot be any more. To let councils "
            "submit, move the last day to apply instead."
        )
    return found


def _publishing(call: Call) -> list[str]:
    awards = call.applications.filter(state=ApplicationState.AWARDED).count()
    return [
        f"{plural(awards, 'award')} of {pounds(call.awarded_pence)} together.",
        "Every council of the alliance, the Department and the LGA see which council was awarded how much. Scores, "
        "reasons and what was declined are not published.",
    ]


STEPS: Final = {
    "open": CallStep("Open this call", "Open the call", "The call is open, and councils are written to.", _opening),
    "give": CallStep("Give the applications to the panel", "Give them to the panel", "The panel has the applications.",
                     _giving),
    "publish": CallStep("Publish the results", "Publish the results", "The results are published.", _publishing),
    "finish": CallStep("Finish this call", "Finish the call", "The call is finished.",
                       lambda call: ["Every award has ended. Nothing about this call changes afterwards."]),
    "cancel": CallStep("Cancel this call", "Cancel the call", "The call is cancelled.",
                       lambda call: ["It cannot be opened again. Councils that could apply are told why."],
                       asks_why=True, warning=True),
}  # fmt: skip
