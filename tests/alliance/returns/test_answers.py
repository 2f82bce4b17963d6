"""Saving answers: what is typed is kept, what two people change is shown to both, and nothing is half saved."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from riia.alliance.audit.models import Entry as AuditEntry
from riia.alliance.returns import states
from riia.alliance.returns.errors import DeskError, NotYours
from riia.alliance.returns.models import Entry, Return, Source
from riia.alliance.returns.queries.reading import answers, form_for
from riia.alliance.returns.services import answers as saving
from riia.alliance.returns.services.answers import save_answers
from riia.alliance.returns.states import EDITABLE, ReturnState
from riia.indicators.model import Missing, Number, Symbol
from tests.alliance.returns.conftest import People
from tests.alliance.returns.filled import cell, save

pytestmark = pytest.mark.django_db
REFERRALS, EHE = "referrals.number", "ehe:count=census-day.number"


@pytest.fixture
def one(derby_return: Return) -> Return:
    return derby_return


def test_the_first_answers_make_a_draft(one: Return, people: People) -> None:
    saved = save(one, {REFERRALS: "1,234"}, people.derby)
    one.refresh_from_db()
    assert one.state == ReturnState.DRAFT
    assert saved.revision == one.revision == 1
    assert answers(one) == {cell(REFERRALS): Number(1234)}
    entry = Entry.objects.get(council_return=one)
    assert (entry.typed, entry.value, entry.changer_label, entry.revision) == ("1,234", "1234", "Priya", 1)


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("0", Number(0)),
        ("c", Missing(Symbol.SUPPRESSED)),
        ("z", Missing(Symbol.NOT_APPLICABLE)),
        ("N/A", Missing(Symbol.NOT_APPLICABLE)),
        ("[x]", Missing(Symbol.NOT_AVAILABLE)),
        ("", None),
        ("   ", None),
    ],
)
def test_blank_nought_and_symbols_stay_apart(one: Return, people: People, typed: str, value: object) -> None:
    save(one, {REFERRALS: "5"}, people.derby)
    save(one, {REFERRALS: typed}, people.derby)
    assert answers(one).get(cell(REFERRALS)) == value


@pytest.mark.parametrize("typed", ["nil", "<5", "-", "12 or so", "1.5", "\x00", "9" * 150, "\ud800", "=1+1"])
def test_what_cannot_be_read_is_kept_with_the_reason(one: Return, people: People, typed: str) -> None:
    saved = save(one, {REFERRALS: typed, EHE: "7"}, people.derby)
    assert list(saved.problems) == [cell(REFERRALS)]
    entry = Entry.objects.get(council_return=one, cell=REFERRALS)
    assert entry.typed
    assert entry.problem
    assert entry.value == ""
    assert len(entry.typed) <= 100
    assert answers(one) == {cell(EHE): Number(7)}


def test_a_cell_not_given_stays_as_it_is(one: Return, people: People) -> None:
    save(one, {REFERRALS: "5"}, people.derby)
    save(one, {EHE: "7"}, people.derby)
    assert answers(one) == {cell(REFERRALS): Number(5), cell(EHE): Number(7)}


def test_the_same_value_written_otherwise_changes_nothing(one: Return, people: People) -> None:
    save(one, {REFERRALS: "1234"}, people.derby)
    saved = save(one, {REFERRALS: "1,234"}, people.derby, base=0)
    assert saved.changed == saved.clashes == ()
    assert saved.revision == 1


def test_what_somebody_else_changed_since_is_not_overwritten(one: Return, people: People, make, give) -> None:
    from riia.alliance.access.roles import Role

    lena = make("Lena", Role.COUNCIL_PERFORMANCE_LEAD, "831")
    seen = save(one, {REFERRALS: "10"}, people.derby).revision
    save(one, {REFERRALS: "11"}, lena)
    saved = save(one, {REFERRALS: "12", EHE: "7"}, people.derby, base=seen)
    assert saved.changed == (cell(EHE),)
    (clash,) = saved.clashes
    assert (clash.cell, clash.mine, clash.theirs, clash.who) == (cell(REFERRALS), "12", "11", "Lena")
    assert answers(one) == {cell(REFERRALS): Number(11), cell(EHE): Number(7)}
    # Seen and decided, the other value stands.
    assert save(one, {REFERRALS: "12"}, people.derby, base=saved.revision).clashes == ()
    assert answers(one)[cell(REFERRALS)] == Number(12)


def test_two_who_type_the_same_do_not_clash(one: Return, people: People) -> None:
    save(one, {REFERRALS: "10"}, people.derby)
    assert save(one, {REFERRALS: " 10 "}, people.derby, base=0).clashes == ()


def test_bases_can_be_given_by_cell(one: Return, people: People) -> None:
    save(one, {REFERRALS: "10", EHE: "5"}, people.derby)
    typed = {cell(REFERRALS): "11", cell(EHE): "6"}
    base = {cell(REFERRALS): 1, cell(EHE): 0}
    saved = save_answers(one=one, typed=typed, base_revision=base, source=Source.API, by=people.derby)
    assert saved.changed == (cell(REFERRALS),)
    assert [clash.cell for clash in saved.clashes] == [cell(EHE)]


def test_clearing_what_somebody_else_changed_is_a_clash_too(one: Return, people: People) -> None:
    save(one, {REFERRALS: "10"}, people.derby)
    save(one, {REFERRALS: "11"}, people.derby)
    saved = save(one, {REFERRALS: ""}, people.derby, base=1)
    assert len(saved.clashes) == 1
    assert answers(one)[cell(REFERRALS)] == Number(11)


@pytest.mark.parametrize("state", ReturnState)
def test_answers_change_only_while_the_council_has_the_return(one: Return, people: People, state: ReturnState) -> None:
    Return.objects.filter(pk=one.pk).update(state=state)
    if state in EDITABLE:
        assert save(one, {REFERRALS: "5"}, people.derby).changed
        one.refresh_from_db()
        assert one.state == (ReturnState.DRAFT if state is ReturnState.NOT_STARTED else state)
        return
    with pytest.raises(DeskError, match="Reopen it with a reason"):
        save(one, {REFERRALS: "5"}, people.derby)
    assert answers(one) == {}


def test_a_cancelled_round_asks_nothing(one: Return, people: People) -> None:
    one.round.state = states.RoundState.CANCELLED
    one.round.save()
    with pytest.raises(DeskError, match="cancelled"):
        save(one, {REFERRALS: "5"}, people.derby)


@pytest.mark.parametrize("who", ["analyst", "coordinator", "derby_dcs", "leicester", "dfe", "bristol"])
def test_only_the_council_that_prepares_it_may(one: Return, people: People, who: str) -> None:
    with pytest.raises(NotYours):
        save(one, {REFERRALS: "5"}, getattr(people, who))


def test_cells_that_are_not_asked_are_refused_by_name(one: Return, people: People) -> None:
    with pytest.raises(DeskError, match=r"does not ask made-up\.number"):
        save(one, {"made-up.number": "5", REFERRALS: "5"}, people.derby)
    assert answers(one) == {}


def test_one_row_in_the_trail_names_cells_and_no_figures(one: Return, people: People) -> None:
    before = AuditEntry.objects.count()
    save(one, {REFERRALS: "98765", EHE: "nonsense"}, people.derby)
    (entry,) = AuditEntry.objects.order_by("-id")[: AuditEntry.objects.count() - before]
    assert entry.action == "returns.save_answers"
    assert entry.details["cells"] == [EHE, REFERRALS]
    assert entry.details["unreadable"] == 1
    assert "98765" not in f"{entry.details}{entry.summary}"
    assert "nonsense" not in f"{entry.details}{entry.summary}"


def test_nothing_is_saved_when_the_trail_fails(one: Return, people: People, monkeypatch) -> None:
    save(one, {REFERRALS: "5"}, people.derby)

    def refuse(**_: object) -> None:
        raise RuntimeError("the trail is full")

    monkeypatch.setattr(saving, "record", refuse)
    with pytest.raises(RuntimeError):
        save(one, {REFERRALS: "6", EHE: "7"}, people.derby)
    one.refresh_from_db()
    assert one.revision == 1
    assert answers(one) == {cell(REFERRALS): Number(5)}


TYPED = st.sampled_from(["", "0", "5", "5.0", "c", "z", "nil", "1,000", "1000", "<3"])


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(turns=st.lists(st.tuples(st.booleans(), st.booleans(), TYPED, st.integers(0, 3)), max_size=6))
def test_nobody_loses_what_they_did_not_see(one: Return, people: People, turns) -> None:
    """Two people in any order, each on a page some saves old: a text either stands, or its sender is told."""
    form = form_for(one.round)
    Entry.objects.filter(council_return=one).delete()
    for _, first, text, age in turns:
        key = cell(REFERRALS if first else EHE)
        one.refresh_from_db()
        base = max(0, one.revision - age)
        stood = Entry.objects.filter(council_return=one, cell=str(key)).first()
        saved = save_answers(one=one, typed={key: text}, base_revision=base, source=Source.FORM, by=people.derby)
        stands = Entry.objects.filter(council_return=one, cell=str(key)).first()
        new = saving.read(text, key, form)
        if saved.clashes:
            assert stood is not None
            assert stood.revision > base
            assert stands.typed == stood.typed
        else:
            assert (stands.value, stands.problem) == (new.value, new.problem) if stands else not text
