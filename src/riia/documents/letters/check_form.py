"""Is it a determination: references, versions, ministers, power, consent, clauses, annexes, conditions. Pure."""

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from riia.documents.letters import clauses as of_clauses
from riia.documents.letters import conditions
from riia.documents.letters.material import Material, finding, listed, quoted
from riia.documents.letters.structure import Mention, Reference, RingFence, Said
from riia.documents.model import Evidence, Finding, Where


def references(material: Material) -> Iterator[Finding]:
    """References of the heading, the citation and the annexes are the same."""
    letter = material.letter
    heading = _once([ref for ref in letter.references if ref.part == "heading"])
    cited = _once([ref for ref in letter.references if ref.part == "citation"])
    if not letter.references:
        if letter.title is not None:
            yield finding(
                "REFERENCE-NONE", letter.title.where, letter.title.text, "No reference was found in the heading, the "
                "citation or the annexes, so no payment can be traced to this determination.",
                "Ask the department for the reference.",
            )  # fmt: skip
        return
    lacking = [ref for ref in heading if not _in(ref, cited)]
    strange = [ref for ref in cited if heading and not _in(ref, heading)]
    for ref in strange:
        twin = next((other for other in lacking if _alike(ref.text, other.text)), None)
        if twin is not None:
            lacking.remove(twin)
            yield _mismatch(ref, twin, "citation", "heading")
        elif letter.citation is not None:
            yield finding(
                "REFERENCE-MISMATCH", ref.where, ref.text,
                f"The citation gives the reference {ref.text}, which is not in the heading "
                f"({listed([r.text for r in heading])}).",
                "Ask the department which references belong to this determination.", _shown(heading),
            )  # fmt: skip
    if lacking and letter.citation is not None:
        names = listed([ref.text for ref in lacking])
        many = len(lacking) > 1
        yield finding(
            "REFERENCE-NOT-CITED", lacking[0].where, lacking[0].text,
            f"The heading gives the reference{'s' if many else ''} {names}, but the citation does not name "
            f"{'them' if many else 'it'}: {quoted(letter.citation.text, 160)}",
            "Keep both references with the determination; ask the department whether the citation is complete.",
            [letter.citation],
        )  # fmt: skip
    yield from _elsewhere(letter.references, heading, cited)


def _elsewhere(found: Sequence[Reference], heading: list[Reference], cited: list[Reference]) -> Iterator[Finding]:
    """A reference over an annex, or a second one in the headings, that is nearly one of the others."""
    for ref in _once([ref for ref in found if ref.part == "annex"]):
        known = heading or cited
        if known and not _in(ref, [*heading, *cited]):
            twin = next((other for other in known if _alike(ref.text, other.text)), None)
            if twin is not None:
                yield _mismatch(ref, twin, "annex", "heading")
    for at, ref in enumerate(heading):
        for other in heading[at + 1 :]:
            apart = ref.where != other.where and _in(ref, cited) and not _in(other, cited)
            if apart and _alike(ref.text, other.text):
                yield _mismatch(other, ref, "second heading", "first")


def _mismatch(ref: Reference, twin: Reference, here: str, there: str) -> Finding:
    return finding(
        "REFERENCE-MISMATCH", ref.where, ref.text,
        f"The {here} gives the reference {ref.text}, the {there} {twin.text}. They should be the same.",
        "Ask the department which one is right.", _shown([twin]),
    )  # fmt: skip


def _shown(found: Sequence[Reference]) -> list[Evidence]:
    return [Evidence(ref.where, ref.text) for ref in found]


def _plain(text: str) -> str:
    return re.sub(r"[\s_-]", "", text).upper()


def _in(ref: Reference, found: Sequence[Reference]) -> bool:
    return any(_plain(ref.text) == _plain(other.text) for other in found)


def _once(found: Sequence[Reference]) -> list[Reference]:
    return list({_plain(ref.text): ref for ref in reversed(found)}.values())[::-1]


def _alike(one: str, other: str) -> bool:
    first, second = _plain(one), _plain(other)
    if first == second or re.sub(r"\d", "", first) != re.sub(r"\d", "", second) or abs(len(first) - len(second)) > 1:
        return False
    return sorted(first) == sorted(second) or SequenceMatcher(None, first, second).ratio() >= 0.75


def variation(material: Material) -> Iterator[Finding]:
    """One variation number, the versions it needs, and the day it takes effect."""
    numbers = material.variation_numbers
    if not numbers:
        return
    first = numbers[0]
    other = next((pair for pair in numbers if pair[0] != first[0]), None)
    if other is not None and not re.search(r"\b(?:previous|earlier|supersede|replace)", _line(material, other[1])):
        yield finding(
            "VARIATION-NUMBERS", other[1].where, other[1].text,
            f"The letter calls itself {quoted(first[1].text)} and {quoted(other[1].text)}.",
            "Ask which number is right before it is put into the chain of versions.", [first[1]],
        )  # fmt: skip
    earlier = [str(number) for number in range(1, first[0])]
    before = "the original"
    if earlier:
        before += f" and variation{'s' if len(earlier) > 1 else ''} {listed(earlier)}"
    yield finding(
        "PREDECESSOR", first[1].where, first[1].text,
        f"This is variation {first[0]}. It replaces only the paragraphs it names, so {before} "
        f"{'is' if first[0] == 1 else 'are'} needed to know what else holds.",
        "Record the earlier versions, or mark them as missing.",
    )  # fmt: skip
    if material.letter.effective is None:
        yield finding(
            "NO-EFFECTIVE-DATE", first[1].where, first[1].text,
            f"Variation {first[0]} does not say from which day it takes effect.",
            "Ask for the day; until then the earlier version holds.",
        )  # fmt: skip


def _line(material: Material, said: Said) -> str:
    return next((item.text.lower() for item in material.found if item.where == said.where), "")


def ministers(material: Material) -> Iterator[Finding]:
    """Parties, preamble, defined term, clauses and signature name one office."""
    whole = material.letter.ministers
    found = [mention for mention in whole if mention.rank != "minister"]
    first = next((one for part in ("preamble", "party 1") for one in whole if one.part == part), None)
    by_name = any(
        re.search(r"\bMinister for [A-Z]", item.text) for item in (*material.parts.head, *material.parts.body)
    )
    if first is not None and first.rank == "minister" and by_name:
        found = [first, *(one for one in found if one.rank != "minister of state")]
    base = next((mention for mention in found if mention.part == "preamble"), None)
    if base is None:
        base = next((mention for mention in found if mention.part == "party 1"), None)
    if base is None:
        return
    others = [mention for mention in found if mention.rank != base.rank]
    if not others:
        return
    at = next((mention for mention in others if mention.where == base.where), others[0])
    named = "; ".join(f"{mention.part}: {quoted(mention.text, 80)}" for mention in _by_part(others))
    yield finding(
        "MINISTERS", at.where, at.text,
        f"The determination is made by {quoted(base.text, 80)} ({base.part}), but other parts name somebody else: "
        f"{named}.",
        "Ask the department which office holder made the determination.",
        [Evidence(mention.where, mention.text) for mention in (base, *_by_part(others)) if mention is not at],
    )  # fmt: skip


def _by_part(found: Sequence[Mention]) -> list[Mention]:
    return list({mention.part: mention for mention in reversed(found)}.values())[::-1]


def power_and_consent(material: Material) -> Iterator[Finding]:
    """Section 31 of the Local Government Act 2003, with the Treasury's consent obtained before."""
    if _only_annex(material):
        return
    letter, start = material.letter, _determination(material)
    power = of_clauses.power(material.parts.main)
    if power is None:
        yield finding(
            "POWER-MISSING", start.where, start.text,
            "The determination does not name the power it is made under.",
            "Ask for it: the determination cannot be recorded as made without its power.",
        )  # fmt: skip
    elif _is_other(material, power[1], power[2]):
        yield finding(
            "POWER-OTHER", power[0].where, power[0].text,
            f"Grants that are determined with the Treasury's consent are paid under section 31 of the Local Government "
            f"Act 2003{', as the heading says' if _heading_says_31(material) else ''}, but the power named is "
            f"{power[0].text}.",
            "Ask the department which power was used.", [letter.title] if letter.title else [],
        )  # fmt: skip
    consent = of_clauses.consent(material.parts)
    if consent is None:
        yield finding(
            "CONSENT-MISSING", start.where, start.text,
            "Nothing in the letter says that the Treasury gave its consent before the determination was made.",
            "Ask for it: the determination cannot be recorded as made without consent.",
        )  # fmt: skip
    elif consent[1] is False:
        yield finding(
            "CONSENT-NOT-BEFORE", consent[0].where, consent[0].text,
            f"The consent of the Treasury has to be there before the determination is made, but the letter says: "
            f"{quoted(consent[0].text, 200)}",
            "Ask the department for the day on which consent was given.",
        )  # fmt: skip


def _is_other(material: Material, section: str, act: str) -> bool:
    """Whether a power is none that a determination of this form can be made under (R1.03)."""
    if (section, act.lower()) == ("31", "local government act 2003"):
        return False
    close = section == "31" or act.lower().startswith("local government act") or _heading_says_31(material)
    return close or of_clauses.consent(material.parts) is not None


def _only_annex(material: Material) -> bool:
    """True for a file that is the annex of a letter and not the letter: there are no clauses to miss in it."""
    letter = material.letter
    return bool(letter.rows) and not (material.parts.preamble or letter.citation or letter.clauses or letter.parties)


def _heading_says_31(material: Material) -> bool:
    text = " ".join(item.text for item in (*material.parts.head, *material.parts.body[-4:]))
    return re.search(r"\bS\.?\s?31\b|\bsection 31\b", text, re.I) is not None


def _determination(material: Material) -> Said:
    parts, letter = material.parts, material.letter
    if parts.preamble is not None:
        return Said(parts.preamble.text, parts.preamble.where)
    if letter.clauses:
        return Said(letter.clauses[0].text, letter.clauses[0].where)
    return letter.title or Said(material.found[0].text, material.found[0].where)


def clauses(material: Material) -> Iterator[Finding]:
    """The four needed clauses, numbered in order."""
    if _only_annex(material):
        return
    letter = material.letter
    lacking = of_clauses.missing(letter.clauses)
    if of_clauses.consent(material.parts) is None and "Treasury consent" in lacking:
        lacking.remove("Treasury consent")  # said by CONSENT-MISSING already
    if lacking:
        start = _determination(material)
        have = (
            listed([clause.heading or quoted(clause.text, 40) for clause in letter.clauses])
            if letter.clauses
            else "none"
        )
        yield finding(
            "CLAUSE-MISSING", start.where, start.text,
            f"The determination has no clause {listed([quoted(name) for name in lacking])}. Its clauses: {have}.",
            "Ask the department for the complete determination.",
        )  # fmt: skip
        return
    numbers = [clause.number for clause in letter.clauses if clause.number]
    before_them = [
        int(hit[1]) for item in material.parts.body if (hit := re.match(r"\(?(\d{1,2})[.)]?$", item.mark.strip()))
    ]
    goes_on = bool(numbers and before_them) and numbers[0] == max(before_them) + 1
    parted = any(re.match(r"\d{1,2}\.\d", item.mark) for item in material.parts.clauses if item.mark)
    first = [numbers[0] - 1] if numbers and (goes_on or parted) else [0]
    for before, clause in zip([*first, *numbers], [c for c in letter.clauses if c.number], strict=False):
        if clause.number != before + 1:
            yield finding(
                "CLAUSE-NUMBERING", clause.where, f"{clause.number}) {clause.text}",
                f"Clause {clause.number} follows {f'clause {before}' if before else 'the beginning'}: the clauses are "
                f"numbered {listed([str(number) for number in numbers])}.",
                "Ask whether a clause was left out or belongs to another determination.",
            )  # fmt: skip
            return


def annexes(material: Material) -> Iterator[Finding]:
    """Every annex that is referred to is there."""
    have = {annex.letter for annex in material.letter.annexes}
    loose = any(not annex.letter and annex.rows for annex in material.letter.annexes)
    mentioned: dict[str, tuple[Where, str]] = {}
    for item in material.parts.main:
        for hit in re.finditer(
            r"\b(?P<kind>Annex|Appendix|Schedule)\s+(?P<letter>[A-Z]|\d)\b(?!\s+(?:of|to|in)\s+(?:the\s+)?(?:[A-Z]"
            r"|guid))",
            item.text,
        ):
            mentioned.setdefault(hit["letter"], (item.at(hit.start()), hit[0]))
    lacking = [letter for letter in mentioned if letter not in have]
    if loose and len(mentioned) == 1:
        return
    for letter in lacking:
        where, text = mentioned[letter]
        named = [f"Annex {name}" for name in sorted(have) if name]
        there = f"only {listed(named)} {'is' if len(named) == 1 else 'are'}" if named else "no annex is"
        yield finding(
            "REFERENCE-NO-ANNEX", where, text,
            f"The letter refers to {text}, but {there} in this file.",
            "Add the annex; what it sets out could not be checked.",
        )  # fmt: skip


def redacted(material: Material) -> Iterator[Finding]:
    """Names and parts taken out of the text: one finding for all of them; one for a redacted total."""
    letter = material.letter
    found = letter.redactions
    if found:
        what = listed(list(dict.fromkeys(item.what for item in found)))
        yield finding(
            "TEXT-REDACTED", found[0].where, found[0].text,
            f"Taken out of the text or lost: {what}. They are kept as redacted, not as empty.",
            "Get them from the signed letter if you need them.",
            [Evidence(item.where, item.text) for item in found[1:]],
        )  # fmt: skip
    total = letter.total_in_text
    if total is not None and not isinstance(total.amount, int):
        line = next((item for item in material.found if any(span.where == total.where for span in item.spans)), None)
        yield finding(
            "CANNOT-VERIFY", total.where, total.text,
            f"The total is {total.amount.value}: {quoted(total.text)} stands where an amount belongs"
            f"{f' ({quoted(line.text, 90)})' if line else ''}, so the amounts of the annex cannot be held against it.",
            "Ask for the total, or leave it as it is: nothing counts it as £0.",
        )  # fmt: skip


def ring_fence(material: Material) -> Iterator[Finding]:
    """The money is either tied or free."""
    found = conditions.ring_fence(material.parts.main)
    tied = next((said for state, said in found if state is RingFence.RING_FENCED), None)
    free = next(((state, said) for state, said in found if state is not RingFence.RING_FENCED), None)
    if tied and free:
        yield finding(
            "RING-FENCE", tied.where, tied.text,
            f"The letter calls the money {quoted(tied.text)} and also says {quoted(free[1].text)}.",
            "Ask the department whether recipients may choose what to spend it on.", [free[1]],
        )  # fmt: skip
