"""Fictional SEN2 returns for tests: the same cases written in each of the three forms."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

LA = "831"


@dataclass(frozen=True)
class Case:
    """One request of one person, with what followed. Days are ISO texts, "" for none."""

    who: str
    received: str = "2025-02-03"
    outcome: str = "Y"
    outcome_on: str = "2025-03-14"
    assessed: str = "Y"
    assessed_on: str = "2025-06-20"
    week20: str = "0"
    start: str = "2025-06-20"
    cease: str = ""
    transfer: str = ""
    upn: str | None = None
    born: str = "2015-05-04"
    rya: str = "0"
    exported: str = ""

    @property
    def person(self) -> tuple[str, str, str, str]:
        """Surname, forename, day of birth, UPN."""
        upn = f"A{LA}{sum(map(ord, self.who)):09d}" if self.upn is None else self.upn
        return self.who, "Kim", self.born, upn


def awaiting(who: str, received: str, **other: str) -> Case:
    """A request without an answer yet."""
    nothing = {"outcome_on": "", "assessed": "", "assessed_on": "", "week20": "", "start": ""}
    return Case(who, received, "A", **(nothing | other))


def historical(who: str, received: str, start: str, **other: str) -> Case:
    """A plan decided in an earlier year, or by another council."""
    return Case(who, received, "H", "", "H", "", "", start, **other)


def blade(folder: Path, cases: Sequence[Case], *, census: int = 2026, made: str = "2026-02-10") -> Path:
    """COLLECT's export: a CSV for each module."""
    folder.mkdir(parents=True, exist_ok=True)
    day = date.fromisoformat(made)
    people = list(dict.fromkeys(case.person for case in cases))
    tables: dict[str, list[str]] = {
        "sen2": [
            "sen2tableid,NativeId,sen2orderseqcolumn,sourceid,collection,year,referencedate,sourcelevel,lea,"
            "softwarecode,release,serialno,datetime,dmo,dco,dsco",
            f"1,1,1,7,SEN2,{census},{census}-Jan-15 00:00:00,L,{LA},demo,1,1,{_blade(made)},,,",
        ],
        "person": [
            f"{_keys('person', 'sen2')},surname,forename,personbirthdate,sex,ethnicity,postcode,upn,"
            "uniquelearnernumber,upnunknown"
        ],
        "requests": [
            f"{_keys('requests', 'person')},receiveddate,requestsource,rya,requestoutcomedate,requestoutcome,"
            "requestmediation,requesttribunal,exported"
        ],
        "assessment": [
            f"{_keys('assessment', 'requests')},assessmentoutcome,assessmentoutcomedate,assessmentmediation,"
            "assessmenttribunal,othermediation,othertribunal,week20"
        ],
        "namedplan": [f"{_keys('namedplan', 'assessment')},startdate,planres,planwbp,pb,oa,dp,ceasedate,ceasereason"],
        "plandetail": [
            f"{_keys('plandetail', 'namedplan')},urn,ukprn,sensetting,sensettingother,placementrank,senunitindicator,"
            "resourcedprovisionindicator"
        ],
        "activeplans": [
            f"{_keys('activeplans', 'requests')},transferla,reviewmeeting,reviewoutcome,reviewdraft,"
            "phasetransferduedate,phasetransferfinaldate,lastreview"
        ],
        "placementdetail": [
            f"{_keys('placementdetail', 'activeplans')},urn,ukprn,sensetting,sensettingother,placementrank,entrydate,"
            "leavingdate,senunitindicator,resourcedprovisionindicator,res,wbp"
        ],
        "senneed": [f"{_keys('senneed', 'activeplans')},sentype,sentyperank"],
    }
    for at, (surname, forename, born, upn) in enumerate(people, start=1):
        tables["person"].append(f"{100 + at},{at},{at},7,1,{surname},{forename},{_blade(born)},F,WBRI,,{upn},,")
    for at, case in enumerate(cases, start=1):
        owner = 101 + people.index(case.person)
        tables["requests"].append(
            f"{200 + at},{at},{at},7,{owner},{_blade(case.received)},P,{case.rya},{_blade(case.outcome_on)},"
            f"{case.outcome},0,0,{case.exported}"
        )
        if case.assessed:
            tables["assessment"].append(
                f"{300 + at},{at},{at},7,{200 + at},{case.assessed},{_blade(case.assessed_on)},0,0,0,0,{case.week20}"
            )
        if case.start:
            tables["namedplan"].append(
                f"{400 + at},{at},{at},7,{300 + at},{_blade(case.start)},,,0,0,,{_blade(case.cease)},"
            )
            tables["plandetail"].append(f"{500 + at},{at},{at},7,{400 + at},123456,,,,1,0,0")
            tables["activeplans"].append(f"{600 + at},{at},{at},7,{200 + at},{case.transfer},,,,,,")
            tables["placementdetail"].append(f"{700 + at},{at},{at},7,{600 + at},123456,,,,1,,,0,0,,")
            tables["senneed"].append(f"{800 + at},{at},{at},7,{600 + at},ASD,1")
    for name, lines in tables.items():
        path = folder / f"Blade-Export_{day:%d-%m-%Y}_{name}.csv"
        path.write_text("\r\n".join(lines) + "\r\n", encoding="utf-8", newline="")
    return folder


def modules(folder: Path, cases: Sequence[Case]) -> Path:
    """Modules m1 to m5 with headings in words and days first."""
    folder.mkdir(parents=True, exist_ok=True)
    people = list(dict.fromkeys(case.person for case in cases))
    one = [
        "Person ID,Surname,Forename,Dob (ccyy-mm-dd),Gender,Ethnicity,Postcode,UPN - Unique Pupil Number,"
        "ULN - Young Persons Unique Learner Number,UPN and ULN unavailable reason"
    ]
    two = [
        "Person ID,Requests Record ID,Date Request Was Received,Initial Request Whilst In RYA,Request Outcome Date,"
        "Request Outcome,Request Mediation,Request Tribunal,"
        "Exported - Child Or Young Person Moves Out Of LA Before Assessment Is Completed"
    ]
    three = [
        "Person ID,Requests Record ID,Assessment Outcome To Issue EHCP,Assessment Outcome Date,Assessment Mediation,"
        "Assessment Tribunal,Other Mediation,Other Tribunal,Twenty Weeks Time Limit Exceptions Apply"
    ]
    four = [
        "Person ID,Request Records ID,EHC Plan Start Date,Residential Settings,Worked based learning activity,"
        "Personal budget taken up,Personal budget - organised arrangements,Personal budget - direct payments,"
        "Date EHC Plan Ceased,Reason EHC Plan Ceased"
    ]
    five = [
        "Person ID,Request Records ID,EHC Plan (Transfer),Residential Settings,Worked based learning activity,"
        "EHCP review decisions date"
    ]
    for at, (surname, forename, born, upn) in enumerate(people, start=1):
        one.append(f"P{at},{surname},{forename},{born},F,WBRI,,{upn},,")
    for at, case in enumerate(cases, start=1):
        key = f"P{1 + people.index(case.person)},{at}"
        two.append(
            f"{key},{_words(case.received)},{case.rya},{_words(case.outcome_on)},{case.outcome},N,N,{case.exported}"
        )
        if case.assessed:
            three.append(f"{key},{case.assessed},{_words(case.assessed_on)},N,N,N,N,{case.week20}")
        if case.start:
            four.append(f"{key},{_words(case.start)},,,N,N,,{_words(case.cease)},")
            five.append(f"{key},{case.transfer},,,")
    for number, lines in enumerate((one, two, three, four, five), start=1):
        (folder / f"m{number}.csv").write_text("\n".join(lines) + "\n", encoding="cp1252")
    return folder


def xml(path: Path, cases: Sequence[Case], *, census: int = 2026, made: str = "2026-02-10", la: str = LA) -> Path:
    """The XML that is sent to the Department."""
    path.parent.mkdir(parents=True, exist_ok=True)
    people: dict[tuple[str, str, str, str], list[Case]] = {}
    for case in cases:
        people.setdefault(case.person, []).append(case)
    persons = []
    for (surname, forename, born, upn), own in people.items():
        about = _tags(Surname=surname, Forename=forename, PersonBirthDate=born, Sex="F", UPN=upn)
        persons.append(f"<Person>{about}{''.join(map(_request, own))}</Person>\n")
    header = _tags(Collection="SEN2", Year=str(census), ReferenceDate=f"{census}-01-15")
    source = _tags(SourceLevel="L", LEA=la, SoftwareCode="demo", Release="1", SerialNo="1", DateTime=f"{made}T10:11:12")
    path.write_text(
        '<?xml version="1.0" encoding="utf-8"?>\n'
        f"<Message><Header><CollectionDetails>{header}</CollectionDetails><Source>{source}</Source></Header>\n"
        f"<Persons>\n{''.join(persons)}</Persons></Message>\n",
        encoding="utf-8",
    )
    return path


def _request(case: Case) -> str:
    plan = ""
    if case.start:
        detail = "<PlanDetail><URN>123456</URN><PlacementRank>1</PlacementRank></PlanDetail>"
        plan = f"<NamedPlan>{_tags(StartDate=case.start, CeaseDate=case.cease)}{detail}</NamedPlan>"
    assessment = ""
    if case.assessed:
        told = _tags(AssessmentOutcome=case.assessed, AssessmentOutcomeDate=case.assessed_on, Week20=case.week20)
        assessment = f"<Assessment>{told}{plan}</Assessment>"
    active = ""
    if case.start:
        need = "<SENneed><SENtype>ASD</SENtype><SENtypeRank>1</SENtypeRank></SENneed>"
        place = "<PlacementDetail><URN>123456</URN></PlacementDetail>"
        active = f"<ActivePlans>{_tags(TransferLA=case.transfer)}{place}{need}</ActivePlans>"
    told = _tags(
        ReceivedDate=case.received, RYA=case.rya, RequestOutcomeDate=case.outcome_on, RequestOutcome=case.outcome,
        Exported=case.exported,
    )  # fmt: skip
    return f"<Requests>{told}{assessment}{active}</Requests>"


def _tags(**values: str) -> str:
    return "".join(f"<{name}>{value}</{name}>" for name, value in values.items() if value)


def _keys(table: str, parent: str) -> str:
    return f"{table}tableid,NativeId,{table}orderseqcolumn,sourceid,{parent}tableid"


def _blade(day: str) -> str:
    return f"{date.fromisoformat(day):%Y-%b-%d} 00:00:00" if day else ""


def _words(day: str) -> str:
    return f"{date.fromisoformat(day):%d/%m/%Y}" if day else ""
