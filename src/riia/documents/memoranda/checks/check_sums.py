"""Sums in the sentences of an agreement: rates by numbers, equal parts, instalments, shares and parts. Pure; exact."""

import re
from collections.abc import Iterator, Sequence
from decimal import ROUND_HALF_UP, Decimal
from itertools import combinations, pairwise
from math import prod
from typing import Final

from riia.documents.memoranda.checks.material import NUMBER, Material, Unit, made, number, short
from riia.documents.model import Finding
from riia.documents.money import AmountMention, amount_mentions

_PER: Final = (
    r"(?:\s*(?:plus VAT\s*)?(?:,?\s*(?:a|an|per|each|every|for each|for every|for one|/)\s*"
    r"(?:(?:working|full|calendar|bed|participating|single)\s+)?"
    r"(?P<unit>days?|weeks?|months?|quarters?|terms?|years?|annum|hours?|council|borough|authority|party|"
    r"partner|member|"
    r"place|child|person|session|visit|review|head|bed|night|case|course|delegate|post|licence|user|meeting|event|"
    r"placement|assessment|unit|one)\b|\s+each\b|\s*/\s*(?P<unit2>day|week|month|year|hour)\b))"
)
_TIME: Final = ("year", "annum")
RESULT: Final = re.compile(
    r"(?:\b(?:makes?|making|totals?|totalling|total of|in total|coming to|comes? to|come to|amounts? to|amounting to|"
    r"at a (?:total )?cost of|cost(?:s|ing)?(?: of)?|equals?|equal to|gives?|giving|which is|that is|being|i\.e\.|"
    r"a total|an? (?:annual |overall |combined )?(?:total|sum|cost|budget|contribution|fund|pot|charge) of|"
    r"bringing in|raising)\s*"
    r"(?:(?:a|an|the|is|of|up|to|in|all|total|overall|combined|annual|sum|cost|together)\s+)*|=\s*|[(]\s*)$",
    re.I,
)
_IN_TOTAL: Final = re.compile(r"\s*(?:in total|altogether|in all|overall|together|total)\b", re.I)
_QUANTITY: Final = re.compile(
    rf"(?<![\w£$.,/-])(?P<many>half a|{NUMBER}|\d{{1,3}}(?:,\d{{3}})+|\d+\.\d+)(?![\w%]|[.,/]\d|-\d)(?:-|\s+)"
    r"(?!(?:January|February|March|April|May|June|July|August|September|October|November|December|per cent)\b)"
    r"(?P<what>[A-Za-z][\w-]*)",
    re.I,
)
_NOT_BEFORE: Final = re.compile(
    r"(?:clause|section|paragraph|schedule|annex|appendix|phase|tier|level|year|within|article|part|band|grade|table|"
    r"no\.|aged?|by|until|from|than)\s*$",
    re.I,
)
_EQUALLY: Final = re.compile(r"\bequal(?:ly)?\b", re.I)
_EACH: Final = re.compile(r"\b(?:each|every|per (?:council|borough|authority|party|partner|member))\b", re.I)
_PARTS: Final = re.compile(
    r"\b(?:made up of|comprising|comprises|consists? of|consisting of|composed of|split into|split as|namely|"
    r"being|is the sum of|"
    r"(?:payable|paid|due|made) (?:in|by|as) (?:(?:two|three|four|five|six|\d)\s+)?(?:equal\s+)?(?:instalments|"
    r"payments|parts|stages))\b",
    re.I,
)
INCLUDES: Final = re.compile(
    r"\b(?:includ(?:es?|ing)|of which|up to|at least|minimum|maximum|and/or|increase[ds]?|rather than)\b", re.I
)


def sum_findings(material: Material) -> Iterator[Finding]:
    """Sums that do not come out, in sentences and in lists."""
    for unit in material.units:
        sentences = unit.sentences()
        told: set[str] = set()
        for at, sentence in enumerate(sentences):
            for one in (*_rates(unit, sentence), *_equal(unit, sentence, material), *_parts(unit, sentence, material)):
                told.add(sentence)
                yield one
            if at and not _is_told(told, sentences[at - 1 : at + 1]):
                yield from _rates(unit, f"{sentences[at - 1]} {sentence}", joined=True)


def _is_told(told: set[str], sentences: Sequence[str]) -> bool:
    return any(sentence in told for sentence in sentences)


def exact(sentence: str) -> list[AmountMention]:
    return [one for one in amount_mentions(sentence) if one.pence and not one.approximate]


def _quantities(sentence: str) -> list[tuple[Decimal, str, int]]:
    """Numbers of something, with what is counted and where: "18 days", "seven Boroughs"."""
    found = []
    for match in _QUANTITY.finditer(sentence):
        if _NOT_BEFORE.search(sentence[: match.start()]):
            continue
        said = match["many"].lower().replace(",", "")
        many = Decimal("0.5") if said == "half a" else Decimal(said) if "." in said else Decimal(number(said))
        found.append((many, match["what"].lower(), match.start()))
    return found


def _rates(unit: Unit, sentence: str, *, joined: bool = False) -> Iterator[Finding]:
    """ "18 days at £575 a day, at a cost of £10,350": the number, the rate, and what they make."""
    amounts = exact(sentence)
    rates = [one for one in amounts if is_rate(sentence, one)]
    results = [one for one in amounts if one not in rates and _is_result(sentence, one, rates)]
    if len(rates) != 1 or len(results) != 1 or len(amounts) > 3 or INCLUDES.search(sentence):
        yield from _several(unit, sentence, amounts, rates, results)
        return
    rate, result = rates[0], results[0]
    counted = [one for one in _quantities(sentence) if one[2] < result.start]
    if not counted or len(counted) > 4 or (joined and result.start < rate.start):
        return
    values = [many for many, _, _ in counted] + [Decimal(4), Decimal(12), Decimal(3)]
    base = Decimal(rate.pence or 0)
    for size in range(len(values)):
        if any(base * prod(chosen) == result.pence for chosen in combinations(values, size + 1)):
            return
    others = [one for one in amounts if one not in (rate, result)]
    if any(base * prod(values[:1]) + (one.pence or 0) == result.pence for one in others):
        return
    used = _bound(sentence, counted, rate)
    wanted = base * prod(many for many, _, _ in used)
    if not wanted or not (Decimal("0.4") < Decimal(result.pence or 0) / wanted < Decimal("2.5")):
        return  # it is the sum of something else
    words = " × ".join(f"{many.normalize():f} {what}" for many, what, _ in used)
    yield made(
        "MOU-RATE", unit.at(result.as_written), result.as_written,
        f"“{short(sentence)}” {words} at {rate.as_written} makes £{wanted / 100:,.2f}, not {result.as_written}.",
        "Ask which of the numbers is right.",
    )  # fmt: skip


def _bound(
    sentence: str, counted: Sequence[tuple[Decimal, str, int]], rate: AmountMention
) -> list[tuple[Decimal, str, int]]:
    """Of several numbers those that a rate is likely multiplied by: not the years it runs, where it is a year's."""
    per = re.match(_PER, sentence[rate.end :])
    unit = (per["unit"] or per["unit2"] or "").rstrip("s").lower() if per else ""
    same = [one for one in counted if unit and one[1].startswith(unit[:5])]
    if same and unit not in _TIME:
        rest = [one for one in counted if one not in same and one[2] < rate.start and one[1] not in ("year", "years")]
        return [*rest[-1:], *same[:1]] if rest and sentence[: rate.start].count(" for ") else same[:1]
    return list(counted[:1]) if len(counted) > 1 else list(counted)


def is_rate(sentence: str, one: AmountMention) -> bool:
    before = sentence[: one.start][-60:]
    if re.match(_PER, sentence[one.end :], re.I):
        return True
    return bool(
        re.search(
            r"\b(?:rate of|at|each (?:of\b.{0,45})?(?:pays?|contributes?|receives?|will pay|shall pay)|"
            r"instalments of|payments of)\s*$",
            before,
            re.I,
        )
    )


def _is_result(sentence: str, one: AmountMention, rates: Sequence[AmountMention]) -> bool:
    before = sentence[: one.start]
    said = RESULT.search(before) or _IN_TOTAL.match(sentence, one.end)
    return bool(said) and bool(rates)


def _several(
    unit: Unit, sentence: str, amounts: Sequence[AmountMention], rates: Sequence[AmountMention],
    results: Sequence[AmountMention],
) -> Iterator[Finding]:  # fmt: skip
    """ "four days at £500 and two days at £300, £2,600 in total"."""
    if len(rates) < 2 or len(results) != 1 or len(amounts) != len(rates) + 1 or INCLUDES.search(sentence):
        return
    wanted, before = Decimal(0), 0
    for rate in rates:
        own = [one for one in _quantities(sentence) if before <= one[2] < rate.start]
        if len(own) != 1:
            return
        wanted, before = wanted + own[0][0] * (rate.pence or 0), rate.end
    if wanted != results[0].pence:
        yield made(
            "MOU-RATE", unit.at(results[0].as_written), results[0].as_written,
            f"“{short(sentence)}” The parts come to £{wanted / 100:,.2f}, not {results[0].as_written}.",
            "Ask which of the numbers is right.",
        )  # fmt: skip


def _equal(unit: Unit, sentence: str, material: Material) -> Iterator[Finding]:
    """ "Divided equally among the five councils, so that each pays £6,500"."""
    inside = len(exact(sentence)) == 2
    text = sentence if inside else unit.text
    amounts = exact(text)
    if not _EQUALLY.search(sentence) or len(amounts) != 2 or "%" in sentence:
        return
    whole, part = sorted(amounts, key=lambda one: -(one.pence or 0))
    counts = {number(match[0].split()[0]) for match in re.finditer(rf"\b{NUMBER}\s+(?:equal\s+)?(?:councils|"
    rf"boroughs|authorities|parties|partners|"
              r"members|instalments|payments|parts|organisations|shares)\b", text, re.I)}  # fmt: skip
    keys = len({party.key for party in material.parties})
    counts = counts or ({keys} if keys > 1 and _EACH.search(text) else set())
    fits = {many for many in counts if abs((part.pence or 0) * many - (whole.pence or 0)) <= many}
    if not counts or fits or (not _EACH.search(text) and "instal" not in text):
        return
    many = max(counts)
    wanted = (Decimal(whole.pence or 0) / many).quantize(Decimal(1), ROUND_HALF_UP) / 100
    if any(quantity == 12 for quantity, _, _ in _quantities(text)):
        return
    yield made(
        "MOU-RATE", unit.at(part.as_written), part.as_written,
        f"{whole.as_written} in {many} equal parts is £{wanted:,.2f} each, not {part.as_written}: “{short(sentence)}”",
        "Ask which of the numbers is right.",
    )  # fmt: skip


def _parts(unit: Unit, sentence: str, material: Material) -> Iterator[Finding]:
    """ "£32,500 is made up of £27,850 and £4,650"; "£9,000, paid in instalments of £5,000 and £5,000"."""
    match = _PARTS.search(sentence)
    amounts = exact(sentence)
    yield from _whole_after(unit, sentence, amounts)
    if (
        match is None
        or INCLUDES.search(sentence)
        or _EACH.search(sentence)
        or any(is_rate(sentence, a) for a in amounts)
    ):
        return
    first = [one for one in amounts if one.start < match.start()]
    rest = [one for one in amounts if one.start > match.start()]
    whole = (
        first or exact(unit.text[: unit.text.find(sentence)])[-1:] or _before(unit, sentence[: match.start()], material)
    )
    if len(whole) != 1 or len(rest) < 2 or len(amounts) != len(amount_mentions(sentence)):
        return
    added = sum(one.pence or 0 for one in rest)
    if added != whole[0].pence and (whole[0].pence or 0) * 0.5 < added < (whole[0].pence or 0) * 2:
        yield made(
            "MOU-TOTAL", unit.at(whole[0].as_written), whole[0].as_written,
            f"“{short(sentence)}” The parts come to £{added / 100:,.2f}, not {whole[0].as_written}.",
            "Ask which of the amounts is wrong.",
        )  # fmt: skip


def _whole_after(unit: Unit, sentence: str, amounts: Sequence[AmountMention]) -> Iterator[Finding]:
    """ "£640,000 on staff, £510,000 on homes and £350,000 on data, which is £1,500,000 in all"."""
    if len(amounts) < 3 or INCLUDES.search(sentence) or any(is_rate(sentence, one) for one in amounts):
        return
    *parts, whole = amounts
    added = sum(one.pence or 0 for one in parts)
    between = [sentence[one.end : other.start] for one, other in pairwise(parts)]
    if not _is_result(sentence, whole, parts) or not all(
        re.search(r"(?:,|\band)\s*$|\bplus\b", one) for one in between
    ):
        return
    if added != whole.pence and (whole.pence or 0) * 0.5 < added < (whole.pence or 0) * 1.5:
        yield made(
            "MOU-TOTAL", unit.at(whole.as_written), whole.as_written,
            f"“{short(sentence)}” The parts come to £{added / 100:,.2f}, not {whole.as_written}.",
            "Ask which of the amounts is wrong.",
        )  # fmt: skip


def _before(unit: Unit, subject: str, material: Material) -> list[AmountMention]:
    """The one amount that a clause shortly before gives for the same thing: "the fund of £40,000", "the fund is …"."""
    noun = next(iter(re.findall(r"[a-z]{4,}", subject.lower())), "")
    at = material.units.index(unit)
    for other in reversed(material.units[max(0, at - 3) : at]):
        for sentence in other.sentences():
            amounts = exact(sentence)
            if noun and len(amounts) == 1 and re.search(rf"\b{noun}\b", sentence, re.I):
                return amounts
    return []
