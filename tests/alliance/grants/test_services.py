"""Letters are entered, payments approved, awards handed in for: who may, when, and never without the trail."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.utils import timezone

from riia.alliance.access.queries import scope_for
from riia.alliance.audit.models import Entry
from riia.alliance.grants.annex_text import said
from riia.alliance.grants.errors import GrantError, NotYours, Unfinished
from riia.alliance.grants.models import (
    ClauseKind,
    ColumnKind,
    Consent,
    Determination,
    DeterminationVersion,
    GrantKind,
    Payment,
    Power,
)
from riia.alliance.grants.queries import dues, reading
from riia.alliance.grants.queries.needs import needs
from riia.alliance.grants.services import annex, awarding, entering, paying
from riia.alliance.grants.services.awarding import AwardDetails, ProjectDetails
from riia.alliance.grants.services.entering import Entered, GrantDetails, LetterDetails, ReferenceDetails
from riia.alliance.grants.services.paying import PaymentDetails
from riia.alliance.places.models import Place
from riia.documents.allocation import PerCouncil
from tests.alliance.grants.conftest import BATH, BRISTOL, BY, DEVON, SOUTH_WEST, People

LETTER = LetterDetails(
    "1 May 2026", dt.date(2026, 5, 1), power=Power.SECTION_31, consent=Consent.STATED, citation="Determination 31/9999"
)
GRANT = GrantDetails("Regional support", GrantKind.CORE, 2026, published=True)
SOON = timezone.localdate() + dt.timedelta(days=20)


@pytest.fixture
def draft(people: People, england: dict[str, Place]) -> DeterminationVersion:
    """£3,200 for each of the South West's councils: £48,000."""
    by = people.coordinator
    entered = Entered(GRANT, LETTER, [ReferenceDetails("31/9999", "DfE", True)])
    version = entering.enter_grant(entered=entered, keeper=england[SOUTH_WEST], by=by)
    rule = PerCouncil(line="1", title="Time of directors", rate=320_000, paid_in="2026-06")
    details = annex.PurposeDetails(
        "1", "Time of directors", rule=rule, pays_on=dt.date(2026, 6, 1), pays_written="June 2026"
    )
    annex.put_purpose(version=version, details=details, by=by)
    rows = [annex.RowDetails("South West", [said("£48,000")])]
    annex.set_annex(version=version, columns=[annex.ColumnDetails(ColumnKind.TOTAL, "Total")], rows=rows, by=by)
    return version


@pytest.fixture
def letter(draft: DeterminationVersion, people: People) -> DeterminationVersion:
    return entering.determine(version=draft, by=people.coordinator)


@pytest.fixture
def hosted(letter: DeterminationVersion, people: People, england: dict[str, Place]) -> DeterminationVersion:
    awarding.record_host(
        determination=letter.determination,
        region=england[SOUTH_WEST],
        council=england[BATH],
        because="item 4",
        by=people.coordinator,
    )
    return letter


def propose(letter: DeterminationVersion, place: Place, by: object, pence: int = 1_000_050) -> Payment:
    return paying.propose(determination=letter.determination, details=PaymentDetails(place, SOON, pence), by=by)


def test_a_letter_is_determined_only_whole(draft: DeterminationVersion, people: People) -> None:
    by = people.coordinator
    bare = LetterDetails("1 May 2026", dt.date(2026, 5, 1))
    entering.change_letter(version=draft, letter=bare, by=by)
    with pytest.raises(Unfinished, match=r"power.*consent") as refused:
        entering.determine(version=draft, by=by)
    assert set(refused.value.problems) == {"power", "consent"}
    late = LetterDetails(
        "1 May 2026", dt.date(2026, 5, 1), power=Power.SECTION_31, consent=Consent.DATED, consent_on=dt.date(2026, 5, 2)
    )
    entering.change_letter(version=draft, letter=late, by=by)
    with pytest.raises(Unfinished, match="2 May 2026 came after the determination, 1 May 2026"):
        entering.determine(version=draft, by=by)
    entering.change_letter(version=draft, letter=LETTER, by=by)
    annex.set_annex(version=draft, columns=[], rows=[], by=by)
    with pytest.raises(Unfinished, match="annex has no recipient"):
        entering.determine(version=draft, by=by)


def test_what_is_determined_is_not_changed(letter: DeterminationVersion, people: People) -> None:
    for change in (
        lambda: entering.change_letter(version=letter, letter=LETTER, by=people.coordinator),
        lambda: annex.set_parties(version=letter, parties=[("x", True)], by=people.coordinator),
        lambda: annex.set_clauses(version=letter, clauses=[("1", ClauseKind.OTHER, "x")], by=people.coordinator),
    ):
        with pytest.raises(GrantError, match="Enter a variation, or withdraw it"):
            change()
    entering.withdraw(version=letter, because="Entered twice", by=people.coordinator)
    assert not reading.as_at(letter.determination, list(letter.determination.versions.all()), SOON).version


def test_a_reference_names_one_grant_only(
    letter: DeterminationVersion, people: People, england: dict[str, Place]
) -> None:
    entered = Entered(GRANT, LETTER, [ReferenceDetails("GD ref 31/9999")])
    with pytest.raises(GrantError, match="names “Regional support, 2026-27” already"):
        entering.enter_grant(entered=entered, keeper=england[SOUTH_WEST], by=people.coordinator)


def test_who_enters_letters(draft: DeterminationVersion, people: People, england: dict[str, Place]) -> None:
    for who in (people.lead, people.performance, people.bristol, people.dfe, people.auditor, people.east):
        with pytest.raises(NotYours):
            entering.change_letter(version=draft, letter=LETTER, by=who)
        with pytest.raises(NotYours):
            entering.enter_grant(entered=Entered(GRANT, LETTER), keeper=england[SOUTH_WEST], by=who)
        assert reading.get_version(scope_for(who), draft.reference) is None
    assert reading.get_version(scope_for(people.coordinator), draft.reference) == draft


def test_instalments_are_taken_over_once_and_what_comes_later_is_planned(
    letter: DeterminationVersion, people: People
) -> None:
    assert paying.take_over(version=letter, by=people.coordinator) == 1
    (one,) = letter.payments.all()
    assert (one.amount_pence, one.state, one.month_only) == (4_800_000, "planned", True)
    with pytest.raises(GrantError, match="taken over already"):
        paying.take_over(version=letter, by=people.coordinator)
    with pytest.raises(GrantError, match=r"South West: no council is recorded .* Record the host"):
        paying.note_paid(payment=one, paid_on=dt.date(2026, 6, 20), paid_as="A1", by=people.coordinator)


def test_what_an_earlier_letter_gave_is_not_made_twice(
    letter: DeterminationVersion, people: People, england: dict[str, Place]
) -> None:
    by = people.coordinator
    paying.take_over(version=letter, by=by)
    again = LetterDetails("1 July 2026", dt.date(2026, 7, 1), number=1, power=Power.SECTION_31, consent=Consent.STATED)
    second = entering.start_version(determination=letter.determination, letter=again, keeper=england[SOUTH_WEST], by=by)
    rule = PerCouncil(line="2", title="More time", rate=10_000, uplift=True, paid_in="2026-09")
    line = annex.PurposeDetails("2", "More time", rule=rule, uplift=True, pays_on=dt.date(2026, 9, 1))
    annex.put_purpose(version=second, details=line, by=by)
    columns = [annex.ColumnDetails(ColumnKind.PREVIOUS, "Before"), annex.ColumnDetails(ColumnKind.REVISED, "Revised")]
    rows = [annex.RowDetails("South West", [said("£48,000"), said("£49,500")])]
    annex.set_annex(version=second, columns=columns, rows=rows, by=by)
    entering.determine(version=second, by=by)
    assert paying.take_over(version=second, by=by) == 1
    found = letter.determination.payments.values_list("amount_pence", flat=True)
    assert sorted(found) == [150_000, 4_800_000]


def test_a_payment_is_proposed_approved_by_another_paid_and_reconciled(
    hosted: DeterminationVersion, people: People, england: dict[str, Place]
) -> None:
    one = propose(hosted, england[BRISTOL], people.coordinator)
    with pytest.raises(GrantError, match="not approved yet"):
        paying.note_paid(payment=one, paid_on=timezone.localdate(), paid_as="A1", by=people.coordinator)
    for who in (people.coordinator, people.performance, people.bristol, people.east, people.auditor):
        with pytest.raises(NotYours):
            paying.approve(payment=one, by=who)
    assert paying.approve(payment=one, by=people.lead).state == "approved"
    paid = paying.note_paid(payment=one, paid_on=timezone.localdate(), paid_as="A1", by=people.coordinator)
    with pytest.raises(GrantError, match="is paid, so it cannot become cancelled"):
        paying.cancel(payment=paid, because="x", by=people.coordinator)
    assert paying.reconcile(payment=paid, on=timezone.localdate(), by=people.coordinator).state == "reconciled"
    assert list(
        Entry.objects.filter(action__startswith="grants.", target_reference=str(one.reference))
        .values_list("action", flat=True)
        .order_by("id")
    ) == ["grants.propose", "grants.approve", "grants.note_paid", "grants.reconcile"]


def test_nobody_approves_what_they_proposed_nor_their_own_councils_payment(
    hosted: DeterminationVersion, people: People, england: dict[str, Place]
) -> None:
    own = propose(hosted, england[DEVON], people.coordinator)
    with pytest.raises(NotYours, match="a council at which you hold a role"):
        paying.approve(payment=own, by=people.lead)
    assert paying.approve(payment=own, by=people.chair).state == "approved"
    back = paying.send_back(payment=own, because="Later", by=people.chair)
    assert (back.state, back.approved_by, back.ended_because) == ("planned", None, "Later")
    Payment.objects.filter(pk=own.pk).update(proposed_by=people.chair)
    with pytest.raises(NotYours, match="You proposed this payment"):
        paying.approve(payment=own, by=people.chair)


def test_payments_stay_within_what_the_region_gets(
    hosted: DeterminationVersion, people: People, england: dict[str, Place]
) -> None:
    first = propose(hosted, england[BRISTOL], people.coordinator, 4_000_000)
    with pytest.raises(GrantError, match=r"Amount: £8,000\.00 of the region’s grant"):
        propose(hosted, england[DEVON], people.coordinator, 800_001)
    paying.cancel(payment=first, because="No longer", by=people.coordinator)
    assert paying.left_of(hosted.determination, SOUTH_WEST) == 4_800_000
    with pytest.raises(GrantError, match="more than £0"):
        propose(hosted, england[DEVON], people.coordinator, 0)
    with pytest.raises(GrantError, match="choose a council, or enter who it is"):
        propose(hosted, england[SOUTH_WEST], people.coordinator, 1)


def test_an_instalment_without_an_amount_gets_the_one_that_came(
    hosted: DeterminationVersion, people: People, england: dict[str, Place]
) -> None:
    details = PaymentDetails(england[BRISTOL], dt.date(2026, 8, 1), None, month_only=True)
    one = paying.expect_instalment(determination=hosted.determination, details=details, by=people.coordinator)
    with pytest.raises(GrantError, match="the letter states none"):
        paying.note_paid(payment=one, paid_on=dt.date(2026, 8, 9), paid_as="A", by=people.coordinator)
    paying.note_paid(payment=one, paid_on=dt.date(2026, 8, 9), paid_as="A", pence=1, by=people.coordinator)
    one.refresh_from_db()
    assert (one.amount_state, one.amount_pence, one.state) == ("stated", 1, "paid")


@pytest.mark.parametrize(("day", "state"), [(dt.date(2025, 7, 3), "final"), (dt.date(2025, 7, 4), "contingent")])
def test_an_award_waits_for_what_it_depends_on(
    letter: DeterminationVersion, people: People, england: dict[str, Place], day: dt.date, state: str
) -> None:
    details = AwardDetails("Second half", 100, "the plan", dt.date(2025, 7, 3))
    award = awarding.make_award(
        determination=letter.determination, place=england[SOUTH_WEST], details=details, by=people.coordinator
    )
    assert any("Hand in the plan" in need.text for need in needs(scope_for(people.coordinator), day))
    assert awarding.hand_in(award=award, on=day, what="Plan, version 1", by=people.coordinator).state == state
    if state == "contingent":
        assert any("holds" in need.text for need in needs(scope_for(people.coordinator), day))
        with pytest.raises(GrantError, match="Reason"):
            awarding.settle_award(award=award, final=True, because=" ", by=people.coordinator)
        assert (
            awarding.settle_award(award=award, final=False, because="E-mail", by=people.coordinator).state == "lapsed"
        )


def test_a_shared_project_shows_what_rounding_left(
    letter: DeterminationVersion, people: People, england: dict[str, Place]
) -> None:
    shares = [(england[BRISTOL], 33_333), (england[DEVON], 33_333), (england[BATH], 33_333)]
    project = awarding.put_project(
        determination=letter.determination,
        details=ProjectDetails("Shared", total_pence=100_000),
        shares=shares,
        by=people.coordinator,
    )
    assert awarding.residual(project) == 1
    with pytest.raises(GrantError, match="together they are more"):
        awarding.put_project(
            determination=letter.determination,
            details=ProjectDetails("Shared", total_pence=9),
            shares=shares,
            by=people.coordinator,
        )


def test_the_menu_is_chosen_by_region(
    letters: dict[str, Determination], people: People, england: dict[str, Place]
) -> None:
    version = letters["project_5368"].versions.get()
    items = list(version.menu.all()[:3])
    for wanted in (items, items[:1]):
        annex.choose(items=wanted, version=version, region=england[SOUTH_WEST], by=people.coordinator)
    assert version.menu.filter(chosen__region=england[SOUTH_WEST]).count() == 1
    with pytest.raises(NotYours):
        annex.choose(items=items, version=version, region=england[SOUTH_WEST], by=people.east)


def test_who_sees_which_payments(letters: dict[str, Determination], people: People, england: dict[str, Place]) -> None:
    def seen(who: object) -> set[tuple[str, str]]:
        return {(one.place.code, one.kind) for one in reading.payments(scope_for(who))}

    awarding.record_host(
        determination=letters["csc"],
        region=england[SOUTH_WEST],
        council=england[BATH],
        because="x",
        by=people.coordinator,
    )
    paying.propose(
        determination=letters["csc"], details=PaymentDetails(england[DEVON], SOON, 100), by=people.coordinator
    )
    assert seen(people.bristol) == {(SOUTH_WEST, "instalment")}
    assert seen(people.devon) == {(SOUTH_WEST, "instalment"), (DEVON, "instalment"), (DEVON, "onward")}
    assert (DEVON, "onward") in seen(people.dfe)
    assert (DEVON, "onward") in seen(people.auditor)
    assert {code for code, _ in seen(people.east)} == {"E12000004", "856", "925"}  # its region and councils
    assert seen(people.supplier) == set()


def test_needs_and_dues(hosted: DeterminationVersion, people: People, england: dict[str, Place]) -> None:
    one = propose(hosted, england[BRISTOL], people.coordinator)
    today = timezone.localdate()

    def texts(who: object, day: dt.date = today) -> list[str]:
        return [each.text for each in needs(scope_for(who), day)]

    assert "Approve £10,000.50 to Bristol" in texts(people.lead)
    for who in (people.coordinator, people.bristol, people.dfe, people.east, people.auditor):
        assert not any("Approve" in text for text in texts(who))
    paying.approve(payment=one, by=people.lead)
    assert "Pay £10,000.50 to Bristol" in texts(people.coordinator, SOON)
    paying.take_over(version=hosted, by=people.coordinator)
    assert "Say whether £48,000.00 came to South West" in texts(people.coordinator, dt.date(2026, 7, 1))
    assert "Say whether £48,000.00 came to South West" not in texts(people.coordinator, dt.date(2028, 7, 1))
    late = PaymentDetails(england[SOUTH_WEST], dt.date(2027, 3, 25), 5)
    paying.expect_instalment(determination=hosted.determination, details=late, by=people.coordinator)
    assert "1 instalment of grants still to come by 31 March" in texts(people.coordinator, dt.date(2027, 3, 1))
    found = list(dues.dues_of_grants(scope_for(people.bristol), dt.date(2026, 6, 30), SOON))
    assert [(each.title, each.day) for each in found] == [
        ("Instalment to South West: £48,000.00", dt.date(2026, 6, 30)),
        ("Payment to Bristol: £10,000.50", SOON),
    ]
    assert list(dues.dues_of_grants(scope_for(people.east), dt.date(2026, 6, 30), SOON)) == []


def test_missing_letters_are_asked_for(letters: dict[str, Determination], people: People) -> None:
    texts = [each.text for each in needs(scope_for(people.coordinator), timezone.localdate())]
    assert "Find the earlier letters of “Regional Improvement Alliance Investment”" in texts
    assert sum(text.startswith("Obtain the letter of") for text in texts) == 2
    assert not any("August 2020" in text or "21,271" in text for text in texts)


def test_nothing_happens_without_its_line_in_the_trail(
    hosted: DeterminationVersion, people: People, england: dict[str, Place], monkeypatch: pytest.MonkeyPatch
) -> None:
    one = propose(hosted, england[BRISTOL], people.coordinator)

    def fails(**_: object) -> None:
        raise RuntimeError("no trail")

    attempts: list[tuple[object, Callable[[], object]]] = [
        (paying, lambda: paying.approve(payment=one, by=people.lead)),
        (paying, lambda: propose(hosted, england[BRISTOL], people.coordinator)),
        (entering, lambda: entering.withdraw(version=hosted, because="x", by=people.coordinator)),
        (
            awarding,
            lambda: awarding.record_host(
                determination=hosted.determination,
                region=england[SOUTH_WEST],
                council=england[DEVON],
                because="x",
                by=people.coordinator,
            ),
        ),
    ]
    entering_grant = Entered(GRANT, LETTER)
    attempts.append((entering, lambda: entering.enter_grant(entered=entering_grant, keeper=england[SOUTH_WEST], by=BY)))
    for module, act in attempts:
        with monkeypatch.context() as patched:
            patched.setattr(module, "record", fails)
            with pytest.raises(RuntimeError):
                act()
    one.refresh_from_db()
    hosted.refresh_from_db()
    assert (one.state, hosted.state, Payment.objects.count()) == ("planned", "determined", 1)
    assert hosted.determination.hosts.get().council == england[BATH]
    assert Determination.objects.count() == 1
