"""Django's forms shown with GOV.UK components.

A template writes `{{ field(form["email"], hint="…", width=20) }}`; which component that takes follows from the field's
widget. Errors are in `form_errors`, which takes the ids it links to from the same function as the fields here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from dataclasses import field as data_field
from typing import Any

from django import forms
from django.forms import BaseForm, BoundField
from django.forms.widgets import Input
from markupsafe import Markup, escape

from riia.alliance.kit.components import govuk
from riia.alliance.kit.dates import PARTS, DateBoxes, parts_at_fault
from riia.alliance.kit.form_errors import element_id, error_list, error_summary, first_code, messages_of

# What Django puts into a widget's attributes that GOV.UK components say in their own way, or advise against.
_ATTRIBUTES_OF_COMPONENTS = (
    "id name type class rows cols required placeholder maxlength minlength min max step autocomplete autofocus "
    "spellcheck inputmode autocapitalize aria-describedby aria-invalid"
)


@dataclass(frozen=True)
class FieldOptions:
    """How a field is shown. A wrong name is a `TypeError` where the template uses it."""

    label: str = ""
    """Instead of the form field's own label."""
    hint: str | Markup = ""
    """Instead of the form field's `help_text`."""
    width: int | str = ""
    """2, 3, 4, 5, 10, 20 or 30 characters, or a share of the column such as "one-half"."""
    size: str = ""
    """Of the label: "s", "m", "l" or "xl"."""
    heading: bool = False
    """The label is the page's heading: for pages that ask one thing."""
    prefix: str = ""
    suffix: str = ""
    rows: int = 5
    inline: bool = False
    small: bool = False
    """Smaller radios and checkboxes, for filters."""
    hints: Mapping[str, str] = data_field(default_factory=dict)
    """A hint for a choice, by its value."""
    reveals: Mapping[str, Markup] = data_field(default_factory=dict)
    """What choosing a value reveals, by that value. Without JavaScript it is always visible."""
    say_optional: bool = True
    """Whether "(optional)" follows the label of a field that may stay empty."""


def field(bound: BoundField, **options: Any) -> Markup:
    """Show one field of a form with the GOV.UK component that its widget stands for.

    Raises:
        TypeError: the widget has no GOV.UK counterpart, or an option does not exist.
    """
    widget = bound.field.widget
    for kind, show in _COMPONENTS:
        if isinstance(widget, kind) and not isinstance(widget, forms.SelectMultiple):
            return show(bound, FieldOptions(**options))
    raise TypeError(
        f"The field {bound.name!r} uses the widget {type(widget).__name__}, which has no GOV.UK component. "
        "For several choices use CheckboxSelectMultiple; for a date use riia.alliance.kit.dates.DateField."
    )


def hidden_fields(form: BaseForm) -> Markup:
    """The form's hidden inputs."""
    return Markup("\n").join(Markup(str(bound)) for bound in form.hidden_fields())  # noqa: S704 - Django escaped it


def _label_text(bound: BoundField, options: FieldOptions) -> str:
    text = options.label or str(bound.label)
    is_tick = isinstance(bound.field.widget, forms.CheckboxInput)
    return text if bound.field.required or is_tick or not options.say_optional else f"{text} (optional)"


def _shared(bound: BoundField, options: FieldOptions) -> dict[str, Any]:
    """The options that every component has: name, hint and error."""
    hint = options.hint or bound.help_text
    messages = messages_of(bound)
    shared: dict[str, Any] = {"name": bound.html_name}
    if hint:
        shared["hint"] = {"html": escape(hint)} if isinstance(hint, Markup) else {"text": str(hint)}
    if messages:
        shared["errorMessage"] = {"html": Markup("<br>").join(messages)}
    if bound.field.disabled:
        shared["disabled"] = True
    return shared


def _labelled(bound: BoundField, options: FieldOptions) -> dict[str, Any]:
    """The options of components with one element: id, label, passed-on attributes."""
    size = options.size or ("l" if options.heading else "")
    label = {
        "text": _label_text(bound, options),
        "classes": f"govuk-label--{size}" if size else "",
        "isPageHeading": options.heading,
    }
    return {**_shared(bound, options), "id": element_id(bound), "label": label, "attributes": _passed_on(bound)}


def _grouped(bound: BoundField, options: FieldOptions) -> dict[str, Any]:
    """The options of components that are a group: a fieldset with a legend."""
    size = options.size or ("l" if options.heading else "")
    legend = {
        "text": _label_text(bound, options),
        "classes": f"govuk-fieldset__legend--{size}" if size else "",
        "isPageHeading": options.heading,
    }
    return {**_shared(bound, options), "fieldset": {"legend": legend}}


def _passed_on(bound: BoundField) -> dict[str, Any]:
    given = bound.field.widget.attrs
    own = _ATTRIBUTES_OF_COMPONENTS.split()
    return {name: value for name, value in given.items() if name not in own and value is not False}


def _width(options: FieldOptions) -> str:
    if not options.width:
        return ""
    return f"govuk-input--width-{options.width}" if isinstance(options.width, int) else f"govuk-!-width-{options.width}"


def _text_value(bound: BoundField) -> str:
    value = bound.field.widget.format_value(bound.value())
    return "" if value is None else str(value)


def _hidden(bound: BoundField, options: FieldOptions) -> Markup:
    return Markup(str(bound))  # noqa: S704 - Django escaped it


def _input(bound: BoundField, options: FieldOptions) -> Markup:
    attrs = bound.field.widget.attrs
    kind = getattr(bound.field.widget, "input_type", "text")
    whole = isinstance(bound.field, forms.IntegerField)
    params = _labelled(bound, options) | {
        # Number inputs change with the scroll wheel and round silently; GOV.UK advises text with a numeric keyboard.
        "type": "text" if kind in {"number", "date", "time", "datetime-local"} else kind,
        "classes": _width(options),
        "value": _text_value(bound),
        "autocomplete": attrs.get("autocomplete") or ("email" if kind == "email" else None),
    }
    if kind in {"email", "url"}:
        params["spellcheck"] = False
    inputmode = attrs.get("inputmode") or ({True: "numeric", False: "decimal"}[whole] if kind == "number" else None)
    if inputmode:
        params["inputmode"] = inputmode
    for affix in ("prefix", "suffix"):
        if getattr(options, affix):
            params[affix] = {"text": getattr(options, affix)}
    return govuk("input", params)


def _password(bound: BoundField, options: FieldOptions) -> Markup:
    autocomplete = bound.field.widget.attrs.get("autocomplete", "current-password")
    own = {"autocomplete": autocomplete, "classes": _width(options)}
    return govuk("password-input", _labelled(bound, options) | own)


def _textarea(bound: BoundField, options: FieldOptions) -> Markup:
    # References instead of line ends: the macros indent what they nest, which would add blanks to a person's text.
    escaped = str(escape(_text_value(bound))).replace("\r\n", "\n").replace("\n", "&#10;")
    value = Markup(escaped)  # noqa: S704 - escaped in the line above
    params = _labelled(bound, options) | {"value": value, "rows": options.rows}
    limit = getattr(bound.field, "max_length", None)
    return govuk("character-count", params | {"maxlength": limit}) if limit else govuk("textarea", params)


def _file(bound: BoundField, options: FieldOptions) -> Markup:
    multiple = bool(getattr(bound.field.widget, "allow_multiple_selected", False))
    return govuk("file-upload", _labelled(bound, options) | {"javascript": True, "multiple": multiple})


def _select(bound: BoundField, options: FieldOptions) -> Markup:
    items = [{"value": value, "text": text, "selected": chosen} for value, text, chosen in _choices(bound)]
    return govuk("select", _labelled(bound, options) | {"items": items, "classes": _width(options)})


def _radios(bound: BoundField, options: FieldOptions) -> Markup:
    return govuk("radios", _choice_group(bound, options, "govuk-radios"))


def _checkboxes(bound: BoundField, options: FieldOptions) -> Markup:
    return govuk("checkboxes", _choice_group(bound, options, "govuk-checkboxes"))


def _choice_group(bound: BoundField, options: FieldOptions, block: str) -> dict[str, Any]:
    items: list[dict[str, Any]] = []
    for value, text, chosen in _choices(bound):
        if not value:
            continue  # Django's empty choice stands for "nothing chosen", which a group shows by itself
        item: dict[str, Any] = {"value": value, "text": text, "checked": chosen}
        if value in options.hints:
            item["hint"] = {"text": options.hints[value]}
        if value in options.reveals:
            item["conditional"] = {"html": options.reveals[value]}
        if bound.field.disabled:
            item["disabled"] = True
        items.append(item)
    looks = [f"{block}--{look}" for look in ("inline", "small") if getattr(options, look)]
    return _grouped(bound, options) | {"idPrefix": element_id(bound), "items": items, "classes": " ".join(looks)}


def _tick(bound: BoundField, options: FieldOptions) -> Markup:
    """A single checkbox: its label stands beside the box, so there is no legend."""
    widget = bound.field.widget
    value = bound.value()
    item = {
        "value": "on" if isinstance(value, bool) or value is None else str(value),
        "text": _label_text(bound, options),
        "checked": widget.check_test(value),
        "attributes": _passed_on(bound),
        "disabled": bound.field.disabled,
    }
    look = "govuk-checkboxes--small" if options.small else ""
    shared = _shared(bound, options)
    if "hint" in shared:
        item["hint"] = shared.pop("hint")
    return govuk("checkboxes", shared | {"idPrefix": element_id(bound), "items": [item], "classes": look})


def _date(bound: BoundField, options: FieldOptions) -> Markup:
    base = element_id(bound)
    wrong = parts_at_fault(first_code(bound)) if messages_of(bound) else ()
    items = []
    for part, value in zip(PARTS, bound.field.widget.boxes(bound.value()), strict=True):
        classes = f"govuk-input--width-{4 if part == 'year' else 2}" + (" govuk-input--error" if part in wrong else "")
        item = {"name": part, "id": f"{base}-{part}", "classes": classes, "value": value}
        # Month names are welcome, so that box gets the full keyboard.
        items.append(item | ({"inputmode": "text"} if part == "month" else {}))
    params = _grouped(bound, options) | {"id": base, "namePrefix": bound.html_name, "items": items}
    return govuk("date-input", params)


def _choices(bound: BoundField) -> Iterator[tuple[str, str, bool]]:
    """Value, words and whether it is chosen, of every choice."""
    widget = bound.field.widget
    chosen = widget.format_value(bound.value())
    for group, options, _index in widget.optgroups(bound.html_name, chosen):
        if group:
            raise TypeError(
                f"The field {bound.name!r} groups its choices; GOV.UK lists do not. Name the group in each."
            )
        yield from ((str(option["value"]), str(option["label"]), bool(option["selected"])) for option in options)


type Show = Callable[[BoundField, FieldOptions], Markup]
# The first kind that fits is taken, so the narrower kinds stand before those they derive from.
_COMPONENTS: tuple[tuple[type[forms.Widget], Show], ...] = (
    (forms.HiddenInput, _hidden),
    (DateBoxes, _date),
    (forms.CheckboxInput, _tick),
    (forms.CheckboxSelectMultiple, _checkboxes),
    (forms.RadioSelect, _radios),
    (forms.Textarea, _textarea),
    (forms.PasswordInput, _password),
    (forms.FileInput, _file),
    (Input, _input),
    (forms.Select, _select),
)

GLOBALS: dict[str, Callable[..., object]] = {
    "field": field,
    "error_list": error_list,
    "error_summary": error_summary,
    "hidden_fields": hidden_fields,
}
