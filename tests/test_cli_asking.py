"""Periods, days and indicators as people write them: what can only mean one thing is taken, the rest is asked back."""

import pytest

from riia.commands.asking import addresses_meant, day_meant, period_meant
from riia.commands.refusals import Refused
from riia.indicators.model import PeriodError


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("2025-26Q2", "2025-26Q2"),
        ("2025-26 Q2", "2025-26Q2"),
        ("2025-26q2 ", "2025-26Q2"),
        ("Q2 2025/26", "2025-26Q2"),
        ("2025/26 Q2", "2025-26Q2"),
        ("Quarter 2 of 2025/26", "2025-26Q2"),
        ("Q2, 2025-2026", "2025-26Q2"),
        ("FY2025-26 Q2", "2025-26Q2"),
        ("July to September 2025", "2025-26Q2"),
        ("Jul-Sep 2025", "2025-26Q2"),
        ("2025-07-01 to 2025-09-30", "2025-26Q2"),
        ("01/07/2025-30/09/2025", "2025-26Q2"),
        ("April 2024 to March 2025", "YE2025-03"),
        ("year ending 31 March 2025", "YE2025-03"),
        ("YE2025-3", "YE2025-03"),
        ("January 2024 to December 2024", "CY2024"),
        ("01/09/2024 to 31/08/2025", "AY2024-25"),
        ("cy 2024", "CY2024"),
        ("30/09/2025", "2025-09-30"),
        ("30th Sept 2025", "2025-09-30"),
    ],
)
def test_a_period_in_words(text: str, code: str) -> None:
    assert period_meant(text).code == code


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("2024-25", "can mean more than one period"),
        ("Q2 2025", "can mean more than one period"),
        ("Q2", "2025-26Q2"),
        ("September 2025", "Give the quarter 2025-26Q2"),
        ("2025-09", "Give the quarter 2025-26Q2"),
        ("01/08/2025 to 30/09/2025", "is not a period that figures are made for"),
        ("2025-27 Q2", "not a period code"),
        ("31/02/2025", "not a period code"),
        ("soon", "2025-26Q2 (financial quarter)"),
    ],
)
def test_what_is_no_period_is_told_with_what_is(text: str, said: str) -> None:
    with pytest.raises(PeriodError, match=said.replace("(", r"\(").replace(")", r"\)")):
        period_meant(text)


def test_days() -> None:
    assert day_meant("30/09/2025", "--as-at").isoformat() == "2025-09-30"
    assert day_meant("30 September 2025", "--as-at").isoformat() == "2025-09-30"
    with pytest.raises(Refused, match=r"--as-at 09/30/2025 is not a day\. Write it as 2025-09-30"):
        day_meant("09/30/2025", "--as-at")


@pytest.mark.parametrize(
    ("text", "addresses"),
    [
        ("repeat-referrals", ["repeat-referrals"]),
        ("Repeat_Referrals", ["repeat-referrals"]),
        ("Repeat referrals within 12 months", ["repeat-referrals"]),
        ("1.3", ["repeat-referrals"]),
        ("s47", ["section-47-enquiries"]),
        ("Referrals:source=police", ["referrals:source=police"]),
        ("1.2, 1.3", ["referrals", "repeat-referrals"]),
    ],
)
def test_an_indicator_by_any_of_its_names(text: str, addresses: list[str]) -> None:
    assert addresses_meant([text]) == addresses


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("referal", "Did you mean referrals or repeat-referrals"),
        ("cla", "Did you mean cla-current, cla-starting or cla-ceasing"),
        ("conferences", "icpcs-within-15-days or icpcs"),
        ("sw-agency", "none of a council's files"),
        ("referrals:source=polce", "source=police"),
        ("zzz", "`riia figures indicators` lists them all"),
    ],
)
def test_an_indicator_that_is_none(text: str, said: str) -> None:
    with pytest.raises(Refused, match=said):
        addresses_meant([text])
