"""What an agreement says twice and differently: notice, quorum, keeping, how often, how soon, and who hosts. Pure.

Two sentences are only held against each other where they speak of the same thing: the same notice, the same body, the
same records. Where one names an exception, a stage or another actor, both may hold, and nothing is said.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from riia.documents.memoranda.checks.material import NUMBER, Material, Unit, made, number, short
from riia.documents.model import Finding

_LENGTH: Final = (
    rf"(?P<many>{NUMBER})\s*(?:\(\d+\)\s*)?(?:-\s*)?(?:full\s+|clear\s+|complete\s+)?"
    r"(?P<kind>working|business|school|calendar)?\s*(?P<unit>hour|day|week|month|term|year)s?\b[’']?"
)
_NOTICE: Final = (
    re.compile(rf"{_LENGTH}\s+(?:prior\s+|written\s+|advance\s+|clear\s+)*(?:notice|notification)\b", re.I),
    re.compile(rf"\bnotice\b[^.;]{{0,60}}?\b(?:of|is|be|:|than|least)\s+{_LENGTH}", re.I),
)
_ANY_PARTY: Final = re.compile(
    r"\b(?:an?|any|each|either)\s+(?:part(?:y|ner)|authority|council|borough|member)\b", re.I
)
_BINDS: Final = re.compile(
    r"\bunless\b|\bexcept\b|\bother than\b|\bif (?:the )?(?:host|lead)\b|\bsave\b|\bwithout\b|\bwhere (?:a|"
    r"the) breach\b",
    re.I,
)
_KEPT: Final = re.compile(
    rf"(?P<what>[^.;]{{3,90}}?)\b(?:is|are|be|were)?\s*(?:then\s+|securely\s+|only\s+)*"
    r"(?:kept|retained|held|stored|deleted|destroyed|erased|archived|disposed of)\b"
    rf"(?:[^.;]{{0,60}}?\b(?:for|after|within|period of|than))?\s+(?:a\s+)?(?:further\s+|period\s+of\s+|"
    rf"no\s+more\s+than\s+|no\s+longer\s+than\s+|up\s+to\s+)*{_LENGTH}",
    re.I,
)
_KEEPS: Final = re.compile(
    rf"\b(?:keeps?|retains?|holds?|deletes?|destroys?|stores?|erases?)\s+(?P<what>(?:(?!\bfor\b|"
    rf"\bafter\b)[^.;,]){{3,50}}?)"
    rf"\s+(?:for|after|within)\s+(?:a period of\s+|no more than\s+|no longer than\s+|up to\s+)*{_LENGTH}",
    re.I,
)
_RETENTION: Final = re.compile(
    rf"\bretention(?: period)?s?\b(?P<what>[^.;]{{0,30}}?)(?:is|:|of|shall be|for|are)\s+{_LENGTH}", re.I
)
_BODY: Final = (
    r"(?P<body>(?:[A-Za-z-]+\s+){0,3}?(?:board|group|committee|panel|executive|forum|partnership|assembly|network|team|"
    r"cabinet|council of governors|members))\b"
)
_PRESENT: Final = re.compile(
    rf"\bquor(?:um|ate)\b[^.;]{{0,70}}?\b(?P<many>{NUMBER})\b"
    rf"|\b(?P<many2>{NUMBER})\s+(?:of\s+(?:the\s+|its\s+|their\s+)?(?:{NUMBER}\s+)?)?[a-z ]{{0,40}}?\b(?:(?:to "
    rf"be|are|is|must be|being|shall be|in) "
    r"(?:present|attendance)|present|attend(?:ing)?)\b"
    rf"|\b(?P<many3>{NUMBER})\s+[a-z ]{{0,40}}?\b(?:form|constitute|make|makes up)s?\s+(?:a|the)\s+quorum",
    re.I,
)
_DECIDES: Final = re.compile(r"\b(?:quor|decid|decision|resol|vote|business|meet|act\b|valid)", re.I)
_OFTEN: Final = re.compile(
    rf"\b(?:(?P<word>weekly|fortnightly|monthly|quarterly|termly|annually|yearly|half-yearly|six-monthly|"
    rf"every (?:week|fortnight|month|quarter|term|year|half-year)|"
    r"each (?:week|month|quarter|term|year)|once a (?:week|month|quarter|term|year)|twice a (?:week|month|term|"
    r"year)|twice yearly|once every (?:month|quarter|year))"
    rf"|(?P<times>{NUMBER})\s+(?:times|occasions|meetings)\s+(?:a|per|each|every|in (?:a|"
    rf"each))\s+(?:(?:financial|calendar|academic)\s+)?(?P<per>month|year|term)"
    rf"|every\s+(?P<every>{NUMBER})\s+(?P<unit>weeks?|months?|years?))\b",
    re.I,
)
_A_YEAR: Final = {
    "week": 52,
    "fortnight": 26,
    "month": 12,
    "quarter": 4,
    "term": 3,
    "year": 1,
    "annual": 1,
    "half-year": 2,
    "six-month": 2,
}
_DOES: Final = re.compile(
    r"(?P<what>[^.;:]{2,60}?)\b(?:will |shall |must |should |is to |are to |may |also )*"
    r"(?P<verb>meets?|is held|are held|reviewed|reviews?|audit(?:s|ed)?|submit(?:s|ted)?|publish(?:es|ed)?|reports?|"
    r"invoices?|sends?|sent|visit(?:s|ed)?|inspect(?:s|ed)?|provided?|provides|shares?|shared|updated?|updates|"
    r"collects?|collected|pays?|paid|"
    r"published|returns?)\b"
    r"(?P<rest>[^.;]{0,80})",
    re.I,
)
_MORE_THAN: Final = re.compile(
    r"\b(?:at least|unless|except|additional|extraordinary|also|or more often|first year|initially|thereafter|then)\b",
    re.I,
)
_MEETINGS: Final = re.compile(
    r"\bmeetings of (?P<body>the [\w ]{3,40}?) (?:are held|will be held|shall be held|take place|will take place)", re.I
)
_PHRASE_END: Final = re.compile(
    r"\s(?:of|to|for|in|on|at|with|from|by|and|who|which|that|will|shall|must|is|are|be|should|may|under)\b|[,;:(]",
    re.I,
)
_STEM: Final = re.compile(r"(?:ed|s|ing|es)$")
_SOON: Final = re.compile(rf"\bwithin\s+(?:a (?:maximum|period) of\s+|no more than\s+)?{_LENGTH}", re.I)
_MATTERS: Final = {
    "a data breach": r"\b(?:data |security |personal data )?(?:breach|incident|loss of data)",
    "a subject access request": r"\b(?:subject access|data subject|rights? request)",
    "an invoice": r"\binvoice",
    "a freedom of information request": r"\b(?:freedom of information|FOI)\b",
    "a dispute": r"\b(?:dispute|disagreement)",
    "a complaint": r"\bcomplaint",
}
_OTHER_ACTOR: Final = re.compile(
    r"\b(?:Commissioner|ICO|Ombudsman|acknowledg\w*|escalat\w*|refer(?:red|s)?|mediat\w*|draft|interim|initial|"
    r"final)\b",
    re.I,
)
_ALL_GENERIC: Final = (
    "all any each every the a an this that these those its their such shared personal received copies copy of under "
    "and or in by to shared relevant full anonymised pseudonymised agreement memorandum held will shall must be is "
    "are may which it they then collected exchanged for this council councils party parties partner partners from "
    "with on at securely one no"
)
_GENERIC: Final = frozenset(_ALL_GENERIC.split())


@dataclass(frozen=True, slots=True)
class _Said:
    """What a sentence says of something: of what (`key`), and a value that two sentences must agree on."""

    key: str
    value: float
    words: str
    unit: Unit
    sentence: str


def agreeing_findings(material: Material) -> Iterator[Finding]:
    """Pairs of clauses that cannot both hold."""
    for reads, what in _READS:
        told: dict[str, list[_Said]] = {}
        for unit, sentence in material.sentences():
            for one in reads(unit, sentence):
                told.setdefault(one.key, []).append(one)
        if "" in told and len(told) == 2:
            nameless = told.pop("")  # "its quorum", where only one body has one
            next(iter(told.values())).extend(nameless)
        for said in told.values():
            yield from _differ(sorted(said, key=lambda one: one.unit.where.order), what)


def _differ(said: Sequence[_Said], what: str) -> Iterator[Finding]:
    """The first of some that disagrees with one before it; one finding for one thing."""
    first = said[0]
    for other in said[1:]:
        if other.value != first.value and other.sentence != first.sentence and other.unit.clause is not None:
            where = f" ({other.unit.label})" if other.unit.label else ""
            of = what.format(key=first.key).replace(" ()", "")
            yield made(
                "MOU-CONTRADICTION", first.unit.at(first.sentence), first.words,
                f"For {of} it says “{short(first.sentence, 110)}”, and elsewhere{where} "
                f"“{short(other.sentence, 110)}”.",
                "Ask which of the two holds, and let one clause say it.",
                [(other.unit.at(other.sentence), other.words)],
            )  # fmt: skip
            return


def _days(match: re.Match[str]) -> float:
    """A length of time, comparable: working days stay apart from others."""
    many, unit = number(match["many"]), match["unit"].lower()
    days = {"hour": 1 / 24, "day": 1, "week": 7, "month": 30.4375, "term": 120, "year": 365.25}[unit]
    working = 0.001 if (match["kind"] or "").lower() in ("working", "business") else 0
    return round(many * days, 3) + working


def _notices(unit: Unit, sentence: str) -> Iterator[_Said]:
    match = next((found for pattern in _NOTICE if (found := pattern.search(sentence))), None)
    if match is None or _BINDS.search(sentence) or len(re.findall(_LENGTH, sentence, re.I)) > 1:
        return
    context = f"{sentence} {unit.text} {unit.heading}".lower()
    for key, sign in (
        ("a meeting", r"\bmeeting|agenda|convene"),
        ("leaving", r"withdraw|\bleav(?:e|ing)|\bexit|resign|cease to be"),
        ("ending it", r"terminat|\bend(?:ed|ing|s)?\b|dissol"),
        ("a change", r"\bvar(?:y|ied|iation)|\bamend|\bchang"),
    ):
        if re.search(sign, sentence.lower()) or (
            re.search(sign, context) and not re.search(r"meeting|withdraw|leav|terminat|vary", sentence.lower())
        ):
            who = (
                "the host"
                if re.search(r"\b(?:host|lead)\b[^.;]{0,40}\b(?:may|can|must|gives?|giving)\b", sentence, re.I)
                else ""
            )
            yield _Said(f"{key}{' by the host' if who else ''}", _days(match), match[0], unit, sentence)
            return
    if _ANY_PARTY.search(sentence):  # notice of what is not said: of leaving
        yield _Said("leaving", _days(match), match[0], unit, sentence)


def _keeping(unit: Unit, sentence: str) -> Iterator[_Said]:
    match = _KEPT.search(sentence) or _KEEPS.search(sentence) or _RETENTION.search(sentence)
    if match is None or re.search(r"\b(?:unless|except|other than|minimum|at least|working|if)\b", sentence, re.I):
        return
    unit_said = match["unit"].lower()
    if unit_said in ("hour",):
        return
    subject = re.split(r"\b(?:is|are|be|will|shall|must|may|has|have|was|were|that|which)\b", match["what"])[0]
    words = [word.rstrip("s") for word in re.findall(r"[a-z]+", subject.lower())]
    what = " ".join(word for word in words if word not in _GENERIC and f"{word}s" not in _GENERIC)
    # "Files are kept for six years" and "deleted after seven" are of the same files; nothing named: of what is shared.
    yield _Said(what or "what is kept", _days(match), match[0], unit, sentence)


def _quorums(unit: Unit, sentence: str) -> Iterator[_Said]:
    match = _PRESENT.search(sentence)
    if match is None or not _DECIDES.search(f"{unit.text} {unit.heading}"):
        return
    body = re.search(rf"\b(?:the|each|every|a)\s+{_BODY}", sentence, re.I)
    many = match["many"] or match["many2"] or match["many3"]
    name = body["body"].lower().split()[-1] if body else ""
    kept = body["body"].lower() if body else ""
    yield _Said(kept if len(kept.split()) < 3 else name, number(many), match[0], unit, sentence)


def _frequencies(unit: Unit, sentence: str) -> Iterator[_Said]:
    """How often something meets, is reviewed, sent, visited: by the verb and what it is done to."""
    sentence = _MEETINGS.sub(r"\g<body> meets", sentence)
    match = _DOES.search(sentence)
    often = list(_OFTEN.finditer(sentence))
    if match is None or len(often) != 1 or _MORE_THAN.search(sentence):
        return
    verb, passive = match["verb"].lower(), bool(re.search(r"\b(?:is|are|be)\s*$", sentence[: match.start("verb")]))
    acted = match["what"] if passive or verb.startswith("meet") else _OFTEN.sub("", match["rest"])
    phrase = _PHRASE_END.split(acted.strip(), maxsplit=1)[0]
    words = [word.rstrip("s") for word in re.findall(r"[a-z]+", phrase.lower())]
    what = " ".join(word for word in words if word not in _GENERIC and f"{word}s" not in _GENERIC)
    if what:
        yield _Said(f"{what}: {_STEM.sub('', verb)}", _a_year(often[0]), often[0][0], unit, sentence)


def _a_year(match: re.Match[str]) -> float:
    """How many times a year."""
    if match["times"]:
        return number(match["times"]) * _A_YEAR[match["per"].lower()]
    if match["every"]:
        return round(_A_YEAR[match["unit"].lower().rstrip("s")] / number(match["every"]), 3)
    word = match["word"].lower()
    unit = max((unit for unit in _A_YEAR if unit in word), key=len, default="year")
    return _A_YEAR[unit] * (2 if "twice" in word else 1)


def _deadlines(unit: Unit, sentence: str) -> Iterator[_Said]:
    found = list(_SOON.finditer(sentence))
    if len(found) != 1 or _OTHER_ACTOR.search(sentence):
        return
    for key, sign in _MATTERS.items():
        if re.search(sign, sentence, re.I):
            verb = (
                "paid"
                if re.search(r"\bpa(?:y|id|yment)", sentence, re.I)
                else "sent"
                if key == "an invoice"
                else "told"
            )
            yield _Said(f"{key}, {verb}", _days(found[0]), found[0][0], unit, sentence)
            return


def _binding(unit: Unit, sentence: str) -> Iterator[_Said]:
    """Legally binding or not, joint or independent controllers."""
    if re.search(
        r"\b(?:except|save|other than|clause|section|paragraph|schedule|will become|intend to)\b", sentence, re.I
    ):
        return
    if re.search(r"\blegally (?:binding|enforceable)|\blegal(?:ly)? (?:obligations?|relations)", sentence, re.I):
        no = re.search(r"\b(?:not|no|nor|neither|without|never)\b", sentence, re.I)
        yield _Said("whether it binds in law", 0 if no else 1, sentence, unit, sentence)
    match = re.search(r"\b(?P<kind>joint|independent|separate|sole)\s+(?:data\s+)?controllers?\b", sentence, re.I)
    if match and re.search(r"\b(?:are|is|act(?:s|ing)? as|as|be)\b", sentence, re.I) and " not " not in sentence:
        yield _Said("who controls the data", 1 if match["kind"].lower() == "joint" else 0, match[0], unit, sentence)


_READS: Final[tuple[tuple[Callable[[Unit, str], Iterator[_Said]], str], ...]] = (
    (_notices, "notice of {key}"),
    (_keeping, "how long it is kept ({key})"),
    (_quorums, "how many must be present ({key})"),
    (_frequencies, "how often ({key})"),
    (_deadlines, "how soon ({key})"),
    (_binding, "{key}"),
)
