"""The parts of a letter: what stands before the determination, its clauses, and the annexes wherever they are. Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from riia.documents.letters.paragraphs import Paragraph
from riia.documents.model import BlockKind, Where

_ANNEX: Final = re.compile(r"^(?:(?:ANNEX|Annex|APPENDIX|Appendix|SCHEDULE|Schedule)\s+)([A-Z]|\d{1,2})\b(?P<rest>.*)$")
_SENTENCE: Final = re.compile(
    r"\b(?:is|are|provides?|sets?|shows?|reflects?|gives?|lists?|contains?|below|attached|to this)\b", re.I
)
_AMENDED: Final = re.compile(r"\b(?:is|are)\s+amended\s+(?:to\s+read\s+)?as\s+follows|\bis replaced (?:by|with)", re.I)
_LETTER_BEGINS: Final = re.compile(
    r"^(?:Dear\b|Re:|To Whom|This (?:grant )?determination is made between|Department\b|Ministry\b)", re.I
)
_PREAMBLE: Final = re.compile(r"\bin exercise of (?:the|its|his|her) powers?\b", re.I)
_BETWEEN: Final = re.compile(r"\bmade between\b|^Parties:\s+\S", re.I)
_LONG: Final = 90
"""Letters of a paragraph that is no address, date or title."""
_INSIDE: Final = re.compile(r"\(1\)\s.*\(2\)\s")
"""Both parties in the sentence itself."""
_PURPOSE: Final = re.compile(
    r"^(?:\d+[.)]\s*)?(?:the )?purposes? of (?:the|this) (?:grant|funding)\b|^purpose\s*:?$", re.I
)
_SIGNED: Final = re.compile(r"^(?:Yours (?:sincerely|faithfully)|Signed\b|For and on behalf)", re.I)
_CITED: Final = re.compile(r"\bmay be cited as\b", re.I)


@dataclass(slots=True)
class AnnexPart:
    """An annex heading and what stands under it."""

    letter: str
    title: str
    where: Where
    inside: list[Paragraph] = field(default_factory=list)


@dataclass(slots=True)
class Parts:
    """The paragraphs of a letter by the part they belong to."""

    head: list[Paragraph] = field(default_factory=list)
    """Up to the parties or the purpose: address, date, references, title."""
    parties: list[Paragraph] = field(default_factory=list)
    body: list[Paragraph] = field(default_factory=list)
    """From the purpose to the determination."""
    preamble: Paragraph | None = None
    clauses: list[Paragraph] = field(default_factory=list)
    annexes: list[AnnexPart] = field(default_factory=list)
    amendments: list[Paragraph] = field(default_factory=list)
    main: list[Paragraph] = field(default_factory=list)
    """Everything outside annexes."""


def parts_of(found: Sequence[Paragraph]) -> Parts:
    """The parts of a letter."""
    made = Parts()
    made.amendments = [item for item in found if _AMENDED.search(item.text) and len(item.text) < 160]
    in_annex = _annexes(found, made)
    made.main = [item for at, item in enumerate(found) if at not in in_annex]
    _sort(made)
    return made


def _annexes(found: Sequence[Paragraph], made: Parts) -> set[int]:
    heads = [(at, part) for at, item in enumerate(found) if (part := _annex_head(item, found, at)) is not None]
    taken: set[int] = set()
    for number, (at, part) in enumerate(heads):
        limit = heads[number + 1][0] if number + 1 < len(heads) else len(found)
        end = _annex_end(found, at, limit)
        part.inside = list(found[at + 1 : end])
        taken |= set(range(at, end))
        made.annexes.append(part)
    return taken


def _annex_head(item: Paragraph, found: Sequence[Paragraph], at: int) -> AnnexPart | None:
    text = item.text.strip(" |") if item.kind is BlockKind.ROW else item.body
    hit = _ANNEX.match(text)
    if hit is None or len(text) > 220:
        return None
    rest = hit["rest"].strip(" |")
    following = found[at + 1] if at + 1 < len(found) else None
    if _AMENDED.search(rest):
        rows_follow = following is not None and following.kind is BlockKind.ROW
        named_again = following is not None and _ANNEX.match(following.text.strip(" |"))
        return AnnexPart(hit[1], "", item.where) if rows_follow and not named_again else None
    punctuated = bool(re.match(r"[-–—:.(]", rest))
    titled = item.kind is BlockKind.HEADING or rest.isupper() or rest.istitle()
    if rest and not punctuated and (not titled or _SENTENCE.search(rest)):
        return None
    if rest and rest.endswith(".") and _SENTENCE.search(rest) and item.kind is not BlockKind.HEADING:
        return None
    return AnnexPart(hit[1], rest.strip(" -–—:."), item.where)


def _annex_end(found: Sequence[Paragraph], at: int, limit: int) -> int:
    """Where an annex ends: at the next one, or where a letter begins that stands after it."""
    begins = next((i for i in range(at + 1, limit) if _LETTER_BEGINS.match(found[i].text) or _ends(found[i])), None)
    if begins is None:
        return limit
    rows = [
        i for i in range(at + 1, begins) if found[i].kind is BlockKind.ROW or re.search(r"£[\d,.]+$", found[i].text)
    ]
    if not rows:
        return begins
    end = rows[-1] + 1
    while end < begins and found[end].text.startswith(("Note", "*", "Total")):
        end += 1
    return end


def _ends(item: Paragraph) -> bool:
    return bool(_PREAMBLE.search(item.text) or (_AMENDED.search(item.text) and item.mark))


def _sort(made: Parts) -> None:
    main = made.main
    preamble = next((at for at, item in enumerate(main) if _PREAMBLE.search(item.text)), None)
    if preamble is None:
        cited = next((at for at, item in enumerate(main) if _CITED.search(item.text)), None)
        before = cited - 1 if cited and re.match(r"^\W*citation\W*$", main[cited - 1].body, re.I) else cited
        preamble_at = len(main) if before is None else before
    else:
        made.preamble, preamble_at = main[preamble], preamble
    between = next((at for at, item in enumerate(main[:preamble_at]) if _BETWEEN.search(item.text)), None)
    purpose = next(
        (at for at, item in enumerate(main[:preamble_at]) if at > (between or 0) and _PURPOSE.match(item.body)), None
    )
    parties_end = preamble_at if purpose is None else purpose
    if between is not None:
        parties_end = min(parties_end, _after_parties(main, between, parties_end))
    starts = between if between is not None else (purpose if purpose is not None else min(preamble_at, _body(main)))
    made.head = list(main[:starts])
    made.parties = list(main[between:parties_end]) if between is not None else []
    made.body = list(main[parties_end if between is not None else starts : preamble_at])
    made.clauses = list(main[preamble_at + (1 if made.preamble else 0) :])


def _after_parties(main: Sequence[Paragraph], between: int, limit: int) -> int:
    """Parties end where a heading, a list of other numbers or a long paragraph begins."""
    if _INSIDE.search(main[between].text):
        return between + 1
    for at in range(between + 1, limit):
        text = main[at].text
        if main[at].kind is BlockKind.HEADING and at > between + 1:
            return at
        if re.match(r"^(?:Variation|Background|Introduction|Payment|Grant allocations?)\b", text) or _AMENDED.search(
            text
        ):
            return at
    return limit


def _body(main: Sequence[Paragraph]) -> int:
    """The first paragraph after "Dear …" and the title, where neither parties nor purpose are marked."""
    dear = next((at for at, item in enumerate(main) if re.match(r"Dear\b|To Whom", item.text)), None)
    if dear is not None:
        return dear + 1
    return next((at for at, item in enumerate(main) if len(item.text) > _LONG and item.text.endswith(".")), len(main))


def is_signature(item: Paragraph) -> bool:
    """True for "Yours sincerely" and "Signed by authority of …"."""
    return bool(_SIGNED.match(item.text))
