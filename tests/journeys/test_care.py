"""Journeys of looking after the data function: the yearly survey from an e-mailed link on a phone, and a review."""

import re
from collections.abc import Callable
from datetime import timedelta

from django.utils import timezone
from playwright.sync_api import Page, ViewportSize, expect

from riia.indicators.calendar import period_of
from riia.indicators.model import PeriodKind
from tests.journeys.conftest import Demo
from tests.journeys.keyboard import Keyboard
from tests.journeys.seen import heading, told

type Check = Callable[..., None]
type SignIn = Callable[..., Page]
type Computer = Callable[..., Page]

PHONE: ViewportSize = {"width": 375, "height": 800}


def test_the_survey_is_answered_from_the_link_on_a_phone(
    sign_in: SignIn, another: Computer, demo: Demo, accessible: Check
) -> None:
    page = sign_in("Jago Trelawny")
    keys = Keyboard(page)
    today = timezone.localdate()
    page.goto("/returns/survey/open/")
    year = period_of(today - timedelta(days=7), PeriodKind.FINANCIAL_YEAR)
    keys.choose("Which year’s askers?", year.short_label)
    last = today + timedelta(days=30)
    keys.type_day("Last day for answers", last.day, last.month, last.year)
    accessible(page, narrow=True)
    keys.press("Open the survey")
    keys.press(re.compile("Invite .* asker"))
    told(page, "invitations sent")
    accessible(page, narrow=True)

    phone = another(viewport=PHONE)
    link = demo.newest_link("/returns/survey/answer/")
    phone.goto(link)
    heading(phone, "How was our help with data?")
    expect(phone).to_have_url(re.compile("/returns/survey/answer/$"))
    accessible(phone, narrow=True)
    thumb = Keyboard(phone)
    thumb.round_trip()
    thumb.press("Send your answers")
    told(phone, "Answer at least one question, or write a comment")
    overall = phone.get_by_role("group", name=re.compile("^Overall"))
    thumb.go_to(overall.get_by_label("Very good", exact=True))
    phone.keyboard.press("Space")
    thumb.press("Send your answers")
    heading(phone, "Thank you, your answers are in")
    accessible(phone, narrow=True)
    phone.goto(link)
    heading(phone, "This link was used already")
    accessible(phone)


def test_a_review_needs_three_areas_to_be_published(sign_in: SignIn, accessible: Check) -> None:
    page = sign_in("Jago Trelawny")
    keys = Keyboard(page)
    page.goto("/returns/reviews/")
    accessible(page, narrow=True)
    draft = page.locator(".kit-todo__item").filter(has=page.get_by_text("draft", exact=True))
    keys.follow(re.compile("Collecting and checking"), within=draft)
    accessible(page, narrow=True)
    keys.press("Publish the review")
    keys.press("Publish it")
    told(page, "Add 1 more, then publish it")
    accessible(page, narrow=True)
    keys.follow("Cancel")

    keys.press("Add an improvement area")
    for label in ("What is to improve?", "What shows it?", "What is the plan to close the gap?", "Who owns it?"):
        keys.type(label, "One place for questions")
    due = timezone.localdate() + timedelta(days=90)
    keys.type_day("By when?", due.day, due.month, due.year)
    accessible(page, narrow=True)
    keys.press("Add the area")
    keys.press("Publish the review")
    keys.press("Publish it")
    heading(page, "3 areas to improve in collecting and validating data")
    accessible(page, narrow=True)
    page.reload()  # without the message, which takes the focus
    keys.round_trip()
