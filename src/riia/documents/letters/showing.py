"""What was understood of a letter, thing by thing, beside the text it was read from: for a person to confirm. Pure."""

from collections.abc import Iterator

from riia.documents.allocation import Column, Worked, in_pounds, shown
from riia.documents.letters.days import in_words
from riia.documents.letters.recomputing import annex_row, facts_of
from riia.documents.letters.structure import Annex, Letter, Said, When
from riia.documents.model import Understood, Where


def understood(letter: Letter) -> Iterator[Understood]:
    """Everything that was read, in the order of a form."""
    yield from _heading(letter)
    yield from _form(letter)
    yield from _purposes(letter)
    for payment in letter.payments:
        paid = "paid" if payment.paid else "planned"
        yield Understood(("Payment",), paid, _when(payment.when), payment.text, payment.when.where)
    for annex in letter.annexes:
        yield from _annex(annex, letter)
    for redaction in letter.redactions:
        yield Understood(("Redacted",), redaction.what, "redacted", redaction.text, redaction.where)


def _heading(letter: Letter) -> Iterator[Understood]:
    yield from _said(("Letter",), "title", letter.title)
    yield from _said(("Letter",), "department", letter.department)
    if letter.title and letter.programme:
        yield Understood(("Letter",), "programme", letter.programme, letter.title.text, letter.title.where)
    for name, when in (("date", letter.written), ("takes effect", letter.effective), ("cut-off", letter.cut_off)):
        if when is not None:
            yield Understood(("Letter",), name, _when(when), when.text, when.where)
    if letter.variation is not None:
        said = letter.variations[0]
        yield Understood(("Letter",), "variation", str(letter.variation), said.text, said.where)
    if letter.year is not None:
        yield Understood(("Letter",), "financial year", letter.year.label, letter.year.text, letter.year.where)
    for ref in letter.references:
        yield Understood(("Letter", "References"), ref.part, ref.text, ref.text, ref.where)
    yield from _said(("Letter",), "addressee", letter.addressee)
    for amendment in letter.amendments:
        yield Understood(
            ("Letter", "Amended"), amendment.number or "paragraph", amendment.what, amendment.what, amendment.where
        )


def _form(letter: Letter) -> Iterator[Understood]:
    for party in letter.parties:
        yield Understood(("Parties",), f"party {party.number}", party.text, party.text, party.where)
        for who in party.named:
            known = facts_of(letter).name_of(who.place) if who.place else "not known"
            yield Understood(("Parties", f"party {party.number}"), who.name, known, who.name, who.where)
    yield from _said(("Determination",), "power", letter.power)
    yield from _said(("Determination",), "Treasury consent", letter.consent)
    for clause in letter.clauses:
        yield Understood(("Determination",), f"clause {clause.number} "
        f"{clause.heading}".strip(), clause.text, clause.text,
                         clause.where)  # fmt: skip
    at = letter.ring_fence_at or letter.title or Said("", Where())
    text = letter.ring_fence_at.text if letter.ring_fence_at else ""
    yield Understood(("Conditions",), "ring-fence", letter.ring_fence.value, text, at.where)
    if letter.reporting_voluntary:
        said = letter.reporting_voluntary
        yield Understood(("Conditions",), "reporting", "voluntary", said.text, said.where)
    if letter.instalments is not None and letter.payments:
        first = letter.payments[0]
        yield Understood(("Payment",), "instalments", str(letter.instalments), first.text, first.when.where)
    for name in letter.signatories:
        yield Understood(("Signature",), letter.signature.value, name.text, name.text, name.where)
    for copy in letter.copied_to:
        yield Understood(("Copied to",), "copy", copy.text, copy.text, copy.where)
    for measure in letter.success_measures:
        yield Understood(("Success measures",), "may be used", measure.text, measure.text, measure.where)


def _purposes(letter: Letter) -> Iterator[Understood]:
    for purpose in letter.purposes:
        path = ("Purposes", purpose.number or "unnumbered")
        if not purpose.rules and not purpose.payments:
            yield Understood(path, "line", purpose.text, purpose.text, purpose.where)
        for rule in purpose.rules:
            first = next((annex_row(row, letter).place for row in letter.rows), "")
            answer = next(
                (
                    a
                    for p in (first, *facts_of(letter).regions)
                    if isinstance(a := rule.for_place(p, facts_of(letter)), Worked)
                ),
                None,
            )
            when = f", {'added' if rule.uplift else 'paid'} {rule.paid_in}" if rule.paid_in else ""
            said = f"{answer.sentence} (for example)" if answer else "cannot be worked out"
            yield Understood(path, f"rule: {rule.KIND}{when}", said, purpose.text, purpose.where)
        if purpose.cap_days:
            yield Understood(path, "cap", f"{purpose.cap_days} days", purpose.text, purpose.where)
        for payment in purpose.payments:
            done = "paid" if payment.paid else "planned"
            yield Understood(path, done, _when(payment.when), payment.text, payment.when.where)


def _annex(annex: Annex, letter: Letter) -> Iterator[Understood]:
    name = f"Annex {annex.letter}".strip() if annex.letter else "Table"
    for row in annex.rows:
        for column, money in row.amounts.items():
            yield Understood((name, row.recipient.name), column.value, shown(money.amount), money.text, money.where)
        for head, money in row.parts:
            yield Understood((name, row.recipient.name), head, shown(money.amount), money.text, money.where)
        if row.councils_at:
            yield Understood((name, row.recipient.name), "number of councils", str(row.councils), row.councils_at.text,
                             row.councils_at.where)  # fmt: skip
        if row.region:
            yield Understood((name, row.recipient.name), "region", row.region.text, row.region.text, row.region.where)
    for column, money in annex.totals.items():
        yield Understood((name, "Total"), column.value, shown(money.amount), money.text, money.where)
    again = letter.recomputed
    if again is not None and annex.rows:
        for column, check in again.totals.items():
            if column not in annex.totals and check.computed is not None and column in annex.columns:
                yield Understood(
                    (name, "Total"), f"{column.value}, worked out", in_pounds(check.computed), "", annex.where
                )


def _said(path: tuple[str, ...], name: str, said: Said | None) -> Iterator[Understood]:
    if said is not None and said.text:
        yield Understood(path, name, said.text, said.text, said.where)


def _when(when: When) -> str:
    if when.problem:
        return when.problem
    if when.first is None or when.last is None:
        return "not read"
    return in_words(when.first) if when.exact else f"{in_words(when.first)} to {in_words(when.last)}"


__all__ = ["Column", "understood"]
