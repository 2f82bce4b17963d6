"""The data register of the East Midlands memorandum, item by item, and a simulated one of the South West.

Source: MoU section 6 and its data appendix. The words are ours; what the document does not say is left open and said to
be open. Requests, instructions and people's decisions are simulated and labelled so.
"""

import csv
from collections.abc import Iterable
from datetime import date, timedelta
from importlib import resources
from typing import Final

from django.db import transaction
from django.utils import timezone

from riia.alliance.access.models import Person
from riia.alliance.agreements.audiences import Audience, Privacy
from riia.alliance.agreements.models import AgreementVersion, Dataset, SharingRules
from riia.alliance.agreements.services.instructions import Instructed, Onward, ask_onward, give_instruction
from riia.alliance.agreements.services.register import settle_sharing
from riia.alliance.agreements.services.register_entering import DatasetText, enter_dataset, enter_items
from riia.alliance.agreements.services.register_lines import ItemText
from riia.alliance.agreements.services.requests import Decision, Wish, ask_for_items, check, decide
from riia.alliance.agreements.states import VersionState
from riia.alliance.agreements.states_register import ItemStatus
from riia.alliance.audit.actors import Acts
from riia.alliance.places.calendar import add_working_days
from riia.demo.agreements_mou import EAST_MIDLANDS_TITLE, SOUTH_WEST_TITLE
from riia.indicators.calendar import Frequency
from riia.indicators.definitions import Measure
from riia.indicators.returns.forms import form_of
from riia.indicators.returns.nouns import Item

type Entered = tuple[str, ItemText, ItemStatus]
APPENDIX: Final = "Data appendix, Dataset {}"
BY_COUNCILS: Final = "each council"
PARTNERS: Final = frozenset({Audience.PARTNERS, Audience.PROCESSOR})
TO_DFE: Final = (
    "Sent to DfE every quarter in the standard template (clause 6.6); wider use in government takes good notice and "
    "the region’s response (clause 6.7)"
)
TO_DFE_SW: Final = "Sent to DfE every quarter on the standard template (clause 4.2)"
NOT_ONWARD: Final = "The agreement names no recipient outside the alliance"

DATASETS: Final = (
    DatasetText(
        1, "The 24 RIIA indicators", "6.6", Privacy.AGGREGATED, APPENDIX.format(1), frequency=Frequency.QUARTERLY,
        about="The nationally agreed indicators, a number and a rate or percentage each. In the document the items "
        "that were new to the region in 2022 are printed in green; the colour is lost in the copy we hold, so they are "
        "marked by hand.",
    ),
    DatasetText(
        2, "Additional social care data", "6.4", Privacy.AGGREGATED, APPENDIX.format(2),
        about="Collected for some years at the region’s own wish. The document says that these items are reviewed in "
        "summer 2022, and not what came of it.",
    ),
    DatasetText(
        3, "Social care workforce", "6.4", Privacy.NON_PERSONAL, APPENDIX.format(3),
        about="Collected and analysed by the regional group that looks after the social work memorandum. Commercially "
        "sensitive.",
    ),
    DatasetText(
        4, "SEND commissioning dashboard", "6.3", Privacy.RECORD_WITH_PRICE, APPENDIX.format(4),
        about="All placements in the independent and non-maintained sector, pseudonymised, with price. The document "
        "names placements and prices; council and provider are what a record needs besides.",
    ),
    DatasetText(
        5, "School exclusion dashboard", "6.3", Privacy.CLOSELY_LIMITED, APPENDIX.format(5), frequency=Frequency.TERMLY,
        about="Pseudonymised records of single exclusions; councils send lists of exclusions, school leavers and "
        "school joiners. Access is closely limited.",
    ),
    DatasetText(
        6, "Local NCER education data of children looked after", "6.4", Privacy.AGGREGATED, APPENDIX.format(6),
        frequency=Frequency.ANNUAL, publication_rule="Published until DfE’s release supersedes it",
        until_superseded=True,
    ),
    DatasetText(
        7, "Provisional education outcomes", "6.4", Privacy.AGGREGATED, APPENDIX.format(7), frequency=Frequency.ANNUAL,
        publication_rule="Published until DfE’s release supersedes it", until_superseded=True,
    ),
)  # fmt: skip
_AUDIENCES: Final = {
    3: frozenset({Audience.PARTNERS}),
    4: PARTNERS,
    5: frozenset({Audience.NAMED, Audience.PROCESSOR}),
}
_CLOSER: Final = {
    "agency-names": frozenset({Audience.WORKFORCE}),
    "placements": frozenset({Audience.COMMISSIONERS, Audience.PROCESSOR}),
    "placement-price": frozenset({Audience.COMMISSIONERS, Audience.PROCESSOR}),
}
"""Items that fewer may see than the rest of their dataset (R4.27, R4.29)."""
_LEVEL: Final = {
    Privacy.AGGREGATED: "council",
    Privacy.NON_PERSONAL: "council",
    Privacy.RECORD: "single record",
    Privacy.RECORD_WITH_PRICE: "single record",
    Privacy.CLOSELY_LIMITED: "single record",
}


def load_register(*, by: Acts) -> None:
    """Load both registers where there is none yet, after `load_agreements`. Safe to repeat."""
    memorandum, south_west = _version(EAST_MIDLANDS_TITLE), _version(SOUTH_WEST_TITLE)
    if memorandum and not memorandum.datasets.exists():
        with transaction.atomic():
            load_memorandum(memorandum, by=by)
            _simulate(memorandum, by)
    if south_west and not south_west.datasets.exists():
        with transaction.atomic():
            _load_south_west(south_west, by)


def load_memorandum(version: AgreementVersion, *, by: Acts) -> None:
    """Enter the seven datasets and every item of the memorandum, as the document has them."""
    listed = _listed()
    for text in DATASETS:
        dataset = enter_dataset(version=version, text=text, by=by)
        items = indicators(text) if text.number == 1 else [_item(row, text) for row in listed[text.number]]
        enter_items(dataset=dataset, items=items, starts_on=_begins(version), by=by)


def indicators(text: DatasetText, onward_rule: str = TO_DFE) -> list[Entered]:
    """The items of Dataset 1: those a return asks, under the keys it asks them by."""
    return [_indicator(item, text, onward_rule) for item in form_of("mou-2022").items if not item.part_of]


def _indicator(item: Item, text: DatasetText, onward_rule: str) -> Entered:
    second = next(measure for measure in item.measures if measure is not Measure.NUMBER)
    split = ", in total and by source" if item.register_key == "referrals" else ""
    base = item.of_words or "children aged 0 to 17 living in the area"
    said = ItemText(
        title=item.indicator.title,
        privacy=text.privacy,
        definition=f"Counts {item.variant.numerator}{split}.",
        unit="number and rate per 10,000" if second is Measure.RATE else f"number and {item.unit(second)}",
        numerator=item.variant.numerator,
        denominator=base,
        aggregation=_LEVEL[text.privacy],
        collector=BY_COUNCILS,
        frequency=text.frequency,
        audiences=PARTNERS,
        onward=frozenset({Audience.DFE}),
        onward_rule=onward_rule,
        source=f"{text.source}, item {item.label}",
    )
    return item.register_key, said, ItemStatus.ACTIVE


def _item(row: dict[str, str], text: DatasetText) -> Entered:
    implied = row["key"] in {"placement-council", "placement-provider"}
    at = f", item {row['at']}" if text.number <= 3 else ""  # the later datasets are not numbered in the document
    said = ItemText(
        title=row["title"],
        privacy=text.privacy,
        definition=f"{row['definition']}.",
        unit=row["unit"],
        numerator=row["numerator"],
        denominator=row["denominator"],
        aggregation=_LEVEL[text.privacy],
        collector=BY_COUNCILS,
        frequency=text.frequency,
        audiences=_CLOSER.get(row["key"], _AUDIENCES.get(text.number, PARTNERS)),
        onward_rule=NOT_ONWARD,
        publication_rule=text.publication_rule,
        source=text.source + (": not named there, needed for a record" if implied else at),
    )
    # The document says "being reviewed" and no more: until directors decide, nothing of Dataset 2 passes the gate.
    return row["key"], said, ItemStatus.UNDER_REVIEW if text.number == 2 else ItemStatus.ACTIVE


def _listed() -> dict[int, list[dict[str, str]]]:
    path = resources.files("riia.demo") / "data" / "register-east-midlands.csv"
    found: dict[int, list[dict[str, str]]] = {}
    for row in csv.DictReader(path.read_text(encoding="utf-8").splitlines()):
        rows = found.setdefault(int(row["dataset"]), [])
        rows.append({**row, "at": str(len(rows) + 1)})
    return found


def _simulate(version: AgreementVersion, by: Acts) -> None:
    """A request in progress, one decided, an instruction and a request to share further: all simulated."""
    today, alliance = timezone.localdate(), version.agreement.alliance
    settle_sharing(
        alliance=alliance,
        rules=SharingRules(
            alliance=alliance,
            dfe_contact="CSC regional improvement team, DfE",
            manager="Business intelligence team, Leicestershire",
            platform="Tableau",
        ),
        reason="Clause 6.7 names the contact, 6.3 team and platform; it says “good notice” and no number of days",
        by=by,
    )
    social_care = version.datasets.get(number=2)
    core = version.datasets.get(number=1)
    give_instruction(
        version=version,
        given=Instructed(
            "Load the councils’ validated quarterly returns of Dataset 1, compare the councils, and show the results "
            "to the partners.",
            ["dataset-1"], "The region’s data processor", "Directors’ group, minute 5 (simulated)", today, today,
            simulated=True,
        ),
        by=by,
    )  # fmt: skip
    told = add_working_days(today, 0) - timedelta(days=4)
    ask_onward(
        dataset=core,
        asked=Onward(
            "CSC regional improvement team, DfE (simulated)", Audience.GOVERNMENT,
            "Department of Health and Social Care", "Planning of health visits for children looked after",
            told, add_working_days(told, 12), simulated=True,
        ),
        by=by,
    )  # fmt: skip
    _simulate_requests(social_care, today)


def _simulate_requests(dataset: Dataset, today: date) -> None:
    people = {person.email.partition("@")[0]: person for person in Person.objects.filter(is_persona=True)}
    if not {"derby-performance", "derby-dcs", "em-analyst", "em-coordinator"} <= people.keys():
        return
    lead, director, analyst, keeper = (
        people[slug] for slug in ("derby-performance", "derby-dcs", "em-analyst", "em-coordinator")
    )
    agreed = ask_for_items(
        dataset=dataset,
        wish=Wish("To see how many children stay with people they know", "All ten councils", Privacy.AGGREGATED, True),
        items=[_wished("Children living with connected carers", "Children looked after on the last day who live with "
                       "a relative or friend approved as a foster carer", "children with connected carers")],
        by=lead,
    )  # fmt: skip
    check(request=agreed, answer="No item of the register counts who the carers are.", by=analyst)
    minute = "Directors’ group, minute 7 (simulated)"
    decide(request=agreed, decided=Decision(minute, today, "Agreed for a year, quarterly.", today), by=keeper)
    waiting = ask_for_items(
        dataset=dataset,
        wish=Wish("To plan return interviews across the region", "All ten councils", Privacy.AGGREGATED, True),
        items=[_wished("Children looked after missing for more than 24 hours", "Children looked after who went missing "
                       "and came back after more than 24 hours", "children missing for more than 24 hours")],
        by=director,
    )  # fmt: skip
    found = (
        "Dataset 2 counts children with a missing incident and not how long they were away; that item is under review."
    )
    check(request=waiting, answer=found, by=analyst)
    ask_for_items(
        dataset=dataset,
        wish=Wish("To compare waits for the dentist", "All ten councils", Privacy.AGGREGATED, True),
        items=[_wished("Children in care who have seen a dentist", "Looked-after children with a dental check in the "
                       "last 12 months", "children with a dental check")],
        by=lead,
    )  # fmt: skip


def _wished(title: str, definition: str, numerator: str) -> ItemText:
    return ItemText(
        title=f"{title} (simulated)",
        privacy=Privacy.AGGREGATED,
        definition=f"{definition}.",
        unit="number",
        numerator=numerator,
        denominator="children looked after",
        aggregation="council",
        collector=BY_COUNCILS,
        frequency=Frequency.QUARTERLY,
        audiences=PARTNERS,
        onward_rule=NOT_ONWARD,
        source="A simulated request of the demonstration",
    )


def _load_south_west(version: AgreementVersion, by: Acts) -> None:
    text = DatasetText(
        1, "Core indicators (simulated)", "4.2", Privacy.AGGREGATED, "Simulated schedule of the agreement",
        frequency=Frequency.QUARTERLY, about="The same 24 indicators as the East Midlands, agreed in a simulated text.",
    )  # fmt: skip
    dataset = enter_dataset(version=version, text=text, by=by)
    enter_items(dataset=dataset, items=indicators(text, TO_DFE_SW), starts_on=_begins(version), by=by)


def _begins(version: AgreementVersion) -> date:
    days: Iterable[date | None] = (version.commences, version.executed_on)
    return max(day for day in days if day is not None)


def _version(title: str) -> AgreementVersion | None:
    found = AgreementVersion.objects.filter(agreement__title=title, state=VersionState.IN_FORCE)
    return found.select_related("agreement__alliance__region").first()
