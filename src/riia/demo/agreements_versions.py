"""Versions of what returns stand on, and how long data are kept, in the demonstration.

Two indicator sets are recorded as their documents name them: the 24 of the memorandum of 2022, and the 25 of the grant
letter of December 2023. The letter lists no items and no template comes with either; what is made up is labelled so.
"""

from datetime import date
from typing import Final

from riia.alliance.agreements.models import Dataset
from riia.alliance.agreements.services.register import GuidanceText, add_guidance, settle_dataset
from riia.alliance.audit.actors import Acts
from riia.demo.agreements_mou import EAST_MIDLANDS_TITLE, SOUTH_WEST_TITLE
from riia.indicators.calendar import Frequency

LETTER: Final = date(2023, 12, 14)
"""The day from which variation 3 of the determination takes effect."""
SETS: Final = (
    GuidanceText(
        "set", "The 24 RIIA indicators", "MoU 2022", date(2022, 9, 1),
        publisher="East Midlands memorandum, Dataset 1", form="mou-2022",
    ),
    GuidanceText(
        "set", "The 25 agreed indicators", "letter 2023", LETTER,
        publisher="DfE grant letter, variation 3, item 1", form="letter-2023",
    ),
)  # fmt: skip
SIMULATED: Final = (
    GuidanceText(
        "template", "Workbook of the region (simulated)", "2024, version 1", date(2024, 4, 1),
        publisher="Made up for the demonstration",
    ),
    GuidanceText(
        "guidance", "Notes for completing the return (simulated)", "2024, version 1", date(2024, 4, 1),
        publisher="Made up for the demonstration", file_name="notes-2024.txt",
        data=b"Simulated notes of the demonstration: count each child once; leave nothing blank that is known.",
    ),
)  # fmt: skip


def load_versions(*, by: Acts) -> None:
    """Record them where none is recorded yet, after `load_register`. Safe to repeat."""
    for title in (EAST_MIDLANDS_TITLE, SOUTH_WEST_TITLE):
        dataset = Dataset.objects.filter(version__agreement__title=title, number=1).order_by("-version__number").first()
        if dataset is None or dataset.guidance.exists():
            continue
        for text in (*SETS, *SIMULATED):
            add_guidance(dataset=dataset, text=text, by=by)
        if title == SOUTH_WEST_TITLE and dataset.retention_months is None:
            # The memorandum is silent and stays so; the made-up agreement shows what settling it looks like (R4.15).
            settle_dataset(
                dataset=dataset,
                frequency=Frequency(dataset.frequency),
                retention_months=72,
                destruction_rule="Deleted at the end of the financial year in which the last month falls.",
                reason="Simulated: directors’ group, 14 May 2024, minute 6",
                by=by,
            )
