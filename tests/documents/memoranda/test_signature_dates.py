"""Dates as people write them beside a signature: day first, in every way the memorandum has them (R2.05)."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from riia.documents.memoranda.signature_dates import WAYS_TO_WRITE, SignatureDateError, parse_signature_date

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("10 August 2022", date(2022, 8, 10)),
        ("17 th August 2022", date(2022, 8, 17)),
        ("17th August 2022", date(2022, 8, 17)),
        ("3rd Sept. 2022", date(2022, 9, 3)),
        ("1 st of Sep 2022", date(2022, 9, 1)),
        ("22nd august 2022", date(2022, 8, 22)),
        ("4 Jan 23", date(2023, 1, 4)),
        ("23.08.22", date(2022, 8, 23)),
        ("26.09.2022", date(2022, 9, 26)),
        ("14/9/22", date(2022, 9, 14)),
        ("13/09/22", date(2022, 9, 13)),
        ("13/09/2022", date(2022, 9, 13)),
        ("3/4/2022", date(2022, 4, 3)),
        ("9-10-2022", date(2022, 10, 9)),
        ("Date: 10 August 2022", date(2022, 8, 10)),
        ("Date 23.08.22", date(2022, 8, 23)),
        ("  29   February 2024 ", date(2024, 2, 29)),
        ("1/1/27", date(2027, 1, 1)),
        ("3 May, 2023", date(2023, 5, 3)),
        ("the 3rd day of May 2023", date(2023, 5, 3)),
        ("Dated this 3rd day of May 2023", date(2023, 5, 3)),
        ("Signed electronically on 3 May 2023", date(2023, 5, 3)),
        ("Wednesday 3 May 2023", date(2023, 5, 3)),
        ("May 3rd, 2023", date(2023, 5, 3)),
        ("03-05-23", date(2023, 5, 3)),
        ("3 / 5 / 23", date(2023, 5, 3)),
        ("3–5–23", date(2023, 5, 3)),
        ("03/05/2023 10:42", date(2023, 5, 3)),
        ("3rdMay ’23", date(2023, 5, 3)),
    ],
)
def test_read_day_first(written: str, day: date) -> None:
    assert parse_signature_date(written, today=TODAY) == day


@pytest.mark.parametrize(
    ("written", "says"),
    [
        ("", "Enter the date as it is written"),
        ("31 September 2022", "September 2022 has 30 days, so there is no day 31"),
        ("29.02.2023", "February 2023 has 28 days"),
        ("0/9/22", "no day 0"),
        ("08/23/2022", "day comes first, and 23 is not a month"),
        ("31/13/2022", "13 is not a month"),
        ("05-13-2023", "day comes first, and 13 is not a month"),
        ("Thursday 3 May 2023", "3 May 2023 was a Wednesday"),
        ("February 30, 2023", "February 2023 has 28 days"),
        ("10 Augst 2022", "Augst is not the name of a month"),
        ("2 th August 2022", "2th is not an ordinal"),
        ("11st August 2022", "write 11th"),
        ("2022-08-10", "has the year first"),
        ("13/9/62", "19.* or 20|1962 or 2062"),
        ("1/1/28", "1928 or 2028. Write the year with four figures"),
        ("13.09/22", "cannot|not a date"),
        ("1309 22", "not a date"),
        ("10 August", "not a date"),
        ("10 August 222", "not a date"),
        ("10 August 0022", "between 1900 and 2100"),
        ("summer 2024", "not a date"),
    ],
)
def test_refused_with_rule_and_remedy(written: str, says: str) -> None:
    with pytest.raises(SignatureDateError, match=says):
        parse_signature_date(written, today=TODAY)


@given(st.dates(date(2000, 1, 1), date(2027, 12, 31)), st.sampled_from(sorted(WAYS_TO_WRITE)))
def test_every_way_comes_back_as_the_same_day(day: date, way: str) -> None:
    assert parse_signature_date(WAYS_TO_WRITE[way](day), today=TODAY) == day


@given(st.text(alphabet="0123456789./- AugustSeptembrthnd,", max_size=24))
def test_anything_else_is_a_day_or_a_sentence(text: str) -> None:
    try:
        day, says = parse_signature_date(text, today=TODAY), ""
    except SignatureDateError as error:
        day, says = None, str(error)
    assert says.endswith(".") if day is None else 1900 <= day.year <= 2100
