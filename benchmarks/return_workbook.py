"""A council's return: how long the workbook takes to make, to read and to check; and what 153 of them take.

Claims: a filled workbook is read and checked in well under a second, and 153 of them, one for each council, in less
than it takes openpyxl only to open them. Named limit: one second for one. Named peer: openpyxl, which most councils'
and regions' own scripts read workbooks with, and which checks nothing. The largest file that is read at all, and one
with as many cells as are let in, say what the slowest answer is. Medians of five runs, in processor time.
"""

import io
import statistics
import sys
import time
import zipfile
from collections.abc import Callable

RUNS, COUNCILS, LIMIT = 5, 153, 1.0


def main() -> None:
    """Make one workbook for each council, then measure."""
    from riia.indicators.model import Number, Period
    from riia.indicators.reference import councils
    from riia.indicators.returns.checks import check
    from riia.indicators.returns.files import read_return
    from riia.indicators.returns.forms import form_of
    from riia.indicators.returns.nouns import Background, Heading
    from riia.indicators.returns.workbook import write_template

    form, period, people = form_of("mou-2022"), Period.parse("2026-27Q2"), Number(62113)
    answers = {item.cells[0]: Number(40 if item.of else 400 + 7 * at) for at, item in enumerate(form.items)}
    before = {period.previous(): answers, period.previous().previous(): answers}

    def made(council: object) -> bytes:
        heading = Heading(council.code, council.name, period, form.key)
        return write_template(form, heading, population=people, answers=answers, before=answers)

    def read_and_checked(council: object, data: bytes) -> None:
        found = read_return("return.xlsx", data, form, Heading(council.code, council.name, period, form.key))
        assert found.is_usable
        check(form, found.answers, Background(period, people, "", before))

    every = councils()[:COUNCILS]
    first = every[0]
    data = made(first)
    size = f"{len(form.items)} lines, {len(data) / 1000:.0f} kB"
    print(f"a workbook of {size}: made in {_median(lambda: made(first)):.2f} s")
    read_and_checked(first, data)  # what is loaded once is not what is measured
    one = _median(lambda: read_and_checked(first, data))
    print(f"read and checked in {one:.3f} s, {one / LIMIT:.2f} of {LIMIT:.0f} s")

    files = [(council, made(council)) for council in every]
    ours = _median(lambda: [read_and_checked(*file) for file in files])
    print(f"{len(files)} of them: {ours:.1f} s, {ours / len(files) * 1000:.0f} ms each")
    try:
        import openpyxl
    except ImportError:
        print("  openpyxl is not here")
    else:
        peer = _median(lambda: [openpyxl.load_workbook(io.BytesIO(one), data_only=True) for _, one in files], 1)
        print(f"  openpyxl, opening alone: {peer:.1f} s, {peer / ours:.1f} times as long")
    for what, worst in (("as many cells as are let in", _many_cells(data)), ("other rows without end", _many_rows())):
        spent = _median(lambda worst=worst: read_return("worst", worst, form, None), 1)
        print(f"{what}, {len(worst) / 1e6:.1f} MB: read in {spent:.1f} s")


def _many_cells(data: bytes) -> bytes:
    """The workbook with 95,000 cells below it, in as many rows as are let in, that belong to no item."""
    cells = ("".join(f'<c r="{letter}{row}"><v>{row}</v></c>' for letter in "BEFIJ") for row in range(100, 19_100))
    rows = "".join(f'<row r="{row}">{inside}</row>' for row, inside in enumerate(cells, 100))
    held = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            body = old.read(entry)
            if entry.filename == "xl/worksheets/sheet2.xml":
                body = body.replace(b"</sheetData>", rows.encode() + b"</sheetData>")
            new.writestr(entry.filename, body)
    return held.getvalue()


def _many_rows() -> bytes:
    """A text of as many lines as are let in, each of a council that does not exist."""
    return b"council,item,number\r\n" + b"".join(b"council %d,item %d,%d\r\n" % (at, at, at) for at in range(19_000))


def _median(what: Callable[[], object], runs: int = RUNS) -> float:
    spent = []
    for _ in range(runs):
        started = time.process_time()
        what()
        spent.append(time.process_time() - started)
    return statistics.median(spent)


if __name__ == "__main__":
    sys.exit(main())
