"""The panel: interests, blind scores, the ranking, and nothing that counts a missing score as 0."""

from collections.abc import Callable
from fractions import Fraction

import pytest
from django.core import mail

from riia.alliance.access.models import Person
from riia.alliance.access.queries import scope_for
from riia.alliance.access.roles import Role
from riia.alliance.offer.errors import CallError, Incomplete, NotYours, Stale
from riia.alliance.offer.models import Application, Call, Score, Sheet
from riia.alliance.offer.presenters.calls import call_page
from riia.alliance.offer.queries import panels, reading
from riia.alliance.offer.services import calls, panel
from riia.alliance.offer.services.panel import Given, declare, save_scores
from tests.alliance.offer.conftest import AFTER, DERBY, LEICESTER, TODAY, Live, People, score


def standings(who: Person, call: Call) -> dict[str, tuple[Fraction | None, int | None, str]]:
    """Mean, rank and why it is hidden, by council, as somebody sees them."""
    return {row.one.council.code: (row.standing.mean, row.standing.rank, row.hidden)
            for row in panels.ranking(scope_for(who), call)}  # fmt: skip


@pytest.mark.parametrize(
    ("who", "before", "after"),
    [
        ("coordinator", True, True),
        ("derby", False, False),
        ("panellist", False, False),
        ("performance", False, False),
        ("lead", False, False),
    ],
)
def test_who_judges_or_applies_reads_no_application_before_the_panel_has_it(
    submitted: dict[str, Application], call: Call, people: People, live: Live, who: str, before: bool, after: bool
) -> None:
    """Pat is on the panel; Martin as well, and he is a director of Derby, which applies too."""
    scope = scope_for(getattr(people, who))

    def reads() -> bool:
        one = reading.get_application(scope, submitted[LEICESTER].reference)
        return one is not None and reading.may_read(scope, one)

    assert reads() is before
    live(AFTER)
    calls.give_to_panel(call=call, by=people.coordinator)
    assert reads() is after
    if reading.member_for(scope, call):
        declare(one=submitted[LEICESTER], conflict=False, by=getattr(people, who))
        assert reads()


def test_a_competitor_sees_no_amount_before_the_last_day(
    submitted: dict[str, Application], call: Call, people: People
) -> None:
    """Martin sees the region, and is a director of Derby."""
    for who, amounts in ((people.lead, {""}), (people.coordinator, {"£12,500.50", "£20,000.00"})):
        assert {line.asked for line in call_page(scope_for(who), call, TODAY).applications} == amounts


def test_nobody_scores_before_declaring(with_panel: dict[str, Application], people: People) -> None:
    with pytest.raises(CallError, match="Declare first"):
        save_scores(one=with_panel[DERBY], version=1, scores={}, by=people.panellist)
    with pytest.raises(CallError, match="Say what the interest is"):
        declare(one=with_panel[DERBY], conflict=True, by=people.panellist)
    declare(one=with_panel[DERBY], conflict=True, words="My sister works there.", by=people.panellist)
    with pytest.raises(NotYours, match="others score it"):
        save_scores(one=with_panel[DERBY], version=1, scores={}, by=people.panellist)
    scope = scope_for(people.panellist)
    assert not reading.may_read(scope, reading.get_application(scope, with_panel[DERBY].reference))


def test_nobody_scores_what_their_own_council_asks_for(
    with_panel: dict[str, Application], people: People, give: Callable[..., object]
) -> None:
    with pytest.raises(NotYours, match="You hold a role at this council"):
        declare(one=with_panel[DERBY], conflict=False, by=people.lead)
    declare(one=with_panel[LEICESTER], conflict=False, by=people.lead)
    give(people.panellist, Role.COUNCIL_OFFICER, LEICESTER)
    with pytest.raises(NotYours):
        declare(one=with_panel[LEICESTER], conflict=False, by=people.panellist)
    able = [each.person.name for each in panels.eligible(with_panel[LEICESTER])]
    assert able == ["Martin", "Yusuf"]


@pytest.mark.parametrize("who", ["coordinator", "derby", "leicester", "dfe", "auditor", "southwest"])
def test_only_the_panel_scores(with_panel: dict[str, Application], people: People, who: str) -> None:
    with pytest.raises(NotYours, match="Only members of the panel"):
        declare(one=with_panel[DERBY], conflict=False, by=getattr(people, who))


def test_scores_are_saved_as_far_as_they_go_and_handed_in_whole(
    with_panel: dict[str, Application], people: People
) -> None:
    one, by = with_panel[DERBY], people.performance
    declare(one=one, conflict=False, by=by)
    need, value = one.call.criteria.all()
    save_scores(one=one, version=1, scores={need: Given(0, "Nothing said.")}, by=by)
    assert Sheet.objects.get().submitted_at is None
    with pytest.raises(Incomplete) as told:
        save_scores(one=one, version=1, scores={need: Given(0, "Nothing."), value: Given(4, "")}, submit=True, by=by)
    assert dict(told.value.problems) == {
        "score-2": "The score for “Value” is between 0 and 3",
        "reason-2": "Enter your reason for the score for “Value”",
    }
    with pytest.raises(Incomplete) as told:
        save_scores(one=one, version=1, scores={need: Given(0, "Nothing.")}, submit=True, by=by)
    assert "Select a score for “Value”" in told.value.problems.values()
    assert Score.objects.filter(score=None).count() == 0
    save_scores(one=one, version=1, scores={need: Given(0, "x"), value: Given(3, "y")}, submit=True, by=by)
    with pytest.raises(CallError, match="stay as they are"):
        save_scores(one=one, version=1, scores={need: Given(3, "x")}, by=by)
    with pytest.raises(Stale):
        save_scores(one=one, version=2, scores={}, by=by)


def test_an_interest_found_later_takes_unsubmitted_scores_away(
    with_panel: dict[str, Application], people: People
) -> None:
    one = with_panel[DERBY]
    score(one, people.panellist, 1, 1, submit=False)
    declare(one=one, conflict=True, words="I helped to write it.", by=people.panellist)
    assert not Sheet.objects.exists()
    score(with_panel[LEICESTER], people.panellist, 1, 1)
    with pytest.raises(CallError, match="You have submitted scores"):
        declare(one=with_panel[LEICESTER], conflict=True, words="Late.", by=people.panellist)


def test_scores_are_blind_until_ones_own_are_in(with_panel: dict[str, Application], call: Call, people: People) -> None:
    derby, leicester = with_panel[DERBY], with_panel[LEICESTER]
    score(derby, people.performance, 3, 3)
    call.refresh_from_db()
    hidden = "You see others’ scores once you have submitted your own."
    assert standings(people.panellist, call) == {DERBY: (None, None, hidden), LEICESTER: (None, None, hidden)}
    score(derby, people.panellist, 0, 0)
    assert standings(people.panellist, call)[DERBY] == (Fraction(50), 1, "")
    assert standings(people.panellist, call)[LEICESTER][2] == hidden
    assert standings(people.lead, call)[DERBY] == (None, None, "You hold a role at this council.")
    assert standings(people.coordinator, call) == {DERBY: (Fraction(50), 1, ""), LEICESTER: (None, None, "")}
    score(leicester, people.performance, 3, 3, submit=False)
    assert standings(people.coordinator, call)[LEICESTER] == (None, None, "")


def test_the_ranking_counts_only_scores_there_are(scored: dict[str, Application], call: Call, people: People) -> None:
    rows = {row.one.council.code: row for row in panels.ranking(scope_for(people.coordinator), call)}
    derby, leicester = rows[DERBY].standing, rows[LEICESTER].standing
    assert (derby.mean, derby.rank, derby.expected, derby.missing, derby.spread) == (90, 1, 2, 0, 20)
    third = Fraction(20) + Fraction(80, 3)
    assert (leicester.mean, leicester.rank, leicester.expected, leicester.missing) == (third, 2, 3, 1)
    assert [(one.title, scores) for one, scores in rows[DERBY].by_criterion] == [("Need", (2, 3)), ("Value", (3, 3))]


@pytest.mark.usefixtures("sent_at_once")
def test_who_decides_is_told_once_all_have_scored(with_panel: dict[str, Application], people: People) -> None:
    score(with_panel[LEICESTER], people.lead, 3, 3)
    score(with_panel[DERBY], people.panellist, 3, 3)
    for one in with_panel.values():
        score(one, people.performance, 3, 3)
    mail.outbox.clear()
    score(with_panel[LEICESTER], people.panellist, 3, 3)
    assert [each.to for each in mail.outbox] == [["martin@example.org"]]
    assert "has scored 2 applications" in mail.outbox[0].body


def test_somebody_who_scored_stays_on_the_panel(scored: dict[str, Application], call: Call, people: People) -> None:
    with pytest.raises(CallError, match="they stay part of the decision"):
        panel.remove_member(member=call.panel.get(person=people.panellist), by=people.coordinator)
    panel.remove_member(member=call.panel.get(person=people.lead), by=people.coordinator)
    assert len(panels.eligible(scored[LEICESTER])) == 2


def test_a_panel_keeps_two(call: Call, people: People) -> None:
    panel.remove_member(member=call.panel.get(person=people.lead), by=people.coordinator)
    with pytest.raises(CallError, match="at least 2 people"):
        panel.remove_member(member=call.panel.get(person=people.panellist), by=people.coordinator)
