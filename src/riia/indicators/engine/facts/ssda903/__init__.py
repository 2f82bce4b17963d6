"""Children looked after, missing, adopted and leaving care, from the SSDA903 return.

A return holds every episode of care open at any time in its year, so what is counted is chosen by its own date. A
record that several yearly returns hold is taken from the newest; episodes are known again by child and first day.

* Days are half-open: an episode that ends on a day does not cover that day, and the next begins on it.
* Short breaks (legal status V3 and V4, and the older V1) are no care in the sense of any statistic.
* Columns that a table the files lack would fill are left out, so that what needs them is "not available" and not 0.
"""

from collections.abc import Mapping

from riia.indicators.engine.facts import Builder
from riia.indicators.engine.facts.ssda903.adoption import adoptions
from riia.indicators.engine.facts.ssda903.care import care
from riia.indicators.engine.facts.ssda903.missing import missing, missing_in_care
from riia.indicators.engine.facts.ssda903.yearly import care_leavers, care_year

BUILDERS: Mapping[str, Builder] = {
    "care": care,
    "care_year": care_year,
    "missing": missing,
    "missing_in_care": missing_in_care,
    "care_leavers": care_leavers,
    "adoptions": adoptions,
}
"""What the return gives."""
