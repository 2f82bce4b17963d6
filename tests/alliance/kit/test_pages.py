"""The frame of pages, the error pages and the styleguide, as the server answers them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from http import HTTPStatus
from unittest.mock import patch

import pytest
from django.test import Client, RequestFactory

from riia.alliance.kit import error_views
from riia.alliance.kit.chart_response import chart_response
from riia.alliance.kit.samples import sample_chart
from tests.alliance.kit.conftest import kit_alone

FORBIDDEN = re.compile(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son\w+=|javascript:", re.I)


def title(html: str) -> str:
    found = re.search(r"<title>(.*?)</title>", html, re.S)
    assert found
    return " ".join(found[1].split())


@pytest.mark.parametrize("address", ["/styleguide/", "/styleguide/?errors=1", "/form/", "/long-task/", "/nowhere/"])
def test_nothing_inline(pages: Client, address: str) -> None:
    response = pages.get(address)
    assert not FORBIDDEN.search(response.content.decode())
    assert "unsafe" not in response["Content-Security-Policy"]


def test_the_frame(pages: Client) -> None:
    html = pages.get("/form/").content.decode()
    assert title(html) == "A form – riia"
    assert 'lang="en-GB"' in html
    assert html.index('href="#main-content"') < html.index("<header") < html.index('id="main-content"')
    assert 'aria-current="page"' in html
    assert "Demonstration" in html
    assert "Amira Khan" in html
    assert "Contains public sector information." in html
    assert "GOV.UK" not in html


def test_title_and_summary_say_that_there_are_errors(pages: Client) -> None:
    html = pages.post("/form/", {"email": "nobody"}).content.decode()
    assert title(html) == "Error: A form – riia"
    assert 'href="#id_held_on-day"' in html
    assert html.index("There is a problem") < html.index("<h1")


def test_messages_are_shown_once_and_escaped(pages: Client) -> None:
    html = pages.get("/say/", follow=True).content.decode()
    assert "Saved &lt;once&gt;" in html
    assert "govuk-notification-banner--success" in html
    assert "Saved" not in pages.get("/form/").content.decode()


@pytest.mark.parametrize(
    ("address", "status", "words"),
    [
        ("/nowhere/", HTTPStatus.NOT_FOUND, "Page not found"),
        ("/wrong/refused/", HTTPStatus.FORBIDDEN, "This round is closed since 1 October 2026."),
        ("/wrong/unreadable/", HTTPStatus.BAD_REQUEST, "We could not read that request"),
        ("/wrong/mistake/", HTTPStatus.INTERNAL_SERVER_ERROR, "Sorry, there is a problem"),
        ("/wrong/unreachable/", HTTPStatus.SERVICE_UNAVAILABLE, "unavailable for a short while"),
    ],
)
def test_error_pages(pages: Client, address: str, status: HTTPStatus, words: str) -> None:
    response = pages.get(address)
    assert response.status_code == status
    assert words in response.content.decode()
    assert "Traceback" not in response.content.decode()


def test_a_database_that_does_not_answer_asks_to_come_back(pages: Client) -> None:
    assert pages.get("/wrong/unreachable/")["Retry-After"] == "120"


def test_a_form_from_elsewhere() -> None:
    with kit_alone():
        response = Client(enforce_csrf_checks=True).post("/form/", {})
    # The project's own setting names the view, so this is what people get.
    assert response.status_code == HTTPStatus.FORBIDDEN
    assert "no longer valid" in response.content.decode()


def test_the_last_page_needs_neither_templates_nor_static_files() -> None:
    with patch.object(error_views, "render_to_string", side_effect=RuntimeError("no templates")):
        response = error_views.server_error(RequestFactory().get("/"))
    assert response.status_code == HTTPStatus.INTERNAL_SERVER_ERROR
    assert "Sorry, there is a problem" in response.content.decode()


def test_refusal_without_a_reason(pages: Client) -> None:
    with kit_alone():
        response = error_views.permission_denied(RequestFactory().get("/"))
    assert "Your role does not include it." in response.content.decode()


def test_charts_from_their_own_address(pages: Client) -> None:
    response = pages.get("/styleguide/?picture=trend")
    assert response["Content-Type"] == "image/svg+xml"
    assert response["Cache-Control"] == "private, no-cache"
    again = pages.get("/styleguide/?picture=trend", headers={"If-None-Match": response["ETag"]})
    assert again.status_code == HTTPStatus.NOT_MODIFIED
    narrow = pages.get("/styleguide/?picture=trend&size=narrow", headers={"If-None-Match": response["ETag"]})
    assert narrow.status_code == HTTPStatus.OK
    assert pages.get("/styleguide/?picture=trend&kind=png").content.startswith(b"\x89PNG")
    assert pages.get("/styleguide/?picture=nothing").status_code == HTTPStatus.NOT_FOUND


def test_charts_to_take_along() -> None:
    request = RequestFactory().get("/")
    response = chart_response(request, sample_chart("bars"), download_as="ashby-2025")
    assert response["Content-Disposition"] == 'attachment; filename="ashby-2025.svg"'
    assert b"Source: Made-up library returns" in response.content
    with pytest.raises(ValueError, match="gif"):
        chart_response(request, sample_chart("bars"), kind="gif")


def test_every_chart_has_a_text_alternative_and_its_table(pages: Client) -> None:
    html = pages.get("/styleguide/").content.decode()
    pictures = re.findall(r'<img[^>]*alt="([^"]*)"', html)
    assert len(pictures) == 5
    assert all(len(words) > 60 for words in pictures)
    assert html.count("The table behind this chart") == 5


def test_work_in_progress_asks_again_without_javascript(pages: Client) -> None:
    both = [pages.get("/long-task/").content.decode(), pages.get("/long-task/").content.decode()]
    going = next(html for html in both if "Check again" in html)
    ended = next(html for html in both if "See it" in html)
    assert '<noscript><meta http-equiv="refresh"' in going
    assert "refresh" not in ended


@pytest.fixture(autouse=True)
def _quiet_log() -> Iterator[None]:
    with patch("django.utils.log.request_logger"), patch.object(error_views.logger, "exception"):
        yield
