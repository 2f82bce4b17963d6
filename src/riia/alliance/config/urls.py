"""Root addresses. Each context owns its own list."""

from django.urls import include, path

from riia.alliance.config.health import health
from riia.alliance.kit import error_views

handler400 = error_views.bad_request
handler403 = error_views.permission_denied
handler404 = error_views.page_not_found
handler500 = error_views.server_error

urlpatterns = [
    path("health/", health, name="health"),
    path("", include("riia.alliance.pages.urls")),
    path("", include("riia.alliance.insight.urls")),
    path("", include("riia.alliance.access.urls")),
]
