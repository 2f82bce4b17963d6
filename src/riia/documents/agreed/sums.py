"""Amounts that sentences and lists say follow from others: rates times numbers, parts of a whole, shares. Pure.

An amount is held only against numbers of its own sentence, or of the one beside it where it has none. It is told where
no way of reckoning gives it and one nearly does: two amounts that have nothing to do with each other are left alone.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations, pairwise
from typing import Final

from riia.documents.agreed.amounts import near, numbers_in, percents_in, pounds
from riia.documents.agreed.catalogue import told
from riia.documents.agreed.lines import Sentence
from riia.documents.model import Evidence, Finding
from riia.documents.money import AmountMention, amount_mentions

_RESULT: Final = re.compile(
    r"\b(?:comes?|come|adds?\s+up|amounts?|brings?\s+\w+(?:\s+\w+){0,4})\s+to\s+(?:a\s+total\s+of\s+"
    r"|an?\s+\w+\s+of\s+)?$"
    r"|\b(?:makes?|making|totalling|totals?|equals?|giving|gives?|is|are|costs?|costing|worth|being|or)"
    r"\s+(?:(?:an?|the)\s+(?:\w+\s+){0,3}(?:total|sum|cost|budget|fund|value)\s+(?:\w+\s+){0,2}of\s+)?$"
    r"|\b(?:total|sum|cost|budget|fund|pot|value)\s+(?:\w+\s+){0,2}(?:of|is|comes to|at)\s+$|=\s*$|\bat a cost of\s+$"
    r"|\b(?:in total|altogether|in all|together|between them)\b[^£]{0,25}$|\btogether\s+(?:we|they)[^£]{0,30}$|\(\s*$",
    re.I,
)
_FRACTIONS: Final = {"half": 2, "third": 3, "quarter": 4, "fifth": 5, "sixth": 6, "tenth": 10}
_FRACTION: Final = re.compile(rf"\b(?:{'|'.join(_FRACTIONS)})\b[^£.;]{{0,25}}$", re.I)
_GIVES: Final = re.compile(
    r"\b(?:makes?|making|comes? to|totalling|gives?|giving|equals?|adds? up to|brings?|at a cost of|total)\b", re.I
)
_RATE_AFTER: Final = re.compile(r"\s*(?:per\b|an?\s+(?!year\b)|each\b|/|for each\b|for every\b|a year each)", re.I)
_FOR: Final = re.compile(r"\s*(?:is\s+|are\s+|will be\s+)?(?:for|to fund|to cover|towards|covers|pays for)\s+", re.I)
_LIMIT: Final = re.compile(
    r"\b(?:up to|at most|no more than|at least|maximum|minimum|not exceed|capped|around|about)\s*(?:of\s*)?$", re.I
)
_EACH_ONE: Final = re.compile(
    r"\b(?:each|every)\s+(?:of\s+the\s+)?(?:\w+\s+){0,2}?(?:council|member|partner|party|parties|authority"
    r"|authorities|borough"
    r"|councils|members|partners|boroughs)\b",
    re.I,
)
_PARTS: Final = re.compile(
    r"\b(?:made up of|comprises?|comprising|consists? of|consisting of|broken down|divided into|split (?:in|into"
    r"|between)"
    r"|being|namely|of which|that is)\b|:\s*$|:\s",
    re.I,
)
_SHARED: Final = re.compile(
    r"\b(?:instalments?|paid|pays?|comes? from|split|shares?|shared|divid\w+|allocat\w+|apportion\w+|distribut\w+"
    r"|weight\w*"
    r"|time|spent|spends?"
    r"|profile|released?|funded|met)\b",
    re.I,
)
_NO_WHOLE: Final = re.compile(
    r"\b(?:at least|increase|reduc\w+|fall|rise|target|from \d|weighting|uplift|inflation|up to|no more than|less "
    r"than|more"
    r" than|over|above|below|interest|VAT|attendance|response|of children|of cases)\b",
    re.I,
)
_YEARS: Final = re.compile(r"\bover\s+(?P<n>\w+)\s+(?:financial\s+)?years\b", re.I)


@dataclass(frozen=True, slots=True)
class Parties:
    """How many parties there are, where that is known: "each council" then means that many."""

    many: int = 0


_OF_THE_WHOLE: Final = re.compile(
    r"(?P<share>\d{1,2}(?:\.\d+)?)\s?(?:%|per ?cent) of (?:the )?(?:total |whole |full )?(?:grant|award"
    r"|allocation)\b[^£.;]{0,20}(?P<amount>£[\d,.]*\d)",
    re.I,
)
_GRANT: Final = re.compile(
    r"\b(?:a|the|this|total) grant (?:is|of|will be|to be paid is) (?P<amount>£[\d,.]*\d(?! ?m))", re.I
)


def _of_the_whole(sentences: Sequence[Sentence]) -> Iterator[Finding]:
    """ "Up to 5% of the grant (£32,000)", where the text says what the grant is."""
    said = [amount_mentions(match["amount"])[0].pence for one in sentences for match in _GRANT.finditer(one.text)]
    wholes = {Fraction(pence) for pence in said if pence}
    for sentence in sentences:
        for match in _OF_THE_WHOLE.finditer(sentence.text):
            stated = amount_mentions(match["amount"])[0].pence
            right = [whole * Fraction(match["share"]) / 100 for whole in wholes]
            if stated and right and all(abs(stated - one) >= 100 for one in right):
                yield told(
                    "SUM-WRONG", sentence.where, match["amount"],
                    f"{match['share']}% of {pounds(next(iter(wholes)))} is {pounds(right[0])}, but "
                    f"{match['amount']} is stated.",
                    "Ask which of the numbers is right; what is stated is kept.",
                )  # fmt: skip


def sum_findings(sentences: Sequence[Sentence], parties: int = 0) -> Iterator[Finding]:
    """Amounts that their sentences do not give; parts that do not make their whole; shares that do not make 100 %."""
    yield from _of_the_whole(sentences)
    for at, sentence in enumerate(sentences):
        beside = [
            other
            for other in sentences[max(0, at - 1) : at + 2]
            if other is not sentence and abs(other.near - sentence.near) <= 14
        ]
        if percents_in(sentence.text):
            beside += sentences[max(0, at - 4) : max(0, at - 1)]  # what the percentage is of may stand further up
        parts = list(_shares_of(sentence))
        yield from parts or _results(sentence, beside, parties)
        yield from _percentages(sentence)


@dataclass(frozen=True, slots=True)
class _Way:
    """One way of reckoning: in words, and what it gives in pence."""

    words: str
    gives: Fraction


def _results(sentence: Sentence, beside: Sequence[Sentence], parties: int) -> Iterator[Finding]:
    text = sentence.text
    amounts = [one for one in amount_mentions(text) if one.pence]
    for result in amounts:
        if result.approximate or _RATE_AFTER.match(text, result.end) or _LIMIT.search(text[: result.start]):
            continue
        marked = bool(_RESULT.search(text[: result.start]) or _FRACTION.search(text[: result.start]))
        others = [one for one in amounts if one is not result and one.pence != result.pence]
        covers = bool(_FOR.match(text, result.end)) and any(
            _is_rate(text, one) for one in others if one.start > result.start
        )
        if not marked and not covers:
            continue
        ways = list(_ways(text, others, parties))
        if not others and marked:
            for other in beside:
                if (
                    percents_in(text)
                    or _EACH_ONE.search(other.text)
                    or _GIVES.search(text[: result.start])
                    or _FRACTION.search(text[: result.start])
                ):
                    ways += _from_beside(sentence, other, result, parties)
        definite = covers and len(others) == 1 and len(list(numbers_in(text))) == 1
        found = _unlike(result, ways, [one.pence or 0 for one in amounts], definite=definite)
        if found is not None:
            yield _wrong(sentence, result, found)
            return


def _is_rate(text: str, amount: AmountMention) -> bool:
    return bool(_RATE_AFTER.match(text, amount.end))


def _from_beside(sentence: Sentence, other: Sentence, result: AmountMention, parties: int) -> Iterator[_Way]:
    """Ways with the amounts of the sentence beside: "Every authority receives £14,250. For fourteen that makes …"."""
    rates = [one for one in amount_mentions(other.text) if one.pence and not one.approximate][:2]
    yield from _ways(sentence.text, rates, parties if _EACH_ONE.search(other.text) else 0, own=False)
    if _YEARS.search(sentence.text):
        yield from _ways(sentence.text, rates, 0, own=False)


def _ways(text: str, others: Sequence[AmountMention], parties: int, *, own: bool = True) -> Iterator[_Way]:
    """What the other amounts of a sentence can give: times its numbers, its percentages, together."""
    counts = list(dict.fromkeys(number for _, number, _ in numbers_in(text) if number > 1))[:4]
    if parties and _EACH_ONE.search(text) and parties not in counts:
        counts.append(parties)
    if parties and not own and parties not in counts:
        counts.append(parties)
    for one in others[:5]:
        pence = Fraction(one.pence or 0)
        for size in range(1, len(counts) + 1):
            for some in combinations(counts, size):
                product = pence
                for number in some:
                    product *= number
                yield _Way(f"{' × '.join(str(number) for number in some)} × {pounds(pence)}", product)
        for _, written, percent in percents_in(text)[:3]:
            yield _Way(f"{written} of {pounds(pence)}", pence * percent / 100)
            if re.search(r"\b(?:weighting|uplift|increase|more|plus|additional|inflation)\b", text, re.I):
                yield _Way(f"{pounds(pence)} and {written} more", pence * (100 + percent) / 100)
            if re.search(r"\b(?:reduc\w+|less|decrease|saving)\b", text, re.I):
                yield _Way(f"{pounds(pence)} less {written}", pence * (100 - percent) / 100)
        for word, parts in _FRACTIONS.items():
            if re.search(rf"\b(?:a|one|each|pays?) {word}\b", text, re.I):
                yield _Way(f"a {word} of {pounds(pence)}", pence / parts)
    if own and len(others) > 1:
        whole = sum(Fraction(one.pence or 0) for one in others)
        yield _Way(" + ".join(one.as_written for one in others), Fraction(whole))
        first, second = (Fraction(one.pence or 0) for one in others[:2])
        if re.search(r"\b(?:less|minus|leav\w+|remain\w+|balance|rest|difference)\b", text, re.I):
            yield _Way(f"{others[0].as_written} − {others[1].as_written}", abs(first - second))


def _unlike(
    result: AmountMention, ways: Sequence[_Way], inside: Sequence[int], *, definite: bool = False
) -> _Way | None:
    """The way that nearly gives an amount, where none gives it; None where one does or none is near."""
    stated = Fraction(result.pence or 0)
    whole_pounds = stated % 100 == 0
    for way in ways:
        if abs(way.gives - stated) < (100 if whole_pounds and way.gives % 100 else 1):
            return None
    close = [way for way in ways if (definite or near(stated, way.gives)) and way.gives not in inside]
    if not close:
        return None
    return min(close, key=lambda way: (-way.words.count("×"), abs(way.gives - stated)))


def _wrong(sentence: Sentence, result: AmountMention, way: _Way) -> Finding:
    apart = Fraction(result.pence or 0) - way.gives
    return told(
        "SUM-WRONG", sentence.where, result.as_written,
        f"{way.words} = {pounds(way.gives)}, but {result.as_written} is stated: {pounds(abs(apart))} "
        f"{'more' if apart > 0 else 'less'}. “{sentence.text[:160]}”",
        "Ask which of the numbers is right; what is stated is kept.",
    )  # fmt: skip


def _percentages(sentence: Sentence) -> Iterator[Finding]:
    """ "60% in October and 50% in April", "practice (33%), workforce (33%) and placements (33%)"."""
    found = percents_in(sentence.text)
    if not 2 <= len(found) <= 12 or not _SHARED.search(sentence.text) or _NO_WHOLE.search(sentence.text):
        return
    for (before, written, _), (after, _, _) in pairwise(found):
        between = sentence.text[before + len(written) : after]
        if len(between) > 90 or not re.search(r",|;|\band\b|/|&", between):
            return
    added = sum((percent for _, _, percent in found), Fraction(0))
    if added == 100 or not 75 <= added <= 130:
        return
    yield told(
        "SHARES-TOTAL", sentence.where, sentence.text[found[0][0] : found[-1][0] + len(found[-1][1])],
        f"{' + '.join(written for _, written, _ in found)} = {float(added):g}%, not 100%: “{sentence.text[:160]}”",
        "Ask for the right shares.",
    )  # fmt: skip


_PARTS_OF: Final = re.compile(
    r"\b(?:made up of|comprises|comprising|consists of|consisting of|broken down as|divided into|split into|split "
    r"between|namely)\b|:\s",
    re.I,
)


def _shares_of(sentence: Sentence) -> Iterator[Finding]:
    """ "The total is £1,120,000: £720,000 of core funding and £400,000 for partners": parts after a whole."""
    for mark in _PARTS_OF.finditer(sentence.text):
        before = [one for one in amount_mentions(sentence.text[: mark.start()]) if one.pence]
        parts = [one for one in amount_mentions(sentence.text[mark.end() :]) if one.pence]
        if len(before) != 1 or len(parts) < 2 or any(one.approximate for one in (*before, *parts)):
            continue
        after = sentence.text[mark.end() :]
        if any(_is_rate(after, one) for one in parts) or re.search(r"\b(?:of which|including)\b", after):
            continue
        whole, added = Fraction(before[0].pence or 0), Fraction(sum(one.pence or 0 for one in parts))
        if whole == added or not 2 * min(whole, added) > max(whole, added):
            continue
        yield told(
            "SUM-OF-LIST", sentence.where, before[0].as_written,
            f"{' + '.join(one.as_written for one in parts)} = {pounds(added)}, but {before[0].as_written} is stated: "
            f"{pounds(abs(whole - added))} {'more' if whole > added else 'less'}.",
            "Ask which of the amounts is right.",
        )  # fmt: skip
        return


_ANNOUNCES: Final = re.compile(
    r"\b(?:made up of|comprises?|consists? of|broken down|split|instalments?|payments?|as follows|stages?|parts"
    r"|tranches|made"
    r" up|profile|shared|allocated|paid)\b[^:]*:\s*$",
    re.I,
)
_DEFINITE: Final = re.compile(
    r"\b(?:made up of|comprises?|consists? of|broken down|instalments|tranches|stages)\b", re.I
)
_ITEM: Final = re.compile(
    r"^(?:£\d|[-–•*▪]\s*|\(?[a-z\d]{1,2}[.)]\s+|(?:instalment|stage|payment|year|part|tranche)\s+\w+\b|in\s+20|20\d\d)",
    re.I,
)
_WHOLE: Final = re.compile(r"^\W*(?:total|all|together|both|sum|altogether|overall)\b", re.I)


def list_findings(sentences: Sequence[Sentence]) -> Iterator[Finding]:
    """Amounts of a list against the whole that was announced; percentages of a list against 100."""
    for at, lead in enumerate(sentences):
        if not _ANNOUNCES.search(lead.text):
            continue
        items: list[Sentence] = []
        for item in sentences[at + 1 : at + 20]:
            last = items[-1] if items else lead
            if item.near - last.near > 1 or not (_ITEM.match(item.text) or _WHOLE.match(item.text)):
                break
            items.append(item)
        if len(items) > 1:
            yield from _list(lead, items, sentences[max(0, at - 4) : at])


def _is_close(whole: Fraction, added: Fraction, *, definite: bool) -> bool:
    return near(whole, added) or (definite and 2 * min(whole, added) > max(whole, added))


def _list(lead: Sentence, items: Sequence[Sentence], before: Sequence[Sentence]) -> Iterator[Finding]:
    totals = [item for item in items if _WHOLE.match(item.text)]
    parts = [item for item in items if item not in totals]
    amounts = [next((one for one in amount_mentions(item.text) if one.pence), None) for item in parts]
    shares = [found[0] for item in parts if len(found := percents_in(item.text)) == 1]
    if len(shares) == len(parts) > 1:
        added = sum((percent for _, _, percent in shares), Fraction(0))
        if added != 100 and 75 <= added <= 130:
            yield told(
                "SHARES-TOTAL", parts[0].where, parts[0].text,
                f"{' + '.join(written for _, written, _ in shares)} = {float(added):g}%, not 100%.",
                "Ask for the right shares.", [Evidence(item.where, item.text) for item in parts[1:]],
            )  # fmt: skip
    known = [one for one in amounts if one is not None and not one.approximate]
    if len(known) < len(parts) or len(known) < 2:
        return
    added = Fraction(sum(one.pence or 0 for one in known))
    said = [one for item in (*totals, lead) for one in amount_mentions(item.text) if one.pence]
    far = [one for item in reversed(before) for one in amount_mentions(item.text) if one.pence]
    if any(one.pence == added for one in (*said, *far)):
        return
    definite = bool(_DEFINITE.search(lead.text))
    close = [one for one in said or far[:6] if _is_close(Fraction(one.pence or 0), added, definite=definite)]
    whole = (said[0] if said else None) or (close[0] if close else None)
    if whole is None or (not close and not totals):
        return
    apart = Fraction(whole.pence or 0) - added
    yield told(
        "SUM-OF-LIST", parts[0].where, parts[0].text,
        f"{' + '.join(one.as_written for one in known)} = {pounds(added)}, but {whole.as_written} is stated for them "
        f"together: {pounds(abs(apart))} {'more' if apart > 0 else 'less'}.",
        "Ask which of the amounts is right.", [Evidence(item.where, item.text) for item in parts[1:]],
    )  # fmt: skip
