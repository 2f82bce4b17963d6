"""A council's application: written by two without loss, submitted in time, taken back, withdrawn, read by whom."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from riia.alliance.access.models import Person
from riia.alliance.access.queries import scope_for
from riia.alliance.offer.errors import CallError, Incomplete, NotYours, Stale
from riia.alliance.offer.models import Application, Call
from riia.alliance.offer.queries import reading
from riia.alliance.offer.services import applications, calls
from riia.alliance.offer.services.applications import begin, save_parts, submit, take_back, withdraw
from riia.alliance.places.models import Place
from tests.alliance.offer.conftest import AFTER, BRISTOL, CLOSES, DERBY, LEICESTER, WHOLE, Live, People, apply


@pytest.fixture
def one(call: Call, people: People, places: dict[str, Place]) -> Application:
    return begin(call=call, council=places[DERBY], by=people.derby)


def save(one: Application, by: Person, base: int, **parts: str) -> applications.Saved:
    return save_parts(one=one, typed=parts, base_revision=base, by=by)


def test_two_who_begin_have_the_same_draft(
    one: Application, call: Call, people: People, places: dict[str, Place]
) -> None:
    assert begin(call=call, council=places[DERBY], by=people.derby_officer) == one
    with pytest.raises(IntegrityError), transaction.atomic():
        Application.objects.create(call=call, council=places[DERBY], maker_label="x")


def test_two_who_write_lose_nothing(one: Application, people: People) -> None:
    first = save(one, people.derby, 0, title="Ours", what="A post.")
    assert first.changed == ("title", "what")
    second = save(one, people.derby_officer, 0, title="Theirs", why="Too few.", what="A post.")
    assert second.changed == ("why",)
    (clash,) = second.clashes
    assert (clash.name, clash.mine, clash.theirs, clash.who) == ("title", "Theirs", "Ours", "Priya")
    one.refresh_from_db()
    assert one.content == {"title": "Ours", "what": "A post.", "why": "Too few."}
    third = save(one, people.derby_officer, second.one.revision, title="Theirs")
    assert (third.changed, third.clashes) == (("title",), ())


def test_a_draft_keeps_what_cannot_be_used_yet(one: Application, people: People) -> None:
    saved = save(one, people.derby, 0, asked="about twelve", title="x" * 121)
    assert set(saved.problems) == {"asked", "title"}
    one.refresh_from_db()
    assert one.content["asked"] == "about twelve"
    with pytest.raises(CallError, match="no part colour"):
        save(one, people.derby, 1, colour="blue")


def test_submitting_says_what_is_missing_by_part(one: Application, people: People) -> None:
    saved = save(one, people.derby, 0, **WHOLE | {"why": "", "asked": "25,000"})
    with pytest.raises(Incomplete) as told:
        submit(one=one, revision=saved.one.revision, by=people.derby)
    assert dict(told.value.problems) == {
        "why": "Enter why it is needed",
        "asked": "The amount must be £20,000.00 or less, the most for one application",
    }


def test_the_director_or_performance_lead_submits(one: Application, people: People) -> None:
    saved = save(one, people.derby_officer, 0, **WHOLE)
    with pytest.raises(NotYours, match="submit or withdraw"):
        submit(one=one, revision=saved.one.revision, by=people.derby_officer)
    with pytest.raises(Stale):
        submit(one=one, revision=0, by=people.derby_dcs)
    version = submit(one=one, revision=saved.one.revision, by=people.derby_dcs)
    assert (version.asked_pence, version.number, version.content["title"]) == (1_250_050, 1, "A data apprentice")
    assert submit(one=one, revision=99, by=people.derby) == version
    with pytest.raises(CallError, match="Take it back to change it"):
        save(one, people.derby, 99, title="No")


def test_late_is_refused_with_the_remedy_and_the_draft_is_kept(one: Application, people: People, live: Live) -> None:
    saved = save(one, people.derby, 0, **WHOLE)
    live(AFTER)
    with pytest.raises(CallError, match=r"was 2 February 2026\. What you saved is kept\. Ask the regional coordinator"):
        submit(one=one, revision=saved.one.revision, by=people.derby)
    live(CLOSES)
    assert submit(one=one, revision=saved.one.revision, by=people.derby).number == 1


def test_nobody_begins_late_or_without_being_asked(
    call: Call, people: People, places: dict[str, Place], live: Live
) -> None:
    with pytest.raises(NotYours):
        begin(call=call, council=places[DERBY], by=people.leicester)
    with pytest.raises(NotYours, match="not among the councils"):
        begin(call=call, council=places[BRISTOL], by=people.bristol)
    live(AFTER)
    with pytest.raises(CallError, match="The last day to apply was"):
        begin(call=call, council=places[DERBY], by=people.derby)


def test_taken_back_changed_and_submitted_again(submitted: dict[str, Application], people: People) -> None:
    one = take_back(one=submitted[DERBY], by=people.derby)
    saved = save(one, people.derby, one.revision, asked="9,999.99")
    version = submit(one=one, revision=saved.one.revision, by=people.derby)
    assert (version.number, version.asked_pence) == (2, 999_999)
    assert one.versions.get(number=1).asked_pence == 1_250_050


def test_withdrawn_is_withdrawn_but_another_may_come(
    call: Call, submitted: dict[str, Application], people: People, places: dict[str, Place]
) -> None:
    withdraw(one=submitted[DERBY], reason="Other money came.", by=people.derby)
    again = begin(call=call, council=places[DERBY], by=people.derby)
    assert again != submitted[DERBY]
    with pytest.raises(CallError, match="is withdrawn, so it cannot become draft"):
        take_back(one=submitted[DERBY], by=people.derby)


def test_with_the_panel_it_is_withdrawn_but_not_changed(with_panel: dict[str, Application], people: People) -> None:
    with pytest.raises(CallError, match="can be withdrawn but not changed"):
        take_back(one=with_panel[DERBY], by=people.derby)
    withdraw(one=with_panel[DERBY], reason="x", by=people.derby)


def test_who_sees_an_application_and_who_reads_it(
    submitted: dict[str, Application], people: People, places: dict[str, Place], call: Call
) -> None:
    def who(one: Application, ask: str) -> set[str]:
        found = set()
        for name in people._fields:
            scope = scope_for(getattr(people, name))
            held = reading.get_application(scope, one.reference)
            if held is not None and (ask == "sees" or reading.may_read(scope, held)):
                found.add(name)
        return found

    region = {"coordinator", "performance", "lead", "auditor"}
    derby = {"derby", "derby_officer", "derby_dcs", "lead"}
    draft = begin(call=call, council=places["892"], by=people.nottingham)
    assert who(draft, "sees") == region | {"nottingham"}
    assert who(draft, "reads") == {"nottingham"}
    # Yusuf, Pat and Martin are on the panel, which has nothing yet; Martin is Derby's director as well.
    assert who(submitted[DERBY], "sees") == region | derby
    assert who(submitted[DERBY], "reads") == {"coordinator", "auditor"} | derby
    assert who(submitted[LEICESTER], "reads") == {"coordinator", "auditor", "leicester"}
    take_back(one=submitted[DERBY], by=people.derby)
    assert who(submitted[DERBY], "reads") == derby


def test_the_trail_and_the_change_are_one(one: Application, people: People, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(**_: object) -> None:
        raise RuntimeError("the trail is full")

    monkeypatch.setattr(applications, "record", broken)
    with pytest.raises(RuntimeError):
        save(one, people.derby, 0, title="Lost")
    one.refresh_from_db()
    assert one.content == {}


def test_what_was_begun_under_a_cancelled_call_is_kept(one: Application, call: Call, people: People) -> None:
    calls.cancel(call=call, reason="No money.", by=people.coordinator)
    with pytest.raises(CallError, match="cancelled and takes no applications"):
        save(one, people.derby, 0, title="Late")


def test_a_day_before_the_last_is_in_time(call: Call, people: People, places: dict[str, Place], live: Live) -> None:
    live(CLOSES - dt.timedelta(days=1))
    assert apply(call, places[LEICESTER], people.leicester).state == "submitted"
