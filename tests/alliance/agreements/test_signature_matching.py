"""Pages of signatures set against those an agreement asks for: what is filled in, and what a person should look at."""

import datetime as dt
from pathlib import Path

import pytest

from riia.alliance.agreements.signature_matching import Wanted, proposed
from riia.documents.memoranda.signature_pages import SignedAs, read_signatures

TODAY = dt.date(2026, 11, 22)
SEED = (
    Path(__file__).resolve().parents[4] / "shared" / "seeds" / "4-east-midlands-memorandum-of-understanding-2022-24.txt"
)
OFFICES = ("dcs", "lead-member", "chief-executive")
WANTED = [
    *(Wanted(place, "Derby", office, office) for place, office in enumerate(OFFICES, 1)),
    *(Wanted(place, "Derbyshire", office, office) for place, office in enumerate(OFFICES, 11)),
    Wanted(21, "North Northamptonshire", "dcs", "dcs"),
    Wanted(22, "North Northamptonshire", "trust-chief-executive", "trust", body="Northamptonshire Children’s Trust"),
    Wanted(31, "West Northamptonshire", "dcs", "dcs"),
    Wanted(41, "Bristol, City of", "dcs", "dcs", signed_on=dt.date(2022, 8, 1)),
]


def one(party: str, office: str = "dcs", written: str = "1 August 2022") -> SignedAs:
    return SignedAs(party, office, written, 7)


@pytest.mark.parametrize(
    ("printed", "key"),
    [
        (one("Derby City Council"), 1),
        (one("THE CITY OF DERBY"), 1),
        (one("Derbyshire County Council", "chief-executive"), 13),
        (one("North Northamptonshire Council"), 21),
        (one("Northamptonshire Children's Trust", "chief-executive"), 22),
        (one("North Northamptonshire Council", "trust-chief-executive"), 22),
    ],
)
def test_whose_signature_it_is(printed: SignedAs, key: int) -> None:
    assert proposed([printed], WANTED, TODAY).written == {key: "1 August 2022"}


@pytest.mark.parametrize(
    ("printed", "says"),
    [
        ([one("Vale Health Board")], "Vale Health Board signs there and is not asked to sign here"),
        ([one("Northamptonshire Council")], "Northamptonshire Council signs there and is not asked"),
        ([one("Derby", written="")], "dcs, Derby: there is no date beside it (line 7)"),
        ([one("Derby", written="08/23/2022")], "23 is not a month"),
        ([one("Derby"), one("Derby", written="2.8.22")], "stands there twice"),
        ([one("Derby", "")], "Derby, line 7: it is not clear which office signed"),
        ([one("Bristol City Council", written="2 August 2022")], "another day is on record"),
        ([], "dcs, West Northamptonshire: not found in these pages"),
    ],
)
def test_what_to_look_at(printed: list[SignedAs], says: str) -> None:
    assert any(says in note for note in proposed(printed, WANTED, TODAY).notes)


def test_a_date_whose_office_is_lost_is_that_of_the_one_that_is_left() -> None:
    printed = [one("Derby", ""), one("Derby", "lead-member"), one("Derby", "chief-executive")]
    found = proposed(printed, WANTED, TODAY)
    assert set(found.written) == {1, 2, 3}
    assert "dcs, Derby: the office is not named beside “1 August 2022”. It is the one that is left." in found.notes


def test_what_is_on_record_is_not_filled_in_again() -> None:
    found = proposed([one("Bristol City Council")], WANTED, TODAY)
    assert found.written == {}
    assert not any("Bristol" in note for note in found.notes)


@pytest.mark.skipif(not SEED.is_file(), reason="the shared documents are not beside this checkout")
def test_the_memorandum_of_the_east_midlands() -> None:
    councils = (
        "Derby", "Derbyshire", "Leicester", "Leicestershire", "Lincolnshire", "North Northamptonshire", "Nottingham",
        "Nottinghamshire", "Rutland", "West Northamptonshire",
    )  # fmt: skip
    wanted = [Wanted(10 * place + at, name, office, office) for place, name in enumerate(councils)
              for at, office in enumerate(OFFICES)]  # fmt: skip
    wanted += [
        Wanted(10 * place + 4, councils[place], "trust-chief-executive", "trust", "Northamptonshire Children’s Trust")
        for place in (5, 9)
    ]
    found = proposed(read_signatures(SEED.read_text(encoding="utf-8")), wanted, TODAY)
    assert len(found.written) == 32
    assert [note.split(":")[0] for note in found.notes] == ["dcs, Nottinghamshire"]  # its office is lost in the copy
