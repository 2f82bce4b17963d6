"""A document is read, decided on, read again, removed; nothing of another region's is touched."""

from datetime import timedelta

import pytest
from django.utils import timezone

from riia.alliance.access.queries import scope_for
from riia.alliance.audit.models import Entry
from riia.alliance.intake import queries, services
from riia.alliance.intake.errors import IntakeError
from riia.alliance.intake.models import Paper
from riia.alliance.intake.states import PAPER_TRANSITIONS, Decision, PaperState
from riia.documents.model import DocumentError, Kind
from tests.alliance.intake.conftest import REGION, TEXT, People


def given(people: People) -> Paper:
    paper = services.take(name="../letter.txt", data=TEXT, place=REGION, by=people.coordinator)
    return services.read(paper=paper)


def test_what_was_read_and_found_is_kept_with_its_place(people: People) -> None:
    paper = given(people)
    assert (paper.name, paper.state, paper.kind, paper.form) == ("letter.txt", PaperState.READ, Kind.LETTER, "txt")
    first, *_ = paper.findings.all()
    assert (first.code, first.where, first.as_written) == ("DATE-IMPOSSIBLE", "line 3, clause 2", "29 February 2026")
    assert paper.blocks[first.block]["text"] == "Paid by 29 February 2026"
    assert paper.understood[0]["as_written"] == "29 February 2026"
    assert bytes(paper.data) == TEXT


@pytest.mark.parametrize("data", [b"", b"x" * (services.LARGEST + 1)])
def test_what_is_empty_or_too_large_is_not_kept(people: People, data: bytes) -> None:
    with pytest.raises(IntakeError):
        services.take(name="x.txt", data=data, place=REGION, by=people.coordinator)
    assert not Paper.objects.exists()


def test_a_council_and_another_region_neither_give_nor_see(people: People) -> None:
    paper = given(people)
    for person in (people.council, people.elsewhere):
        with pytest.raises(IntakeError):
            services.take(name="x.txt", data=TEXT, place=REGION, by=person)
        assert queries.get_paper(scope_for(person), paper.reference) is None
        assert queries.get_finding(scope_for(person), paper.findings.all()[0].reference) is None
        assert queries.data_of(scope_for(person), paper.reference) is None
        for act in (
            lambda who=person: services.remove(paper=paper, by=who),
            lambda who=person: services.read_again(paper=paper, by=who),
            lambda who=person: services.decide(
                finding=paper.findings.all()[0], decision=Decision.LEAVE, note="", by=who
            ),
        ):
            with pytest.raises(IntakeError):
                act()
    assert queries.data_of(scope_for(people.coordinator), paper.reference) == ("letter.txt", TEXT)


def test_decisions_stay_with_what_is_found_again_and_leave_the_text_as_it_is(people: People) -> None:
    paper = given(people)
    first, second, _ = paper.findings.all()
    with pytest.raises(IntakeError, match="how it is to be read"):
        services.decide(finding=first, decision=Decision.READ_AS, note=" ", by=people.coordinator)
    services.decide(finding=first, decision=Decision.READ_AS, note="28 February 2026", by=people.coordinator)
    assert services.decide(finding=second, decision=Decision.ASK, note="", alike=True, by=people.coordinator) == 2
    services.read(paper=services.read_again(paper=paper, kind=Kind.PLAN.value, by=people.coordinator))
    paper.refresh_from_db()
    assert paper.kind == Kind.PLAN
    kept = [(one.decision, one.note, one.as_written, one.decider_label) for one in paper.findings.all()]
    assert kept[0] == ("read-as", "28 February 2026", "29 February 2026", people.coordinator.as_actor().label)
    assert [one[0] for one in kept] == ["read-as", "ask", "ask"]


def test_who_decides_while_it_is_read_again_loses_nothing(people: People) -> None:
    paper = given(people)
    shown, gone = paper.findings.all()[:2]
    services.read(paper=services.read_again(paper=paper, by=people.coordinator))
    assert queries.get_finding(scope_for(people.coordinator), shown.reference) is not None
    assert services.decide(finding=shown, decision=Decision.LEAVE, note="", by=people.coordinator) == 1
    paper.findings.filter(mark=gone.mark).delete()
    with pytest.raises(IntakeError, match="read again meanwhile"):
        services.decide(finding=gone, decision=Decision.LEAVE, note="", by=people.coordinator)


def test_what_cannot_be_read_says_why_and_may_be_given_as_something_else(
    people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    def scan(*_: object, **__: object) -> None:
        raise DocumentError("scan.pdf", "It is a picture.", "Have its text recognised.")

    monkeypatch.setattr(services, "check_file", scan)
    paper = given(people)
    assert (paper.state, paper.rule, paper.remedy) == (
        PaperState.REFUSED, "It is a picture.", "Have its text recognised.",
    )  # fmt: skip
    assert services.read_again(paper=paper, by=people.coordinator).state == PaperState.WAITING


def test_a_fault_of_ours_refuses_the_document_and_is_not_hidden(
    people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(services, "check_file", broken)
    paper = services.take(name="x.txt", data=TEXT, place=REGION, by=people.coordinator)
    with pytest.raises(ZeroDivisionError):
        services.read(paper=paper)
    paper.refresh_from_db()
    assert paper.state == PaperState.REFUSED
    assert "not yours" in paper.rule


def test_a_reading_that_died_is_taken_up_again_and_its_late_end_is_dropped(people: People) -> None:
    paper = services.take(name="x.txt", data=TEXT, place=REGION, by=people.coordinator)
    begun = services._begin(paper)
    assert begun is not None
    with pytest.raises(IntakeError, match="at this moment"):
        services.read_again(paper=begun, by=people.coordinator)
    Paper.objects.update(begun_at=timezone.now() - services.DEAD_AFTER - timedelta(seconds=1))
    begun.refresh_from_db()
    services.read_again(paper=begun, by=people.coordinator)
    assert services._refuse(begun, "late", "late").pk == paper.pk
    assert Paper.objects.get().state == PaperState.WAITING


def test_what_is_removed_is_gone_but_for_the_trail(people: People) -> None:
    paper = given(people)
    services.remove(paper=paper, by=people.coordinator)
    paper.refresh_from_db()
    assert (bytes(paper.data), paper.blocks, paper.understood, paper.findings.count()) == (b"", [], [], 0)
    assert queries.get_paper(scope_for(people.coordinator), paper.reference) is None
    assert Entry.objects.filter(action="intake.remove").count() == 1
    with pytest.raises(IntakeError):
        services.read_again(paper=paper, by=people.coordinator)


def test_if_the_trail_fails_nothing_changes(people: People, monkeypatch: pytest.MonkeyPatch) -> None:
    paper = given(people)

    def broken(**_: object) -> None:
        raise RuntimeError("the trail is full")

    monkeypatch.setattr(services, "record", broken)
    for act in (
        lambda: services.take(name="y.txt", data=TEXT, place=REGION, by=people.coordinator),
        lambda: services.remove(paper=paper, by=people.coordinator),
        lambda: services.read_again(paper=paper, by=people.coordinator),
        lambda: services.note_use(paper=paper, words="grant", href="/", by=people.coordinator),
        lambda: services.decide(
            finding=paper.findings.all()[0], decision=Decision.LEAVE, note="", by=people.coordinator
        ),
    ):
        with pytest.raises(RuntimeError):
            act()
    kept = Paper.objects.get()
    assert (kept.state, bytes(kept.data), kept.used_as) == (PaperState.READ, TEXT, "")
    assert not kept.findings.exclude(decision="").exists()


def test_every_state_is_reached_and_only_removal_ends() -> None:
    reached = {to for ways in PAPER_TRANSITIONS.values() for to in ways} | {PaperState.WAITING}
    assert reached == set(PaperState)
    assert [state for state, ways in PAPER_TRANSITIONS.items() if not ways] == [PaperState.REMOVED]
    assert all(PaperState.REMOVED in ways for state, ways in PAPER_TRANSITIONS.items() if ways)
