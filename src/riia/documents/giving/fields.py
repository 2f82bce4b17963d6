"""The fields of the 360Giving data standard, version 1.4, as one table: id, heading in a spreadsheet, kind.

The standard's schema is not packaged; this is what follows from it, in our own form. In a line of the table stand the
field's id, its heading (none for transactions, which have no headings), and its kind:

    text, number, uri       as they are named
    day                     a date, or a date with time and zone
    part                    as day, or a year, or a year and month
    moment                  a date with time and zone
    texts                   a list of texts
    Event*, Person          a list of objects, or one object, of that name
    !                       must be there          ?    may be null
    =currency               a code of that list    >=0  a number not below it

What a standard's own tools let pass (a blank where a text must be, a day that does not exist) is for the checks.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

VERSION: Final = "1.4"

_TABLE: Final = """
Grant
  id | Identifier | text!
  title | Title | text!
  description | Description | text!
  currency | Currency | text! =currency
  amountAppliedFor | Amount Applied For | number
  amountAwarded | Amount Awarded | number!
  amountDisbursed | Amount Disbursed | number
  awardDate | Award Date | day!
  url | URL | uri
  plannedDates | Planned Dates | Event*
  actualDates | Actual Dates | Event*
  recipientIndividual | Recipient Ind | Person
  toIndividualsDetails | To Individuals Details | Individuals
  recipientOrganization | Recipient Org | Organization*
  beneficiaryLocation | Beneficiary Location | Location*
  fundingOrganization | Funding Org | Organization*!
  grantProgramme | Grant Programme | Programme*
  fromOpenCall | From An Open Call? | text =open-call
  fundingType | Funding Type | Classification*
  classifications | Classifications | Classification*
  relatedDocument | Related Document | Related*
  applicationTransaction | | Transaction*
  commitmentTransaction | | Transaction*
  disbursementTransaction | | Transaction*
  relatedActivity | Related Activity | texts
  dateModified | Last Modified | moment
  dataSource | Data Source | uri?
  regrantType | For Regrant Type | text =regrant
  locationScope | Location Scope | text =scope
Event
  title | Title | text
  startDate | Start Date | part
  endDate | End Date | part
  duration | Duration (months) | number >=0
  description | Description | text
  dateModified | Last Modified | moment
Person
  id | Identifier | text!
  name | Name | text!
Individuals
  primaryGrantReason | Primary Grant Reason | text =reason
  secondaryGrantReason | Secondary Grant Reason | text =reason
  grantPurpose | Grant Purpose | texts =purpose
Organization
  id | Identifier | text!
  name | Name | text!
  department | Department | text
  contactName | Contact Name | text
  charityNumber | Charity Number | text
  companyNumber | Company Number | text
  streetAddress | Street Address | text
  addressLocality | City | text
  addressRegion | County | text
  addressCountry | Country | text
  postalCode | Postal Code | text
  telephone | Phone Number | text
  alternateName | Alternate Name | text
  email | Email | text
  description | Description | text
  organisationType | Organisation Type | text?
  url | Web Address | uri
  location | Location | Location*
  dateModified | Last Modified | moment
Location
  id | Identifier | text
  name | Name | text?
  countryCode | Country Code | text? =country
  latitude | Latitude | number?
  longitude | Longitude | number?
  description | Description | text?
  geoCode | Geographic Code | text?
  geoCodeType | Geographic Code Type | text?
  dateModified | Last Modified | moment
Programme
  code | Code | text
  title | Title | text?
  description | Description | text?
  url | URL | uri?
  dateModified | Last Modified | moment
Classification
  vocabulary | Vocabulary | text
  code | Code | text
  title | Title | text?
  description | Description | text?
  url | URL | uri?
  dateModified | Last Modified | moment
Related
  id | Identifier | text
  title | Title | text?
  url | Web Address | uri?
  description | Description | text?
  documentType | Document Type | text?
  dateModified | Last Modified | moment
Transaction
  id | Identifier | text
  transactionDate | Transaction Date | day
  currency | Currency | text =currency
  value | Value | number
  valueDate | Value Date | day?
  description | Description | text?
  provider | Provider | text?
  recipient | Recipient | text?
  dateModified | Last Modified | moment
Package
  version | Version | text
  extensions | Extensions | texts
  title | Title | text
  description | Description | text
  issued | Issued | day
  modified | Modified | day
  identifier | Identifier | text
  publisher | Publisher | Publisher
  downloadURL | Download URL | uri
  accessURL | Access URL | uri
  license | License | uri
  grants | Grants | Grant*!
Publisher
  identifier | Identifier | text
  name | Name | text!
  website | Website | uri
  logo | Logo | uri
"""
_SIMPLE: Final = frozenset({"text", "number", "uri", "day", "part", "moment", "texts"})


@dataclass(frozen=True, slots=True)
class Field:
    """One field. `of` names the object that it holds, or holds a list of; blank for a plain value."""

    id: str
    title: str
    kind: str
    of: str = ""
    many: bool = False
    required: bool = False
    nullable: bool = False
    codes: str = ""
    least: int | None = None

    @property
    def heading(self) -> str:
        """What a spreadsheet calls it; the id where the standard gives no heading."""
        return self.title or self.id


type Fields = Mapping[str, Field]


def _field(line: str) -> Field:
    name, title, said = (part.strip() for part in line.split("|"))
    words = said.split()
    kind = words[0].rstrip("!?*")
    marks = words[0][len(kind) :]
    simple = kind in _SIMPLE
    return Field(
        name,
        title,
        kind if simple else "objects" if "*" in marks else "object",
        "" if simple else kind,
        "*" in marks or kind == "texts",
        "!" in marks,
        "?" in marks,
        next((word[1:] for word in words if word.startswith("=")), ""),
        next((int(word[2:]) for word in words if word.startswith(">=")), None),
    )


def _objects() -> dict[str, Fields]:
    made: dict[str, dict[str, Field]] = {}
    current = ""
    for line in _TABLE.strip().splitlines():
        if "|" in line:
            one = _field(line)
            made[current][one.id] = one
        else:
            current = line.strip()
            made[current] = {}
    return {name: MappingProxyType(fields) for name, fields in made.items()}


OBJECTS: Final[Mapping[str, Fields]] = MappingProxyType(_objects())


def plain(text: str) -> str:
    """The form in which headings and ids are compared: case, spaces and punctuation make no difference."""
    return "".join(sign for sign in text.casefold() if sign.isalnum())


def field_called(of: str, step: str) -> Field | None:
    """The field of an object by its heading or its id."""
    return _called().get(of, {}).get(plain(step))


def _called() -> Mapping[str, Mapping[str, Field]]:
    return _CALLED


_CALLED: Final = {
    of: {plain(name): field for field in fields.values() for name in (field.title, field.id) if name}
    for of, fields in OBJECTS.items()
}


@dataclass(frozen=True, slots=True)
class Column:
    """What a heading of a spreadsheet means: a path from the grant, with places in lists, and the field at its end.

    `numbered` says whether the heading itself numbers its places ("Beneficiary Location:1:Name").
    """

    path: tuple[str | int, ...]
    field: Field
    numbered: bool = False


def column_of(heading: str, of: str = "Grant") -> Column | None:
    """The meaning of a heading, by titles ("Recipient Org:Identifier") or ids ("recipientOrganization/0/id")."""
    separator = "/" if "/" in heading and ":" not in heading else ":"
    steps = [step.strip() for step in heading.split(separator)]
    path: list[str | int] = []
    numbered = False
    field: Field | None = None
    for step in steps:
        if step.isascii() and step.isdecimal() and len(step) < 4:
            if field is None or not field.many or field.kind == "texts" or isinstance(path[-1], int):
                return None
            path.append(int(step))
            numbered = True
            continue
        if field is not None:
            if not field.of:
                return None
            if field.many and not isinstance(path[-1], int):
                path.append(0)
            of = field.of
        field = field_called(of, step)
        if field is None:
            return None
        path.append(field.id)
    return None if field is None or field.of else Column(tuple(path), field, numbered)


def heading_of(path: tuple[str | int, ...], numbered: frozenset[tuple[str, ...]], of: str = "Grant") -> str:
    """The heading for a path; places in a list are numbered where its ids stand in `numbered`."""
    words: list[str] = []
    ids: list[str] = []
    for step in path:
        if isinstance(step, int):
            if tuple(ids) in numbered:
                words.append(str(step))
            continue
        field = OBJECTS[of][step]
        ids.append(step)
        words.append(field.heading)
        of = field.of or of
    return ":".join(words)


def required(of: str) -> Iterator[Field]:
    """The fields that an object must have. Of a grant's two recipients one must be there: see the checks."""
    return (field for field in OBJECTS[of].values() if field.required)
