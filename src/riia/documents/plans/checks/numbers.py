"""Numbers of activities and KPIs: unique, well formed, in sequence, and each KPI beside its activity."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from riia.documents.model import Finding, Where
from riia.documents.plans.checks.catalogue import cut, found, listed
from riia.documents.plans.identifiers import normal, stem
from riia.documents.plans.structure import Kpi, PlanText

_MANY = 5
"""Numbers left out at once: more were left free on purpose."""


def number_findings(plan: PlanText) -> Iterator[Finding]:
    """All findings about identifiers."""
    yield from _duplicates(plan)
    yield from _wrong(plan)
    yield from _formats(plan)
    yield from _letters(plan)
    yield from _gaps(plan)
    yield from _unnumbered(plan)
    yield from _alone(plan)
    yield from _without_kpi(plan)
    yield from _damage(plan)


def _duplicates(plan: PlanText) -> Iterator[Finding]:
    seen: dict[str, Kpi] = {}
    for kpi in plan.kpis:
        if not kpi.identifier:
            continue
        first = seen.setdefault(kpi.identifier, kpi)
        if first is not kpi:
            yield found(
                "PLAN-ID-DUPLICATE",
                kpi.id_where,
                kpi.id_as_written or kpi.identifier,
                f"KPI {kpi.identifier} is there twice: “{cut(first.text, 80)}” ({first.where}) and "
                f"“{cut(kpi.text, 80)}” ({kpi.where}).{_misplaced(plan, (first, kpi))}",
                "Give one of them another number.",
                [(first.where, cut(first.text))],
            )
    rows = {
        (kpi.id_where.line, kpi.id_where.sheet, kpi.id_where.row)
        for kpi in plan.kpis
        if seen.get(kpi.identifier) is not kpi
    }
    activities: dict[str, int] = {}
    for at, activity in enumerate(plan.activities):
        if not activity.number:
            continue
        first_at = activities.setdefault(activity.number, at)
        place = activity.id_where
        if first_at != at and activity.text and (place.line, place.sheet, place.row) not in rows:
            other = plan.activities[first_at]
            yield found(
                "PLAN-ID-DUPLICATE",
                activity.id_where,
                activity.number_as_written,
                f"Activity {activity.number} is there twice: “{cut(other.text, 80)}” ({other.where}) and "
                f"“{cut(activity.text, 80)}” ({activity.where}).",
                "Give one of them another number.",
                [(other.where, cut(other.text))],
            )


def _misplaced(plan: PlanText, kpis: Sequence[Kpi]) -> str:
    """Which of two KPIs with one number stands under an activity of another."""
    for activity in plan.activities:
        for kpi in activity.kpis:
            ours = any(kpi is one for one in kpis)
            if ours and activity.number and activity.number not in (kpi.activity, stem(kpi.activity)):
                return f" The one at {kpi.id_where} stands under activity {activity.number}."
    return ""


def _wrong(plan: PlanText) -> Iterator[Finding]:
    for activity in plan.activities:
        if (
            activity.number
            and re.sub(r"\D", "", activity.number_as_written) == activity.number.replace(".", "")
            and (activity.number_as_written.count(".") < activity.number.count("."))
        ):
            yield found(
                "PLAN-ID-WRONG",
                activity.id_where,
                activity.number_as_written,
                f"“{activity.number_as_written}” stands where activity {activity.number} comes next: a point is "
                f"missing.",
                f"Write {activity.number}.",
            )


def _shape(written: str) -> str:
    text = re.sub(r"^KPI\s*", "", written.strip(), flags=re.I)
    text = re.sub(r"^[A-Z](?=\d)", "A", text)  # A1.1 in one strand, B1.1 in the next
    text = re.sub(r"\d+", "9", text)
    return re.sub(r"[a-z]$", "a", re.sub(r"[A-Z]$", "A", text))


def _formats(plan: PlanText) -> Iterator[Finding]:
    """One finding for the document, where most KPIs with letters are written one way and some another."""
    lettered = [
        kpi
        for kpi in plan.kpis
        if kpi.identifier and re.search(r"[A-Za-z]$|KPI\d+$", kpi.identifier) and kpi.id_as_written
    ]
    shapes = Counter(_shape(kpi.id_as_written) for kpi in lettered)
    plain = Counter(
        _shape(kpi.id_as_written) for kpi in plan.kpis if kpi.identifier and kpi not in lettered and kpi.id_as_written
    )
    odd: list[Kpi] = []
    usual = shapes.most_common(1)[0][0] if shapes else ""
    if len(shapes) > 1:
        odd += [kpi for kpi in lettered if _shape(kpi.id_as_written) != usual]
    if len(plain) > 1 and plain.most_common(1)[0][1] >= 3:
        first = plain.most_common(1)[0][0]
        odd += [
            kpi
            for kpi in plan.kpis
            if kpi.id_as_written and kpi not in lettered and kpi.identifier and _shape(kpi.id_as_written) != first
        ]
    if not odd or len(odd) * 2 > len([kpi for kpi in plan.kpis if kpi.identifier]):
        return
    model = next((kpi for kpi in lettered if _shape(kpi.id_as_written) == usual), None) or next(
        kpi for kpi in plan.kpis if kpi.identifier and kpi not in odd
    )
    yield found(
        "PLAN-ID-FORMAT",
        odd[0].id_where,
        odd[0].id_as_written,
        f"Most KPIs are numbered like “{model.id_as_written}”, these are not: "
        f"{listed([f'“{kpi.id_as_written}”' for kpi in odd])}.",
        f"Write {listed([normal(kpi.identifier) for kpi in odd])}.",
        [(kpi.where, kpi.id_as_written) for kpi in odd[1:]],
    )


def _letters(plan: PlanText) -> Iterator[Finding]:
    alone = [activity.kpis[0].identifier[-1:] for activity in plan.activities if len(activity.kpis) == 1]
    # Where most KPIs that are alone have the letter A, that is how they are numbered.
    always = alone.count("A") * 2 > len(alone)
    for activity in plan.activities:
        letters = [kpi.identifier[-1] for kpi in activity.kpis if re.search(r"\d[A-Z]$", kpi.identifier)]
        bare = [kpi for kpi in activity.kpis if kpi.identifier == activity.number]
        if not letters:
            continue
        first = next(kpi for kpi in activity.kpis if re.search(r"\d[A-Z]$", kpi.identifier))
        wanted = [chr(65 + at) for at in range(len(set(letters)))]
        if sorted(set(letters)) != wanted and len(set(letters)) == len(letters):
            top = max(letters)
            missing = [chr(c) for c in range(65, ord(top)) if chr(c) not in letters]
            if missing == ["A"] and bare:
                continue
            yield found(
                "PLAN-ID-LETTER",
                first.id_where,
                first.id_as_written,
                f"KPIs of activity {activity.number} are {listed(sorted(letters))}: {listed(missing)} is not there.",
                "Add the missing KPI, or letter them again.",
            )
        elif len(letters) == 1 and not bare and len(activity.kpis) == 1 and not always:
            yield found(
                "PLAN-ID-LETTER",
                first.id_where,
                first.id_as_written,
                f"KPI {first.identifier} has a letter though activity {activity.number} has no other KPI.",
                "Check whether another KPI was left out.",
            )


def _gaps(plan: PlanText) -> Iterator[Finding]:
    """Numbers left out among the activities of a requirement, and among the KPIs of an activity or of a plain list."""
    known = {kpi.identifier for kpi in plan.kpis} | {activity.number for activity in plan.activities}
    for sub in plan.sub_requirements:
        yield from _missing([(a.number, a.number_as_written, a.id_where) for a in sub.activities], "Activity", known)
        yield from _lettered([(a.number, a.number_as_written, a.id_where) for a in sub.activities])
        for kpis in (*(activity.kpis for activity in sub.activities), sub.loose_kpis):
            counted = [k for k in kpis if re.search(r"\d$", k.identifier) and k.identifier != k.activity] or [
                k for k in kpis if k.identifier and not any(a.number == k.activity for a in sub.activities)
            ]
            yield from _missing([(k.identifier, k.id_as_written, k.id_where) for k in counted], "KPI", known)


def _lettered(numbered: Sequence[tuple[str, str, Where]]) -> Iterator[Finding]:
    """Activities that are counted with letters: 2a, 2b, 2d."""
    ends = [re.fullmatch(r"(.*\d)([A-Z])", number) for number, _, _ in numbered]
    for (one, other), (_, written, where) in zip(pairwise(ends), numbered[1:], strict=False):
        if one is None or other is None or one[1] != other[1] or ord(other[2]) <= ord(one[2]) + 1:
            continue
        lost = [f"{one[1]}{chr(code)}" for code in range(ord(one[2]) + 1, ord(other[2]))]
        if len(lost) <= _MANY:
            yield found(
                "PLAN-ID-GAP",
                where,
                written,
                f"Activity {one[0]} is followed by {other[0]}: {listed(lost)} is not there.",
                "Say whether it was taken out, or number again.",
            )


def _missing(numbered: Sequence[tuple[str, str, Where]], what: str, known: set[str]) -> Iterator[Finding]:
    counted = [one for one in numbered if re.search(r"\d$", one[0])]
    numbers = [one[0] for one in counted]
    for (before, _, _), (after, written, where) in pairwise(counted):
        if numbers.count(before) > 1 or numbers.count(after) > 1:
            continue  # the number that is there twice says it
        first, last = (re.findall(r"\d+", one)[-1] for one in (before, after))
        lead = after[: -len(last)]
        if before[: -len(first)] != lead or int(last) <= int(first) + 1:
            continue
        lost = [f"{lead}{at:0{len(last) if last[0] == '0' else 1}d}" for at in range(int(first) + 1, int(last))]
        if len(lost) > _MANY or any(one in known for one in lost):
            continue
        yield found(
            "PLAN-ID-GAP",
            where,
            written,
            f"{what} {before} is followed by {after}: {listed(lost)} is not there.",
            "Say whether it was taken out, or number again.",
        )


def _unnumbered(plan: PlanText) -> Iterator[Finding]:
    numbered = sum(bool(kpi.identifier) for kpi in plan.kpis)
    for activity in plan.activities:
        if not activity.number and sum(bool(a.number) for a in plan.activities) > 2:
            pair = next((kpi for kpi in activity.kpis if not kpi.identifier), None)
            beside = f" Nor has its KPI “{cut(pair.text, 80)}” ({pair.where})." if pair else ""
            yield found(
                "PLAN-ID-MISSING",
                activity.where,
                cut(activity.text),
                f"This activity has no number: “{cut(activity.text, 90)}”.{beside}",
                "Give it the next number of its requirement.",
                [(pair.where, cut(pair.text))] if pair else (),
            )
    if numbered * 2 <= len(plan.kpis):
        return
    for _, _, activity_of, kpi in plan.placed():
        if not kpi.identifier and (activity_of is None or activity_of.number):
            yield found(
                "PLAN-ID-MISSING",
                kpi.where,
                cut(kpi.text),
                f"This KPI has no number: “{cut(kpi.text, 90)}”.",
                "Give it the number of its activity, with a letter where that has another KPI.",
            )


def _alone(plan: PlanText) -> Iterator[Finding]:
    if not any(activity.number for activity in plan.activities):
        return  # a list of KPIs, without the activities
    known = {_shape(activity.number) for activity in plan.activities if activity.number}
    times = Counter(kpi.identifier for kpi in plan.kpis)
    for sub in plan.sub_requirements:
        for kpi in sub.loose_kpis:
            if kpi.identifier:
                yield found(
                    "PLAN-KPI-ALONE",
                    kpi.id_where,
                    kpi.id_as_written,
                    f"KPI {kpi.identifier} (“{cut(kpi.text, 80)}”) has no activity: there is no activity "
                    f"{kpi.activity}.",
                    "Correct its number, or add the activity.",
                )
    for activity in plan.activities:
        if not activity.number:
            continue
        for kpi in activity.kpis:
            wanted = kpi.activity if _shape(kpi.activity) in known else stem(kpi.activity)
            twice = times[kpi.identifier] > 1
            if kpi.identifier and wanted != activity.number and _shape(wanted) in known and not twice:
                yield found(
                    "PLAN-KPI-ALONE",
                    kpi.id_where,
                    kpi.id_as_written,
                    f"KPI {kpi.identifier} stands beside activity {activity.number}.",
                    "Correct its number.",
                )


def _without_kpi(plan: PlanText) -> Iterator[Finding]:
    """One finding for each requirement, with all its activities that have none."""
    for sub in plan.sub_requirements:
        names = [kpi.identifier for kpi in sub.kpis if kpi.identifier]
        bare = [activity for activity in sub.activities if not activity.kpis and activity.number]
        if len(names) != len(set(names)):
            # A KPI has the number of another, which says why the activity in its row is without.
            rows = {_row(kpi.id_where) for kpi in sub.kpis}
            bare = [a for a in bare if a.id_where.row is not None and _row(a.id_where) not in rows]
        if not bare or not plan.kpis:
            continue
        allowed = f" The plan says “{plan.exempts}”." if plan.exempts and len(plan.exempts) < 80 else ""
        yield found(
            "PLAN-KPI-NONE",
            bare[0].id_where,
            bare[0].number_as_written,
            f"No KPI: {listed([f'activity {a.number} “{cut(a.text, 60)}” ({a.where})' for a in bare])}.{allowed}",
            "Add a KPI, or say that none is meant.",
            [(a.where, cut(a.text)) for a in bare[1:]],
        )


def _row(where: Where) -> tuple[str, int | None, int | None, int | None]:
    return where.sheet, where.page, where.table, where.row


def _damage(plan: PlanText) -> Iterator[Finding]:
    for damage in plan.damages:
        if damage.what == "garbled twin":
            yield found(
                "PLAN-TEXT-GARBLED",
                damage.where,
                damage.as_written,
                f"“{cut(damage.as_written, 80)}” is the text at {damage.better_where}, “{cut(damage.better, 80)}”, "
                f"read a second time and badly. It was left out.",
                "Check the original.",
                [(damage.better_where, damage.better)] if damage.better_where else (),
            )
        else:
            yield found(
                "PLAN-TEXT-GARBLED",
                damage.where,
                cut(damage.as_written, 200),
                "Words are torn apart between two columns here, and letters are lost. They were put together as they "
                "stand.",
                "Check the original.",
            )
    for sub in plan.sub_requirements:
        if not sub.stated and sub.number and sub.text:
            yield found(
                "PLAN-TEXT-LOST",
                sub.where,
                cut(sub.text),
                f"The number of this requirement is not there. Its activities are "
                f"{listed([a.number for a in sub.activities][:3])}, so it was read as {sub.number}.",
                "Check the original.",
            )
