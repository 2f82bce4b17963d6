"""A letter with its annex worked out again; and what changed between two letters."""

from collections.abc import Sequence
from dataclasses import dataclass

from riia.alliance.access.scope import Scope
from riia.alliance.grants.models import AnnexColumn, DeterminationVersion, PurposeLine
from riia.alliance.grants.permissions import may_keep
from riia.alliance.grants.presenters.register import grant_notices, own_places
from riia.alliance.grants.presenters.words import VERDICTS, Tag, money, version_tag
from riia.alliance.grants.queries import reading
from riia.alliance.grants.queries.notices import Notice
from riia.alliance.grants.queries.recomputing import COLUMNS, Annex, Row, annex_of
from riia.alliance.grants.services.entering import problems_of
from riia.alliance.kit.filters import long_date, plural, pounds
from riia.documents.allocation import CannotVerify, Check, Column, Line, Verdict, Worked, in_pounds, shown


@dataclass(frozen=True, slots=True)
class WorkedLine:
    """One line of the purpose for one recipient: its working, what it gives, and the verdict in words."""

    number: str
    title: str
    when: str
    steps: Sequence[str]
    paid: str
    own: str
    verdict: str
    tone: str
    notes: Sequence[str]


@dataclass(frozen=True, slots=True)
class CheckLine:
    """A stated amount beside the computed one."""

    what: str
    computed: str
    stated: str
    difference: str
    tag: Tag
    sentence: str


@dataclass(frozen=True, slots=True)
class RowBlock:
    """A recipient with its lines and checks; `own` and `others` where it is paid for others as well."""

    anchor: str
    name: str
    opened: bool
    supports: str
    authorities: str
    amounts: Sequence[str]
    lines: Sequence[WorkedLine]
    checks: Sequence[CheckLine]
    councils: Sequence[str]
    tag: Tag
    own: str
    others: str


@dataclass(frozen=True, slots=True)
class MatrixLine:
    """A recipient in the one table of all lines: what each gives it, and each total worked out; with notes."""

    anchor: str
    name: str
    cells: Sequence[tuple[str, str]]
    totals: Sequence[tuple[str, str]]
    tag: Tag


@dataclass(frozen=True, slots=True)
class PurposeBlock:
    """A line of the purpose as the page shows it."""

    line: PurposeLine
    facts: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class LetterPage:
    """Everything the page of a letter shows."""

    version: DeterminationVersion
    title: str
    tag: Tag
    columns: Sequence[AnnexColumn]
    rows: Sequence[RowBlock]
    numbers: Sequence[str]
    matrix: Sequence[MatrixLine]
    matrix_columns: Sequence[AnnexColumn]
    totals: Sequence[CheckLine]
    purposes: Sequence[PurposeBlock]
    facts: Sequence[tuple[str, str]]
    notices: Sequence[Notice]
    keeps: bool
    todo: Sequence[str]
    unknown: int
    others: Sequence[DeterminationVersion]
    takes_over: bool


def letter_page(scope: Scope, version: DeterminationVersion) -> LetterPage:
    """A letter as this viewer sees it."""
    annex = annex_of(version)
    keeps = may_keep(scope, version.keeper.code if version.keeper else None)
    others = [
        each for each in reading.versions(scope).filter(determination=version.determination) if each.pk != version.pk
    ]
    pays = any(line.pays_on for line in annex.purposes)
    own = {place.pk for place in own_places(scope)}
    return LetterPage(
        version=version,
        title=_title(annex),
        tag=version_tag(version),
        columns=annex.columns,
        rows=[_block(annex, row, own) for row in annex.rows],
        numbers=[rule.line for rule in annex.rules],
        matrix=[_matrix_line(annex, row) for row in annex.rows] if annex.rules else [],
        matrix_columns=[column for column in annex.columns if COLUMNS[column.kind] in _TOTALS],
        totals=[_total(annex, column) for column in annex.columns if annex.total(column)],
        purposes=[PurposeBlock(line, _purpose_facts(line)) for line in annex.purposes],
        facts=_facts(version),
        notices=grant_notices(scope, version),
        keeps=keeps,
        todo=list(problems_of(version).values()) if version.is_draft else [],
        unknown=sum(row.allocation.place is None for row in annex.rows),
        others=others,
        takes_over=keeps and pays and not version.is_draft and not version.payments.exists(),
    )


def _title(annex: Annex) -> str:
    """What came out of working the letter out again."""
    done = annex.recomputation
    if not annex.rows:
        return f"{annex.version.label.capitalize()}: the annex is not entered yet"
    differs = sum(row.result.verdict is Verdict.DIFFERS for row in annex.rows)
    unsure = sum(row.result.verdict is Verdict.CANNOT_VERIFY for row in annex.rows)
    many = len(annex.rows)
    rows = plural(many, "row")
    if differs:
        return f"{differs} of {rows} {'does' if differs == 1 else 'do'} not come out as stated"
    if any(check.verdict is Verdict.DIFFERS for check in done.totals.values()):
        return "The rows do not add up to the total that is stated"
    if unsure and many == 1:
        return f"{annex.rows[0].allocation.written}: the amount cannot be verified, because its parts are not known"
    if unsure:
        return f"{unsure} of {rows} cannot be verified, because something is redacted or not stated"
    totals = [check for check in done.totals.values() if check.computed is not None]
    total = in_pounds(totals[-1].computed or 0) if totals else ""
    if not annex.rules:
        stated = any(check.stated is not None for check in totals)
        return f"{rows} add up to {total}{', as stated' if stated else ''}; the letter gives no rule for a row"
    every = f"All {rows} come" if many > 1 else "The one row comes"
    return f"{every} out as stated, {total} in all{_odd_line(annex)}"


def _odd_line(annex: Annex) -> str:
    """A line that is stated otherwise than its own working gives: "; line 3a is £400 more than its own working"."""
    found = {
        line.line: line.answer.difference
        for row in annex.rows
        for line in row.result.lines
        if isinstance(line.answer, Worked) and line.answer.difference
    }
    if len(found) != 1:
        return f"; {len(found)} lines differ from their own working" if found else ""
    ((number, by),) = found.items()
    return f"; line {number} is {in_pounds(abs(by))} {'more' if by > 0 else 'less'} than its own working"


_TOTALS = (Column.PREVIOUS, Column.UPLIFT, Column.REVISED, Column.TOTAL)


def _matrix_line(annex: Annex, row: Row) -> MatrixLine:
    given = {line.line: line.answer for line in row.result.lines}
    checks = {check.what: check for check in row.result.checks}
    totals = []
    for column in annex.columns:
        kind = COLUMNS[column.kind]
        if kind not in _TOTALS:
            continue
        check = checks.get(kind.value)
        if check is None:
            totals.append(("–", ""))
            continue
        computed = "cannot verify" if check.computed is None else in_pounds(check.computed)
        totals.append((computed, "" if check.verdict is Verdict.AGREES else f"stated: {shown(check.stated)}"))
    cells = [_cell(given.get(rule.line)) for rule in annex.rules]
    return MatrixLine(f"row-{row.allocation.position}", row.allocation.written, cells, totals, _row_tag(annex, row))


def _cell(answer: Worked | CannotVerify | None) -> tuple[str, str]:
    """What a line pays a recipient, and what of it is its own where that is something else."""
    if answer is None:
        return "–", ""
    if isinstance(answer, CannotVerify):
        return "cannot verify", ""
    return in_pounds(answer.paid), f"its own: {in_pounds(answer.own)}" if answer.own != answer.paid else ""


def _block(annex: Annex, row: Row, opened: set[int]) -> RowBlock:
    by_column = {amount.column_id: amount for amount in row.allocation.amounts.all()}
    result = row.result
    own = others = ""
    if result.for_others and result.own is not None and result.paid is not None:
        parts = [("before this letter", False), ("in all", None)] if annex.version.number else [("", None)]
        said = []
        for label, uplift in parts:
            mine, paid = result.total("own", uplift=uplift), result.total("paid", uplift=uplift)
            if mine is not None and paid is not None:
                said.append(f"{in_pounds(mine)} of {in_pounds(paid)}{' ' + label if label else ''} is its own")
        own, others = "; ".join(said), f"{in_pounds(result.for_others)} is paid to it for others"
    supports = row.allocation.supports
    stated = row.allocation.authorities
    return RowBlock(
        anchor=f"row-{row.allocation.position}",
        name=row.allocation.written,
        opened=len(annex.rows) <= 3 or row.allocation.place_id in opened or bool(row.result.for_others),
        supports=supports.label if supports else "",
        authorities=plural(stated, "authority", "authorities") + " as stated" if stated is not None else "",
        amounts=[money(by_column.get(column.pk)) for column in annex.columns],
        lines=[_line(line) for line in result.lines],
        checks=[_check(check) for check in result.checks],
        councils=[count.sentence for count in row.councils],
        tag=_row_tag(annex, row),
        own=own,
        others=others,
    )


def _row_tag(annex: Annex, row: Row) -> Tag:
    if not row.result.checks:
        return "counted in the total only", "quiet"
    return VERDICTS[row.result.verdict]


def _line(line: Line) -> WorkedLine:
    when = "added by this letter" if line.uplift else ""
    answer = line.answer
    if isinstance(answer, CannotVerify):
        said = answer.reason
        return WorkedLine(line.line, line.title, when, [], "–", "", said, "moving", [])
    verdict, tone = "agrees", "done"
    if answer.difference:
        more = "more" if answer.difference > 0 else "less"
        verdict, tone = f"{in_pounds(abs(answer.difference))} {more} than its own working", "problem"
    own = in_pounds(answer.own) if answer.own != answer.paid else ""
    return WorkedLine(
        line.line, line.title, when, [step.text for step in answer.steps], in_pounds(answer.paid), own, verdict, tone,
        answer.notes,
    )  # fmt: skip


def _check(check: Check) -> CheckLine:
    difference = check.difference
    said = "–" if difference is None else "none" if difference == 0 else in_pounds(difference)
    return CheckLine(
        check.what[:1].upper() + check.what[1:],
        "cannot be computed" if check.computed is None else pounds(check.computed),
        pounds(check.stated) if isinstance(check.stated, int) else shown(check.stated),
        said,
        VERDICTS[check.verdict],
        check.sentence,
    )


def _total(annex: Annex, column: AnnexColumn) -> CheckLine:
    check = annex.total(column)
    assert check is not None
    line = _check(check)
    tag = line.tag
    if check.verdict is Verdict.AGREES and check.stated is None:
        tag = ("computed, none is stated", "quiet")
    return CheckLine(column.heading, line.computed, line.stated, line.difference, tag, line.sentence)


def _purpose_facts(line: PurposeLine) -> list[tuple[str, str]]:
    cap = f"No more than {line.cap} {line.cap_unit}" if line.cap is not None else ""
    facts = [
        ("As written", line.basis_written),
        ("Paid", line.pays_written),
        ("Paid to", line.payee.label if line.payee else ""),
        ("For", line.beneficiary),
        ("Limit", cap),
        ("Not for", line.exclusion),
        ("Area of the plan", f"{line.area} of {line.plan}" if line.area and line.plan else line.area),
        ("Counts", "in the revised total only" if line.uplift else ""),
    ]
    return [(label, text) for label, text in facts if text]


def _facts(version: DeterminationVersion) -> list[tuple[str, str]]:
    effect = long_date(version.effective_from) + ("" if version.effective_stated else " (the letter’s own date)")
    redacted = "; ".join(f"{each['what']} ({each['where']})" for each in version.redacted)
    consent = version.get_consent_display()
    if version.consent_on:
        consent = f"{consent}, {long_date(version.consent_on)}"
    facts = [
        ("Letter of", version.letter_written),
        ("In effect from", effect),
        ("Holds projects agreed by", long_date(version.cut_off) if version.cut_off else ""),
        ("Citation", version.citation),
        ("Purpose in law", version.legal_purpose),
        ("Power", version.get_power_display()),
        ("Treasury consent", consent),
        ("Made by", version.maker_as_party),
        ("Signed by", f"{version.signatory} ({version.get_signature_display()})" if version.signatory else ""),
        ("Amends", ", ".join(version.amends)),
        ("Addressed to", version.addressee),
        ("Queries to", version.queries_to),
        ("Support for delivery", version.support_contact),
        ("Copied to", "; ".join(version.copied_to)),
        ("Invited on", long_date(version.invitation_on) if version.invitation_on else ""),
        ("Accepted", _acceptance(version)),
        ("Payments as written", version.instalments_written),
        ("Redacted", redacted),
        ("Source", version.source or version.determination.source),
        ("Note", version.note),
        ("Withdrawn because", version.withdrawn_because),
    ]
    return [(label, text) for label, text in facts if text]


def _acceptance(version: DeterminationVersion) -> str:
    if version.accepted_on:
        note = f", {version.acceptance_note}" if version.acceptance_note else ""
        return f"{long_date(version.accepted_on)}{note}"
    return "not recorded" if version.invitation_on else ""
