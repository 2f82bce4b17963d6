"""Small census files for tests, written as text."""

from pathlib import Path

HEADER = """<Header>
<CollectionDetails><Collection>CIN</Collection><Year>{year}</Year><ReferenceDate>{ends}</ReferenceDate></CollectionDetails>
<Source><SourceLevel>L</SourceLevel><LEA>{place}</LEA><SerialNo>1</SerialNo><DateTime>{made}T10:00:00</DateTime></Source>
</Header>"""


def header(year: int | str = 2025, place: str = "831", ends: str = "", made: str = "") -> str:
    """A header; the reference date is 31 March of the year, and the file made two months later, unless said."""
    return HEADER.format(year=year, place=place, ends=ends or f"{year}-03-31", made=made or f"{year}-05-31")


def fields(**values: object) -> str:
    """Elements from names and values; None leaves one out."""
    return "".join(f"<{name}>{value}</{name}>" for name, value in values.items() if value is not None)


def child(name: str | None, *episodes: str, born: str = "2015-01-01", sex: str = "<Sex>F</Sex>") -> str:
    """A child with episodes; without a name it has no identifier."""
    named = fields(LAchildID=name, PersonBirthDate=born)
    return (
        f"<Child><ChildIdentifiers>{named}{sex}</ChildIdentifiers>"
        f"<ChildCharacteristics><Ethnicity>WBRI</Ethnicity></ChildCharacteristics>{''.join(episodes)}</Child>\n"
    )


def episode(referred: str | None, *inside: str, **more: object) -> str:
    """An episode of need; `inside` are further elements, `more` its own fields."""
    own = {"CINreferralDate": referred, "ReferralSource": "1A", "ReferralNFA": "0"} | more
    return f"<CINdetails>{fields(**own)}{''.join(inside)}</CINdetails>\n"


def assessment(started: str, authorised: str | None = None, *factors: str) -> str:
    """An assessment with its factors."""
    found = "".join(fields(AssessmentFactors=factor) for factor in factors)
    dates = fields(AssessmentActualStartDate=started, AssessmentAuthorisationDate=authorised)
    return f"<Assessments>{dates}<FactorsIdentifiedAtAssessment>{found}</FactorsIdentifiedAtAssessment></Assessments>\n"


def enquiry(started: str | None, conference: str | None = None) -> str:
    """A section 47 enquiry."""
    return (
        f"<Section47>{fields(S47ActualStartDate=started, DateOfInitialCPC=conference, ICPCnotRequired=0)}</Section47>\n"
    )


def plan(started: str | None, ended: str | None = None, previous: object = 0) -> str:
    """A child protection plan."""
    own = fields(CPPstartDate=started, CPPendDate=ended, InitialCategoryOfAbuse="NEG", NumberOfPreviousCPP=previous)
    return f"<ChildProtectionPlans>{own}</ChildProtectionPlans>\n"


def need_plan(started: str, ended: str | None = None) -> str:
    """A child in need plan."""
    return f"<CINPlanDates>{fields(CINPlanStartDate=started, CINPlanEndDate=ended)}</CINPlanDates>\n"


def census(folder: Path, *children: str, name: str = "cin.xml", head: str | None = None) -> Path:
    """Write a census file of the year 2025 of Derby, or with another header."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    top = header() if head is None else head
    path.write_text(f"<Message>\n{top}\n<Children>\n{''.join(children)}</Children>\n</Message>\n", encoding="utf-8")
    return path
