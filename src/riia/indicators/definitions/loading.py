"""From TOML to definitions. Every mistake is refused with the file, the entry and the field it stands in."""

from itertools import product

from riia.indicators.definitions.fields import Fields
from riia.indicators.definitions.nouns import (
    Cell,
    Indicator,
    IndicatorSet,
    Measure,
    Source,
    Theme,
    Timing,
    UnknownMember,
    Variant,
)
from riia.indicators.model import Polarity

RATE_BASES = ("", "population 0-17")
_LAIT = ("", "High", "Low", "-")


def read_theme(file: str, content: dict[str, object]) -> Theme:
    """One theme file. Raises DefinitionError."""
    top = Fields(file, "", content)
    review = Fields(file, "review", top.raw("review"))
    theme = top.slug("theme")
    indicators = tuple(_indicator(file, theme, entry, review) for entry in top.tables("indicator"))
    if not indicators:
        raise top.problem("indicator", "is missing. A theme has at least one.")
    result = Theme(theme, top.text("title"), top.whole("order", lowest=1, highest=99), indicators)
    top.done()
    return result


def _indicator(file: str, theme: str, entry: object, review: Fields) -> Indicator:
    fields = Fields(file, "an indicator", entry)
    fields.entry = slug = fields.slug("slug")
    headline = fields.choice("headline", Measure)
    timing = fields.choice("timing", Timing)
    numerator, denominator = fields.text("numerator"), fields.text("denominator")
    units = {_measure(fields, "units", key): _unit(fields, value) for key, value in fields.mapping("units").items()}
    decimals = {
        _measure(fields, "decimals", key): _decimals(fields, value) for key, value in fields.mapping("decimals").items()
    }
    variants = tuple(
        _variant(file, slug, raw, headline=headline, timing=timing, numerator=numerator, denominator=denominator)
        for raw in fields.tables("variant")
    )
    # One sentence of who answers for the definition serves a whole theme file unless an indicator has its own.
    signed = fields.inherit("review", review)
    indicator = Indicator(
        slug=slug,
        theme=theme,
        dataset=fields.text("dataset", ""),
        number=fields.whole("number", lowest=1, highest=99) if fields.has("number") else None,
        title=fields.text("title"),
        short_title=fields.text("short_title"),
        why=fields.sentence("why"),
        timing=timing,
        polarity=fields.choice("polarity", Polarity),
        polarity_reason=fields.sentence("polarity_reason"),
        lait_measure=fields.text("lait_measure", ""),
        lait_polarity=_lait(fields),
        headline=headline,
        units=units,
        decimals=decimals,
        rate_base=fields.text("rate_base", ""),
        caveats=fields.sentences("caveats"),
        watch=fields.sentences("watch"),
        unpublished=fields.sentence("unpublished", ""),
        variants=variants,
        owner=signed.text("owner"),
        checked_by=signed.text("checked_by"),
        reviewed_on=signed.day("reviewed_on"),
        valid_from=signed.day("valid_from"),
        valid_to=signed.day("valid_to") if signed.has("valid_to") else None,
    )
    fields.done()
    signed.done()
    _check(fields, indicator)
    return indicator


def _check(fields: Fields, indicator: Indicator) -> None:
    """The rules between fields."""
    if [variant.default for variant in indicator.variants].count(True) != 1:
        raise fields.problem("variant", "exactly one variant has default = true.")
    keys = [variant.key for variant in indicator.variants]
    if len(set(keys)) != len(keys):
        raise fields.problem("variant.key", "each variant has its own key.")
    if indicator.headline not in indicator.units:
        raise fields.problem("units", f"must name the unit of the headline measure, {indicator.headline.value}.")
    if set(indicator.units) != set(indicator.decimals):
        raise fields.problem("decimals", "must be given for exactly the measures that have a unit.")
    for variant in indicator.variants:
        if variant.headline not in indicator.units:
            raise fields.problem("variant.headline", f"{variant.headline.value} has no unit in this indicator.")
    if indicator.rate_base not in RATE_BASES:
        raise fields.problem("rate_base", f"is {indicator.rate_base!r}. Known: {', '.join(RATE_BASES[1:])}.")
    if (Measure.RATE in indicator.units) != bool(indicator.rate_base):
        raise fields.problem("rate_base", "goes with a unit for rate: give both or neither.")
    sourced = any(variant.sources for variant in indicator.variants)
    if not sourced and not indicator.unpublished:
        raise fields.problem("unpublished", "is missing. With no source, say why there is no published figure.")
    if indicator.lait_measure and not indicator.lait_polarity:
        raise fields.problem("lait_polarity", "goes with lait_measure: give High, Low or -.")
    if indicator.valid_to and indicator.valid_to < indicator.valid_from:
        raise fields.problem("valid_to", "is before valid_from.")


def _variant(
    file: str, slug: str, entry: object, *, headline: Measure, timing: Timing, numerator: str, denominator: str
) -> Variant:
    fields = Fields(file, slug, entry)
    key = fields.text("key")
    fields.entry = f"{slug}, variant {key}"
    variant = Variant(
        key=key,
        title=fields.text("title"),
        default=fields.flag("default"),
        note=fields.sentence("note", ""),
        numerator=fields.text("numerator", numerator),
        denominator=fields.text("denominator", denominator),
        timing=fields.choice("timing", Timing) if fields.has("timing") else timing,
        headline=fields.choice("headline", Measure) if fields.has("headline") else headline,
        sources=tuple(_source(file, fields.entry, raw) for raw in fields.tables("source")),
    )
    fields.done()
    return variant


def _source(file: str, entry: str, raw: object) -> Source:
    fields = Fields(file, f"{entry}, source", raw)
    where = {key: _choices(fields, "where", value) for key, value in fields.mapping("where").items()}
    source = Source(
        table=fields.text("table"),
        number=_cells(fields, "number", where),
        denominator=_cells(fields, "denominator", where),
        rate=_printed(fields, "rate", where),
        percent=_printed(fields, "percent", where),
    )
    if not source.cells:
        raise fields.problem("number", "a source reads at least one column.")
    fields.done()
    return source


def _cells(fields: Fields, field: str, where: dict[str, tuple[str, ...]]) -> tuple[Cell, ...]:
    """The cells to add up: every column named, for every combination of the row values named."""
    raw = fields.raw(field, [])
    cells: list[Cell] = []
    for item in raw if isinstance(raw, list) else [raw]:
        if isinstance(item, dict):
            columns = item.get("column")
            own = {key: _choices(fields, field, value) for key, value in item.get("where", {}).items()}
        else:
            columns, own = item, {}
        if not isinstance(columns, str) or not columns:
            raise fields.problem(field, f"is {item!r}. Name a column, or columns in a list.")
        rows = {**where, **own}
        for values in product(*rows.values()):
            names = tuple(name.strip() for name in columns.split("|"))
            cells.append(Cell(names, dict(zip(rows, values, strict=True))))
    return tuple(cells)


def _printed(fields: Fields, field: str, where: dict[str, tuple[str, ...]]) -> Cell | None:
    """The one cell in which a rate or percentage is printed."""
    cells = _cells(fields, field, where)
    if len(cells) > 1:
        raise fields.problem(field, "must be one cell: rates and percentages cannot be added up.")
    return cells[0] if cells else None


def read_sets(file: str, content: dict[str, object], slugs: set[str]) -> tuple[IndicatorSet, ...]:
    """The indicator sets. Raises DefinitionError, also for a member that is no indicator or a size that is wrong."""
    top = Fields(file, "", content)
    result = []
    for entry in top.tables("set"):
        fields = Fields(file, "a set", entry)
        fields.entry = f"set {fields.slug('key')}"
        one = IndicatorSet(
            key=fields.slug("key"),
            title=fields.text("title"),
            words=fields.sentence("words"),
            source=fields.text("source"),
            size=fields.whole("size", lowest=1, highest=99),
            members=fields.texts("members"),
            unknown=tuple(_unknown(file, fields.entry, raw) for raw in fields.tables("unknown")),
            valid_from=fields.day("valid_from"),
            valid_to=fields.day("valid_to") if fields.has("valid_to") else None,
        )
        fields.done()
        for member in one.members:
            if member not in slugs:
                raise fields.problem("members", f"{member!r} is not an indicator.")
        if len(set(one.members)) != len(one.members):
            raise fields.problem("members", "names an indicator twice.")
        if len(one.members) + len(one.unknown) != one.size:
            raise fields.problem(
                "size", f"is {one.size}; there are {len(one.members)} members, {len(one.unknown)} unknown."
            )
        result.append(one)
    top.done()
    return tuple(result)


def _unknown(file: str, entry: str, raw: object) -> UnknownMember:
    fields = Fields(file, f"{entry}, unknown", raw)
    member = UnknownMember(fields.whole("position", lowest=1, highest=99), fields.sentence("words"))
    fields.done()
    return member


def _measure(fields: Fields, field: str, text: str) -> Measure:
    try:
        return Measure(text)
    except ValueError:
        raise fields.problem(field, f"names {text!r}. The measures are number, rate and percent.") from None


def _lait(fields: Fields) -> str:
    text = fields.text("lait_polarity", "")
    if text not in _LAIT:
        raise fields.problem("lait_polarity", f"is {text!r}. Give High, Low or -, as the tool prints it.")
    return text


def _unit(fields: Fields, value: object) -> str:
    if not isinstance(value, str) or not value.strip():
        raise fields.problem("units", f"holds {value!r}. Give the unit in words.")
    return value


def _decimals(fields: Fields, value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= 4:
        raise fields.problem("decimals", f"holds {value!r}. Give a whole number from 0 to 4.")
    return value


def _choices(fields: Fields, field: str, value: object) -> tuple[str, ...]:
    """The values a row may have in a key column: one, or several whose numbers are added up."""
    values = value if isinstance(value, list) else [value]
    if not values or not all(isinstance(one, str) for one in values):
        raise fields.problem(field, f"holds {value!r}. Give the text of the cell, or a list of texts to add up.")
    return tuple(values)
