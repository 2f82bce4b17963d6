"""Answers when something is not as it should be: each says what happened, that nothing was lost, and what to do next.

They are rendered without the request where the request itself may be the trouble (400, 500, offline), so that a
database that does not answer cannot break the page that says so.
"""

from __future__ import annotations

import logging
import sys
from http import HTTPStatus

from django.contrib import messages
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string

from riia.alliance.kit import kept_forms

logger = logging.getLogger(__name__)

PLAIN = """<!DOCTYPE html>
<html lang="en-GB"><head><meta charset="utf-8"><title>Sorry, there is a problem</title></head>
<body><main><h1>Sorry, there is a problem</h1><p>Try again in a few minutes. If you had just sent something, look
first whether it has arrived.</p></main></body></html>"""


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400: the address or what was sent cannot be read."""
    return _without_request("kit/400.html", HTTPStatus.BAD_REQUEST)


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403: signed in, but not entitled. The reason given to `PermissionDenied` is shown."""
    reason = str(exception) if exception and exception.args else ""
    return render(request, "kit/403.html", {"reason": reason}, status=HTTPStatus.FORBIDDEN)


def page_not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404: no such page, or none that this person may know of."""
    return render(request, "kit/404.html", status=HTTPStatus.NOT_FOUND)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403: the form was too old or came from elsewhere. Django's technical reason goes to the log, not the page."""
    logger.warning("Form refused at %s: %s", request.path, reason)
    if page := kept_forms.keep(request):
        # It was shown by this service to the person it names, whose sign-in in another tab has made it too old.
        if not request.user.is_authenticated:
            messages.info(request, kept_forms.KEPT)
        return redirect(page)
    return render(request, "kit/csrf.html", status=HTTPStatus.FORBIDDEN)


def server_error(request: HttpRequest) -> HttpResponse:
    """500: our mistake; or 503 when it is the database that does not answer, which passes."""
    if isinstance(sys.exception(), OperationalError | InterfaceError):
        return offline(request)
    return _without_request("kit/500.html", HTTPStatus.INTERNAL_SERVER_ERROR)


def offline(request: HttpRequest) -> HttpResponse:
    """503: closed for a while, because the database does not answer or is being upgraded."""
    response = _without_request("kit/offline.html", HTTPStatus.SERVICE_UNAVAILABLE)
    response["Retry-After"] = "120"
    return response


def _without_request(template: str, status: HTTPStatus) -> HttpResponse:
    try:
        return HttpResponse(render_to_string(template), status=status)
    except Exception:
        # The last page that can be shown must not depend on templates or static files being in order.
        logger.exception("The page %s could not be rendered", template)
        return HttpResponse(PLAIN, status=status)
