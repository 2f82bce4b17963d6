"""What must hold before the application starts."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register

from riia.alliance.access import gate


@register()
def every_route_is_declared(app_configs: Any, **kwargs: Any) -> Sequence[CheckMessage]:
    """A route without a rule answers to nobody; better to hear of it before it is served."""
    return [
        Error(
            f"Nobody has declared who may see '/{route.pattern}' ({route.view}).",
            hint="Mark the view with @allow(…), or add the route to gate.THIRD_PARTY.",
            id="access.E001",
        )
        for route in gate.undeclared_routes()
    ]


@register()
def demo_never_in_production(app_configs: Any, **kwargs: Any) -> Sequence[CheckMessage]:
    """One-click sign-in and production settings together would let anyone in."""
    if settings.DEMO and settings.PRODUCTION:
        return [
            Error(
                "DEMO and PRODUCTION are both on: demo sign-in needs no password.",
                hint="Set RIIA_MODE to one of demo or production and nothing else.",
                id="access.E002",
            )
        ]
    return []
