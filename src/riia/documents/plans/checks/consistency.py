"""KPIs about the same thing: do their numbers, dates and times agree. One pair or group gives one finding."""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise

from riia.documents.model import Finding
from riia.documents.plans.checks.catalogue import cut, found, listed
from riia.documents.plans.checks.dates import span_of
from riia.documents.plans.checks.subjects import OWN, alike, own_words, product_of, said_words
from riia.documents.plans.structure import Activity, Due, DueKind, DueRole, Kpi, Passage, PlanText, Threshold
from riia.documents.plans.targets import COUNT, PERCENT_OF_COUNCILS, WORDS, number, thresholds_of

_TWICE = re.compile(
    r"\b(termly|monthly|quarterly|annual(?:ly)?|weekly)\s*\(\s*(termly|monthly|quarterly|annual(?:ly)?|weekly)\s*\)",
    re.I,
)
_OFTEN = re.compile(r"\b(weekly|fortnightly|monthly|quarterly|termly|annual)\b", re.I)
_PARTIES = re.compile(
    r"\b(?:with|from|between|to)\s+((?:(?:the\s+)?[A-Z]{2,}\w*(?:\s*,\s*(?:and\s+)?|\s+and\s+|\s*&\s*|(?=\s"
    r"|[.;]))){2,})"
)
_DEAL = re.compile(r"\b(?:agreements?|arrangements?|contracts?|memorand\w+|MOUs?)\b", re.I)
_LOG = re.compile(
    r"\b((?:[a-z]+ )?(?:log|register|tracker|directory))\b[^.;]{0,25}\bupdated\s+(weekly|monthly|quarterly|termly"
    r"|annually)",
    re.I,
)
_DONE_WITH = re.compile(r"\b(summar(?:y|ies)|reports?|logs?|minutes|write-ups?|update)\b", re.I)
_TRIGGER = re.compile(r"\b(diagnostic|review|challenge|assessment|activity|inspection|audit|visit)\b", re.I)
_MEETING = re.compile(r"\b(meeting|session|event)s?\b", re.I)
_ALL = re.compile(
    r"\b(?:every|each|all)(?: of the)?(?: \w+)?\s+(?:local areas?|councils?|local authorit(?:y|ies)|LAPs?|LAs?|area "
    r"partnerships?)\s+will\b(?P<rest>[^.;]{4,120})",
    re.I,
)
_MAY = re.compile(r"\b(?:chance|opportunit\w+|able to|offered|invited|access to|can)\b", re.I)
_TAKES_PART = re.compile(
    r"\b(?:in|attend(?:ed|ing)?|include[sd]?|including|access(?:ed)?|per|each|or|to)\s+(?:at least |a minimum of )?$",
    re.I,
)
"""Words before a count of things of which each council takes part in so many: no target for how many there are."""
_NEARLY = 0.8
_MONTHLY, _WEEKLY = 12, 52
_DAYS = {"days": 1.0, "working_days": 1.4, "weeks": 7.0, "months": 30.4}


def consistency_findings(plan: PlanText) -> Iterator[Finding]:
    """All findings about contradictions."""
    twins = list(_same_text(plan))
    yield from (finding for finding, _ in twins)
    pairs = {pair for _, pair in twins}
    yield from _numbers(plan, pairs)
    yield from _same_words(plan)
    yield from _deals(plan)
    yield from _clocks(plan)
    yield from _often(plan)
    yield from _activities(plan)
    yield from _aims(plan)


def _same_text(plan: PlanText) -> Iterator[tuple[Finding, frozenset[int]]]:
    kpis = [(kpi, frozenset(kpi.text.lower().split())) for kpi in plan.kpis if len(kpi.text) > 40]
    for at, (kpi, ours) in enumerate(kpis):
        for other, theirs in kpis[at + 1 :]:
            if abs(len(kpi.text) - len(other.text)) > 12 or kpi.identifier == other.identifier:
                continue
            if alike(ours, theirs) < 0.9 or SequenceMatcher(None, kpi.text, other.text, autojunk=False).ratio() < 0.97:
                continue
            if re.findall(r"[A-Z]{2,}|\d+", kpi.text) != re.findall(r"[A-Z]{2,}|\d+", other.text):
                continue
            yield (
                found(
                    "PLAN-KPI-TWICE",
                    other.where,
                    cut(other.text),
                    f"{other.name} has the text of {kpi.name} ({kpi.where}): “{cut(other.text, 130)}”.",
                    "Keep one, or say what the second adds.",
                    [(kpi.where, cut(kpi.text))],
                ),
                frozenset((id(kpi), id(other))),
            )


@dataclass(frozen=True, slots=True)
class _Promise:
    """A threshold of a KPI, with what it is about and when."""

    kpi: Kpi
    threshold: Threshold
    strand: str
    head: str
    own: frozenset[str]
    due: Due | None
    about: frozenset[str]

    @property
    def is_aim(self) -> bool:
        """Whether it stands outside the tables."""
        return self.kpi.evidence == ("aim",)

    @property
    def words(self) -> str:
        if self.is_aim:
            return f"the text outside the tables “{cut(self.kpi.text[self.threshold.offset :], 60)}” ({self.kpi.where})"
        due = f" by {self.due.as_written}" if self.due is not None and self.due.role is DueRole.BY else ""
        return f"{self.kpi.name} “{cut(self.threshold.as_written, 60)}{due}”"


def _promises(plan: PlanText) -> list[_Promise]:
    made = []
    for strand, _, _, kpi in plan.placed():
        for threshold in kpi.thresholds:
            start, end = _clause(kpi.text, threshold.offset)
            due = next((d for d in kpi.dues if start <= d.offset <= end), None) or (
                kpi.due if kpi.due is not None and kpi.due.offset < threshold.offset else None
            )
            if threshold.unit == COUNT:
                product = product_of(threshold.of)
                takes_part = _TAKES_PART.search(kpi.text[: threshold.offset])
                if product is not None and (product[0] in OWN or not takes_part):
                    made.append(_Promise(kpi, threshold, strand, product[0], product[1], due, own_words(kpi.text)))
            elif threshold.unit.startswith("percent_of") and threshold.value < 100:
                clause = kpi.text[threshold.end : end]
                made.append(_Promise(kpi, threshold, strand, threshold.unit, own_words(clause), due, own_words(clause)))
    return made


def _stated_aims(plan: PlanText) -> list[_Promise]:
    """Shares that the text outside the tables promises, to be held against those of the KPIs."""
    made = []
    for passage in plan.paragraphs:
        for threshold in thresholds_of(passage.text):
            if threshold.unit.startswith("percent_of") and threshold.value < 100:
                _, end = _clause(passage.text, threshold.offset)
                words = own_words(passage.text[threshold.end : end])
                aim = Kpi("", "", "", "", passage, (), (), evidence=("aim",))
                made.append(_Promise(aim, threshold, "", threshold.unit, words, None, words))
    return made


def _clause(text: str, at: int) -> tuple[int, int]:
    """The sentence that holds a letter."""
    start = max(text.rfind(". ", 0, at), text.rfind("; ", 0, at))
    ends = [end for end in (text.find(". ", at), text.find("; ", at)) if end >= 0]
    return max(start, 0), min(ends, default=len(text))


def _numbers(plan: PlanText, known: set[frozenset[int]]) -> Iterator[Finding]:
    """Different numbers for the same thing, by pairs of KPIs; a series such as newsletters as one group."""
    promises = [*_promises(plan), *_stated_aims(plan)]
    series = defaultdict(list)
    for promise in promises:
        if promise.head in OWN:
            series[promise.head].append(promise)
    for several in series.values():
        yield from _series(several)
    pairs: dict[tuple[int, int], list[tuple[_Promise, _Promise]]] = {}
    for at, one in enumerate(promises):
        for other in promises[at + 1 :]:
            aims = one.is_aim + other.is_aim
            if one.kpi is other.kpi or aims == 2 or one.head != other.head or one.head in OWN:
                continue
            if not aims and one.strand != other.strand:
                continue
            if frozenset((id(one.kpi), id(other.kpi))) in known or not _same_thing(one, other):
                continue
            pairs.setdefault((id(one.kpi), id(other.kpi)), []).append((one, other))
    for group in _groups([pair for several in pairs.values() for pair in several if _differ(*pair)]):
        promised = list({id(p.threshold): p for pair in group for p in pair}.values())
        promised.sort(key=lambda p: (not p.is_aim, p.kpi.where.order, p.threshold.offset))
        last = promised[-1]
        first_of_last = next(p for p in promised if p.kpi is last.kpi)
        yield found(
            "PLAN-TARGETS-DIFFER",
            first_of_last.kpi.passage.at(first_of_last.threshold.offset),
            first_of_last.threshold.as_written,
            "KPIs about the same thing set different targets: " + "; ".join(p.words for p in promised) + ".",
            "Decide on one, or say how they differ.",
            [(p.kpi.passage.at(p.threshold.offset), p.words) for p in promised if p is not first_of_last],
        )


def _groups(pairs: list[tuple[_Promise, _Promise]]) -> list[list[tuple[_Promise, _Promise]]]:
    """Pairs put together that share a KPI: three KPIs about one thing have one cause."""
    groups: list[tuple[set[int], list[tuple[_Promise, _Promise]]]] = []
    for one, other in pairs:
        ids = {id(one.kpi), id(other.kpi)}
        touching = [group for group in groups if group[0] & ids]
        merged = ids.union(*(group[0] for group in touching)), [pair for group in touching for pair in group[1]]
        merged[1].append((one, other))
        groups = [group for group in groups if group not in touching] + [merged]
    return [group for _, group in groups]


def _same_thing(one: _Promise, other: _Promise) -> bool:
    if one.head.startswith("percent"):
        return len(one.own & other.own) >= 4 and alike(one.own, other.own) >= 0.35
    narrow, wide = (one, other) if len(one.own) >= len(other.own) else (other, one)
    if not narrow.own:
        return False
    if wide.own:
        return narrow.own == wide.own
    return len(narrow.own) >= 2 and narrow.own <= wide.about


def _differ(one: _Promise, other: _Promise) -> bool:
    return one.threshold.value != other.threshold.value


def _series(several: list[_Promise]) -> Iterator[Finding]:
    """Newsletters and the like: numbers and how often, over the whole plan."""
    often = {m[1].lower() for p in several if (m := _OFTEN.search(p.threshold.as_written))}
    floors = [p for p in several if not _TAKES_PART.search(p.kpi.text[: p.threshold.offset])]
    if len({id(p.kpi) for p in several}) < 2:
        return
    values = {p.threshold.value for p in floors}
    if len(often) < 2 and len(values) < 2:
        return
    last = several[-1]
    code = "PLAN-FREQUENCY-DIFFER" if len(often) > 1 else "PLAN-TARGETS-DIFFER"
    yield found(
        code,
        last.kpi.passage.at(last.threshold.offset),
        last.threshold.as_written,
        f"{listed([p.words for p in several])} do not agree on how many there are"
        + (f" or how often ({listed(sorted(often))})." if len(often) > 1 else "."),
        "Say whether they are the same series.",
        [(p.kpi.passage.at(p.threshold.offset), p.words) for p in several[:-1]],
    )


_DAY_WORDS = re.compile(
    r"\b(?:by|on|before|from|until|in|of|the|end|early|mid|late|at|least|than|more|minimum|a|an|will|be|is|are|have|has|been|this|"
    r"that|it|its|their|our)\b",
    re.I,
)


def _bare(kpi: Kpi) -> tuple[str, ...]:
    """The words of a KPI without its dates, numbers and small words, in order."""
    text = kpi.text
    for beside in (kpi.deadline, kpi.target):
        text = text.removesuffix(beside).strip() if beside else text
    for due in sorted(kpi.dues, key=lambda one: -one.offset):
        if due.offset + len(due.as_written) <= len(text):
            text = text[: due.offset] + text[due.offset + len(due.as_written) :]
    text = re.sub(r"\b\d+(?:\.\d+)?\s?%|\b\d+\b", " ", text)
    return tuple(re.findall(r"[a-z]{2,}", _DAY_WORDS.sub(" ", text).lower()))


def _same_words(plan: PlanText) -> Iterator[Finding]:
    """Two KPIs that say the same but for the day: it is late by one and in time by the other."""
    bare = [(kpi, words) for kpi in plan.kpis if len(words := _bare(kpi)) >= 3]
    for at, (kpi, ours) in enumerate(bare):
        for other, theirs in bare[at + 1 :]:
            if kpi.identifier == other.identifier and kpi.identifier:
                continue
            if alike(frozenset(ours), frozenset(theirs)) < _NEARLY:
                continue
            if ours != theirs and SequenceMatcher(None, ours, theirs, autojunk=False).ratio() < 0.9:
                continue
            if [t.value for t in kpi.thresholds] != [t.value for t in other.thresholds]:
                continue  # a contradiction or step that another rule looks at
            mine, other_due = kpi.due, other.due
            if mine is None or other_due is None or mine.role is not DueRole.BY or other_due.role is not DueRole.BY:
                continue
            spans = span_of(mine, plan), span_of(other_due, plan)
            if spans[0] is None or spans[1] is None or spans[0][1] == spans[1][1] or kpi.frequencies:
                continue
            if re.search(
                r"\b(?:first|second|third|final|draft|interim|another|further|next|annual)\b",
                f"{kpi.text} {other.text}",
                re.I,
            ):
                continue
            yield found(
                "PLAN-DATES-DIFFER",
                other.passage.at(other_due.offset),
                other_due.as_written,
                f"{kpi.name} and {other.name} say the same, “{cut(other.text, 90)}”, and are due on different days: "
                f"{mine.as_written} and {other_due.as_written}.",
                "Decide which day holds, or say how they differ.",
                [(kpi.passage.at(mine.offset), mine.as_written)],
            )


def _deals(plan: PlanText) -> Iterator[Finding]:
    """Agreements with the same partners that are due on different days."""
    groups: dict[frozenset[str], list[tuple[Kpi, Due]]] = defaultdict(list)
    for kpi in plan.kpis:
        deal, parties, due = _DEAL.search(kpi.text), _PARTIES.search(kpi.text), kpi.due
        if deal and parties and due is not None and due.last is not None:
            names = frozenset(re.findall(r"[A-Z]{2,}\w*", parties[1]))
            if len(names) >= 2:
                groups[names].append((kpi, due))
    for names, several in groups.items():
        days = {due.last for _, due in several}
        if len(days) < 2:
            continue
        kpi, due = several[-1]
        yield found(
            "PLAN-DATES-DIFFER",
            kpi.passage.at(due.offset),
            due.as_written,
            f"Agreements with {listed(sorted(names))} are due on different days: "
            + "; ".join(f"{k.name} by {d.as_written} “{cut(k.text, 100)}”" for k, d in several)
            + ".",
            "Say whether it is the same agreement, and which day holds.",
            [(k.passage.at(d.offset), f"{k.name}: {d.as_written}") for k, d in several[:-1]],
        )


def _clocks(plan: PlanText) -> Iterator[Finding]:
    """Times to have the same product ready after the same kind of occasion."""
    groups: dict[tuple[str, str, str], list[tuple[str, Passage, Threshold]]] = defaultdict(list)
    same: dict[tuple[str, str, str], list[tuple[str, str, Passage, Threshold]]] = defaultdict(list)
    named: list[tuple[str, str, Passage]] = []
    for area in plan.areas:
        for sub in area.sub_requirements:
            named += [(area.number or area.title, kpi.name, kpi.passage) for kpi in sub.kpis]
            named += [(area.number or area.title, a.name, a.passage) for a in sub.activities]
    for section, name, passage in named:
        for threshold in thresholds_of(passage.text):
            if threshold.operator != "<=" or threshold.unit not in _DAYS:
                continue
            start, _ = _clause(passage.text, threshold.offset)
            before = passage.text[start : threshold.offset]
            products = _DONE_WITH.findall(before)
            occasion = "meeting" if _MEETING.search(threshold.of) else "review" if _TRIGGER.search(threshold.of) else ""
            if products and occasion:
                product = products[-1].lower().replace("ies", "y").rstrip("s")
                groups[section, product, occasion].append((name, passage, threshold))
                named_so = re.search(rf"([a-z]{{4,}})\\s+{products[-1]}\\b", before, re.I)
                of = " ".join(re.findall(r"[a-z]+", threshold.of.lower())[:4])
                if named_so and named_so[1].lower() not in ("each", "this", "that", "with", "share", "shared"):
                    same[named_so[1].lower(), product, of].append((section, name, passage, threshold))
    for (word, product, of), placed in same.items():
        if len({section for section, *_ in placed}) > 1:
            groups[word, product, of] = [one[1:] for one in placed]
    for (_, product, _), several in groups.items():
        times = {round(float(t.value) * _DAYS[t.unit]) for _, _, t in several}
        if len(times) < 2:
            continue
        name, passage, threshold = several[-1]
        yield found(
            "PLAN-CLOCKS-DIFFER",
            passage.at(threshold.offset),
            threshold.as_written,
            f"How soon a {product} is ready differs: "
            + "; ".join(f"{n} “{cut(t.as_written, 60)}”" for n, _, t in several)
            + ".",
            "Decide on one time, or say which of them is for what.",
            [(p.at(t.offset), f"{n}: {t.as_written}") for n, p, t in several[:-1]],
        )


def _often(plan: PlanText) -> Iterator[Finding]:
    named = [(kpi.name, kpi.passage) for kpi in plan.kpis] + [(a.name, a.passage) for a in plan.activities]
    for name, passage in named:
        for match in _TWICE.finditer(passage.text):
            if match[1].lower()[:5] != match[2].lower()[:5]:
                yield found(
                    "PLAN-FREQUENCY-DIFFER",
                    passage.at(match.start()),
                    match[0],
                    f"“{match[0]}” in {name} says two things: {_a_year(match[1])} and {_a_year(match[2])}.",
                    "Decide how often.",
                )
        yield from _counted(name, passage)
    for name, passage in named:
        kept = _LOG.search(passage.text)
        if kept is None:
            continue
        thing = kept[1].lower().split()[-2:]
        for other, theirs in named:
            if theirs is passage:
                continue
            for threshold in thresholds_of(theirs.text):
                if threshold.operator != "<=" or threshold.unit not in _DAYS:
                    continue
                start, end = _clause(theirs.text, threshold.offset)
                if (
                    " ".join(thing) in theirs.text[start:end].lower()
                    and float(threshold.value) * _DAYS[threshold.unit] < 60
                ):
                    yield found(
                        "PLAN-FREQUENCY-DIFFER",
                        passage.at(kept.start()),
                        kept[0],
                        f"The {' '.join(thing)} is “updated {kept[2]}” in {name}, and "
                        f"“{cut(threshold.as_written, 60)}” in {other}.",
                        "Decide which of the two holds.",
                        [(theirs.at(threshold.offset), threshold.as_written)],
                    )
                    break
            else:
                continue
            break


_TIMES_A_YEAR = {"week": 52, "mont": 12, "quar": 4, "term": 3, "bian": 2, "annu": 1}
_NUMBERED = re.compile(
    r"\b(?P<n>\d{1,2}|"
    + "|".join(WORDS)
    + r")\s+(?:times\s+(?:a|per|each|in the)\s+year|(?:[a-z]+\s+){0,2}?(?:meetings?|events?|sessions?|issues|"
    r"editions|newsletters|bulletins|reports|briefings|updates|forums?)(?:\s+(?:a|per|each|in the|this)\s+year)?)\s*"
    r"(?:\(|,|–|-)\s*(?:one (?:each|per|a|every)\s+|held\s+|once (?:a|each|per)\s+)?"
    r"(?P<word>weekly|week|monthly|month|quarterly|quarter|termly|term|biannual(?:ly)?|annual(?:ly)?)\b",
    re.I,
)


_OFTEN_FIRST = re.compile(
    r"\b(?P<word>weekly|monthly|quarterly|termly|biannual(?:ly)?|annual(?:ly)?)\s*\(\s*(?P<n>\d{1,2}|"
    + "|".join(WORDS)
    + r")\s+(?:times|meetings?|events?|sessions?|issues|editions|reports|updates|forums?)\b"
    r"(?!\s+(?:by|in Q|each|per|a month))",
    re.I,
)


def _counted(name: str, passage: Passage) -> Iterator[Finding]:
    """ "6 times a year (quarterly)": six are not four."""
    for match in (*_NUMBERED.finditer(passage.text), *_OFTEN_FIRST.finditer(passage.text)):
        often = _TIMES_A_YEAR[match["word"].lower()[:4]]
        many = int(number(match["n"]))
        if many == often or (often >= _MONTHLY and many in (10, 11)) or often == _WEEKLY:
            continue
        yield found(
            "PLAN-FREQUENCY-DIFFER",
            passage.at(match.start()),
            match[0],
            f"“{match[0]}” in {name} says two things: {many} and {often} a year.",
            "Decide how often.",
        )


def _a_year(word: str) -> str:
    return {
        "term": "three times a year",
        "mont": "twelve times a year",
        "quar": "four times a year",
        "annu": "once a year",
    }.get(word.lower()[:4], "every week")


def _activities(plan: PlanText) -> Iterator[Finding]:
    """An activity and its KPI: shares of councils, counts of the same product, dates."""
    for activity in plan.activities:
        ours = thresholds_of(activity.text)
        for kpi in activity.kpis:
            pair = _apart(ours, kpi)
            if pair is not None:
                mine, theirs = pair
                yield found(
                    "PLAN-ACTIVITY-DIFFERS",
                    kpi.passage.at(theirs.offset),
                    theirs.as_written,
                    f"{activity.name[0].upper()}{activity.name[1:]} promises “{cut(_quoted(activity, mine), 80)}”, "
                    f"{kpi.name} “{cut(_after(kpi, theirs), 90)}”.",
                    "Decide which of the two holds.",
                    [(activity.passage.at(mine.offset), mine.as_written)],
                )
                break
        yield from _activity_dates(activity, plan)


def _quoted(activity: Activity, threshold: Threshold) -> str:
    return activity.text[threshold.offset : threshold.offset + 80]


def _after(kpi: Kpi, threshold: Threshold) -> str:
    return kpi.text[threshold.offset : threshold.offset + 90]


def _apart(ours: tuple[Threshold, ...], kpi: Kpi) -> tuple[Threshold, Threshold] | None:
    shares = [t for t in ours if t.unit == PERCENT_OF_COUNCILS]
    theirs = [t for t in kpi.thresholds if t.unit == PERCENT_OF_COUNCILS]
    if len(shares) == 1 and len(theirs) == 1 and shares[0].value > theirs[0].value:
        return shares[0], theirs[0]
    for mine in ours:
        product = product_of(mine.of) if mine.unit == COUNT else None
        if product is None:
            continue
        for other in kpi.thresholds:
            if other.unit == COUNT and product_of(other.of) == product and mine.value != other.value:
                return mine, other
    return None


def _activity_dates(activity: Activity, plan: PlanText) -> Iterator[Finding]:
    by = [due for due in activity.dues if due.role is DueRole.BY]
    if len(by) != 1 or len(activity.kpis) != 1:
        return
    (kpi,) = activity.kpis
    theirs = [due for due in kpi.dues if due.role is DueRole.BY]
    if len(theirs) != 1 or by[0].kind is DueKind.YEAR:
        return
    mine, other = span_of(by[0], plan), span_of(theirs[0], plan)
    if mine is None or other is None or mine[1] >= other[0] or by[0].problem or theirs[0].problem:
        return
    yield found(
        "PLAN-DATES-DIFFER",
        kpi.passage.at(theirs[0].offset),
        theirs[0].as_written,
        f"{activity.name[0].upper()}{activity.name[1:]} is due by {by[0].as_written}, and its {kpi.name} by "
        f"{theirs[0].as_written}.",
        "Decide which day holds.",
        [(activity.passage.at(by[0].offset), by[0].as_written)],
    )


def _aims(plan: PlanText) -> Iterator[Finding]:
    """An aim that promises all councils, against the KPI of the same strand for fewer."""
    strands = {strand.name for strand in plan.strands}
    for aim in plan.aims:
        match = _ALL.search(aim.text)
        if match is None:
            continue
        if _MAY.search(match["rest"]):
            continue  # the chance to take part is not taking part
        pairs = _pairs(match["rest"])
        for strand, _, _, kpi in plan.placed():
            if aim.strand in strands and strand != aim.strand:
                continue
            share = next((t for t in kpi.thresholds if t.unit == PERCENT_OF_COUNCILS and t.value < 100), None)
            if share is not None and pairs & _pairs(kpi.text):
                yield found(
                    "PLAN-AIM-DIFFERS",
                    aim.where,
                    aim.text,
                    f"The aim “{cut(aim.text, 110)}” is 100 %; {kpi.name} asks for “{cut(_after(kpi, share), 90)}” "
                    f"({kpi.where}).",
                    "Bring the aim and the KPI together.",
                    [(kpi.passage.at(share.offset), share.as_written)],
                )
                break


def _pairs(text: str) -> frozenset[tuple[str, str]]:
    """Words that follow each other and say what a text is about: ("peer", "review")."""
    plain = [word.lower() for word in re.findall(r"[A-Za-z]+", text)]
    common = said_words(
        "will go through have has been be is are what s working well needs support to of the and a in on "
        "their this that it by at with from see"
    )
    return frozenset(
        (one, two)
        for one, two in pairwise(plain)
        if one not in common and two not in common and len(one) > 3 and len(two) > 3
    )
