"""What points to one person, and what only looks a little like it."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from riia.indicators.records.headings import identifying
from riia.indicators.records.identifiers import (
    Trait,
    is_sector,
    nhs_number_is_valid,
    traits,
    uln_is_valid,
    upn_is_valid,
)
from tests.indicators.records.made import TODAY


@pytest.mark.parametrize(
    ("text", "trait"),
    [
        ("H801200001001", Trait.UPN),
        ("h 8012 0000 1001", Trait.UPN),
        ("A83120001500B", Trait.UPN),
        ("Ａ１２３４５６７８９０１２", Trait.UPN),  # full width
        ("A12345\u200b6789012", Trait.UPN),  # an invisible sign between
        ("943 476 5919", Trait.NHS_NUMBER),
        ("NHS: 943-476-5919", Trait.NHS_NUMBER),
        ("1234567891", Trait.TEN_DIGITS),
        ("AB 12 34 56 C", Trait.NATIONAL_INSURANCE),
        ("DE1 3AB", Trait.POSTCODE),
        ("sw1a1aa", Trait.POSTCODE),
        ("lives at le4 5ex now", Trait.POSTCODE),
        ("14/03/2012", Trait.DATE_OF_BIRTH),
        ("2012-03-14 00:00:00", Trait.DATE_OF_BIRTH),
        ("14th March 2012", Trait.DATE_OF_BIRTH),
        ("March 14, 2012", Trait.DATE_OF_BIRTH),
        ("14.3.12", Trait.DATE_OF_BIRTH),
        ("20120314", Trait.DATE_OF_BIRTH),
        ("e.carter@example.org", Trait.EMAIL),
        ("0115 496 0123", Trait.PHONE),
        ("+44 7700 900123", Trait.PHONE),
        ("12 Station Road", Trait.ADDRESS),
        ("Flat 3", Trait.ADDRESS),
        ("Emily Carter", Trait.NAME),
        ("EMILY CARTER", Trait.NAME),
        ("Carter, Emily", Trait.NAME),
        ("Emily", Trait.NAME),
        ("Anne-Marie Osei", Trait.NAME),
        ("Zarqa Hussain", Trait.NAME),
        ("Emily Hall", Trait.NAME),
        ("Mrs Osei", Trait.NAME),
        ("Emily Carter, moved to Oak School", Trait.NAME),
        ("Oak School for E. Carter", Trait.NAME),
    ],
)
def test_what_identifies_is_found(text: str, trait: Trait) -> None:
    assert trait in set(traits(text, TODAY))


@pytest.mark.parametrize(
    "text",
    [
        "Oak Tree School", "St Mary's Catholic School", "Thomas Adams School", "Acorn House Ltd", "Aurora Brambles",
        "The Robin Wood Academy Trust", "St. Martin's, Ashford",
        "d5-2025-26-abcdefghijklmnopqrstuvwxyz", "2025-09", "1250.50", "104,532.00",
        "831", "123456", "DE1 3", "Year 9", "11-15", "Speech, language and communication", "ISPI", "39", "SUSP",
        "Education and Care Services Limited", "cb1508f4-4a3f-4d77-8888-123456789012", "",
    ],
)  # fmt: skip
def test_what_records_hold_is_let_through(text: str) -> None:
    assert list(traits(text, TODAY)) == []


@pytest.mark.parametrize(
    "text", ["derby leavers autumn 2025", "Placements 30/09/2026", "SEND return Q2", "Sheet1", "d5 831 20260115"]
)
def test_titles_of_files_are_let_through(text: str) -> None:
    assert list(traits(text, TODAY, margin=True)) == []


def test_a_sector_is_an_area_and_no_address() -> None:
    assert is_sector("DE1 3")
    assert not is_sector("DE1 3AB")


def test_check_digits() -> None:
    assert nhs_number_is_valid("9434765919")
    assert not nhs_number_is_valid("9434765918")


@given(st.from_regex(r"[1-9]\d{8}", fullmatch=True))
def test_exactly_one_last_digit_at_most_makes_a_number_valid(nine: str) -> None:
    assert sum(nhs_number_is_valid(nine + str(last)) for last in range(10)) <= 1
    assert sum(uln_is_valid(nine + str(last)) for last in range(10)) <= 1


@given(st.from_regex(r"\d{12}", fullmatch=True))
def test_exactly_one_letter_makes_a_pupil_number_valid(digits: str) -> None:
    assert sum(upn_is_valid(letter + digits) for letter in "ABCDEFGHJKLMNPQRTUVWXYZ") == 1


@given(st.integers(0, 25 * 365), st.sampled_from(["%d/%m/%Y", "%Y-%m-%d", "%d %B %Y", "%d-%b-%Y", "%d.%m.%Y"]))
def test_every_day_of_birth_is_found_however_written(age: int, layout: str) -> None:
    born = TODAY - timedelta(days=age)
    assert Trait.DATE_OF_BIRTH in set(traits(f"{born:{layout}}", TODAY))


def test_a_day_before_any_of_the_children_is_no_date_of_birth() -> None:
    assert list(traits("14/03/1961", TODAY)) == []
    assert list(traits(f"{date(2031, 1, 1)}", TODAY)) == []


@given(st.text(max_size=300))
def test_any_text_is_answered(text: str) -> None:
    assert len(list(traits(text, TODAY))) <= len(Trait)


def test_a_long_text_is_answered_soon_and_in_full() -> None:
    assert Trait.NAME in set(traits("a" * 30_000 + " Emily Carter " + "1 " * 15_000, TODAY))


@pytest.mark.parametrize(
    ("heading", "trait"),
    [
        ("UPN", Trait.UPN), ("Former UPN", Trait.UPN), ("Child ID", Trait.UPN), ("Sur-name", Trait.NAME),
        ("Pupil Name", Trait.NAME), ("D.O.B.", Trait.DATE_OF_BIRTH), ("Date of birth", Trait.DATE_OF_BIRTH),
        ("Home postcode", Trait.POSTCODE), ("NHS No", Trait.NHS_NUMBER), ("Address line 1", Trait.ADDRESS),
        ("Mobile", Trait.PHONE), ("Parent e-mail", Trait.EMAIL), ("provider", None), ("Provider name", None),
        ("year_group", None), ("starts", None), ("month", None), ("price_per_week", None),
    ],
)  # fmt: skip
def test_headings(heading: str, trait: Trait | None) -> None:
    assert identifying(heading) is trait
