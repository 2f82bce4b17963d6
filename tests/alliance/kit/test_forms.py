"""Django forms as GOV.UK components: every error leads to an element that exists, and nothing typed is lost."""

from __future__ import annotations

import html
import re
from html.parser import HTMLParser

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import given, settings
from hypothesis import strategies as st
from markupsafe import Markup

from riia.alliance.kit.dates import DateField
from riia.alliance.kit.form_errors import error_list, error_summary
from riia.alliance.kit.forms import field, hidden_fields
from riia.alliance.kit.samples import SampleForm

MANY = [("a", "Apples"), ("b", "Bread"), ("c", "Cheese")]


class Elements(HTMLParser):
    """Collects ids, label targets and values of what was rendered."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.labelled: list[str] = []
        self.described: list[str] = []
        self.inputs: dict[str, dict[str, str | None]] = {}
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if given.get("id"):
            self.ids.append(given["id"] or "")
        if tag == "label":
            self.labelled.append(given.get("for") or "")
        if tag in ("input", "textarea", "select"):
            self.inputs[given.get("id") or ""] = given
        self.described += (given.get("aria-describedby") or "").split()


def shown(form: forms.BaseForm) -> Elements:
    return Elements("".join([*(field(bound) for bound in form.visible_fields()), hidden_fields(form)]))


class Stubborn(forms.Form):
    """Any of its fields, and the form as a whole, can be told to be wrong."""

    text = forms.CharField(required=False)
    number = forms.IntegerField(required=False)
    tick = forms.BooleanField(required=False)
    radio = forms.ChoiceField(choices=MANY, widget=forms.RadioSelect, required=False)
    boxes = forms.MultipleChoiceField(choices=MANY, widget=forms.CheckboxSelectMultiple, required=False)
    choice = forms.ChoiceField(choices=[("", "None"), *MANY], required=False)
    day = DateField(required=False)
    long = forms.CharField(widget=forms.Textarea, required=False)
    file = forms.FileField(required=False)
    secret = forms.CharField(widget=forms.HiddenInput, required=False)
    password = forms.CharField(widget=forms.PasswordInput, required=False)

    def __init__(self, *args: object, wrong: set[str | None], **options: object) -> None:
        super().__init__(*args, **options)  # type: ignore[arg-type]
        self.wrong = wrong

    def clean(self) -> None:
        for name in self.wrong:
            self.add_error(name, f"Mistake in {name}")


NAMES: list[str | None] = [*Stubborn.base_fields, None]


@settings(deadline=None)
@given(
    st.sets(st.sampled_from(NAMES), min_size=1),
    st.sampled_from(["id_%s", "x-%s", False]),
    st.sampled_from(["", "first"]),
)
def test_every_error_leads_to_an_element(wrong: set[str | None], auto_id: str | bool, prefix: str) -> None:
    form = Stubborn({}, wrong=wrong, auto_id=auto_id, prefix=prefix)
    elements, errors = shown(form), error_list([form])
    assert len(errors) >= len(wrong)
    assert all(error["href"].removeprefix("#") in elements.ids for error in errors)


@settings(deadline=None)
@given(st.lists(st.sampled_from(["", "31", "2", "1999", "x"]), min_size=3, max_size=3))
def test_every_date_error_leads_to_a_box(boxes: list[str]) -> None:
    class Review(forms.Form):
        held_on = DateField(label="Date of the review")

    form = Review(dict(zip(("held_on-day", "held_on-month", "held_on-year"), boxes, strict=True)))
    elements = shown(form)
    for error in error_list([form]):
        target = error["href"].removeprefix("#")
        assert target in elements.ids
        assert "govuk-input--error" in (elements.inputs[target]["class"] or "")


def test_errors_of_formsets() -> None:
    lines = forms.formset_factory(Line, extra=0, min_num=2, validate_min=True)
    data = {"form-TOTAL_FORMS": "2", "form-INITIAL_FORMS": "0", "form-0-amount": "x", "form-1-amount": ""}
    formset = lines(data)
    ids = [found for form in formset.forms for found in shown(form).ids]
    errors = error_list([formset])
    assert errors
    assert all(error["href"].removeprefix("#") in ids for error in errors)


class Line(forms.Form):
    amount = forms.IntegerField(label="Amount")


def test_ids_are_unique_and_labels_and_descriptions_point_at_them() -> None:
    form = SampleForm({"email": "nobody", "held_on-day": "3"})
    elements = shown(form)
    assert len(elements.ids) == len(set(elements.ids))
    assert set(elements.labelled) <= set(elements.ids)
    # The count below a text area is described by an element that JavaScript adds to.
    assert set(elements.described) <= set(elements.ids)


def test_no_errors_before_anything_was_sent() -> None:
    form = SampleForm()
    assert error_list([form]) == []
    assert error_summary([]) == ""
    assert "error" not in "".join(field(bound) for bound in form)


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("email", "Enter e-mail address"),
        ("place", "Select place"),
        ("answer", "Select an answer to “Do you agree?”"),
        ("file", "Select attendance list"),
        ("sure", "Tick “I have read the note” to continue"),
        ("held_on", "Enter date of the meeting"),
    ],
)
def test_an_empty_field_says_what_to_do(name: str, message: str) -> None:
    errors = {error["href"].split("-")[0]: error["text"] for error in error_list([SampleForm({"x": "1"})])}
    assert errors[f"#id_{name}"] == message


def test_own_messages_stay() -> None:
    class Own(forms.Form):
        name = forms.CharField(error_messages={"required": "Say who is asking. It is shown to the region."})

    assert error_list([Own({})])[0]["text"] == "Say who is asking. It is shown to the region."


def test_abbreviations_keep_their_capitals() -> None:
    class Own(forms.Form):
        kpi = forms.CharField(label="KPI number")

    assert error_list([Own({})])[0]["text"] == "Enter KPI number"


@settings(deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs", "Cc"], include_characters="\n"), max_size=40))
def test_a_text_area_gives_back_what_was_typed(text: str) -> None:
    class Note(forms.Form):
        plain = forms.CharField(widget=forms.Textarea, required=False)
        counted = forms.CharField(widget=forms.Textarea, max_length=500, required=False)

    form = Note({"plain": text, "counted": text})
    for name in ("plain", "counted"):
        inside = re.search(r"<textarea[^>]*>(.*)</textarea>", field(form[name]), re.S)
        assert inside
        assert html.unescape(inside[1]) == text


def test_what_was_chosen_is_chosen_again() -> None:
    data = {"radio": "b", "boxes": ["a", "c"], "choice": "c", "tick": "on", "text": "<i>", "day-day": "31"}
    form = Stubborn(data, wrong={"radio"})
    elements = shown(form)
    assert "checked" in elements.inputs["id_radio-2"]
    assert "checked" not in elements.inputs["id_radio"]
    assert ["checked" in elements.inputs[name] for name in ("id_boxes", "id_boxes-2", "id_boxes-3")] == [
        True,
        False,
        True,
    ]
    assert "checked" in elements.inputs["id_tick"]
    assert elements.inputs["id_text"]["value"] == "<i>"
    assert elements.inputs["id_day-day"]["value"] == "31"
    assert '<option value="c" selected>' in field(form["choice"])


def test_passwords_are_never_given_back() -> None:
    form = Stubborn({"password": "hunter2"}, wrong={"password"})
    assert "hunter2" not in field(form["password"])
    assert 'type="password"' in field(form["password"])


def test_numbers_are_text_with_a_numeric_keyboard() -> None:
    element = shown(Stubborn(wrong=set())).inputs["id_number"]
    assert (element["type"], element["inputmode"]) == ("text", "numeric")


def test_options() -> None:
    form = Stubborn(wrong=set())
    assert "(optional)" in field(form["text"])
    assert "(optional)" not in field(form["text"], say_optional=False)
    assert 'class="govuk-input govuk-input--width-4"' in field(form["text"], width=4)
    assert '<h1 class="govuk-label-wrapper">' in field(form["text"], heading=True)
    assert "govuk-input__prefix" in field(form["number"], prefix="£")
    assert "&lt;b&gt;" in field(form["text"], hint="<b>")
    assert "<b>bold</b>" in field(form["text"], hint=Markup("<b>bold</b>"))
    reveal = field(form["radio"], reveals={"b": Markup('<p id="why">Why</p>')}, hints={"a": "The red ones"})
    assert 'id="why"' in reveal
    assert "The red ones" in reveal


def test_a_wrong_option_is_refused() -> None:
    with pytest.raises(TypeError, match="widht"):
        field(Stubborn(wrong=set())["text"], widht=4)


def test_widgets_without_a_component_are_refused() -> None:
    class Odd(forms.Form):
        several = forms.MultipleChoiceField(choices=MANY)
        grouped = forms.ChoiceField(choices=[("Group", MANY)])

    with pytest.raises(TypeError, match="CheckboxSelectMultiple"):
        field(Odd()["several"])
    with pytest.raises(TypeError, match="groups its choices"):
        field(Odd()["grouped"])


def test_disabled_fields() -> None:
    class Fixed(forms.Form):
        name = forms.CharField(disabled=True, initial="Derby")
        pick = forms.ChoiceField(choices=MANY, widget=forms.RadioSelect, disabled=True, initial="a")

    elements = shown(Fixed())
    assert "disabled" in elements.inputs["id_name"]
    assert elements.inputs["id_name"]["value"] == "Derby"
    assert all("disabled" in elements.inputs[name] for name in ("id_pick", "id_pick-2"))


def test_a_whole_valid_form() -> None:
    data = {
        "email": "a@example.org",
        "password": "x",
        "amount": "12.50",
        "place": "Garth",
        "answer": "yes",
        "themes": ["books"],
        "held_on-day": "6",
        "held_on-month": "1",
        "held_on-year": "2026",
        "sure": "on",
    }
    form = SampleForm(data, {"file": SimpleUploadedFile("list.csv", b"a")})
    assert error_list([form]) == []
    assert form.is_valid()
