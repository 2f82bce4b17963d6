"""Fields for amounts of money: typed in pounds, kept in pence."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from riia.documents.money import MoneyError, parse_pounds, typed


class PoundsField(forms.CharField):
    """Gives pence as int, or None where it may stay empty and does: an empty box is never £0."""

    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=30, **options)

    def prepare_value(self, value: Any) -> Any:
        return typed(value) if isinstance(value, int) else value

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if not text:
            return None
        try:
            return parse_pounds(text)
        except MoneyError as error:
            raise ValidationError(str(error)) from error
