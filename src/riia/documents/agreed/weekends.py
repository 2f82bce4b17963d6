"""Payments and meetings that are to be on a Saturday or Sunday, though nobody works then. Pure."""

import re
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final

from riia.documents.agreed.catalogue import told
from riia.documents.agreed.lines import Sentence
from riia.documents.dates import Basis, DateMention, date_mentions, in_words
from riia.documents.model import Finding

_TO_COME: Final = re.compile(
    r"\b(?:(?:will|shall|must|is to|are to)\s+(?:\w+\s+){0,2}?(?:be\s+(?:\w+\s+)?(?:paid|made|sent|held|submitted)"
    r"|pay|meet|report|take place)|payable|due)\b",
    re.I,
)
_ON: Final = re.compile(r"\bon\s+(?:the\s+)?$", re.I)


def weekend_findings(sentences: Sequence[Sentence], written: date | None) -> Iterator[Finding]:
    """ "Will be paid on 30 August 2025", a Saturday; days that had gone by when it was written are left alone."""
    for sentence in sentences:
        for mention in date_mentions(sentence.text):
            before = sentence.text[: mention.start]
            if _is_weekend(mention, written) and _ON.search(before) and _TO_COME.search(before):
                assert mention.due is not None
                yield told(
                    "DATE-WEEKEND", sentence.where, mention.as_written,
                    f"{in_words(mention.due)} is a {mention.due:%A}: “{sentence.text[:140]}”",
                    "Ask whether the Friday before or the Monday after is meant.",
                )  # fmt: skip


def _is_weekend(mention: DateMention, written: date | None) -> bool:
    day = mention.due
    if mention.basis is not Basis.DAY or day is None or mention.problems or (day.day, day.month) == (31, 3):
        return False
    return day.weekday() > 4 and (written is None or day > written)
