"""Planning and running a round in the browser, step by step, and asking and deciding on more time."""

import datetime as dt
import re
from collections.abc import Callable

import pytest
from django.core import mail
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from riia.alliance.access.models import Person
from riia.alliance.agreements.models import AgreementVersion, ItemLine
from riia.alliance.audit.actors import System
from riia.alliance.places.models import Alliance, Rhythm
from riia.alliance.returns.models import Extension, Return, Round
from riia.alliance.returns.round_days import check_days, form_on, forms_on, proposed_days, warnings_about
from riia.alliance.returns.services import extensions, rounds
from riia.indicators.calendar import is_working_day, working_days_between
from riia.indicators.model import Period
from tests.alliance.returns.conftest import DERBY, EAST_MIDLANDS, PERIOD, People, make_round

type SignedIn = Callable[[Person], Client]
NEW = "/returns/rounds/new/"
CHOSEN = f"{NEW}?region={EAST_MIDLANDS}&route=via-region&period={PERIOD}"


def boxes(**days: dt.date) -> dict[str, str]:
    return {
        f"{name}-{part}": str(getattr(day, part)) for name, day in days.items() for part in ("day", "month", "year")
    }


DAYS = boxes(
    opens_on=dt.date(2026, 10, 1),
    due_on=dt.date(2026, 10, 22),
    desk_until=dt.date(2026, 10, 28),
    dfe_due_on=dt.date(2026, 10, 29),
)


@given(st.integers(2023, 2030), st.integers(1, 4))
def test_proposed_days_are_working_days_in_order_and_say_how_they_were_reached(year: int, quarter: int) -> None:
    period = Period.financial_quarter(year, quarter)
    proposal = proposed_days(period)
    check_days(proposal.days)
    days = proposal.days
    assert all(map(is_working_day, (days.opens_on, days.due_on, days.desk_until, days.dfe_due_on)))
    assert working_days_between(period.end, days.opens_on) == 1
    assert (working_days_between(days.due_on, days.dfe_due_on), working_days_between(days.opens_on, days.due_on)) == (
        5, 15,
    )  # fmt: skip
    assert warnings_about(days, period) == []
    assert "15 working days from" in proposal.due.words


@pytest.mark.parametrize(
    ("day", "form"),
    [(dt.date(2022, 9, 30), "mou-2022"), (dt.date(2023, 9, 30), "mou-2022"), (dt.date(2023, 12, 31), "letter-2023")],
)
def test_the_set_follows_from_the_date(day: dt.date, form: str) -> None:
    assert form_on(day) == form
    assert forms_on(day)[0] == "mou-2022"


def test_a_round_is_planned_and_opened_in_the_browser(
    desk_clock: None, register: AgreementVersion, people: People, signed_in: SignedIn
) -> None:
    browser = signed_in(people.performance)
    first = browser.get(NEW).content.decode()
    assert "July to September 2026" in first
    assert "still running" in first
    second = browser.get(CHOSEN).content.decode()
    assert (
        "Proposed: the first working day after the period ends on 30 September 2026: Thursday 1 October 2026." in second
    )
    assert "15 working days from 1 October 2026 (day 0)" in second
    assert "24 indicators may be collected today" in second
    assert "Grant letter 2023" in second
    assert "No public document names the 25th indicator" in second
    answer = browser.post(CHOSEN, DAYS | {"form": "letter-2023", "note": "Use the new codes."}, follow=True)
    text = answer.content.decode()
    assert "Councils are asked once you open it" in text
    assert "3 councils are asked for 24 indicators" in text
    one = Round.objects.get()
    assert (one.form, one.note, one.state) == ("letter-2023", "Use the new codes.", "planned")
    opened = browser.post(f"/returns/rounds/{one.reference}/open/", follow=True).content.decode()
    assert "The round is open for 3 councils. 3 e-mails have gone." in opened
    assert "0 of 3 are in; 3 have until 22 October 2026" in opened
    assert len(mail.outbox) == 3
    assert "has a round" in browser.get(NEW).content.decode()


def test_days_at_weekends_and_on_bank_holidays_are_kept_only_if_meant(
    desk_clock: None, register: AgreementVersion, people: People, signed_in: SignedIn
) -> None:
    browser = signed_in(people.coordinator)
    days = DAYS | boxes(
        due_on=dt.date(2026, 12, 24), desk_until=dt.date(2026, 12, 26), dfe_due_on=dt.date(2026, 12, 28)
    )
    text = browser.post(CHOSEN, days | {"form": "mou-2022"}).content.decode()
    assert "Saturday 26 December 2026" in text
    assert "a bank holiday (Boxing Day" in text
    assert "if the unusual days are meant" in text
    assert not Round.objects.exists()
    browser.post(CHOSEN, days | {"form": "mou-2022", "anyway": "on"})
    assert Round.objects.get().desk_until == dt.date(2026, 12, 26)


def test_days_out_of_order_are_said_on_the_form(
    desk_clock: None, register: AgreementVersion, people: People, signed_in: SignedIn
) -> None:
    text = signed_in(people.coordinator).post(
        CHOSEN, DAYS | boxes(due_on=dt.date(2026, 9, 1)) | {"form": "mou-2022"}
    ).content.decode()  # fmt: skip
    assert "There is a problem" in text
    assert "comes after the deadline for councils" in text


def test_unsettled_words_lead_to_settling_them(
    desk_clock: None, register: AgreementVersion, alliance: Alliance, people: People, signed_in: SignedIn
) -> None:
    rhythm = Rhythm.objects.create(
        alliance=alliance, subject="Through the alliance", kind="return", written="termly (quarterly)", source="5.1.4"
    )
    browser = signed_in(people.coordinator)
    for address in (NEW, CHOSEN):
        text = browser.get(address).content.decode()
        assert f"/alliances/{EAST_MIDLANDS}/rhythms/{rhythm.pk}/" in text
        assert "July to September 2026" not in text
    assert "July to September 2026" in browser.get(f"{NEW}?route=direct").content.decode()


def test_the_gates_own_words_are_shown_when_nothing_may_be_collected(
    planned: Round, people: People, signed_in: SignedIn
) -> None:
    ItemLine.objects.update(status="dropped")
    browser = signed_in(people.performance)
    text = browser.get(f"/returns/rounds/{planned.reference}/").content.decode()
    assert "It cannot be opened" in text
    assert "Open the round now" not in text
    said = browser.post(f"/returns/rounds/{planned.reference}/open/", follow=True).content.decode()
    assert "the item is dropped" in said or "dropped" in said
    assert Round.objects.get().state == "planned"


def test_a_period_nobody_can_choose_is_not_planned(
    desk_clock: None, register: AgreementVersion, people: People, signed_in: SignedIn
) -> None:
    browser = signed_in(people.performance)
    for period in ("AY2025-26T1", "YE2026-03", "nonsense", "2026-27Q9"):
        text = browser.get(f"{NEW}?region={EAST_MIDLANDS}&period={period}").content.decode()
        assert "which period?" in text


def test_planning_is_for_who_runs_rounds(people: People, signed_in: SignedIn) -> None:
    assert signed_in(people.analyst).get(NEW).status_code == 403
    assert signed_in(people.derby).post(NEW).status_code == 403


def test_days_are_moved_and_a_round_is_closed_and_opened_again(
    round_: Round, people: People, signed_in: SignedIn
) -> None:
    browser, base = signed_in(people.coordinator), f"/returns/rounds/{round_.reference}"
    later = boxes(
        opens_on=dt.date(2026, 10, 1), due_on=dt.date(2026, 10, 30), desk_until=dt.date(2026, 11, 5),
        dfe_due_on=dt.date(2026, 11, 6),
    )  # fmt: skip
    assert "Enter why the days are moved" in browser.post(f"{base}/days/", later).content.decode()
    text = browser.post(f"{base}/days/", later | {"reason": "half term"}, follow=True).content.decode()
    assert "3 have until 30 October 2026" in text
    assert "Still outstanding: Derby, Leicester and Nottingham" in browser.get(f"{base}/close/").content.decode()
    assert "There is a problem" in browser.post(f"{base}/close/", {"reason": ""}).content.decode()
    browser.post(f"{base}/close/", {"reason": "moved to another platform"})
    assert Round.objects.get().state == "closed"
    assert "Open the round again" in browser.get(f"{base}/").content.decode()
    browser.post(f"{base}/reopen/", {"reason": "a correction"})
    assert Round.objects.get().state == "open"
    text = browser.post(f"{base}/cancel/", {"reason": "planned for the wrong period"}, follow=True).content.decode()
    assert "planned for the wrong period" in text


def test_a_round_with_everything_in_closes_without_a_reason(round_: Round, people: People, signed_in: SignedIn) -> None:
    Return.objects.update(state="signed", first_submitted_on=dt.date(2026, 10, 1))
    signed_in(people.coordinator).post(f"/returns/rounds/{round_.reference}/close/", {"reason": ""})
    assert Round.objects.get().state == "closed"


def test_more_time_is_asked_for_and_granted_in_the_browser(
    derby_return: Return, round_: Round, people: People, signed_in: SignedIn
) -> None:
    page = f"/returns/{derby_return.reference}/extension/"
    browser = signed_in(people.derby)
    assert "Do you need more time?" in browser.get(page).content.decode()
    asked = boxes(until=dt.date(2026, 10, 30)) | {"step": "ask", "reason": "A system change"}
    text = browser.post(page, asked, follow=True).content.decode()
    assert "Your request is with the region" in text
    assert "Take the request back" in text
    held = Extension.objects.get()
    desk = signed_in(people.performance)
    board = desk.get(f"/returns/rounds/{round_.reference}/").content.decode()
    assert "asks for more time until 30 Oct 2026" in board
    assert (
        "1 council asks for more time" in desk.get(f"/returns/rounds/{round_.reference}/extensions/").content.decode()
    )
    decide = f"/returns/extensions/{held.reference}/"
    text = desk.get(decide).content.decode()
    assert "A system change" in text
    assert "before that day" in text  # the pack is due on 29 October
    assert "Enter the last day you grant" in desk.post(decide, {"decision": "grant", "reason": "x"}).content.decode()
    given_ = boxes(until=dt.date(2026, 10, 28)) | {"decision": "grant", "reason": "Agreed"}
    text = desk.post(decide, given_, follow=True).content.decode()
    assert "3 have until" not in text
    assert "1 has until 28 October 2026" in text
    assert "moved from" in text
    assert "has been decided" in desk.get(decide, follow=True).content.decode()


def test_more_time_is_refused_or_taken_back_in_the_browser(
    derby_return: Return, people: People, signed_in: SignedIn
) -> None:
    held = extensions.ask_extension(one=derby_return, until=dt.date(2026, 10, 30), reason="x", by=people.derby)
    page = f"/returns/{derby_return.reference}/extension/"
    signed_in(people.derby).post(page, {"step": "withdraw"})
    held.refresh_from_db()
    assert held.state == "withdrawn"
    again = extensions.ask_extension(one=derby_return, until=dt.date(2026, 10, 30), reason="x", by=people.derby)
    decide = f"/returns/extensions/{again.reference}/"
    signed_in(people.performance).post(decide, {"decision": "refuse", "reason": "The pack cannot wait"})
    assert "The pack cannot wait" in signed_in(people.derby).get(page).content.decode()


def test_a_round_that_a_simulated_person_plans_is_simulated(
    desk_clock: None, register: AgreementVersion, people: People, signed_in: SignedIn
) -> None:
    people.performance.is_persona = True
    people.performance.save()
    signed_in(people.performance).post(CHOSEN, DAYS | {"form": "mou-2022"})
    assert Round.objects.get().simulated


def test_who_cannot_prepare_reads_and_cannot_ask(derby_return: Return, people: People, signed_in: SignedIn) -> None:
    page = f"/returns/{derby_return.reference}/extension/"
    director = signed_in(people.derby_dcs)
    assert "Ask for more time" not in director.get(page).content.decode()
    director.post(page, boxes(until=dt.date(2026, 10, 30)) | {"step": "ask", "reason": "x"})
    assert not Extension.objects.exists()
    assert signed_in(people.leicester).get(page).status_code == 404
    held = extensions.ask_extension(one=derby_return, until=dt.date(2026, 10, 30), reason="x", by=people.derby)
    assert signed_in(people.southwest).get(f"/returns/extensions/{held.reference}/").status_code == 404
    assert signed_in(people.derby).get(f"/returns/extensions/{held.reference}/").status_code == 403


def test_a_late_request_says_why_it_cannot_be_made(
    derby_return: Return, people: People, signed_in: SignedIn, live: Callable
) -> None:
    overview = f"/returns/{derby_return.reference}/"
    assert "Ask for more time" in signed_in(people.derby).get(overview).content.decode()
    live(dt.date(2026, 10, 23))
    text = signed_in(people.derby).get(f"{overview}extension/").content.decode()
    assert "has passed" in text
    assert "Ask for more time" not in signed_in(people.derby).get(overview).content.decode()


def test_an_alliance_over_terms_says_whose_dates_are_missing(
    desk_clock: None, register: AgreementVersion, alliance: Alliance, people: People, signed_in: SignedIn
) -> None:
    Rhythm.objects.update(frequency="termly", period_kind="academic term")
    text = signed_in(people.coordinator).get(f"{NEW}?period=AY2025-26T3").content.decode()
    assert "have not entered term dates" in text


def test_a_planned_round_of_another_region_is_not_there(
    register: AgreementVersion, other_alliance: Alliance, people: People, clerk: System, signed_in: SignedIn
) -> None:
    elsewhere = make_round(other_alliance, clerk)
    assert signed_in(people.performance).get(f"/returns/rounds/{elsewhere.reference}/").status_code == 404
    assert signed_in(people.bristol).get(f"/returns/rounds/{elsewhere.reference}/").status_code == 404


def test_a_council_sees_a_round_from_its_opening_on(
    planned: Round, people: People, clerk: System, signed_in: SignedIn
) -> None:
    browser = signed_in(people.derby)
    assert browser.get(f"/returns/rounds/{planned.reference}/").status_code == 404
    rounds.open_round(round_=planned, by=clerk)
    assert browser.get(f"/returns/rounds/{planned.reference}/").status_code == 302
    assert DERBY in {one.council.code for one in Return.objects.all()}


def test_the_set_of_the_round_before_is_proposed_again(
    desk_clock: None, register: AgreementVersion, alliance: Alliance, people: People, signed_in: SignedIn
) -> None:
    browser = signed_in(people.performance)

    def proposed() -> list[str]:
        page = browser.get(CHOSEN).content.decode()
        return [box for box in re.findall(r'<input class="govuk-radios__input"[^>]*>', page) if " checked" in box]

    assert 'value="letter-2023"' in proposed()[0]  # by its date
    make_round(alliance, people.performance, "2026-27Q1")
    assert ['value="mou-2022"' in box for box in proposed()] == [True]
