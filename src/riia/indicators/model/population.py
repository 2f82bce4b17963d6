"""Which mid-year population estimate stands under a rate."""

from riia.indicators.model.periods import Period, PeriodKind


def population_year(period: Period) -> int:
    """The year Y of the ONS mid-year estimate (30 June Y) that is the denominator of a rate for `period`.

    * Year ending March Y, financial year, financial quarter, day: the mid-year estimate inside the financial year, so
      year ending 31 March 2025 uses mid-2024. That is what DfE does: the estimate nine months before the year's end
      (checked on published rates: Derby children in need 2,030 / 62,113 = 326.8). The four quarters of a year share
      its base, so their rates add to the annual one; a stock on 31 March has the same base as the year it ends.
    * Calendar year Y and its quarters: mid-Y, the middle of the period itself.
    * Academic year and its terms: the estimate at the end of June just before the year begins, so 2024/25 uses
      mid-2024. It is the newest one that exists when DfE publishes the year, and it keeps 2024/25 on the same base as
      the year ending March 2025, with which it shares most of its days. No public source fixes it: it is our choice,
      to be shown beside the rate.
    """
    match period.kind:
        case PeriodKind.CALENDAR_YEAR | PeriodKind.CALENDAR_QUARTER:
            return period.start.year
        case PeriodKind.ACADEMIC_YEAR | PeriodKind.ACADEMIC_TERM:
            return period.named_year
        case _:
            return period.end.year - 1 if period.end.month <= 3 else period.end.year
