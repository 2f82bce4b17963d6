"""What the indicators count: facts, the same whichever file they came from.

A council's files tell of the same things in different words: a referral is a `CINdetails` block in the census and a row
of list 3 in an Annex A workbook. Each source is turned into the facts below, once; definitions only know facts.

Every fact has, besides its own columns,

* `file`, `row`: the file and the line or row of it that the fact was read from;
* `child`: the council's own identifier (null where a return has none);
* `known_until`: null, or, for a record that only an older file holds, the last day that file answers for. A record that
  is still open there but absent from a newer file is not known to be open afterwards.

Dates are days; a null date means that there is none (yet) or that it could not be read. Flags are null when unknown.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

COMMON: Final = ("file", "row", "child", "known_until")


@dataclass(frozen=True, slots=True)
class Fact:
    """A kind of fact. `event` is the day on which it happened or began; `columns` says what each column means."""

    name: str
    title: str
    row_is: str
    event: str
    columns: Mapping[str, str]


_ALL = (
    Fact("contacts", "Contacts", "one contact about one child", "contacted", {"contacted": "day of the contact"}),
    Fact(
        "early_help_assessments", "Early help assessments", "one early help assessment of one child", "started",
        {"started": "day it began", "completed": "day it was completed"},
    ),
    Fact(
        "referrals", "Referrals", "one referral of one child", "referred",
        {
            "referred": "day of the referral",
            "source": "who referred: the key of the published group, such as 'police'; 'unknown' when not recorded",
            "nfa": "whether it led to no further action",
            "previous_referred": "day of the same child's referral before this one, of those in the files",
            "referrals_in_12_months": "Annex A's own count of the child's referrals in 12 months",
        },
    ),
    Fact(
        "assessments", "Assessments", "one continuous assessment of one child", "started",
        {
            "started": "day it began", "authorised": "day it was authorised, which completes it",
            "referred": "day of the referral it followed (null where the file does not link them)",
            "working_days_from_start": "working days from the start (day 0) to the authorisation",
            "working_days_from_referral": "working days from the referral (day 0) to the authorisation",
            "has_factors": "whether a factor was recorded at the end of the assessment",
            "has_cse": "whether factor 11A, child sexual exploitation, was among them",
        },
    ),
    Fact(
        "enquiries", "Section 47 enquiries", "one section 47 enquiry about one child", "started",
        {"started": "day of the strategy discussion that began it", "conference": "day of its initial conference"},
    ),
    Fact(
        "conferences", "Initial child protection conferences", "one initial conference about one child", "held",
        {
            "held": "day of the conference",
            "enquiry_started": "day the enquiry behind it began (null: cannot be timed, as for a transfer in)",
            "working_days": "working days from the start of the enquiry (day 0) to the conference; null: not known",
        },
    ),
    Fact(
        "needs", "Episodes of need", "one episode of need of one child", "opened",
        {
            "opened": "day of the referral", "closed": "day it was closed",
            "nfa": "whether the referral led to no further action",
            "status": "Annex A's case status, a to e; null from the census",
        },
    ),
    Fact(
        "need_plans", "Child in need plans", "one child in need plan", "started",
        {"started": "day it began", "ended": "day it ended"},
    ),
    Fact(
        "protection_plans", "Child protection plans", "one child protection plan of one child", "started",
        {
            "started": "day it began", "ended": "day it ended",
            "previous_plans": "how many earlier plans of this child the file says there were",
            "previous_ended": "day the child's plan before this one ended, of those in the files",
        },
    ),
    Fact(
        "care", "Episodes of care", "one episode of being looked after (Annex A: one whole period)", "began",
        {
            "born": "day of birth", "began": "day the episode began", "ended": "day it ended",
            "starts_care": "whether the child came into care with it (903: reason S)",
            "leaves_care": "whether the child left care with it (903: ended with a reason other than X1)",
            "short_break": "whether it is only a planned short break (legal status V3 or V4)",
            "reason": "why care ended, the code as recorded",
            "adopted": "whether care ended with adoption",
            "fostered_by_council": "placed with a foster carer of the council's own",
            "own_provision": "placed in provision of the council's own, of any kind",
            "uasc": "whether the child is or was an unaccompanied asylum-seeking child",
            "uasc_ended": "day that status ended (null: not, or not known)",
            "placements": "placements in the 12 months to the last day of the period",
            "period_began": "day the whole period of care began",
            "placement_began": "day the current placement, or life with the same carer, began; of a child placed for"
            " adoption, the placement before it",
        },
    ),
    Fact(
        "care_year", "Children in the yearly health return", "one child looked after for 12 months on 31 March", "on",
        {
            "on": "the 31 March of the return", "born": "day of birth",
            "immunised": "immunisations up to date", "teeth_checked": "teeth checked in the year",
            "health_assessed": "annual health assessment done", "development_checked": "development checks up to date",
        },
    ),
    Fact(
        "missing", "Missing from placement", "one missing incident of a looked after child", "started",
        {"started": "day it began", "ended": "day the child was back"},
    ),
    Fact(
        "missing_in_care", "Children in care and missing incidents", "one child looked after in the period", "on",
        {
            "on": "last day of the period", "went_missing": "whether the child had a missing incident",
            "offered": "whether a return interview was offered after the last", "accepted": "whether it was accepted",
        },
    ),
    Fact(
        "care_leavers", "Care leavers", "one young person with leaving care entitlement", "on",
        {
            "on": "the day the list speaks of", "born": "day of birth",
            "age": "age that counts for the published bands",
            "category": "eligibility: relevant, former-relevant, qualifying, eligible, other; null from the 903 return",
            "counts": "whether the statistics count the young person (not: died, returned home)",
            "uasc": "whether the young person was an unaccompanied asylum-seeking child",
            "in_eet": "whether in education, employment or training", "in_touch": "whether the council is in touch",
            "suitable": "whether the accommodation is suitable",
            "housed": "whether the accommodation measure counts the young person (not: abroad, deported, not known)",
        },
    ),
    Fact(
        "adoptions", "Children adopted", "one child adopted", "adopted",
        {
            "adopted": "day of the adoption order", "entered": "day the child came into care",
            "placed": "day the child moved in with the adopters", "ordered": "day of the placement order",
            "matched": "day of the match", "days_to_placed": "days from coming into care to moving in",
            "days_to_matched": "days from the placement order to the match",
            "placed_within_14_months": "whether moving in came within 14 months of coming into care",
        },
    ),
    Fact(
        "home_educated", "Children educated at home", "one child (an aggregate return: one count)", "started",
        {
            "started": "day home education began", "ended": "day it ended", "born": "day of birth",
            "counted": "how many children the row stands for: 1, or the figure of an aggregate return",
            "on": "the last day an aggregate return speaks for; null for a list of children",
            "since": "the first day it speaks for",
            "measure": "what it counts: census-day, starting or any-time; null for a list of children",
            "first_on_day": "whether it is the child's first row that is open on the last day of the period",
            "first_starting": "whether it is the child's first row that began in the period",
            "first_any_time": "whether it is the child's first row that touches the period",
        },
    ),
    Fact(
        "ehc_requests", "Requests for an EHC needs assessment", "one request", "received",
        {
            "received": "day received", "decided": "day of the decision", "agreed": "whether it was agreed to assess",
            "historical": "whether it was decided before the collection began, or came with a transfer",
        },
    ),
    Fact(
        "ehc_assessments", "EHC needs assessments", "one needs assessment", "decided",
        {
            "decided": "day of the outcome", "outcome": "Y a plan, N no plan, A awaited, W withdrawn, H historical",
            "transferred": "whether the person's plan came from another council",
        },
    ),
    Fact(
        "ehc_plans", "EHC plans", "one EHC plan", "started",
        {
            "started": "day the plan began", "ended": "day it ceased", "first": "whether it is the person's first plan",
            "transferred": "whether it came from another council", "received": "day of the request behind it",
            "historical": "whether it was decided before the collection began, so that a new start is an amendment's",
            "issued": "day it was issued: of its assessment's outcome when that is a plan, otherwise the start",
            "within_20_weeks": "whether it was issued within 20 weeks of the request",
            "exception": "whether a lawful exception to the 20 weeks applied",
        },
    ),
)  # fmt: skip

FACTS: Final[Mapping[str, Fact]] = {fact.name: fact for fact in _ALL}
"""The facts by name."""
