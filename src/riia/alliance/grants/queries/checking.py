"""What a letter and its money have to satisfy, looked at whole: every notice with its place, rule and remedy.

A notice is a fact about the letter as it is entered; nothing is corrected by it. What cannot be verified is said as
such and never counted as passed.
"""

from collections.abc import Iterator, Sequence

from riia.alliance.grants.models import (
    AS_STATED,
    ClauseKind,
    Condition,
    Consent,
    DeterminationVersion,
    Payment,
    PaymentKind,
    Power,
    Reporting,
    SignatureState,
)
from riia.alliance.grants.policies import (
    Frame,
    instalment_problems,
    letters_in_words,
    missing_before,
    written_from,
)
from riia.alliance.grants.queries.checking_annex import of_annex, of_purposes
from riia.alliance.grants.queries.notices import Notice, Weight
from riia.alliance.grants.queries.recomputing import Annex
from riia.alliance.grants.states import COUNTED
from riia.alliance.kit.filters import and_list, pounds

REQUIRED_CLAUSES = (ClauseKind.CITATION, ClauseKind.PURPOSE, ClauseKind.DETERMINATION, ClauseKind.CONSENT)


def notices_of(annex: Annex, payments: Sequence[Payment], numbers: Sequence[int]) -> list[Notice]:
    """Everything to know about a version: `payments` of its grant that the viewer sees, `numbers` of letters held."""
    version = annex.version
    found = [
        *_chain(version, numbers),
        *_identity(version),
        *_clauses(version),
        *_parties(annex),
        *of_annex(annex),
        *of_purposes(annex),
        *_instalments(version, annex, payments),
        *_conditions(version),
    ]
    order = list(Weight)
    return sorted(found, key=lambda notice: order.index(notice.weight))


def frame_of(version: DeterminationVersion) -> Frame:
    """What the instalments of a version are held against."""
    grant = version.determination
    written = written_from(version.letter_date, version.letter_written)
    return Frame(written, version.letter_written, grant.year_label, grant.year_starts, grant.year_ends)


def _chain(version: DeterminationVersion, numbers: Sequence[int]) -> Iterator[Notice]:
    if not version.letter_held:
        yield Notice(
            "LETTER NOT HELD",
            Weight.MISSING,
            "the letter",
            f"The letter itself is not held; the grant is known from: {version.source}.",
            "Ask the department for the letter and enter it.",
        )
    missing = missing_before(version.number, numbers)
    if missing:
        verb = "is" if len(missing) == 1 else "are"
        yield Notice(
            "PREDECESSOR MISSING",
            Weight.MISSING,
            version.label.capitalize(),
            f"{letters_in_words(missing).capitalize()} {verb} not held, so nothing before "
            f"{version.label} can be shown but what it says itself.",
            "Ask the department for the earlier letters and enter them.",
        )
    if version.promises_update:
        yield Notice(
            "UPDATE PROMISED",
            Weight.NOTE,
            "Purpose",
            "The letter says that an updated version follows for projects agreed later; it is not held."
            if version.edition == 1
            else "The letter says that an updated version follows.",
            "Enter the updated version when it comes.",
        )


def _identity(version: DeterminationVersion) -> Iterator[Notice]:
    references = list(version.determination.references.all())
    left_out = [one.written for one in references if one.in_citation is False]
    if left_out:
        named = and_list(left_out)
        verb = "is" if len(left_out) == 1 else "are"
        yield Notice(
            "REFERENCE NOT CITED",
            Weight.WRONG,
            "Citation",
            f"{named} {verb} in the heading and not in the citation clause.",
            "Cite the grant by all its references.",
        )
    if not references:
        yield Notice(
            "NO REFERENCE",
            Weight.MISSING,
            "Heading",
            "No reference of the grant is known.",
            "Enter the references once the letter is in hand.",
        )
    if version.power == Power.NOT_STATED or version.consent == Consent.NOT_STATED:
        lacking = [
            name
            for name, lacks in (
                ("the power", version.power == Power.NOT_STATED),
                ("the Treasury’s consent", version.consent == Consent.NOT_STATED),
            )
            if lacks
        ]
        yield Notice(
            "AUTHORITY NOT RECORDED",
            Weight.MISSING,
            "Determination",
            f"{_first_upper(and_list(lacking))} {'is' if len(lacking) == 1 else 'are'} not recorded.",
            "A grant is determined once both are recorded from its letter.",
        )
    if not version.effective_stated:
        yield Notice(
            "EFFECT NOT STATED",
            Weight.NOTE,
            "Heading",
            "The letter gives no day from which it takes effect; its own date is used.",
        )
    if version.signature in (SignatureState.MISSING, SignatureState.REDACTED) and version.letter_held:
        yield Notice("SIGNATURE", Weight.NOTE, "Signature", f"The signature is {version.get_signature_display()}.")
    if version.redacted:
        named = and_list([each["what"] for each in version.redacted])
        yield Notice(
            "REDACTED",
            Weight.UNSURE,
            "several places",
            f"Redacted in the letter: {named}.",
            "What rests on a redacted value cannot be verified; ask the department where it matters.",
        )
    makers = [each for each in (version.maker_as_party, version.maker_in_clauses, version.maker_in_signature) if each]
    if len(makers) > 1 and not _same_maker(makers):
        yield Notice(
            "MINISTERS DIFFER",
            Weight.WRONG,
            "Parties, determination, signature",
            f"The determination is made by different ministers: {'; '.join(f'“{each}”' for each in makers)}.",
            "Ask the department which office made it.",
        )


def _first_upper(text: str) -> str:
    return text[:1].upper() + text[1:]


def _same_maker(makers: Sequence[str]) -> bool:
    """The same office, where a shorter name begins the longer: "Secretary of State" is that for Education."""
    plain = sorted((each.casefold().replace("-", " ").removeprefix("the ") for each in makers), key=len)
    return all(each.startswith(plain[0]) for each in plain)


def _clauses(version: DeterminationVersion) -> Iterator[Notice]:
    if not version.letter_held:
        return
    have = {clause.kind for clause in version.clauses.all()}
    missing = [kind.label for kind in REQUIRED_CLAUSES if kind not in have]
    if missing:
        yield Notice(
            "CLAUSE MISSING",
            Weight.MISSING,
            "Clauses",
            f"No clause for: {and_list(missing)}.",
            "Check the letter, and enter the clause if it is there.",
        )
    if ClauseKind.PAYMENT not in have:
        at = f"Payments are described elsewhere: {version.instalments_written}." if version.instalments_written else ""
        yield Notice("NO PAYMENT CLAUSE", Weight.NOTE, "Clauses", f"No clause says how it is paid. {at}".strip())


def _parties(annex: Annex) -> Iterator[Notice]:
    parties = list(annex.version.parties.select_related("place"))
    if not parties:
        return
    rows = {row.allocation.place_id: row.allocation.written for row in annex.rows}
    groups = [party.written for party in parties if party.group]
    named = [party for party in parties if not party.group]
    without = [party.written for party in named if party.place_id not in rows]
    if without and annex.rows:
        yield Notice(
            "PARTY WITHOUT ROW",
            Weight.WRONG,
            "Parties and annex",
            f"Named as party, without a row in the annex: {and_list(without)}.",
            "This copy may hold one row only: ask the others’ regions, or the department, for theirs.",
        )
    ids = {party.place_id for party in named}
    extra = [written for key, written in rows.items() if key not in ids] if not groups else []
    if extra:
        yield Notice(
            "ROW WITHOUT PARTY",
            Weight.WRONG,
            "Parties and annex",
            f"In the annex, and not a party: {and_list(extra)}.",
            "Ask the department.",
        )
    regions = [row for row in annex.rows if row.allocation.place and row.allocation.place.is_region]
    if regions:
        hosted = {host.region_id for host in annex.version.determination.hosts.all()}
        lacking = [row.allocation.written for row in regions if row.allocation.place_id not in hosted]
        if lacking:
            many = f"{len(lacking)} of {len(regions)} regions" if len(lacking) > 3 else and_list(lacking)
            yield Notice(
                "HOST NOT RECORDED",
                Weight.NOTE if len(lacking) < len(regions) else Weight.MISSING,
                "Annex",
                "The grant goes to councils by law and its rows name regions. No council is recorded that "
                f"answers for the money of {many}.",
                "Record the host of your region before a payment is noted.",
            )


def _instalments(version: DeterminationVersion, annex: Annex, payments: Sequence[Payment]) -> Iterator[Notice]:
    frame = frame_of(version)
    own = [each for each in payments if each.kind == PaymentKind.INSTALMENT and each.state in COUNTED]
    told: set[str] = set()
    # When a letter says it pays is part of the letter, so its days are looked at whoever sees the payments. What it
    # calls paid already may well lie before it.
    days = version.payments.exclude(paid_as=AS_STATED).filter(kind=PaymentKind.INSTALMENT, state__in=list(COUNTED))
    for due, month_only in days.order_by("due_on").values_list("due_on", "month_only").distinct():
        for problem in instalment_problems(due, month_only, frame):
            if problem not in told:
                told.add(problem)
                yield Notice(
                    "INSTALMENT DATE",
                    Weight.WRONG,
                    "Payment arrangements",
                    f"The instalment of {problem}.",
                    "Ask the department when it is or was paid.",
                )
    announced = [line for line in annex.purposes if line.pays_on and line.pays_written.startswith("paid in")]
    written = frame.letter
    for line in announced:
        if written is not None and line.pays_on is not None and line.pays_on > written:
            yield Notice(
                "PAID LATER",
                Weight.NOTE,
                f"Purpose {line.number}",
                f"“{line.pays_written}” stands in a letter of {version.letter_written}: it is planned, not paid.",
            )
    if version.payments.exists() or own:
        yield from _sums(annex, own)


def _sums(annex: Annex, own: Sequence[Payment]) -> Iterator[Notice]:
    """Instalments together are the allocation (R1.41), for the recipients whose payments the viewer sees."""
    wrong, unsure = [], []
    for row in annex.rows:
        held, place = row.entitlement, row.allocation.place
        if place is None or held is None or held.pence is None:
            continue
        mine = [each for each in own if each.place_id == place.pk]
        if not mine:
            continue
        if any(each.amount_pence is None for each in mine):
            unsure.append(row.allocation.written)
            continue
        total = sum(each.amount_pence or 0 for each in mine)
        if total != held.pence:
            wrong.append(f"{row.allocation.written} {pounds(total)} of {pounds(held.pence)}")
    if wrong:
        yield Notice(
            "INSTALMENTS DIFFER",
            Weight.WRONG,
            "Payments",
            f"The instalments do not add up to the allocation: {'; '.join(wrong)}.",
            "Enter what is missing, or cancel what was entered twice.",
        )
    if unsure:
        yield Notice(
            "INSTALMENTS UNKNOWN",
            Weight.UNSURE,
            "Payments",
            f"The letter names instalments without amounts: {and_list(unsure)}.",
            "Enter each amount when it comes.",
        )


def _conditions(version: DeterminationVersion) -> Iterator[Notice]:
    grant = version.determination
    if grant.condition == Condition.NOT_STATED and version.letter_held:
        yield Notice(
            "CONDITION NOT STATED",
            Weight.NOTE,
            "Purpose",
            "The letter does not say whether the grant is ring-fenced; it is not taken to be.",
        )
    if grant.reporting == Reporting.VOLUNTARY:
        yield Notice(
            "REPORTING VOLUNTARY",
            Weight.NOTE,
            "Reporting",
            "Reporting is voluntary: nothing is made mandatory from this grant.",
        )
    late = [
        project.title
        for project in grant.projects.all()
        if version.cut_off is not None and project.agreed_on is not None and project.agreed_on > version.cut_off
    ]
    if late:
        yield Notice(
            "AFTER THE CUT-OFF",
            Weight.WRONG,
            "Annex",
            f"Agreed after the day up to which this annex holds projects: {and_list(late)}.",
            "They belong to an updated version of the letter.",
        )
