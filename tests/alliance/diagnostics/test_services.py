"""Rounds and self-assessments from planning to the published summary: states walked, clashes, signatures, refusals."""

import contextlib
import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from django.db import transaction

from riia.alliance.access.queries import scope_for
from riia.alliance.audit.models import Entry
from riia.alliance.diagnostics.answers import Answer, digest
from riia.alliance.diagnostics.errors import AssessmentError, NotYours, Stale
from riia.alliance.diagnostics.models import Assessment, AssessmentRound, Rating
from riia.alliance.diagnostics.queries import reading
from riia.alliance.diagnostics.queries.publishing import summary_content
from riia.alliance.diagnostics.queries.signing import sheet_of
from riia.alliance.diagnostics.services import rounds as running
from riia.alliance.diagnostics.services.answering import save_answers
from riia.alliance.diagnostics.services.publishing import publish_summary
from riia.alliance.diagnostics.services.signing import decline, set_named, sign
from riia.alliance.diagnostics.services.submitting import reopen, submit
from riia.alliance.diagnostics.states import (
    ASSESSMENT_TRANSITIONS,
    ROUND_TRANSITIONS,
    AssessmentState,
    RoundState,
)
from riia.alliance.places.models import Alliance, Place
from tests.alliance.diagnostics.conftest import (
    BRISTOL,
    CLERK,
    DUE,
    LEICESTER,
    MEMBERS,
    People,
    fill,
    make_round,
    of,
    signed,
    submitted,
)


def save(one: Assessment, by: Any, base: int = 0, key: str = "notice", **said: Any) -> Any:
    return save_answers(one=one, given={key: Answer(**said)}, base={key: base}, by=by)


# Rounds


def test_a_planned_round_is_not_seen_by_councils_until_it_opens(alliance: Alliance, people: People) -> None:
    made = make_round(alliance, people.coordinator)
    derby = scope_for(people.derby)
    assert not reading.rounds(derby).exists()
    assert not reading.assessments(derby).exists()
    assert reading.get_round(scope_for(people.analyst), made.reference) == made
    running.open_round(round_=made, by=people.coordinator)
    assert [one.council.code for one in reading.assessments(derby)] == ["831"]
    assert reading.get_round(scope_for(people.bristol), made.reference) is None


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"due_on": dt.date(2026, 11, 1)}, "before it opens"),
        ({"name": " "}, "Name the round"),
        ({"councils": []}, "at least one council"),
    ],
)
def test_a_round_that_cannot_be_is_refused(alliance: Alliance, changes: dict[str, Any], said: str) -> None:
    with pytest.raises(AssessmentError, match=said):
        make_round(alliance, **changes)
    assert not AssessmentRound.objects.exists()


def test_a_council_of_another_region_is_not_asked_and_names_differ(alliance: Alliance, round_: AssessmentRound) -> None:
    with pytest.raises(AssessmentError, match="will not be a member"):
        make_round(alliance, name="other", councils=[Place.objects.get(code=BRISTOL)])
    with pytest.raises(AssessmentError, match="already"):
        make_round(alliance, name=" 2026 ")


def round_in(alliance: Alliance, state: RoundState) -> AssessmentRound:
    made = make_round(alliance)
    if state in {RoundState.OPEN, RoundState.CLOSED}:
        running.open_round(round_=made, by=CLERK)
    if state is RoundState.CLOSED:
        running.close_round(round_=made, by=CLERK)
    if state is RoundState.CANCELLED:
        running.cancel_round(round_=made, reason="not now", by=CLERK)
    made.refresh_from_db()
    return made


@pytest.mark.parametrize("before", RoundState)
def test_a_round_goes_where_the_table_lets_it(alliance: Alliance, before: RoundState) -> None:
    verbs = {
        RoundState.OPEN: lambda one: (
            running.reopen_round(round_=one, reason="late answers", by=CLERK)
            if before is RoundState.CLOSED
            else running.open_round(round_=one, by=CLERK)
        ),
        RoundState.CLOSED: lambda one: running.close_round(round_=one, by=CLERK),
        RoundState.CANCELLED: lambda one: running.cancel_round(round_=one, reason="not now", by=CLERK),
    }
    made = round_in(alliance, before)
    assert made.state == before
    for after, verb in verbs.items():
        saved = transaction.savepoint_create()
        if after in ROUND_TRANSITIONS[before]:
            verb(made)
            made.refresh_from_db()
            assert made.state == after
        else:
            with pytest.raises(AssessmentError):
                verb(made)
        transaction.savepoint_rollback(saved)
        made.refresh_from_db()


def test_the_last_day_moves_with_a_reason(round_: AssessmentRound, people: People) -> None:
    with pytest.raises(AssessmentError, match="Say why"):
        running.move_due(round_=round_, due_on=dt.date(2026, 12, 7), reason=" ", by=people.coordinator)
    with pytest.raises(AssessmentError, match=r"today or later|before it opens"):
        running.move_due(round_=round_, due_on=dt.date(2026, 11, 1), reason="x", by=people.coordinator)
    running.move_due(round_=round_, due_on=dt.date(2026, 12, 7), reason="half term", by=people.coordinator)
    round_.refresh_from_db()
    assert round_.due_on == dt.date(2026, 12, 7)
    assert Entry.objects.get(action="diagnostics.move_due").details["before"] == DUE.isoformat()


@pytest.mark.parametrize("who", ["analyst", "derby_dcs", "dfe", "bristol", "auditor"])
def test_only_the_coordinator_runs_rounds(alliance: Alliance, people: People, who: str) -> None:
    with pytest.raises(NotYours):
        make_round(alliance, getattr(people, who))


# Answers


def test_an_answer_is_saved_with_its_line_and_the_first_makes_a_draft(derby: Assessment, people: People) -> None:
    saved = save(derby, people.derby, level=2, need=" a template \r\n")
    derby.refresh_from_db()
    assert (saved.changed, derby.state, derby.revision) == (("notice",), "draft", 1)
    row = reading.ratings(derby)["notice"]
    assert (row.level, row.need, row.changer_label, row.revision) == (2, "a template", "Priya", 1)
    assert Entry.objects.get(action="diagnostics.save_answers").details["statements"] == ["notice"]
    assert save(derby, people.derby, level=2, need="a template").changed == ()
    assert Entry.objects.filter(action="diagnostics.save_answers").count() == 1


def test_two_people_lose_nothing(derby: Assessment, people: People) -> None:
    save(derby, people.derby, level=2)
    save(derby, people.derby_dcs, base=1, level=3, evidence="the audit")
    clash = save(derby, people.derby, base=1, level=1).clashes[0]
    assert (clash.theirs.level, clash.mine.level, clash.who) == (3, 1, "Martin")
    assert reading.answers(derby)["notice"].level == 3
    other = save(derby, people.derby, key="cool-off", level=4)
    assert other.changed == ("cool-off",), "another statement is no clash"
    assert save(derby, people.derby, base=1, level=3, evidence="the audit").clashes == (), "the same is no clash"
    save(derby, people.derby, base=clash.revision, level=1)
    assert reading.answers(derby)["notice"].level == 1
    assert [row.level for row in Rating.objects.filter(statement="notice").order_by("revision")] == [2, 3, 1]


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"level": 5}, "one of the 4 levels"),
        ({"level": 0}, "one of the 4 levels"),
        ({"level": 1, "not_applicable": True, "why": "x"}, "not both"),
        ({"not_applicable": True}, "say why"),
        ({"level": 1, "why": "x"}, "without"),
        ({"level": 1, "links": "javascript:alert(1)"}, "not an address"),
        ({"level": 1, "need": "x" * 1001}, "shorten"),
    ],
)
def test_an_answer_that_makes_no_sense_is_refused(derby: Assessment, said: dict[str, Any], words: str) -> None:
    with pytest.raises(AssessmentError, match=words):
        save(derby, CLERK, **said)
    assert not Rating.objects.exists()


def test_a_statement_that_is_not_asked_is_refused(derby: Assessment) -> None:
    with pytest.raises(AssessmentError, match="does not ask"):
        save(derby, CLERK, key="something", level=1)


@pytest.mark.parametrize("who", ["coordinator", "analyst", "derby_officer", "leicester", "dfe", "bristol", "auditor"])
def test_only_the_councils_lead_and_director_answer(derby: Assessment, people: People, who: str) -> None:
    with pytest.raises(NotYours):
        save(derby, getattr(people, who), level=1)


# Submitting, signing, reopening


def test_what_is_left_out_is_said_with_why_and_is_no_level(derby: Assessment, people: People) -> None:
    with pytest.raises(AssessmentError, match="nothing to submit"):
        submit(one=derby, revision=0, by=people.derby)
    fill(derby, notice=Answer(evidence="asked the supplier"), legacy=Answer())
    with pytest.raises(AssessmentError, match="2 statements are not answered"):
        submit(one=derby, revision=derby.revision, by=people.derby)
    version = submit(one=derby, revision=derby.revision, left_out_because="no data", by=people.derby)
    assert version.left_out_because == "no data"
    assert version.answers["notice"]["level"] is None
    assert "legacy" not in version.answers


def test_a_page_that_is_older_is_not_submitted_and_twice_is_once(derby: Assessment, people: People) -> None:
    fill(derby)
    with pytest.raises(Stale):
        submit(one=derby, revision=derby.revision - 1, by=people.derby)
    first = submit(one=derby, revision=derby.revision, left_out_because="not needed", by=people.derby)
    assert first.left_out_because == ""
    assert submit(one=derby, revision=0, by=people.derby) == first


def test_a_signature_is_of_what_was_seen_and_an_edit_voids_it(derby: Assessment, people: People) -> None:
    submitted(derby)
    sheet = sheet_of(derby)
    assert sheet is not None
    with pytest.raises(Stale):
        sign(one=derby, seen="0" * 64, by=people.derby_dcs)
    with pytest.raises(NotYours):
        sign(one=derby, seen=sheet.seen, by=people.derby)
    given = sign(one=derby, seen=sheet.seen, director_days=Decimal("1.5"), by=people.derby_dcs)
    assert sign(one=derby, seen=sheet.seen, by=people.derby_dcs) == given
    assert given.office == "Director of children's services (DCS)"
    derby.refresh_from_db()
    assert (derby.state, derby.director_days) == ("signed", Decimal("1.5"))
    with pytest.raises(AssessmentError, match="Reopen it"):
        save(derby, people.derby, base=99, level=1)
    reopen(one=derby, reason="a slip", by=people.derby)
    given.refresh_from_db()
    assert (given.voided_because, given.voider_label) == ("a slip", "Priya")
    save(derby, people.derby, base=99, level=1)
    derby.refresh_from_db()
    submit(one=derby, revision=derby.revision, by=people.derby)
    after = sheet_of(derby)
    assert after is not None
    assert after.since_signed == ["Notice periods: from In place to Not begun"]
    assert after.seen != sheet.seen
    assert sign(one=derby, seen=after.seen, by=people.derby_dcs).version.number == 2


def test_a_changed_version_is_found_out(derby: Assessment) -> None:
    version = submitted(derby)
    answers = version.answers
    answers["notice"]["level"] = 4
    type(version).objects.filter(pk=version.pk).update(answers=answers)
    sheet = sheet_of(derby)
    assert sheet is not None
    with pytest.raises(AssessmentError, match="does not match"):
        sign(one=derby, seen=sheet.seen, by=CLERK)


@pytest.mark.parametrize("days", [Decimal("-1"), Decimal("31")])
def test_days_that_cannot_be_are_refused(derby: Assessment, days: Decimal) -> None:
    submitted(derby)
    sheet = sheet_of(derby)
    assert sheet is not None
    with pytest.raises(AssessmentError, match="director’s days"):
        sign(one=derby, seen=sheet.seen, director_days=days, by=CLERK)


def test_a_director_declines_with_a_reason(derby: Assessment, people: People) -> None:
    submitted(derby)
    with pytest.raises(AssessmentError, match="Say why"):
        decline(one=derby, reason="", by=people.derby_dcs)
    decline(one=derby, reason="too hopeful", by=people.derby_dcs)
    derby.refresh_from_db()
    assert derby.state == "reopened"
    assert reading.steps(derby).last().reason == "too hopeful"


def assessment_in(one: Assessment, state: AssessmentState) -> None:
    if state is AssessmentState.DRAFT:
        fill(one)
    elif state is AssessmentState.SUBMITTED:
        submitted(one)
    elif state in {AssessmentState.SIGNED, AssessmentState.REOPENED}:
        signed(one)
    if state is AssessmentState.REOPENED:
        reopen(one=one, reason="again", by=CLERK)
    one.refresh_from_db()


@pytest.mark.parametrize("before", AssessmentState)
def test_a_self_assessment_goes_where_the_table_lets_it(derby: Assessment, before: AssessmentState) -> None:
    def to_sign(one: Assessment) -> None:
        sheet = sheet_of(one)
        sign(one=one, seen=sheet.seen if sheet else "", by=CLERK)

    verbs = {
        AssessmentState.DRAFT: lambda one: save(one, CLERK, base=99, level=1),
        AssessmentState.SUBMITTED: lambda one: submit(one=one, revision=one.revision, by=CLERK),
        AssessmentState.SIGNED: to_sign,
        AssessmentState.REOPENED: lambda one: reopen(one=one, reason="again", by=CLERK),
    }
    assessment_in(derby, before)
    assert derby.state == before
    for after, verb in verbs.items():
        saved = transaction.savepoint_create()
        with contextlib.suppress(AssessmentError):
            verb(derby)
        derby.refresh_from_db()
        assert (derby.state == after) == (after in ASSESSMENT_TRANSITIONS[before] or after == before)
        transaction.savepoint_rollback(saved)
        derby.refresh_from_db()


def test_nothing_changes_in_a_closed_round(derby: Assessment, people: People) -> None:
    submitted(derby)
    sheet = sheet_of(derby)
    running.close_round(round_=derby.round, by=CLERK)
    assert sheet is not None
    for act in (
        lambda: save(of(derby.round, LEICESTER), people.leicester, level=1),
        lambda: sign(one=derby, seen=sheet.seen, by=people.derby_dcs),
        lambda: reopen(one=derby, reason="x", by=people.derby),
        lambda: decline(one=derby, reason="x", by=people.derby_dcs),
    ):
        with pytest.raises(AssessmentError, match="closed"):
            act()


def test_the_director_agrees_to_be_named_and_others_may_withdraw(derby: Assessment, people: People) -> None:
    with pytest.raises(NotYours):
        set_named(one=derby, may_be_named=True, by=people.derby)
    set_named(one=derby, may_be_named=True, by=people.derby_dcs)
    with pytest.raises(NotYours):
        set_named(one=derby, may_be_named=False, by=people.coordinator)
    set_named(one=derby, may_be_named=False, by=people.derby)
    set_named(one=derby, may_be_named=False, by=people.derby)
    derby.refresh_from_db()
    assert not derby.may_be_named
    assert Entry.objects.filter(action="diagnostics.set_named").count() == 2


# The summary


def test_a_summary_is_of_a_closed_round_and_of_what_was_looked_at(round_: AssessmentRound, people: People) -> None:
    seen = digest(summary_content(round_))
    with pytest.raises(AssessmentError, match="once the round is closed"):
        publish_summary(round_=round_, words="", seen=seen, by=people.coordinator)
    submitted(of(round_, LEICESTER))
    running.close_round(round_=round_, by=people.coordinator)
    with pytest.raises(Stale):
        publish_summary(round_=round_, words="", seen=seen, by=people.coordinator)
    seen = digest(summary_content(round_))
    with pytest.raises(NotYours):
        publish_summary(round_=round_, words="", seen=seen, by=people.analyst)
    first = publish_summary(round_=round_, words="As it is.", seen=seen, by=people.coordinator)
    assert publish_summary(round_=round_, words="As it is. ", seen=seen, by=people.coordinator) == first
    assert publish_summary(round_=round_, words="More.", seen=seen, by=people.coordinator).number == 2
    assert [one.number for one in reading.summaries(scope_for(people.dfe))] == [2, 1]
    assert not reading.summaries(scope_for(people.bristol)).exists()


def test_a_summary_names_nobody_and_hides_what_tells(round_: AssessmentRound) -> None:
    codes = list(MEMBERS)
    for code in codes[:3]:
        submitted(of(round_, code), notice=Answer(level=1, need="help"))
    few = summary_content(round_)
    assert all(line["spread"] is None and line["needs"] is None for line in few["statements"])
    submitted(of(round_, codes[3]), notice=Answer(level=1))
    content = summary_content(round_)
    by_key = {line["key"]: line for line in content["statements"]}
    assert by_key["notice"]["spread"] == {"levels": [4, 0, 0, 0], "not_applicable": 0, "not_answered": 0, "not_in": 2}
    assert (by_key["notice"]["needs"], by_key["notice"]["strengths"]) == (3, 0)
    assert not any(name in str(content) for name in MEMBERS.values())


# The trail


@pytest.mark.parametrize("step", ["save", "submit", "sign", "reopen", "close", "name"])
def test_when_the_trail_fails_nothing_changed(derby: Assessment, monkeypatch: pytest.MonkeyPatch, step: str) -> None:
    if step in {"submit"}:
        fill(derby)
    if step in {"sign", "reopen"}:
        submitted(derby)
    sheet = sheet_of(derby)
    before = (derby.state, derby.revision, derby.round.state, derby.may_be_named, Rating.objects.count())
    versions = reading.versions(derby).count()

    def fail(**_: Any) -> None:
        raise RuntimeError("the trail is full")

    for module in ("moving", "answering", "rounds", "signing"):
        monkeypatch.setattr(f"riia.alliance.diagnostics.services.{module}.record", fail)
    acts: dict[str, Any] = {
        "save": lambda: save(derby, CLERK, level=1),
        "submit": lambda: submit(one=derby, revision=derby.revision, by=CLERK),
        "sign": lambda: sign(one=derby, seen=sheet.seen if sheet else "", by=CLERK),
        "reopen": lambda: reopen(one=derby, reason="x", by=CLERK),
        "close": lambda: running.close_round(round_=derby.round, by=CLERK),
        "name": lambda: set_named(one=derby, may_be_named=True, by=CLERK),
    }
    with pytest.raises(RuntimeError):
        acts[step]()
    now = Assessment.objects.select_related("round").get(pk=derby.pk)
    assert (now.state, now.revision, now.round.state, now.may_be_named, Rating.objects.count()) == before
    assert reading.versions(derby).count() == versions
    assert not derby.signatures.exists()
