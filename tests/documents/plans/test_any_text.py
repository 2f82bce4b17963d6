"""Whatever a program made of a PDF, reading it never fails, and every finding has a place in the document."""

from hypothesis import given, settings
from hypothesis import strategies as st

from riia.documents.plans import measures_of, read
from riia.documents.plans.structure import PlanText
from riia.documents.readers import read_document
from tests.documents.plans.made import PLAN, text_of_pdf

LINES = text_of_pdf(PLAN).decode().split("\n")


@given(
    st.lists(st.integers(0, len(LINES) - 1), max_size=12),
    st.lists(
        st.tuples(st.integers(0, len(LINES) - 1), st.integers(0, 60), st.sampled_from("\t\n. 01AZ£%")), max_size=12
    ),
)
@settings(max_examples=25, deadline=None)
def test_damaged_text_is_read(lost: list[int], put_in: list[tuple[int, int, str]]) -> None:
    lines = list(LINES)
    for at, offset, sign in put_in:
        lines[at] = lines[at][:offset] + sign + lines[at][offset:]
    text = "\n".join(line for at, line in enumerate(lines) if at not in lost)
    document = read_document(text.encode(), "plan.txt")
    made = read(document)
    places = {block.where.line for block in document.blocks}
    assert {finding.where.line for finding in made.findings} <= places
    if isinstance(made.structure, PlanText):
        for kpi in made.structure.kpis:
            measures_of(kpi.text)


@given(st.text("BydenQ1234%/()5 .,£anuryJMach", max_size=80))
@settings(max_examples=60, deadline=None)
def test_any_words_can_be_taken_apart(text: str) -> None:
    for measure in measures_of(text):
        assert measure.operator in (">=", "<=", "=")
        assert measure.as_written.strip() == measure.as_written
