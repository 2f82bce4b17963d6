"""Amounts of money in running text, to whole pence, or with the reason why there is none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from riia.documents.money import amount_mentions


@pytest.mark.parametrize(
    ("text", "written", "pence"),
    [
        ("costed at £600 per day", "£600", 600_00),
        ("£1600 allocated", "£1600", 1600_00),
        ("a total of £32,350,063.17.", "£32,350,063.17", 3_235_006_317),
        ("£1.6 million", "£1.6 million", 160_000_000),
        ("£1.6m", "£1.6m", 160_000_000),
        ("£94k", "£94k", 9_400_000),
        ("(£31,471)", "(£31,471)", -31_471_00),
        ("-£41,000", "-£41,000", -41_000_00),
        ("(see £5)", "£5", 5_00),
        ("£ 1 ,006,350.00", "£ 1 ,006,350.00", 1_006_350_00),
        ("£5, then", "£5", 5_00),
    ],
)
def test_an_amount_is_read_to_the_penny(text: str, written: str, pence: int) -> None:
    (mention,) = amount_mentions(text)
    assert (mention.as_written, mention.pence, mention.why) == (written, pence, "")
    assert text[mention.start : mention.end] == written


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("£**sector** is available", "redacted"),
        ("£[redacted]", "redacted"),
        ("£XXX", "redacted"),
        ("£████", "redacted"),
        ("£TBC", "still to be said"),
        ("£1,23", "its commas do not stand where thousands end"),
        ("£12.345", "it has more than two digits of pence"),
    ],
)
def test_what_is_no_amount_is_none_and_never_nothing(text: str, why: str) -> None:
    (mention,) = amount_mentions(text)
    assert mention.pence is None
    assert mention.why == why


@pytest.mark.parametrize("text", ["approximately £1.6 million", "£1.6 million approximately", "around £5", "c. £5"])
def test_rounded_amounts_are_said_to_be(text: str) -> None:
    assert amount_mentions(text)[0].approximate


def test_a_dash_between_amounts_is_no_minus() -> None:
    assert [mention.pence for mention in amount_mentions("£5-£10 and £7–£8")] == [500, 1000, 700, 800]


@given(st.integers(0, 10**11), st.booleans())
def test_every_amount_comes_back(pence: int, grouped: bool) -> None:
    whole = f"{pence // 100:,}" if grouped else str(pence // 100)
    (mention,) = amount_mentions(f"pay £{whole}.{pence % 100:02d} now")
    assert mention.pence == pence
