"""Unique pupil numbers (UPNs): how they are written, and their check letter.

A permanent UPN is a check letter, eleven digits and a digit; a temporary one ends in a letter. The letter is the sum of
the second to the last character, each times its place (2 to 13), modulo 23, counted in the alphabet without I, O and S.
"""

from typing import Final

import polars as pl

_LETTERS: Final = "ABCDEFGHJKLMNPQRTUVWXYZ"


def upn_written_wrong(column: str) -> pl.Expr:
    """Whether a UPN is not 13 characters of the right kinds in the right places."""
    return ~pl.col(column).str.contains(f"^[{_LETTERS}][0-9]{{11}}[0-9{_LETTERS}]$")


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
