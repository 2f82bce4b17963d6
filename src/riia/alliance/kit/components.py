"""GOV.UK components callable from Python: the macros of govuk-frontend-jinja in an environment of their own.

They are written for lenient undefined values (an option left out is simply absent), while our own templates are strict.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, PrefixLoader
from markupsafe import Markup

GOVUK_PREFIX = "govuk_frontend_jinja"


@cache
def govuk_environment() -> Environment:
    """The environment of the GOV.UK macros alone."""
    loader = PrefixLoader({GOVUK_PREFIX: PackageLoader(GOVUK_PREFIX)})
    return Environment(loader=loader, auto_reload=False, autoescape=True, trim_blocks=True, lstrip_blocks=True)


def govuk(component: str, params: Mapping[str, Any]) -> Markup:
    """Render a GOV.UK component by its folder name, such as `"error-summary"`, with the options of its macro.

    Raises:
        jinja2.TemplateNotFound: there is no such component.
    """
    return _macro(component)(params)


@cache
def _macro(component: str) -> Callable[[Mapping[str, Any]], Markup]:
    name = "govuk" + "".join(word.capitalize() for word in component.split("-"))
    module = govuk_environment().get_template(f"{GOVUK_PREFIX}/components/{component}/macro.html").module
    macro: Callable[[Mapping[str, Any]], Markup] = getattr(module, name)
    return macro
