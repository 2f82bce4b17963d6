"""Documents that come in: how long it takes to read one, understand it and check it by every rule.

Claims: the largest real document (a plan of 147 KPIs) is checked in seconds, and a PDF of 200 pages in little more than
it takes to get the bare text out of it. Named limit: five seconds for the plan. Named peer: pdfplumber, which finds no
tables, knows no kind of document and checks nothing when it extracts text. Medians of three runs, in elapsed time,
since a PDF is read by a program of its own; the PDF once.
"""

import io
import statistics
import time
from collections.abc import Callable
from pathlib import Path

RUNS, PAGES, LIMIT = 3, 200, 5.0
_SEEDS = Path(__file__).resolve().parents[2] / "shared" / "seeds"
_PAGE = """
= Part {n}
{n}.1 The region agrees a programme of work for part {n}, and reports on it to the board by 31 March 2026.
#lorem(230)

#table(columns: 4, [Ref], [Action], [Measure of success], [Due],
  {rows})
#pagebreak()
"""
_ROW = "[{n}.1.{k}], [Appoint a lead for work {k}], [By 31 January 2026, {k} councils take part], [31 January 2026],"


def main() -> None:
    """Measure the plan where it is there, then the PDF."""
    import pdfplumber
    import typst

    from riia.documents.check import check_file

    plan = max(_SEEDS.glob("*.txt"), key=lambda path: path.stat().st_size, default=None)
    if plan is None:
        print("the largest real document is not beside this checkout")
    else:
        found = len(check_file(plan, plan.name).findings)
        spent = _median(lambda: check_file(plan, plan.name))
        size = f"{plan.stat().st_size / 1000:.0f} kB"
        print(f"{plan.name}, {size}: checked in {spent:.2f} s, {found} findings, {spent / LIMIT:.2f} of {LIMIT:.0f} s")

    parts = (_PAGE.format(n=n, rows="".join(_ROW.format(n=n, k=k) for k in range(1, 9))) for n in range(1, PAGES + 1))
    raw = typst.compile("".join(parts).encode())
    began = time.perf_counter()
    reading = check_file(raw, "plan.pdf")
    ours = time.perf_counter() - began
    peer = _median(lambda: _extracted(pdfplumber, raw), 1)
    said = f"{len(reading.document.blocks):,} lines and rows, {len(reading.findings)} findings"
    print(f"a PDF of {reading.document.properties['pages']} pages, {len(raw) / 1e6:.1f} MB: {ours:.1f} s, {said}")
    print(f"  pdfplumber, text alone: {peer:.1f} s; ours takes {ours / peer:.1f} times as long")


def _extracted(pdfplumber: object, raw: bytes) -> int:
    with pdfplumber.open(io.BytesIO(raw)) as pdf:  # type: ignore[attr-defined]
        return sum(len(page.extract_text()) for page in pdf.pages)


def _median(work: Callable[[], object], runs: int = RUNS) -> float:
    spent = []
    for _ in range(runs):
        began = time.perf_counter()
        work()
        spent.append(time.perf_counter() - began)
    return statistics.median(spent)


if __name__ == "__main__":
    main()
