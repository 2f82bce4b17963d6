"""`manage load_figures`, as a new installation runs it."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from riia.alliance.audit.models import Entry
from riia.alliance.figures.models import Release, Value


def run() -> str:
    out = StringIO()
    call_command("load_figures", stdout=out)
    return out.getvalue()


@pytest.mark.django_db
def test_it_says_to_load_the_places_first() -> None:
    with pytest.raises(CommandError, match="load_places first"):
        run()
    assert not Release.objects.exists()


@pytest.mark.django_db
def test_it_loads_what_is_packaged_once_and_says_so(places: None) -> None:
    first = run()
    values = Value.objects.count()
    assert f"Loaded {values:,} published values from {Release.objects.count()} files" in first
    assert Entry.objects.get(action="figures.load_packaged").actor_label == "load_figures command"
    assert run() == "Published figures already up to date.\n"
    assert Value.objects.count() == values
