"""The packaged register says what the memorandum says: the same datasets, as many items, the same frequencies."""

import hashlib
import re
from datetime import date
from pathlib import Path

import pytest

from riia.alliance.agreements import gate
from riia.alliance.agreements.audiences import Audience, Privacy
from riia.alliance.agreements.models import Dataset, Guidance, ItemLine, RegisterItem
from riia.alliance.agreements.queries.register import guidance_used
from riia.alliance.agreements.register_errors import MayNotSend, MayNotShow, NotActive
from riia.alliance.agreements.states_register import ItemStatus
from riia.demo.agreements_mou import EAST_MIDLANDS_TITLE
from riia.demo.agreements_register import DATASETS, indicators, load_memorandum
from riia.demo.agreements_versions import SIMULATED, load_versions
from riia.indicators.returns.forms import form_of
from tests.alliance.agreements.register_world import BY, SIGNED, TODAY, alliance, make_version, on_a_monday

__all__ = ["alliance", "on_a_monday"]
SEED = Path(__file__).parents[4] / "shared/seeds/4-east-midlands-memorandum-of-understanding-2022-24.txt"


@pytest.fixture
def loaded(alliance):
    load_memorandum(make_version(alliance), by=BY)
    return alliance


def test_seven_datasets_with_every_item(loaded) -> None:
    counts = {each.number: each.items.count() for each in Dataset.objects.all()}
    assert counts == {1: 24, 2: 22, 3: 6, 4: 4, 5: 3, 6: 1, 7: 1}
    assert not ItemLine.objects.filter(audiences=[]).exists()
    assert not ItemLine.objects.exclude(newly_collected=None).exists(), "the green font is lost: nobody marked it yet"


@pytest.mark.skipif(not SEED.exists(), reason="the document is not on this machine")
def test_the_document_has_as_many_items_and_says_how_often(loaded) -> None:
    appendix = SEED.read_text(encoding="utf-8").split("Data Appendix\n\n", 1)[1]
    for part in re.split(r"\nDataset (?=\d:)", appendix)[1:]:
        number = int(part[0])
        dataset = Dataset.objects.get(number=number)
        printed = re.findall(r"^- (\d+)\. (.+)$", part, re.M)
        if printed:
            assert [int(at) for at, _ in printed] == list(range(1, dataset.items.count() + 1))
        words = {"quarterly": "collected quarterly", "termly": "Termly", "annual": "Annual collection"}
        stated = [kind for kind, said in words.items() if said in part]
        assert stated == ([dataset.frequency] if dataset.frequency else []), dataset
        assert ("until superseded" in part) == dataset.until_superseded
        assert ("including price" in part) == (dataset.privacy == Privacy.RECORD_WITH_PRICE)
        assert ("Closely limited" in part) == (dataset.privacy == Privacy.CLOSELY_LIMITED)
        if number == 1:
            for (_, said), (_, text, _) in zip(printed, indicators(DATASETS[0]), strict=True):
                assert ("rate per 10,000" in said) == ("rate per 10,000" in text.unit), said
                assert ("percent" in said) == ("%" in text.unit), said


def test_a_return_finds_every_item_it_asks(loaded) -> None:
    asked = {item.register_key for item in form_of("mou-2022").items}
    assert gate.collectable(loaded, "dataset-1", TODAY) == asked
    assert gate.check_send(loaded, "dataset-1", asked, Audience.DFE, SIGNED).clause == "6.6"


def test_what_is_still_under_review_passes_nobody(loaded) -> None:
    assert gate.collectable(loaded, "dataset-2", TODAY) == frozenset()
    keys = list(RegisterItem.objects.filter(dataset__number=2).values_list("key", flat=True))
    with pytest.raises(NotActive) as caught:
        gate.check_collect(loaded, keys, TODAY)
    assert len(caught.value.refused) == 22
    lines = ItemLine.objects.filter(item__dataset__number=2)
    assert set(lines.values_list("status", flat=True)) == {ItemStatus.UNDER_REVIEW}


@pytest.mark.parametrize("number", range(2, 8))
def test_only_dataset_1_goes_to_dfe(loaded, number) -> None:
    keys = list(RegisterItem.objects.filter(dataset__number=number).values_list("key", flat=True))
    with pytest.raises(NotActive if number == 2 else MayNotSend):
        gate.check_send(loaded, f"dataset-{number}", keys, Audience.DFE, TODAY)


@pytest.mark.parametrize(
    ("key", "audience", "seen"),
    [
        ("agency-names", Audience.WORKFORCE, True),
        ("agency-names", Audience.PARTNERS, False),
        ("agency-workers", Audience.PARTNERS, True),
        ("placement-price", Audience.COMMISSIONERS, True),
        ("placement-price", Audience.PARTNERS, False),
        ("exclusions", Audience.NAMED, True),
        ("exclusions", Audience.PARTNERS, False),
        ("cla-education", Audience.PARTNERS, True),
        ("cla-education", Audience.PUBLIC, False),
    ],
)
def test_who_sees_what(loaded, key, audience, seen) -> None:
    if seen:
        gate.check_show(loaded, [key], audience, TODAY)
    else:
        with pytest.raises(MayNotShow):
            gate.check_show(loaded, [key], audience, TODAY)


def test_a_return_says_which_set_and_template_were_in_force(loaded) -> None:
    version = Dataset.objects.get(number=1).version
    version.agreement.title = EAST_MIDLANDS_TITLE
    version.agreement.save()
    load_versions(by=BY)
    load_versions(by=BY)
    assert Guidance.objects.count() == 4
    used = guidance_used(loaded, "dataset-1", "mou-2022", date(2026, 10, 1))
    assert [(each.kind, each.form) for each in used] == [("set", "mou-2022"), ("template", ""), ("guidance", "")]
    assert "simulated" in used[1].title
    assert used[2].sha256 == hashlib.sha256(SIMULATED[1].data or b"").hexdigest()
    later = guidance_used(loaded, "dataset-1", "letter-2023", date(2023, 12, 14))
    assert [each.label for each in later] == ["letter 2023"]
    assert guidance_used(loaded, "dataset-1", "letter-2023", date(2023, 12, 13)) == []
    assert Dataset.objects.get(number=1).retention_months is None, "the memorandum is silent and stays so"
