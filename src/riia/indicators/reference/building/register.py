"""Building the register: councils, their codes and names over time, regions, successions.

The 153 current councils and their regions come from DfE's list, ended councils from the files that still carry them,
identifiers and official names from the register of local authorities. Everything dated is in `facts.toml`.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from riia.indicators.reference.building.sources import BuildError, Folder, tidy
from riia.indicators.reference.wording import normal

type Table = tuple[tuple[str, ...], list[tuple[str, ...]]]

_DAY = timedelta(days=1)
_TYPES = {"UA": "unitary", "MD": "metropolitan", "LBO": "london borough", "CC": "city of london", "CTY": "county"}


def iso(day: date | None) -> str:
    """A date for a cell; blank when there is none."""
    return day.isoformat() if day else ""


class Register:
    """Everything known about councils, gathered before it is written out as tables."""

    def __init__(self, folder: Folder) -> None:
        """Read the lists that say which councils there are."""
        self.folder = folder
        self.facts = folder.facts
        self.regions: dict[str, str] = {region["name"]: region["code"] for region in self.facts["region"]}
        self.whole_of: dict[str, str] = {
            region["code"]: region["parent"] for region in self.facts["region"] if region["kind"] == "subregion"
        }
        self.councils: dict[str, dict[str, str]] = {}
        self.listed_in: dict[str, str] = {}
        self.by_ons: dict[str, str] = {}
        self._gather()

    def _gather(self) -> None:
        for row in self.folder.rows("dfe-153"):
            self._add(row["old_la_code"], row["la_name"], self._region(row["region_name"]), "dfe-153")
        for row in self.folder.rows("population-2024"):
            if row["old_la_code"] and row["old_la_code"] not in self.councils:
                self._add(row["old_la_code"], row["la_name"], row["region_code"], "population-2024")
        for fact in self.facts["council"]:
            self._add(fact["code"], fact["name"], fact["region"], "by-hand", fact["note"])
            self.councils[fact["code"]] |= {"type": fact["type"], "valid_to": iso(fact["valid_to"])}
        for span in self.facts["span"]:
            self.councils[span["code"]] |= {key: iso(day) for key, day in span.items() if key != "code"}
        for row in self.folder.rows("org-ids"):
            self.by_ons[row["new_la_code"]] = row["old_la_code"]
            self.councils[row["old_la_code"]]["type"] = _TYPES[row["la_type"]]
        # A council that changed status has a row for each: the newer one says what it is now.
        for change in self.facts["recoded"]:
            now = next(row for row in self.folder.rows("org-ids") if row["new_la_code"] == change["new"])
            self.councils[change["code"]]["type"] = _TYPES[now["la_type"]]
        self._check_regions()

    def _region(self, name: str) -> str:
        try:
            return self.regions[name]
        except KeyError:
            raise BuildError(f"Region {name!r} is not in facts.toml. Add it or correct the source.") from None

    def _add(self, code: str, name: str, region: str, source: str, note: str = "") -> None:
        self.councils[code] = {
            "code": code,
            "name": name,
            "type": "",
            "region": self.whole_of.get(region, region),
            "subregion": region if region in self.whole_of else "",
            "valid_from": "",
            "valid_to": "",
            "note": note,
        }
        self.listed_in[code] = source

    def _check_regions(self) -> None:
        """Two more lists give regions; they must agree, or a council would be counted in the wrong place."""
        for key, code_at, region_at in (
            ("lait", "LA Number", "Region"),
            ("population-2023", "old_la_code", "region_name"),
        ):
            for row in self.folder.rows(key):
                council = self.councils.get(row[code_at])
                if council is None or not row[region_at]:
                    continue
                if self._region(row[region_at]) not in (council["region"], council["subregion"]):
                    raise BuildError(
                        f"{self.folder.file(key)}: {council['name']} ({row[code_at]}) is in {row[region_at]!r}, "
                        f"but DfE's list says {council['region']}. Settle it in facts.toml."
                    )

    # Tables

    def authorities(self) -> Table:
        """authorities.csv: one row per DfE code."""
        columns = ("code", "name", "type", "region", "subregion", "valid_from", "valid_to", "note")
        return columns, [tuple(row[column] for column in columns) for _, row in sorted(self.councils.items())]

    def codes(self) -> Table:
        """codes.csv: ONS and GB-LAE codes of councils, with the days on which each held."""
        changes = {change["code"]: change for change in self.facts["recoded"]}
        rows: list[tuple[str, ...]] = []
        for row in self.folder.rows("org-ids"):
            code, ons = row["old_la_code"], row["new_la_code"]
            council, change = self.councils[code], changes.get(code)
            first, last, note = council["valid_from"], council["valid_to"], ""
            if change and ons == change["old"]:
                last, note = iso(change["on"] - _DAY), change["note"]
            elif change:
                first, note = iso(change["on"]), change["note"]
            rows.append((code, "ons", ons, first, last, note))
            rows.append((code, "gb-lae", row["org_id"], first, last, note))
        return ("council", "scheme", "code", "valid_from", "valid_to", "note"), sorted(_joined(rows))

    def region_table(self) -> Table:
        """regions.csv: England, the nine regions, Inner and Outer London."""
        rows = [
            (
                region["code"],
                region["name"],
                region["kind"],
                region.get("parent", "" if region["kind"] == "country" else "E92000001"),
                region["lait"],
            )
            for region in self.facts["region"]
        ]
        return ("code", "name", "kind", "parent", "lait_code"), sorted(rows)

    def improvement_regions(self) -> Table:
        """improvement_regions.csv: the nine, with the number of councils the grant letter of 2023 implies."""
        letter = self.facts["improvement_regions"]
        rows: list[tuple[str, ...]] = [
            (item["region"], item["name"], str(item["councils"]), iso(letter["on"])) for item in letter["counts"]
        ]
        return ("region", "name", "councils", "on"), rows

    def successions(self) -> Table:
        """successions.csv: which council took over from which, when and how."""
        rows = [
            (fact["from"], to, iso(fact["on"]), fact["kind"], fact["note"])
            for fact in self.facts["succession"]
            for to in fact["to"]
        ]
        for old, new, on, _, _ in rows:
            if self.councils[old]["valid_to"] != iso(date.fromisoformat(on) - _DAY):
                raise BuildError(f"facts.toml: {old} must end on the day before {new} takes over on {on}.")
            if self.councils[new]["valid_from"] != on:
                raise BuildError(f"facts.toml: {new} must begin on {on}, when it takes over from {old}.")
        return ("predecessor", "successor", "on", "kind", "note"), sorted(rows, key=lambda row: (row[2], row))

    def names(self) -> Table:
        """names.csv: every way of writing a place's name that the sources or facts.toml hold."""
        return names_table(self)


def _joined(rows: Iterable[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """One row where the same code simply runs on past a change of the other scheme."""
    spans: dict[tuple[str, str, str], list[tuple[str, ...]]] = defaultdict(list)
    for row in rows:
        spans[row[0], row[1], row[2]].append(row)
    joined: list[tuple[str, ...]] = []
    for key, held in spans.items():
        held.sort(key=lambda row: row[3])
        note = held[0][5] if len(held) == 1 else ""
        joined.append((*key, held[0][3], held[-1][4], note))
    return joined


def names_table(register: Register) -> Table:
    """Collect names by place, refuse a name that means two places unless both have it as their published name."""
    seen: dict[tuple[str, str], dict[str, Any]] = {}

    def add(place: str, name: str, source: str, kind: str = "variant", first: str = "", last: str = "") -> None:
        name = tidy(name)
        entry = seen.setdefault(
            (place, name.casefold()), {"name": name, "kind": kind, "from": first, "to": last, "in": set()}
        )
        entry["in"].add(source)

    facts = register.facts
    for region in facts["region"]:
        add(region["code"], region["name"], "population-2024", "published")
        for variant, source in region.get("variants", {}).items():
            add(region["code"], variant, source)
    for code, council in register.councils.items():
        add(code, council["name"], register.listed_in[code], "published")
    _official_names(register, add)
    for place, name, source in _written_names(register):
        add(place, name, source)
    for code, variants in facts["names"].items():
        for variant, source in variants.items():
            add(code, variant, source)
    rows: list[tuple[str, ...]] = [
        (place, entry["name"], entry["kind"], entry["from"], entry["to"], " ".join(sorted(entry["in"])))
        for (place, _), entry in seen.items()
    ]
    _refuse_shared(rows)
    order = {"published": 0, "official": 1, "variant": 2}
    rows.sort(key=lambda row: (row[0], order[row[2]], row[3], row[1]))
    return ("place", "name", "kind", "valid_from", "valid_to", "sources"), rows


def _official_names(register: Register, add: Any) -> None:
    facts = register.facts
    corrected = {fact["code"]: fact["name"] for fact in facts["official"]}
    before = {change["code"]: change for change in facts["recoded"] if "old_official" in change}
    for fact in facts["council"]:
        add(fact["code"], fact["official"], "by-hand", "official", "", iso(fact["valid_to"]))
    for row in register.folder.rows("org-ids"):
        code, name = row["old_la_code"], tidy(row["official_name"])
        council, change = register.councils[code], before.get(code)
        first, last = council["valid_from"], council["valid_to"]
        if change and row["new_la_code"] == change["old"]:
            if name != change["old_official"]:
                raise BuildError(f"facts.toml: {code} was {change['old_official']!r}, the register says {name!r}.")
            last = iso(change["on"] - _DAY)
        elif change:
            first = iso(change["on"])
        if code in corrected:
            add(code, corrected[code], "by-hand", "official", first, last)
            add(code, name, "register")
        else:
            add(code, name, "register", "official", first, last)


def _written_names(register: Register) -> Iterable[tuple[str, str, str]]:
    """(place, name, source) for every name written beside a code in the sources, and for names without codes."""
    read = register.folder.rows
    # source, column of the code, column of the name; ONS and DfE codes both occur.
    beside = (
        ("org-ids", "old_la_code", "la_name"),
        ("lait", "LA Number", "LA Name"),
        ("ofsted-lookup", "la_code", "local_authority_ons_name"),
        ("neighbours-2025", "old_la_code", "la_name"),
        ("neighbours-2021", "LA number", "LA Name"),
        ("population-2024", "old_la_code", "la_name"),
        ("population-2023", "old_la_code", "la_name"),
        ("ofsted-inspections", "Local authority area code", "Local authority name"),
        ("ofsted-history", "Local authority area code", "Local authority name"),
        ("ofsted-ilacs", "la_code", "local_authority"),
        ("ofsted-send", "la_code", "local_authority"),
        ("mhclg-outturn", "ONS Code", "Local authority"),
    )
    for key, code_at, name_at in beside:
        for row in read(key):
            place = _council_of(register, row[code_at])
            if place and row[name_at].strip():
                yield place, row[name_at], key
    known = {normal(council["name"]): code for code, council in register.councils.items() if not council["valid_to"]}
    for key, name_at in (("d2i-regions", "Local authority"), ("ofsted-corrections", "la_name")):
        for row in read(key):
            code = known.get(normal(row[name_at]))
            if code:
                yield code, row[name_at], key


def _council_of(register: Register, code: str) -> str | None:
    return code if code in register.councils else register.by_ons.get(code)


def _refuse_shared(rows: Iterable[tuple[str, ...]]) -> None:
    meaning: dict[str, dict[str, str]] = defaultdict(dict)
    for place, name, kind, *_ in rows:
        meaning[normal(name)].setdefault(place, kind)
    for name, places in meaning.items():
        if len(places) > 1 and set(places.values()) != {"published"}:
            raise BuildError(f"The name {name!r} is given to {sorted(places)}. Settle it in facts.toml.")
