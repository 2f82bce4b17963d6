"""From what people write to the place they mean (R15.06): found, refused as ambiguous, or refused with the nearest."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from riia.indicators.reference import (
    AmbiguousPlace,
    CodeAndNameDisagree,
    PlaceError,
    UnknownPlace,
    authorities,
    confirm,
    find_place,
    place,
    regions_by_code,
)
from riia.indicators.reference.wording import normal


@pytest.mark.parametrize(
    ("text", "code"),
    [
        # codes
        ("831", "831"),
        (" 831 ", "831"),
        ("E06000015", "831"),
        ("e06000048", "929"),
        ("GB-LAE-DER", "831"),
        ("E12000004", "E12000004"),
        ("983", "E12000004"),
        ("970", "E92000001"),
        # variants seen in files
        ("St. Helens", "342"),
        ("St Helens", "342"),
        ("Kingston Upon Hull, City of", "810"),
        ("Hull", "810"),
        ("Bristol", "801"),
        ("Bristol, City of", "801"),
        ("Herefordshire, County of", "884"),
        ("Herefordshire", "884"),
        ("County Durham", "840"),
        ("Durham", "840"),
        ("Bedford Borough", "822"),
        ("Southend on Sea", "882"),
        ("Southend-on-Sea UA", "882"),
        ("Southend", "882"),
        ("Telford & the Wrekin UA", "894"),
        ("Telford", "894"),
        ("Bournemouth, Christchurch & Poole", "839"),
        ("BCP", "839"),
        ("Dorset (Pre LG)", "835"),
        ("london corporation", "201"),
        ("windsor & maidenhead", "868"),
        ("Medway Towns UA", "887"),
        # the grant letters of 2017 and 2021
        ("Dorset County Council", "835"),
        ("City of Westminster", "213"),
        ("London Borough of Hammersmith and Fulham", "205"),
        ("Calderdale Metropolitan Borough Council", "381"),
        ("North Yorkshire County Council", "815"),
        ("Wakefield Metropolitan District Council", "384"),
        ("Durham County Council", "840"),
        ("Torbay Council", "880"),
        # the memorandum
        ("Derby City", "831"),
        ("Nottingham City", "892"),
        ("Leicester City Council", "856"),
        ("Leicestershire County Council", "855"),
        ("Rutland County Council", "857"),
        ("West Northamptonshire Council", "941"),
        # the ending of the council's own kind
        ("Leicester CC", "856"),
        ("Leicestershire CC", "855"),
        ("Derby Council", "831"),
        ("Wigan MBC", "359"),
        ("Barnet London Borough Council", "302"),
        ("Dorset Council", "838"),
        # regions
        ("East Midlands", "E12000004"),
        ("Yorkshire and the Humber", "E12000003"),
        ("Yorkshire & Humber", "E12000003"),
        ("Yorkshire and Humber", "E12000003"),
        ("London (Inner)", "E13000001"),
        ("London", "E12000007"),
        ("england", "E92000001"),
    ],
)
def test_found(text: str, code: str) -> None:
    assert find_place(text).code == code


@pytest.mark.parametrize(
    "text",
    [
        "Leicester County Council",  # a council that is not: Leicester is a city, Leicestershire a county
        "Nottingham County Council",
        "Derbyshire City Council",
        "Kingston",
        "Yorkshire",
        "Humberside",
        "Wales",
        "83",
        "999",
        "E06000099",
        "",
        "   ",
    ],
)
def test_never_guessed(text: str) -> None:
    with pytest.raises(UnknownPlace):
        find_place(text)


def test_unknown_names_come_with_the_nearest() -> None:
    with pytest.raises(UnknownPlace) as caught:
        find_place("Derbyshre")
    assert caught.value.suggestions[0] == "Derbyshire (830)"
    with pytest.raises(UnknownPlace, match=r"Kingston upon Hull, City of \(810\); Kingston upon Thames \(314\)"):
        find_place("Kingston")


def test_dorset_is_two_councils_until_a_date_is_given() -> None:
    with pytest.raises(AmbiguousPlace) as caught:
        find_place("Dorset")
    assert set(caught.value.candidates) == {"835", "838"}
    assert "Dorset (to 31 March 2019) (835) or Dorset (from 1 April 2019) (838)" in str(caught.value)
    assert find_place("Dorset", on=date(2019, 3, 31)).code == "835"
    assert find_place("Dorset", on=date(2019, 4, 1)).code == "838"


def test_a_name_on_a_day_when_the_council_was_not_there() -> None:
    with pytest.raises(UnknownPlace, match=r"Cumbria \(to 31 March 2023\) did not exist on 1 April 2023"):
        find_place("Cumbria", on=date(2023, 4, 1))
    assert find_place("Cumbria", on=date(2023, 3, 31)).code == "909"


def test_ofsteds_region_is_two_regions() -> None:
    with pytest.raises(AmbiguousPlace) as caught:
        find_place("North East, Yorkshire and The Humber")
    assert caught.value.candidates == ("E12000001", "E12000003")


def test_every_written_name_and_code_finds_its_own_place() -> None:
    for known in (*authorities(), *regions_by_code().values()):
        names = {name.text for name in known.names} - {"Dorset"}  # two councils, one after the other
        assert {find_place(name).code for name in names} <= {known.code}
        assert find_place(known.code).code == known.code
    for council in authorities():
        assert all(find_place(code.code) == council for code in council.codes)


@given(st.sampled_from([c for c in authorities() if c.name != "Dorset"]), st.data())
def test_case_spaces_and_punctuation_make_no_difference(council, data) -> None:
    name = council.name.replace(" and ", data.draw(st.sampled_from([" and ", " & "])))
    name = name.replace("-", data.draw(st.sampled_from(["-", " "]))).replace(".", data.draw(st.sampled_from([".", ""])))
    name = data.draw(st.sampled_from([str.upper, str.lower, str.title, str]))(name)
    assert find_place(f" {name}  ").code == council.code


@given(st.text(max_size=40))
def test_any_text_is_one_place_or_a_place_error(text: str) -> None:
    try:
        found = find_place(text)
    except PlaceError:
        return
    assert place(found.code) == found


@given(st.text(max_size=40))
def test_normal_form_is_stable(text: str) -> None:
    assert normal(normal(text)) == normal(text)


def test_code_and_name_side_by_side() -> None:
    assert confirm("831", "Derby City UA").code == "831"
    assert confirm("E06000015", "Derby").code == "831"
    assert confirm("835", "Dorset").code == "835"
    assert confirm("838", "Dorset").code == "838"
    # As printed in the published tribunal table.
    with pytest.raises(CodeAndNameDisagree, match="928 is Northamptonshire"):
        confirm("928", "Nottinghamshire")
    with pytest.raises(CodeAndNameDisagree):
        confirm("873", "Central Bedfordshire")
    with pytest.raises(UnknownPlace):
        confirm("831", "Darby")
