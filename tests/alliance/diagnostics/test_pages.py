"""The pages as their people meet them: what each role sees and what is not there for it, clashes, files, disclosure."""

import csv
import io
import uuid
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from riia.alliance.access.models import Person
from riia.alliance.access.queries import scope_for
from riia.alliance.diagnostics.answers import Answer, digest
from riia.alliance.diagnostics.models import Assessment, AssessmentRound
from riia.alliance.diagnostics.queries import needs, picture
from riia.alliance.diagnostics.queries.publishing import summary_content
from riia.alliance.diagnostics.queries.reading import answers
from riia.alliance.diagnostics.services.publishing import publish_summary
from riia.alliance.diagnostics.services.rounds import close_round, open_round
from riia.alliance.places.models import Alliance
from tests.alliance.diagnostics.conftest import (
    CLERK,
    DERBY,
    DERBYSHIRE,
    DUE,
    LEICESTER,
    LINCOLNSHIRE,
    NOTTINGHAM,
    RUTLAND,
    TODAY,
    People,
    fill,
    make_round,
    of,
    signed,
    submitted,
)

type SignedIn = Callable[[Person], Client]


def page(name: str, one: Assessment | AssessmentRound, *more: str) -> str:
    return reverse(f"diagnostics:{name}", args=[one.reference, *more])


def text(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, address
    return response.content.decode()


def test_outside_the_scope_nothing_is_there(derby: Assessment, people: People, signed_in: SignedIn) -> None:
    submitted(derby)
    for who in (people.bristol, people.leicester):
        client = signed_in(who)
        for name in ("assessment", "all", "others", "answers_csv", "submit"):
            assert client.get(page(name, derby)).status_code == 404, (who, name)
        assert client.get(page("rate", derby, "notice")).status_code == 404
        for name in ("matrix", "offers", "compare", "round_answers_csv", "spread_csv"):
            assert client.get(page(name, derby.round)).status_code == 404, (who, name)
    client = signed_in(people.dfe)
    for name in ("assessment", "all", "others"):
        assert client.get(page(name, derby)).status_code in {403, 404}
    assert client.get(reverse("diagnostics:assessment", args=[uuid.uuid4()])).status_code in {403, 404}


def test_a_draft_is_seen_by_the_councils_own_people_only(
    derby: Assessment, people: People, signed_in: SignedIn
) -> None:
    fill(derby, notice=Answer(level=1, evidence="our secret draft"))
    assert "our secret draft" in text(signed_in(people.derby_officer), page("all", derby))
    for who in (people.coordinator, people.auditor):
        client = signed_in(who)
        assert "our secret draft" not in text(client, page("all", derby))
        assert "our secret draft" not in text(client, page("answers_csv", derby))
        assert "our secret draft" not in text(client, page("round_answers_csv", derby.round))
        assert client.get(page("others", derby)).status_code == 404


def test_what_was_submitted_is_seen_by_the_region(derby: Assessment, people: People, signed_in: SignedIn) -> None:
    submitted(derby, notice=Answer(level=1, evidence="as we say", need="a form"))
    client = signed_in(people.analyst)
    assert "as we say" in text(client, page("all", derby))
    assert "a form" in text(client, page("offers", derby.round))
    assert "Not begun" in text(client, page("matrix", derby.round))
    assert "1 of 6 councils submitted" in text(client, page("round", derby.round))
    for name in ("rate", "reopen", "sign", "naming"):
        more = ("notice",) if name == "rate" else ()
        assert client.get(page(name, derby, *more)).status_code in {403, 404}
    assert client.get(page("close_round", derby.round)).status_code in {403, 404}


def test_two_people_at_one_statement_see_each_other(derby: Assessment, people: People, signed_in: SignedIn) -> None:
    address = page("rate", derby, "notice")
    posted = {"base": "0", "level": "2", "evidence": "mine"}
    assert signed_in(people.derby_dcs).post(address, posted | {"level": "3", "evidence": "hers"}).status_code == 302
    client = signed_in(people.derby)
    response = client.post(address, posted)
    shown = response.content.decode()
    assert response.status_code == 200
    assert "Martin changed this since you opened it" in shown
    assert "hers" in shown
    assert ">mine</textarea>" in shown
    assert answers(derby)["notice"].evidence == "hers"
    assert 'name="base" value="1"' in shown
    assert client.post(address, posted | {"base": "1"}).status_code == 302
    assert answers(derby)["notice"].evidence == "mine"


@pytest.mark.parametrize(
    ("posted", "said"),
    [
        ({"level": "na"}, "Say why it is not applicable"),
        ({"level": "2", "why": "because"}, "take the reason away"),
        ({"level": "9"}, "valid choice"),
        ({"level": "2", "links": "C:\\evidence.docx"}, "is not an address"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(
    derby: Assessment, people: People, signed_in: SignedIn, posted: dict[str, str], said: str
) -> None:
    response = signed_in(people.derby).post(page("rate", derby, "notice"), {"evidence": "typed long", **posted})
    assert said in response.content.decode()
    assert "typed long" in response.content.decode()
    assert not answers(derby)


def test_leaving_it_unanswered_is_kept_as_unanswered(derby: Assessment, people: People, signed_in: SignedIn) -> None:
    client = signed_in(people.derby)
    client.post(page("rate", derby, "notice"), {"base": "0", "level": "later", "evidence": "asked around"})
    assert answers(derby)["notice"] == Answer(evidence="asked around")
    assert "15 statements still to rate" in text(client, page("assessment", derby))
    client.post(page("rate", derby, "cool-off"), {"base": "0", "evidence": "no level chosen"})
    assert answers(derby)["cool-off"].level is None


def test_the_files_are_tidy_and_run_nothing(derby: Assessment, people: People, signed_in: SignedIn) -> None:
    submitted(derby, notice=Answer(level=2, evidence='=HYPERLINK("x")', need="+1"), legacy=Answer())
    client = signed_in(people.coordinator)
    rows = list(
        csv.DictReader(io.StringIO(text(client, page("round_answers_csv", derby.round)).removeprefix("\ufeff")))
    )
    assert len(rows) == 6 * 15
    notice = next(row for row in rows if row["council_code"] == DERBY and row["statement"] == "notice")
    assert (notice["level"], notice["answer"], notice["evidence"]) == ("2", "level", '\'=HYPERLINK("x")')
    assert notice["support_wanted"] == "'+1"
    legacy = next(row for row in rows if row["council_code"] == DERBY and row["statement"] == "legacy")
    assert (legacy["level"], legacy["answer"]) == ("", "not answered")
    out = [row for row in rows if row["council_code"] == LEICESTER]
    assert {(row["answer"], row["level"]) for row in out} == {("not submitted", "")}
    spread = list(csv.DictReader(io.StringIO(text(client, page("spread_csv", derby.round)).removeprefix("\ufeff"))))
    for key in {row["statement"] for row in spread}:
        here = [row for row in spread if row["statement"] == key]
        assert sum(int(row["councils"]) for row in here) == int(here[0]["councils_asked"]) == 6


def test_others_are_shown_after_submitting_and_never_too_few(
    round_: AssessmentRound, people: People, signed_in: SignedIn
) -> None:
    derby, scope = of(round_, DERBY), scope_for(people.derby)
    for code in (LEICESTER, NOTTINGHAM, RUTLAND):
        signed(of(round_, code), level=2, notice=Answer(level=1, need="their wish", strength="their strength"))
    assert picture.others(scope, derby) is None, "not before one's own is in"
    submitted(derby)
    found = picture.others(scope, derby)
    assert found is not None
    assert all(one.spread and one.spread.asked == 5 for one in found)
    client = signed_in(people.derby)
    shown = text(client, page("others", derby))
    assert "3 of 5 other councils answered: 3 Begun" in shown
    assert not any(words in shown for words in ("Leicester", "their wish", "their strength"))
    # One of the three agrees to be named: two are left, who could be told apart.
    leicester = of(round_, LEICESTER)
    leicester.may_be_named = True
    leicester.save()
    found = picture.others(scope, derby)
    assert found is not None
    assert all(one.spread is None for one in found)
    shown = text(client, page("others", derby))
    assert "Leicester" in shown
    assert "their strength" in shown
    assert "their wish" not in shown
    assert "Rutland" not in shown


def test_a_statement_that_too_few_answered_is_hidden_by_itself(round_: AssessmentRound, people: People) -> None:
    derby = of(round_, DERBY)
    submitted(derby)
    for code in (LEICESTER, NOTTINGHAM, RUTLAND):
        submitted(of(round_, code), legacy=Answer() if code == RUTLAND else Answer(level=1))
    found = {one.statement.key: one.spread for one in picture.others(scope_for(people.derby), derby) or ()}
    assert found["legacy"] is None
    assert found["notice"] is not None


def test_dfe_reads_what_was_published_and_nothing_else(
    round_: AssessmentRound, people: People, signed_in: SignedIn
) -> None:
    for code in (LEICESTER, NOTTINGHAM, RUTLAND, LINCOLNSHIRE, DERBYSHIRE):
        submitted(of(round_, code))
    client = signed_in(people.dfe)
    assert "Nothing here yet" in text(client, reverse("diagnostics:home"))
    close_round(round_=round_, by=CLERK)
    seen = digest(summary_content(round_))
    made = publish_summary(round_=round_, words="Caps first.", seen=seen, by=people.coordinator)
    assert "Agency rules 2026, East Midlands" in text(client, reverse("diagnostics:home"))
    shown = text(client, reverse("diagnostics:summary", args=[made.reference]))
    assert "5 of 6 councils answered: 5 In place. 1 has not submitted." in shown
    assert "Caps first." in shown
    assert not any(name in shown for name in ("Leicester", "Rutland", "Lincolnshire"))
    assert client.get(page("round", round_)).status_code in {403, 404}


def test_a_round_from_plan_to_close_by_its_pages(alliance: Alliance, people: People, signed_in: SignedIn) -> None:
    client = signed_in(people.coordinator)
    posted = {"topic": "agency-rules", "name": "2026", "opens_on-day": "2", "opens_on-month": "11",
              "opens_on-year": "2026", "working_days": "20", "councils": [DERBY, LEICESTER]}  # fmt: skip
    response = client.post(reverse("diagnostics:plan"), posted)
    made = AssessmentRound.objects.get()
    assert response.headers["Location"] == page("round", made)
    assert (made.due_on, made.assessments.count()) == (DUE, 2)
    assert "is planned for 2 councils" in text(client, page("round", made))
    assert client.get(page("close_round", made)).status_code == 404
    client.post(page("open_round", made))
    assert "2 councils have not submitted" in text(client, page("close_round", made))
    client.post(page("close_round", made))
    made.refresh_from_db()
    assert made.state == "closed"
    assert "Say why" in client.post(page("open_round", made), {"reason": ""}).content.decode()
    client.post(page("open_round", made), {"reason": "late answers"})
    made.refresh_from_db()
    assert made.state == "open"


def test_what_moved_since_an_earlier_round(alliance: Alliance, people: People, signed_in: SignedIn) -> None:
    first = open_round(round_=make_round(alliance, name="first"), by=CLERK)
    submitted(of(first, DERBY), level=2, legacy=Answer(level=3), notice=Answer())
    submitted(of(first, RUTLAND), level=2)
    AssessmentRound.objects.filter(pk=first.pk).update(opens_on=TODAY.replace(year=2025), state="closed")
    second = open_round(round_=make_round(alliance), by=CLERK)
    assert "Agency rules first: Begun" in text(signed_in(people.derby), page("assessment", of(second, DERBY)))
    submitted(of(second, DERBY), level=3, legacy=Answer(level=1), experience=Answer())
    client = signed_in(people.analyst)
    shown = text(client, reverse("diagnostics:home"))
    assert shown.index("Agency rules 2026, East") < shown.index("Agency rules first, East"), "the newest first"
    shown = text(client, page("compare", second))
    assert "12 ratings went up and 1 down" in shown
    assert "Of 13 ratings given in both" in shown
    assert "Only in Agency rules first: Rutland." in shown
    assert "Derby: In place → Not begun" in shown


def test_home_says_what_waits_for_whom(derby: Assessment, people: People) -> None:
    def waiting(person: Person) -> list[str]:
        return [one.text for one in needs.needs(scope_for(person), TODAY)]

    rate = "Rate Derby’s readiness: Agency rules 2026"
    assert waiting(people.derby) == [rate] == waiting(people.derby_dcs)
    submitted(derby)
    assert waiting(people.derby) == []
    assert waiting(people.derby_dcs) == ["Sign Derby’s self-assessment: Agency rules 2026"]
    assert waiting(people.coordinator) == waiting(people.dfe) == waiting(people.derby_officer) == []
    late = [one.text for one in needs.needs(scope_for(people.coordinator), DUE.replace(month=12))]
    assert late == ["Agency rules 2026: 5 self-assessments not in"]


def test_the_director_signs_from_the_page(derby: Assessment, people: People, signed_in: SignedIn) -> None:
    submitted(derby, notice=Answer(level=1, need="a form"))
    client = signed_in(people.derby_dcs)
    shown = text(client, page("sign", derby))
    assert "Notice periods: Not begun" in shown
    seen = shown.split('name="seen" value="')[1][:64]
    stale = client.post(page("sign", derby), {"seen": "0" * 64, "director_days": "1.5"}).content.decode()
    assert "has changed since this page was opened" in stale
    client.post(page("sign", derby), {"seen": seen, "may_be_named": "on", "director_days": ""})
    derby.refresh_from_db()
    assert (derby.state, derby.may_be_named, derby.director_days) == ("signed", True, None)
    assert "is signed" in text(client, page("sign", derby))
    assert "signature of Martin" in text(client, page("reopen", derby)).replace("The signature", "signature")
