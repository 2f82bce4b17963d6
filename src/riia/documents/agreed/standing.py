"""The same thing said in two ways: notice, meetings, quorum, keeping of data, deadlines, hosts, legal force. Pure.

Two values are a contradiction only where the same body does the same thing: what is said of the board is not held
against what is said of a working group.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from riia.documents.agreed.amounts import MORE_WORDS, NUMBER, WORDS, number_of
from riia.documents.agreed.catalogue import told
from riia.documents.agreed.lines import Sentence
from riia.documents.agreed.party_names import Known, key_of
from riia.documents.letters.names import is_known
from riia.documents.model import Evidence, Finding

_N: Final = rf"(?:{NUMBER}|thirty|forty|sixty|ninety)"
_UNIT: Final = r"(?P<unit>(?:working |calendar |business |clear |school )?(?:day|week|month|year)s?)"
_SPAN: Final = re.compile(
    rf"\b(?P<n>{_N})(?:\s*\(\d+\))?[\s-]+(?:full |whole )?(?:(?:calendar|clear|financial)\s+)?{_UNIT}\b", re.I
)
_LEAVES: Final = re.compile(
    r"\b(?:withdraw\w*|leav(?:e|es|ing)|terminat\w+|resign\w*|exit\w*|end(?:s|ed)?\s+(?:its|their|this|the)|cease "
    r"to be)\b",
    re.I,
)
_KEEPS: Final = re.compile(
    r"\b(?:keep|keeps|kept|retain|retains|retained|hold|held|stored|delet\w+|destroy\w+|erase\w*)\b", re.I
)
_KEPT: Final = re.compile(
    r"\b(?P<what>data|files?|records?|information|figures|logs?|returns|copies|extracts?|minutes|invoices|documents)\b",
    re.I,
)
_MEETS: Final = re.compile(
    r"(?P<who>[A-Za-z][\w’' -]{2,60}?)\s*,?\s+(?:(?:will|shall|normally|usually|also|which|that|who"
    r"|to)\s+)*(?:meets?|convenes?)\b(?P<rest>[^.;]{0,70})",
    re.I,
)
_OFTEN: Final = (
    (re.compile(r"\bweekly\b|\bevery week\b|\bonce a week\b", re.I), 52),
    (re.compile(r"\bfortnightly\b|\bevery (?:two weeks|fortnight)\b", re.I), 26),
    (re.compile(r"\b(?:every|each) (?:two|second|other) months?\b|\bevery other month\b", re.I), 6),
    (re.compile(r"\bmonthly\b|\b(?:every|each|once a) month\b", re.I), 12),
    (re.compile(r"\bquarterly\b|\b(?:every|each|once a) quarter\b|\bevery three months\b", re.I), 4),
    (re.compile(r"\btermly\b|\b(?:every|each|once a) term\b", re.I), 3),
    (re.compile(r"\btwice a year\b|\bevery six months\b|\bhalf-yearly\b|\bsix-monthly\b", re.I), 2),
    (re.compile(r"\bannually\b|\bonce a year\b|\b(?:every|each) year\b|\byearly\b", re.I), 1),
)
_TIMES: Final = re.compile(rf"\b(?P<n>{NUMBER}) times (?:a|per|each|every|in a|in each) (?:\w+ )?year\b", re.I)
_QUORUM: Final = re.compile(
    rf"\bquorum\b[^.;]{{0,60}}?\b(?:is|of|be|are|has)\s+(?:at least\s+)?(?P<a>{NUMBER})\b(?!\s*(?:%|per|working|days?))"
    rf"|\b(?P<c>{NUMBER})\s+(?:\w+\s+){{1,2}}(?:make|makes|are|form|forms|constitute|constitutes|is)\s+(?:a|the) "
    rf"quorum\b"
    rf"|\b(?:at least\s+)?(?P<b>{NUMBER})\s+(?:of (?:the )?\w+\s+)?(?:\w+\s+){{0,2}}?(?:are|is|being|to be|must "
    rf"be)\s+present\b",
    re.I,
)
_SEATS: Final = re.compile(
    rf"\b(?:has|have|consists of|made up of|comprises|(?:board|group|committee|panel) "
    rf"of)\s+(?P<n>{NUMBER})\s+(?:seats|members|places|representatives)\b",
    re.I,
)
_SEATS_EACH: Final = re.compile(
    rf"\b(?P<n>{NUMBER})\s+(?:seats?|members?|places?|representatives?)?\s*(?:for|from|of) (?:each|every) "
    rf"(?:member|council|party|partner|authority|borough)\b",
    re.I,
)
_WITHIN: Final = re.compile(
    rf"\bwithin\s+(?P<n>{_N})(?:\s*\(\d+\))?\s+{_UNIT}(?:\s+(?:of|after|from|following)\s+(?P<event>[^.,;:]{{3,60}}))?",
    re.I,
)
_HOST: Final = re.compile(
    r"\b(?P<role>hosts?|hosted by|host (?:council|authority|of)|lead (?:authority|council|borough)|accountable "
    r"body|employs)\b",
    re.I,
)
_STOP: Final = frozenset(
    [
        "the",
        "a",
        "an",
        "its",
        "their",
        "each",
        "every",
        "any",
        "all",
        "of",
        "to",
        "in",
        "for",
        "by",
        "on",
        "and",
        "or",
        "with",
        "within",
        "this",
        "that",
        "will",
        "shall",
        "must",
        "be",
        "is",
        "are",
        "it",
        "they",
        "from",
        "after",
        "end",
    ]
)
_LASTS: Final = re.compile(
    rf"\b(?P<what>[a-z]+(?: [a-z]+)?)\s+(?:lasts?|runs? for|takes?"
    rf"|spends?)\s+(?:for\s+)?(?P<n>{NUMBER})\s+(?P<unit>days|hours|weeks|months|years)\b",
    re.I,
)
_LONG_FORM: Final = re.compile(
    rf"\b(?P<n>{NUMBER})-(?P<unit>day|hour|week|month|year)\s+(?P<what>[a-z]+(?: [a-z]+)?)\b", re.I
)


@dataclass(frozen=True, slots=True)
class AtLeast:
    """A number of which more will do."""

    number: int

    def __eq__(self, other: object) -> bool:
        """It fits every number that is not less."""
        return isinstance(other, AtLeast) or (isinstance(other, int) and other >= self.number)

    def __hash__(self) -> int:
        return hash(self.number)


@dataclass(frozen=True, slots=True)
class Said:
    """One statement: about what, the value in a form that can be compared, and as written."""

    about: str
    value: object
    written: str
    sentence: Sentence


def standing_findings(sentences: Sequence[Sentence], known: Known) -> Iterator[Finding]:
    """Things of which the text says two values."""
    readers: tuple[tuple[str, Callable[[Sentence], Iterator[Said]]], ...] = (
        ("notice", _notice), ("meetings", _meetings), ("quorum", _quorum), ("keeping", _keeping),
        ("deadline", _deadlines), ("length", _lengths), ("force", _force),
    )  # fmt: skip
    for name, read in readers:
        statements = [
            said
            for sentence in (_with_subjects(sentences) if name == "meetings" else sentences)
            for said in read(sentence)
        ]
        yield from _conflicts(statements)
    yield from _conflicts([said for sentence in sentences for said in _hosts(sentence, known)])
    yield from _seats(sentences, len(known.parties))


def _conflicts(statements: Sequence[Said]) -> Iterator[Finding]:
    by_subject: dict[str, list[Said]] = {}
    for said in statements:
        by_subject.setdefault(said.about, []).append(said)
    for about, group in by_subject.items():
        first = group[0]
        other = next((said for said in group[1:] if not (first.value == said.value or said.value == first.value)), None)
        if other is None:
            continue
        yield told(
            "SAID-TWICE", other.sentence.where, other.written,
            f"Of {about} it says “{first.written}” ({first.sentence.where}) and “{other.written}”: "
            f"“{other.sentence.text[:140]}”",
            "Ask which of the two holds.", [Evidence(first.sentence.where, first.sentence.text)],
        )  # fmt: skip


def _span(match: re.Match[str]) -> tuple[str, int]:
    """A length of time in a form that can be compared: working days, days, or months."""
    many = MORE_WORDS.get(match["n"].lower()) or {"ninety": 90}.get(match["n"].lower()) or number_of(match["n"])
    unit = match["unit"].lower().rstrip("s")
    if unit in ("working day", "business day", "school day"):
        return "working days", many
    plain = unit.split()[-1]
    return (
        ("months", many * {"month": 1, "year": 12}[plain])
        if plain in ("month", "year")
        else ("days", many * (7 if plain == "week" else 1))
    )


def _notice(sentence: Sentence) -> Iterator[Said]:
    text = sentence.text
    if not re.search(r"\bnotice\b", text, re.I) or not _LEAVES.search(text):
        return
    if re.search(r"\b(?:immediate|breach|meeting|emergency|majority|unanimous)\w*", text, re.I):
        return
    for match in _SPAN.finditer(text):
        around = text[max(0, match.start() - 60) : match.end() + 40]
        if re.search(r"\bnotice\b|\bnotify\b", around, re.I):
            yield Said("the notice for leaving", _span(match), match[0], sentence)
            return


def _meetings(sentence: Sentence) -> Iterator[Said]:
    for match in _MEETS.finditer(sentence.text):
        rest = match["rest"]
        who = _body(match["who"])
        times = _TIMES.search(rest)
        found = next(
            ((pattern.search(rest), times_a_year) for pattern, times_a_year in _OFTEN if pattern.search(rest)), None
        )
        if not who or (times is None and found is None):
            continue
        least = bool(re.search(r"\bat least\b|\bno less\b|\bminimum\b", rest, re.I))
        if least:
            many = number_of(times["n"]) if times is not None else found[1] if found else 0
            written = times[0] if times is not None else found[0][0] if found and found[0] else ""
            yield Said(f"the meetings of the {who}", AtLeast(many), f"at least {written}", sentence)
            continue
        if times is not None:
            yield Said(f"the meetings of the {who}", number_of(times["n"]), times[0], sentence)
        elif found is not None and found[0] is not None:
            yield Said(f"the meetings of the {who}", found[1], found[0][0], sentence)


def _with_subjects(sentences: Sequence[Sentence]) -> Iterator[Sentence]:
    """Sentences in which "It meets" says who meets, after the sentence before."""
    who = ""
    for sentence in sentences:
        text = sentence.text
        if who and (
            match := re.match(
                r"(?:It|They)\b(?=\s+(?:will |shall |also |normally |usually )*(?:meets?|convenes?)\b)", text
            )
        ):
            text = f"The {who}{text[match.end() :]}"
        elif match := _MEETS.search(text):
            who = _body(match["who"])
        elif match := re.match(
            r"(?:\d[\d.]*\s+)?The (?P<who>[A-Z]?\w+(?: \w+)?) (?:is|has|will|oversees|agrees|decides)\b", text
        ):
            who = match["who"].lower()
        yield replace(sentence, text=text)


def _body(words: str) -> str:
    """The body that meets: the last words before the verb without article."""
    plain = re.sub(r"^.*\b(?:the|our|its|a|an|each|all)\s+", "", words.strip().lower())
    kept = [word for word in re.findall(r"[a-z’'-]+", plain) if word not in _STOP]
    return (
        " ".join(kept[-3:])
        if kept and kept[-1] not in ("they", "we", "it", "members", "parties", "who", "which")
        else ""
    )


def _quorum(sentence: Sentence) -> Iterator[Said]:
    for match in _QUORUM.finditer(sentence.text):
        said = match["a"] or match["b"] or match["c"]
        if match["b"] and not re.search(
            r"\b(?:decision|decide|quorum|quorate|vote|meeting|board|group)", sentence.text, re.I
        ):
            continue
        if re.search(rf"\b(?:of|than)\s+{said}$", sentence.text[: match.end()]) and match["b"]:
            continue
        of = re.search(r"\bquorum (?:of|for) (?:the )?(?P<who>[a-z]+(?: [a-z]+)?)", sentence.text, re.I)
        who = "a decision"
        if of and not re.match(NUMBER, of["who"], re.I) and re.search(r"working|sub|task", of["who"], re.I):
            who = of["who"].lower()
        yield Said(f"how many must be present for {who}", number_of(said), match[0], sentence)


def _seats(sentences: Sequence[Sentence], parties: int) -> Iterator[Finding]:
    """A quorum that is more than there are seats; seats that are not those of each party."""
    seats = next(((match, sentence) for sentence in sentences if (match := _SEATS.search(sentence.text))), None)
    each = next(((match, sentence) for sentence in sentences if (match := _SEATS_EACH.search(sentence.text))), None)
    quorum = next((said for sentence in sentences for said in _quorum(sentence)), None)
    if seats and each and parties and seats[1] is each[1]:
        wanted = number_of(each[0]["n"]) * parties
        if wanted != number_of(seats[0]["n"]):
            yield told(
                "SAID-TWICE", seats[1].where, seats[0][0],
                f"{each[0]['n']} for each of {parties} are {wanted}, not {seats[0]['n']}: “{seats[1].text[:140]}”",
                "Ask for the right numbers.",
            )  # fmt: skip
            return
    many = number_of(seats[0]["n"]) if seats else number_of(each[0]["n"]) * parties if each else 0
    seats = seats or each
    if seats and many and quorum and isinstance(quorum.value, int) and many < quorum.value:
        yield told(
            "SAID-TWICE", quorum.sentence.where, quorum.written,
            f"{quorum.written}, but there are only {many}: “{seats[1].text[:140]}”",
            "Ask for the right numbers.", [Evidence(seats[1].where, seats[1].text)],
        )  # fmt: skip
    yield from _seats_named(sentences)


def _seats_named(sentences: Sequence[Sentence]) -> Iterator[Finding]:
    """ "Twelve seats: one Director and one Lead Member from each of the six members"."""
    for sentence in sentences:
        match = _SEATS.search(sentence.text)
        each = re.search(rf"\beach of the (?P<n>{NUMBER})\b", sentence.text, re.I)
        if match is None or each is None:
            continue
        ones = re.findall(rf"\b({NUMBER}) (?!of\b)[A-Z]", sentence.text[match.end() : each.start()], re.I)
        if ones:
            wanted = sum(number_of(one) for one in ones) * number_of(each["n"])
            if wanted != number_of(match["n"]):
                yield told(
                    "SAID-TWICE", sentence.where, match[0],
                    f"{' + '.join(ones)} for each of {each['n']} are {wanted}, not {match['n']}: "
                    f"“{sentence.text[:140]}”",
                    "Ask for the right numbers.",
                )  # fmt: skip


def _keeping(sentence: Sentence) -> Iterator[Said]:
    if not _KEEPS.search(sentence.text) or re.search(
        r"\bnotice\b|\bbudget\b|\bunderspend\b|\bmeet", sentence.text, re.I
    ):
        return
    what = _KEPT.search(sentence.text)
    match = next(
        (one for one in _SPAN.finditer(sentence.text) if _span(one)[0] == "months" or _span(one)[1] > 20), None
    )
    if what and match and re.search(r"\b(?:for|after|than|of)\s+(?:\w+\s+){0,2}$", sentence.text[: match.start()]):
        kind = what["what"].lower().rstrip("s")
        about = "data" if kind in ("data", "file", "figure", "extract", "information", "return", "copie") else kind
        yield Said(f"how long {about} is kept", _span(match), match[0], sentence)


def _deadlines(sentence: Sentence) -> Iterator[Said]:
    """ "Figures within 20 working days of the end of each quarter": what is due, after what."""
    for match in _WITHIN.finditer(sentence.text):
        event = _gist(match["event"] or "")
        before = re.split(r"[,;:]", sentence.text[: match.start()])[-1]
        what = _gist(before)
        if len(event) and len(what) > 1:
            about = f"{' '.join(sorted(what & _THINGS)) or ''}".strip()
            if about:
                yield Said(f"when {about} is due after {' '.join(sorted(event))}", _span(match), match[0], sentence)


_THINGS: Final = frozenset(
    [
        "figure",
        "data",
        "return",
        "report",
        "minute",
        "invoice",
        "complaint",
        "dispute",
        "request",
        "notice",
        "response",
        "file",
        "letter",
        "plan",
        "statement",
        "summary",
        "audit",
        "dataset",
        "review",
        "self-evaluation",
        "assessment",
        "profile",
        "payment",
        "contribution",
        "grant",
    ]
)


def _gist(words: str) -> frozenset[str]:
    found = (word.lower().removesuffix("’s").removesuffix("'s") for word in re.findall(r"[A-Za-z’'-]{3,}", words))
    return frozenset(word.removesuffix("s") for word in found if word not in _STOP)


def _lengths(sentence: Sentence) -> Iterator[Said]:
    for pattern in (_LASTS, _LONG_FORM):
        for match in pattern.finditer(sentence.text):
            what = " ".join(match["what"].lower().split()[-2:])
            if re.search(r"\b(?:peer|visit|challenge|review|diagnostic|conference|course|induction|placement)\b", what):
                about = re.sub(r"^(?:a|an|the|each|every|team of|people)\s+", "", what).removesuffix("s")
                yield Said(
                    f"how long the {about} is", (match["unit"].rstrip("s"), number_of(match["n"])), match[0], sentence
                )


def _force(sentence: Sentence) -> Iterator[Said]:
    match = re.search(
        r"\b(?P<no>not|nor|no part)\b[^.;]{0,30}\blegally (?:binding|enforceable)\b|\blegally (?:binding"
        r"|enforceable)\b|\bnon-binding\b",
        sentence.text,
        re.I,
    )
    if match and not re.search(r"\b(?:except|apart from|other than|save|only)\b", sentence.text, re.I):
        free = bool(match["no"]) or "non-binding" in match[0].lower()
        yield Said("whether it is legally binding", free, match[0], sentence)


def _hosts(sentence: Sentence, known: Known) -> Iterator[Said]:
    role = _HOST.search(sentence.text)
    if role is None or re.search(
        r"\b(?:may|might|each|every|another|rotat\w+|turn|until|peer|formerly|previous|unless|if)\b",
        sentence.text,
        re.I,
    ):
        return
    what = re.search(
        r"\b(?:regional team|team|programme|budget|fund|grant|alliance|partnership|memorandum|agreement)\b",
        sentence.text,
        re.I,
    )
    named = [party for party in known.parties if party.name in sentence.text]
    if len(named) == 1:
        kind = "lead" if "lead" in role["role"].lower() else "host"
        subject = what[0].lower() if what and kind == "host" else ""
        if role["role"].lower() == "employs" and "host" not in sentence.text.lower():
            return
        yield Said(
            f"the {kind}{f' of the {subject}' if subject else ''}", key_of(named[0].name), named[0].name, sentence
        )


__all__ = ["WORDS", "is_known", "standing_findings"]
