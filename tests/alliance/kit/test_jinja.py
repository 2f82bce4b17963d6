"""The environment: strict for our templates, lenient for GOV.UK's, escaping everywhere."""

from __future__ import annotations

from pathlib import Path

import govuk_frontend_jinja
import pytest
from jinja2 import DictLoader, UndefinedError

from riia.alliance.kit.amounts import Amount, NoAmount
from riia.alliance.kit.components import govuk, govuk_environment
from riia.alliance.kit.jinja import environment

COMPONENTS = sorted(
    path.parent.name for path in Path(govuk_frontend_jinja.__file__).parent.glob("templates/components/*/macro.html")
)


def render(template: str, **context: object) -> str:
    return environment(loader=DictLoader({"page": template})).get_template("page").render(**context)


def test_an_undefined_name_stops_the_page() -> None:
    with pytest.raises(UndefinedError):
        render("{{ nobody }}")


def test_what_may_be_absent_is_asked_for() -> None:
    assert render("{{ 'yes' if nobody is defined else 'no' }}") == "no"


def test_govuk_macros_can_be_imported_by_name() -> None:
    text = '{% from "govuk_frontend_jinja/components/button/macro.html" import govukButton %}'
    assert "Send &amp; go" in render(text + '{{ govukButton({"text": "Send & go"}) }}')


def test_govuk_macros_can_be_called() -> None:
    assert "govuk-inset-text" in render('{{ govuk("inset-text", {"text": "Mind this"}) }}')


@pytest.mark.parametrize("component", COMPONENTS)
def test_every_component_is_found(component: str) -> None:
    name = "govuk" + component.title().replace("-", "")
    module = govuk_environment().get_template(f"govuk_frontend_jinja/components/{component}/macro.html").module
    assert hasattr(module, name)


def test_components_escape() -> None:
    assert "&lt;b&gt;" in govuk("tag", {"text": "<b>"})


def test_our_templates_escape() -> None:
    assert render("{{ text }}", text="<b>") == "&lt;b&gt;"


def test_absent_is_a_test() -> None:
    text = "{{ 'none' if figure is absent else 'some' }}"
    assert render(text, figure=NoAmount("c", "hidden")) == "none"
    assert render(text, figure=Amount(0)) == "some"
