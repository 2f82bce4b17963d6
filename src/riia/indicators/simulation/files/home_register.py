"""The register of home educated children: one row a child, as on 31 August."""

from riia.indicators.simulation.chance import age_on
from riia.indicators.simulation.files.sheets import Sheet
from riia.indicators.simulation.lives import World
from riia.indicators.simulation.people import upn_on

_HEADINGS = (
    "Child ID", "UPN", "Sex", "Date of Birth", "Year Group", "Date EHE Started", "Date EHE Ended", "Reason for EHE",
)  # fmt: skip


def home_sheet(world: World) -> Sheet:
    """The register, in `ehe_register.csv`."""
    sheet = Sheet("ehe_register.csv", "register", _HEADINGS)
    for one in sorted(world.home, key=lambda spell: (spell.started, spell.child.number)):
        child = one.child
        group = age_on(child.born, one.started.replace(month=8, day=31)) - 4
        sheet.rows.append(
            {
                "Child ID": child.identifier,
                "UPN": upn_on(child, one.started) or "UN1",
                "Sex": child.sex,
                "Date of Birth": child.born,
                "Year Group": str(max(group, 0)),
                "Date EHE Started": one.started,
                "Date EHE Ended": one.ended,
                "Reason for EHE": one.reason,
            }
        )
    return sheet
