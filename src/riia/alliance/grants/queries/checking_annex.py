"""What the annex and the lines of the purpose have to satisfy."""

from collections.abc import Iterator

from riia.alliance.grants.models import AmountState
from riia.alliance.grants.queries.notices import Notice, Weight
from riia.alliance.grants.queries.recomputing import Annex, Row
from riia.documents.allocation import Verdict, Worked, in_pounds


def of_annex(annex: Annex) -> Iterator[Notice]:
    """Totals, rows, numbers of councils, and recipients that are not known."""
    for column in annex.columns:
        check = annex.total(column)
        if check is None or column.kind in ("base", "top-up", "uplift"):
            continue
        if check.verdict is Verdict.DIFFERS:
            yield Notice(
                "TOTAL DIFFERS",
                Weight.WRONG,
                f"Annex, “{column.heading}”",
                check.sentence,
                "Check the rows against the letter; both values stay as they are.",
            )
        elif column.total_state == AmountState.NOT_STATED and check.computed is not None and len(annex.rows) > 1:
            yield Notice(
                "TOTAL COMPUTED",
                Weight.NOTE,
                f"Annex, “{column.heading}”",
                f"The letter states no total; the rows add up to {in_pounds(check.computed)}.",
            )
    for row in annex.rows:
        yield from _row(row)
    for number in annex.broken:
        yield Notice(
            "RULE UNREADABLE",
            Weight.UNSURE,
            f"Purpose {number}",
            "Its rule cannot be read, so it is left out.",
            "Enter the line again.",
        )


def _row(row: Row) -> Iterator[Notice]:
    where = f"Annex, {row.allocation.written}"
    for check in row.result.checks:
        if check.verdict is Verdict.DIFFERS:
            yield Notice(
                "ROW DIFFERS",
                Weight.WRONG,
                where,
                f"{check.what.capitalize()}: {check.sentence}",
                "Check the row and the lines of the purpose against the letter.",
            )
    unsure = [check.sentence for check in row.result.checks if check.verdict is Verdict.CANNOT_VERIFY]
    if unsure:
        yield Notice("ROW UNVERIFIED", Weight.UNSURE, where, unsure[-1], "Ask the department for what is missing.")
    for count in row.councils:
        if count.verdict is Verdict.DIFFERS:
            yield Notice("COUNCILS DIFFER", Weight.WRONG, where, count.sentence, "Check the number of councils.")
    held = row.allocation
    if held.place is None:
        yield Notice(
            "RECIPIENT UNKNOWN",
            Weight.UNSURE,
            where,
            f"“{held.written}” is no council or region that is known on the day.",
            "Say which place it is before the letter is entered.",
        )


def of_purposes(annex: Annex) -> Iterator[Notice]:
    """Years, own working and caps of the lines of the purpose."""
    grant, seen = annex.version.determination, set()
    for purpose in annex.purposes:
        where = f"Purpose {purpose.number}"
        if purpose.year_written is not None and purpose.pays_on is not None:
            starts = purpose.pays_on.year if purpose.pays_on.month >= 4 else purpose.pays_on.year - 1
            if starts != purpose.year_written:
                told = f"{purpose.year_written}/{(purpose.year_written + 1) % 100:02d}"
                yield Notice(
                    "YEAR DIFFERS",
                    Weight.WRONG,
                    where,
                    f"It speaks of the financial year {told}, and is {purpose.pays_written} ({grant.year_label}).",
                    "Ask the department which year is meant.",
                )
    for row in annex.rows:
        for line in row.result.lines:
            if not isinstance(line.answer, Worked) or line.line in seen:
                continue
            if line.answer.difference:
                seen.add(line.line)
                more = "more" if line.answer.difference > 0 else "less"
                yield Notice(
                    "LINE DIFFERS",
                    Weight.WRONG,
                    f"Purpose {line.line}",
                    f"{line.answer.steps[0].text}, but {in_pounds(line.answer.stated or 0)} is stated for each: "
                    f"{in_pounds(abs(line.answer.difference))} {more} than its own working.",
                    "What is stated is what counts; the difference stays visible.",
                )
            for note in line.answer.notes:
                if "over the cap" in note:
                    seen.add(line.line)
                    yield Notice("OVER THE CAP", Weight.WRONG, f"Purpose {line.line}", note, "Check days and cap.")
