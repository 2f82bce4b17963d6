"""What every page's header knows of the person signed in."""

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from riia.alliance.access.scope import Scope


def account(request: HttpRequest) -> dict[str, object]:
    """`account` for the header (name, role, links, where signing out is posted to; None for nobody), and for those not
    signed in the organisations they can sign in with."""
    scope: Scope = getattr(request, "scope", Scope.nobody())
    if not scope.signed_in:
        return {"account": None, "sign_in_providers": settings.OPENID_PROVIDERS}
    titles = [f"Deputy: {held.role.title}" if held.deputy else held.role.title for held in scope.holdings]
    detail = titles[0] if len(titles) == 1 else f"{len(titles)} roles" if titles else "no role at present"
    return {
        "account": {
            "name": scope.label,
            "detail": detail,
            "links": [{"text": "Your account", "href": reverse("access:account")}],
            "sign_out": reverse("account_logout"),
        }
    }
