"""Fictional children: who they are, never what they are called."""

from datetime import date, timedelta
from typing import Final

from riia.indicators.simulation.chance import Chance, age_on
from riia.indicators.simulation.lives import Child

_LETTERS: Final = "ABCDEFGHJKLMNPQRTUVWXYZ"
_ETHNICITIES: Final = {
    "WBRI": 62.0, "WOTH": 7.0, "WIRI": 0.5, "WROM": 0.8, "WIRT": 0.3, "MWBC": 3.0, "MWBA": 1.2, "MWAS": 1.8,
    "MOTH": 3.5, "AIND": 1.5, "APKN": 4.0, "ABAN": 1.5, "AOTH": 2.5, "BAFR": 4.0, "BCRB": 1.5, "BOTH": 1.2,
    "CHNE": 0.3, "OOTH": 2.4, "NOBT": 0.8, "REFU": 0.2,
}  # fmt: skip
_UASC_ETHNICITIES: Final = {"OOTH": 45.0, "AOTH": 25.0, "BAFR": 25.0, "WOTH": 5.0}
_DISABILITIES: Final = {
    "LD": 24.0, "AUT": 26.0, "BEH": 14.0, "COMM": 10.0, "MOB": 6.0, "CON": 4.0, "HEAR": 3.0, "VIS": 3.0, "HAND": 2.0,
    "PC": 4.0, "INC": 2.0, "DDA": 2.0,
}  # fmt: skip
_REFERRAL_AGES: Final = {
    -1: 2.0, 0: 7.0, 1: 5.2, 2: 5.0, 3: 4.9, 4: 5.2, 5: 5.6, 6: 5.6, 7: 5.6, 8: 5.6, 9: 5.7, 10: 5.8, 11: 6.0,
    12: 6.4, 13: 6.8, 14: 7.0, 15: 6.6, 16: 5.0, 17: 2.0,
}  # fmt: skip
SCHOOL_AGE: Final = 5


class People:
    """Makes children one after the other. `first` is the number before the first child's."""

    def __init__(self, chance: Chance, place: str, first: int = 0, workers: int = 60) -> None:
        """`workers` is how many fictional social workers share the children."""
        self._chance = chance
        self._place = place
        self._workers = max(workers, 3)
        self.last = first

    def child(self, born: date, *, uasc: bool = False, sex: str = "", disabled: float = 0.13) -> Child:
        """A child born on a day."""
        self.last += 1
        pick, draw = self._chance.pick, self._chance.random.random
        male = 0.92 if uasc else 0.52
        troubles: tuple[str, ...] = ("NONE",)
        if draw() < disabled and not uasc:
            first = pick(_DISABILITIES)
            second = pick(_DISABILITIES)
            troubles = (first, second) if second != first and draw() < 0.5 else (first,)
        return Child(
            number=self.last,
            sex=sex or ("M" if draw() < male else "F"),
            born=born,
            ethnicity=pick(_UASC_ETHNICITIES if uasc else _ETHNICITIES),
            disabilities=troubles,
            upn=upn(self._place, self.last),
            worker=self._chance.whole(1, self._workers),
            uasc=uasc,
        )

    def referred(self, day: date) -> Child:
        """A child as they are referred on a day; one in fifty is not born yet."""
        age = self._chance.pick(_REFERRAL_AGES)
        if age < 0:
            return self.child(day + timedelta(days=self._chance.whole(10, 190)), disabled=0.0)
        return self.child(born_at(self._chance, age, day), disabled=0.04 if age < 3 else 0.14)


def born_at(chance: Chance, age: int, day: date) -> date:
    """A birthday that makes a child so many years old on a day."""
    found = day - timedelta(days=round(age * 365.25) + chance.whole(1, 363))
    while age_on(found, day) > age:
        found += timedelta(days=1)
    while age_on(found, day) < age:
        found -= timedelta(days=1)
    return min(found, day)


def upn(place: str, number: int) -> str:
    """A unique pupil number with the right check letter; "99" and a running number in place of year and serial.

    The letter stands for the sum of the twelve digits, each times its place counted from 2, modulo 23.
    """
    digits = f"{place}{99}{number % 10_000_000:07d}"
    return _LETTERS[sum((at + 2) * int(digit) for at, digit in enumerate(digits)) % 23] + digits


def upn_on(child: Child, day: date) -> str:
    """The pupil number that a return of a day shows, or "" for a child not yet of school age."""
    return child.upn if age_on(child.born, day) >= SCHOOL_AGE else ""
