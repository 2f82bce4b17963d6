"""A letter that was read becomes a draft in the register, with everything as written; a person completes it.

What the letter does not say stays not stated, what is redacted stays redacted. Nobody's name is taken over: a signature
is kept as its state.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from string import ascii_lowercase
from typing import Final

from django.db import transaction

from riia.alliance.audit.actors import Acts
from riia.alliance.grants.annex_text import Said
from riia.alliance.grants.errors import GrantError
from riia.alliance.grants.models import (
    AmountState,
    ClauseKind,
    ColumnKind,
    Condition,
    Consent,
    Determination,
    DeterminationVersion,
    GrantKind,
    MenuKind,
    Power,
    Reference,
    Reporting,
    SignatureState,
)
from riia.alliance.grants.policies import reference_key
from riia.alliance.grants.services import annex, entering
from riia.alliance.grants.services.annex import ColumnDetails, MenuDetails, PurposeDetails, RowDetails
from riia.alliance.grants.services.entering import Entered, GrantDetails, LetterDetails, ReferenceDetails
from riia.alliance.places import queries as places
from riia.alliance.places.models import Place
from riia.documents.allocation import Amount, Column, Hidden, OneOff, Pooled, Rule
from riia.documents.letters import Letter
from riia.documents.letters.structure import Annex, Money, Payment, Purpose, RingFence
from riia.documents.letters.structure import SignatureState as Seen
from riia.indicators.reference import PlaceError

_COLUMNS: Final = {
    Column.PREVIOUS: ColumnKind.PREVIOUS,
    Column.UPLIFT: ColumnKind.UPLIFT,
    Column.REVISED: ColumnKind.REVISED,
    Column.BASE: ColumnKind.BASE,
    Column.TOP_UP: ColumnKind.TOP_UP,
    Column.TOTAL: ColumnKind.TOTAL,
}
_HIDDEN: Final = {
    Hidden.REDACTED: AmountState.REDACTED,
    Hidden.ILLEGIBLE: AmountState.ILLEGIBLE,
    Hidden.NOT_STATED: AmountState.NOT_STATED,
}
_CONDITIONS: Final = {
    RingFence.RING_FENCED: Condition.RING_FENCED,
    RingFence.UNRINGFENCED: Condition.UNRINGFENCED,
    RingFence.FREE_CHOICE: Condition.UNRINGFENCED,
    RingFence.NOT_STATED: Condition.NOT_STATED,
}
_SIGNATURES: Final = {
    Seen.NAMED: SignatureState.SIGNED,
    Seen.IMAGE: SignatureState.IMAGE_ONLY,
    Seen.NAMELESS: SignatureState.REDACTED,
    Seen.MISSING: SignatureState.MISSING,
}
_CLAUSES: Final = (
    ("citation", ClauseKind.CITATION),
    ("purpose", ClauseKind.PURPOSE),
    ("consent", ClauseKind.CONSENT),
    ("payment", ClauseKind.PAYMENT),
    ("determination", ClauseKind.DETERMINATION),
)


@dataclass(frozen=True)
class Proposal:
    """What a letter would be entered as. `chain` is the grant that its references name already, if any."""

    grant: GrantDetails
    letter: LetterDetails
    references: tuple[ReferenceDetails, ...]
    parties: tuple[tuple[str, bool], ...]
    clauses: tuple[tuple[str, ClauseKind, str], ...]
    purposes: tuple[PurposeDetails, ...]
    columns: tuple[ColumnDetails, ...]
    rows: tuple[RowDetails, ...]
    menu: tuple[MenuDetails, ...]
    chain: Determination | None
    lacking: tuple[str, ...]


def proposal_of(letter: Letter, *, sha256: str = "", source: str = "") -> Proposal:
    """What a letter would be entered as: nothing is written."""
    references = _references(letter)
    main = _annex(letter)
    columns = tuple(main.columns) if main else ()
    ordered = [column for column in Column if column in columns and column in _COLUMNS]
    return Proposal(
        grant=_grant(letter, source),
        letter=_letter(letter, sha256, source),
        references=references,
        parties=_parties(letter),
        clauses=_clauses(letter),
        purposes=tuple(_purposes(letter)),
        columns=tuple(_column(main, column) for column in ordered) if main else (),
        rows=tuple(_rows(main, ordered)) if main else (),
        menu=tuple(
            MenuDetails(MenuKind.MEASURE, str(number), measure.text.strip(" -;,.")[:300])
            for number, measure in enumerate(letter.success_measures, start=1)
        ),
        chain=_chain(references),
        lacking=_lacking(letter),
    )


@transaction.atomic
def draft_from_letter(
    *,
    letter: Letter,
    by: Acts,
    keeper: Place | None = None,
    kind: GrantKind = GrantKind.CORE,
    published: bool = False,
    sha256: str = "",
    source: str = "",
) -> DeterminationVersion:
    """Enter a letter that was read as a draft: of the grant that its references name, or of a new one."""
    found = proposal_of(letter, sha256=sha256, source=source)
    if not found.grant.programme or not found.letter.letter_written:
        raise GrantError("The letter’s programme or date was not understood. Enter the grant by hand.")
    if found.letter.letter_date is None and found.letter.effective_from is None:
        raise GrantError("The letter gives no day from which it counts. Enter the grant by hand, with its day.")
    if found.chain is None:
        details = replace(found.grant, kind=kind, published=published)
        entered = Entered(details, found.letter, found.references)
        version = entering.enter_grant(entered=entered, keeper=keeper, by=by)
    else:
        version = entering.start_version(determination=found.chain, letter=found.letter, keeper=keeper, by=by)
        version.purposes.all().delete()
    annex.set_parties(version=version, parties=found.parties, by=by)
    annex.set_clauses(version=version, clauses=found.clauses, by=by)
    for line in found.purposes:
        annex.put_purpose(version=version, details=line, by=by)
    if found.rows:
        annex.set_annex(version=version, columns=found.columns, rows=found.rows, by=by)
    if found.menu:
        annex.set_menu(version=version, items=found.menu, by=by)
    return version


def _grant(letter: Letter, source: str) -> GrantDetails:
    starts = letter.year.start if letter.year and letter.year.start else None
    if starts is None:
        day = letter.on
        starts = (day.year if day.month >= 4 else day.year - 1) if day else 0
    voluntary = letter.reporting_voluntary is not None
    said = letter.ring_fence_at.text if letter.ring_fence_at else ""
    return GrantDetails(
        programme=letter.programme[:200],
        kind=GrantKind.CORE,
        financial_year=starts,
        department=(letter.department.text if letter.department else "Department for Education")[:120],
        condition=_CONDITIONS[letter.ring_fence],
        condition_words=said[:300],
        reporting=Reporting.VOLUNTARY if voluntary else Reporting.NOT_STATED,
        source=source[:300],
    )


def _letter(letter: Letter, sha256: str, source: str) -> LetterDetails:
    written, effect = letter.written, letter.effective
    makers = {one.part: one.text for one in letter.ministers}
    citation = letter.citation.text if letter.citation else ""
    return LetterDetails(
        letter_written=(written.text if written else "")[:60],
        letter_date=written.first if written and written.exact else None,
        effective_from=effect.first if effect and effect.exact else None,
        number=letter.variation or 0,
        cut_off=letter.cut_off.first if letter.cut_off else None,
        citation=citation[:300],
        purpose="\n".join(one.text for one in letter.purposes if not one.rules)[:5000],
        amends=[one.what for one in letter.amendments],
        power=_power(letter),
        consent=Consent.STATED if letter.consent else Consent.NOT_STATED,
        maker_as_party=_maker(makers, "party 1"),
        maker_in_clauses=_maker(makers, "preamble"),
        maker_in_signature=_maker(makers, "signature").rpartition(" of the ")[2] or _maker(makers, "signature"),
        signature=_SIGNATURES[letter.signature],
        addressee=(letter.addressee.text if letter.addressee else "")[:200],
        copied_to=[one.text for one in letter.copied_to],
        redacted=[{"what": one.what, "where": str(one.where)} for one in letter.redactions],
        instalments_written="; ".join(dict.fromkeys(one.text for one in letter.payments))[:300],
        source=source[:300],
        document_sha256=sha256,
    )


def _power(letter: Letter) -> Power:
    if letter.power is None:
        return Power.NOT_STATED
    return Power.SECTION_31 if "section 31" in letter.power.text.casefold() else Power.OTHER


def _maker(makers: Mapping[str, str], part: str) -> str:
    return makers.get(part, "").removeprefix("The ")[:120]


def _references(letter: Letter) -> tuple[ReferenceDetails, ...]:
    cited = {reference_key(one.text) for one in letter.references if one.part == "citation"}
    found: dict[str, ReferenceDetails] = {}
    for one in letter.references:
        key = reference_key(one.text)
        found.setdefault(key, ReferenceDetails(one.text, "", key in cited))
    return tuple(found.values())


def _chain(references: Sequence[ReferenceDetails]) -> Determination | None:
    keys = [reference_key(one.written) for one in references]
    held = Reference.objects.filter(key__in=keys).select_related("determination").first()
    return held.determination if held else None


def _parties(letter: Letter) -> tuple[tuple[str, bool], ...]:
    found: list[tuple[str, bool]] = []
    for party in letter.parties[1:] if len(letter.parties) > 1 else letter.parties:
        found += [(one.name[:200], False) for one in party.named] or [(party.text[:200], True)]
    return tuple(found)


def _clauses(letter: Letter) -> tuple[tuple[str, ClauseKind, str], ...]:
    seen: set[str] = set()
    found = []
    for clause in letter.clauses:
        heading = clause.heading.casefold()
        kind = next((kind for word, kind in _CLAUSES if word in heading), ClauseKind.OTHER)
        found.append((_free(str(clause.number), seen), kind, clause.text))
    return tuple(found)


def _purposes(letter: Letter) -> list[PurposeDetails]:
    """A line for each rule; a line with several gets a number for each, so that no rule is lost."""
    seen: set[str] = set()
    above = {one.number: one for one in letter.purposes if one.number.isdecimal()}
    return [
        _purpose(one, rule, above.get(one.number.rstrip(ascii_lowercase)), seen)
        for one in letter.purposes
        for rule in (one.rules or (None,))
    ]


def _paid(one: Purpose, rule: Rule | None, above: Purpose | None) -> Payment | None:
    """When a line is paid: by its own words, or by those of the line above it that are not about that line itself."""
    month = rule.paid_in if rule else ""
    own = [each for each in one.payments if each.when.first and (not month or f"{each.when.first:%Y-%m}" == month)]
    if own or above is None or above is one or rule is None:
        return own[0] if own else None
    theirs = {each.paid_in for each in above.rules}
    return next((each for each in above.payments if each.when.first and f"{each.when.first:%Y-%m}" not in theirs), None)


def _purpose(one: Purpose, rule: Rule | None, above: Purpose | None, seen: set[str]) -> PurposeDetails:
    number = _free(one.number or "0", seen)
    paid = _paid(one, rule, above)
    payee = _place(rule.payee) if isinstance(rule, Pooled | OneOff) else None
    title = rule.title if rule else one.text
    return PurposeDetails(
        number=number,
        heading=title[:200],
        text=one.text,
        rule=replace(rule, line=number) if rule else None,
        uplift=rule.uplift if rule else False,
        pays_on=paid.when.first if paid else None,
        pays_month_only=not paid.when.exact if paid else True,
        pays_written=paid.text[:100] if paid else "",
        payee=payee,
        cap=one.cap_days,
        cap_unit="days" if one.cap_days is not None else "",
    )


def _free(number: str, seen: set[str]) -> str:
    """The number, or the number with a count where the letter has it twice."""
    free, count = number[:8], 1
    while free in seen:
        count += 1
        free = f"{number[:6]}-{count}"
    seen.add(free)
    return free


def _annex(letter: Letter) -> Annex | None:
    """The annex with the rows of recipients: of several, the one with the most."""
    held = [one for one in letter.annexes if one.rows]
    return max(held, key=lambda one: len(one.rows), default=None)


def _said(money: Money | None) -> Said:
    if money is None:
        return Said(AmountState.NOT_STATED, None, "")
    return _said_amount(money.amount, money.text[:60])


def _said_amount(amount: Amount, written: str) -> Said:
    if isinstance(amount, Hidden):
        return Said(_HIDDEN[amount], None, written)
    return Said(AmountState.STATED, amount, written)


def _column(found: Annex, column: Column) -> ColumnDetails:
    total = found.totals.get(column)
    return ColumnDetails(_COLUMNS[column], found.columns[column].text[:200], _said(total) if total else None)


def _rows(found: Annex, columns: Sequence[Column]) -> list[RowDetails]:
    return [
        RowDetails(
            written=row.recipient.name[:200],
            amounts=[_said(row.amounts.get(column)) for column in columns],
            place=_place(row.recipient.place),
            supports=_region(row.region.text) if row.region else None,
            authorities=row.councils,
            about=", ".join(name for name, _ in row.parts)[:300],
        )
        for row in found.rows
    ]


def _place(code: str) -> Place | None:
    try:
        return places.get(code) if code else None
    except PlaceError:
        return None


def _region(name: str) -> Place | None:
    try:
        found = places.find(name)
    except PlaceError:
        return None
    return found if found.is_region else None


def _lacking(letter: Letter) -> tuple[str, ...]:
    """What was not understood and has to be entered by hand, in words."""
    found = []
    if not letter.programme:
        found.append("the programme")
    if letter.written is None:
        found.append("the date of the letter")
    if not letter.references:
        found.append("references")
    if not letter.rows:
        found.append("the annex")
    if letter.consent is None:
        found.append("the Treasury’s consent")
    if letter.power is None:
        found.append("the power")
    return tuple(found)
