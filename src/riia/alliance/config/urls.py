"""Root addresses. Each context owns its own list."""

from django.urls import include, path

from riia.alliance.access.gate import SIGNED_IN, allow
from riia.alliance.config.health import health
from riia.alliance.kit import error_views
from riia.alliance.kit.views import styleguide

handler400 = error_views.bad_request
handler403 = error_views.permission_denied
handler404 = error_views.page_not_found
handler500 = error_views.server_error

urlpatterns = [
    path("health/", health, name="health"),
    # The kit lies below access, so it cannot say itself who may see its page.
    path("styleguide/", allow(SIGNED_IN)(styleguide), name="styleguide"),
    path("", include("riia.alliance.pages.urls")),
    path("", include("riia.alliance.reporting.urls")),
    path("", include("riia.alliance.offer.urls")),
    path("", include("riia.alliance.plans.urls")),
    path("", include("riia.alliance.diagnostics.urls")),
    path("", include("riia.alliance.insight.urls")),
    path("", include("riia.alliance.returns.urls")),
    path("", include("riia.alliance.figures.urls")),
    path("", include("riia.alliance.agreements.urls")),
    path("", include("riia.alliance.grants.urls")),
    path("", include("riia.alliance.intake.urls")),
    path("", include("riia.alliance.access.urls")),
]
