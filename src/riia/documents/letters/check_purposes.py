"""Do the amounts of the purposes agree with their own working, and stated numbers with what is listed. Pure."""

import re
from collections.abc import Iterator

from riia.documents.agreed.regions import lacking_of
from riia.documents.allocation import (
    PackagesTimesDaysTimesRate,
    PerCouncil,
    Pooled,
    Rule,
    Worked,
    counted,
    in_pounds,
)
from riia.documents.letters.material import Material, finding, listed, quoted
from riia.documents.letters.names import first_named, recipient
from riia.documents.letters.paragraphs import Paragraph
from riia.documents.letters.recomputing import facts_of
from riia.documents.letters.structure import Annex, Purpose
from riia.documents.letters.sums import NUMBER, POUNDS, number, pence
from riia.documents.model import BlockKind, Finding, Where
from riia.indicators.reference import improvement_regions

_COUNTED_LIST = re.compile(
    rf"(?<![\w/–-])(?P<many>(?i:{NUMBER}))\s+(?P<what>(?!financial\b)[a-z][a-z -]{{2,40}}?)\s*[:;]\W*$"
)
_DAYS_AT = re.compile(
    rf"\b(?P<days>{NUMBER})\s+days?\b(?:\s+each)?,?\s+(?:costed\s+|charged\s+)?at"
    rf"\s+(?P<rate>{POUNDS})\s+(?:per|a|each)\s+day\b",
    re.I,
)
_COSTS = re.compile(
    rf"\b(?:package|visit|review|placement|each|it)\s+(?:therefore\s+)?costs?\s+(?P<sum>{POUNDS})", re.I
)
_INLINE = re.compile(
    rf"\bthe\s+(?P<many>{NUMBER})\s+(?P<what>(?:areas?|priorities|themes|strands|pillars|principles|purposes"
    rf"|objectives)"
    r"(?: of \w+)?)\s*[,:(]\s*(?P<list>[^.;:]{10,300}?)(?:[.;]|$)",
    re.I,
)
_WHOM = re.compile(
    rf"\b(?:all|the|these|those|following|listed|(?:grants?|funding|payments?|support) (?:for"
    rf"|to)|(?:grant|funding) (?:supports|funds|covers|helps))\s+(?P<many>{NUMBER})\s+(?P<what>(?:\w+\s+){{0,5}}?"
    r"(?P<kind>regions|RII?As|alliances|local authorities|authorities|councils|LAs|coordinators|recipients))\b",
    re.I,
)


def amounts(material: Material) -> Iterator[Finding]:
    """Days × rate, pooled totals, parts that are announced, days over the cap."""
    for purpose in material.letter.purposes:
        for rule in purpose.rules:
            yield from _rule(material, purpose, rule)
    yield from _cost_of_days(material)
    for line, said, announced, where in material.purposes.announced:
        parts = [
            (purpose.number, rule.rate)
            for purpose in material.letter.purposes
            if purpose.number.startswith(line) and purpose.number != line
            for rule in purpose.rules
            if isinstance(rule, PerCouncil) and isinstance(rule.rate, int)
        ]
        total = sum(rate for _, rate in parts)
        if parts and line and total != announced and announced != _by_days(material, line):
            working = " + ".join(f"{in_pounds(rate)} ({name})" for name, rate in parts)
            yield finding(
                "PARTS-SUM", where, said,
                f"{said} is announced, but its parts are {working} = {in_pounds(total)}: "
                f"{in_pounds(abs(announced - total))} {'less' if total < announced else 'more'}.",
                "Ask which of the amounts is right.",
            )  # fmt: skip


def _by_days(material: Material, line: str) -> int:
    """What the parts of a line come to by their days and day rates: if that is right, a rate is wrong and said so."""
    return sum(
        (rule.from_days if rule.from_days is not None else 0)
        for purpose in material.letter.purposes
        if purpose.number.startswith(line) and purpose.number != line
        for rule in purpose.rules
        if isinstance(rule, PerCouncil)
    )


def _rule(material: Material, purpose: Purpose, rule: Rule) -> Iterator[Finding]:
    if isinstance(rule, PackagesTimesDaysTimesRate):
        yield from _packages(purpose, rule)
    elif isinstance(rule, PerCouncil) and rule.from_days is not None and rule.from_days != rule.rate:
        assert isinstance(rule.rate, int)
        assert isinstance(rule.day_rate, int)
        yield finding(
            "DAYS-TIMES-RATE", purpose.where, _with(purpose, in_pounds(rule.rate)),
            f"{counted(rule.days or 0, 'day')} × {in_pounds(rule.day_rate)} = {in_pounds(rule.from_days)}, but "
            f"{in_pounds(rule.rate)} is stated for each council: {_apart(rule.rate, rule.from_days)}.",
            "Ask which number is right; the stated amount is kept.",
        )  # fmt: skip
    elif isinstance(rule, Pooled):
        answer = rule.for_place(rule.payee, facts_of(material.letter))
        if isinstance(answer, Worked) and answer.difference:
            assert answer.stated is not None
            yield finding(
                "POOLED-TOTAL", purpose.where, _with(purpose, in_pounds(answer.stated)),
                f"{answer.steps[0].text}, but {in_pounds(answer.stated)} is stated: "
                f"{_apart(answer.stated, answer.computed)}.",
                "Ask which of the two is right.",
            )  # fmt: skip


def _packages(purpose: Purpose, rule: PackagesTimesDaysTimesRate) -> Iterator[Finding]:
    computed = rule.computed
    if computed is not None and isinstance(rule.stated, int) and rule.stated != computed:
        assert isinstance(rule.day_rate, int)
        yield finding(
            "DAYS-TIMES-RATE", purpose.where, _with(purpose, in_pounds(rule.stated)),
            f"{rule.packages} LAs × {counted(rule.days, 'day')} × {in_pounds(rule.day_rate)} = "
            f"{in_pounds(computed)}, but "
            f"{in_pounds(rule.stated)} is stated: {_apart(rule.stated, computed)}.",
            "Ask whether the amount was rounded; the stated one is kept and the difference is shown.",
        )  # fmt: skip
    if rule.cap_days is not None and rule.days > rule.cap_days:
        yield finding(
            "DAYS-OVER-CAP", purpose.where, _with(purpose, f"{rule.days} days"),
            f"{counted(rule.days, 'day')} of support are funded, but the purpose says that packages will not exceed "
            f"{counted(rule.cap_days, 'day')}.",
            "Ask which number of days is right.",
        )  # fmt: skip


def _cost_of_days(material: Material) -> Iterator[Finding]:
    """ "Packages of 12 days at £650 per day. A package costs £7,800", which is no rule for a recipient."""
    for item in material.parts.main:
        hits = list(_DAYS_AT.finditer(item.text))
        costs = list(_COSTS.finditer(item.text))
        if item.kind is BlockKind.ROW or len(hits) != 1 or len(costs) != 1:
            continue
        days, rate, stated = number(hits[0]["days"]), pence(hits[0]["rate"]), pence(costs[0]["sum"])
        if not isinstance(rate, int) or not isinstance(stated, int) or days * rate == stated:
            continue
        yield finding(
            "DAYS-TIMES-RATE", item.at(costs[0].start("sum")), costs[0]["sum"],
            f"{counted(days, 'day')} × {in_pounds(rate)} = {in_pounds(days * rate)}, but {in_pounds(stated)} is "
            f"stated: {_apart(stated, days * rate)}.",
            "Ask which number is right; the stated amount is kept.",
        )  # fmt: skip


def _apart(stated: int, computed: int) -> str:
    return f"{in_pounds(abs(stated - computed))} {'more' if stated > computed else 'less'}"


def _with(purpose: Purpose, amount: str) -> str:
    """The amount as it stands in the line, or the line."""
    plain = amount.replace(",", "")
    return next((text for text in (amount, plain) if text in purpose.text), purpose.text)


def counts(material: Material) -> Iterator[Finding]:
    """A stated number against the list that follows it, and against the parties and the annex."""
    found = material.parts.main
    for at, item in enumerate(found):
        if item.kind is BlockKind.ROW:
            continue
        if hit := _COUNTED_LIST.search(item.text):
            yield from _following(item, hit, found[at + 1 : at + 60])
        for hit in _INLINE.finditer(item.text):
            yield from _inline(item, hit)
    yield from _whom(material)


def _following(item: Paragraph, hit: re.Match[str], after: list[Paragraph]) -> Iterator[Finding]:
    if not after or not (after[0].mark or after[0].bullet):
        return
    numbered = bool(re.match(r"\(?(?:1|a|i)[.)]?$", after[0].mark.strip()))
    names = []
    for following in after:
        same = bool(following.mark) if numbered else following.bullet and not following.mark
        if not same:
            break
        names.append(following)
    many = number(hit["many"])
    if re.match(r"(?:working |calendar )?(?:days?|weeks?|months?|years?|hours?|per ?cent)\b", hit["what"], re.I):
        return
    if names and many != len(names) and 1 < many <= 60:
        yield finding(
            "COUNT-VS-LIST", item.at(hit.start()), hit[0],
            f"{quoted(hit[0])} announces {many}, but {len(names)} are listed.",
            "Ask whether one was left out or added.",
        )  # fmt: skip


def _inline(item: Paragraph, hit: re.Match[str]) -> Iterator[Finding]:
    if not re.search(r",?\s+and\s+", hit["list"]) or "," not in hit["list"]:
        return
    names = [name.strip() for name in re.split(r",\s*(?:and\s+)?|\s+and\s+", hit["list"]) if name.strip()]
    many = number(hit["many"])
    oxford = ", and " in hit["list"]
    if many > 1 and len(names) != many and (oxford or len(names) < many) and len(names) <= many + 3:
        yield finding(
            "COUNT-VS-LIST", item.at(hit.start()), f"the {hit['many']} {hit['what']}",
            f"{quoted(hit['many'] + ' ' + hit['what'])} {'are' if many > 1 else 'is'} announced, but {len(names)} "
            f"are named: {listed(names)}.",
            "Ask which of them are meant.",
        )  # fmt: skip


def _whom(material: Material) -> Iterator[Finding]:
    letter = material.letter
    seen: set[int] = set()
    every = [who for party in letter.parties for who in party.named]
    for item in material.parts.main:
        if item.kind is BlockKind.ROW and len(item.cells) > 2:
            continue
        for hit in _WHOM.finditer(item.text):
            named, rows = every, [row.recipient for row in letter.rows]
            annex = _annex_named(material, item.text[hit.end() : hit.end() + 70])
            if annex is None and "£" in item.text:
                continue
            if annex is not None and (rows_of := [row.recipient for row in annex.rows]):
                named, rows = [], rows_of
            regional = re.match(r"region|RII?A|alliance", hit["kind"], re.I) is not None
            listing = list({who.place or who.name: who for who in named or rows}.values())
            fits = [who for who in listing if who.is_region == regional]
            many = number(hit["many"])
            if len(fits) == len(listing) and fits and len(fits) != many and many not in seen:
                seen.add(many)
                where = "named as parties" if named else "in the annex"
                shown = f"{listed([who.name for who in fits][:12])}{' …' if len(fits) > 12 else ''}"
                have = {who.place for who in fits}
                lacking = [region.name for region in improvement_regions() if region.code not in have]
                left_out = (
                    f" {listed(lacking)} is not among them." if regional and many == 9 and len(lacking) == 1 else ""
                )
                left_out = left_out or _of_region(item.text[hit.end() : hit.end() + 60], have, many)
                yield finding(
                    "COUNT-VS-LIST", item.at(hit.start()), hit[0],
                    f"{quoted(hit[0])} says {many}, but {len(fits)} are {where}: {shown}.{left_out}",
                    "Ask whether somebody was left out or added.",
                )  # fmt: skip


def _of_region(after: str, have: set[str], many: int) -> str:
    """Who is left out of "all fourteen authorities of the West Midlands"; blank where the register does not tell."""
    named = re.match(r"\s+(?:of|in)\s+(?:the\s+)?(?P<name>[A-Z][A-Za-z ]+)", after)
    region = recipient(first_named(named["name"]), Where(), None) if named and first_named(named["name"]) else None
    if region is None or not region.is_region:
        return ""
    current, lacking = lacking_of(region.place, have)
    return (
        f" {listed(lacking)} {'is' if len(lacking) == 1 else 'are'} not among them."
        if current == many and lacking
        else ""
    )


def _annex_named(material: Material, after: str) -> Annex | None:
    """The annex to which a count points: "the six authorities in Annex A"."""
    hit = re.match(r"[^.;]{0,60}?\b(?:Annex|Appendix|Schedule|Table)\s+(?P<letter>[A-Z]|\d)\b", after)
    return next((annex for annex in material.letter.annexes if hit and annex.letter == hit["letter"]), None)
