"""Which promise of the South West plan 2025-26 has to come before which, as the document says it.

The plan draws no links. Each here is our reading of its text, with the words that show it: somebody is appointed to do
the other thing, something is approved or published that the other is done by, or the one is made out of the other.
What is to hold from a day on needs its enabler by that day and not by the end of the year. Two promises of the same
thing by different days (the analyst by Q2 in 5.2.2.A and by 30 December in 5.2.6) are no link but a contradiction,
which the check of the document tells. Decision 0063 holds these links against the numbers of others.
"""

from datetime import date
from typing import Final, NamedTuple


class Says(NamedTuple):
    """What enables, what is enabled, why, the least weeks between, and by when it is needed if not by its due date."""

    before: str
    after: str
    why: str
    weeks: int = 0
    needed_on: date | None = None


LINKS: Final = (
    Says("1.1.1/1", "1.2.1A/1", "The performance leads’ group is organised by the newly appointed lead (1.2.1)."),
    Says("1.1.1/1", "1.2.3/1", "The coordinator leads the actions of section 1, the first report among them (1.1.1)."),
    Says("1.1.1/1", "2.4.1/1", "The coordinator and the SENDCO liaise in the monthly meetings (activity 2.4.1)."),
    Says("1.1.2/1", "1.1.2/2", "Better access to data needs the dashboard that the provider delivers."),
    Says("1.1.2/1", "3.1.1D/1", "Areas use dashboards once there are any."),
    Says("1.1.4/2", "1.1.5/1", "The data-sharing plan is part of the memorandum (activity 1.1.5)."),
    Says("1.2.2A/2", "1.2.2B/1", "The fund answers what the review of data collection finds (activity 1.2.2)."),
    Says("1.2.2B/2", "1.2.2B/1", "Nobody can apply before the criteria are there."),
    Says("1.2.2B/3", "1.2.2B/1", "The programme is launched with its panel established."),
    Says("1.2.4/2", "1.2.4/1", "The process is opened with guidance and funding criteria."),
    Says("2.1.1/1", "2.1.2A/1", "The strategy that is signed off is the one designed together."),
    Says("2.1.2A/1", "2.1.2A/2", "The framework is published through the governance approval."),
    Says("2.1.2A/1", "2.1.2B/1", "The events are about the strategy that was signed off."),
    Says("2.1.2A/1", "2.2.1/1", "The challenges carry out the diagnostics strategy that governance approves."),
    Says("2.3.1/1", "2.3.2/1", "Priorities of the next plan come from the report on diagnostics."),
    Says("3.1.2C/2", "3.1.2B/1", "Posts are filled once hosts and on-costs are approved by the directors."),
    Says("3.2.2A/1", "3.2.2A/2", "Schools engage more through the officer who is appointed."),
    Says("3.2.2B/1", "3.2.2C/1", "The education lead is appointed to develop networks of settings."),
    Says("3.3.2/1", "3.3.2/2", "The joint initiatives are those of the health colleague who is appointed."),
    Says("4.1.1/1", "4.1.2/2", "Packages are delivered from the programme that is published."),
    Says("4.1.9/1", "4.1.10B/1", "Partners are contracted by the criteria for suppliers."),
    Says("4.1.10A/1", "4.1.10B/1", "Delivery plans say who supports whom: criteria for matching come first (4.1.10)."),
    Says("4.1.11/1", "4.1.11/2", "The framework is published with governance approval."),
    Says("4.1.11/2", "4.1.11/3", "The framework is applied to cases after it is published."),
    Says("5.2.6/1", "5.1.3/1", "The function is to be staffed throughout the year, with an analyst (KPI 5.1.3).",
         needed_on=date(2025, 4, 1)),
    Says("5.2.6/1", "5.2.5A/1", "It is the analyst who gives the tailored support."),
    Says("5.2.6/1", "5.2.6/3", "The analyst’s first product follows an induction of six weeks (KPI 5.2.6).", 6),
    Says("5.2.6/1", "5.2.6/4", "It is the analyst who speaks with every council about its needs."),
    Says("5.2.6/1", "5.2.7/1", "It is the analyst who gives the updates, “from Q4 2025”, which has two readings."),
    Says("5.2.6/1", "5.2.9/1", "It is the analyst who attends the meetings of the network."),
    Says("5.2.6/1", "6.1.9/1", "The analyst supports the use of data in scoping, from October on (activity 6.1.9).",
         needed_on=date(2025, 10, 1)),
    Says("6.1.1/1", "6.1.1/2", "What is published is the strategy that councils approve."),
    Says("6.1.1/1", "6.1.2/2", "The schedule is made under the strategy that councils approve."),
    Says("6.1.1/1", "6.1.4/1", "The offer is an appendix to the strategy (activity 6.1.4)."),
    Says("6.1.2/1", "6.1.4/1", "The offer sets out the schedule that was agreed (activity 6.1.4)."),
    Says("6.2.1/1", "6.2.2/1", "Self-assessments are read before each peer challenge (activity 6.2.2)."),
    Says("8.1.1/1", "8.1.2/1", "Criteria and process are designed at the stakeholder workshop (activity 8.1.1)."),
    Says("8.1.2/1", "8.1.3/1", "Template and matching put the approved process into practice (activity 8.1.3)."),
    Says("8.1.2/1", "8.2.1/1", "Packages go to councils by the approved criteria and process."),
)  # fmt: skip
"""Thirty-nine links, in order of the plan."""
