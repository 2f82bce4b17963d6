"""CIN census: who the children are. Identifiers, birth and death, sex, disabilities."""

from datetime import date, timedelta
from typing import Final

import polars as pl

from riia.indicators.checks.held import Held, birthday, failing, repeated, whole
from riia.indicators.checks.registry import ERROR, NOTE, WARNING, check

_CHILD: Final = ("_child",)
_FEWEST_CHILDREN: Final = 100
"""Shares and varieties of codes say nothing about a smaller file."""


@check(
    "CIN-101", "Child", "LAchildID", ERROR, echoes="8510",
    rule="Each child is in the file once: no two records have the same LA child ID.",
    remedy="Merge the records, so that all of a child's episodes stand under one child.",
    passing=[{"LAchildID": "A1"}, {"LAchildID": "A2"}],
    failing=[{"LAchildID": "A1"}, {"LAchildID": "A1"}],
)  # fmt: skip
def child_in_file_twice(held: Held) -> pl.DataFrame:
    """Records of a child after the first with the same ID."""
    return repeated(held["Child"], ["LAchildID"])


@check(
    "CIN-102", "Child", "LAchildID", ERROR, echoes="1570", since=2025,
    rule="An LA child ID has at most 20 characters.",
    remedy="Shorten the ID in the export, the same way in every return.",
    passing=[{"LAchildID": "A1234567890123456789"}],
    failing=[{"LAchildID": "A12345678901234567890"}],
)  # fmt: skip
def child_id_too_long(held: Held) -> pl.DataFrame:
    """IDs of more than 20 characters."""
    return failing(held["Child"], pl.col("LAchildID").str.len_chars() > 20)


@check(
    "CIN-103", "Child", "LAchildID", ERROR, echoes="1580", since=2025,
    rule="An LA child ID is made of letters and digits only.",
    remedy="Take spaces, dashes and other signs out of the ID in the export, the same way in every return.",
    passing=[{"LAchildID": "A123"}],
    failing=[{"LAchildID": "A-123"}],
)  # fmt: skip
def child_id_with_signs(held: Held) -> pl.DataFrame:
    """IDs with anything but letters and digits."""
    return failing(held["Child"], ~pl.col("LAchildID").str.contains(r"^[A-Za-z0-9]+$"))


@check(
    "CIN-120", "Child", "PersonBirthDate", WARNING, echoes="8525Q",
    rule="A child has either a date of birth or an expected date of birth, not both and not neither.",
    remedy="Give the date of birth; for an unborn child give the expected one.",
    passing=[
        {"LAchildID": "A1", "PersonBirthDate": "2015-05-01"},
        {"LAchildID": "A2", "ExpectedPersonBirthDate": "2025-05-01"},
    ],
    failing=[{"LAchildID": "A1"}],
)  # fmt: skip
def birth_not_once(held: Held) -> pl.DataFrame:
    """Children with no date of birth of either kind, or with both."""
    born, expected = pl.col("PersonBirthDate").is_not_null(), pl.col("ExpectedPersonBirthDate").is_not_null()
    return held["Child"].filter(born == expected)


@check(
    "CIN-121", "Child", "PersonBirthDate", ERROR, echoes="8520",
    rule="A date of birth is not after the census year.",
    remedy="Correct it, or give it as the expected date of birth if the child is unborn.",
    passing=[{"LAchildID": "A1", "PersonBirthDate": "2025-03-31"}],
    failing=[{"LAchildID": "A1", "PersonBirthDate": "2025-04-01"}],
)  # fmt: skip
def born_after_census(held: Held) -> pl.DataFrame:
    """Births after 31 March of the census."""
    return failing(held["Child"], pl.col("PersonBirthDate") > held.last)


@check(
    "CIN-122", "Child", "ExpectedPersonBirthDate", WARNING, echoes="8530Q",
    rule="An expected birth is no more than 30 days past, and at most nine months after the census year.",
    remedy="If the child has been born, give the date of birth in its place.",
    passing=[{"LAchildID": "A1", "ExpectedPersonBirthDate": "2025-07-01"}],
    failing=[{"LAchildID": "A1", "ExpectedPersonBirthDate": "2024-07-01"}],
)  # fmt: skip
def birth_expected_out_of_range(held: Held) -> pl.DataFrame:
    """Expected births long past at the end of the year, or on the day the file was made; or after December."""
    furthest = date(held.last.year, 12, 31)
    inside = pl.col("ExpectedPersonBirthDate").is_between(held.until - timedelta(days=30), furthest)
    return failing(held["Child"], ~inside)


@check(
    "CIN-123", "Child", "PersonBirthDate", WARNING, echoes="8775Q",
    rule="Nobody over 25 at the end of the census year has a case open after their 25th birthday.",
    remedy="Close the case on the right day, or correct the date of birth.",
    passing={
        "Child": [{"LAchildID": "A1", "PersonBirthDate": "2000-05-01"}],
        "CINdetails": [{"LAchildID": "A1"}],
    },
    failing={
        "Child": [{"LAchildID": "A1", "PersonBirthDate": "1999-05-01"}],
        "CINdetails": [{"LAchildID": "A1"}],
    },
)  # fmt: skip
def over_25(held: Held) -> pl.DataFrame:
    """People past 25 whose case is open, or was closed after that birthday."""
    grown = birthday("PersonBirthDate", 25)
    cases = held.beside("CINdetails", "Child", ["PersonBirthDate"], _CHILD)
    late = cases.filter(pl.col("CINclosureDate").is_null() | (pl.col("CINclosureDate") > grown))
    return failing(held["Child"], grown < held.until).join(late, on=_CHILD, how="semi")


@check(
    "CIN-124", "Child", "Sex", ERROR, echoes="8750",
    rule="An unborn child's sex is recorded as not known (U; until 2024 0).",
    remedy="Record it as not known until the child is born.",
    passing=[{"LAchildID": "A1", "ExpectedPersonBirthDate": "2025-05-01", "Sex": "U"}],
    failing=[{"LAchildID": "A1", "ExpectedPersonBirthDate": "2025-05-01", "Sex": "F"}],
)  # fmt: skip
def sex_of_unborn(held: Held) -> pl.DataFrame:
    """Children with only an expected date of birth, and a sex."""
    unborn = pl.col("PersonBirthDate").is_null() & pl.col("ExpectedPersonBirthDate").is_not_null()
    return failing(held["Child"], unborn & pl.col("Sex").is_in(["M", "F", "1", "2", "9"]))


@check(
    "CIN-125", "Child", "Sex", WARNING, echoes="2886Q",
    rule="No more than 2% of the children who have been born have a sex that is not known.",
    remedy="Check that the export fills the field.",
    passing=[{"LAchildID": f"A{number}", "PersonBirthDate": "2015-05-01", "Sex": "F"} for number in range(100)],
    failing=[{"LAchildID": f"A{number}", "PersonBirthDate": "2015-05-01", "Sex": "U"} for number in range(100)],
)  # fmt: skip
def sex_often_unknown(held: Held) -> pl.DataFrame:
    """The whole table, when too many are not known."""
    born = held["Child"].filter(pl.col("ExpectedPersonBirthDate").is_null())
    # 9, not specified, is an answer; 0 and U are none.
    unknown = born.filter(pl.col("Sex").is_null() | pl.col("Sex").is_in(["0", "U"])).height
    return whole(born, when=born.height >= _FEWEST_CHILDREN and unknown > 0.02 * born.height)


@check(
    "CIN-130", "Child", "PersonDeathDate", ERROR, echoes="8535Q",
    rule="A child does not die before it is born.",
    remedy="Correct the date of death or the date of birth.",
    passing=[{"LAchildID": "A1", "PersonBirthDate": "2015-05-01", "PersonDeathDate": "2024-06-01"}],
    failing=[{"LAchildID": "A1", "PersonBirthDate": "2015-05-01", "PersonDeathDate": "2014-06-01"}],
)  # fmt: skip
def died_before_birth(held: Held) -> pl.DataFrame:
    """Deaths before the birth."""
    return failing(held["Child"], pl.col("PersonDeathDate") < pl.col("PersonBirthDate"))


@check(
    "CIN-131", "Child", "PersonDeathDate", WARNING, echoes="8545Q",
    rule="A date of death lies within the census year.",
    remedy="Check the date; a child who died before the year should not be in this census.",
    passing=[{"LAchildID": "A1", "PersonDeathDate": "2024-06-01"}],
    failing=[{"LAchildID": "A1", "PersonDeathDate": "2024-03-31"}],
)  # fmt: skip
def died_outside_year(held: Held) -> pl.DataFrame:
    """Deaths before or after the year."""
    return failing(held["Child"], ~pl.col("PersonDeathDate").is_between(held.first, held.last))


@check(
    "CIN-140", "Disabilities", "Disability", ERROR, echoes="8790",
    rule="A child recorded as having no disability has no other disability code.",
    remedy="Take out NONE, or the other codes.",
    passing=[{"LAchildID": "A1", "Disability": "NONE"}],
    failing=[{"LAchildID": "A1", "Disability": "NONE"}, {"LAchildID": "A1", "Disability": "HEAR"}],
)  # fmt: skip
def no_disability_and_some(held: Held) -> pl.DataFrame:
    """NONE beside another code."""
    others = pl.col("Disability").n_unique().over(*_CHILD) > 1
    return failing(held["Disabilities"], (pl.col("Disability") == "NONE") & others)


@check(
    "CIN-141", "Disabilities", "Disability", ERROR, echoes="8794",
    rule="A child has each disability code once.",
    remedy="Take out the repeated code.",
    passing=[{"LAchildID": "A1", "Disability": "HEAR"}, {"LAchildID": "A1", "Disability": "HAND"}],
    failing=[{"LAchildID": "A1", "Disability": "HEAR"}, {"LAchildID": "A1", "Disability": "HEAR"}],
)  # fmt: skip
def disability_twice(held: Held) -> pl.DataFrame:
    """The second and later of equal codes."""
    return repeated(held["Disabilities"], [*_CHILD, "Disability"])


@check(
    "CIN-142", "Child", "LAchildID", ERROR, echoes="8540",
    rule="A child that has been born and whose referral led to action has a disability code, NONE if there is none.",
    remedy="Record a disability or NONE.",
    passing={
        "Child": [
            {"LAchildID": "A1", "PersonBirthDate": "2015-05-01"},
            {"LAchildID": "A2", "PersonBirthDate": "2015-05-01"},
            {"LAchildID": "A3", "ExpectedPersonBirthDate": "2025-06-01"},
        ],
        "CINdetails": [
            {"LAchildID": "A1", "ReferralNFA": "0"}, {"LAchildID": "A2", "ReferralNFA": "1"},
            {"LAchildID": "A3", "ReferralNFA": "0"},
        ],
        "Disabilities": [{"LAchildID": "A1", "Disability": "NONE"}],
    },
    failing={
        "Child": [{"LAchildID": "A1", "PersonBirthDate": "2015-05-01"}],
        "CINdetails": [{"LAchildID": "A1", "ReferralNFA": "0"}],
        "Disabilities": [],
    },
)  # fmt: skip
def disability_not_recorded(held: Held) -> pl.DataFrame:
    """Born children with a referral that went on, and no disability code."""
    acted_on = held["CINdetails"].filter(pl.col("ReferralNFA").not_())
    asked = held["Child"].filter(pl.col("PersonBirthDate").is_not_null()).join(acted_on, on=_CHILD, how="semi")
    return asked.join(held["Disabilities"].drop_nulls("Disability"), on=_CHILD, how="anti")


@check(
    "CIN-143", "Disabilities", "Disability", NOTE, echoes="2887Q",
    rule="A large return uses at least eight different disability codes, NONE aside.",
    remedy="Check that all kinds of disability reach the export.",
    passing=[
        {"LAchildID": f"A{number}", "Disability": code}
        for number in range(100)
        for code in (("NONE", "MOB", "HAND", "PC", "INC", "COMM", "LD", "HEAR", "VIS")[number % 9],)
    ],
    failing=[{"LAchildID": f"A{number}", "Disability": "NONE"} for number in range(100)],
)  # fmt: skip
def few_disabilities(held: Held) -> pl.DataFrame:
    """The whole table, when fewer than eight codes besides NONE are used."""
    rows = held["Disabilities"]
    some = rows["Disability"].drop_nulls()
    return whole(rows, when=rows.height >= _FEWEST_CHILDREN and some.filter(some != "NONE").n_unique() < 8)


@check(
    "CIN-144", "Disabilities", "Disability", NOTE, echoes="2888Q",
    rule="Some children in a large return have more than one disability.",
    remedy="Check that the export gives every disability of a child, not only the first.",
    passing=[{"LAchildID": f"A{number // 2}", "Disability": ("HEAR", "HAND")[number % 2]} for number in range(100)],
    failing=[{"LAchildID": f"A{number}", "Disability": "HEAR"} for number in range(100)],
)  # fmt: skip
def one_disability_each(held: Held) -> pl.DataFrame:
    """The whole table, when no child has two disabilities though many have one."""
    some = held["Disabilities"].filter(pl.col("Disability") != "NONE")
    return whole(some, when=some.height >= _FEWEST_CHILDREN and not some["_child"].is_duplicated().any())


@check(
    "CIN-150", "Child", "LAchildID", ERROR, echoes="8590",
    rule="Each child in the file has at least one episode of need.",
    remedy="Leave the child out, or find the episode that is missing from the export.",
    passing={"Child": [{"LAchildID": "A1"}], "CINdetails": [{"LAchildID": "A1"}]},
    failing={"Child": [{"LAchildID": "A1"}, {"LAchildID": "A2"}], "CINdetails": [{"LAchildID": "A1"}]},
)  # fmt: skip
def child_without_episode(held: Held) -> pl.DataFrame:
    """Children with no CINdetails."""
    return held["Child"].join(held["CINdetails"], on=_CHILD, how="anti")


@check(
    "CIN-126", "Child", "Sex", ERROR, echoes="4180",
    rule="Each child's sex is recorded, U if it is not known.",
    remedy="Record it.",
    passing=[{"LAchildID": "A1", "Sex": "F"}],
    failing=[{"LAchildID": "A1"}],
)  # fmt: skip
def sex_missing(held: Held) -> pl.DataFrame:
    """Children with nothing recorded."""
    return held["Child"].filter(pl.col("Sex").is_null())


@check(
    "CIN-127", "Child", "Ethnicity", ERROR, echoes="4220",
    rule="Each child's ethnic group is recorded: REFU if it was refused, NOBT if it has not been asked yet.",
    remedy="Record it.",
    passing=[{"LAchildID": "A1", "Ethnicity": "WBRI"}],
    failing=[{"LAchildID": "A1"}],
)  # fmt: skip
def ethnicity_missing(held: Held) -> pl.DataFrame:
    """Children with nothing recorded."""
    return held["Child"].filter(pl.col("Ethnicity").is_null())
