"""SSDA903: who the children are, and whether every table tells the same children."""

from datetime import timedelta
from typing import Final

import polars as pl

from riia.indicators.checks.held import Held, birthday, failing, repeated
from riia.indicators.checks.pupil_numbers import upn_letter_wrong, upn_written_wrong
from riia.indicators.checks.registry import ERROR, WARNING, Example, Finds, Row, check

_CHILD: Final = ("CHILD",)
_UNKNOWN: Final = r"^UN[0-9]$"


@check(
    "LAC-101", "header", "CHILD", ERROR,
    rule="Each child is in the header once.",
    remedy="Keep the record that is right, and give all of the child's episodes its ID.",
    passing=[{"CHILD": "1"}, {"CHILD": "2"}],
    failing=[{"CHILD": "1"}, {"CHILD": "1"}],
)  # fmt: skip
def child_in_header_twice(held: Held) -> pl.DataFrame:
    """Records of a child after the first."""
    return repeated(held["header"], ["CHILD"])


@check(
    "LAC-102", "header", "UPN", ERROR, echoes="168",
    rule="A UPN has 13 characters (a letter, eleven digits, a digit or letter), or is a reason from UN1 on.",
    remedy="Correct the UPN from the school's record, or give the reason why it is not known.",
    passing=[{"CHILD": "1", "UPN": "H801200001001"}, {"CHILD": "2", "UPN": "UN1"}],
    failing=[{"CHILD": "1", "UPN": "801200001001"}],
)  # fmt: skip
def upn_not_a_upn(held: Held) -> pl.DataFrame:
    """UPNs that are neither a number nor a reason."""
    return failing(held["header"], upn_written_wrong("UPN") & ~pl.col("UPN").str.contains(_UNKNOWN))


@check(
    "LAC-103", "header", "UPN", WARNING, echoes="168",
    rule="The first letter of a UPN agrees with its other characters (it is a check letter).",
    remedy="A digit was probably mistyped: correct the UPN from the school's record.",
    passing=[{"CHILD": "1", "UPN": "H801200001001"}],
    failing=[{"CHILD": "1", "UPN": "B801200001001"}],
)  # fmt: skip
def upn_check_letter(held: Held) -> pl.DataFrame:
    """Permanent UPNs whose check letter does not agree."""
    return failing(held["header"], upn_letter_wrong("UPN"))


@check(
    "LAC-104", "header", "UPN", ERROR, echoes="444",
    rule="No two children have the same UPN.",
    remedy="Find out whose UPN it is; if the records are of one child, merge them.",
    passing=[{"CHILD": "1", "UPN": "UN1"}, {"CHILD": "2", "UPN": "UN1"}],
    failing=[{"CHILD": "1", "UPN": "H801200001001"}, {"CHILD": "2", "UPN": "H801200001001"}],
)  # fmt: skip
def upn_of_two_children(held: Held) -> pl.DataFrame:
    """Every child whose UPN another child has too."""
    numbered = held["header"].filter(~pl.col("UPN").str.contains(_UNKNOWN))
    return numbered.filter(pl.col("CHILD").n_unique().over("UPN") > 1)


@check(
    "LAC-105", "header", "UPN", WARNING, echoes="442",
    rule="Each child has a UPN, or a reason from UN1 on.",
    remedy="Give the UPN or the reason.",
    passing=[{"CHILD": "1", "UPN": "UN1"}],
    failing=[{"CHILD": "1"}],
)  # fmt: skip
def upn_missing(held: Held) -> pl.DataFrame:
    """Children with neither."""
    return held["header"].filter(pl.col("UPN").is_null())


@check(
    "LAC-106", "header", "DOB", ERROR, echoes="301",
    rule="A child is not born after the year of the return.",
    remedy="Correct the date of birth.",
    passing=[{"CHILD": "1", "DOB": "2025-03-31"}],
    failing=[{"CHILD": "1", "DOB": "2025-04-01"}],
)  # fmt: skip
def born_after_year(held: Held) -> pl.DataFrame:
    """Births after 31 March."""
    return failing(held["header"], pl.col("DOB") > held.last)


@check(
    "LAC-107", "header", "MC_DOB", ERROR, echoes="612",
    rule="Only a mother has a child's date of birth.",
    remedy="Record that she is a mother, or take the date out.",
    passing=[{"CHILD": "1", "MOTHER": "1", "MC_DOB": "2024-06-01"}],
    failing=[{"CHILD": "1", "MOTHER": "0", "MC_DOB": "2024-06-01"}],
)  # fmt: skip
def child_of_no_mother(held: Held) -> pl.DataFrame:
    """A child's date of birth where MOTHER is 0 or blank."""
    return held["header"].filter(pl.col("MC_DOB").is_not_null() & ~pl.col("MOTHER").fill_null(value=False))


@check(
    "LAC-108", "header", "MC_DOB", ERROR, echoes="611",
    rule="A mother has her child's date of birth.",
    remedy="Give the date.",
    passing=[{"CHILD": "1", "MOTHER": "1", "MC_DOB": "2024-06-01"}],
    failing=[{"CHILD": "1", "MOTHER": "1"}],
)  # fmt: skip
def mother_without_birth(held: Held) -> pl.DataFrame:
    """Mothers without the date."""
    return failing(held["header"], pl.col("MOTHER") & pl.col("MC_DOB").is_null())


@check(
    "LAC-109", "header", "MC_DOB", ERROR, echoes="620, 621",
    rule="A mother is at least 11 when her child is born.",
    remedy="Correct one of the dates of birth.",
    passing=[{"CHILD": "1", "DOB": "2008-06-01", "MC_DOB": "2024-06-01"}],
    failing=[{"CHILD": "1", "DOB": "2015-06-01", "MC_DOB": "2024-06-01"}],
)  # fmt: skip
def mother_too_young(held: Held) -> pl.DataFrame:
    """Births before the mother's eleventh birthday."""
    return failing(held["header"], pl.col("MC_DOB") < birthday("DOB", 11))


@check(
    "LAC-110", "header", "MOTHER", WARNING, echoes="174",
    rule="A child recorded as a mother is not male.",
    remedy="Correct the sex, or take the mother's fields out.",
    passing=[{"CHILD": "1", "SEX": "2", "MOTHER": "1"}],
    failing=[{"CHILD": "1", "SEX": "1", "MOTHER": "1"}],
)  # fmt: skip
def male_mother(held: Held) -> pl.DataFrame:
    """Mothers of male sex."""
    return failing(held["header"], pl.col("MOTHER") & pl.col("SEX").is_in(["1", "M"]))


@check(
    "LAC-111", "header", "UPN", WARNING, echoes="209",
    rule="UN1, too young for a UPN, is not used for a child of school age.",
    remedy="Give the UPN, or the reason that fits.",
    passing=[{"CHILD": "1", "DOB": "2022-06-01", "UPN": "UN1"}],
    failing=[{"CHILD": "1", "DOB": "2015-06-01", "UPN": "UN1"}],
)  # fmt: skip
def too_old_for_un1(held: Held) -> pl.DataFrame:
    """Children with UN1 who were four on the 31 August before last."""
    begun = pl.date(held.first.year - 1, 8, 31)
    return failing(held["header"], (pl.col("UPN") == "UN1") & (birthday("DOB", 4) <= begun))


@check(
    "LAC-113", "header", "CHILD", WARNING, echoes="EPI",
    rule="Each child in the header has an episode of care, or is a care leaver (OC3).",
    remedy="Add the child's episodes: without them it counts nowhere. Or leave the child out.",
    passing={"header": [{"CHILD": "1"}, {"CHILD": "2"}], "episodes": [{"CHILD": "1"}], "oc3": [{"CHILD": "2"}]},
    failing={"header": [{"CHILD": "1"}], "episodes": [{"CHILD": "2"}], "oc3": []},
)  # fmt: skip
def without_care(held: Held) -> pl.DataFrame:
    """Children with neither."""
    absent = held["header"].drop_nulls("CHILD").join(held["episodes"], on="CHILD", how="anti")
    return absent.join(held["oc3"], on="CHILD", how="anti") if "oc3" in held else absent


@check(
    "LAC-114", "header", "MOTHER", WARNING, echoes="393, 607",
    rule="Of a girl who is looked after it is said whether she is a mother, short breaks aside.",
    remedy="Give 0 or 1.",
    passing={"header": [{"CHILD": "1", "SEX": "2", "MOTHER": "0"}], "episodes": [{"CHILD": "1", "LS": "C2"}]},
    failing={"header": [{"CHILD": "1", "SEX": "2"}], "episodes": [{"CHILD": "1", "LS": "C2"}]},
)  # fmt: skip
def motherhood_not_told(held: Held) -> pl.DataFrame:
    """Girls with an episode other than a short break, where it is blank."""
    girls = held["header"].filter(pl.col("SEX").is_in(["2", "F"]) & pl.col("MOTHER").is_null())
    return girls.join(failing(held["episodes"], ~pl.col("LS").is_in(["V3", "V4"])), on="CHILD", how="semi")


@check(
    "LAC-115", "header", "SEX", WARNING, since=2025, echoes="232",
    rule="A child's sex is known.",
    remedy="Give it, if it is known by now.",
    passing=[{"CHILD": "1", "SEX": "F"}],
    failing=[{"CHILD": "1", "SEX": "U"}],
)  # fmt: skip
def sex_unknown(held: Held) -> pl.DataFrame:
    """U."""
    return failing(held["header"], pl.col("SEX") == "U")


@check(
    "LAC-116", "header", "MC_DOB", ERROR, echoes="625",
    rule="A mother's child was born by the end of the year, while its mother was looked after.",
    remedy="Correct the date, or leave the birth out.",
    passing={
        "header": [{"CHILD": "1", "MOTHER": "1", "MC_DOB": "2024-06-01"}],
        "episodes": [{"CHILD": "1", "DECOM": "2023-05-01", "DEC": "2024-09-02"}],
    },
    failing={
        "header": [{"CHILD": "1", "MOTHER": "1", "MC_DOB": "2024-12-01"}],
        "episodes": [{"CHILD": "1", "DECOM": "2023-05-01", "DEC": "2024-09-02"}],
    },
)  # fmt: skip
def mother_after_care(held: Held) -> pl.DataFrame:
    """Births after the year, or after the last episode of the mother ended."""
    open_now = pl.col("DEC").is_null().any()
    ends = held["episodes"].group_by("CHILD").agg(pl.when(~open_now).then(pl.col("DEC").max()).alias("_left"))
    rows = held["header"].join(ends, on="CHILD", how="left", maintain_order="left")
    return rows.filter(((pl.col("MC_DOB") > held.last) | (pl.col("MC_DOB") > pl.col("_left"))).fill_null(value=False))


@check(
    "LAC-117", "header", "UPN", WARNING, echoes="210",
    rule="UN4, not yet in care for a week, is used for children who came into care in the last week of the year.",
    remedy="Give the UPN, or the reason that fits.",
    passing={"header": [{"CHILD": "1", "UPN": "UN4"}], "episodes": [{"CHILD": "1", "DECOM": "2025-03-27"}]},
    failing={"header": [{"CHILD": "1", "UPN": "UN4"}], "episodes": [{"CHILD": "1", "DECOM": "2024-05-27"}]},
)  # fmt: skip
def known_for_a_week(held: Held) -> pl.DataFrame:
    """Children with UN4 and an episode that began more than a week before 31 March."""
    longer = failing(held["episodes"], pl.col("DECOM") < held.last - timedelta(days=7))
    return failing(held["header"], pl.col("UPN") == "UN4").join(longer, on="CHILD", how="semi")


@check(
    "LAC-112", "uasc", "SEX", WARNING,
    rule="A child has the same sex in the UASC table as in the header.",
    remedy="Find out which is right.",
    passing={"header": [{"CHILD": "1", "SEX": "1"}], "uasc": [{"CHILD": "1", "SEX": "1"}]},
    failing={"header": [{"CHILD": "1", "SEX": "1"}], "uasc": [{"CHILD": "1", "SEX": "2"}]},
)  # fmt: skip
def sex_differs(held: Held) -> pl.DataFrame:
    """UASC rows with another sex."""
    return failing(held.beside("uasc", "header", ["SEX"], _CHILD), pl.col("SEX") != pl.col("SEX_header"))


def _not_in_header(table: str) -> Finds:
    def find(held: Held) -> pl.DataFrame:
        """Rows of children whom the header does not have."""
        return held[table].drop_nulls("CHILD").join(held["header"], on="CHILD", how="anti")

    return find


def _born_otherwise(table: str) -> Finds:
    def find(held: Held) -> pl.DataFrame:
        """Rows whose date of birth differs from the header's."""
        return failing(held.beside(table, "header", ["DOB"], _CHILD), pl.col("DOB") != pl.col("DOB_header"))

    return find


def _more_than_once(table: str) -> Finds:
    def find(held: Held) -> pl.DataFrame:
        """Rows of a child after the first."""
        return repeated(held[table], ["CHILD"])

    return find


def _pair(table: str, here: Row, there: Row) -> Example:
    return {"header": [there], table: [here]}


for _at, _table in enumerate((
    "episodes", "reviews", "uasc", "oc2", "oc3", "ad1", "placed_for_adoption", "previous_permanence", "missing",
    "sw_episodes", "dolo",
)):  # fmt: skip
    _since = {"sw_episodes": 2024, "dolo": 2027}.get(_table)
    check(
        f"LAC-{121 + _at}", _table, "CHILD", ERROR, since=_since,
        rule=f"Each child in {_table} is in the header.",
        remedy="Add the child to the header, or correct the ID.",
        passing=_pair(_table, {"CHILD": "1"}, {"CHILD": "1"}), failing=_pair(_table, {"CHILD": "1"}, {"CHILD": "2"}),
    )(_not_in_header(_table))  # fmt: skip
    if _table != "episodes":
        check(
            f"LAC-{140 + _at}", _table, "DOB", ERROR, since=_since,
            rule=f"A child has the same date of birth in {_table} as in the header.",
            remedy="Find out which is right; if these are two children, one of them needs another ID.",
            passing=_pair(_table, {"CHILD": "1", "DOB": "2015-06-01"}, {"CHILD": "1", "DOB": "2015-06-01"}),
            failing=_pair(_table, {"CHILD": "1", "DOB": "2015-06-01"}, {"CHILD": "1", "DOB": "2015-01-06"}),
        )(_born_otherwise(_table))  # fmt: skip

for _at, _table in enumerate(("uasc", "oc2", "oc3", "ad1", "previous_permanence")):
    check(
        f"LAC-{161 + _at}", _table, "CHILD", ERROR,
        rule=f"Each child is in {_table} once.",
        remedy="Keep the row that is right: a child that is there twice counts twice.",
        passing=[{"CHILD": "1"}, {"CHILD": "2"}], failing=[{"CHILD": "1"}, {"CHILD": "1"}],
    )(_more_than_once(_table))  # fmt: skip


def _without_episode(table: str) -> Finds:
    def find(held: Held) -> pl.DataFrame:
        """Rows of children who have no episode."""
        return held[table].drop_nulls("CHILD").join(held["episodes"], on="CHILD", how="anti")

    return find


for _at, _table in enumerate(("reviews", "oc2", "ad1", "placed_for_adoption", "previous_permanence", "missing")):
    check(
        f"LAC-{171 + _at}", _table, "CHILD", ERROR, echoes="1012",
        rule=f"Each child in {_table} has an episode of care in the return.",
        remedy="Add the episodes, or leave the child out of this table.",
        passing={_table: [{"CHILD": "1"}], "episodes": [{"CHILD": "1"}]},
        failing={_table: [{"CHILD": "1"}], "episodes": [{"CHILD": "2"}]},
    )(_without_episode(_table))  # fmt: skip
