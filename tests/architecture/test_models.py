"""Rules over all models: foreign keys point down the house, and every field says how private it is."""

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db.models import Model

# The loop of docs: a model may point at its own context or one that stands later in this list.
ORDER = (
    "pages", "governance", "reporting", "offer", "plans", "diagnostics", "insight", "returns", "figures", "custody",
    "agreements", "grants", "intake", "access", "places", "audit", "kit",
)  # fmt: skip
SIBLINGS = ({"insight", "returns"}, {"figures", "custody"}, {"agreements", "grants"})
CLASSES = {"public", "internal", "personal", "confidential"}


def own_models() -> list[type[Model]]:
    return [model for model in apps.get_models() if model.__module__.startswith("riia.")]


def test_every_context_with_models_stands_in_the_order() -> None:
    assert {model._meta.app_label for model in own_models()} <= set(ORDER)


@pytest.mark.parametrize("model", own_models(), ids=lambda model: model._meta.label)
def test_foreign_keys_point_down(model: type[Model]) -> None:
    here = model._meta.app_label
    for field in model._meta.get_fields():
        if not field.is_relation or field.auto_created or field.related_model is None:
            continue
        there = field.related_model._meta.app_label
        if there not in ORDER:  # Django's own: content types and permissions
            continue
        assert ORDER.index(here) <= ORDER.index(there), f"{model._meta.label}.{field.name} points up to {there}"
        if here != there:
            assert {here, there} not in SIBLINGS, f"{model._meta.label}.{field.name} points sideways to {there}"


@pytest.mark.parametrize("model", own_models(), ids=lambda model: model._meta.label)
def test_every_field_is_classified(model: type[Model]) -> None:
    classes = getattr(model, "CLASSIFICATION", None)
    assert classes is not None, f"{model._meta.label} has no CLASSIFICATION"
    fields = {field.name for field in model._meta.get_fields() if not field.auto_created or field.concrete}
    assert set(classes) == fields, f"missing {fields - set(classes)}, superfluous {set(classes) - fields}"
    assert set(classes.values()) <= CLASSES


@pytest.mark.django_db
def test_the_migrations_hold_every_model() -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)
