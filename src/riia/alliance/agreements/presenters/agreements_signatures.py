"""Who signs for whom and who has: the table of signatures, by party and office."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.urls import reverse

from riia.alliance.agreements.models import AgreementVersion, Party, Seat
from riia.alliance.agreements.models.parties import Office
from riia.alliance.agreements.states import VersionState
from riia.alliance.kit.filters import and_list, long_date, plural

_COLUMNS = {
    Office.DCS: "Director of Children’s Services",
    Office.LEAD_MEMBER: "Lead Member",
    Office.CHIEF_EXECUTIVE: "Chief Executive",
    Office.TRUST_CHIEF_EXECUTIVE: "Chief Executive of the trust",
    Office.AUTHORISED_SIGNATORY: "Authorised signatory",
}


@dataclass(frozen=True)
class SeatCell:
    """One office of one party: when it signed, as the document writes it, and where to record it."""

    words: str
    as_written: str
    signed: bool
    title: str
    href: str


@dataclass(frozen=True)
class PartyRow:
    """One party with a cell for each column of offices; None where nobody signs for it there."""

    name: str
    note: str
    cells: tuple[SeatCell | None, ...]
    remove_href: str = ""
    mine: bool = False


@dataclass(frozen=True)
class SignatureTable:
    """Who signs for whom."""

    columns: tuple[str, ...]
    rows: tuple[PartyRow, ...]
    beside: tuple[str, ...]
    """Parties without a row of their own, in a sentence each."""
    every: str = ""
    """What every party does and contributes, where that is the same for all."""


def read_words(found: int, filled: int, missing: int) -> str:
    """What was read from pages that were pasted."""
    return (
        f"{plural(found, 'signature')} found in the pages; {filled} of the {plural(missing, 'date')} missing here "
        f"{'is' if filled == 1 else 'are'} filled in. Compare each with the document, then record them."
    )


def signature_table(
    version: AgreementVersion, parties: Sequence[Party], *, keeps: bool, mine: Collection[str]
) -> SignatureTable:
    """The signatures of a version, by party and office (`queries.parties` gives the seats).

    `mine` holds the codes of the viewer's own councils, whose rows are marked.
    """
    offices = [office for office in Office if any(seat.office == office for p in parties for seat in _seats(p))]
    signing = [party for party in parties if _seats(party)]
    open_to = keeps and version.state in (VersionState.AGREED, VersionState.IN_FORCE)
    notes = [_party_note(party) for party in signing]
    same = notes[0] if len(notes) > 1 and len(set(notes)) == 1 else ""
    rows = []
    for party, note in zip(signing, notes, strict=True):
        by_office = {seat.office: seat for seat in _seats(party)}
        cells = tuple(_seat_cell(by_office[o], open_to) if o in by_office else None for o in offices)
        own = party.council is not None and party.council.code in mine
        rows.append(PartyRow(party.name, "" if same else note, cells, _remove_href(version, party, keeps), own))
    others = [party for party in parties if not _seats(party)]
    beside = tuple(_beside(party, signing) for party in others)
    return SignatureTable(tuple(_COLUMNS[office] for office in offices), tuple(rows), beside, same)


def _seats(party: Party) -> list[Seat]:
    return party.signed_seats  # type: ignore[attr-defined,no-any-return]


def _seat_cell(seat: Seat, open_to: bool) -> SeatCell:
    signature = getattr(seat, "signature", None)
    href = reverse("agreements:sign", args=[seat.pk]) if open_to else ""
    named = seat.title or (f"for {seat.organisation}" if seat.organisation else "")
    if signature is None:
        return SeatCell("not signed yet", "", False, named, href)
    plain = long_date(signature.signed_on)
    written = "" if signature.as_written == plain else signature.as_written
    return SeatCell(plain, written, True, named, href)


def _party_note(party: Party) -> str:
    parts = [party.responsibilities, f"Contributes: {party.contribution}." if party.contribution else ""]
    if party.valid_to:
        parts.append(f"Party until {long_date(party.valid_to)}.")
    return " ".join(part for part in parts if part)


def _remove_href(version: AgreementVersion, party: Party, keeps: bool) -> str:
    made = version.state in (VersionState.SCOPED, VersionState.DRAFTED)
    return reverse("agreements:remove_party", args=[party.pk]) if keeps and made else ""


def _beside(party: Party, signing: Sequence[Party]) -> str:
    hosts = [p.name for p in signing if any(s.organisation_id == party.organisation_id for s in _seats(p)
                                            if s.organisation_id)]  # fmt: skip
    signs = f" signs beside {and_list(hosts)}" if hosts else " is a party without a signature of its own"
    counted = "" if party.counted_authority else ", and is not counted as a local authority"
    return f"{party.name}{signs}{counted}."
