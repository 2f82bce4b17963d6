"""SSDA903: reviews, UASC, the health return (OC2) and the care leavers' return (OC3)."""

from datetime import date, timedelta
from typing import Final

import polars as pl

from riia.indicators.checks.held import Held, birthday, failing, repeated
from riia.indicators.checks.registry import ERROR, WARNING, check

_CHILD: Final = ("CHILD",)
_HEALTH: Final = ("IMMUNISATIONS", "TEETH_CHECK", "HEALTH_ASSESSMENT", "SUBSTANCE_MISUSE")
_DONE: Final = {"IMMUNISATIONS": "1", "TEETH_CHECK": "1", "HEALTH_ASSESSMENT": "1", "SUBSTANCE_MISUSE": "0"}
_ALL_YEAR: Final = {"CHILD": "1", "DECOM": "2022-06-01", "RNE": "S", "LS": "C2"}
_SINCE_SUMMER: Final = {"CHILD": "1", "DECOM": "2024-06-01", "RNE": "S", "LS": "C2"}


@check(
    "LAC-401", "reviews", "REVIEW_CODE", ERROR, echoes="440",
    rule="PN0, too young to take part, is for a child under 4.",
    remedy="Say how the child took part (PN1 to PN7).",
    passing=[{"CHILD": "1", "DOB": "2022-06-01", "REVIEW": "2024-09-02", "REVIEW_CODE": "PN0"}],
    failing=[{"CHILD": "1", "DOB": "2012-06-01", "REVIEW": "2024-09-02", "REVIEW_CODE": "PN0"}],
)  # fmt: skip
def old_enough_to_take_part(held: Held) -> pl.DataFrame:
    """PN0 after the fourth birthday."""
    return failing(held["reviews"], (pl.col("REVIEW_CODE") == "PN0") & (pl.col("REVIEW") > birthday("DOB", 4)))


@check(
    "LAC-402", "reviews", "REVIEW_CODE", ERROR, echoes="441",
    rule="PN1 to PN7, how the child took part, are for a child of 4 or more.",
    remedy="Use PN0 for a child under 4.",
    passing=[{"CHILD": "1", "DOB": "2012-06-01", "REVIEW": "2024-09-02", "REVIEW_CODE": "PN1"}],
    failing=[{"CHILD": "1", "DOB": "2022-06-01", "REVIEW": "2024-09-02", "REVIEW_CODE": "PN1"}],
)  # fmt: skip
def too_young_to_take_part(held: Held) -> pl.DataFrame:
    """PN1 to PN7 before the fourth birthday."""
    took_part = pl.col("REVIEW_CODE").str.contains("^PN[1-7]$")
    return failing(held["reviews"], took_part & (pl.col("REVIEW") < birthday("DOB", 4)))


@check(
    "LAC-403", "reviews", "REVIEW", WARNING,
    rule="A review lies within the year of the return.",
    remedy="Correct the date, or leave the review to the return of its year.",
    passing=[{"CHILD": "1", "REVIEW": "2024-09-02"}],
    failing=[{"CHILD": "1", "REVIEW": "2025-09-02"}],
)  # fmt: skip
def review_outside_year(held: Held) -> pl.DataFrame:
    """Reviews before or after the year."""
    return failing(held["reviews"], ~pl.col("REVIEW").is_between(held.first, held.last))


@check(
    "LAC-404", "reviews", "REVIEW", WARNING,
    rule="A child has one review on a day.",
    remedy="Remove the repeated row.",
    passing=[{"CHILD": "1", "REVIEW": "2024-09-02"}, {"CHILD": "1", "REVIEW": "2025-02-03"}],
    failing=[{"CHILD": "1", "REVIEW": "2024-09-02"}, {"CHILD": "1", "REVIEW": "2024-09-02"}],
)  # fmt: skip
def review_twice(held: Held) -> pl.DataFrame:
    """The second and later of a child's reviews on a day."""
    return repeated(held["reviews"], ["CHILD", "REVIEW"])


@check(
    "LAC-405", "reviews", "CHILD", ERROR, echoes="399",
    rule="A child who is only in short breaks (V3, V4) has no review in the return.",
    remedy="Leave the review out, or correct the legal status.",
    passing={"episodes": [_ALL_YEAR], "reviews": [{"CHILD": "1", "REVIEW": "2024-09-02"}]},
    failing={"episodes": [{**_ALL_YEAR, "LS": "V4"}], "reviews": [{"CHILD": "1", "REVIEW": "2024-09-02"}]},
)  # fmt: skip
def review_of_short_breaks(held: Held) -> pl.DataFrame:
    """Reviews of children all of whose episodes are short breaks."""
    short = pl.col("LS").is_in(["V3", "V4"]).fill_null(value=False)
    only = held["episodes"].filter(short.all().over(*_CHILD))
    return held["reviews"].join(only, on=_CHILD, how="semi")


@check(
    "LAC-411", "uasc", "DUC", ERROR, echoes="304",
    rule="The status of an unaccompanied asylum-seeking child ends on the 18th birthday at the latest.",
    remedy="Correct the date.",
    passing=[{"CHILD": "1", "DOB": "2007-06-01", "DUC": "2025-06-01"}],
    failing=[{"CHILD": "1", "DOB": "2007-06-01", "DUC": "2025-06-20"}],
)  # fmt: skip
def asylum_status_of_adult(held: Held) -> pl.DataFrame:
    """DUC more than a day after the birthday (29 February)."""
    return failing(held["uasc"], pl.col("DUC") > birthday("DOB", 18).dt.offset_by("1d"))


@check(
    "LAC-412", "uasc", "DUC", WARNING,
    rule="The status of an unaccompanied asylum-seeking child did not end before the year of the return.",
    remedy="Leave the child out of this table, or correct the date: the child counts as UASC in the year.",
    passing=[{"CHILD": "1", "DUC": "2024-06-01"}],
    failing=[{"CHILD": "1", "DUC": "2023-06-01"}],
)  # fmt: skip
def asylum_status_long_past(held: Held) -> pl.DataFrame:
    """DUC before 1 April."""
    return failing(held["uasc"], pl.col("DUC") < held.first)


@check(
    "LAC-413", "uasc", "CHILD", ERROR, echoes="1014",
    rule="A child in the UASC table has an episode of care in the return.",
    remedy="Add the episodes, or leave out a young person who has left care.",
    passing={"episodes": [_ALL_YEAR], "uasc": [{"CHILD": "1"}]},
    failing={"episodes": [_ALL_YEAR], "uasc": [{"CHILD": "2"}]},
)  # fmt: skip
def asylum_seeker_without_care(held: Held) -> pl.DataFrame:
    """UASC rows without episodes."""
    return held["uasc"].drop_nulls("CHILD").join(held["episodes"], on=_CHILD, how="anti")


@check(
    "LAC-414", "uasc", "DOB", WARNING, since=2025, echoes="231",
    rule="Children who come alone to seek asylum are seldom under 11.",
    remedy="Correct the date of birth if it is wrong.",
    passing=[{"CHILD": "1", "DOB": "2009-06-01"}],
    failing=[{"CHILD": "1", "DOB": "2018-06-01"}],
)  # fmt: skip
def asylum_seeker_young(held: Held) -> pl.DataFrame:
    """UASC rows of children under 11 on 31 March."""
    return failing(held["uasc"], birthday("DOB", 11) > held.last)


@check(
    "LAC-421", "oc2", "CHILD", ERROR, echoes="190, 185, 198",
    rule="OC2 is for children looked after for the whole year to 31 March, short breaks aside.",
    remedy="Leave the child out of OC2, or correct the episodes.",
    passing={"episodes": [{**_ALL_YEAR, "DEC": "2025-03-31", "REC": "E4A"}], "oc2": [{"CHILD": "1", **_DONE}]},
    failing={"episodes": [_SINCE_SUMMER], "oc2": [{"CHILD": "1", **_DONE}]},
)  # fmt: skip
def health_of_others(held: Held) -> pl.DataFrame:
    """OC2 rows with answers of children not looked after all year. Who left on 31 March may be there or not."""
    return _answered(held).join(_all_year(held, held.last - timedelta(days=1)), on=_CHILD, how="anti")


@check(
    "LAC-422", "episodes", "CHILD", ERROR, echoes="191",
    rule="Each child looked after for the whole year to 31 March has answers in OC2, short breaks aside.",
    remedy="Add the child to OC2, with its answers.",
    passing={"episodes": [_ALL_YEAR], "oc2": [{"CHILD": "1", **_DONE}]},
    failing={"episodes": [_ALL_YEAR], "oc2": []},
)  # fmt: skip
def health_not_returned(held: Held) -> pl.DataFrame:
    """The last episode of children looked after all year who are not in OC2, or with nothing answered."""
    absent = _all_year(held, held.last).join(_answered(held), on=_CHILD, how="anti")
    lasting = held["episodes"].filter(pl.col("DEC").is_null() | (pl.col("DEC") > held.last))
    return lasting.join(absent, on=_CHILD, how="semi").unique("CHILD", keep="last", maintain_order=True)


@check(
    "LAC-423", "oc2", "IMMUNISATIONS", ERROR, echoes="191, 182",
    rule="OC2 answers all of: immunisations, teeth, health assessment, substance misuse.",
    remedy="Give 0 or 1 for each: what is blank is not counted as done, nor as not done.",
    passing=[{"CHILD": "1", **_DONE}],
    failing=[{"CHILD": "1", "TEETH_CHECK": "1"}],
)  # fmt: skip
def health_half_answered(held: Held) -> pl.DataFrame:
    """OC2 rows with something answered and some of the four blank."""
    return _answered(held).filter(pl.any_horizontal(pl.col(one).is_null() for one in _HEALTH))


@check(
    "LAC-424", "oc2", "SDQ_REASON", ERROR, echoes="197a",
    rule="A child has either a strengths and difficulties score, or a reason for having none.",
    remedy="Take the reason out if the score is right.",
    passing=[{"CHILD": "1", "SDQ_SCORE": "12"}],
    failing=[{"CHILD": "1", "SDQ_SCORE": "12", "SDQ_REASON": "SDQ2"}],
)  # fmt: skip
def score_and_reason(held: Held) -> pl.DataFrame:
    """A score and a reason."""
    return held["oc2"].filter(pl.col("SDQ_SCORE").is_not_null() & pl.col("SDQ_REASON").is_not_null())


@check(
    "LAC-425", "oc2", "SDQ_SCORE", ERROR, echoes="186",
    rule="A child of 4 at the start of the year and under 17 at its end has a score, or a reason for having none.",
    remedy="Give the score or the reason.",
    passing=[{"CHILD": "1", "DOB": "2012-06-01", **_DONE, "SDQ_SCORE": "12"}],
    failing=[{"CHILD": "1", "DOB": "2012-06-01", **_DONE}],
)  # fmt: skip
def score_missing(held: Held) -> pl.DataFrame:
    """Children of that age with neither."""
    of_age = (birthday("DOB", 4) <= held.first) & (birthday("DOB", 17) > held.last)
    return failing(_answered(held), of_age & pl.col("SDQ_SCORE").is_null() & pl.col("SDQ_REASON").is_null())


@check(
    "LAC-426", "oc2", "SDQ_SCORE", ERROR, echoes="188, 189",
    rule="No score is returned for a child under 4 at the end of the year, or 17 before its start.",
    remedy="Take the score and the reason out.",
    passing=[{"CHILD": "1", "DOB": "2022-06-01"}],
    failing=[{"CHILD": "1", "DOB": "2022-06-01", "SDQ_SCORE": "12"}],
)  # fmt: skip
def score_of_wrong_age(held: Held) -> pl.DataFrame:
    """Scores or reasons of children too young or too old."""
    wrong_age = (birthday("DOB", 4) > held.last) | (birthday("DOB", 17) < held.first)
    return failing(held["oc2"], wrong_age & (pl.col("SDQ_SCORE").is_not_null() | pl.col("SDQ_REASON").is_not_null()))


@check(
    "LAC-427", "oc2", "SDQ_SCORE", ERROR, echoes="180",
    rule="A strengths and difficulties score lies between 0 and 40.",
    remedy="Correct the score.",
    passing=[{"CHILD": "1", "SDQ_SCORE": "40"}],
    failing=[{"CHILD": "1", "SDQ_SCORE": "41"}],
)  # fmt: skip
def score_out_of_range(held: Held) -> pl.DataFrame:
    """Scores below 0 or above 40."""
    return failing(held["oc2"], ~pl.col("SDQ_SCORE").is_between(0, 40))


@check(
    "LAC-428", "oc2", "CONVICTED", ERROR, echoes="542, 543",
    rule="Convictions are answered for children of 10 or more on 31 March, and for no others.",
    remedy="Give 0 or 1 from 10 years on; leave it blank below.",
    passing=[{"CHILD": "1", "DOB": "2012-06-01", "CONVICTED": "0"}, {"CHILD": "2", "DOB": "2020-06-01"}],
    failing=[{"CHILD": "1", "DOB": "2020-06-01", "CONVICTED": "0"}],
)  # fmt: skip
def conviction_at_wrong_age(held: Held) -> pl.DataFrame:
    """Answers under 10, and blanks from 10 on."""
    of_age = birthday("DOB", 10) <= held.last
    return failing(_answered(held), of_age != pl.col("CONVICTED").is_not_null())


@check(
    "LAC-429", "oc2", "HEALTH_CHECK", ERROR, echoes="545, 546",
    rule="Development checks are answered for children under 5 on 31 March, and for no others.",
    remedy="Give 0 or 1 under 5 years; leave it blank from then on.",
    passing=[{"CHILD": "1", "DOB": "2022-06-01", "HEALTH_CHECK": "1"}, {"CHILD": "2", "DOB": "2012-06-01"}],
    failing=[{"CHILD": "1", "DOB": "2012-06-01", "HEALTH_CHECK": "1"}],
)  # fmt: skip
def development_at_wrong_age(held: Held) -> pl.DataFrame:
    """Answers from 5 on, and blanks below."""
    young = birthday("DOB", 5) > held.last
    return failing(_answered(held), young != pl.col("HEALTH_CHECK").is_not_null())


@check(
    "LAC-430", "oc2", "INTERVENTION_RECEIVED", ERROR, echoes="192, 193",
    rule="Help against substance misuse is answered when misuse was found, and only then.",
    remedy="Say whether help was received, or leave it blank where no misuse was found.",
    passing=[{"CHILD": "1", "SUBSTANCE_MISUSE": "1", "INTERVENTION_RECEIVED": "1"}],
    failing=[{"CHILD": "1", "SUBSTANCE_MISUSE": "1"}],
)  # fmt: skip
def help_half_answered(held: Held) -> pl.DataFrame:
    """Misuse without an answer on help, or help without misuse."""
    received = pl.col("INTERVENTION_RECEIVED").is_not_null()
    unasked = pl.col("SUBSTANCE_MISUSE").not_() & (received | pl.col("INTERVENTION_OFFERED").is_not_null())
    return failing(held["oc2"], (pl.col("SUBSTANCE_MISUSE") & ~received) | unasked)


@check(
    "LAC-431", "oc2", "INTERVENTION_OFFERED", ERROR, echoes="158, 159",
    rule="Whether help was offered is answered when none was received, and only then.",
    remedy="Say whether it was offered, or leave it blank where help was received.",
    passing=[{"CHILD": "1", "SUBSTANCE_MISUSE": "1", "INTERVENTION_RECEIVED": "0", "INTERVENTION_OFFERED": "1"}],
    failing=[{"CHILD": "1", "SUBSTANCE_MISUSE": "1", "INTERVENTION_RECEIVED": "0"}],
)  # fmt: skip
def offer_half_answered(held: Held) -> pl.DataFrame:
    """Received with an offer, or not received without one."""
    found = failing(held["oc2"], pl.col("SUBSTANCE_MISUSE"))
    return failing(found, pl.col("INTERVENTION_RECEIVED") == pl.col("INTERVENTION_OFFERED").is_not_null())


@check(
    "LAC-432", "oc2", "SDQ_REASON", ERROR, echoes="157",
    rule="Age (SDQ1) is no reason for having no score from 4 at the start of the year to 16 at its end.",
    remedy="Give the score, or the reason that fits.",
    passing=[{"CHILD": "1", "DOB": "2012-06-01", "SDQ_REASON": "SDQ2"}],
    failing=[{"CHILD": "1", "DOB": "2012-06-01", "SDQ_REASON": "SDQ1"}],
)  # fmt: skip
def of_age_for_score(held: Held) -> pl.DataFrame:
    """SDQ1 of children of that age."""
    of_age = (birthday("DOB", 4) <= held.first) & (birthday("DOB", 17) > held.last)
    return failing(held["oc2"], of_age & pl.col("SDQ_SCORE").is_null() & (pl.col("SDQ_REASON") == "SDQ1"))


@check(
    "LAC-433", "oc2", "SDQ_SCORE", ERROR, echoes="197B",
    rule="A child who turned 4 or 17 in the year has a score, or a reason for having none.",
    remedy="Give the score or the reason.",
    passing=[{"CHILD": "1", "DOB": "2007-06-01", **_DONE, "SDQ_REASON": "SDQ1"}],
    failing=[{"CHILD": "1", "DOB": "2007-06-01", **_DONE}],
)  # fmt: skip
def score_missing_at_the_edge(held: Held) -> pl.DataFrame:
    """Children whose fourth or seventeenth birthday lies in the year, with neither."""
    turned = [birthday("DOB", age).is_between(held.first, held.last) for age in (4, 17)]
    neither = pl.col("SDQ_SCORE").is_null() & pl.col("SDQ_REASON").is_null()
    return failing(_answered(held), (turned[0] | turned[1]) & neither)


@check(
    "LAC-441", "oc3", "DOB", ERROR, echoes="391",
    rule="OC3 is for young people who turned 17 by 31 March.",
    remedy="Leave the young person out of OC3, or correct the date of birth.",
    passing=[{"CHILD": "1", "DOB": "2007-06-01"}],
    failing=[{"CHILD": "1", "DOB": "2009-06-01"}],
)  # fmt: skip
def care_leaver_too_young(held: Held) -> pl.DataFrame:
    """OC3 rows of those younger than 17 at the end of the year."""
    return failing(held["oc3"], birthday("DOB", 17) > held.last)


@check(
    "LAC-442", "oc3", "DOB", ERROR, echoes="351",
    rule="Nobody over 25 at the start of the year is in OC3.",
    remedy="Leave the person out of OC3, or correct the date of birth.",
    passing=[{"CHILD": "1", "DOB": "2003-06-01"}],
    failing=[{"CHILD": "1", "DOB": "1995-06-01"}],
)  # fmt: skip
def care_leaver_too_old(held: Held) -> pl.DataFrame:
    """OC3 rows of those past their 26th birthday."""
    return failing(held["oc3"], birthday("DOB", 26) < held.first)


@check(
    "LAC-443", "oc3", "IN_TOUCH", ERROR, echoes="344",
    rule="Who died or returned home for good has no activity and no accommodation (0).",
    remedy="Give 0 for both, or correct whether the council is in touch.",
    passing=[{"CHILD": "1", "IN_TOUCH": "DIED", "ACTIV": "0", "ACCOM": "0"}],
    failing=[{"CHILD": "1", "IN_TOUCH": "RHOM", "ACTIV": "F1", "ACCOM": "B1"}],
)  # fmt: skip
def gone_with_activity(held: Held) -> pl.DataFrame:
    """DIED or RHOM with anything but 0."""
    known = (pl.col("ACTIV") != "0") | (pl.col("ACCOM") != "0")
    return failing(held["oc3"], pl.col("IN_TOUCH").is_in(["DIED", "RHOM"]) & known)


@check(
    "LAC-444", "oc3", "IN_TOUCH", ERROR, echoes="345",
    rule="Where the council is in touch, activity and accommodation are known.",
    remedy="Give both, or correct whether the council is in touch.",
    passing=[{"CHILD": "1", "IN_TOUCH": "YES", "ACTIV": "F1", "ACCOM": "U1"}],
    failing=[{"CHILD": "1", "IN_TOUCH": "YES", "ACTIV": "0", "ACCOM": "U1"}],
)  # fmt: skip
def in_touch_but_unknown(held: Held) -> pl.DataFrame:
    """YES with 0 for one of them."""
    unknown = (pl.col("ACTIV") == "0") | (pl.col("ACCOM") == "0")
    return failing(held["oc3"], (pl.col("IN_TOUCH") == "YES") & unknown)


@check(
    "LAC-445", "oc3", "CHILD", ERROR, echoes="187, 215",
    rule="Nobody is in the health return (OC2) and in the care leavers' return (OC3) of one year.",
    remedy="Take the young person out of the one that does not fit.",
    passing={"oc2": [{"CHILD": "2", **_DONE}], "oc3": [{"CHILD": "1", "IN_TOUCH": "YES"}]},
    failing={"oc2": [{"CHILD": "1", **_DONE}], "oc3": [{"CHILD": "1", "IN_TOUCH": "YES"}]},
)  # fmt: skip
def in_both_returns(held: Held) -> pl.DataFrame:
    """OC3 rows of young people with answers in OC2."""
    return held["oc3"].join(_answered(held), on=_CHILD, how="semi")


def _answered(held: Held) -> pl.DataFrame:
    """OC2 rows with an answer: some systems export a blank row for every child."""
    asked = (*_HEALTH, "SDQ_SCORE", "SDQ_REASON", "CONVICTED", "HEALTH_CHECK")
    return held["oc2"].filter(pl.any_horizontal(pl.col(one).is_not_null() for one in asked))


def _all_year(held: Held, day: date) -> pl.DataFrame:
    """Children looked after without a break from 1 April or before, and after a day, other than in short breaks."""
    rows = held["episodes"].drop_nulls(["CHILD", "DECOM"])
    breaks = pl.col("LS").is_in(["V3", "V4"]).fill_null(value=False)
    started = ((pl.col("RNE") == "S") & (pl.col("DECOM") > held.first)).fill_null(value=False)
    left = ((pl.col("REC") != "X1") & pl.col("DEC").is_between(held.first, day)).fill_null(value=False)
    there_first = (pl.col("DECOM") <= held.first) & (pl.col("DEC").is_null() | (pl.col("DEC") > held.first))
    there_last = (pl.col("DECOM") <= day) & (pl.col("DEC").is_null() | (pl.col("DEC") > day))
    children = rows.group_by(*_CHILD).agg(
        there_first.any().alias("_first"),
        there_last.any().alias("_last"),
        (breaks | started | left).any().alias("_not"),
    )
    return children.filter(pl.col("_first") & pl.col("_last") & ~pl.col("_not")).select(*_CHILD)
