"""Datasets 4 and 5 of the East Midlands register, as data.

The memorandum says of the first "all independent, non-maintained sector placements, pseudonymised, with price", of the
second "termly, single exclusion records, with lists of leavers and joiners". The fields are the fewest that a
commissioning and an exclusions dashboard need (docs/pseudonymise.md says why each is there, and what is left out):
months instead of days, bands and year groups instead of dates of birth, no school for the lists of children.
"""

from typing import Final

from riia.indicators.records.nouns import Cut, Dataset, Field, FieldKind, RecordList

SECTORS: Final = (
    ("NMSS", "Non-maintained special school"),
    ("ISS", "Independent special school"),
    ("OIS", "Other independent school"),
    ("ISPI", "Independent specialist post-16 institution"),
    ("IAP", "Independent alternative provision"),
)
PLACEMENT_TYPES: Final = (
    ("DAY", "Day"),
    ("WEEK", "Weekly boarding"),
    ("TERM", "Termly boarding"),
    ("YEAR", "All year residential"),
    ("PART", "Part-time"),
)
AGE_BANDS: Final = (
    ("0-4", "0 to 4"),
    ("5-10", "5 to 10"),
    ("11-15", "11 to 15"),
    ("16-18", "16 to 18"),
    ("19-25", "19 to 25"),
)
NEEDS: Final = (
    ("SPLD", "Specific learning difficulty"),
    ("MLD", "Moderate learning difficulty"),
    ("SLD", "Severe learning difficulty"),
    ("PMLD", "Profound and multiple learning difficulty"),
    ("SEMH", "Social, emotional and mental health"),
    ("SLCN", "Speech, language and communication"),
    ("HI", "Hearing impairment"),
    ("VI", "Vision impairment"),
    ("MSI", "Multi-sensory impairment"),
    ("PD", "Physical disability"),
    ("ASD", "Autistic spectrum disorder"),
    ("DS", "Down syndrome"),
    ("OTH", "Other"),
    ("NSA", "No specialist assessment"),
)
PHASES: Final = (("P", "Primary"), ("S", "Secondary"), ("SP", "Special"), ("AP", "Alternative provision"))
YEAR_GROUPS: Final = (
    ("N", "Nursery"),
    ("R", "Reception"),
    *((str(year), f"Year {year}") for year in range(1, 15)),
)
SUPPORT: Final = (("N", "No special educational needs"), ("K", "SEN support"), ("E", "EHC plan"))
EXCLUSION_TYPES: Final = (("PERM", "Permanent exclusion"), ("SUSP", "Suspension"))
REASONS: Final = (
    ("PP", "Assault of a pupil"),
    ("PA", "Assault of an adult"),
    ("VP", "Verbal abuse of a pupil"),
    ("VA", "Verbal abuse of an adult"),
    ("OW", "Offensive weapon or prohibited item"),
    ("BU", "Bullying"),
    ("RA", "Racist abuse"),
    ("LG", "Abuse about orientation or gender identity"),
    ("DS", "Abuse about disability"),
    ("SM", "Sexual misconduct"),
    ("DA", "Drugs and alcohol"),
    ("TH", "Theft"),
    ("DM", "Damage"),
    ("DB", "Persistent disruption"),
    ("MT", "Misuse of social media or technology"),
    ("PH", "Breach of public health measures"),
)
WHERE: Final = (
    ("HERE", "Another school in the council"),
    ("ELSE", "A school of another council"),
    ("IND", "Independent school"),
    ("AP", "Alternative provision"),
    ("EHE", "Home education"),
    ("ABR", "Outside England"),
    ("NONE", "No school known"),
    ("OTH", "Other"),
)
_YES_NO: Final = (("Y", "Yes"), ("N", "No"))

_PSEUDONYM = Field("pseudonym", FieldKind.PSEUDONYM, "Made by riia pseudonymise with the council's own key.")
_COUNCIL = Field("council", FieldKind.COUNCIL, "The three-digit code of the council.")
_WHO = (
    Field("month", FieldKind.MONTH, "Month in which it happened, as 2025-11."),
    Field("year_group", FieldKind.CODE, "National curriculum year group.", YEAR_GROUPS),
    Field("phase", FieldKind.CODE, "Kind of school.", PHASES),
    Field("sen", FieldKind.CODE, "Support for special educational needs.", SUPPORT),
)

SEND_PLACEMENTS: Final = Dataset(
    key="send-placements",
    number=4,
    title="SEND placements",
    about="Placements in independent and non-maintained schools and colleges, with price.",
    lists=(
        RecordList(
            "placements",
            "Placements",
            (
                _PSEUDONYM,
                _COUNCIL,
                Field("provider", FieldKind.ORGANISATION, "The provider, as the public register of schools has it."),
                Field("provider_urn", FieldKind.NUMBER_IN_REGISTER, "Its unique reference number.", required=False),
                Field("sector", FieldKind.CODE, "Sector of the provider.", SECTORS),
                Field("placement_type", FieldKind.CODE, "Kind of placement.", PLACEMENT_TYPES),
                Field("age_band", FieldKind.CODE, "Age at the beginning of the financial year.", AGE_BANDS),
                Field("primary_need", FieldKind.CODE, "Primary need.", NEEDS, required=False),
                Field("starts", FieldKind.MONTH, "Month in which the placement began, as 2024-09."),
                Field("ends", FieldKind.MONTH, "Month in which it ended; blank while it lasts.", required=False),
                Field("price_per_week", FieldKind.MONEY, "Pounds per week.", required=False, most=50_000),
                Field("weeks_per_year", FieldKind.WHOLE, "Weeks paid in a year.", required=False, least=1, most=52),
                Field("price_per_year", FieldKind.MONEY, "Pounds per year.", required=False, most=2_000_000),
                Field("joint_funding", FieldKind.CODE, "Whether others pay a part.", _YES_NO, required=False),
            ),
        ),
    ),
    cuts=(
        Cut("type-sector", "Kind of placement by sector", "placements", ("placement_type", "sector")),
        Cut("need", "Primary need", "placements", ("primary_need",)),
        Cut("age", "Age band", "placements", ("age_band",)),
    ),
    year="FY",
    keep_months=36,
    prices=True,
)
SCHOOL_MOVES: Final = Dataset(
    key="school-exclusions",
    number=5,
    title="School exclusions, leavers and joiners",
    about="Single exclusions and suspensions, and who left and joined a school, term by term.",
    lists=(
        RecordList(
            "exclusions",
            "Exclusions",
            (
                _PSEUDONYM,
                _COUNCIL,
                Field("kind", FieldKind.CODE, "Permanent exclusion or suspension.", EXCLUSION_TYPES),
                Field("reason", FieldKind.CODE, "First reason given.", REASONS),
                Field("sessions", FieldKind.WHOLE, "Half days of a suspension.", required=False, least=1, most=90),
                *_WHO,
            ),
        ),
        RecordList(
            "leavers",
            "Leavers",
            (_PSEUDONYM, _COUNCIL, Field("went_to", FieldKind.CODE, "Where the child went.", WHERE), *_WHO),
        ),
        RecordList(
            "joiners",
            "Joiners",
            (_PSEUDONYM, _COUNCIL, Field("came_from", FieldKind.CODE, "Where the child came from.", WHERE), *_WHO),
        ),
    ),
    cuts=(
        Cut("exclusions-kind-phase", "Exclusions by kind and phase", "exclusions", ("kind", "phase")),
        Cut("exclusions-kind-sen", "Exclusions by kind and SEN support", "exclusions", ("kind", "sen")),
        Cut("exclusions-reason", "Exclusions by reason", "exclusions", ("reason",)),
        Cut("leavers-to", "Leavers by where they went", "leavers", ("went_to",)),
        Cut("joiners-from", "Joiners by where they came from", "joiners", ("came_from",)),
    ),
    year="AY",
    keep_months=24,
    named_readers=True,
    windowed=True,
)
DATASETS: Final = {one.key: one for one in (SEND_PLACEMENTS, SCHOOL_MOVES)}


class UnknownDataset(ValueError):
    """No record-level dataset has this key."""


def dataset_of(key: str) -> Dataset:
    """The dataset of that key. Raises UnknownDataset naming those there are."""
    if key not in DATASETS:
        raise UnknownDataset(f"There is no dataset of records {key!r}. There are: {', '.join(DATASETS)}.")
    return DATASETS[key]
