"""How an indicator is written inside a sentence, and how its figures are written out.

Every phrase is a singular noun phrase for the headline measure, so that one grammar serves all sentences: "Derby's
referral rate is higher than England's". A test holds the list complete against the definitions.
"""

from dataclasses import dataclass
from typing import Final

from riia.alliance.kit.filters import number, unit_suffix
from riia.indicators.definitions import Indicator, Measure, Variant
from riia.indicators.model import Missing, Value

PHRASES: Final = {
    "initial-contacts": "initial contact rate",
    "referrals": "referral rate",
    "referrals:source=individual": "share of referrals from individuals",
    "referrals:source=schools": "share of referrals from schools",
    "referrals:source=education-services": "share of referrals from education services",
    "referrals:source=health-services": "share of referrals from health services",
    "referrals:source=housing": "share of referrals from housing",
    "referrals:source=council-services": "share of referrals from other council services",
    "referrals:source=police": "share of referrals from the police",
    "referrals:source=other-legal-agency": "share of referrals from courts, probation and other legal agencies",
    "referrals:source=other": "share of referrals from other sources",
    "referrals:source=anonymous": "share of anonymous referrals",
    "referrals:source=unknown": "share of referrals from an unknown source",
    "repeat-referrals": "share of repeat referrals",
    "assessments-started": "rate of assessments started",
    "assessments-completed": "rate of assessments completed",
    "assessments-within-45-days": "share of assessments completed within 45 working days",
    "children-in-need": "rate of children in need",
    "cin-plans": "rate of child in need plans",
    "section-47-enquiries": "rate of section 47 enquiries",
    "icpcs-within-15-days": "share of initial conferences held within 15 working days",
    "icpcs-within-15-days:of=section-47-enquiries": "share of section 47 enquiries with an initial conference in time",
    "icpcs": "rate of initial child protection conferences",
    "cpps-starting": "rate of child protection plans starting",
    "cpps-current": "rate of children on a child protection plan",
    "cpps-ceasing": "rate of child protection plans ceasing",
    "repeat-cpps-ever": "share of plans that are second or subsequent plans",
    "repeat-cpps-2-years": "share of plans within two years of an earlier plan",
    "cla-current": "rate of children looked after",
    "cla-starting": "rate of children starting to be looked after",
    "cla-ceasing": "rate of children ceasing to be looked after",
    "cla-uasc": "rate of unaccompanied asylum-seeking children looked after",
    "care-leavers": "rate of care leavers aged 19 to 21",
    "care-leavers:age=17-18": "rate of care leavers aged 17 to 18",
    "care-leavers:age=22-25": "rate of care leavers aged 22 to 25",
    "uasc-care-leavers": "share of care leavers who came as unaccompanied children",
    "ehe": "rate of children home educated at any time in the year",
    "ehe:count=starting": "rate of children starting home education",
    "ehe:count=census-day": "rate of children home educated on census day",
    "ehcp-requests": "rate of requests for an EHC needs assessment",
    "ehcp-assessments": "rate of EHC needs assessments",
    "ehcp-assessments:count=agreed": "rate of agreed EHC needs assessments",
    "ehcps-issued": "rate of EHC plans issued",
    "ehcps-issued:count=assessments-with-a-plan": "rate of assessments that led to an EHC plan",
    "ehcps-issued:count=twenty-week-base": "rate of EHC plans in the 20-week measure",
    "ehcps-within-20-weeks": "share of EHC plans issued within 20 weeks",
    "ehcps-within-20-weeks:exceptions=excluded": "share of EHC plans issued within 20 weeks, exceptions left out",
    "care-leavers-eet": "share of care leavers in education, employment or training",
    "care-leavers-eet:age=17-18": "share of care leavers aged 17 to 18 in education, employment or training",
    "care-leavers-eet:age=22-25": "share of care leavers aged 22 to 25 in education, employment or training",
    "care-leavers-suitable-accommodation": "share of care leavers in suitable accommodation",
    "care-leavers-suitable-accommodation:age=17-18": "share of care leavers aged 17 to 18 in suitable accommodation",
    "care-leavers-suitable-accommodation:age=22-25": "share of care leavers aged 22 to 25 in suitable accommodation",
    "cla-three-or-more-placements": "share of looked after children with three or more placements in the year",
    "cla-long-term-placements": "share of children looked after long term who live in a stable home",
    "cla-immunisations": "share of looked after children with immunisations up to date",
    "cla-dental-checks": "share of looked after children whose teeth were checked",
    "cla-health-assessments": "share of looked after children who had a health assessment",
    "cla-development-assessments": "share of young looked after children with development assessments up to date",
    "cla-adopted": "share of children leaving care through adoption",
    "cla-own-provision": "share of looked after children in the council’s own provision",
    "cla-missing": "share of looked after children who went missing",
    "cla-return-interviews-offered": "share of missing children who were offered a return interview",
    "cla-return-interviews-accepted": "share of missing children who accepted a return interview",
    "adoption-entry-to-moving-in": "average days from coming into care to moving in with adopters",
    "adoption-order-to-match": "average days from placement order to match",
    "adoption-within-14-months": "share of adopted children who moved in within 14 months",
    "early-help-assessments": "rate of early help assessments",
    "cse-factors": "share of assessments with child sexual exploitation as a factor",
    "sw-establishment": "number of children’s social workers in post",
    "sw-vacancies": "social worker vacancy rate",
    "sw-agency": "agency social worker rate",
    "sw-turnover": "social worker turnover rate",
    "sw-absence": "social worker sickness absence rate",
    "sw-caseload": "average number of cases for each social worker",
}

# A plain count follows the size of the council: it is shown, and neither compared nor ranked.
FOLLOWS_SIZE: Final = frozenset({"sw-establishment"})


@dataclass(frozen=True, slots=True)
class Wording:
    """An indicator's words: its address, phrase, headline measure, the unit and decimals of its figures."""

    address: str
    phrase: str
    measure: Measure
    unit: str
    decimals: int
    comparable: bool

    @property
    def short_unit(self) -> str:
        """The unit as it stands beside a number in a table: "%", "per 10,000" or nothing."""
        return {Measure.PERCENT: "%", Measure.RATE: "per 10,000", Measure.NUMBER: ""}[self.measure]

    def amount(self, value: Value) -> str:
        """A figure written out with its decimals, and "%" where it is one: "572.7", "23.1%"; a missing one in words."""
        if isinstance(value, Missing):
            return value.words
        return number(value.value, self.decimals) + (unit_suffix("%") if self.measure is Measure.PERCENT else "")


def wording_of(indicator: Indicator, variant: Variant) -> Wording:
    """The words of one reading of an indicator, falling back on its titles where no phrase is listed."""
    address = indicator.address(variant)
    measure = variant.headline
    unit = indicator.units[measure]
    return Wording(
        address=address,
        phrase=PHRASES.get(address) or f"figure for {indicator.title[0].lower()}{indicator.title[1:]}, {variant.title}",
        measure=measure,
        unit=unit.removeprefix("% ") if measure is Measure.PERCENT else unit,
        decimals=indicator.decimals[measure],
        comparable=indicator.slug not in FOLLOWS_SIZE,
    )
