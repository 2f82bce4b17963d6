"""Annex A: one list against another. A child's birth and gender, and who must be, or cannot be, in two lists."""

from typing import Final

import polars as pl

from riia.indicators.checks.held import Held, NotHeld, failing
from riia.indicators.checks.registry import NOTE, WARNING, Finds, check

_ID: Final = "Child Unique ID"
_BORN: Final = "Date of Birth"
_GENDER: Final = "Gender"
_HELD: Final = "Date of Initial Child Protection Conference"
_PLANNED: Final = "Did the Initial Child Protection Conference Result in a Child Protection Plan"
_ADOPTED: Final = "Date of Adoption Order"
_PLAN: Final = "Child Protection Plan Start Date"
_ENQUIRY: Final = "Strategy discussion initiating Section 47 Enquiry Start Date"
_LISTS: Final = tuple(f"list_{number}" for number in range(1, 11))


def _told_otherwise(table: str, column: str, unknown: tuple[str, ...] = ()) -> Finds:
    def find(held: Held) -> pl.DataFrame:
        """Rows of children of whom a list before this one says something else."""
        rows = held[table]
        earlier = [held[one] for one in _LISTS[: _LISTS.index(table)] if one in held and column in held[one].columns]
        if not earlier or column not in rows.columns:
            return rows.head(0)
        told = pl.concat(one.select(_ID, column) for one in earlier).drop_nulls()
        if unknown:
            told, rows = (one.filter(~pl.col(column).is_in(unknown)) for one in (told, rows))
        first = told.unique(_ID, keep="first", maintain_order=True).rename({column: "_told"})
        return failing(rows.join(first, on=_ID, maintain_order="left"), pl.col(column) != pl.col("_told"))

    return find


for _number, _table in enumerate(_LISTS[1:], 2):
    check(
        f"AXA-{500 + _number}", _table, _BORN, WARNING,
        rule="A child has the same date of birth in every list.",
        remedy="Find out which is right; if these are two children, one of them needs another ID.",
        passing={"list_1": [{_ID: "1", _BORN: "2015-05-01"}], _table: [{_ID: "1", _BORN: "2015-05-01"}]},
        failing={"list_1": [{_ID: "1", _BORN: "2015-05-01"}], _table: [{_ID: "1", _BORN: "2015-01-05"}]},
    )(_told_otherwise(_table, _BORN))  # fmt: skip
    check(
        f"AXA-{540 + _number}", _table, _GENDER, NOTE,
        rule="A child's gender is told alike in every list.",
        remedy="Find out which is right; if these are two children, one of them needs another ID.",
        passing={"list_1": [{_ID: "1", _GENDER: "F"}], _table: [{_ID: "1", _GENDER: "F"}]},
        failing={"list_1": [{_ID: "1", _GENDER: "F"}], _table: [{_ID: "1", _GENDER: "M"}]},
    )(_told_otherwise(_table, _GENDER, ("U",)))  # fmt: skip


@check(
    "AXA-521", "list_7", "Child Protection Plan End Date", WARNING,
    rule="A child with an open protection plan is in list 6 with an open case.",
    remedy="Find the case: a child on a plan is in need, and counts so.",
    passing={"list_6": [{_ID: "1", "Case Status": "b"}], "list_7": [{_ID: "1"}]},
    failing={"list_6": [{_ID: "2", "Case Status": "b"}], "list_7": [{_ID: "1"}]},
)  # fmt: skip
def on_plan_without_case(held: Held) -> pl.DataFrame:
    """Open plans of children without an open case."""
    return _on_plan(held).join(_in_need(held), on=_ID, how="anti")


@check(
    "AXA-522", "list_8", "Date Ceased to be Looked After", WARNING,
    rule="A child who is looked after is in list 6 with an open case.",
    remedy="Find the case: a child in care is in need, and counts so.",
    passing={"list_6": [{_ID: "1", "Case Status": "a"}], "list_8": [{_ID: "1"}]},
    failing={"list_6": [{_ID: "2", "Case Status": "a"}], "list_8": [{_ID: "1"}]},
)  # fmt: skip
def looked_after_without_case(held: Held) -> pl.DataFrame:
    """Children looked after, short breaks aside, without an open case."""
    return _looked_after(held).join(_in_need(held), on=_ID, how="anti")


@check(
    "AXA-523", "list_6", "Case Status", WARNING,
    rule="A case with status a), looked after, is of a child in list 8 who has not left care.",
    remedy="Correct the status, or find the child in list 8.",
    passing={"list_6": [{_ID: "1", "Case Status": "a"}], "list_8": [{_ID: "1"}]},
    failing={
        "list_6": [{_ID: "1", "Case Status": "a"}],
        "list_8": [{_ID: "1", "Date Ceased to be Looked After": "2025-01-06"}],
    },
)  # fmt: skip
def status_looked_after_but_not(held: Held) -> pl.DataFrame:
    """Open cases with status a) of children who are not looked after."""
    there = _rows(held, "list_8").filter(pl.col("Date Ceased to be Looked After").is_null())
    return failing(_in_need(held), pl.col("Case Status") == "a").join(there, on=_ID, how="anti")


@check(
    "AXA-524", "list_6", "Case Status", WARNING,
    rule="A case with status b), child protection plan, is of a child with an open plan in list 7.",
    remedy="Correct the status, or find the plan.",
    passing={"list_6": [{_ID: "1", "Case Status": "b"}], "list_7": [{_ID: "1"}]},
    failing={"list_6": [{_ID: "1", "Case Status": "b"}], "list_7": [{_ID: "2"}]},
)  # fmt: skip
def status_plan_but_none(held: Held) -> pl.DataFrame:
    """Open cases with status b) of children without an open plan."""
    return failing(_in_need(held), pl.col("Case Status") == "b").join(_on_plan(held), on=_ID, how="anti")


@check(
    "AXA-525", "list_6", "Case Status", WARNING,
    rule="An open case of a child with an open protection plan has status b), or a) if it is looked after too.",
    remedy="Correct the status, or end the plan.",
    passing={"list_6": [{_ID: "1", "Case Status": "b"}], "list_7": [{_ID: "1"}]},
    failing={"list_6": [{_ID: "1", "Case Status": "c"}], "list_7": [{_ID: "1"}]},
)  # fmt: skip
def plan_but_other_status(held: Held) -> pl.DataFrame:
    """Open cases with status c) or d) of children with an open plan."""
    return failing(_in_need(held), pl.col("Case Status").is_in(["c", "d"])).join(_on_plan(held), on=_ID, how="semi")


@check(
    "AXA-531", "list_9", "Eligibility Category", WARNING,
    rule="A young person who is looked after has not left care: in list 9 the category is d), eligible.",
    remedy="Correct the category, or give the day the young person left care.",
    passing={"list_8": [{_ID: "1"}], "list_9": [{_ID: "1", "Eligibility Category": "d"}]},
    failing={"list_8": [{_ID: "1"}], "list_9": [{_ID: "1", "Eligibility Category": "b"}]},
)  # fmt: skip
def care_leaver_in_care(held: Held) -> pl.DataFrame:
    """Relevant and former relevant young people, a) and b), who are looked after."""
    left = failing(held["list_9"], pl.col("Eligibility Category").is_in(["a", "b"]))
    return left.join(_looked_after(held), on=_ID, how="semi")


@check(
    "AXA-532", "list_9", "Eligibility Category", WARNING,
    rule="A young person with category d), eligible, is looked after, and so in list 8.",
    remedy="Correct the category: who has left care is relevant, former relevant or qualifying.",
    passing={"list_8": [{_ID: "1"}], "list_9": [{_ID: "1", "Eligibility Category": "d"}]},
    failing={"list_8": [{_ID: "2"}], "list_9": [{_ID: "1", "Eligibility Category": "d"}]},
)  # fmt: skip
def eligible_out_of_care(held: Held) -> pl.DataFrame:
    """Eligible young people who are not looked after."""
    there = _rows(held, "list_8").filter(pl.col("Date Ceased to be Looked After").is_null())
    return failing(held["list_9"], pl.col("Eligibility Category") == "d").join(there, on=_ID, how="anti")


@check(
    "AXA-526", "list_7", _PLAN, NOTE,
    rule="A plan follows an initial conference: a child whose plan began lately has one in list 5.",
    remedy="Find the conference, unless the child came to you with a plan: without it, the conference is not counted.",
    passing={
        "list_5": [{_ID: "1", _HELD: "2025-01-06"}],
        "list_7": [{_ID: "1", _PLAN: "2025-01-06"}, {_ID: "2", _PLAN: "2023-05-01"}],
    },
    failing={"list_5": [{_ID: "2", _HELD: "2025-01-06"}], "list_7": [{_ID: "1", _PLAN: "2025-01-06"}]},
)  # fmt: skip
def plan_without_conference(held: Held) -> pl.DataFrame:
    """Plans that began in the extract's months, the first aside, of children without a conference in list 5."""
    began = pl.lit(held.first).dt.offset_by("1mo")
    lately = failing(held["list_7"], (pl.col(_PLAN) >= began) & pl.col(_ID).is_not_null())
    return lately.join(_rows(held, "list_5").filter(pl.col(_HELD).is_not_null()), on=_ID, how="anti")


@check(
    "AXA-527", "list_5", _PLANNED, NOTE,
    rule="A child whose initial conference decided on a plan is in list 7.",
    remedy="Find the plan, or correct the answer: a plan that is not in list 7 is not counted.",
    passing={"list_5": [{_ID: "1", _HELD: "2025-01-06", _PLANNED: "Y"}], "list_7": [{_ID: "1"}]},
    failing={"list_5": [{_ID: "1", _HELD: "2025-01-06", _PLANNED: "Y"}], "list_7": [{_ID: "2"}]},
)  # fmt: skip
def decided_plan_missing(held: Held) -> pl.DataFrame:
    """Conferences with a plan, of children not in list 7."""
    return failing(held["list_5"], pl.col(_PLANNED)).join(_rows(held, "list_7"), on=_ID, how="anti")


@check(
    "AXA-528", "list_5", _ENQUIRY, NOTE,
    rule="A child with a section 47 enquiry is in need, and so in list 6.",
    remedy="Find the case: a child with an enquiry counts as in need while its case is open.",
    passing={"list_5": [{_ID: "1", _ENQUIRY: "2025-01-06"}], "list_6": [{_ID: "1"}]},
    failing={"list_5": [{_ID: "1", _ENQUIRY: "2025-01-06"}], "list_6": [{_ID: "2"}]},
)  # fmt: skip
def enquiry_without_case(held: Held) -> pl.DataFrame:
    """Enquiries of children not in list 6."""
    return held["list_5"].filter(pl.col(_ENQUIRY).is_not_null()).join(_rows(held, "list_6"), on=_ID, how="anti")


@check(
    "AXA-534", "list_10", _ADOPTED, WARNING,
    rule="A child who has been adopted is not looked after any more.",
    remedy="Give the day the child left care in list 8, or correct the day of the order.",
    passing={"list_8": [{_ID: "2"}], "list_10": [{_ID: "1", _ADOPTED: "2025-01-06"}]},
    failing={"list_8": [{_ID: "1"}], "list_10": [{_ID: "1", _ADOPTED: "2025-01-06"}]},
)  # fmt: skip
def adopted_and_looked_after(held: Held) -> pl.DataFrame:
    """Adopted children who have not left care by list 8."""
    return held["list_10"].filter(pl.col(_ADOPTED).is_not_null()).join(_looked_after(held), on=_ID, how="semi")


@check(
    "AXA-535", "list_8", "Reason Ceased to be Looked After", NOTE,
    rule="A child who left care by adoption is in list 10 with an adoption order.",
    remedy="Find the order: without it the adoption's timeliness is not counted.",
    passing={
        "list_8": [{_ID: "1", "Reason Ceased to be Looked After": "E11"}],
        "list_10": [{_ID: "1", _ADOPTED: "2025-01-06"}],
    },
    failing={"list_8": [{_ID: "1", "Reason Ceased to be Looked After": "E11"}], "list_10": [{_ID: "1"}]},
)  # fmt: skip
def adopted_without_order(held: Held) -> pl.DataFrame:
    """Children who left care by adoption, and are not in list 10 with an order."""
    left = failing(held["list_8"], pl.col("Reason Ceased to be Looked After").is_in(["E11", "E12", "E11-E12"]))
    return left.join(_rows(held, "list_10").filter(pl.col(_ADOPTED).is_not_null()), on=_ID, how="anti")


def _rows(held: Held, table: str) -> pl.DataFrame:
    """A list that has rows: an empty one is told by the reader, and says nothing of the children in another."""
    if held[table].is_empty():
        raise NotHeld(f"any row in {table}")
    return held[table]


def _in_need(held: Held) -> pl.DataFrame:
    return _rows(held, "list_6").filter(
        pl.col("CIN Closure Date").is_null() & (pl.col("Case Status").fill_null("") != "e")
    )


def _on_plan(held: Held) -> pl.DataFrame:
    return _rows(held, "list_7").filter(pl.col("Child Protection Plan End Date").is_null())


def _looked_after(held: Held) -> pl.DataFrame:
    """Children looked after on the day of the extract, those only in short breaks aside."""
    rows = _rows(held, "list_8").filter(pl.col("Date Ceased to be Looked After").is_null())
    if "Child's Legal Status" not in rows.columns:
        return rows
    return rows.filter(~pl.col("Child's Legal Status").is_in(["V1", "V3", "V4", "V3-V4"]).fill_null(value=False))
