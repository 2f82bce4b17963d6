"""The Jinja environment of every page.

Our own templates are strict: an undefined name stops the page instead of printing nothing. GOV.UK macros come from the
lenient environment in `components`, both as `{{ govuk("button", {…}) }}` and as
`{% from "govuk_frontend_jinja/components/button/macro.html" import govukButton %}`.
"""

from __future__ import annotations

from collections.abc import MutableMapping
from typing import Any

from django.templatetags.static import static
from django.urls import reverse
from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from riia.alliance.kit import filters, forms, links
from riia.alliance.kit.amounts import absence
from riia.alliance.kit.charts.sparks import dot_strip, sparkline
from riia.alliance.kit.components import GOVUK_PREFIX, govuk, govuk_environment
from riia.alliance.kit.differences import text_difference


class KitEnvironment(Environment):
    """Django's environment for our templates, which answers for the GOV.UK macros from their lenient one."""

    def get_template(
        self, name: str | Template, parent: str | None = None, globals: MutableMapping[str, Any] | None = None
    ) -> Template:
        """Find a template by name.

        Raises:
            jinja2.TemplateNotFound: none of the template folders holds it.
        """
        if isinstance(name, str) and name.startswith(f"{GOVUK_PREFIX}/"):
            return govuk_environment().get_template(name)
        return super().get_template(name, parent, globals)


def environment(**options: Any) -> KitEnvironment:
    """Build the environment from the options of Django's Jinja2 backend, with its loader for the template folders."""
    options.setdefault("loader", FileSystemLoader([]))
    ours = {"undefined": StrictUndefined, "autoescape": True, "trim_blocks": True, "lstrip_blocks": True}
    made = KitEnvironment(**{**options, **ours})
    made.filters.update(filters.FILTERS)
    made.tests["absent"] = lambda figure: absence(figure) is not None
    made.globals.update(static=static, url=url, govuk=govuk, **forms.GLOBALS, **links.GLOBALS)
    made.globals.update(sparkline=sparkline, dot_strip=dot_strip, text_difference=text_difference)
    return made


def url(name: str, *args: object, **kwargs: object) -> str:
    """The address of a view: `url("pages:home")`, `url("figures:detail", slug=…)`."""
    return reverse(name, args=args or None, kwargs=kwargs or None)
