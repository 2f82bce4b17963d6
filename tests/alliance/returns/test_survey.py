"""The yearly survey: sent once to whoever asked, answered once without a name, counted honestly, frozen (R5.14)."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from riia.alliance.access.mail import MailNotSentError
from riia.alliance.access.models import Person
from riia.alliance.access.queries import scope_for
from riia.alliance.audit.actors import System
from riia.alliance.audit.models import Entry
from riia.alliance.places.models import Alliance
from riia.alliance.returns.errors import DeskError, NotYours
from riia.alliance.returns.models import Survey, SurveyAnswer, SurveyInvitation
from riia.alliance.returns.presenters.survey import few_words, result_page, share_words
from riia.alliance.returns.queries import survey as queries
from riia.alliance.returns.queries.care_needs import waiting
from riia.alliance.returns.services import care_sharing, survey_invitations
from riia.alliance.returns.services.enquiries import note_address, note_enquiry
from riia.alliance.returns.services.survey import (
    answer_survey,
    close_survey,
    open_survey,
    record_survey_elsewhere,
    withdraw_survey,
)
from riia.alliance.returns.services.survey_invitations import invitation_of, link_of, send_invitations
from riia.alliance.returns.states_care import SURVEY_TRANSITIONS, SurveyState
from riia.alliance.returns.survey_results import Result, Tally, result_of
from riia.alliance.returns.survey_scale import Opinion, SurveyQuestion
from tests.alliance.returns.conftest import OPENS, People

YEAR, UNTIL = 2026, dt.date(2026, 10, 31)
GOOD: dict[SurveyQuestion, Opinion | None] = dict.fromkeys(SurveyQuestion, Opinion.GOOD)
OPINIONS = st.sampled_from([*(one.value for one in Opinion), ""])


def asked(alliance: Alliance, by: Any, who: str, address: str = "", on: dt.date = dt.date(2026, 9, 1)) -> None:
    note_enquiry(alliance=alliance, asker=who, subject=f"How many, {who}?", received_on=on, address=address, by=by)


@pytest.fixture
def survey(desk_clock: None, alliance: Alliance, people: People) -> Survey:
    """An open survey of 2026-27; a board, a school and a board again asked, and a charity without an address."""
    by = people.analyst
    asked(alliance, by, "Health board", "Data@Board.example")
    asked(alliance, by, "Health board, again", "data@board.example")
    asked(alliance, by, "School", "head@school.example", dt.date(2026, 4, 1))
    asked(alliance, by, "Last year", "old@year.example", dt.date(2026, 3, 31))
    asked(alliance, by, "Charity")
    return open_survey(alliance=alliance, year=YEAR, closes_on=UNTIL, by=people.coordinator)


def invited(survey: Survey, by: Any) -> list[SurveyInvitation]:
    send_invitations(survey=survey, by=by)
    return list(survey.invitations.order_by("address"))


def many(survey: Survey, count: int, said: Opinion = Opinion.GOOD, comment: str = "") -> None:
    """So many more people invited by hand, each of whom answers."""
    held = survey.invitations.count()
    for number in range(held, held + count):
        one = SurveyInvitation.objects.create(survey=survey, address=f"{number}@example.org", organisation="x")
        answer_survey(invitation=one, opinions={SurveyQuestion.OVERALL: said}, comment=comment)


# counting


@given(st.lists(st.fixed_dictionaries({one.value: OPINIONS for one in SurveyQuestion}), max_size=20))
def test_cannot_say_and_left_out_count_in_neither_number(answers: list[dict[str, str]]) -> None:
    result = result_of(answers, invited=30)
    for question in SurveyQuestion:
        said = [one[question.value] for one in answers]
        opinions = [one for one in said if one not in {"", "cannot-say"}]
        share = result.tallies[question].share
        assert (share.good, share.of) == (sum(one in {"very-good", "good"} for one in opinions), len(opinions))
        assert share.running == len(said) - len(opinions)
        assert (share.percent is None) is (not opinions)
    assert Result.from_dict(result.as_dict()) == result


@pytest.mark.parametrize(
    ("good", "poor", "silent", "percent", "met"),
    [(3, 1, 5, 75, True), (2, 1, 0, 67, False), (0, 4, 0, 0, False), (0, 0, 4, None, None), (749, 251, 0, 74, False)],
)
def test_the_plans_75(good: int, poor: int, silent: int, percent: int | None, met: bool | None) -> None:
    tally = Tally({Opinion.GOOD: good, Opinion.POOR: poor, Opinion.CANNOT_SAY: silent})
    assert (tally.share.percent, tally.share.is_met) == (percent, met)


def test_the_words_have_both_numbers_and_say_who_is_left_out() -> None:
    tally = Tally({Opinion.VERY_GOOD: 2, Opinion.GOOD: 1, Opinion.NEITHER: 1, Opinion.CANNOT_SAY: 1}, missing=1)
    assert share_words(tally.share) == (
        "3 of 4 who gave an opinion said good or very good: 75%. The plan says 75%. "
        "2 gave no opinion and count in neither number."
    )
    assert share_words(Tally({}).share) == "Nobody gave an opinion, so there is no share."


@pytest.mark.parametrize(("answers", "few", "comments"), [(0, True, False), (2, True, False), (3, True, True),
                                                          (4, True, True), (5, False, True)])  # fmt: skip
def test_few_answers_are_marked_and_fewer_hide_their_comments(answers: int, few: bool, comments: bool) -> None:
    result = Result(answers, 20, {})
    assert (bool(few_words(result)), result.shows_comments) == (few, comments)


# inviting


def test_each_address_that_asked_in_the_year_is_invited_once(survey: Survey, people: People) -> None:
    held = invited(survey, people.coordinator)
    assert [one.address for one in held] == ["data@board.example", "head@school.example"]
    assert all(one.sent_at for one in held)
    bodies = {message.to[0]: message.body for message in mail.outbox}
    assert bodies.keys() == {one.address for one in held}
    assert all(link_of(one) in bodies[one.address] for one in held)
    invited(survey, people.coordinator)
    assert len(mail.outbox) == 2
    asked(survey.alliance, people.analyst, "Late", "late@asker.example", OPENS)
    invited(survey, people.coordinator)
    assert [message.to for message in mail.outbox[2:]] == [["late@asker.example"]]
    assert queries.sending(survey).without == ("Charity",)


def test_what_the_mail_server_refuses_goes_again_and_what_is_unknown_does_not(
    survey: Survey, people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise MailNotSentError("no")

    with monkeypatch.context() as broken:
        broken.setattr(survey_invitations, "send", refuse)
        assert send_invitations(survey=survey, by=people.coordinator).failed == 2
    far = queries.sending(survey)
    assert (far.invited, far.failed) == (0, 2)
    # The process died after the row of the first was written: nobody knows whether it went.
    first = survey.invitations.order_by("pk")[0]
    SurveyInvitation.objects.filter(pk=first.pk).update(problem="")
    assert send_invitations(survey=survey, by=people.coordinator).sent == 1
    assert [message.to for message in mail.outbox] != [[first.address]]
    assert queries.sending(survey).unknown == 1


def test_a_replay_writes_to_nobody(survey: Survey, people: People, at: Any) -> None:
    with at(dt.date(2026, 10, 2)):
        assert send_invitations(survey=survey, by=people.coordinator).sent == 2
    assert mail.outbox == []


def test_only_our_own_links_open_the_survey(survey: Survey, people: People) -> None:
    held = invited(survey, people.coordinator)[0]
    token = link_of(held).rstrip("/").rpartition("/")[2]
    assert invitation_of(token) == held
    for wrong in (token[:-1], token.replace(":", ""), held.reference.hex, f"{people.derby.reference.hex}:x", ""):
        assert invitation_of(wrong) is None


# answering


def test_an_answer_is_taken_once_and_joined_to_nobody(survey: Survey, people: People) -> None:
    one, other = invited(survey, people.coordinator)
    answer_survey(invitation=one, opinions=GOOD, comment=" More maps ")
    with pytest.raises(DeskError, match="used already"):
        answer_survey(invitation=one, opinions=GOOD)
    answer = SurveyAnswer.objects.get()
    assert (answer.overall, answer.comment) == ("good", "More maps")
    assert {field.name for field in SurveyAnswer._meta.get_fields()} == {
        "id", "survey", "quality", "speed", "clarity", "overall", "comment",
    }  # fmt: skip
    entry = Entry.objects.get(action="returns.answer_survey")
    assert (entry.actor_reference, entry.request_id, entry.network, entry.details) == ("", "", "unknown", {})
    with pytest.raises(DeskError, match="at least one"):
        answer_survey(invitation=other, opinions={}, comment=" ")
    other.refresh_from_db()
    assert not other.used


def test_a_closed_survey_takes_no_answers_and_its_result_stays(
    survey: Survey, people: People, live: Callable[..., None]
) -> None:
    one, other = invited(survey, people.coordinator)
    answer_survey(invitation=one, opinions=GOOD)
    live(UNTIL + dt.timedelta(days=1))
    with pytest.raises(DeskError, match="closed"):
        answer_survey(invitation=other, opinions=GOOD)
    with pytest.raises(DeskError, match="no more answers"):
        send_invitations(survey=survey, by=people.coordinator)
    closed = close_survey(survey=survey, by=people.coordinator)
    result = queries.result(closed)
    assert result is not None
    assert (result.answers, result.invited, result.response_rate, result.decides.percent) == (1, 2, 50, 100)
    SurveyAnswer.objects.create(survey=survey, overall="poor")
    assert queries.result(Survey.objects.get()) == result


def test_comments_are_seen_after_closing_and_never_of_fewer_than_three(survey: Survey, people: People) -> None:
    many(survey, 2, comment="Quicker please")
    assert queries.comments(survey) == []
    survey = close_survey(survey=survey, by=people.coordinator)
    assert queries.comments(survey) == []
    result = queries.result(survey)
    assert result is not None
    assert "would say who wrote it" in result_page(survey, result).no_comments


@pytest.mark.parametrize("state", SurveyState)
def test_every_state(survey: Survey, people: People, state: SurveyState) -> None:
    steps: dict[SurveyState, Callable[[], object]] = {
        SurveyState.CLOSED: lambda: close_survey(survey=survey, by=people.coordinator),
        SurveyState.WITHDRAWN: lambda: withdraw_survey(survey=survey, reason="mistake", by=people.coordinator),
    }
    for to, step in steps.items():
        Survey.objects.all().delete()
        survey = open_survey(alliance=survey.alliance, year=YEAR, closes_on=UNTIL, by=people.coordinator)
        if state is not SurveyState.OPEN:
            steps[state]()
        if to in SURVEY_TRANSITIONS[state] and state is SurveyState.OPEN:
            step()
            assert Survey.objects.get().state == to
        else:  # a closed one that was held here is never withdrawn
            with pytest.raises(DeskError):
                step()
            assert Survey.objects.get().state == state


def test_a_year_has_one_survey_and_what_was_answered_is_not_withdrawn(survey: Survey, people: People) -> None:
    facts: dict[str, Any] = {"alliance": survey.alliance, "closes_on": UNTIL, "by": people.coordinator}
    with pytest.raises(DeskError, match="on record already"):
        open_survey(year=YEAR, **facts)
    with pytest.raises(DeskError, match="has not begun"):
        open_survey(year=2027, **facts)
    with pytest.raises(DeskError, match="has passed"):
        open_survey(year=2025, **facts | {"closes_on": OPENS - dt.timedelta(days=1)})
    many(survey, 1)
    with pytest.raises(DeskError, match="have answered"):
        withdraw_survey(survey=survey, reason="mistake", by=people.coordinator)


def elsewhere(alliance: Alliance, by: Any, **changes: Any) -> Survey:
    counts = dict.fromkeys(Opinion, 0) | {Opinion.VERY_GOOD: 4, Opinion.GOOD: 2, Opinion.POOR: 2, Opinion.CANNOT_SAY: 1}
    facts = {"year": 2025, "source": "Forms, survey file", "ended_on": OPENS, "invited": None, "answers": 10,
             "counts": counts} | changes  # fmt: skip
    return record_survey_elsewhere(alliance=alliance, by=by, **facts)


def test_results_from_elsewhere_are_kept_as_told(desk_clock: None, alliance: Alliance, people: People) -> None:
    result = queries.result(elsewhere(alliance, people.coordinator))
    assert result is not None
    assert (result.decides.good, result.decides.of, result.decides.running) == (6, 8, 2)
    assert result.response_rate is None
    kept = Survey.objects.get()
    withdraw_survey(survey=kept, reason="typed in wrongly", by=people.coordinator)
    assert elsewhere(alliance, people.coordinator, invited=12).state == SurveyState.CLOSED


@pytest.mark.parametrize(
    ("changes", "said"),
    [({"source": " "}, "where the survey"), ({"answers": 8}, "make 9"), ({"answers": 0}, "at least one"),
     ({"invited": 9}, "at least as many"), ({"ended_on": OPENS + dt.timedelta(days=1)}, "is over")],
)  # fmt: skip
def test_counts_that_cannot_be_are_refused(
    desk_clock: None, alliance: Alliance, people: People, changes: dict[str, Any], said: str
) -> None:
    with pytest.raises(DeskError, match=said):
        elsewhere(alliance, people.coordinator, **changes)


# who may


def test_who_may_see_it(survey: Survey, people: People) -> None:
    def sees(person: Person) -> bool:
        return queries.get_survey(scope_for(person), survey.reference) is not None

    assert [sees(one) for one in (people.coordinator, people.analyst)] == [True, True]
    readers = (people.derby, people.derby_dcs, people.dfe, people.bristol, people.southwest)
    assert [sees(one) for one in readers] == [False] * 5
    with pytest.raises(DeskError, match="Only a closed"):
        care_sharing.share(one=survey, by=people.coordinator)
    close_survey(survey=survey, by=people.coordinator)
    assert [sees(one) for one in readers] == [True, True, False, False, False]
    for _ in range(2):
        care_sharing.share(one=survey, by=people.coordinator)
    assert [sees(one) for one in readers] == [True, True, True, False, False]
    assert Entry.objects.filter(action="returns.share_with_department").count() == 1
    care_sharing.stop_sharing(one=survey, reason="not agreed", by=people.coordinator)
    assert not sees(people.dfe)
    assert queries.surveys(scope_for(people.dfe)).count() == 0


def test_the_desk_of_another_region_and_those_who_only_read_change_nothing(survey: Survey, people: People) -> None:
    for person in (people.southwest, people.analyst, people.derby_dcs):
        with pytest.raises(NotYours):
            close_survey(survey=survey, by=person)
        with pytest.raises(NotYours):
            send_invitations(survey=survey, by=person)
        with pytest.raises(NotYours):
            care_sharing.share(one=survey, by=person)


def test_when_the_trail_fails_nothing_has_changed(
    survey: Survey, people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(**_: object) -> None:
        raise RuntimeError("no trail")

    one = invited(survey, people.coordinator)[0]
    for module in ("survey", "survey_invitations", "care_sharing", "enquiries"):
        monkeypatch.setattr(f"riia.alliance.returns.services.{module}.record", refuse)
    asker = survey.alliance.enquiries.get(asker="Charity")
    steps: list[Callable[[], object]] = [
        lambda: answer_survey(invitation=one, opinions=GOOD),
        lambda: close_survey(survey=survey, by=people.coordinator),
        lambda: withdraw_survey(survey=survey, reason="mistake", by=people.coordinator),
        lambda: elsewhere(survey.alliance, people.coordinator),
        lambda: note_address(enquiry=asker, address="a@b.example", by=people.analyst),
    ]
    for step in steps:
        with pytest.raises(RuntimeError):
            step()
    assert (Survey.objects.get().state, SurveyAnswer.objects.count()) == ("open", 0)
    assert not SurveyInvitation.objects.filter(used=True).exists()
    asker.refresh_from_db()
    assert asker.address == ""


# pages


def test_from_the_pages(
    desk_clock: None, alliance: Alliance, people: People, signed_in: Callable[[Person], Client], client: Client
) -> None:
    asked(alliance, people.analyst, "Health board", "data@board.example")
    desk = signed_in(people.coordinator)
    day = {f"closes_on-{part}": value for part, value in (("day", 31), ("month", 10), ("year", 2026))}
    page = desk.post(reverse("returns:open_survey"), {"year": "2026", **day}).headers["Location"]
    assert "Invite 1 asker" in desk.get(page).content.decode()
    desk.post(f"{page}invite/")
    assert "data@board.example" in desk.get(page).content.decode()
    link = next(line for line in mail.outbox[0].body.splitlines() if "/returns/survey/answer/" in line)
    public = Client()
    path = "/" + link.split("/", 3)[3]
    assert public.get(path).headers["Location"] == reverse("returns:answer_survey")
    form = reverse("returns:answer_survey")
    assert "How was our help with data?" in public.get(form).content.decode()
    assert "Answer at least one question" in public.post(form, {}).content.decode()
    assert public.post(form, {"overall": "very-good", "comment": "Fine"}).status_code == 302
    assert "your answers are in" in public.get(form).content.decode()
    again = public.get(path, follow=True)
    assert (again.status_code, "used already" in again.content.decode()) == (410, True)
    assert "1 of 1 invited asker answered so far" in desk.get(page).content.decode()
    desk.post(f"{page}close/")
    text = desk.get(page).content.decode()
    assert "100% positive in the survey of 2026-27" in text
    assert "This is few" in text
    assert "Fine" not in text
    assert signed_in(people.derby).get(page).status_code == 200
    assert "data@board.example" not in client.get(page).content.decode()
    assert signed_in(people.southwest).get(page).status_code == 404


def test_without_a_link_there_is_nothing_to_answer_and_tries_are_limited(db: None) -> None:
    public = Client()
    assert public.get(reverse("returns:answer_survey")).status_code == 404
    tried = [public.get(reverse("returns:survey_link", args=["no-link"])).status_code for _ in range(21)]
    assert tried == [404] * 20 + [429]
    assert public.get(reverse("returns:surveys")).status_code == 302


def test_elsewhere_from_the_page(
    desk_clock: None, alliance: Alliance, people: People, signed_in: Callable[[Person], Client]
) -> None:
    desk = signed_in(people.coordinator)
    day = {f"ended_on-{part}": value for part, value in (("day", 1), ("month", 10), ("year", 2026))}
    counts = {one.value: "0" for one in Opinion} | {"good": "7", "poor": "1"}
    facts = {"year": "2026", "source": "Forms", "answers": "7", **day, **counts}
    new = reverse("returns:survey_elsewhere")
    assert "The counts make 8, and 7 answered" in desk.post(new, facts).content.decode()
    page = desk.post(new, facts | {"answers": "9"}).headers["Location"]
    text = desk.get(page).content.decode()
    assert "7 of 8 who gave an opinion" in text
    assert "how many were invited is not known" in text
    assert text.count("Not asked.") == 3


def test_a_year_that_is_over_and_a_survey_past_its_day_are_said(
    survey: Survey, people: People, live: Callable[..., None]
) -> None:
    def texts(person: Person, day: dt.date) -> list[str]:
        return [one.text for one in waiting(scope_for(person), day)]

    assert texts(people.coordinator, UNTIL) == ["Open the yearly survey of those who asked in 2025-26"]
    assert texts(people.analyst, UNTIL) == []
    elsewhere(survey.alliance, people.coordinator)
    assert texts(people.coordinator, UNTIL) == []
    assert texts(people.coordinator, UNTIL + dt.timedelta(days=1)) == ["Close the survey of 2026-27, East Midlands"]


def test_the_system_may_run_it(desk_clock: None, alliance: Alliance) -> None:
    assert open_survey(alliance=alliance, year=YEAR, closes_on=UNTIL, by=System("tests")).simulated is False
