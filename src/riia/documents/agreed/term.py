"""From when until when an agreement holds, wherever its text says so, and what lies outside. Pure."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from riia.documents.agreed.amounts import NUMBER, number_of
from riia.documents.agreed.catalogue import told
from riia.documents.agreed.lines import Sentence
from riia.documents.dates import Basis, DateMention, date_mentions, in_words
from riia.documents.model import Evidence, Finding

_BEGIN_TERM: Final = re.compile(
    r"[“\"](?:Commencement|Start|Effective)(?: Date)?[”\"]\s+(?:means|is|shall mean)\s+$"
    r"|\b(?:this|the)\s+(?:\w+\s+){0,2}?(?:memorandum|MoU|agreement|partnership|arrangement"
    r"|protocol)\b[^.;]{0,60}?\b(?:begins?|starts?|commences?|comes? into (?:force|effect)"
    r"|takes? effect|runs?|is effective|in force|applies|lasts)\s+(?:on|from|with effect from)?\s*(?:the\s+)?$"
    r"|^It (?:begins|starts|commences|runs|applies|takes effect|comes into force|comes into effect)\s+(?:on|from)\s+$"
    r"|\b(?:commencement|start|effective) date\s*(?:is|:)?\s*$|\b(?:term|period) (?:of|from)\s+$",
    re.I,
)
_END_TERM: Final = re.compile(
    r"[“\"](?:Expiry|End|Termination)(?: Date)?[”\"]\s+(?:means|is|shall mean)\s+$|\b(?:expiry|end) date\s*(?:is"
    r"|:)?\s*$"
    r"|\b(?:this|the)\s+(?:\w+\s+){0,2}?(?:memorandum|MoU|agreement|partnership|arrangement"
    r"|protocol)\b[^.;]{0,120}?\b(?:ends?|expires?|lapses?|continues?|until|to|terminates?)\s+"
    r"(?:on|until|to|at the end of)?\s*(?:the\s+)?$"
    r"|^It (?:\w+\s+){0,12}?(?:ends|expires|lapses|until|to)\s+(?:on|until)?\s*$",
    re.I,
)
_LENGTH: Final = re.compile(
    rf"\b(?:term|period|duration)\s+(?:of|is)\s+(?P<n>{NUMBER})\s+(?P<unit>years?|months?)\b|\bfor\s+(?:a "
    rf"(?:further )?(?:term|period) of\s+)?(?P<n2>{NUMBER})\s+(?P<unit2>years?)\b",
    re.I,
)
_OF_IT: Final = re.compile(
    r"\b(?:this|the)\s+(?:\w+\s+){0,2}?(?:memorandum|MoU|agreement|partnership|arrangement|term)\b|\bExpiry Date\b"
    r"|\bit\b",
    re.I,
)
_TITLE_YEARS: Final = re.compile(r"\b(?P<a>20\d\d)\s?[-–/]\s?(?P<b>20\d\d|\d\d)\b")
_DOES: Final = re.compile(
    r"\b(?:review|reviews|reviewed|meets?|meeting|takes? place|invoices?|invoiced|pays?|paid|payable|submits?"
    r"|sends?|sent|report|reports|due|publish\w*"
    r"|starts? work|appoints?|hold|holds|deliver\w*|launch\w*)\b",
    re.I,
)
_NOT_OF_IT: Final = re.compile(
    r"\b(?:replac\w+|supersed\w+|dated|previous|former|earlier|since|agreed in|agreed on|published|Act|final"
    r"|closing|successor|renew\w*|exten\w+|evaluat\w+"
    r"|after (?:it|the|this)|signed|version|approved|was|were|had|has|have|born|census|unspent|accounts|retention"
    r"|deleted|kept|withdraw\w*)\b",
    re.I,
)
_SPARE: Final = 45


@dataclass(frozen=True, slots=True)
class _When:
    mention: DateMention
    sentence: Sentence


def term_findings(sentences: Sequence[Sentence], titles: Sequence[Sentence]) -> Iterator[Finding]:
    """Beginning, end, length and the years of the title against each other; dates outside."""
    begin, end = _first(sentences, _BEGIN_TERM), _last(sentences)
    if begin is None and end is None:
        return
    first = begin.mention.first if begin else None
    last = end.mention.last if end else None
    if begin and end and first and last:
        if last < first:
            if begin.sentence is not end.sentence:
                yield told(
                    "TERM-LENGTH", end.sentence.where, end.mention.as_written,
                    f"It begins on {begin.mention.as_written} and ends before that, on {end.mention.as_written}.",
                    "Ask for the days that are meant.", [Evidence(begin.sentence.where, begin.sentence.text)],
                )  # fmt: skip
            return
        yield from _length(sentences, begin, end)
        yield from _title(titles, begin, end)
    yield from _outside(sentences, begin, end)
    yield from _replaced(sentences, begin)


def _replaced(sentences: Sequence[Sentence], begin: _When | None) -> Iterator[Finding]:
    """ "A memorandum dated 4 April 2026, which this one replaces", and this one begins in 2025."""
    for sentence in sentences:
        match = re.search(
            r"\b(?:takes the place of|replac\w+|supersed\w+)\b[^.;]{0,60}?\b(?:signed|made|agreed|dated)(?: in| "
            r"on)?\s+(?P<after>\S[^.;]{3,40})"
            r"|\bdated\s+(?=\S)(?P<rest>.*?)\bwhich (?:this|the)\b[^.;]{0,40}\b(?:replac|supersed)\w+",
            sentence.text,
            re.I,
        )
        if match is None or begin is None or begin.mention.first is None:
            continue
        mention = next(iter(date_mentions(match["rest"] or match["after"] or "")), None)
        if mention is not None and mention.first is not None and mention.first > begin.mention.first:
            yield told(
                "TERM-OUTSIDE", sentence.where, mention.as_written,
                f"It replaces what is dated {mention.as_written}, and begins earlier itself, on "
                f"{begin.mention.as_written}.",
                "Ask which of the two dates is right.", [Evidence(begin.sentence.where, begin.sentence.text)],
            )  # fmt: skip


def _days(sentence: Sentence) -> list[DateMention]:
    return [
        one for one in date_mentions(sentence.text) if one.basis in (Basis.DAY, Basis.MONTH, Basis.RANGE) and one.first
    ]


def _first(sentences: Sequence[Sentence], pattern: re.Pattern[str]) -> _When | None:
    for sentence in sentences:
        if re.search(r"\b(?:replac\w+|supersed\w+)\b", sentence.text) and not re.search(
            r"\bbegin|\bstart|\bcommence", sentence.text
        ):
            continue
        for mention in _days(sentence):
            if pattern.search(sentence.text[: mention.start]):
                return _When(mention, sentence)
    return None


def _last(sentences: Sequence[Sentence]) -> _When | None:
    for sentence in sentences:
        for mention in _days(sentence):
            before = sentence.text[: mention.start]
            if mention.basis is Basis.RANGE and _BEGIN_TERM.search(before):
                return _When(mention, sentence)
            if _END_TERM.search(before) and not _BEGIN_TERM.search(before):
                return _When(mention, sentence)
    return None


def _length(sentences: Sequence[Sentence], begin: _When, end: _When) -> Iterator[Finding]:
    assert begin.mention.first is not None
    assert end.mention.last is not None
    stated = (end.mention.last - begin.mention.first).days + 1
    for sentence in sentences:
        match = _LENGTH.search(sentence.text)
        if match is None or not _OF_IT.search(sentence.text):
            continue
        if sentence is begin.sentence and sentence is end.sentence and match["n"]:
            continue  # said of one sentence already
        about = sentence in (begin.sentence, end.sentence) or re.search(
            r"\b(?:term|duration|memorandum|MoU|agreement)\b[^.;]{0,120}\b(?:is|lasts?|runs?|continues?|remains?"
            r"|period|term|in force|years?)\b",
            sentence.text,
            re.I,
        )
        if not about or re.search(
            r"\b(?:notice|chair|elect|keep|kept|retain|data|renew|extend|further|after|review)", sentence.text, re.I
        ):
            continue
        months = number_of(match["n"] or match["n2"]) * (
            12 if (match["unit"] or match["unit2"]).lower().startswith("year") else 1
        )
        if abs(stated - months * 365.25 / 12) > _SPARE:
            yield told(
                "TERM-LENGTH", sentence.where, match[0],
                f"From {in_words(begin.mention.first)} to {in_words(end.mention.last)} are "
                f"{round(stated * 12 / 365.25)} months, and "
                f"the text says “{match[0]}”.",
                "Ask how long it is meant to hold.", [Evidence(end.sentence.where, end.sentence.text)],
            )  # fmt: skip
            return


def _title(titles: Sequence[Sentence], begin: _When, end: _When) -> Iterator[Finding]:
    """ "2024-2027" in the title, and an end in 2026."""
    assert begin.mention.first is not None
    assert end.mention.last is not None
    for title in titles:
        match = _TITLE_YEARS.search(title.text)
        if match is None:
            continue
        to = int(match["b"]) if len(match["b"]) == 4 else int(match["a"]) // 100 * 100 + int(match["b"])
        if to <= int(match["a"]):
            continue
        wrong_end = end.mention.last.year != to and end.mention.last != date(to + 1, 3, 31)
        if wrong_end or begin.mention.first.year != int(match["a"]):
            yield told(
                "TERM-LENGTH", title.where, match[0],
                f"The title says {match[0]}, but it begins on {in_words(begin.mention.first)} and ends on "
                f"{in_words(end.mention.last)}.",
                "Ask which years are meant.", [Evidence(end.sentence.where, end.sentence.text)],
            )  # fmt: skip
        return


def _outside(sentences: Sequence[Sentence], begin: _When | None, end: _When | None) -> Iterator[Finding]:
    first = begin.mention.first if begin else None
    last = end.mention.last if end else None
    for sentence in sentences:
        held = [one.sentence for one in (begin, end) if one is not None]
        if sentence in held or not _DOES.search(sentence.text) or _NOT_OF_IT.search(sentence.text):
            continue
        for mention in _days(sentence):
            if mention.first is None or mention.last is None or mention.basis is Basis.RANGE:
                continue
            late = last is not None and mention.first > last
            early = first is not None and mention.last < first - _ahead(sentence)
            if not late and not early:
                continue
            when = begin if early else end
            assert when is not None
            yield told(
                "TERM-OUTSIDE", sentence.where, mention.as_written,
                f"{mention.as_written} is {'before it begins' if early else 'after it ends'} "
                f"({when.mention.as_written}): "
                f"“{sentence.text[:140]}”",
                "Ask which of the dates is right.", [Evidence(when.sentence.where, when.sentence.text)],
            )  # fmt: skip


def _ahead(sentence: Sentence) -> timedelta:
    """How long before it begins something may be done for it: a review has nothing to look at before."""
    return timedelta(days=0 if re.search(r"\breview(?:s|ed)?\s+(?:this|the|it)\b", sentence.text) else 120)
