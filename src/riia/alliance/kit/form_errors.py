"""A form's errors in words, each tied to an element on the page.

`error_list` links to the ids that `riia.alliance.kit.forms.field` renders; both take them from `element_id`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BaseForm, BoundField
from django.forms.formsets import BaseFormSet
from markupsafe import Markup

from riia.alliance.kit.components import govuk
from riia.alliance.kit.dates import DateBoxes, parts_at_fault


def element_id(bound: BoundField) -> str:
    """The id of the field's element: the input itself, or the first of a group."""
    return str(bound.field.widget.attrs.get("id") or bound.auto_id or bound.html_name)


def error_target(bound: BoundField) -> str:
    """The id of the element that an error of this field is about: for a date the first box at fault."""
    base = element_id(bound)
    if isinstance(bound.field.widget, DateBoxes):
        return f"{base}-{parts_at_fault(first_code(bound))[0]}"
    return base


def messages_of(bound: BoundField) -> list[str]:
    """The field's errors in words. Django's "This field is required" becomes what to do: "Enter …", "Select …"."""
    if bound.name not in bound.form.errors:
        return []
    errors: list[ValidationError] = bound.form.errors[bound.name].as_data()
    return [message for error in errors for message in _words(bound, error)]


def error_list(parts: Iterable[BaseForm | BaseFormSet[Any]]) -> list[dict[str, str]]:
    """Every error of the page's forms, in the order of their fields, each with the address of an element to go to."""
    return [entry for form in _each_form(parts) for entry in _errors_of_form(form)]


def error_summary(errors: list[dict[str, str]]) -> Markup:
    """The box at the top of a page whose form needs correcting; nothing when there is nothing to correct."""
    if not errors:
        return Markup()
    return govuk("error-summary", {"titleText": "There is a problem", "errorList": errors})


def _each_form(parts: Iterable[BaseForm | BaseFormSet[Any]]) -> Iterator[BaseForm | BaseFormSet[Any]]:
    for part in parts:
        yield part
        if isinstance(part, BaseFormSet):
            yield from part.forms


def _errors_of_form(form: BaseForm | BaseFormSet[Any]) -> Iterator[dict[str, str]]:
    if isinstance(form, BaseFormSet):
        target = next((_first_target(each) for each in form.forms if _first_target(each)), "")
        if form.is_bound:
            yield from (_entry(str(message), target) for message in form.non_form_errors())
        return
    if not form.is_bound:
        return
    # Nobody can go to a field that is not seen, yet a form must not come back wrong without a word.
    unseen = [message for bound in form.hidden_fields() for message in messages_of(bound)]
    for message in [*map(str, form.non_field_errors()), *unseen]:
        yield _entry(message, _first_target(form))
    for bound in form.visible_fields():
        yield from (_entry(message, error_target(bound)) for message in messages_of(bound))


def _entry(message: str, target: str) -> dict[str, str]:
    return {"text": message, "href": f"#{target}"} if target else {"text": message}


def _first_target(form: BaseForm) -> str:
    """Where an error about the form as a whole leads: its first field that can be seen."""
    first = next(iter(form.visible_fields()), None)
    return error_target(first) if first else ""


def first_code(bound: BoundField) -> str | None:
    """The code of the field's first error, if it has one."""
    errors = bound.form.errors.get(bound.name) if bound.form.is_bound else None
    return errors.as_data()[0].code if errors else None


def _words(bound: BoundField, error: ValidationError) -> list[str]:
    default = forms.Field.default_error_messages["required"]
    if error.code == "required" and bound.field.error_messages.get("required") == default:
        return [_what_to_do(bound)]
    return [_without_full_stop(str(message)) for message in error.messages]


def _what_to_do(bound: BoundField) -> str:
    """What an empty field asks for, in the words of its label."""
    label, widget = str(bound.label), bound.field.widget
    if isinstance(widget, forms.CheckboxInput):
        return f"Tick “{label}” to continue"
    verb = "Select" if isinstance(widget, forms.Select | forms.RadioSelect | forms.FileInput) else "Enter"
    return f"{verb} an answer to “{label}”" if label.endswith("?") else f"{verb} {_inside_sentence(label)}"


def _without_full_stop(message: str) -> str:
    """Error messages that are one sentence carry no full stop; longer ones keep theirs."""
    return message[:-1] if message.endswith(".") and ". " not in message else message


def _inside_sentence(label: str) -> str:
    """A label as it stands inside a sentence: `your name` for `Your name`, while `KPI number` keeps its capitals."""
    first_word = label.split(maxsplit=1)[0] if label.strip() else ""
    return label if first_word[1:] != first_word[1:].lower() else label[:1].lower() + label[1:]
