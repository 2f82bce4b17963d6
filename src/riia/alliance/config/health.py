"""`/health/`: whether the application and its database answer, for the proxy and for monitoring."""

from importlib.metadata import version

from django.db import Error, connection
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache

from riia.alliance.access.gate import PUBLIC, allow


@allow(PUBLIC, before_second_step=True)
@never_cache
def health(request: HttpRequest) -> JsonResponse:
    """200 with the version when a query succeeds, 503 when the database does not answer."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Error:
        return JsonResponse({"status": "the database does not answer"}, status=503)
    return JsonResponse({"status": "ok", "version": version("riia")})
