"""The roles of an improvement alliance and what each may do, as data.

Source: requirements section 14 (roles and permissions), R14.02 (permission is role, organisation, object and purpose,
with dates), MoU 4.1, 4.6 and 4.8 (lead roles). What a role sees is a sentence here; contexts enforce it by scope.
"""

from dataclasses import dataclass
from enum import StrEnum

from riia.alliance.access.actions import Action

A = Action


class Reach(StrEnum):
    """What a holding of a role is tied to."""

    COUNCIL = "council"
    REGION = "region"
    ENGLAND = "England"
    ASSIGNED = "what is assigned"


class Role(StrEnum):
    COORDINATOR = "coordinator"
    REGIONAL_PERFORMANCE_LEAD = "regional-performance-lead"
    ANALYST = "analyst"
    LEAD_DCS = "lead-dcs"
    CHAIR_DCS = "chair-dcs"
    REGIONAL_LEAD_MEMBER = "regional-lead-member"
    REGIONAL_LEAD_CHIEF_EXECUTIVE = "regional-lead-chief-executive"
    BOARD_CHAIR = "board-chair"
    DCS = "dcs"
    LEAD_MEMBER = "lead-member"
    CHIEF_EXECUTIVE = "chief-executive"
    COUNCIL_PERFORMANCE_LEAD = "council-performance-lead"
    COUNCIL_OFFICER = "council-officer"
    TRIAD_DCS = "triad-dcs"
    PEER = "peer-team-member"
    DATA_SPECIALIST = "data-specialist"
    LOGISTICS_OFFICER = "logistics-officer"
    SUPPLIER = "support-supplier"
    DFE = "dfe"
    LGA = "lga"
    PANEL_MEMBER = "panel-member"
    SDSA = "sdsa"
    PROCESSOR = "processor"
    PARTNER = "partner"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"
    API_ANALYST = "api-analyst"
    COMMISSIONER = "commissioner"

    @property
    def title(self) -> str:  # type: ignore[override]  # the words for a role, instead of str.title
        return ROLES[self].title


@dataclass(frozen=True)
class RoleRule:
    """One row of the roles table.

    `non_public` says that holders will see more than published figures, so their sign-in needs a second step.
    `two_people` says that whoever proposes such a holding may not approve it as well (R14.01).
    `one_per_place` says that only one principal holder may be in office at a time (R3.31).
    """

    title: str
    reach: frozenset[Reach]
    sees: str
    does: str
    actions: frozenset[Action]
    non_public: bool = True
    two_people: bool = False
    one_per_place: bool = False


_READER = frozenset({A.SEE_FIGURES, A.EXPORT_FIGURES, A.USE_API})
_PARTY = frozenset(
    {A.SEE_AGREEMENTS, A.SEE_RETURNS, A.SEE_SELF_ASSESSMENTS, A.SEE_ASSESSMENT_SUMMARIES, A.SEE_CALLS, A.SEE_AWARDS}
) | {A.SEE_INVENTORY}
_PROOF = frozenset({A.SEE_GRANTS, A.SEE_PLAN, A.SEE_REPORTS})
_PARTY |= _PROOF
_LEADER = (
    _READER | {A.NAME_DEPUTY, A.SEE_PEOPLE, A.SEE_AGREEMENTS, A.SEE_INVENTORY, A.SEE_ASSESSMENT_SUMMARIES} | _PROOF
)
_DESK = (
    _PARTY
    | {A.VALIDATE_RETURNS, A.REQUEST_ITEM, A.CHECK_ITEM, A.READ_RECORDS, A.KEEP_INVENTORY}
    | {A.CHECK_DOCUMENTS, A.RECORD_EVIDENCE}
)
_ROUNDS = _DESK | {A.RUN_ROUNDS, A.SEND_PACKS, A.KEEP_PLAN, A.REVIEW_EVIDENCE, A.KEEP_REPORTS}
_NOMINATOR = _LEADER | {A.PROPOSE_ACCESS}
_KEEPER = frozenset({A.SET_TERM_DATES, A.SETTLE_RHYTHM})
_COUNCIL, _REGION = frozenset({Reach.COUNCIL}), frozenset({Reach.REGION})
_REGION_OR_ENGLAND = frozenset({Reach.REGION, Reach.ENGLAND})
_ASSIGNED, _ENGLAND = frozenset({Reach.ASSIGNED}), frozenset({Reach.ENGLAND})

ROLES: dict[Role, RoleRule] = {
    Role.COORDINATOR: RoleRule(
        "Regional coordinator",
        _REGION,
        "everything operational of the region; confidential escalations only where named",
        "runs the plan, meetings, diagnostics and tracker; manages who has access",
        _LEADER
        | _KEEPER
        | _ROUNDS
        | {A.PROPOSE_ACCESS, A.APPROVE_ACCESS, A.KEEP_AGREEMENTS, A.DECIDE_ITEM, A.RUN_SELF_ASSESSMENTS, A.RUN_CALLS}
        | {A.KEEP_GRANTS},
        two_people=True,
    ),
    Role.REGIONAL_PERFORMANCE_LEAD: RoleRule(
        "Regional performance lead",
        _REGION,
        "data rounds and dashboards of the region",
        "checks the quality of data and writes insight",
        _LEADER | _ROUNDS,
    ),
    Role.ANALYST: RoleRule(
        "Regional analyst",
        _REGION,
        "data rounds and dashboards of the region",
        "checks the quality of data and writes insight",
        _READER | _DESK,
    ),
    Role.LEAD_DCS: RoleRule(
        "Lead RIIA director (Lead DCS)",
        _REGION,
        "all councils of the region, and escalations",
        "decides, escalates, signs plans",
        _NOMINATOR
        | _PARTY
        | {A.DECIDE_ITEM, A.DECIDE_APPLICATIONS, A.APPROVE_SPENDING}
        | {A.APPROVE_EXEMPTIONS, A.APPROVE_PLAN},
        one_per_place=True,
    ),
    Role.CHAIR_DCS: RoleRule(
        "Chair of the directors' group (Chair DCS)",
        _REGION,
        "all councils of the region, and escalations",
        "decides, escalates, signs plans",
        _LEADER
        | _PARTY
        | {A.DECIDE_ITEM, A.DECIDE_APPLICATIONS, A.APPROVE_SPENDING}
        | {A.APPROVE_EXEMPTIONS, A.APPROVE_PLAN},
        one_per_place=True,
    ),
    Role.REGIONAL_LEAD_MEMBER: RoleRule(
        "Regional lead member",
        _REGION,
        "board packs, escalation levels 3 and 4",
        "signs the regional plan",
        _LEADER,
    ),
    Role.REGIONAL_LEAD_CHIEF_EXECUTIVE: RoleRule(
        "Regional lead chief executive",
        _REGION,
        "board packs, escalation levels 3 and 4",
        "signs the regional plan",
        _LEADER,
        one_per_place=True,
    ),
    Role.BOARD_CHAIR: RoleRule(
        "Board chair", _REGION, "board packs of the region", "chairs and signs minutes", _LEADER
    ),
    Role.DCS: RoleRule(
        "Director of children's services (DCS)",
        _COUNCIL,
        "own council in full; others as agreed in the data register",
        "signs self-evaluations, hosts and leads challenges, approves data requests",
        _NOMINATOR
        | _PARTY
        | {A.REQUEST_ITEM, A.SIGN_RETURN, A.READ_RECORDS, A.SELF_ASSESS, A.SIGN_SELF_ASSESSMENT}
        | {A.APPLY_FOR_FUNDING, A.SUBMIT_APPLICATION},
    ),
    Role.LEAD_MEMBER: RoleRule("Lead member", _COUNCIL, "own council, board packs", "signs", _LEADER),
    Role.CHIEF_EXECUTIVE: RoleRule("Chief executive", _COUNCIL, "own council, board packs", "signs", _LEADER),
    Role.COUNCIL_PERFORMANCE_LEAD: RoleRule(
        "Council performance lead",
        _COUNCIL,
        "own council's returns",
        "submits returns and answers queries",
        _NOMINATOR
        | _PARTY
        | {A.SET_TERM_DATES, A.REQUEST_ITEM, A.PREPARE_RETURN, A.LODGE_RECORDS, A.READ_RECORDS, A.KEEP_INVENTORY}
        | {A.SELF_ASSESS, A.APPLY_FOR_FUNDING, A.SUBMIT_APPLICATION},
    ),
    Role.COUNCIL_OFFICER: RoleRule(
        "Council officer",
        _COUNCIL,
        "own council's requests for support",
        "asks for support and gives feedback",
        _READER | _PARTY | {A.SET_TERM_DATES, A.APPLY_FOR_FUNDING},
    ),
    Role.TRIAD_DCS: RoleRule(
        "Triad director (Triad DCS)",
        _ASSIGNED,
        "only the challenge they serve",
        "coaches, adjudicates, leads the review follow-up",
        _READER,
    ),
    Role.PEER: RoleRule(
        "Peer team member",
        _ASSIGNED,
        "only the challenge they serve",
        "writes lines of enquiry and reflections",
        _READER,
    ),
    Role.DATA_SPECIALIST: RoleRule(
        "Challenge data specialist", _ASSIGNED, "the challenge pack", "prepares the pack", _READER
    ),
    Role.LOGISTICS_OFFICER: RoleRule(
        "Challenge logistics officer", _ASSIGNED, "the challenge pack", "prepares the visit", _READER
    ),
    Role.SUPPLIER: RoleRule(
        "Support supplier",
        _ASSIGNED,
        "the packages assigned to them",
        "logs days and evaluations",
        frozenset({A.SEE_FIGURES}),
    ),
    Role.DFE: RoleRule(
        "DfE improvement adviser",
        _REGION_OR_ENGLAND,
        "reports, returns and shared insight",
        "queries and accepts",
        _READER
        | {A.SEE_AGREEMENTS, A.RECEIVE_PACKS, A.REQUEST_ITEM, A.SEE_AWARDS, A.SEE_ASSESSMENT_SUMMARIES}
        | _PROOF
        | {A.RECEIVE_REPORTS},
    ),
    Role.LGA: RoleRule(
        "LGA children's improvement adviser (CIA)",
        _REGION_OR_ENGLAND,
        "board packs, coordination of targeted support",
        "attends and comments",
        _READER | {A.SEE_AGREEMENTS, A.SEE_AWARDS, A.SEE_ASSESSMENT_SUMMARIES, A.RECEIVE_REPORTS} | _PROOF,
    ),
    Role.PANEL_MEMBER: RoleRule(
        "Panel member",
        _ASSIGNED,
        "the applications assigned to them",
        "scores",
        frozenset({A.SEE_FIGURES, A.SCORE_APPLICATIONS}),
    ),
    Role.SDSA: RoleRule(
        "Staff College and SDSA partner",
        _REGION_OR_ENGLAND,
        "deposited reports",
        "extracts themes",
        _READER,
    ),
    Role.PROCESSOR: RoleRule(
        "Data processor",
        _REGION,
        "pseudonymised records, on instruction",
        "processes on written instruction",
        _READER | {A.SEE_AGREEMENTS, A.READ_RECORDS, A.CHECK_ITEM},
        two_people=True,
    ),
    Role.PARTNER: RoleRule(
        "Partner",
        _ASSIGNED,
        "own agreements, surveys and events",
        "reports milestones",
        frozenset({A.SEE_FIGURES}),
    ),
    Role.AUDITOR: RoleRule(
        "Auditor",
        _REGION_OR_ENGLAND,
        "all records and the audit trail, read-only",
        "changes nothing",
        frozenset({A.SEE_FIGURES, A.SEE_PEOPLE, A.READ_AUDIT}) | _PARTY,
        two_people=True,
    ),
    Role.ADMINISTRATOR: RoleRule(
        "Administrator",
        _ENGLAND,
        "configuration, no case content",
        "keeps the configuration, the published releases and who has access",
        # Published figures are the same for every region, so no one region's people may change them.
        _KEEPER | {A.SEE_FIGURES, A.IMPORT_FIGURES, A.MANAGE_PLACES, A.SEE_PEOPLE, A.PROPOSE_ACCESS, A.APPROVE_ACCESS},
        two_people=True,
    ),
    Role.API_ANALYST: RoleRule(
        "Analyst (laptop or API)",
        frozenset({Reach.COUNCIL, Reach.REGION, Reach.ENGLAND}),
        "published figures",
        "reads and downloads figures by program",
        _READER,
        non_public=False,
    ),
    Role.COMMISSIONER: RoleRule(
        "SEND commissioner",
        frozenset({Reach.COUNCIL, Reach.REGION}),
        "tables of placements with their prices",
        "compares what placements cost",
        _READER | {A.SEE_AGREEMENTS, A.READ_RECORDS, A.SEE_PRICES},
        two_people=True,
    ),
}
