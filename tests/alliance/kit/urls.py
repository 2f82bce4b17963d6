"""Addresses for the kit's own tests: the styleguide, the error pages, a form and a piece of long work."""

from __future__ import annotations

from itertools import count

from django.contrib import messages
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.template import engines
from django.urls import path

from riia.alliance.kit import error_views
from riia.alliance.kit.pieces import Link, Work
from riia.alliance.kit.samples import SampleForm
from riia.alliance.kit.views import styleguide

handler400 = error_views.bad_request
handler403 = error_views.permission_denied
handler404 = error_views.page_not_found
handler500 = error_views.server_error

FORM_PAGE = """{% extends "kit/base.html" %}{% from "kit/form.html" import form_page %}
{% block title %}A form{% endblock %}
{% block content %}<h1 class="govuk-heading-l">A form</h1>{{ form_page(form, csrf_input) }}{% endblock %}"""

WORK_PAGE = """{% extends "kit/base.html" %}{% import "kit/pieces.html" as kit %}
{% block title %}Long work{% endblock %}{% block head %}{{ kit.again(work) }}{% endblock %}
{% block content %}<h1 class="govuk-heading-l">Long work</h1>{{ kit.progress(work, request.path) }}{% endblock %}"""

_asked = count()


def frame(request: HttpRequest) -> dict[str, object]:
    """What other contexts supply on a real page."""
    return {
        "service_name": "riia",
        "demo": True,
        "navigation": [
            {"text": "Home", "href": "/form/", "current": True},
            {"text": "Compare", "href": "/styleguide/"},
        ],
        "account": {"name": "Amira Khan", "detail": "Ashby", "links": [], "sign_out": "/form/"},
        "footer_links": [{"text": "Accessibility", "href": "/form/"}],
        "footer_text": "Contains public sector information.",
    }


def show_form(request: HttpRequest) -> HttpResponse:
    """A form with every kind of field."""
    form = SampleForm(request.POST or None, request.FILES or None)
    template = engines["jinja2"].from_string(FORM_PAGE)
    return HttpResponse(template.render({"form": form}, request))


def long_work(request: HttpRequest) -> HttpResponse:
    """Work that has ended when it is asked after for the second time."""
    ended = next(_asked) % 2 == 1
    links = [Link("See it", "/form/")] if ended else []
    work = Work("Reading", 10 if ended else 4, 10, "file", ended=ended, links=links)
    return HttpResponse(engines["jinja2"].from_string(WORK_PAGE).render({"work": work}, request))


def say(request: HttpRequest) -> HttpResponseBase:
    """A message that the next page shows."""
    messages.success(request, "Saved <once>")
    return redirect("/form/")


def wrong(request: HttpRequest, kind: str) -> HttpResponse:
    """Each way a request can end badly."""
    if kind == "refused":
        raise PermissionDenied("This round is closed since 1 October 2026.")
    if kind == "unreadable":
        raise SuspiciousOperation("odd")
    if kind == "unreachable":
        raise OperationalError("connection refused")
    raise RuntimeError("a mistake of ours")


urlpatterns = [
    path("styleguide/", styleguide, name="styleguide"),
    path("form/", show_form),
    path("long-task/", long_work),
    path("say/", say),
    path("wrong/<str:kind>/", wrong),
]
