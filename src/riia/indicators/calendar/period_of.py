"""Which period a day falls in."""

from datetime import date

from riia.indicators.model import Period, PeriodKind


def period_of(day: date, kind: PeriodKind) -> Period:
    """The period of `kind` that contains `day`.

    Terms are the national ones; a council's own terms leave out its holidays and are asked `contains`.
    """
    year = day.year
    financial = year if day.month >= 4 else year - 1
    academic = year if day.month >= 9 else year - 1
    match kind:
        case PeriodKind.YEAR_ENDING_MARCH:
            return Period.year_ending_march(financial + 1)
        case PeriodKind.FINANCIAL_YEAR:
            return Period.financial_year(financial)
        case PeriodKind.CALENDAR_YEAR:
            return Period.calendar_year(year)
        case PeriodKind.ACADEMIC_YEAR:
            return Period.academic_year(academic)
        case PeriodKind.ACADEMIC_TERM:
            return Period.academic_term(academic, 1 if day.month >= 9 else 2 if day.month <= 3 else 3)
        case PeriodKind.FINANCIAL_QUARTER:
            return Period.financial_quarter(financial, (day.month - 4) % 12 // 3 + 1)
        case PeriodKind.CALENDAR_QUARTER:
            return Period.calendar_quarter(year, (day.month - 1) // 3 + 1)
        case PeriodKind.DAY:
            return Period.day(day)
