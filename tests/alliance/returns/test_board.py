"""The board: where every council stands, counted and filtered, and chasing only those outstanding."""

import datetime as dt
from collections.abc import Callable
from unittest import mock

import pytest
from django.core import mail
from django.test import Client

from riia.alliance.access.mail import MailNotSentError
from riia.alliance.access.models import Person, RoleHolding
from riia.alliance.access.queries import scope_for
from riia.alliance.audit.actors import System
from riia.alliance.audit.models import Entry
from riia.alliance.places.models import Alliance
from riia.alliance.returns import policies
from riia.alliance.returns.counting import Counts, Reading, reading_of_round, reading_of_year
from riia.alliance.returns.errors import DeskError, NotYours
from riia.alliance.returns.models import (
    Enquiry,
    Extension,
    Notice,
    Pack,
    PackReturn,
    Query,
    Return,
    Round,
    Route,
    Version,
)
from riia.alliance.returns.policies import Timeliness
from riia.alliance.returns.presenters import board as shown
from riia.alliance.returns.presenters.clocks import ClockLine, clock_lines, kpi_lines
from riia.alliance.returns.queries.board import board
from riia.alliance.returns.queries.sending import sending
from riia.alliance.returns.queries.timeliness import Standing
from riia.alliance.returns.services import letters, rounds
from riia.alliance.returns.services.chasing import chase, prepare_chase
from riia.alliance.returns.services.reminders import send_reminders
from riia.alliance.returns.timekeeping import now, today
from tests.alliance.returns.conftest import DERBY, DUE, LEICESTER, NOTTINGHAM, OPENS, At, People, make_round

type SignedIn = Callable[[Person], Client]
LATER = dt.date(2026, 10, 30)
AFTER = dt.date(2026, 10, 26)


def hand_in(one: Return, day: dt.date, state: str = "submitted") -> None:
    Return.objects.filter(pk=one.pk).update(state=state, first_submitted_on=day)


def grant(one: Return, until: dt.date = LATER) -> None:
    Extension.objects.create(
        council_return=one, until=until, reason="x", state="granted", decision_reason="y", asker_label="a"
    )


def seen(person: Person, one: Round):
    return board(scope_for(person), one, today())


def test_the_title_is_the_finding(round_: Round, returns: dict, people: People, live: Callable) -> None:
    assert shown.finding(seen(people.performance, round_)) == "0 of 3 are in; 3 have until 22 October 2026"
    hand_in(returns[DERBY], DUE)
    grant(returns[NOTTINGHAM])
    live(AFTER)
    assert shown.finding(seen(people.performance, round_)) == "1 of 3 is in; 1 is late, 1 has until 30 October 2026"
    hand_in(returns[LEICESTER], AFTER)
    hand_in(returns[NOTTINGHAM], LATER, "validated")
    live(dt.date(2026, 11, 2))
    assert shown.finding(seen(people.performance, round_)) == "All 3 are in; 1 on time, 1 within an extension, 1 late"
    hand_in(returns[LEICESTER], AFTER, "reopened")
    assert shown.finding(seen(people.performance, round_)) == "2 of 3 are in; 1 is being corrected"


def test_on_time_extended_and_late_are_counted_apart(
    round_: Round, returns: dict, people: People, live: Callable
) -> None:
    hand_in(returns[DERBY], DUE)
    hand_in(returns[LEICESTER], AFTER)
    grant(returns[NOTTINGHAM])
    hand_in(returns[NOTTINGHAM], AFTER)
    live(LATER)
    counts = seen(people.performance, round_).counts
    assert (counts.on_time, counts.extended, counts.late, counts.total) == (1, 1, 1, 3)


@pytest.mark.parametrize(
    ("asked", "needed"), [(15, 15), (60, 57), (10, 10), (40, 38), (20, 19), (1, 1), (100, 95), (0, 0)]
)
def test_what_95_percent_of_whole_councils_is(asked: int, needed: int) -> None:
    assert Reading(asked, 0, 0).needed == needed


def test_both_readings_of_the_plan() -> None:
    quarter = reading_of_round(Counts(on_time=14, late=1), 0)
    year = reading_of_year([quarter, quarter], to_come=2, councils=15)
    assert (quarter.met, year.asked, year.needed, year.met, year.spare) == (False, 60, 57, None, 1)
    assert reading_of_year([quarter] * 4, 0, 15).met is False
    assert reading_of_year([quarter] * 3 + [Reading(15, 15, 0)], 0, 15).met is True


def test_the_board_says_both_readings(round_: Round, returns: dict, people: People, live: Callable) -> None:
    hand_in(returns[DERBY], DUE)
    live(AFTER)
    lines = kpi_lines(scope_for(people.performance), seen(people.performance, round_))
    assert [line.standing for line in lines] == ["not met", "not met"]
    assert "all 3. 1 came by the first deadline, 2 did not" in lines[0].words
    assert "95% of 12 returns of the financial year, rounds to come included is all 12" in lines[1].words


def test_chips_count_and_filter_and_headings_sort(
    round_: Round, returns: dict, people: People, live: Callable, signed_in: SignedIn
) -> None:
    hand_in(returns[DERBY], OPENS)
    hand_in(returns[LEICESTER], OPENS, "validated")
    live(AFTER)
    found = seen(people.performance, round_)
    chips = {chip.text: chip.count for chip in shown.chips(found, shown.Choice())}
    assert chips == {
        "All": 3, "Outstanding": 1, "Past the deadline": 1, "For the desk to check": 1, "For the director to sign": 1,
    }  # fmt: skip

    def names(show: str = "", sort: str = "") -> list[str]:
        kept = shown.rows(found, shown.Choice(show, sort), may_run=True, may_check=True)
        return [row.council for row in kept]

    assert names() == ["Derby", "Leicester", "Nottingham"]
    assert names("outstanding") == ["Nottingham"]
    assert names(sort="-council") == ["Nottingham", "Leicester", "Derby"]
    assert names(sort="status") == ["Nottingham", "Derby", "Leicester"]
    assert names(sort="due") == ["Nottingham", "Derby", "Leicester"]
    assert names(sort="unheard-of") == ["Derby", "Leicester", "Nottingham"]
    page = signed_in(people.performance).get(f"/returns/rounds/{round_.reference}/?show=outstanding&sort=-due")
    text = page.content.decode()
    assert page.status_code == 200
    assert "2 of 3 are in; 1 is late" in text
    assert 'aria-sort="descending"' in text
    assert "Leicester" not in text.split("<tbody")[1].split("</tbody>")[0]


def test_rows_name_people_contacts_and_next_steps(round_: Round, returns: dict, people: People, live: Callable) -> None:
    RoleHolding.objects.filter(person=people.nottingham).delete()
    live(AFTER)
    send_reminders(by=System("night"))
    hand_in(returns[LEICESTER], AFTER)
    found = seen(people.performance, round_)
    rows = {row.council: row for row in shown.rows(found, shown.Choice(), may_run=True, may_check=False)}
    assert (rows["Derby"].lead, rows["Derby"].director) == ("Priya", "Martin")
    assert rows["Nottingham"].lead == "nobody named"
    assert rows["Derby"].contact == "26 Oct 2026: overdue"
    decided = Notice(kind="decided", made_at=now(), sent_at=now(), words="It was reopened: Two digits changed places.")
    assert shown.contact_words(decided) == "26 Oct 2026: It was reopened"
    decided.words = "The Department accepted it. With thanks."
    assert shown.contact_words(decided) == "26 Oct 2026: The Department accepted it"
    assert rows["Derby"].step == "Council starts"  # they were written to today
    assert rows["Nottingham"].step == "Chase the council"
    assert rows["Leicester"].step == "Check it"
    assert not rows["Leicester"].step_href  # for who checks, not for who runs rounds only
    assert shown.missing_people(found) == [
        "Nobody is named for Nottingham, so nobody there is reminded. Name their performance leads."
    ]


def test_the_clocks_of_the_plan_have_start_due_and_words(
    round_: Round, returns: dict, alliance: Alliance, people: People, live: Callable
) -> None:
    hand_in(returns[DERBY], DUE)
    hand_in(returns[LEICESTER], AFTER)
    Query.objects.create(council_return=returns[DERBY], quality=True, opened_at=now(), due_on=DUE, opener_label="Grace")
    for received, answered in ((OPENS, OPENS), (OPENS, DUE), (AFTER, None)):
        Enquiry.objects.create(
            alliance=alliance, asker="a board", subject="s", received_on=received, due_on=received,
            answered_on=answered, recorder_label="Grace",
        )  # fmt: skip
    live(AFTER)
    lines = {line.name: line for line in clock_lines(seen(people.performance, round_))}
    assert (lines["Pack to the Department"].due, lines["Pack to the Department"].standing) == (
        "29 Oct 2026", "3 working days left",
    )  # fmt: skip
    assert "5 working days from 22 October 2026 (day 0)" in lines["Pack to the Department"].words
    late = lines["Late returns resolved"]
    assert (late.due, late.standing) == ("2 Nov 2026", "1 of 2 out, 5 working days left")
    assert "Still out: Nottingham. Came: Leicester 26 Oct 2026." in late.words
    assert lines["Support: Derby"].due == "15 Oct 2026"
    assert lines["Support: Derby"].standing == "overdue"
    outside = lines["Questions from outside"]
    assert (outside.standing, outside.due) == ("50%", "next 2 Nov 2026")
    assert "1 of 2 questions were answered within 5 working days: 50%." in outside.words
    assert "1 more is still in time." in outside.words
    live(dt.date(2026, 11, 3))
    Query.objects.update(state="resolved", settled="corrected", resolved_at=now())
    lines = {line.name: line for line in clock_lines(seen(people.performance, round_))}
    outside = lines["Questions from outside"]
    assert (outside.standing, outside.due) == ("33%", "")  # a day that has passed does not come next
    assert outside.words.endswith("1 waits past its day.")
    assert lines["Support: Derby"].standing == "settled 3 Nov 2026, late"


def test_in_query_the_next_step_is_whoevers_turn_it_is(round_: Round, returns: dict, people: People) -> None:
    hand_in(returns[DERBY], OPENS, "in query")
    query = Query.objects.create(council_return=returns[DERBY], due_on=DUE, opener_label="Grace")

    def step() -> tuple[str, str]:
        rows = shown.rows(seen(people.performance, round_), shown.Choice(), may_run=True, may_check=True)
        return next((row.step, row.step_href) for row in rows if row.council == "Derby")

    assert step() == ("Council answers 1 query", "")
    Query.objects.filter(pk=query.pk).update(state="answered")
    assert step() == ("Read the answer", "/returns/queries/?show=answered&council=831")
    Query.objects.filter(pk=query.pk).update(state="resolved", settled="withdrawn", resolved_at=now())
    assert step() == ("Check it", f"/returns/{returns[DERBY].reference}/validate/")


def pack_clock(one: Round, people: People) -> ClockLine:
    return next(
        line for line in clock_lines(seen(people.performance, one)) if line.name == "Pack to the Department"
    )  # fmt: skip


def send(one: Round, number: int, *returns: Return) -> None:
    """A pack with these returns, sent now."""
    pack = Pack.objects.create(
        round=one, number=number, recipe={}, sha256="0" * 64, sent_at=now(), sent_to="x",
        sender_label="x", maker_label="x",
    )  # fmt: skip
    for each in returns:
        version = Version.objects.create(
            council_return=each, number=number, why="submitted", answers={}, explanations={}, population={},
            source="form", fingerprint="0" * 64, maker_label="x",
        )  # fmt: skip
        PackReturn.objects.create(pack=pack, council_return=each, version=version)


def test_the_clock_to_the_department_stops_with_the_last_return_not_with_the_first_pack(
    round_: Round, returns: dict, people: People, live: Callable, signed_in: SignedIn
) -> None:
    live(AFTER)
    send(round_, 1, returns[DERBY])
    line = pack_clock(round_, people)
    assert (line.standing, line.tone) == ("1 of 3 sent, 3 working days left", "quiet")
    assert "Not sent yet: Leicester and Nottingham." in line.words
    page = signed_in(people.performance).get(f"/returns/rounds/{round_.reference}/pack/").content.decode()
    assert "1 of 3 sent" in page
    assert "kit-clock--done" not in page
    live(LATER)
    line = pack_clock(round_, people)
    assert (line.standing, line.tone) == ("1 of 3 sent, overdue", "problem")
    send(round_, 2, returns[LEICESTER], returns[NOTTINGHAM])
    line = pack_clock(round_, people)
    assert (line.standing, line.tone) == ("sent 30 Oct 2026, late", "problem")
    assert "Not sent yet" not in line.words


def test_a_return_counts_from_the_pack_it_first_went_in(
    round_: Round, returns: dict, people: People, live: Callable
) -> None:
    live(AFTER)
    send(round_, 1, *returns.values())
    assert pack_clock(round_, people).standing == "sent 26 Oct 2026, in time"
    live(LATER)
    send(round_, 2, returns[DERBY])  # corrected and sent again
    assert pack_clock(round_, people).standing == "sent 26 Oct 2026, in time"


def test_a_pack_that_was_made_and_not_sent_does_not_count(round_: Round, returns: dict, people: People) -> None:
    send(round_, 1, *returns.values())
    Pack.objects.update(sent_at=None)
    assert sending(round_).words == "0 of 3 sent"
    assert pack_clock(round_, people).standing == "not begun"


def test_late_returns_that_all_came_are_counted_in_time_or_not(
    round_: Round, returns: dict, people: People, live: Callable
) -> None:
    assert "Late returns resolved" not in {line.name for line in clock_lines(seen(people.performance, round_))}
    hand_in(returns[DERBY], DUE)
    hand_in(returns[LEICESTER], AFTER)
    hand_in(returns[NOTTINGHAM], dt.date(2026, 11, 3))
    live(dt.date(2026, 11, 4))
    lines = {line.name: line for line in clock_lines(seen(people.performance, round_))}
    assert (lines["Late returns resolved"].standing, lines["Late returns resolved"].tone) == (
        "1 of 2 in time", "problem",
    )  # fmt: skip


def test_a_direct_round_has_no_pack(planned: Round, people: People) -> None:
    Round.objects.update(route=Route.DIRECT)
    planned.refresh_from_db()
    assert clock_lines(seen(people.performance, planned))[0].standing == "no pack"


# Chasing


def test_only_those_outstanding_are_chased_and_who_was_written_to_today_is_left_out(
    round_: Round, returns: dict, people: People, live: Callable
) -> None:
    live(AFTER)
    hand_in(returns[DERBY], DUE)
    Notice.objects.create(
        council_return=returns[LEICESTER], kind="overdue", day=AFTER, person=people.leicester, person_label="Ines"
    )
    planned = prepare_chase(round_=round_, by=people.performance)
    assert [letter.one.council.code for letter in planned.letters] == [NOTTINGHAM]
    assert [person.name for _, person in planned.told_today] == ["Ines"]
    done = chase(round_=round_, words="Can I help?", by=people.performance)
    assert (len(done.sent), done.left_out) == (1, 1)
    notice = Notice.objects.get(kind="chase")
    assert (notice.person, notice.by_label, notice.words, notice.day) == (
        people.nottingham, "Yusuf", "Can I help?", AFTER,
    )  # fmt: skip
    assert notice.sent_at is not None
    assert "Can I help?" in mail.outbox[0].body
    assert "Yusuf of the East Midlands alliance" in mail.outbox[0].body
    entry = Entry.objects.get(action="returns.chase")
    assert (entry.actor_label, entry.details["words"]) == ("Yusuf", "Can I help?")


def test_nobody_is_chased_twice_a_day(round_: Round, people: People) -> None:
    assert len(chase(round_=round_, by=people.coordinator).sent) == 3
    with pytest.raises(DeskError, match="Nobody is left"):
        chase(round_=round_, by=people.performance)
    assert send_reminders(by=System("night")).sent == 0


def test_a_reopened_return_is_chased_for_its_correction(
    round_: Round, returns: dict, people: People, live: Callable
) -> None:
    for code in (DERBY, LEICESTER):
        hand_in(returns[code], OPENS)
    hand_in(returns[NOTTINGHAM], OPENS, "reopened")
    chase(round_=round_, by=people.performance)
    assert "given back for a correction" in mail.outbox[0].body
    assert len(mail.outbox) == 1


def test_when_everything_is_in_there_is_nobody_to_chase(round_: Round, returns: dict, people: People) -> None:
    for one in returns.values():
        hand_in(one, OPENS)
    with pytest.raises(DeskError, match="Every return is in"):
        chase(round_=round_, by=people.performance)
    assert shown.chase_button(seen(people.performance, round_)) is None


def test_who_may_not_chase(round_: Round, people: People) -> None:
    for person in (people.analyst, people.derby, people.derby_dcs, people.southwest):
        with pytest.raises(NotYours):
            chase(round_=round_, by=person)


def test_a_closed_round_is_not_chased(round_: Round, people: People, clerk: System) -> None:
    rounds.close_round(round_=round_, reason="x", by=clerk)
    with pytest.raises(DeskError, match="closed"):
        chase(round_=round_, by=people.performance)


def test_a_refused_chase_goes_with_the_next_run_in_the_words_of_its_sender(
    round_: Round, people: People, live: Callable, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refusing(*_: object) -> None:
        raise MailNotSentError("no")

    with monkeypatch.context() as patch:
        patch.setattr(letters, "send", refusing)
        done = chase(round_=round_, words="Please ring me", by=people.performance)
    assert (len(done.sent), len(done.failed)) == (0, 3)
    assert send_reminders(by=System("night")).sent == 3
    assert all("Please ring me" in message.body for message in mail.outbox)
    assert len(mail.outbox) == 3


def test_nothing_goes_when_the_trail_cannot_be_written(round_: Round, people: People) -> None:
    with mock.patch.object(letters, "record", side_effect=RuntimeError("disk full")), pytest.raises(RuntimeError):
        chase(round_=round_, by=people.performance)
    assert (Notice.objects.count(), len(mail.outbox)) == (0, 0)


def test_chasing_takes_two_clicks(round_: Round, people: People, signed_in: SignedIn) -> None:
    browser = signed_in(people.performance)
    board_page = browser.get(f"/returns/rounds/{round_.reference}/").content.decode()
    assert "Chase the 3 outstanding" in board_page
    preview = browser.get(f"/returns/rounds/{round_.reference}/chase/").content.decode()
    assert "Write to 3 people about 3 outstanding returns" in preview
    assert "asks about the return of Derby" in preview
    answer = browser.post(f"/returns/rounds/{round_.reference}/chase/", {"words": "Thank you"}, follow=True)
    assert "3 messages sent." in answer.content.decode()
    one = browser.get(f"/returns/rounds/{round_.reference}/chase/?council={DERBY}").content.decode()
    assert "Nobody is left to write to today" in one


# Who sees what


def test_a_councils_people_see_their_return_instead_of_the_board(
    round_: Round, returns: dict, people: People, signed_in: SignedIn
) -> None:
    answer = signed_in(people.derby).get(f"/returns/rounds/{round_.reference}/")
    assert answer.status_code == 302
    assert answer.headers["Location"] == f"/returns/{returns[DERBY].reference}/"


@pytest.mark.parametrize("who", ["southwest", "bristol"])
def test_other_regions_do_not_learn_that_there_is_a_round(
    round_: Round, people: People, signed_in: SignedIn, who: str
) -> None:
    browser = signed_in(getattr(people, who))
    for page in ("", "chase/", "extensions/", "days/", "close/", "cancel/", "reopen/"):
        assert browser.get(f"/returns/rounds/{round_.reference}/{page}").status_code in {403, 404}, page


def test_an_analyst_reads_the_board_and_cannot_chase(round_: Round, people: People, signed_in: SignedIn) -> None:
    browser = signed_in(people.analyst)
    text = browser.get(f"/returns/rounds/{round_.reference}/").content.decode()
    assert "Chase the" not in text
    assert browser.get(f"/returns/rounds/{round_.reference}/chase/").status_code == 403


def test_the_home_page_of_a_council_has_its_return_with_clock_and_step(
    round_: Round, people: People, signed_in: SignedIn
) -> None:
    text = signed_in(people.derby).get("/returns/").content.decode()
    assert "1 return needs you" in text
    assert "Start it" in text
    assert "15 working days left" in text
    assert "Leicester" not in text


def test_the_home_page_shows_what_waits_first_and_the_rest_below(
    round_: Round, returns: dict, alliance: Alliance, people: People, clerk: System, signed_in: SignedIn
) -> None:
    later = make_round(alliance, clerk, "2026-27Q1", due_on=LATER)
    rounds.open_round(round_=later, by=clerk)
    browser = signed_in(people.derby)
    text = browser.get("/returns/").content.decode()
    assert "2 returns need you" in text
    assert text.index("July to September 2026") < text.index("April to June 2026")  # due first
    hand_in(returns[DERBY], OPENS)
    text = browser.get("/returns/").content.decode()
    assert text.index("April to June 2026") < text.index("other returns") < text.index("July to September 2026")
    assert "The region checks it" in text


def test_rounds_of_one_period_are_told_apart_by_their_set(
    round_: Round, alliance: Alliance, people: People, clerk: System, signed_in: SignedIn
) -> None:
    assert "MoU 2022" not in signed_in(people.derby).get("/returns/").content.decode()
    Round.objects.filter(pk=make_round(alliance, clerk, "2026-27Q1").pk).update(
        period=round_.period, period_start=round_.period_start, period_end=round_.period_end,
        form="letter-2023", state="open",
    )  # fmt: skip
    second = Round.objects.exclude(pk=round_.pk).get()
    Return.objects.create(round=second, council=alliance.memberships.get(council__code=DERBY).council)
    for person in (people.derby, people.performance):
        text = signed_in(person).get("/returns/").content.decode()
        assert "July to September 2026 (Q2 2026-27), MoU 2022: 24 indicators" in text
        assert "July to September 2026 (Q2 2026-27), Grant letter 2023" in text


def test_the_council_is_asked_for_what_is_its_turn(returns: dict, people: People, signed_in: SignedIn) -> None:
    hand_in(returns[DERBY], OPENS, "in query")
    query = Query.objects.create(council_return=returns[DERBY], due_on=DUE, opener_label="Grace")
    assert "Answer 1 query from the region" in signed_in(people.derby).get("/returns/").content.decode()
    Query.objects.filter(pk=query.pk).update(state="answered")
    text = signed_in(people.derby).get("/returns/").content.decode()
    assert "The region reads the answer" in text
    assert "No return needs you now" in text
    assert "the councils’ own: they are not published" in text
    hand_in(returns[DERBY], OPENS, "rejected")
    assert "Open it again, then correct" in signed_in(people.derby).get("/returns/").content.decode()


def test_the_home_page_of_a_region_has_rounds_with_counts(
    round_: Round, returns: dict, people: People, signed_in: SignedIn, other_alliance: Alliance
) -> None:
    hand_in(returns[DERBY], OPENS)
    text = signed_in(people.performance).get("/returns/").content.decode()
    assert "1 of 3 in, 2 to come" in text
    assert "Plan a round" in text
    assert "Your council" not in text
    elsewhere = signed_in(people.southwest).get("/returns/").content.decode()
    assert "No round is open" in elsewhere


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (DUE, "2 rounds are open, the next is due on 22 Oct 2026"),
        (AFTER, "2 rounds are open, the next is due on 30 Oct 2026"),
        (dt.date(2026, 10, 31), "2 rounds are open, the last was due on 30 Oct 2026"),
    ],
)
def test_a_day_that_has_passed_is_not_said_to_come(
    round_: Round, alliance: Alliance, people: People, clerk: System, live: Callable, signed_in: SignedIn,
    day: dt.date, said: str,
) -> None:  # fmt: skip
    rounds.open_round(round_=make_round(alliance, clerk, "2026-27Q1", due_on=LATER), by=clerk)
    live(day)
    assert said in signed_in(people.performance).get("/returns/").content.decode()


@pytest.mark.parametrize(
    ("who", "leads", "not_to"),
    [
        ("performance", {"queries/", "enquiries/", "packs/", "quality/"}, set()),
        ("analyst", {"queries/", "enquiries/", "quality/"}, {"packs/"}),
        ("derby", {"queries/"}, {"enquiries/", "packs/", "quality/"}),
    ],
)
def test_the_page_of_returns_and_the_board_lead_on_to_where_one_may_go(
    round_: Round, people: People, signed_in: SignedIn, who: str, leads: set[str], not_to: set[str]
) -> None:
    browser = signed_in(getattr(people, who))
    pages = ["/returns/"] if who == "derby" else ["/returns/", f"/returns/rounds/{round_.reference}/"]
    for page in pages:
        text = browser.get(page).content.decode()
        for part in leads:
            assert f'href="/returns/{part}' in text, (page, part)
        for part in not_to:
            assert f'href="/returns/{part}' not in text, (page, part)
    assert all(browser.get(f"/returns/{part}").status_code == 200 for part in leads)
    assert all(browser.get(f"/returns/{part}").status_code in {403, 404} for part in not_to)


def test_the_department_finds_its_packs_from_its_page_of_returns(
    round_: Round, people: People, signed_in: SignedIn
) -> None:
    answer = signed_in(people.dfe).get("/returns/")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/returns/packs/")
    assert 'href="/returns/packs/"' in signed_in(people.performance).get("/returns/").content.decode()
    board_page = signed_in(people.performance).get(f"/returns/rounds/{round_.reference}/").content.decode()
    assert f"/returns/rounds/{round_.reference}/pack/" in board_page


def test_a_simulated_round_says_so_wherever_it_shows(round_: Round, people: People, signed_in: SignedIn) -> None:
    Round.objects.update(simulated=True)
    browser = signed_in(people.performance)
    for address in ("/returns/", f"/returns/rounds/{round_.reference}/", "/returns/quality/"):
        assert "simulated" in browser.get(address).content.decode(), address


def test_timeliness_is_decided_by_the_day_of_the_first_submission() -> None:
    assert policies.timeliness(DUE, None, None, DUE) is Timeliness.OUTSTANDING
    assert policies.timeliness(DUE, None, None, AFTER) is Timeliness.OVERDUE
    assert policies.timeliness(DUE, LATER, None, AFTER) is Timeliness.OUTSTANDING


def test_the_people_of_a_closed_round_are_those_of_its_day(
    round_: Round, people: People, clerk: System, live: Callable, at: At
) -> None:
    rounds.close_round(round_=round_, reason="x", by=clerk)
    RoleHolding.objects.filter(person=people.derby).update(state="ended", ended_on=dt.date(2026, 12, 1))
    live(dt.date(2027, 1, 11))
    round_.refresh_from_db()
    rows = shown.rows(seen(people.performance, round_), shown.Choice(), may_run=True, may_check=True)
    assert rows[0].lead == "Priya"


@pytest.mark.parametrize(
    ("today_", "last", "words"),
    [
        (dt.date(2026, 11, 22), dt.date(2026, 11, 16), "4 working days ago"),  # a Sunday after a Monday
        (dt.date(2026, 11, 21), dt.date(2026, 11, 20), "1 working day ago"),
        (dt.date(2026, 11, 20), dt.date(2026, 11, 20), "today"),
        (dt.date(2026, 11, 21), dt.date(2026, 11, 21), "today"),
        (dt.date(2026, 11, 20), dt.date(2026, 11, 21), "1 working day left"),
        (dt.date(2026, 11, 19), dt.date(2026, 11, 26), "5 working days left"),
    ],
)
def test_the_clock_counts_working_days_both_ways(
    derby_return: Return, today_: dt.date, last: dt.date, words: str
) -> None:
    stand = Standing(last, None, Timeliness.OUTSTANDING)
    assert shown.clock_of(derby_return, stand, today_).words == words


def test_a_chase_about_returns_without_people_says_so(round_: Round, people: People) -> None:
    RoleHolding.objects.filter(role__in=["council-performance-lead", "dcs"]).delete()
    found = prepare_chase(round_=round_, by=people.performance)
    assert shown.chase_title(found) == "Nobody is named for 3 outstanding returns"


def test_a_second_round_counts_in_the_year(
    round_: Round, alliance: Alliance, people: People, clerk: System, live: Callable
) -> None:
    first = make_round(alliance, clerk, "2026-27Q1", opens_on=OPENS, due_on=DUE)
    rounds.open_round(round_=first, by=clerk)
    for one in first.returns.all():
        hand_in(one, OPENS)
    lines = kpi_lines(scope_for(people.performance), seen(people.performance, round_))
    assert "3 came by the first deadline" in lines[1].words
