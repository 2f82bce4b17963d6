"""Deny by default: a view answers only if it says who may see it (R14.02).

    @allow(PUBLIC)                                  anyone
    @allow(SIGNED_IN)                               anyone signed in
    @allow(Action.SEE_FIGURES)                      whoever may do one of the actions named
    @allow(BY_TOKEN)                                a program with an API key

The decorator only marks the view; the middleware `DenyByDefault` refuses what is not marked or not met. Views of other
people's packages are declared in `THIRD_PARTY`, by the name of their route.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

from riia.alliance.access.actions import Action
from riia.alliance.access.scope import Scope


class Audience(Enum):
    PUBLIC = "anyone"
    SIGNED_IN = "anyone signed in"
    BY_TOKEN = "a program with an API key"  # noqa: S105 - words, not a key


PUBLIC, SIGNED_IN, BY_TOKEN = Audience.PUBLIC, Audience.SIGNED_IN, Audience.BY_TOKEN


@dataclass(frozen=True)
class Rule:
    """Who may see a view: an audience, or holders of any of the actions.

    `before_second_step` lets someone in who still has to set up their second step: the set-up, signing in and out.
    Without it even a page for anyone sends them to the set-up first, as it may show more to people it knows. Once the
    second step is set up, only pages for anyone stay open to a session that has not shown it.
    """

    audience: Audience = SIGNED_IN
    actions: frozenset[Action] = frozenset()
    before_second_step: bool = False

    def admits(self, scope: Scope) -> bool:
        if self.audience is PUBLIC:
            return True
        if not scope.signed_in and not scope.is_system:
            return False
        return not self.actions or bool(self.actions & scope.actions)

    def __str__(self) -> str:
        return " or ".join(sorted(self.actions)) if self.actions else self.audience.value


def allow[View](*who: Audience | Action, before_second_step: bool = False) -> Callable[[View], View]:
    """Mark a view, function or class, with who may see it. Exactly one audience, or one or more actions.

    Raises:
        TypeError: nothing, or an audience mixed with anything else, was given.
    """
    rule = _rule(who, before_second_step)

    def mark(view: View) -> View:
        view.access_rule = rule  # type: ignore[attr-defined]
        return view

    return mark


def _rule(who: tuple[Audience | Action, ...], before_second_step: bool) -> Rule:
    actions = frozenset(item for item in who if isinstance(item, Action))
    audiences = [item for item in who if isinstance(item, Audience)]
    if len(actions) == len(who) and actions:
        return Rule(actions=actions, before_second_step=before_second_step)
    if len(audiences) == 1 and not actions:
        return Rule(audience=audiences[0], before_second_step=before_second_step)
    raise TypeError("allow() takes one audience (PUBLIC, SIGNED_IN, BY_TOKEN) or one or more actions.")


_OPEN = Rule(PUBLIC, before_second_step=True)
_OWN = Rule(SIGNED_IN)
_SET_UP = Rule(SIGNED_IN, before_second_step=True)

THIRD_PARTY: dict[str, Rule] = {
    "account_login": _OPEN,
    "account_logout": _OPEN,
    "account_inactive": _OPEN,
    "account_signup": _OPEN,
    "account_reset_password": _OPEN,
    "account_reset_password_done": _OPEN,
    "account_reset_password_from_key": _OPEN,
    "account_reset_password_from_key_done": _OPEN,
    "account_reauthenticate": _SET_UP,
    "account_change_password": _OWN,
    "account_set_password": _OWN,
    "mfa_authenticate": _OPEN,
    "mfa_login_webauthn": _OPEN,
    "mfa_reauthenticate": _SET_UP,
    "mfa_reauthenticate_webauthn": _SET_UP,
    "mfa_index": _SET_UP,
    "mfa_activate_totp": _SET_UP,
    "mfa_deactivate_totp": _OWN,
    "mfa_view_recovery_codes": _SET_UP,
    "mfa_generate_recovery_codes": _SET_UP,
    "mfa_download_recovery_codes": _SET_UP,
    "mfa_list_webauthn": _SET_UP,
    "mfa_add_webauthn": _SET_UP,
    "mfa_remove_webauthn": _OWN,
    "mfa_edit_webauthn": _OWN,
    "openid_connect_login": _OPEN,
    "openid_connect_callback": _OPEN,
    "socialaccount_login_cancelled": _OPEN,
    "socialaccount_login_error": _OPEN,
    "usersessions_list": _OWN,
}
"""Routes of other people's packages, by full route name. Sign-in pages are open; allauth guards its stages."""


def rule_of(view: Callable[..., Any], name: str) -> Rule | None:
    """The rule of a view under a route name; None where nobody declared one."""
    marked = getattr(view, "access_rule", None) or getattr(getattr(view, "view_class", None), "access_rule", None)
    return marked or THIRD_PARTY.get(name)


@dataclass(frozen=True)
class Route:
    """One address of the application, with who may see it."""

    pattern: str
    name: str
    view: str
    rule: Rule | None


def declared_access() -> list[Route]:
    """Every route with its rule, so that a test can try each as each role and as nobody."""
    return list(_routes(get_resolver(), "", ""))


def undeclared_routes() -> list[Route]:
    """Routes nobody declared; they answer to nobody, and the architecture test and a system check fail on them."""
    return [route for route in declared_access() if route.rule is None]


def _routes(resolver: URLResolver, prefix: str, namespace: str) -> Iterator[Route]:
    for pattern in resolver.url_patterns:
        path = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from _routes(pattern, path, inner)
        elif isinstance(pattern, URLPattern):
            name = f"{namespace}{pattern.name}" if pattern.name else ""
            yield Route(path, name, pattern.lookup_str, rule_of(pattern.callback, name))
