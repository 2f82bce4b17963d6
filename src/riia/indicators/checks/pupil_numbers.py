"""Unique pupil numbers (UPNs): how they are written, and their check letter.

A permanent UPN is a check letter, eleven digits and a digit; a temporary one ends in a letter. The letter is the sum of
the second to the last character, each times its place (2 to 13), modulo 23, counted in the alphabet without I, O and S.
"""

from typing import Final

import polars as pl

_LETTERS: Final = "ABCDEFGHJKLMNPQRTUVWXYZ"
_WRITTEN: Final = f"^[{_LETTERS}][0-9]{{11}}[0-9{_LETTERS}]$"
_RANGES: Final = (
    (1, 5), (201, 213), (301, 320), (330, 336), (340, 344), (350, 359), (370, 373), (380, 384), (390, 394), (420, 420),
    (660, 681), (701, 708), (800, 803), (805, 808), (810, 813), (815, 816), (820, 823), (825, 826), (830, 831),
    (835, 841), (845, 846), (850, 852), (855, 857), (860, 861), (865, 896), (908, 909), (916, 916), (919, 919),
    (921, 921), (925, 926), (928, 929), (931, 931), (933, 933), (935, 938), (940, 943),
)  # fmt: skip
"""Numbers, first and last of each run, that may follow the check letter: 1 to 5 were given by city technology colleges,
660 to 681 by Welsh councils, 701 to 708 by islands and the schools of the services abroad."""
_GIVERS: Final = tuple(f"{number:03}" for first, last in _RANGES for number in range(first, last + 1))


def upn_written_wrong(column: str) -> pl.Expr:
    """Whether a UPN is not 13 characters of the right kinds in the right places."""
    return ~pl.col(column).str.contains(_WRITTEN)


def upn_letter_wrong(column: str) -> pl.Expr:
    """Whether a permanent UPN that is written right has another letter than its digits ask for.

    Temporary UPNs (a letter at the end) count that letter by a rule of their own and are not judged.
    """
    text = pl.col(column)
    permanent = text.str.contains(f"^[{_LETTERS}][0-9]{{12}}$")
    digits = [text.str.slice(at, 1).cast(pl.Int32, strict=False) * (at + 1) for at in range(1, 13)]
    total = pl.sum_horizontal(*digits, ignore_nulls=False) % 23
    letter = total.replace_strict(dict(enumerate(_LETTERS)), default=None, return_dtype=pl.String)
    return permanent & (text.str.head(1) != letter)


def upn_council_wrong(column: str) -> pl.Expr:
    """Whether a UPN that is written right has a second to fourth character that no council has, or had, as its number.

    Known are the numbers that councils have had since 1998, and those under which other bodies gave UPNs.
    """
    return pl.col(column).str.contains(_WRITTEN) & ~pl.col(column).str.slice(1, 3).is_in(_GIVERS)
