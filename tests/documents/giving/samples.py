"""Grants made up for the tests. `package` is without a fault; each test plants its own."""

import copy
import io
import json
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from riia.documents.giving import read_giving
from riia.documents.model import Finding

TODAY = date(2026, 11, 1)

GRANT: dict[str, Any] = {
    "id": "360G-samples-2024-001",
    "title": "Practice learning between councils, Derby",
    "description": "Towards the expenditure of the council on learning from practice in 2024-25.",
    "currency": "GBP",
    "amountAwarded": 12500.5,
    "amountAppliedFor": 15000,
    "amountDisbursed": 6250.25,
    "awardDate": "2024-04-15",
    "plannedDates": [{"startDate": "2024-04-01", "endDate": "2025-03-31", "duration": 12}],
    "recipientOrganization": [
        {
            "id": "GB-LAE-DER",
            "name": "Derby City Council",
            "location": [{"name": "Derby", "geoCode": "E06000015", "geoCodeType": "UA"}],
        }
    ],
    "fundingOrganization": [{"id": "GB-GOR-D6", "name": "Department for Education"}],
    "grantProgramme": [{"code": "CON_TEST", "title": "A programme of the tests"}],
    "beneficiaryLocation": [
        {"name": "Derby", "countryCode": "GB", "geoCode": "E06000015", "geoCodeType": "UA"},
        {"name": "Leicester", "countryCode": "GB", "geoCode": "E06000016", "geoCodeType": "UA"},
    ],
    "dateModified": "2024-06-03T09:30:00Z",
    "dataSource": "https://example.org/grants.json",
}


def package(*changes: Mapping[str, Any], **own: Any) -> dict[str, Any]:
    """A package of a grant for each set of changes, of one where there is none. A value of ... takes a field away."""
    grants = []
    for number, change in enumerate(changes or ({},), 1):
        grant = copy.deepcopy(GRANT) | {"id": f"360G-samples-2024-{number:03d}"}
        for path, value in change.items():
            put(grant, path, value)
        grants.append(grant)
    return {"version": "1.4", **own, "grants": grants}


def put(tree: Any, path: str, value: Any) -> None:
    """Set or take away what lies at a path such as "recipientOrganization/0/id"."""
    *steps, last = [int(step) if step.isdecimal() else step for step in path.split("/")]
    for step in steps:
        tree = tree.setdefault(step, {}) if isinstance(tree, dict) else tree[step]
    if value is ...:
        del tree[last]
    else:
        tree[last] = value


def findings_of(tree: Any) -> tuple[Finding, ...]:
    """What is found in a package when it is read from JSON."""
    return read_giving(json.dumps(tree).encode(), "grants.json", today=TODAY).findings


def codes_of(tree: Any) -> list[str]:
    return [finding.code for finding in findings_of(tree)]


def workbook(**sheets: Sequence[Sequence[Any]]) -> bytes:
    """An .xlsx file with these rows in these sheets; dates get a date's format, texts beginning "=" are formulas."""
    import xlsxwriter

    held = io.BytesIO()
    book = xlsxwriter.Workbook(held, {"in_memory": True})
    day = book.add_format({"num_format": "dd/mm/yyyy"})
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name.replace("_", " "))
        for at, row in enumerate(rows):
            for column, value in enumerate(row):
                if isinstance(value, date):
                    sheet.write_datetime(at, column, value, day)
                elif value is not None:
                    sheet.write(at, column, value)
    book.close()
    return held.getvalue()


def with_change(path: str, change: Callable[[Any], Any]) -> dict[str, Any]:
    """A package of one grant in which the value at a path is changed."""
    held: Any = GRANT
    for step in path.split("/"):
        held = held[int(step) if step.isdecimal() else step]
    return package({path: change(copy.deepcopy(held))})
