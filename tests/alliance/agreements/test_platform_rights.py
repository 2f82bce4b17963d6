"""The rights of a platform of dashboards held against the register: the file, the comparison and the page (R4.06)."""

import re

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import given
from hypothesis import strategies as st

from riia.alliance.agreements.queries.rights import names_of_datasets, rights_here
from riia.alliance.agreements.rights_file import read_rights
from riia.alliance.agreements.services import rights as services
from riia.alliance.agreements.services.rights import compare_rights
from riia.alliance.audit.models import Entry
from tests.alliance.agreements.register_world import (
    EAST_MIDLANDS,
    TODAY,
    alliance,
    make_register,
    on_a_monday,
    people,
    signed_in,
)

__all__ = ["alliance", "on_a_monday", "people", "signed_in"]
PAGE = f"/registers/{EAST_MIDLANDS}/rights/"
NAMES = {"dataset-1": "dataset-1", "1": "dataset-1", "core indicators": "dataset-1", "6": "dataset-6"}


@pytest.mark.parametrize(
    ("text", "rights"),
    [
        ("email,dataset\nAnn@Example.org,1\n", {"ann@example.org": {"dataset-1"}}),
        ("email;dataset;since\r\na@b.c;Core  Indicators;2024\r\na@b.c;6;\r\n", {"a@b.c": {"dataset-1", "dataset-6"}}),
        ("\ufeffEmail,Dataset\na@b.c,\n", {"a@b.c": set()}),
    ],
)
def test_a_file_as_platforms_write_it(text: str, rights: dict[str, set[str]]) -> None:
    assert read_rights(text.encode(), NAMES) == (rights, [])


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "Line 1: write the columns email and dataset"),
        (b"user,table\na@b.c,1\n", "Line 1: write the columns email and dataset"),
        (b"email,dataset\n", "has columns and no right"),
        (b"email,dataset\nann,1\n", "Line 2, email: there is no address"),
        (b"email,dataset\na@b.c,1\na@b.c,99\n", "Line 3, dataset: the register has no “99”"),
        (b"PK\x03\x04", "is no CSV file"),
        (b"x" * (1024 * 1024 + 1), "larger than 1 megabyte"),
        (b'email,dataset\n"a@b.c,1\n', "Line 2: it is no line of a table"),
        (b"email,dataset\n" + b"ann,1\n" * 30, "And 10 more of the kind"),
    ],
)
def test_a_file_that_is_refused_says_where_and_what_to_do(data: bytes, said: str) -> None:
    rights, problems = read_rights(data, NAMES)
    assert rights == {}
    assert said in " ".join(problems)


@given(st.binary(max_size=200))
def test_no_file_breaks_the_reader(data: bytes) -> None:
    rights, problems = read_rights(b"email,dataset\n" + data, NAMES)
    assert bool(rights) != bool(problems)


def test_what_each_person_may_read_follows_from_role_and_register(alliance, people) -> None:
    make_register(alliance)
    for name in ("coordinator", "derby", "dfe", "supplier"):
        getattr(people, name)
    here = rights_here(alliance, TODAY)
    assert here["coordinator@example.org"] == here["derby@example.org"] == {"dataset-1", "dataset-6"}
    assert here["dfe@example.org"] == {"dataset-1"}
    assert here["supplier@example.org"] == frozenset()
    names = names_of_datasets(alliance, TODAY)
    assert names["1"] == names["dataset-1"] == names["core indicators"] == "dataset-1"


def test_who_reads_more_is_named_on_the_page_and_in_no_trail(alliance, people, signed_in) -> None:
    make_register(alliance)
    browser = signed_in(people.coordinator)
    assert people.dfe
    assert "Who may read what on the platform?" in text(browser.get(PAGE))
    rows = "email,dataset\ncoordinator@example.org,1\ndfe@example.org,1\ndfe@example.org,6\nx@y.z,1\n"
    shown = text(browser.post(PAGE, {"file": SimpleUploadedFile("rights.csv", rows.encode())}))
    assert "2 of 3 users may read more on the platform than the register allows" in shown
    assert "dfe@example.org dataset-6" in shown
    assert "x@y.z dataset-1" in shown
    entry = Entry.objects.get(action="agreements.compare_rights")
    assert entry.details == {"users": 3, "wider": 2}
    assert "@" not in entry.summary
    fine = SimpleUploadedFile("rights.csv", b"email,dataset\ndfe@example.org,1\n")
    assert "The rights of 1 user keep within the register" in text(browser.post(PAGE, {"file": fine}))
    wrong = SimpleUploadedFile("rights.csv", b"email,dataset\nann,1\n")
    assert "Line 2, email: there is no address" in text(browser.post(PAGE, {"file": wrong}))
    assert "Choose the CSV file" in text(browser.post(PAGE, {}))


def test_only_whoever_keeps_the_register_compares(alliance, people, signed_in) -> None:
    make_register(alliance)
    assert signed_in(people.derby).get(PAGE).status_code == 403
    with pytest.raises(PermissionDenied):
        compare_rights(alliance=alliance, platform={}, by=people.analyst)


def test_a_comparison_that_cannot_be_recorded_tells_nothing(alliance, people, monkeypatch) -> None:
    make_register(alliance)

    def broken(**_: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(services, "record", broken)
    with pytest.raises(RuntimeError):
        compare_rights(alliance=alliance, platform={"x@y.z": frozenset({"dataset-1"})}, by=people.coordinator)


def test_team_and_platform_are_settled(alliance, people, signed_in) -> None:
    make_register(alliance)
    browser = signed_in(people.coordinator)
    told = {"manager": "Business intelligence", "platform": "Tableau", "reason": "clause 6.3"}
    browser.post(f"/registers/{EAST_MIDLANDS}/onward/rules/", told)
    shown = text(browser.get(f"/registers/{EAST_MIDLANDS}/onward/"))
    assert "Business intelligence" in shown
    assert "Tableau" in shown


def text(response) -> str:
    assert response.status_code == 200
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())
