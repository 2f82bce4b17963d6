"""The plain way to complementary suppression, as a careful person does it in a spreadsheet: the named peer.

Hide all small counts. Wherever a total and its parts alone would place a small count inside the interval, hide the
smallest other count among them. When no single total gives anything away, ask the attacker, and where it still finds
something hide one more beside it; until it finds nothing.
"""

from collections.abc import Sequence

from tests.indicators.disclosure.generated_tables import Relation

from riia.indicators.disclosure import Policy, attack_cells


def hide_smallest(counts: Sequence[int], relations: Sequence[Relation], policy: Policy) -> set[int]:
    """The cells to hide, found without any optimisation. Raises ValueError where it comes to no end."""
    rows = [(total, *parts) for total, parts in relations]
    rows_of: list[list[int]] = [[] for _ in counts]
    for number, row in enumerate(rows):
        for cell in row:
            rows_of[cell].append(number)
    hidden = {cell for cell, count in enumerate(counts) if policy.is_small(count)}
    small = sorted(hidden)
    assert policy.protection is not None
    highest = policy.protection[1]
    waiting = {number for cell in small for number in rows_of[cell]}
    while True:
        while waiting:
            number = waiting.pop()
            row = rows[number]
            while _gives_away(row, hidden, counts, policy, highest):
                others = [cell for cell in row if cell not in hidden and counts[cell]]
                if not others:
                    break  # the whole row is hidden; what gives it away stands elsewhere
                chosen = min(others, key=counts.__getitem__)
                hidden.add(chosen)
                waiting.update(rows_of[chosen])
        asked = sorted(hidden)
        found = dict(zip(asked, attack_cells(counts, asked, relations), strict=True))
        leaks = [cell for cell in small if found[cell][1] <= highest]
        if not leaks:
            return hidden
        before = len(hidden)
        for cell in leaks:
            beside = {other for number in rows_of[cell] for other in rows[number] if counts[other]} - hidden
            if beside:
                chosen = min(beside, key=counts.__getitem__)
                hidden.add(chosen)
                waiting.update(rows_of[chosen])
        if len(hidden) == before:
            wider = {other for cell in hidden for number in rows_of[cell] for other in rows[number] if counts[other]}
            if not wider - hidden:
                raise ValueError("Everything is hidden, and still the attacker finds something.")
            chosen = min(wider - hidden, key=counts.__getitem__)
            hidden.add(chosen)
            waiting.update(rows_of[chosen])


def _gives_away(row: Sequence[int], hidden: set[int], counts: Sequence[int], policy: Policy, highest: int) -> bool:
    """Whether a total and its parts alone say that a small count is at most `highest`, or a single cell is hidden."""
    inside = [cell for cell in row if cell in hidden]
    if len(inside) == 1:
        return True
    if not inside or row[0] in hidden:
        return False  # a hidden total bounds nothing
    room = sum(counts[cell] for cell in inside) - (len(inside) - 1)
    return room <= highest and any(policy.is_small(counts[cell]) for cell in inside)
