"""Lines of costings against the parts of the year they are spent in, and those against the shares of the year."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from riia.documents.model import Finding, Where
from riia.documents.plans.amounts import as_pounds, shared_out
from riia.documents.plans.checks.adding import POUND, Sums, is_whole, name_of, unseen
from riia.documents.plans.checks.catalogue import found, listed
from riia.documents.plans.structure import CostLine, CostTable

type Split = tuple[tuple[int, int], ...]
"""(period, per cent)."""
_PROFILE = 1000 * POUND
"""What is less is rounded too much to tell a split from."""


def profile_findings(sums: Sums) -> Iterator[Finding]:
    """Lines that their quarters do not add up to, or that are split another way than the table says."""
    table = sums.table
    shares = table.shares if sum(share for _, share in table.shares) == 100 else ()
    usual = shares or usual_split(table)
    if table.shares and not shares and usual and dict(usual) != dict(table.shares):
        header, real = (_split(table, split) for split in (table.shares, usual))
        yield found(
            "COST-HEADER-SHARE",
            table.where,
            table.shares_written,
            f"The header says {header}, which is {sum(share for _, share in table.shares)} % in all; the lines are "
            f"split {real}.",
            "Correct the header.",
        )
    wrong: list[tuple[int, CostLine, Finding]] = []
    for at, line in enumerate(table.lines):
        known = _known(sums, at, line)
        if known is None:
            continue
        own = _own_split(line)
        finding = _line(sums, at, line, known, own or usual, declared=bool(own or shares))
        if finding is not None:
            wrong.append((at, line, finding))
    same = _other_shares([line for _, line, finding in wrong if finding.code == "COST-LINE-SPLIT"])
    if same and len(wrong) > 2 and len(wrong) * 2 > len(table.lines):
        yield _other_header(sums, shares, wrong, same)
        return
    for _, _, finding in wrong:
        yield finding


def _known(sums: Sums, at: int, line: CostLine) -> dict[int, int] | None:
    """The amounts of the periods of a line, noted for the totals; None where they cannot be held against it."""
    sums.spend[at] = line.spend.pence if line.spend.pence is not None else line.derived[1] if line.derived else None
    for quarter, money in line.quarters:
        sums.quarter[at, quarter] = 0 if money.blank and line.spend.pence is not None else money.pence
    if line.spend.pence is None or line.spend.doubtful or not line.quarters:
        return None
    if any(money.doubtful for _, money in line.quarters) or not any(m.as_written for _, m in line.quarters):
        return None
    amounts = {q: sums.quarter[at, q] for q, _ in line.quarters}
    return None if None in amounts.values() else {q: value or 0 for q, value in amounts.items()}


def _split(table: CostTable, split: Split) -> str:
    return listed([f"{table.period(q)} {share} %" for q, share in split])


def _own_split(line: CostLine) -> Split:
    """The shares that a line says of itself, where they make a whole."""
    if len(line.shares) != len(line.quarters) or sum(line.shares) != 100:
        return ()
    return tuple((quarter, share) for (quarter, _), share in zip(line.quarters, line.shares, strict=True))


def usual_split(table: CostTable) -> Split:
    """The split in whole per cent that most lines have, where the header says none."""
    counted: Counter[Split] = Counter()
    for line in table.lines:
        spend = line.spend.pence
        if spend and spend >= _PROFILE and all(money.pence is not None for _, money in line.quarters):
            split = tuple((q, round((money.pence or 0) * 100 / spend)) for q, money in line.quarters)
            if sum(share for _, share in split) == 100:
                counted[split] += 1
    split, times = counted.most_common(1)[0] if counted else ((), 0)
    return split if times >= 3 and times * 5 >= 3 * len(table.lines) else ()


def _slack(line: CostLine, shares: Sequence[tuple[int, int]]) -> int:
    """How far a line may be off its quarters because each was rounded: nothing where each share is a whole amount."""
    spend = line.spend.pence or 0
    if is_whole([line.spend, *(money for _, money in line.quarters)]):
        return POUND if not shares or any(spend * share % (100 * POUND) for _, share in shares) else 0
    if any(money.exact is not None for money in (line.spend, *(m for _, m in line.quarters))):
        return unseen(len(line.quarters))
    return 1 if shares and any(spend * share % 100 for _, share in shares) else 0


def _line(
    sums: Sums, at: int, line: CostLine, known: dict[int, int], shares: Sequence[tuple[int, int]], *, declared: bool
) -> Finding | None:
    """The finding for one line, if its quarters are not its split; differences of rounding are noted."""
    spend = line.spend.pence or 0
    total = sum(known.values())
    slack = _slack(line, shares)
    wanted = shared_out(spend, tuple(shares)) if shares else {}
    off = _off(spend, known, wanted, dict(shares))
    if not off and wanted and abs(total - spend) > slack:
        off = [q for q in known if q in wanted and abs(known[q] - wanted[q]) > max(slack, 1)]
    if not off and abs(total - spend) <= slack:
        if total != spend and line.spend.exact is None and not any(m.exact is not None for _, m in line.quarters):
            words = f"{name_of(line)}: {_added(known)}, not {as_pounds(spend)}"
            sums.rounded.append((line.where, line.spend.as_written, words))
        return None
    if not declared and abs(total - spend) <= slack:
        return None  # a profile of its own, which nothing forbids
    culprit = _culprit(sums, at, line, known, wanted, shares, off)
    sums.mended = True
    if total != spend:
        sums.apart[at, 0] = total - spend
        sums.apart |= {(at, q): spend - total for q in known if culprit in (None, q)}
    if abs(total - spend) > slack:
        return _sum_wrong(sums, line, known, wanted, culprit, declared=declared)
    sums.quarter.update({(at, quarter): value for quarter, value in wanted.items()})
    where, written = _place(line, culprit)
    period = sums.table.period
    return found(
        "COST-LINE-SPLIT",
        where,
        written,
        f"{name_of(line)}: {as_pounds(spend)} is split "
        f"{listed([f'{period(q)} {as_pounds(v)}' for q, v in known.items()])}.{_expected(sums, wanted, declared)}",
        "Correct the quarters, or say why this line has another profile.",
        [(m.where, f"{period(q)}: {m.as_written}") for q, m in line.quarters],
    )


def _off(spend: int, known: Mapping[int, int], wanted: Mapping[int, int], shares: Mapping[int, int]) -> list[int]:
    """The quarters that are more than a pound from their share."""
    return [
        q
        for q in known
        if q in wanted and abs(known[q] - wanted[q]) > POUND and abs(known[q] * 100 - spend * shares[q]) > 100 * POUND
    ]


def _added(known: Mapping[int, int]) -> str:
    return f"{' + '.join(as_pounds(value) for value in known.values())} = {as_pounds(sum(known.values()))}"


def _expected(sums: Sums, wanted: Mapping[int, int], declared: bool) -> str:
    source = "the stated shares" if declared else "the split of the other lines"
    said = listed([f"{sums.table.period(q)} {as_pounds(v)}" for q, v in wanted.items()])
    return f" By {source} it would be {said}." if wanted else ""


def _place(line: CostLine, culprit: int | None) -> tuple[Where, str]:
    quarter = next((money for q, money in line.quarters if q == culprit), line.spend)
    return (line.spend.where, line.spend.as_written) if not culprit else (quarter.where, quarter.as_written)


def _sum_wrong(
    sums: Sums,
    line: CostLine,
    known: Mapping[int, int],
    wanted: Mapping[int, int],
    culprit: int | None,
    *,
    declared: bool,
) -> Finding:
    spend, total = line.spend.pence or 0, sum(known.values())
    where, written = _place(line, culprit)
    odd = "the planned spend" if culprit == 0 else sums.table.period(culprit) if culprit else ""
    points = f" The odd one is {odd} “{written}”." if odd else ""
    return found(
        "COST-LINE-SUM",
        where,
        written,
        f"{name_of(line)}: {_added(known)}, not the planned {as_pounds(spend)} ({as_pounds(abs(total - spend))} "
        f"{'more' if total > spend else 'less'}).{_expected(sums, wanted, declared)}{points}",
        "Correct the amount that is wrong.",
        [(m.where, f"{sums.table.period(q)}: {m.as_written}") for q, m in line.quarters],
    )


def _culprit(
    sums: Sums,
    at: int,
    line: CostLine,
    known: Mapping[int, int],
    wanted: Mapping[int, int],
    shares: Sequence[tuple[int, int]],
    off: Sequence[int],
) -> int | None:
    """Which cell is the odd one: 0 for the spend, a quarter, or None. What follows from it is noted as known."""
    total, spend = sum(known.values()), line.spend.pence or 0
    made = line.quantity * (line.rate.pence or 0) if line.quantity is not None and line.rate is not None else None
    if made is not None and made == total:
        sums.spend[at] = total
        return 0
    one = [q for q in known if q in wanted and known[q] - wanted[q] == total - spend]
    if len(one) == 1 and all(known[q] == wanted[q] for q in known if q != one[0] and q in wanted):
        sums.quarter[at, one[0]] = wanted[one[0]]
        return one[0]
    if shares and total > 0:
        other = shared_out(total, tuple(shares))
        slack = max(1, _slack(line, shares))
        if all(abs(known[q] - other.get(q, 0)) <= slack for q in known) and len(off) != 1:
            sums.spend[at] = total
            return 0
    if len(off) == 1:
        sums.quarter[at, off[0]] = wanted[off[0]]
        return off[0]
    if total != spend:
        sums.spend[at] = total  # either may be right: sums that fit one of the two are not told
    return None


def _other_shares(lines: Sequence[CostLine]) -> str:
    """The split that all these lines have instead, such as "25/25/50"; blank where they differ."""
    said = set()
    for line in lines:
        spend = line.spend.pence or 0
        if spend:
            said.add("/".join(str(round((m.pence or 0) * 100 / spend)) for _, m in line.quarters))
    return said.pop() if len(said) == 1 else ""


def _other_header(sums: Sums, shares: Split, wrong: Sequence[tuple[int, CostLine, Finding]], same: str) -> Finding:
    table, first = sums.table, wrong[0][1]
    return found(
        "COST-HEADER-SHARE",
        table.where,
        table.shares_written,
        f"The header says {_split(table, shares)}, but {len(wrong)} of {len(table.lines)} lines are split {same}: "
        f"{name_of(first)} has {as_pounds(first.spend.pence or 0)} as "
        f"{listed([m.as_written for _, m in first.quarters])}.",
        "Correct the header or the quarters.",
        [(finding.where, finding.as_written) for _, _, finding in wrong],
    )
