"""The simulated people of the demonstration. Nobody here exists; each is labelled as simulated wherever shown."""

from dataclasses import dataclass

from riia.alliance.access.roles import ROLES, Reach, Role

EAST_MIDLANDS, SOUTH_WEST = "E12000004", "E12000009"
DERBY, LEICESTER, NOTTINGHAM, BRISTOL = "831", "856", "892", "801"
DOMAIN = "demo.invalid"


@dataclass(frozen=True)
class Persona:
    """A simulated person with one role. `where` is the place in words, `does` what a visitor can try as them."""

    slug: str
    name: str
    role: Role
    place: str | None
    where: str
    does: str
    body: str = ""

    @property
    def email(self) -> str:
        return f"{self.slug}@{DOMAIN}"

    @property
    def role_line(self) -> str:
        """Role and place in one line: "Council performance lead, Derby"."""
        return f"{ROLES[self.role].title}, {self.where}"

    @property
    def group(self) -> str:
        """Under which heading the sign-in page shows them."""
        if ROLES[self.role].reach == {Reach.COUNCIL}:
            return "In a council"
        return "In a regional alliance" if ROLES[self.role].reach == {Reach.REGION} else "Around the alliances"


@dataclass(frozen=True)
class Colleague:
    """A simulated person nobody signs in as, so that approvals and reviews have something to show.

    `review_in` is in how many days the review is due, negative if overdue; None for a role that waits for approval.
    """

    slug: str
    name: str
    role: Role
    place: str
    purpose: str
    review_in: int | None

    @property
    def email(self) -> str:
        return f"{self.slug}@{DOMAIN}"


PERSONAS: tuple[Persona, ...] = (
    Persona(
        "derby-performance", "Priya Nair", Role.COUNCIL_PERFORMANCE_LEAD, DERBY, "Derby",
        "Fill in Derby’s return, compare Derby on every indicator",
    ),
    Persona("derby-dcs", "Martin Ashworth", Role.DCS, DERBY, "Derby", "Sign Derby’s return, nominate colleagues"),
    Persona("derby-lead-member", "Cllr Sheila Okafor", Role.LEAD_MEMBER, DERBY, "Derby", "Read Derby’s profile"),
    Persona("derby-chief-executive", "Daniel Hargreaves", Role.CHIEF_EXECUTIVE, DERBY, "Derby", "Read Derby’s profile"),
    Persona(
        "bristol-performance", "Tom Penrose", Role.COUNCIL_PERFORMANCE_LEAD, BRISTOL, "Bristol",
        "Fill in Bristol’s return, compare Bristol on every indicator",
    ),
    Persona("bristol-dcs", "Ruth Ellery", Role.DCS, BRISTOL, "Bristol", "Sign Bristol’s return, on a phone"),
    Persona(
        "em-coordinator", "Helen Whitlock", Role.COORDINATOR, EAST_MIDLANDS, "East Midlands",
        "Compare ten councils, invite people, review who has access",
    ),
    Persona(
        "em-performance", "Yusuf Rahman", Role.REGIONAL_PERFORMANCE_LEAD, EAST_MIDLANDS, "East Midlands",
        "Compare ten councils and download the figures",
    ),
    Persona(
        "em-lead-dcs", "Colin Marsh", Role.LEAD_DCS, EAST_MIDLANDS, "East Midlands",
        "Bring the East Midlands’ plan into force once it is entered",
    ),
    Persona("em-analyst", "Grace Liu", Role.ANALYST, EAST_MIDLANDS, "East Midlands", "Compare, download, use the API"),
    Persona(
        "sw-coordinator", "Rosalind Trevena", Role.COORDINATOR, SOUTH_WEST, "South West",
        "Compare fifteen councils, invite people, review who has access",
    ),
    Persona(
        "sw-board-chair", "Anthony Cole", Role.BOARD_CHAIR, SOUTH_WEST, "South West",
        "Read the region’s figures before a board", "South West RIIA Board",
    ),
    Persona(
        "sw-performance", "Jago Trelawny", Role.REGIONAL_PERFORMANCE_LEAD, SOUTH_WEST, "South West",
        "Open a round, see where fifteen councils stand, check returns and send the pack",
    ),
    Persona(
        "sw-lead-dcs", "Miriam Chell", Role.LEAD_DCS, SOUTH_WEST, "South West",
        "Approve payments, moves of money and exemptions of the South West’s plan",
    ),
    Persona("dfe-adviser", "Naomi Field", Role.DFE, EAST_MIDLANDS, "East Midlands", "Read shared figures"),
    Persona("lga-adviser", "Graham Tully", Role.LGA, SOUTH_WEST, "South West", "Read shared figures"),
    Persona(
        "sw-dfe", "Imogen Hart", Role.DFE, SOUTH_WEST, "South West", "Receive the region’s pack, accept or reject it",
    ),
    Persona(
        "em-commissioner", "Farah Siddiqui", Role.COMMISSIONER, EAST_MIDLANDS, "East Midlands",
        "Read tables of SEND placements with their prices",
    ),
    Persona(
        "supplier", "Beatrix Holm", Role.SUPPLIER, EAST_MIDLANDS, "East Midlands", "See published figures only",
        "Simulated Practice Partners",
    ),
    Persona("auditor", "Edward Finch", Role.AUDITOR, None, "England", "Read the audit trail of everything"),
    Persona(
        "administrator", "Carol Mbeki", Role.ADMINISTRATOR, None, "this installation",
        "Manage access, load published releases, configure everywhere",
    ),
)  # fmt: skip

_NAMED: tuple[Colleague, ...] = (
    Colleague(
        "leicester-performance", "Ines Duarte", Role.COUNCIL_PERFORMANCE_LEAD, LEICESTER,
        "Prepares Leicester’s quarterly return", review_in=-6,
    ),
    Colleague(
        "nottingham-performance", "Owen Sharpe", Role.COUNCIL_PERFORMANCE_LEAD, NOTTINGHAM,
        "Prepares Nottingham’s quarterly return", review_in=16,
    ),
    Colleague(
        "derby-officer", "Lena Kowalski", Role.COUNCIL_OFFICER, DERBY, "Stands in while a colleague is on leave",
        review_in=None,
    ),
)  # fmt: skip

# Performance lead and director of each council that no one above stands for; "" where somebody does.
_STAFF: dict[str, tuple[str, str]] = {
    "420": ("Keren Pender", "Jowan Hicks"), "800": ("Amelia Frost", "Conrad Bell"), "801": ("", ""),
    "802": ("Dev Anand", "Marion Oakes"), "803": ("Lucy Farrant", "Peter Sallow"),
    "838": ("Harriet Combe", "Isaac Moule"), "839": ("Sanjay Rao", "Bridget Nolan"),
    "865": ("Elspeth Ware", "Tobias Lacey"), "866": ("Nadia Karim", "Howard Pinnock"),
    "878": ("Felix Yeo", "Joan Tremlett"), "879": ("Morag Keast", "Alan Dawe"),
    "880": ("Ursula Brook", "Giles Hannaford"), "908": ("Demelza Rowe", "Petroc Angove"),
    "916": ("Oscar Winchcombe", "Sunita Mehra"), "933": ("Wilf Coombes", "Agnes Hurd"),
    "830": ("Paula Heathcote", "Neil Bramley"), "831": ("", ""), "855": ("Kiran Desai", "Valerie Stoke"),
    "856": ("", "Adrian Holt"), "857": ("Rosie Tarrant", "Malcolm Exton"), "891": ("Zoe Attenborough", "Colin Mapper"),
    "892": ("", "Beverley Hyson"), "925": ("Ned Saltfleet", "Moira Gedney"),
    "940": ("Tamsin Rushton", "Graham Oundle"), "941": ("Leon Brackley", "Celia Weedon"),
}  # fmt: skip


def _staff() -> tuple[Colleague, ...]:
    offices = (
        ("performance", Role.COUNCIL_PERFORMANCE_LEAD, "Prepares the council’s quarterly return"),
        ("dcs", Role.DCS, "Signs the council’s quarterly return"),
    )
    return tuple(
        Colleague(f"council-{code}-{office}", name, role, code, purpose, review_in=150)
        for code, names in _STAFF.items()
        for (office, role, purpose), name in zip(offices, names, strict=True)
        if name
    )


COLLEAGUES: tuple[Colleague, ...] = (*_NAMED, *_staff())
