"""Does a stated count equal what is listed? "Three characteristics" followed by four items is a finding (R2.21).

A count that may be meant otherwise is no finding: "at least three", "one of four", "section 3 sets out", "two years".
"""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from riia.documents.memoranda.findings import ClauseFinding, Numbered, by_lead, own_clauses

_WORDS = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen twenty"
)
WORDS = tuple(_WORDS.split())
NUMBERS = {word: number for number, word in enumerate(WORDS, start=1)}

_NUMBER = rf"(?P<number>{'|'.join(sorted(WORDS, key=len, reverse=True))}|\d{{1,2}})"
# "Within five working days" counts time, not what is listed; "three of the following" is a choice.
_TIME = r"(?!(?:working\s+|school\s+|calendar\s+)?(?:days|weeks|months|terms|quarters|years|times|hours)\b)(?!of\b)"
_VERBS = (
    "includes covers contains sets lists has is was means consists requires applies follows provides comprises "
    "describes shows gives states as its this thus us less across plus versus data via a"
)
_NOUN = rf"(?P<noun>(?!(?:{'|'.join(_VERBS.split())})\b)(?:children|people|[a-z-]+(?:s|ia|a)))"
_BETWEEN_THEM = r"(?!(?:in|of|at|on|for|to|by|with|from|and|or|the|these|those|than)\b)[a-z-]+"
_COUNT = re.compile(
    rf"(?<![\w£$.,/-]){_NUMBER}(?![\w%/-]|[.,]\d)(?:\s*\(\d{{1,2}}\))?\s+{_TIME}(?:{_BETWEEN_THEM}\s+){{0,2}}?{_NOUN}\b",
    re.I,
)
_NOT_A_COUNT = re.compile(
    r"\b(?:sections?|clauses?|schedules?|annexe?s?|appendix|appendices|parts?|paragraphs?|articles?|phases?|stages?|"
    r"datasets?|levels?|tiers?|ages?|aged|grades?|bands?|tables?|figures?|versions?|numbers?|no\.?|key stage|year|"
    r"at least|at most|up to|more than|fewer than|less than|no more than|over|under|about|around|some|minimum of|"
    r"maximum of|any|either|first|last|next|other|another|each|every|these|for|among|between)\s*$",
    re.I,
)
_ALL = re.compile(rf"\ball\s+(?:of\s+the\s+|the\s+)?{_NUMBER}\b", re.I)
_TOGETHER = re.compile(
    rf"(?:together,?\s+|collectively,?\s+)?the\s+[“\"‘']?{_NUMBER}\s+(?=(?:[A-Za-z-]+\s+){{0,2}}"
    r"(?:councils|authorities|parties|partners|members|boroughs|organisations|LAs)\b)",
    re.I,
)
_NAME = r"[A-Z][\w’'&-]*(?:\s+(?:of|and|upon|the|with|on|&|[A-Z][\w’'&-]*)){0,8}?"
_NAMES = re.compile(rf"(?:{_NAME},\s+){{2,}}(?:and\s+)?{_NAME}(?=\s*(?:[:.;()]|$|\s+[aA]ll\b|,\s*all\b))")
_NAMELY = re.compile(r"\bnamely:?\s+$|:\s+$|\(\s*$|\b(?:are|comprising|comprises|being)\s+(?:the\s+)?$", re.I)
_LONGEST: Final = 3_000
"""Letters of a clause that is looked through for names: longer ones are no clauses, and would take long."""
_BETWEEN = re.compile(r"\bbetween\s+(?:(?:the|these|those)\s+)?(?:following\s+)?$", re.I)
_MEMBERS = re.compile(r"council|authorit|member|part(?:y|ies)|partner|borough|bod(?:y|ies)|organisation|LAs?\b", re.I)
_WHO = re.compile(
    r"council|authorit|member|part(?:y|ies)|partner|borough|bod(?:y|ies)|organisation|director|lead|chair|officer|region|"
    r"agenc|DCS|people|children",
    re.I,
)
"""Those who act, of whom a sentence may say how many they are while its list is of something else."""
_KNOWN: Final = re.compile(
    r"Bath and North East Somerset|Bournemouth,? Christchurch and Poole|Brighton and Hove|Barking and Dagenham|"
    r"Cheshire West and Chester|Hammersmith and Fulham|Kensington and Chelsea|Redcar and Cleveland|Telford and Wrekin|"
    r"Windsor and Maidenhead|Westmorland and Furness"
)
"""Councils whose own name has an "and"."""
# "The two directors will:" counts those who act, not what is listed.
_WHO_ACTS = re.compile(r"\b(?:will|to|shall|must|should|may|can|by|each|agree|agreed|undertake|commit)\s*:$", re.I)


def count_findings(clauses: Sequence[Numbered]) -> tuple[ClauseFinding, ...]:
    """Where a clause states one number and lists another: items under it, or names within its own sentence."""
    found: list[ClauseFinding] = []
    listed = by_lead(clauses)
    for lead, members in _clauses_under(clauses).items():
        listed.setdefault(lead, members)
    for clause in clauses:
        found += _against_items(clause, listed.get(clause.number, []))
        found += _against_names(clause)
    found += _of_defined(clauses)
    found += _of_parts(clauses)
    return tuple(found)


_DEFINES = re.compile(
    r"\s*\(\s*(?:together,?\s+|collectively,?\s+)?(?:the\s+)?[“\"](?:the\s+)?(?P<name>[A-Z][a-z]+s)[”\"]\s*\)"
)
_IN_PART = re.compile(
    rf"\b(?:the|these)\s+{_NUMBER}\s+(?P<noun>(?:[a-z-]+\s+){{0,2}}?(?:items|indicators|measures|rates|principles"
    r"|actions|projects|datasets|services|tasks|steps|commitments))"
    r"\s+(?:that are\s+|which are\s+|are\s+)?(?:listed|set out|named|given|shown)"
    r"\s+(?:in|at)\s+(?P<part>(?:Appendix|Annexe?|Schedule)\s+(?:[A-Z]|\d{1,2}))\b",
    re.I,
)


def _of_defined(clauses: Sequence[Numbered]) -> Iterator[ClauseFinding]:
    """ "A, B, C and D (“the Partners”)", and "the three Partners" elsewhere."""
    defined: dict[str, int] = {}
    for clause in clauses:
        if len(clause.text) > _LONGEST:
            continue
        text = _joined(clause.text)
        if (
            (names := _NAMES.search(text))
            and (term := _DEFINES.match(text, names.end()))
            and (many := _how_many(names[0]))
        ):
            defined[term["name"]] = many
    for name, many in defined.items():
        told = re.compile(rf"\b(?:the|all|these|all of the)\s+{_NUMBER}\s+{name}\b", re.I)
        for clause in clauses:
            if (match := told.search(clause.text)) and _value(match["number"]) != many:
                yield _finding(clause, match["number"], name, many, "names where they are defined")
                break


def _of_parts(clauses: Sequence[Numbered]) -> Iterator[ClauseFinding]:
    """ "The seven items listed in Appendix 2", of which it has five."""
    for clause in clauses:
        match = _IN_PART.search(clause.text)
        if match is None:
            continue
        part = " ".join(match["part"].split()).lower()
        inside = [one for one in clauses if one.number.lower().startswith(f"{part}, ")]
        listed = [one for one in inside if re.fullmatch(r"\d{1,2}", one.printed)]
        # Only a part that is one list: each of its clauses is an item of it.
        if len(listed) > 1 and len(listed) == len(inside) and _value(match["number"]) != len(listed):
            yield _finding(clause, match["number"], f"{match['noun']} in {match['part']}", len(listed), "there")


def _joined(text: str) -> str:
    return _KNOWN.sub(lambda name: name[0].replace(" and ", " & ").replace(",", ""), text)


def _clauses_under(clauses: Sequence[Numbered]) -> dict[str, list[Numbered]]:
    """Clauses one level down, which are a list as items are: 3.1.1 and 3.1.2 under 3.1."""
    found: dict[str, list[Numbered]] = {}
    known = {clause.number for clause in own_clauses(clauses)}
    for clause in own_clauses(clauses):
        lead = clause.number.rpartition(".")[0]
        if clause.printed and lead in known:
            found.setdefault(lead, []).append(clause)
    return found | _clauses_after(clauses)


def _clauses_after(clauses: Sequence[Numbered]) -> dict[str, list[Numbered]]:
    """Clauses that follow a line without a number which announces them: "Six commitments:", then 3.1, 3.2 and so on."""
    found: dict[str, list[Numbered]] = {}
    own = own_clauses(clauses)
    for place, lead in enumerate(own[:-1]):
        stem = own[place + 1].printed.rpartition(".")[0]
        if lead.printed or not stem or not lead.text.rstrip().endswith(":"):
            continue
        for clause in own[place + 1 :]:
            if clause.printed.rpartition(".")[0] != stem:
                break
            found.setdefault(lead.number, []).append(clause)
    return found


def _against_items(clause: Numbered, items: Sequence[Numbered]) -> Iterator[ClauseFinding]:
    text = clause.text.rstrip()
    if not items or not text.endswith(":") or _WHO_ACTS.search(text):
        return
    announcing = re.split(r"(?<=[.;])\s+", text)[-1]
    stated = _stated(announcing)
    if len({_value(each["number"]) for each in stated}) > 1:
        # Several counts: the one that is announced stands next to what announces it.
        stated = [each for each in stated if re.search(r"\b(?:following|these|are|below)\b", _near(announcing, each))]
        stated = stated if len(stated) == 1 else []
    if stated and _is_announced(announcing, stated[0]) and _value(stated[0]["number"]) != len(items):
        yield _finding(clause, stated[0]["number"], stated[0]["noun"], len(items), "items")


def _is_announced(words: str, stated: re.Match[str]) -> bool:
    """Whether what is counted is what the list holds: in "The two parties agree the following terms:" it is not."""
    after = words[stated.end() :].strip(" :")
    if re.search(r"\b(?:following|these|those)\s+\w", after, re.I):
        return False
    return (
        not after or not _WHO.search(stated[0]) or bool(re.search(r"\b(?:are|is|follows|below|namely)$", after, re.I))
    )


def _stated(words: str) -> list[re.Match[str]]:
    """What counts something in these words."""
    return [
        each
        for each in _COUNT.finditer(words)
        if not _NOT_A_COUNT.search(_unthese(words[: each.start()])) and _value(each["number"]) > 1
    ]


def _unthese(before: str) -> str:
    """ "These four commitments:" is a count of what follows, unlike "for these four councils the rules are:"."""
    return re.sub(r"\bthese\s*$", "", before, flags=re.I)


def _near(words: str, each: re.Match[str]) -> str:
    before = " ".join(words[: each.start()].split()[-2:])
    return f"{before} {' '.join(words[each.end() :].split()[:2])}".lower()


def _against_names(clause: Numbered) -> Iterator[ClauseFinding]:
    """Names separated by commas, in a sentence that says how many there are: "A, B and C: all four councils"."""
    if len(clause.text) > _LONGEST:
        return
    text = _joined(clause.text)
    names = _NAMES.search(text)
    if names is None:
        return
    rest = text[names.end() :].lstrip(" :.,;()")
    after = _ALL.match(rest) or _TOGETHER.match(rest)
    before = text[: names.start()]
    stated = after or (_counted_before(before) if _NAMELY.search(before[-16:]) else None)
    listed = _how_many(names[0])
    if stated and listed and _value(stated["number"]) != listed:
        noun = stated.groupdict().get("noun") or _noun_after(clause.text, stated["number"])
        yield _finding(clause, stated["number"], noun, listed, "names")


def _counted_before(before: str) -> re.Match[str] | None:
    """The last count before a list of names, if it counts those who are named."""
    between = [each for each in _COUNT.finditer(before) if _BETWEEN.search(before[: each.start()])]
    found = [each for each in (_stated(before) or between) if _MEMBERS.search(each[0])]
    return found[-1] if found else None


def _how_many(names: str) -> int:
    """Names in a list; 0 where an "and" inside it may join two or belong to one."""
    *first, last = re.split(r",\s+", names.strip())
    if last.startswith("and "):
        return len(first) + 1 if " and " not in last[4:] else 0
    joined = last.count(" and ")
    return len(first) + 1 + joined if joined < 2 else 0


def _finding(clause: Numbered, number: str, noun: str, listed: int, what: str) -> ClauseFinding:
    return ClauseFinding(
        "count-differs",
        clause.number,
        f"It says {number.lower()} {noun} and lists {listed} {what}.",
        "Take the list as what was agreed, and settle in the next version which is right.",
    )


def _noun_after(text: str, number: str) -> str:
    match = re.search(rf"\ball\s+(?:of\s+the\s+|the\s+)?{number}\s+((?:[a-z-]+\s+){{0,1}}[a-z-]+)", text, re.I)
    return match[1] if match else "of them"


def _value(number: str) -> int:
    return int(number) if number.isdigit() else NUMBERS[number.lower()]
