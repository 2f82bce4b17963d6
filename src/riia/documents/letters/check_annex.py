"""The arithmetic of the annex: rows by the rules of the letter, uplifts, parts, totals; what cannot be known. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from riia.documents.allocation import (
    Check,
    Column,
    CouncilCount,
    FlatPerRegion,
    PackagesTimesDaysTimesRate,
    PerCouncil,
    Pooled,
    RowResult,
    Rule,
    Verdict,
    Weighted,
    Worked,
    councils_from,
    in_pounds,
    recompute,
    shown,
)
from riia.documents.letters.check_totals import off_by_parts, working
from riia.documents.letters.material import Material, finding, listed, quoted
from riia.documents.letters.names import recipient, region_code
from riia.documents.letters.recomputing import annex_row, facts_of
from riia.documents.letters.structure import Annex, Money, Row
from riia.documents.letters.sums import pence
from riia.documents.letters.views import views
from riia.documents.model import Evidence, Finding, Where

_COLUMNS = (Column.PREVIOUS.value, Column.UPLIFT.value, Column.REVISED.value, Column.TOTAL.value)


def forms(material: Material) -> Iterator[Finding]:
    """Amounts that cannot be read."""
    for annex in material.letter.annexes:
        held = [(row.recipient.name, money) for row in annex.rows for money in (*row.amounts.values(), *_parts(row))]
        held += [("the total", money) for money in annex.totals.values()]
        for name, money in held:
            if money.problem:
                yield finding(
                    "AMOUNT-FORM", money.where, money.text,
                    f"The amount of {name}, {quoted(money.text)}, cannot be read: {money.problem}.",
                    "Read it in the signed letter. Until then it is not known, and sums with it cannot be verified.",
                )  # fmt: skip


def _parts(row: Row) -> list[Money]:
    return [money for _, money in row.parts]


def rows(material: Material) -> Iterator[Finding]:
    """Each row against the purposes, against its own uplift and parts, and its councils against the register."""
    yield from _council_numbers(material)
    for view, known in views(material):
        yield from _rows_of(view, known=known)


def _rows_of(material: Material, *, known: bool) -> Iterator[Finding]:
    """The rows of one annex; `known` says whether the purposes are those of this annex."""
    letter = material.letter
    if letter.recomputed is None:
        return
    annex = next(annex for annex in letter.annexes if annex.rows)
    pairs = list(zip(annex.rows, letter.recomputed.rows, strict=True))
    yield from _hidden(material, pairs)
    # a row that no rule is for cannot be wrong by the rules: its money comes about in a way that was not read
    ruled = [(row, result) for row, result in pairs if result.lines and any(c.what in _COLUMNS for c in result.checks)]
    ruled = [(row, result) for row, result in ruled if _verdict(result) is not Verdict.CANNOT_VERIFY]
    differing = [(row, result) for row, result in ruled if _verdict(result) is Verdict.DIFFERS]
    differing = [(row, result) for row, result in differing if not _by_pool(material, row, result)]
    agreeing = len(ruled) - len(differing)
    if differing and (agreeing >= len(differing) or (len(ruled) == 1 and not _unread(material))):
        for row, result in differing:
            yield from _row(material, row, result)
    elif differing and known and not _by_rates(material, differing) and not _shown(material, annex, differing):
        yield _all_differ(material, differing, annex)
    for row, result in pairs:
        yield from _own_arithmetic(row, result, bool(letter.rules))
    for other in letter.annexes:
        yield from _row_parts(other)


def _shown(material: Material, annex: Annex, differing: Sequence[tuple[Row, RowResult]]) -> bool:
    """True where the letter shows itself how the rows come about that the purposes do not give."""
    return _by_parts(annex, differing) or _by_counts(material, differing)


def _by_counts(material: Material, differing: Sequence[tuple[Row, RowResult]]) -> bool:
    """True where most rows differ by an amount of the text as often as a number of the row says: 3 × £1,375.25."""
    rates = [pence(said) for said, _ in material.purposes.unread]
    explained = 0
    for row, result in differing:
        check = next(c for c in result.checks if c.what in _COLUMNS and c.verdict is Verdict.DIFFERS)
        counts = [int(said) for said in row.others.values() if said.isdecimal()] + [row.councils or 0]
        explained += any(rate and check.difference == count * rate for rate in rates for count in counts)
    return 2 * explained > len(differing)


def _by_parts(annex: Annex, differing: Sequence[tuple[Row, RowResult]]) -> bool:
    """True where the annex shows its own working: parts that make the totals, of which the purposes gave only some."""
    whole = [
        row
        for row, _ in differing
        if len(row.parts) > 1 and Column.TOTAL in row.amounts and not off_by_parts(row, annex)
    ]
    return 2 * len(whole) > len(differing)


def _verdict(result: RowResult) -> Verdict:
    found = {check.verdict for check in result.checks if check.what in _COLUMNS}
    return next((v for v in (Verdict.DIFFERS, Verdict.CANNOT_VERIFY) if v in found), Verdict.AGREES)


def _row(material: Material, row: Row, result: RowResult) -> Iterator[Finding]:
    """One cause, one finding: both columns off by the same, or by one council, are one."""
    wrong = [check for check in result.checks if check.what in _COLUMNS and check.verdict is Verdict.DIFFERS]
    counts = councils_from(annex_row(row, material.letter), material.letter.rules, facts_of(material.letter))
    off = [count for count in counts if count.verdict is Verdict.DIFFERS and count.derived is not None]
    same = {check.difference for check in wrong}
    if off and len({count.derived for count in counts}) == 1 and len(counts) > 1:
        yield _one(row, wrong[0], "COUNCIL-COUNT", _as_if(off), wrong[1:])
    elif len(wrong) > 1 and len(same) == 1:
        yield _one(row, wrong[0], "ROW-AMOUNT", f" The other column is {_apart(wrong[1])} as well.", wrong[1:])
    else:
        for check in wrong:
            fitting = [count for count in off if _is_of(count, check)]
            yield _one(row, check, "ROW-AMOUNT", _as_if(fitting), [])


def _by_pool(material: Material, row: Row, result: RowResult) -> bool:
    """True where the row is right once the total of a pooled payment is: POOLED-TOTAL says it."""
    off = {check.difference for check in result.checks if check.what in _COLUMNS and check.difference}
    pools = [rule for rule in material.letter.rules if isinstance(rule, Pooled) and rule.payee == row.recipient.place]
    answers = [rule.for_place(rule.payee, facts_of(material.letter)) for rule in pools]
    return any(isinstance(answer, Worked) and answer.difference and off == {-answer.difference} for answer in answers)


def _by_rates(material: Material, differing: Sequence[tuple[Row, RowResult]]) -> bool:
    """True where the annex is right once a rate is what its days and day rate give: DAYS-TIMES-RATE says it."""
    mended = [
        replace(rule, rate=rule.from_days)
        if isinstance(rule, PerCouncil) and rule.from_days not in (None, rule.rate)
        else rule
        for rule in material.letter.rules
    ]
    if mended == list(material.letter.rules):
        return False
    again = recompute([annex_row(row, material.letter) for row, _ in differing], mended, facts_of(material.letter))
    agreeing = [result for result in again.rows if _verdict(result) is Verdict.AGREES]
    return (len(agreeing) > 1 and len(agreeing) + 1 >= len(again.rows)) or len(agreeing) == len(again.rows)


def _is_of(count: CouncilCount, check: Check) -> bool:
    return count.source == check.what or check.what == Column.REVISED.value


def _as_if(off: Sequence[CouncilCount]) -> str:
    return f" {off[0].sentence}" if off else ""


def _apart(check: Check) -> str:
    difference = check.difference or 0
    return f"{in_pounds(abs(difference))} {'more' if difference > 0 else 'less'}"


def _one(row: Row, check: Check, code: str, more: str, others: Sequence[Check]) -> Finding:
    money = row.amounts[Column(check.what)]
    evidence = [
        Evidence(row.amounts[Column(other.what)].where, row.amounts[Column(other.what)].text)
        for other in others
        if Column(other.what) in row.amounts
    ]
    return finding(
        code, money.where, money.text, f"{row.recipient.name}, {check.what}: {check.sentence}{more}",
        "Ask which amount is right; the stated one is kept and the difference is shown.", evidence,
    )  # fmt: skip


def _all_differ(material: Material, differing: Sequence[tuple[Row, RowResult]], annex: Annex) -> Finding:
    """Most rows differ: the rules as read are not those of the annex. One finding, with every difference."""
    checks = [(row, next(c for c in result.checks if c.what in _COLUMNS and c.verdict is Verdict.DIFFERS))
              for row, result in differing]  # fmt: skip
    shown = "; ".join(f"{row.recipient.name} {_apart(check)}" for row, check in checks[:9])
    row, check = checks[0]
    unread, explained = _unread(material), _explained(material, checks)
    line = next((purpose for purpose in material.letter.purposes if purpose.rules), None)
    where, text = (line.where, line.text) if line else (annex.where, annex.title)
    if unread or explained is None:
        amounts = f" No rule was read from {listed([quoted(said) for said, _ in unread[:6]])}." if unread else ""
        where, text = (unread[0][1], unread[0][0]) if unread else (where, text)
        return finding(
            "NOT-RECOMPUTED", where, text,
            f"{len(checks)} rows could not be worked out from the purposes.{amounts} Beside what was read: {shown}.",
            "Read how the amounts come about and enter the rule of the line by hand.",
            [Evidence(row.where, check.sentence)],
        )  # fmt: skip
    named = next((p for p in material.letter.purposes if p.number == explained[0]), None)
    where, text = (named.where, named.text) if named else (where, text)
    return finding(
        "RULES-NOT-ANNEX", where, text,
        f"{len(checks)} of {len(annex.rows)} rows are not what the purposes give: {shown}. {explained[1]}",
        "Ask whether the text or the annex is right.",
        [Evidence(row.amounts[Column(check.what)].where, row.amounts[Column(check.what)].text)],
    )  # fmt: skip


def _unread(material: Material) -> list[tuple[str, Where]]:
    """Amounts of the purposes that gave no rule; the total of the grant is none of them."""
    total = material.letter.total_in_text
    lines = {purpose.where for purpose in material.letter.purposes}
    return [
        (said, where) for said, where in material.purposes.unread
        if where in lines and (total is None or said != total.text)
    ]  # fmt: skip


def _explained(material: Material, checks: Sequence[tuple[Row, Check]]) -> tuple[str, str] | None:
    """The one changed amount that makes every row agree: its line, and a sentence. None where there is none."""
    letter, facts = material.letter, facts_of(material.letter)
    rows = [annex_row(row, letter) for row in next(annex for annex in letter.annexes if annex.rows).rows]
    for at, rule in enumerate(letter.rules):
        for row, check in checks[:2]:
            place = annex_row(row, letter).place
            changed = _changed(rule, check.difference or 0, facts.councils_of(place) or 0)
            if changed is None:
                continue
            mended, before, after = changed
            again = recompute(rows, [*letter.rules[:at], mended, *letter.rules[at + 1 :]], facts)
            if all(_verdict(result) is Verdict.AGREES for result in again.rows):
                said = (
                    f"With {in_pounds(after)} instead of {in_pounds(before)} in line {rule.line or 'of the purposes'}"
                )
                return rule.line, f"{said} every row agrees."
    return None


def _changed(rule: Rule, difference: int, councils: int) -> tuple[Rule, int, int] | None:
    """A rule whose amount takes up a difference, with the amount before and after."""
    if isinstance(rule, PerCouncil) and isinstance(rule.rate, int) and councils and difference % councils == 0:
        after = rule.rate + difference // councils
        return replace(rule, rate=after), rule.rate, after
    if isinstance(rule, FlatPerRegion) and isinstance(rule.amount, int):
        after = rule.amount + difference
        return replace(rule, amount=after), rule.amount, after
    if isinstance(rule, Weighted) and isinstance(rule.of, FlatPerRegion) and isinstance(rule.of.amount, int):
        after = rule.of.amount + difference
        return replace(rule, of=replace(rule.of, amount=after)), rule.of.amount, after
    if isinstance(rule, PackagesTimesDaysTimesRate) and isinstance(rule.stated, int):
        after = rule.stated + difference
        return replace(rule, stated=after), rule.stated, after
    return None


def _own_arithmetic(row: Row, result: RowResult, ruled: bool) -> Iterator[Finding]:
    """Uplift and top-up columns of the row itself."""
    for check in result.checks:
        if check.verdict is not Verdict.DIFFERS:
            continue
        if check.what == "base + top-up" and Column.TOTAL in row.amounts:
            money = row.amounts[Column.TOTAL]
            yield finding(
                "ROW-PARTS",
                money.where,
                money.text,
                f"{row.recipient.name}: {check.sentence}",
                "Ask which amount is right.",
            )
        elif check.what == "previous total + uplift" and (Column.UPLIFT in row.amounts):
            if ruled and _verdict(result) is Verdict.DIFFERS:
                continue  # the row was found to differ from the purposes already
            money = row.amounts[Column.REVISED]
            yield finding(
                "ROW-UPLIFT", money.where, money.text, f"{row.recipient.name}: {check.sentence}",
                "Ask which of the three amounts is right.",
            )  # fmt: skip


def _row_parts(annex: Annex) -> Iterator[Finding]:
    total = annex.columns.get(Column.TOTAL)
    if total is None or "total" not in total.text.lower():
        return
    for row in annex.rows:
        off = off_by_parts(row, annex)
        if off:
            money = row.amounts[Column.TOTAL]
            known = working(row, annex)
            sums = f"{' + '.join(in_pounds(amount) for amount in known)} = {in_pounds(sum(known))}"
            yield finding(
                "ROW-PARTS", money.where, money.text,
                f"{row.recipient.name}: {sums}, but {shown(money.amount)} is stated: "
                f"{in_pounds(abs(off))} {'more' if off > 0 else 'less'}.",
                "Ask which of the amounts is right.",
            )  # fmt: skip


def _hidden(material: Material, pairs: Sequence[tuple[Row, RowResult]]) -> Iterator[Finding]:
    """Cells without an amount: once for each set of columns, not for each row."""
    groups: dict[tuple[Column, ...], list[Row]] = {}
    for row, _ in pairs:
        gone = tuple(c for c, m in row.amounts.items() if not isinstance(m.amount, int) and not m.problem)
        if gone:
            groups.setdefault(gone, []).append(row)
    for gone, found in groups.items():
        row = found[0]
        names = listed([f"the {column.value}" for column in gone])
        why = row.amounts[gone[0]].amount
        whose = listed([item.recipient.name for item in found[:6]]) + (" and others" if len(found) > 6 else "")
        stated = row.amounts.get(Column.TOTAL)
        kept = (
            f" {stated.text} is kept as stated."
            if stated and isinstance(stated.amount, int) and len(found) == 1
            else ""
        )
        yield finding(
            "CANNOT-VERIFY", row.amounts[gone[0]].where, row.amounts[gone[0]].text,
            f"{names[0].upper()}{names[1:]} of {whose} {'are' if len(gone) > 1 else 'is'} {why}, so the total "
            f"cannot be verified: neither right nor wrong.{kept}",
            "Get the amounts from the department; until then nothing counts them as £0.",
            [Evidence(row.where, row.recipient.name)],
        )  # fmt: skip


def _council_numbers(material: Material) -> Iterator[Finding]:
    """A number of councils that the annex states, against the register of the day (R1.37)."""
    facts = facts_of(material.letter)
    for row in material.letter.rows:
        if row.councils is None or row.councils_at is None:
            continue
        name = row.region or None
        place = recipient(name.text, name.where, material.letter.on) if name else row.recipient
        register = facts.councils_of(place.place) if place.is_region else None
        own = region_code(row.recipient.place)
        if own and own != place.place and facts.councils_of(own) == row.councils:
            continue  # the number is that of its own region: the region is wrong, and RECIPIENT-REGION says it
        if register is not None and register != row.councils:
            yield finding(
                "COUNCIL-COUNT", row.councils_at.where, row.councils_at.text,
                f"{place.name} is said to have {row.councils} councils; the register has {register} {facts.day}.",
                "Check which day the number is meant for.",
            )  # fmt: skip
