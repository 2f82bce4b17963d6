"""The arithmetic of the annex: rows by the rules of the letter, uplifts, parts, totals; what cannot be known. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from riia.documents.allocation import (
    Check,
    Column,
    CouncilCount,
    PerCouncil,
    Pooled,
    RowResult,
    Verdict,
    Worked,
    councils_from,
    counted,
    in_pounds,
    recompute,
    shown,
)
from riia.documents.letters.material import Material, finding, listed, quoted
from riia.documents.letters.names import recipient, region_code
from riia.documents.letters.recomputing import annex_row, facts_of
from riia.documents.letters.structure import Annex, Money, Row
from riia.documents.model import Evidence, Finding

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
    letter = material.letter
    yield from _council_numbers(material)
    if letter.recomputed is None:
        return
    annex = next(annex for annex in letter.annexes if annex.rows)
    pairs = list(zip(annex.rows, letter.recomputed.rows, strict=True))
    yield from _hidden(material, pairs)
    ruled = [(row, result) for row, result in pairs if any(check.what in _COLUMNS for check in result.checks)]
    ruled = [(row, result) for row, result in ruled if _verdict(result) is not Verdict.CANNOT_VERIFY]
    differing = [(row, result) for row, result in ruled if _verdict(result) is Verdict.DIFFERS]
    differing = [(row, result) for row, result in differing if not _by_pool(material, row, result)]
    agreeing = len(ruled) - len(differing)
    if differing and (agreeing >= len(differing) or (len(ruled) == 1 and not material.purposes.unread)):
        for row, result in differing:
            yield from _row(material, row, result)
    elif differing and not _by_rates(material, differing):
        yield _all_differ(material, differing, annex)
    for row, result in pairs:
        yield from _own_arithmetic(row, result, bool(letter.rules))
    for other in letter.annexes:
        yield from _row_parts(other)


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
    return all(_verdict(result) is Verdict.AGREES for result in again.rows)


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
    if material.purposes.unread:
        amounts = listed([quoted(text) for text, _ in material.purposes.unread[:6]])
        return finding(
            "NOT-RECOMPUTED", material.purposes.unread[0][1], material.purposes.unread[0][0],
            f"{len(checks)} rows could not be worked out from the purposes. No rule was read from {amounts}. "
            f"Beside what was read: {shown}.",
            "Enter the rule of that line by hand.", [Evidence(row.where, check.sentence)],
        )  # fmt: skip
    explained = _explained(material, checks)
    line = next((purpose for purpose in material.letter.purposes if purpose.rules), None)
    where, text = (line.where, line.text) if line else (annex.where, annex.title)
    if explained:
        named = next((p for p in material.letter.purposes if p.number == explained[0]), None)
        where, text = (named.where, named.text) if named else (where, text)
    return finding(
        "RULES-NOT-ANNEX", where, text,
        f"{len(checks)} of {len(annex.rows)} rows are not what the purposes give: {shown}. "
        f"{explained[1] if explained else f'{row.recipient.name}: {check.sentence}'}",
        "Ask whether the text or the annex is right.",
        [Evidence(row.amounts[Column(check.what)].where, row.amounts[Column(check.what)].text)],
    )  # fmt: skip


def _explained(material: Material, checks: Sequence[tuple[Row, Check]]) -> tuple[str, str] | None:
    """What one changed number would explain every difference: the line, and a sentence."""
    facts, rules = facts_of(material.letter), material.letter.rules
    per_council = set()
    for row, check in checks:
        number = facts.councils_of(row.recipient.place)
        difference = check.difference or 0
        per_council.add(difference // number if number and difference % number == 0 else None)
    flat = {check.difference for _, check in checks}
    by_council = [rule for rule in rules if rule.KIND == "per-council"]
    by_region = [rule for rule in rules if rule.KIND in ("flat", "weighted", "packages")]
    if len(per_council) == 1 and None not in per_council and by_council:
        each = per_council.pop() or 0
        line = by_council[0].line
        return (
            line,
            f"The annex was reckoned with {in_pounds(abs(each))} {'more' if each > 0 else 'less'} for each council.",
        )
    if len(flat) == 1 and by_region:
        each = flat.pop() or 0
        line = by_region[0].line
        return (
            line,
            f"The annex was reckoned with {in_pounds(abs(each))} {'more' if each > 0 else 'less'} for each region.",
        )
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
        off = _off_by_parts(row)
        if off:
            money = row.amounts[Column.TOTAL]
            known = [part.amount for _, part in row.parts if isinstance(part.amount, int)]
            working = f"{' + '.join(in_pounds(amount) for amount in known)} = {in_pounds(sum(known))}"
            yield finding(
                "ROW-PARTS", money.where, money.text,
                f"{row.recipient.name}: {working}, but {shown(money.amount)} is stated: "
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
            f"cannot be "
            f"verified: neither right nor wrong.{kept}",
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


def totals(material: Material) -> Iterator[Finding]:
    """Stated totals to the penny: of columns, of parts, and the one in the text."""
    letter = material.letter
    for annex in letter.annexes:
        for column, money in annex.totals.items():
            yield from _total(material, annex, column, money)
        for head, money in annex.part_totals:
            amounts = [dict(row.parts)[head].amount for row in annex.rows if head in dict(row.parts)]
            known = [amount for amount in amounts if isinstance(amount, int)]
            if len(known) == len(amounts) and isinstance(money.amount, int) and sum(known) != money.amount:
                yield _wrong_total(annex, f"column {quoted(head)}", sum(known), money, "")
    yield from _text_total(material)


def _total(material: Material, annex: Annex, column: Column, money: Money) -> Iterator[Finding]:
    known = [row.amounts[column].amount for row in annex.rows if column in row.amounts]
    amounts = [amount for amount in known if isinstance(amount, int)]
    if len(amounts) < len(known) or not isinstance(money.amount, int) or money.amount == sum(amounts):
        return
    difference = money.amount - sum(amounts)
    if _row_differences(material, annex, column) == -difference:
        return  # the total is right once the row is: said there
    twice = [row for row in annex.rows if sum(row.recipient.place == o.recipient.place != "" for o in annex.rows) > 1]
    if any(row.amounts[column].amount == -difference for row in twice if column in row.amounts):
        return  # a row that stands twice: said there
    hint, evidence = _hint(annex, column, difference)
    what = f"column {quoted(annex.columns[column].text, 60)}"
    yield _wrong_total(annex, what, sum(amounts), money, hint, evidence)


def _hint(annex: Annex, column: Column, difference: int) -> tuple[str, list[Evidence]]:
    """One row that explains the difference: left out, counted twice, or with two digits exchanged."""
    cells = [(row, row.amounts[column]) for row in annex.rows if column in row.amounts]
    whole = [(row, cell) for row, cell in cells if cell.amount == abs(difference)]
    if len(whole) == 1:
        row, cell = whole[0]
        return f" That is the amount of {row.recipient.name}.", [Evidence(cell.where, cell.text)]
    turned = [
        (row, cell, meant)
        for row, cell in cells
        if isinstance(cell.amount, int) and (meant := _exchanged(cell.amount, difference)) is not None
    ]
    if not 0 < len(turned) <= 2:
        return "", []
    said = " or ".join(f"{row.recipient.name} ({cell.text} for {in_pounds(meant)})" for row, cell, meant in turned)
    return f" Perhaps two digits were exchanged: {said}.", [Evidence(cell.where, cell.text) for _, cell, _ in turned]


def _exchanged(amount: int, difference: int) -> int | None:
    """The amount with two neighbouring digits exchanged, if that is what the difference comes from."""
    digits, wanted = str(amount), str(amount + difference)
    for at in range(len(digits) - 1):
        turned = digits[:at] + digits[at + 1] + digits[at] + digits[at + 2 :]
        if turned == wanted and turned != digits:
            return int(turned)
    return None


def _row_differences(material: Material, annex: Annex, column: Column) -> int:
    """By how much rows of a column are already known to be off: by the rules, or by their own uplift and parts."""
    again = material.letter.recomputed
    found = 0
    if again is not None and annex.rows == next(a for a in material.letter.annexes if a.rows).rows:
        for result in again.rows:
            known = {check.what: check.difference or 0 for check in result.checks if check.verdict is Verdict.DIFFERS}
            own = known.get("previous total + uplift", 0) if column is Column.REVISED else 0
            own = known.get("base + top-up", 0) if column is Column.TOTAL else own
            found += known.get(column.value, own)
    if found or column is not Column.TOTAL:
        return found
    return sum(_off_by_parts(row) for row in annex.rows)


def _off_by_parts(row: Row) -> int:
    money = row.amounts.get(Column.TOTAL)
    known = [part.amount for _, part in row.parts if isinstance(part.amount, int)]
    if money is None or not isinstance(money.amount, int) or len(known) < max(2, len(row.parts)):
        return 0
    return money.amount - sum(known)


def _wrong_total(
    annex: Annex, what: str, total: int, money: Money, hint: str, evidence: Sequence[Evidence] = ()
) -> Finding:
    assert isinstance(money.amount, int)
    difference = money.amount - total
    return finding(
        "ANNEX-TOTAL", money.where, money.text,
        f"The {counted(len(annex.rows), 'row')} of the {what} add up to {in_pounds(total)}, but "
        f"{in_pounds(money.amount)} is "
        f"stated: "
        f"{in_pounds(abs(difference))} {'more' if difference > 0 else 'less'}.{hint}",
        "Ask whether a row or the total is wrong.", evidence,
    )  # fmt: skip


def _text_total(material: Material) -> Iterator[Finding]:
    letter, said = material.letter, material.letter.total_in_text
    annex = next((annex for annex in letter.annexes if annex.rows), None)
    if annex is None or said is None or not isinstance(said.amount, int):
        return
    column = next((c for c in (Column.REVISED, Column.TOTAL) if c in annex.columns), None)
    if column is None:
        return
    cells = [row.amounts[column].amount for row in annex.rows if column in row.amounts]
    known = [amount for amount in cells if isinstance(amount, int)]
    stated = annex.totals.get(column)
    if len(known) < len(cells) or said.amount in (sum(known), stated.amount if stated else None):
        return
    twice = [row for row in annex.rows if sum(row.recipient.place == o.recipient.place != "" for o in annex.rows) > 1]
    if any(row.amounts[column].amount == sum(known) - said.amount for row in twice if column in row.amounts):
        return
    parties = {who.place for party in letter.parties for who in party.named}
    if said.amount > sum(known) and parties - {row.recipient.place for row in annex.rows}:
        return  # the annex lacks rows of parties: said there
    again = letter.recomputed
    if again is not None:
        wrong = [c.difference or 0 for r in again.rows for c in r.checks if c.what == column.value and c.difference]
        if wrong and sum(known) - sum(wrong) == said.amount:
            return
    yield finding(
        "TEXT-TOTAL", said.where, said.text,
        f"The text gives {said.text} in total; the {counted(len(known), "row")} of the annex add up to "
        f"{in_pounds(sum(known))}: "
        f"{in_pounds(abs(said.amount - sum(known)))} apart.",
        "Ask which of the two is right.", [Evidence(stated.where, stated.text)] if stated else [],
    )  # fmt: skip
