"""What is typed about the content of a letter: clauses, parties, lines of the purpose, and the annex."""

from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from django import forms

from riia.alliance.grants.annex_text import RowText, Said, rows_in, typed_rows
from riia.alliance.grants.forms.letters import lines_of
from riia.alliance.grants.forms.money import PoundsField
from riia.alliance.grants.models import AmountState, ClauseKind, ColumnKind, DeterminationVersion, PurposeLine
from riia.alliance.grants.queries.reading import rows_of
from riia.alliance.grants.services.annex import ColumnDetails, PurposeDetails, RowDetails
from riia.alliance.kit.dates import DateField
from riia.alliance.places import queries as places
from riia.alliance.places.models import Place
from riia.documents.allocation import (
    BasePlusTopUp,
    FlatPerRegion,
    Hidden,
    OneOff,
    PackagesTimesDaysTimesRate,
    PerCouncil,
    Pooled,
    Rule,
    RuleError,
    Weighted,
    Weighting,
    from_stored,
)
from riia.indicators.reference import PlaceError

RULES: Final = (
    ("", "No rule: the line names no amount, or amounts stand in the annex only"),
    ("flat", "The same amount for each region"),
    ("weighted", "The same amount for each region, with a weighting for some"),
    ("per-council", "An amount for each council of the region"),
    ("packages", "Packages × days × day rate"),
    ("base-and-top-up", "A base, and a top-up for each council of the region"),
    ("pooled", "An amount for each region, paid together to one of them"),
    ("one-off", "One amount to one place"),
)


class ContentsForm(forms.Form):
    """Whom the determination is made with, and its clauses."""

    parties = forms.CharField(
        label="Parties",
        widget=forms.Textarea,
        required=False,
        help_text="One to a line, as written, without the minister. Begin with * what stands for a list elsewhere: "
        "* The local authorities listed at Annex A",
    )
    citation = forms.CharField(label="Clause: citation", widget=forms.Textarea, required=False)
    purpose = forms.CharField(label="Clause: purpose of the grant", widget=forms.Textarea, required=False)
    determination = forms.CharField(label="Clause: determination", widget=forms.Textarea, required=False)
    consent = forms.CharField(label="Clause: Treasury consent", widget=forms.Textarea, required=False)
    payment = forms.CharField(label="Clause: payment arrangements", widget=forms.Textarea, required=False)

    def party_lines(self) -> list[tuple[str, bool]]:
        """Parties, with True for those that stand for a list."""
        return [(line.lstrip("* "), line.startswith("*")) for line in lines_of(self.cleaned_data["parties"])]

    def clauses(self) -> list[tuple[str, ClauseKind, str]]:
        """The clauses that are there, numbered as in most letters."""
        kinds = [kind for kind in ClauseKind if kind != ClauseKind.OTHER]
        given = [(kind, self.cleaned_data[kind.value]) for kind in kinds]
        return [(str(number), kind, text) for number, (kind, text) in enumerate(given, start=1) if text.strip()]


def contents_initial(version: DeterminationVersion) -> dict[str, str]:
    """Parties and clauses as they stand in the boxes."""
    initial = {clause.kind: clause.text for clause in version.clauses.all()}
    initial["parties"] = "\n".join(f"* {one.written}" if one.group else one.written for one in version.parties.all())
    return initial


class PurposeForm(forms.Form):
    """A line of the purpose with its rule. Which boxes a rule needs is said beside them, and checked."""

    number = forms.CharField(
        label="Number of the line, as printed",
        max_length=10,
        help_text="For example, 3a.",
        error_messages={"required": "Enter the number of the line"},
    )
    heading = forms.CharField(
        label="What is it for?", max_length=200, error_messages={"required": "Enter what the line is for"}
    )
    text = forms.CharField(label="More, in short", widget=forms.Textarea, required=False)
    basis_written = forms.CharField(
        label="The figures, as written",
        max_length=300,
        required=False,
        help_text="For example, 4 LAs, 39 days, £600 a day.",
    )
    rule = forms.ChoiceField(label="How is it worked out?", choices=RULES, required=False)
    amount = PoundsField(
        label="Amount", required=False, help_text="For each region, for each council, the base, or the one amount."
    )
    top_up = PoundsField(label="Top-up for each council", required=False)
    hidden = forms.BooleanField(label="The amounts are redacted", required=False)
    packages = forms.IntegerField(label="Packages or councils for each region", min_value=0, required=False)
    days = forms.IntegerField(label="Days", min_value=0, required=False)
    day_rate = PoundsField(label="Day rate", required=False)
    stated = PoundsField(
        label="Amount that the letter states for it",
        required=False,
        help_text="Of packages or pooled amounts: kept as stated, with the difference to the working.",
    )
    weightings = forms.CharField(
        label="Weightings", max_length=300, required=False, help_text="Region and per cent, with commas: London 14"
    )
    payee = forms.ChoiceField(label="Paid to", required=False, help_text="Of pooled and single amounts.")
    beneficiary = forms.CharField(label="For whom, where somebody else is paid", max_length=200, required=False)
    uplift = forms.BooleanField(label="Added by this variation: counts in the revised total only", required=False)
    pays_on = DateField(label="Paid on", required=False, help_text="For a month, enter its first day.")
    pays_month_only = forms.BooleanField(label="Only the month is known", required=False, initial=True)
    pays_written = forms.CharField(label="When it is paid, as written", max_length=100, required=False)
    year_written = forms.IntegerField(
        label="Financial year that the line names",
        required=False,
        help_text="The year it begins in, where it names one.",
    )
    cap = forms.IntegerField(label="No more than", min_value=0, required=False)
    cap_unit = forms.CharField(label="Of what", max_length=40, required=False, help_text="For example, days a package.")
    exclusion = forms.CharField(label="What it may not be used for", max_length=300, required=False)
    area = forms.CharField(label="Area of the delivery plan that it pays for", max_length=20, required=False)
    plan = forms.CharField(label="Which plan", max_length=60, required=False, help_text="For example, sw-2025-26.")

    def __init__(self, regions: Sequence[Place], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.regions = {place.code: place for place in regions}
        choices = [("", "each recipient its own"), *((place.code, place.label) for place in regions)]
        self.fields["payee"].choices = choices  # type: ignore[attr-defined]  # it is a ChoiceField
        self.made: Rule | None = None

    def clean(self) -> dict[str, Any]:
        """Make the rule from its boxes; what it needs and lacks is said at the box."""
        given: dict[str, Any] = super().clean() or {}
        if given.get("cap") is not None and not given.get("cap_unit"):
            self.add_error("cap_unit", "Enter what the limit counts, such as days")
        kind = given.get("rule", "")
        for name in _NEEDS.get(kind, ()):
            redactable = name in ("amount", "top_up", "day_rate") and given.get("hidden")
            if name not in self.errors and given.get(name) in (None, "") and not redactable:
                self.add_error(name, f"This rule needs it: enter {_LABELS[name]}")
        if kind and not self.errors:
            try:
                self.made = self._rule(kind, given)
            except RuleError as error:
                self.add_error("rule", str(error))
        return given

    def _rule(self, kind: str, given: dict[str, Any]) -> Rule:
        paid = f"{given['pays_on']:%Y-%m}" if given.get("pays_on") else ""
        base: dict[str, Any] = {
            "line": given["number"],
            "title": given["heading"],
            "uplift": given["uplift"],
            "paid_in": paid,
        }

        def read(name: str) -> Any:
            return Hidden.REDACTED if given["hidden"] and given.get(name) is None else given.get(name)

        match kind:
            case "flat":
                return FlatPerRegion(**base, amount=read("amount"))
            case "weighted":
                return Weighted(
                    **base, of=FlatPerRegion(**base, amount=read("amount")), weightings=self._weightings(given)
                )
            case "per-council":
                return PerCouncil(**base, rate=read("amount"), days=given.get("days"), day_rate=given.get("day_rate"))
            case "packages":
                return PackagesTimesDaysTimesRate(
                    **base, packages=given["packages"], days=given["days"], day_rate=read("day_rate"),
                    stated=given.get("stated"), cap_days=given.get("cap"),
                )  # fmt: skip
            case "base-and-top-up":
                return BasePlusTopUp(**base, base=read("amount"), per_council=read("top_up"))
            case "pooled":
                return Pooled(**base, amount=read("amount"), payee=given["payee"], stated=given.get("stated"))
        return OneOff(**base, amount=read("amount"), payee=given["payee"])

    def _weightings(self, given: dict[str, Any]) -> tuple[Weighting, ...]:
        found = []
        for part in given["weightings"].split(","):
            name, _, percent = part.strip().rstrip("%").strip().rpartition(" ")
            try:
                found.append(Weighting(places.find(name).code, Decimal(percent)))
            except PlaceError as error:
                raise RuleError(f"Weightings: {error}") from error
            except InvalidOperation as error:
                raise RuleError(
                    f"Weightings: “{part.strip()}” is no region and number. Enter it as: London 14"
                ) from error
        return tuple(found)

    def details(self) -> PurposeDetails:
        """What was typed, as the services take it."""
        given = self.cleaned_data
        same = ("number", "heading", "text", "basis_written", "uplift", "pays_on", "pays_month_only", "pays_written",
                "year_written", "beneficiary", "cap", "cap_unit", "exclusion", "plan", "area")  # fmt: skip
        payee = self.regions.get(given["payee"]) if given["rule"] in ("pooled", "one-off") else None
        return PurposeDetails(rule=self.made, payee=payee, **{name: given[name] for name in same})


_NEEDS: Final[dict[str, tuple[str, ...]]] = {
    "flat": ("amount",),
    "weighted": ("amount", "weightings"),
    "per-council": ("amount",),
    "packages": ("packages", "days", "day_rate"),
    "base-and-top-up": ("amount", "top_up"),
    "pooled": ("amount", "payee"),
    "one-off": ("amount", "payee"),
}
_LABELS: Final = {
    "amount": "the amount, or tick that it is redacted",
    "top_up": "the top-up, or tick that it is redacted",
    "weightings": "region and per cent, such as London 14",
    "packages": "how many",
    "days": "the days",
    "day_rate": "the day rate, or tick that it is redacted",
    "payee": "who is paid",
}


def purpose_initial(line: PurposeLine) -> dict[str, Any]:
    """A line as it stands in the boxes."""
    initial = {name: getattr(line, name) for name in PurposeForm.base_fields if hasattr(line, name)}
    initial |= {"payee": line.payee.code if line.payee else "", "rule": ""}
    if not line.rule:
        return initial
    rule = from_stored(line.rule)
    initial["rule"] = rule.KIND
    amounts = {"amount": getattr(rule, "amount", None), "day_rate": getattr(rule, "day_rate", None),
               "stated": getattr(rule, "stated", None)}  # fmt: skip
    match rule:
        case Weighted(of=FlatPerRegion(amount=amount), weightings=weightings):
            amounts["amount"] = amount
            initial["weightings"] = ", ".join(f"{places.get(each.place).label} {each.percent:f}" for each in weightings)
        case PerCouncil(rate=rate):
            amounts["amount"], initial["days"] = rate, rule.days
        case PackagesTimesDaysTimesRate():
            initial |= {"packages": rule.packages, "days": rule.days}
        case BasePlusTopUp():
            amounts |= {"amount": rule.base, "top_up": rule.per_council}
        case Pooled(payee=payee) | OneOff(payee=payee):
            initial["payee"] = payee
    initial["hidden"] = any(isinstance(each, Hidden) for each in amounts.values())
    return initial | {name: each for name, each in amounts.items() if isinstance(each, int)}


class AnnexForm(forms.Form):
    """The annex as it is pasted: which columns it has, and its rows."""

    columns = forms.MultipleChoiceField(
        label="Which columns does it have after the recipient?",
        choices=[
            ("authorities", "number of authorities"),
            ("supports", "region to be supported"),
            *((kind.value, kind.label) for kind in ColumnKind),
        ],
        widget=forms.CheckboxSelectMultiple,
        help_text="Columns stand in this order.",
        error_messages={"required": "Select at least one column of amounts"},
    )
    rows = forms.CharField(
        label="Rows",
        widget=forms.Textarea,
        help_text="One recipient to a line, with semicolons, or pasted from a table: South West; £222,000; £270,000. "
        "Write “redacted” for what is blacked out; leave a cell empty where nothing is stated. "
        "A last line that begins with Total has the totals as stated.",
        error_messages={"required": "Enter the rows of the annex"},
    )

    def clean(self) -> dict[str, Any]:
        """Read the rows; every problem names its line."""
        given: dict[str, Any] = super().clean() or {}
        if self.errors:
            return given
        chosen = [kind for kind in ColumnKind if kind.value in given["columns"]]
        if not any(kind in (ColumnKind.REVISED, ColumnKind.TOTAL) for kind in chosen):
            self.add_error("columns", "Select the column that says what each recipient gets: total, or revised total")
            return given
        lead = [name for name in ("authorities", "supports") if name in given["columns"]]
        rows, problems = rows_in(given["rows"], [kind.label for kind in chosen], len(lead))
        totals = [row for row in rows if row.written.casefold().rstrip(":") in ("total", "totals")]
        read = [self._row(row, lead, problems) for row in rows if row not in totals]
        for words in problems:
            self.add_error("rows", words)
        if not read and not problems:
            self.add_error("rows", "Enter at least one recipient")
        stated = totals[0].amounts if totals else (None,) * len(chosen)
        given["column_details"] = [
            ColumnDetails(kind, kind.label.capitalize(), total) for kind, total in zip(chosen, stated, strict=True)
        ]
        given["row_details"] = read
        return given

    def _row(self, row: RowText, lead: Sequence[str], problems: list[str]) -> RowDetails:
        cells = dict(zip(lead, row.lead, strict=True))
        number, region = cells.get("authorities", ""), cells.get("supports", "")
        supports = None
        if number and not number.isdecimal():
            problems.append(f"{row.written}, number of authorities: “{number}” is no whole number")
        if region:
            try:
                supports = places.find(region)
            except PlaceError as error:
                problems.append(f"{row.written}, region to be supported: {error}")
        authorities = int(number) if number.isdecimal() else None
        return RowDetails(row.written, row.amounts, supports=supports, authorities=authorities)


def annex_initial(version: DeterminationVersion) -> dict[str, Any]:
    """The annex as it stands in the box."""
    columns, rows = list(version.columns.all()), rows_of(version)
    chosen = [column.kind for column in columns]
    lines: list[tuple[str, list[Said]]] = []
    lead = [
        name
        for name, used in (("authorities", any(row.authorities is not None for row in rows)),
                           ("supports", any(row.supports for row in rows)))
        if used
    ]  # fmt: skip
    for row in rows:
        by_column = {amount.column_id: amount for amount in row.amounts.all()}
        held = [by_column[column.pk] for column in columns]
        name = "; ".join(
            [row.written, *(str(row.authorities or "") if each == "authorities" else
                            row.supports.label if row.supports else "" for each in lead)]
        )  # fmt: skip
        lines.append((name, [Said(AmountState(each.state), each.pence, each.written) for each in held]))
    if any(column.total_pence is not None for column in columns):
        name = "; ".join(["Total", *("" for _ in lead)])
        totals = [Said(AmountState(column.total_state), column.total_pence, column.total_written) for column in columns]
        lines.append((name, totals))
    return {"columns": [*lead, *chosen], "rows": typed_rows(lines)}


class PlacesForm(forms.Form):
    """Which place rows mean whose names were not understood."""

    def __init__(self, rows: Sequence[Any], choices: Sequence[Place], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows = {f"row_{row.position}": row for row in rows}
        self.places = {place.code: place for place in choices}
        listed = [("", "no council or region"), *((place.code, place.label) for place in choices)]
        for name, row in self.rows.items():
            self.fields[name] = forms.ChoiceField(label=row.written, choices=listed, required=False)
