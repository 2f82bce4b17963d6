"""What somebody had typed when their session ended: kept for an hour, and offered again to the same person alone.

A page with much to type carries `stamp(request)` in a hidden field: who was shown which page, signed. When the form
comes back without a session, or with a form token that a new sign-in has replaced, `keep` puts its fields into the
session of that browser; after the sign-in `offered` hands them to the page they came from, which shows them unsaved.
The signature proves that this service made the page for that person, so nobody can put words into another's form.
"""

import time
from collections.abc import Mapping
from typing import Any, Final

from django.core import signing
from django.http import HttpRequest

FIELD: Final = "typed_by"
KEPT: Final = "You were signed out before this was saved. Sign in, and what you typed is there again."
_SALT: Final = "riia.alliance.kit.kept_forms"
_KEY: Final = "kept_form"
_PAGE_LIVES: Final = 24 * 60 * 60
_KEPT_FOR: Final = 60 * 60
_LARGEST: Final = 200_000
"""Signs of text. A form of a return has about ten thousand."""


def stamp(request: HttpRequest) -> str:
    """Who is shown which page, signed: the value of the page's hidden field `FIELD`."""
    return signing.dumps([_person(request), request.path], salt=_SALT)


def keep(request: HttpRequest) -> str:
    """Keep the fields of a form that may not be saved now; the address of its page, nothing where it has no stamp."""
    try:
        person, path = signing.loads(request.POST.get(FIELD, ""), salt=_SALT, max_age=_PAGE_LIVES)
    except signing.BadSignature:
        return ""
    fields = {name: text for name, text in request.POST.items() if name not in (FIELD, "csrfmiddlewaretoken")}
    if path != request.path or sum(len(name) + len(str(text)) for name, text in fields.items()) > _LARGEST:
        return ""
    request.session[_KEY] = {"person": person, "path": path, "at": time.time(), "fields": fields}
    return request.path


def offered(request: HttpRequest) -> Mapping[str, str]:
    """The fields that were kept for this page and this person; empty where there are none.

    What was kept for somebody else, or longer ago than an hour, is forgotten.
    """
    held: dict[str, Any] | None = request.session.get(_KEY)
    if held is None:
        return {}
    if held["person"] != _person(request) or time.time() - held["at"] > _KEPT_FOR:
        forget(request)
        return {}
    fields: Mapping[str, str] = held["fields"] if held["path"] == request.path else {}
    return fields


def forget(request: HttpRequest) -> None:
    """The form was sent again, so nothing needs to be kept."""
    request.session.pop(_KEY, None)


def _person(request: HttpRequest) -> str:
    return str(request.user.pk)
