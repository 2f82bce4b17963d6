"""What is said of the coordinator's post: funded times, days without one full-time holder, and working times."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from riia.alliance.kit.filters import and_list, long_date, plural
from riia.alliance.kit.pieces import Tone
from riia.alliance.returns.queries.staffing_funded import Funded, Holder
from riia.alliance.returns.staffing_cover import Cover, Stretch

_NAMES = {
    Cover.NOBODY: "nobody in post",
    Cover.PART: "part time",
    Cover.SHARED: "a full week shared by several",
    Cover.NOT_KNOWN: "working time not known",
}


@dataclass(frozen=True)
class FundedBlock:
    """One funded time: how it stands, in sentences, and the days that were not covered by one full-time person."""

    title: str
    source: str
    reference: str
    tag: tuple[str, Tone]
    words: str
    others: Sequence[str]
    simulated: bool


@dataclass(frozen=True)
class HolderLine:
    """Somebody in the post with the working times written down."""

    name: str
    reference: str
    term: str
    times: Sequence[str]


def funded_block(one: Funded) -> FundedBlock:
    """A funded time up to today."""
    post = one.post
    until = f"until {long_date(post.ends_on)}" if post.ends_on else "until further notice"
    tag, words = standing(one)
    return FundedBlock(
        title=f"From {long_date(post.starts_on)} {until}",
        source=post.source,
        reference=str(post.reference),
        tag=tag,
        words=words,
        others=[_stretch_words(each) for each in one.stretches if each.cover is not Cover.FULL],
        simulated=post.simulated,
    )


def standing(one: Funded) -> tuple[tuple[str, Tone], str]:
    """Whether one full-time coordinator was in post on every funded day, as a tag and a sentence."""
    if one.last is None:
        return ("not begun", "quiet"), "This time has not begun."
    days, full = one.days(), one.days(Cover.FULL)
    words = f"One full-time coordinator on {full} of {plural(days, 'funded day')} up to {long_date(one.last)}."
    short, shared, unknown = one.days(Cover.NOBODY, Cover.PART), one.days(Cover.SHARED), one.days(Cover.NOT_KNOWN)
    parts = [f"{plural(count, 'day')} {name}" for count, name in (
        (one.days(Cover.NOBODY), _NAMES[Cover.NOBODY]), (one.days(Cover.PART), _NAMES[Cover.PART]),
        (shared, _NAMES[Cover.SHARED]), (unknown, _NAMES[Cover.NOT_KNOWN])) if count]  # fmt: skip
    if parts:
        words += f" Of the others, {and_list(parts)}."
    if short:
        return ("not full time on every day", "problem"), words
    if unknown:
        return ("not known", "attention"), words
    if shared:
        return ("shared", "moving"), words
    return ("full time on every day", "done"), words


def _stretch_words(one: Stretch) -> str:
    first, last = long_date(one.first), long_date(one.last)
    days = first if one.first == one.last else f"{first} to {last}"
    share = f", together {share_words(one.total)} of a full week" if one.total is not None else ""
    return f"{days} ({plural(one.days, 'day')}): {_NAMES[one.cover]}{share}"


def share_words(share: Decimal) -> str:
    """ "0.6" for 0.60."""
    return f"{share.normalize():f}"


def quality_lines(found: Sequence[Funded]) -> list[str]:
    """The funded times in the data-quality report, a sentence each, without names."""
    if not found:
        return ["Whether the coordinator’s post was funded is not recorded, so full time is not told."]
    return [f"Funded from {long_date(one.post.starts_on)} by {one.post.source}: {standing(one)[1]}" for one in found]


def holder_line(one: Holder) -> HolderLine:
    """Somebody in the post; where nothing is written down this says so."""
    first = one.times[0].starts_on if one.times else None
    times = [f"{share_words(time.share)} of a full week from {long_date(time.starts_on)}" for time in one.times]
    if first is None or first > one.holding.starts:
        times.insert(0, f"not known{f' until {long_date(first)}' if first else ''}")
    return HolderLine(
        name=one.holding.person.name,
        reference=str(one.holding.reference),
        term=f"{long_date(one.holding.starts)} to {long_date(one.last)}",
        times=times,
    )
