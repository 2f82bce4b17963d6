"""Whether words that hold the name of a person are the name of an organisation: John Taylor High School.

One real school in a hundred is named after somebody with a frequent given name and surname. Such a name is an
organisation's where the word that says so ends it (School, College, Trust) or follows words of a school's kind
(Primary, Church of England); it is a person's where a remark follows (Emily Smith School placement), or where the word
is an ordinary one (Emily Smith's school).
"""

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from riia.indicators.records.names import GIVEN, NOT_NAMES, ORGANISATIONS, SURNAMES, words_of

ENDING: Final = words_of(
    """
    school schools college academy academies house hall trust group centre center foundation institute university
    hospital abbey priory court lodge manor grange farm ltd limited llp plc cic federation society charity association
    company nursery preschool campus pru ctc utc silc
    """
)
"""Words that end the name of an organisation, also right after the name of a person."""
KINDS: Final = words_of(
    """
    primary secondary infant infants infants' junior juniors middle first high upper lower sixth form community church
    of england anglican methodist cofe ce rc r.c roman catholic c e va vc aided controlled voluntary special specialist
    independent international technology science sports sport arts maths mathematical computing humanities language
    performing boys boys' girls girls' county memorial central free grammar comprehensive and the in wales early years
    education educational learning children's residential village pupil referral alternative provision therapeutic
    autism day boarding preparatory prep montessori business enterprise co-operative
    """
)
"""Words of the kind of a school or service, between the name and the word that ends it."""
LATER: Final = words_of("unit home homes care service services support therapy project projects partnership federation")
"""Words that end it only after one of a kind: Phil Edwards Pupil Referral Unit."""
REMARKS: Final = words_of(
    """
    placement placements transport taxi escort tuition fee fees package cost costs price pupil student child case review
    contribution plan start started leaver joiner
    """
)
"""Words that follow the name of an organisation only in a remark about somebody."""
HONOURS: Final = words_of("sir st ss saint blessed dame lord lady canon bishop archbishop alderman the dr king queen")
ADDRESSED: Final = words_of("mr mrs miss ms mx master")
JOINTS: Final = words_of("at re for with attends attending ref pupil student child mother father mum dad carer")
"""Words on whose two sides different things stand: who, and where."""
_REMARK_FROM: Final = frozenset({",", ":", ";", "/", "+"})


def folded_of(word: str) -> str:
    """A word as the lists have it."""
    return word.casefold().rstrip(".").replace("\u2019", "'")


def is_of(word: str, known: frozenset[str]) -> bool:
    """Whether a word, also as a genitive, is in a list."""
    here = folded_of(word)
    return here in known or here.removesuffix("'s") in known


def ends_as_organisation(rest: Sequence[str], name: str) -> bool:
    """Whether the words after a name make it that of an organisation. `name` is its last word."""
    for at, word in enumerate(rest):
        if is_of(word, ENDING) or (at and is_of(word, LATER)):
            proper = not word[0].islower() or name[0].islower()
            return proper and not any(is_of(later, REMARKS) for later in rest[at + 1 :])
        if not is_of(word, KINDS):
            return False
    return False


def is_named_plainly(words: Sequence[str], at: int) -> bool:
    """Whether nothing but the words that end it follow the name at `at`, and no honour comes before it, so that only
    the register can tell Eleanor Smith School from the school of a child."""
    rest = words[at + 2 :]
    honoured = any(is_of(word, HONOURS) for word in words[:at])
    return bool(rest) and not honoured and all(is_of(word, ENDING) for word in rest)


def is_family_first(words: Sequence[str]) -> bool:
    """Whether two or three words may be the name of a person with the family's before the own: Nguyen Van Anh."""
    names = all(word[:1].isupper() and folded_of(word) not in NOT_NAMES for word in words)
    return len(words) in (2, 3) and names and folded_of(words[0]) in SURNAMES


def is_saint(before: str, name: str) -> bool:
    """Whether a given name is a saint's that a place is named after: St Mary's Hall."""
    return folded_of(before) in ("st", "saint", "ss") and folded_of(name).endswith("'s")


def names_somebody_beside(words: Sequence[str]) -> bool:
    """Whether words that hold an organisation's name also hold somebody: "Jayden at Oak Tree School"."""
    if len(words) > 2 and folded_of(words[0]) in SURNAMES and len(words[1].rstrip(".")) == 1 and words[1][0].isupper():
        return folded_of(words[2]) not in ("of", "and")
    for here, there in pairwise(words):
        if here.casefold().rstrip(".") in ADDRESSED and there[0].isupper():
            return True
        possessive = folded_of(here).removesuffix("'s")
        if here[0].isupper() and possessive != folded_of(here) and possessive in GIVEN and there[0].islower():
            return there.casefold() in ORGANISATIONS
    return any(_is_somebody(part) for part in _parts(words)) if len(words) > 1 else False


def _parts(words: Sequence[str]) -> list[list[str]]:
    """The words between signs and words that divide; a single part where nothing does."""
    parts: list[list[str]] = [[]]
    for word in words:
        if word in _REMARK_FROM or (word.casefold() in JOINTS and word[0].islower()):
            parts.append([])
        else:
            parts[-1].append(word)
    return [part for part in parts if part] if len(parts) > 1 else []


def _is_somebody(part: Sequence[str]) -> bool:
    """Whether a part is no more than a given name, alone or with what may be an initial or a surname."""
    if len(part) > 3 or any(is_of(word, ORGANISATIONS) or is_of(word, KINDS) for word in part):
        return False
    first = folded_of(part[0])
    rest = [folded_of(word) for word in part[1:]]
    return first in GIVEN and part[0][0].isupper() and not any(word in NOT_NAMES for word in rest)
