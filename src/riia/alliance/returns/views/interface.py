"""The description of the programming interface for returns, for people."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from riia.alliance.access.gate import PUBLIC, allow
from riia.alliance.returns.api import RATE, api
from riia.alliance.returns.presenters import interface as shown


@allow(PUBLIC)
def api_docs(request: HttpRequest) -> HttpResponse:
    """Every call with what it takes and an example, made from the OpenAPI description itself."""
    page = shown.page(api.get_openapi_schema(), settings.BASE_URL, RATE)
    return render(request, "returns/api.html", {"page": page})
