"""Holding the rights of the platform of dashboards against the register (R4.06, MoU 6.3)."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from riia.alliance.access.actions import Action
from riia.alliance.access.gate import allow
from riia.alliance.access.models import Person
from riia.alliance.agreements.csv_lines import LARGEST
from riia.alliance.agreements.forms.register import RightsForm
from riia.alliance.agreements.permissions import check_may_keep
from riia.alliance.agreements.presenters.register import rights_page
from riia.alliance.agreements.queries import register as queries
from riia.alliance.agreements.queries.rights import names_of_datasets
from riia.alliance.agreements.rights_file import read_rights
from riia.alliance.agreements.services.rights import compare_rights
from riia.alliance.agreements.views.register import alliance_seen, scope_of


@allow(Action.KEEP_AGREEMENTS)
@require_http_methods(["GET", "HEAD", "POST"])
def platform_rights(request: HttpRequest, region: str) -> HttpResponse:
    """Give the rights of the platform as a file, and see whose go beyond the register's."""
    alliance = alliance_seen(request, region)
    check_may_keep(scope_of(request), alliance)
    form = RightsForm(request.POST, request.FILES) if request.method == "POST" else RightsForm()
    result = None
    if request.method == "POST" and form.is_valid():
        assert isinstance(request.user, Person)
        names = names_of_datasets(alliance, timezone.localdate())
        rights, problems = read_rights(form.cleaned_data["file"].read(LARGEST + 1), names)
        for problem in problems:
            form.add_error("file", problem)
        if not problems:
            wider = compare_rights(alliance=alliance, platform=rights, by=request.user)
            result = rights_page(rights, wider)
            form = RightsForm()
    platform = queries.sharing_rules(alliance).platform
    context = {"alliance": alliance, "platform": platform, "form": form, "result": result}
    return render(request, "agreements/platform_rights.html", context)
