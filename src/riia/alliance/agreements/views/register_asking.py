"""A page that asks a few things about the register and does one verb with them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from riia.alliance.access.models import Person
from riia.alliance.agreements.register_errors import RegisterChangeError
from riia.alliance.kit.pieces import Link


@dataclass(frozen=True)
class Asking:
    """What the page says: its question, what it is about, the button, where back leads and what is said afterwards."""

    heading: str
    caption: str
    button: str
    back: Link
    done: str
    intro: tuple[str, ...] = ()
    fields: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)


def ask(
    request: HttpRequest, asking: Asking, form: forms.Form, act: Callable[[dict[str, Any], Person], Any]
) -> HttpResponse:
    """Show the form; once it is complete, act, say so and go on. What may not happen is said on the form.

    `act` is given what was typed and who acts; it may give the address to go on to, else back.
    """
    if request.method == "POST" and form.is_valid():
        assert isinstance(request.user, Person)
        try:
            onward = act(form.cleaned_data, request.user)
        except RegisterChangeError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, asking.done)
            return redirect(onward if isinstance(onward, str) else asking.back.href)
    return render(request, "agreements/register_ask.html", {"form": form, "asking": asking})
