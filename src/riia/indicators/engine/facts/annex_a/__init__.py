"""Facts from Ofsted's Annex A lists: one row of a list is one thing, as `tables.facts` names it.

What the lists cannot tell
* A list shows the six months before the extract, and where it keeps one row for a child (lists 6 to 9), the latest.
  Earlier plans and periods of care of a child are known only when an older extract is given too.
* "Unaccompanied in the last 12 months", the counts of placements and of missing episodes, and the return interview
  "after the last" episode speak of the extract and look back 12 months; they are not the period's own.
* `care_year` reads the yearly health items off the dates of the last check: done when it lies in the 12 months to the
  last day of the period; null when it lies after it, because the one before is not in the list. A blank is not done.

A fact's column for which the file has no heading is left out, so that its figures are not available instead of 0.
Columns that Annex A never has are null.

Several extracts: each record as the newest tells it (`Tables.latest`). Lists 1 to 5 hold every event of their six
months, so what an older extract alone has of those days was taken back or corrected, and does not count; an empty list
says that there was none. For the lists that speak of one day (9, and 8 for what looks back 12 months) the extract
nearest after the period's last day counts, at most a month after it: of an earlier day such a list says nothing, and
there is no fact.
"""

from typing import Final

from riia.indicators.engine.facts.annex_a import care, front_to_plans

BUILDERS: Final = {
    "contacts": front_to_plans.contacts,
    "early_help_assessments": front_to_plans.early_help_assessments,
    "referrals": front_to_plans.referrals,
    "assessments": front_to_plans.assessments,
    "enquiries": front_to_plans.enquiries,
    "conferences": front_to_plans.conferences,
    "needs": front_to_plans.needs,
    "protection_plans": front_to_plans.protection_plans,
    "care": care.care,
    "care_year": care.care_year,
    "missing_in_care": care.missing_in_care,
    "care_leavers": care.care_leavers,
    "adoptions": care.adoptions,
}
"""How each fact is made from the lists."""
