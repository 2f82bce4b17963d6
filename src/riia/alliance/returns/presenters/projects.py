"""A project's delivery beside the councils' own return: both figures, and the difference in words."""

from dataclasses import dataclass
from decimal import Decimal

from django.urls import reverse

from riia.alliance.agreements.policies_inventory import indicator_title
from riia.alliance.kit.filters import long_date, number, plural
from riia.alliance.returns.queries.projects import Compared, Pair
from riia.indicators.model import Missing, Value

BLANK = "blank"


@dataclass(frozen=True)
class PairRow:
    """One figure twice. A text stands where there is no value: "blank" is neither 0 nor a symbol."""

    council: str
    indicator: str
    period: str
    delivered: Value | str
    returned: Value | str
    difference: str
    differs: bool
    href: str
    state: str


@dataclass(frozen=True)
class DeliveryPage:
    """Everything the page of a delivery shows."""

    title: str
    caption: str
    facts: tuple[tuple[str, str], ...]
    rows: tuple[PairRow, ...]
    refused: tuple[str, ...]
    differences: tuple[tuple[str, str], ...]
    simulated: bool


def delivery_page(found: Compared) -> DeliveryPage:
    """A delivery beside the returns; the title says how many figures differ."""
    delivery = found.delivery
    rows = tuple(_row(pair) for pair in found.pairs)
    return DeliveryPage(
        title=_title(found, rows),
        caption=f"{delivery.project}, {delivery.file_name}",
        facts=(
            ("Received", f"{long_date(delivery.received_on)} by {delivery.recorder_label}"),
            ("SHA-256", delivery.sha256),
            ("What was done", delivery.use or "not noted yet"),
        ),
        rows=rows,
        refused=found.refused,
        differences=tuple((indicator_title(slug), words) for slug, words in found.differences),
        simulated=delivery.simulated,
    )


def _title(found: Compared, rows: tuple[PairRow, ...]) -> str:
    together = sum(pair.returned is not None for pair in found.pairs)
    if not rows:
        return "No figure of this delivery is yours to see" if not found.refused else "This delivery may not be shown"
    if not together:
        return "None of these figures can be compared with a return yet"
    differ = sum(row.differs for row in rows)
    if not differ:
        return f"Delivery and return agree in {plural(together, 'figure')}"
    return f"{differ} of {plural(together, 'figure')} {'differs' if differ == 1 else 'differ'} from what was returned"


def _row(pair: Pair) -> PairRow:
    delivered: Value | str = BLANK if pair.delivered is None else pair.delivered
    returned: Value | str = pair.why
    href = state = ""
    if pair.returned is not None:
        returned = BLANK if pair.returned.value is None else pair.returned.value
        one = pair.returned.version.council_return
        href, state = reverse("returns:return", args=[one.reference]), f"version {pair.returned.version.number}"
    words, differs = difference_in_words(pair)
    return PairRow(
        council=pair.council.called,
        indicator=indicator_title(pair.indicator),
        period=pair.period.label,
        delivered=delivered,
        returned=returned,
        difference=words,
        differs=differs,
        href=href,
        state=state,
    )


def difference_in_words(pair: Pair) -> tuple[str, bool]:
    """How the two figures differ, and whether they do. A missing figure is never counted as 0."""
    if pair.returned is None:
        return "Cannot be compared.", False
    delivered, returned = pair.delivered, pair.returned.value
    if delivered is None and returned is None:
        return "Both are blank.", False
    if delivered is None or returned is None:
        who, other = ("The delivery", returned) if delivered is None else ("The return", delivered)
        return f"{who} leaves it blank; the other says {_told(other)}.", True
    if isinstance(delivered, Missing) or isinstance(returned, Missing):
        if delivered == returned:
            return f"Both say {_told(delivered)}.", False
        return f"The delivery says {_told(delivered)}, the return {_told(returned)}.", True
    gap = Decimal(delivered.value) - Decimal(returned.value)
    if not gap:
        return "The same.", False
    share = f", {number(abs(gap) / returned.value * 100, 1)}% of what was returned" if returned.value else ""
    return f"{number(abs(gap))} {'more' if gap > 0 else 'fewer'} in the delivery{share}.", True


def _told(value: Value | None) -> str:
    if value is None:
        return BLANK
    return f"“{value.words}”" if isinstance(value, Missing) else number(value.value)
