"""Everything the product lets anyone do, in one list.

One list and one table (`roles.py`) rather than a registry each context adds to: whoever answers for information
governance can read who may do what on one page. A new context adds its lines here and grants them there.
"""

from enum import StrEnum


class Action(StrEnum):
    """Something a viewer may be allowed to do. The value is what is stored and shown in the machine interface."""

    SEE_FIGURES = "see-figures"
    EXPORT_FIGURES = "export-figures"
    IMPORT_FIGURES = "import-figures"
    USE_API = "use-api"
    MANAGE_PLACES = "manage-places"
    SET_TERM_DATES = "set-term-dates"
    SETTLE_RHYTHM = "settle-rhythm"
    SEE_PEOPLE = "see-people"
    PROPOSE_ACCESS = "propose-access"
    APPROVE_ACCESS = "approve-access"
    NAME_DEPUTY = "name-deputy"
    READ_AUDIT = "read-audit"
    SEE_AGREEMENTS = "see-agreements"
    KEEP_AGREEMENTS = "keep-agreements"
    REQUEST_ITEM = "request-item"
    CHECK_ITEM = "check-item"
    DECIDE_ITEM = "decide-item"
    SEE_RETURNS = "see-returns"
    PREPARE_RETURN = "prepare-return"
    SIGN_RETURN = "sign-return"
    RUN_ROUNDS = "run-rounds"
    VALIDATE_RETURNS = "validate-returns"
    SEND_PACKS = "send-packs"
    RECEIVE_PACKS = "receive-packs"
    LODGE_RECORDS = "lodge-records"
    READ_RECORDS = "read-records"
    SEE_PRICES = "see-prices"
    SEE_INVENTORY = "see-inventory"
    KEEP_INVENTORY = "keep-inventory"
    SEE_SELF_ASSESSMENTS = "see-self-assessments"
    SELF_ASSESS = "self-assess"
    SIGN_SELF_ASSESSMENT = "sign-self-assessment"
    RUN_SELF_ASSESSMENTS = "run-self-assessments"
    SEE_ASSESSMENT_SUMMARIES = "see-assessment-summaries"
    SEE_CALLS = "see-calls"
    SEE_AWARDS = "see-awards"
    APPLY_FOR_FUNDING = "apply-for-funding"
    SUBMIT_APPLICATION = "submit-application"
    RUN_CALLS = "run-calls"
    SCORE_APPLICATIONS = "score-applications"
    DECIDE_APPLICATIONS = "decide-applications"
    CHECK_DOCUMENTS = "check-documents"
    SEE_GRANTS = "see-grants"
    KEEP_GRANTS = "keep-grants"
    APPROVE_SPENDING = "approve-spending"
    SEE_PLAN = "see-plan"
    KEEP_PLAN = "keep-plan"
    RECORD_EVIDENCE = "record-evidence"
    REVIEW_EVIDENCE = "review-evidence"
    APPROVE_EXEMPTIONS = "approve-exemptions"
    APPROVE_PLAN = "approve-plan"
    SEE_REPORTS = "see-reports"
    KEEP_REPORTS = "keep-reports"
    RECEIVE_REPORTS = "receive-reports"

    @property
    def words(self) -> str:
        return _WORDS[self]


_WORDS = {
    Action.SEE_FIGURES: "see published figures and compare councils",
    Action.EXPORT_FIGURES: "download figures",
    Action.IMPORT_FIGURES: "load published releases",
    Action.USE_API: "read figures through the API",
    Action.MANAGE_PLACES: "keep places and organisations up to date",
    Action.SET_TERM_DATES: "enter a council's term dates",
    Action.SETTLE_RHYTHM: "settle how often an alliance meets and returns data",
    Action.SEE_PEOPLE: "see who holds which role",
    Action.PROPOSE_ACCESS: "invite people and propose roles",
    Action.APPROVE_ACCESS: "approve, review and end access",
    Action.NAME_DEPUTY: "name a deputy for their own role",
    Action.READ_AUDIT: "read the audit trail",
    Action.SEE_AGREEMENTS: "read agreements and the data register",
    Action.KEEP_AGREEMENTS: "keep agreements, signatures and the data register",
    Action.REQUEST_ITEM: "ask for a new item in the data register",
    Action.CHECK_ITEM: "check whether a new item is already covered",
    Action.DECIDE_ITEM: "record the directors' decision on a new item",
    Action.SEE_RETURNS: "see returns and where they stand",
    Action.PREPARE_RETURN: "fill in and submit a council's return",
    Action.SIGN_RETURN: "sign or decline a council's return",
    Action.RUN_ROUNDS: "open rounds, chase and decide on extensions",
    Action.VALIDATE_RETURNS: "check returns, ask and settle queries",
    Action.SEND_PACKS: "make and send packs",
    Action.RECEIVE_PACKS: "read packs that were sent, accept or reject them",
    Action.LODGE_RECORDS: "lodge files of pseudonymised records",
    Action.READ_RECORDS: "read tables made from pseudonymised records",
    Action.SEE_PRICES: "see prices of placements",
    Action.SEE_INVENTORY: "see which data partners hold and what stands in the way of better data",
    Action.KEEP_INVENTORY: "keep the inventory of data that partners hold",
    Action.SEE_SELF_ASSESSMENTS: "see self-assessments of readiness",
    Action.SELF_ASSESS: "fill in a council's self-assessment",
    Action.SIGN_SELF_ASSESSMENT: "sign off a council's self-assessment",
    Action.RUN_SELF_ASSESSMENTS: "set topics and dates of self-assessments",
    Action.SEE_ASSESSMENT_SUMMARIES: "read what a region has published of self-assessments",
    Action.SEE_CALLS: "see calls for funding",
    Action.SEE_AWARDS: "see published awards of funding",
    Action.APPLY_FOR_FUNDING: "prepare a council's application for funding and report on its award",
    Action.SUBMIT_APPLICATION: "submit or withdraw a council's application for funding",
    Action.RUN_CALLS: "open calls, check applications and monitor awards",
    Action.SCORE_APPLICATIONS: "score the applications assigned to them",
    Action.DECIDE_APPLICATIONS: "record decisions on applications",
    Action.CHECK_DOCUMENTS: "have letters, memoranda, plans and costings read and checked",
    Action.SEE_GRANTS: "see grants, allocations and payments",
    Action.KEEP_GRANTS: "enter grants, variations, allocations and payments",
    Action.APPROVE_SPENDING: "approve payments and money moved between areas of the plan",
    Action.SEE_PLAN: "see the delivery plan and where its KPIs stand",
    Action.KEEP_PLAN: "keep the delivery plan, its owners, dates, costs and risks",
    Action.RECORD_EVIDENCE: "record evidence for KPIs",
    Action.REVIEW_EVIDENCE: "accept or send back evidence that somebody else recorded",
    Action.APPROVE_EXEMPTIONS: "approve that a council is left out of a KPI for a time",
    Action.APPROVE_PLAN: "bring a plan into force that somebody else entered, and confirm costs that replace others",
    Action.SEE_REPORTS: "read reports that were sent",
    Action.KEEP_REPORTS: "prepare, freeze and send reports",
    Action.RECEIVE_REPORTS: "confirm receipt of reports",
}
