"""The description of the programming interface, for people."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from riia.alliance.access.gate import PUBLIC, allow
from riia.alliance.insight.api import api
from riia.alliance.insight.presenters import interface as shown


@allow(PUBLIC)
def api_docs(request: HttpRequest) -> HttpResponse:
    """Every call with its parameters and an example, made from the OpenAPI description itself."""
    page = shown.page(api.get_openapi_schema(), settings.BASE_URL)
    return render(request, "insight/api.html", {"page": page})
