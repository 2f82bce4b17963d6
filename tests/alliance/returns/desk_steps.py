"""Steps that bring a return where a test of the desk begins, each the shortest true way there."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from riia.alliance.access.models import Person
from riia.alliance.audit.actors import Acts
from riia.alliance.returns.models import Entry, Explained, Pack, Query, Return, Round, Signature, Source, Version
from riia.alliance.returns.queries.reading import answers, explanations, heading_of, latest_version
from riia.alliance.returns.queries.signing import sheet_of
from riia.alliance.returns.services.asking import ask
from riia.alliance.returns.services.moving import move
from riia.alliance.returns.services.packing import answer_pack, make_pack, send_pack
from riia.alliance.returns.services.reopening import reopen
from riia.alliance.returns.services.signing import sign
from riia.alliance.returns.services.validating import validate
from riia.alliance.returns.states import ReturnState
from riia.alliance.returns.timekeeping import now, today
from riia.indicators.definitions import Measure
from riia.indicators.returns.canonical import as_stored, fingerprint
from riia.indicators.returns.nouns import Cell

REFERRALS = Cell("referrals", Measure.NUMBER)
RATE = Cell("referrals", Measure.RATE)
PLANS = Cell("cpps-current", Measure.NUMBER)
FIGURES = {REFERRALS: "812", RATE: "130.7", PLANS: "301"}
KEY = "RET-SPREAD referrals.number"
FOUND: dict[str, Any] = {
    "code": "RET-SPREAD", "key": KEY, "weight": "soft", "cells": [str(REFERRALS)],
    "words": "Referrals rose more than they usually do.", "why": "A slip shows like this.", "remedy": "Explain it.",
}  # fmt: skip


def fresh(one: Return) -> Return:
    """The return as it is stored now, with everything it points to."""
    return Return.objects.select_related("round__alliance__region", "council").get(pk=one.pk)


def write(one: Return, figures: Mapping[Cell, str], by: Person | None = None) -> None:
    """Put texts into cells, as saving would."""
    for cell, text in figures.items():
        Entry.objects.update_or_create(
            council_return=one, cell=str(cell),
            defaults={"typed": text, "value": text, "source": Source.FORM, "revision": one.revision,
                      "changed_by": by, "changer_label": str(by or "tests")},
        )  # fmt: skip


def explain(one: Return, text: str, key: str = KEY) -> None:
    Explained.objects.update_or_create(
        council_return=one, key=key, defaults={"text": text, "since": "2026-27Q2", "revision": 0, "changer_label": "x"}
    )


@transaction.atomic
def hand_in(
    one: Return, by: Acts, figures: Mapping[Cell, str] | None = None, outcomes: list[dict[str, Any]] | None = None
) -> Return:
    """Submit a return with these figures; the checks are taken to have found `outcomes`."""
    one = fresh(one)
    if one.state == ReturnState.NOT_STARTED:
        move(one=one, to=ReturnState.DRAFT, by=by, action="returns.save_answers", summary="Saved")
    write(one, FIGURES if figures is None else figures)
    held, told = answers(one), outcomes or []
    explained = {key: text for key, text in explanations(one).items() if key in {found["key"] for found in told}}
    version = Version.objects.create(
        council_return=one, number=one.versions.count() + 1, why="submitted", answers=as_stored(held),
        explanations=explained, outcomes=told, population={"value": "62000", "words": "mid-2025 estimate"},
        source=Source.FORM, fingerprint=fingerprint(heading_of(one), held, explained), made_at=now(),
        made_by=by if isinstance(by, Person) else None, maker_label=by.as_actor().label,
    )  # fmt: skip
    one.first_submitted_on = one.first_submitted_on or today()
    move(one=one, to=ReturnState.SUBMITTED, by=by, action="returns.submit", summary="Submitted", version=version)
    return fresh(one)


def validated(one: Return, by: Acts, lead: Acts, **given: Any) -> Return:
    one = hand_in(one, lead, **given)
    version = latest_version(one)
    assert version is not None
    validate(one=one, version=version.number, by=by)
    return fresh(one)


def signed(one: Return, by: Acts, lead: Acts, director: Acts, **given: Any) -> Signature:
    one = validated(one, by, lead, **given)
    return sign(one=one, seen=sheet_of(one).seen, by=director)


def queried(one: Return, by: Acts, lead: Acts) -> Query:
    one = hand_in(one, lead)
    return ask(one=one, cell=REFERRALS, text="Why did referrals rise?", by=by)


def sent(round_: Round, by: Acts) -> Pack:
    return send_pack(pack=make_pack(round_=round_, by=by), to="improvement team", how="secure service", by=by)


@transaction.atomic
def brought_to(one: Return, state: ReturnState, people: Any) -> Return:
    """The return in any state, by the services that lead there. Derby's and its people."""
    desk, lead, director = people.performance, people.derby, people.derby_dcs
    if state is ReturnState.DRAFT:
        move(one=fresh(one), to=state, by=lead, action="returns.save_answers", summary="Saved")
    elif state in (ReturnState.SUBMITTED, ReturnState.REOPENED):
        one = hand_in(one, lead)
        if state is ReturnState.REOPENED:
            reopen(one=one, reason="A slip", by=lead)
    elif state is ReturnState.IN_QUERY:
        queried(one, desk, lead)
    elif state is ReturnState.VALIDATED:
        validated(one, desk, lead)
    elif state is not ReturnState.NOT_STARTED:
        signed(one, desk, lead, director)
        if state is not ReturnState.SIGNED:
            pack = sent(one.round, desk)
            if state is not ReturnState.SENT:
                answer_pack(packed=pack.returns.get(), outcome=state.value, because="quality", words="A sum is wrong",
                            by=people.dfe)  # fmt: skip
    one = fresh(one)
    assert one.state == state
    return one
