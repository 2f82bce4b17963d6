"""How a workbook shows a number: 45870 as "31 July 2025", 1190200 as "£1,190,200", 0.86 as "86%"."""

import re
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal
from operator import eq, ge, gt, le, lt, ne
from typing import Final

BUILT_IN: Final = {
    1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 11: "0.00E+00", 12: "# ?/?", 14: "dd/mm/yyyy",
    15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy", 18: "h:mm AM/PM", 19: "h:mm:ss AM/PM", 20: "h:mm", 21: "h:mm:ss",
    22: "dd/mm/yyyy h:mm", 37: "#,##0;(#,##0)", 38: "#,##0;(#,##0)", 39: "#,##0.00;(#,##0.00)",
    40: "#,##0.00;(#,##0.00)", 41: "#,##0", 42: "£#,##0", 43: "#,##0.00", 44: "£#,##0.00", 45: "mm:ss", 46: "[h]:mm:ss",
    47: "mm:ss.0", 49: "@",
    5: "£#,##0;-£#,##0", 6: "£#,##0;-£#,##0", 7: "£#,##0.00;-£#,##0.00", 8: "£#,##0.00;-£#,##0.00",
}  # fmt: skip
"""The formats that Excel knows by number alone, as they are in Britain."""
_LITERAL: Final = re.compile(r"\"([^\"]*)\"|\\(.)|_.|\*.|\[\$([^\]-]*)[^\]]*\]|\[(?![hms]+\])[^\]]*\]", re.IGNORECASE)
_DATE: Final = re.compile(r"[ymdhs]|am/pm|\[h", re.IGNORECASE)
_DATE_PART: Final = re.compile(r"y+|m+|d+|h+|s+(?:\.0+)?|\[h+\]|\[m+\]|AM/PM|A/P|.", re.IGNORECASE | re.DOTALL)
_PLACES: Final = re.compile(r"[#0?][#0?,]*(?:\.[#0?]+)?,*(?:E\+0+)?")
_CONDITION: Final = re.compile(r"\[(<=|>=|<>|<|>|=)(-?\d+(?:\.\d+)?)\]")
_COMPARED: Final = {"<": lt, "<=": le, ">": gt, ">=": ge, "=": eq, "<>": ne}
_MOST: Final = Decimal(10) ** 15
_LAST_DAY: Final = 2_958_465


def is_date(form: str) -> bool:
    """Whether a format shows a day or a time."""
    return bool(_DATE.search(_LITERAL.sub("", form.split(";")[0]))) and form.lower() != "general"


def as_day(number: Decimal, *, from_1904: bool) -> date | datetime | time | None:
    """The day, moment or time that a number stands for; None where there is none."""
    if not 0 <= number < _LAST_DAY:
        return None
    seconds = int((number % 1 * 86_400).to_integral_value(ROUND_HALF_UP))
    if number < 1 and seconds < 86_400:
        return (datetime(2000, 1, 1) + timedelta(seconds=seconds)).time()  # noqa: DTZ001 - a time of day, of no place
    # Excel counts a 29 February 1900 that never was.
    start = datetime(1904, 1, 1) if from_1904 else datetime(1899, 12, 31 if number < 60 else 30)  # noqa: DTZ001
    moment = start + timedelta(days=int(number), seconds=seconds)
    return moment.date() if not seconds else moment


def shown(number: Decimal, form: str, *, from_1904: bool) -> str:
    """A number as the sheet shows it in a format; without one as Excel shows numbers."""
    sections = _sections(form)
    if not form or form.lower() == "general" or abs(number) >= _MOST:
        return plain(number)
    if is_date(form):
        day = as_day(number, from_1904=from_1904)
        return plain(number) if day is None else _day(day, sections[0])
    section, value = _section(number, sections)
    said = _number(value, section)
    # A section may hide what it is given ("0;;"). A number is never read as nothing, and only 0 as a dash or a word.
    told = re.search(r"\d" if number else r"[\w–—−-]", said)
    return said if told else plain(number)


def _section(number: Decimal, sections: list[str]) -> tuple[str, Decimal]:
    """The section for a number, and the number that it shows: a section of negatives writes the sign itself."""
    conditions = [_CONDITION.search(section) for section in sections]
    if any(conditions):
        for section, condition in zip(sections, conditions, strict=True):
            if condition is None or _COMPARED[condition[1]](number, Decimal(condition[2])):
                ours = condition is not None and condition[1] == "<" and Decimal(condition[2]) <= 0
                return section, abs(number) if ours else number
        return "General", number
    if number < 0 and len(sections) > 1:
        return sections[1], -number
    return sections[2 if number == 0 and len(sections) > 2 else 0], number


def plain(number: Decimal) -> str:
    """A number without a format: 0.30000000000000004 is 0.3."""
    if number == number.to_integral_value() and abs(number) < _MOST:
        return str(int(number))
    rounded = Decimal(f"{number:.15g}") if len(number.as_tuple().digits) > 15 else number
    return f"{rounded.normalize():f}" if abs(rounded.adjusted()) < 20 else str(rounded)


def _sections(form: str) -> list[str]:
    """The one to four sections of a format, an empty one included; a ";" in quotes divides nothing."""
    return re.findall(r"((?:\"[^\"]*\"|\\.|[^;])*);", f"{form};")[:4] or [form]


def _number(number: Decimal, section: str) -> str:
    literal: list[str] = []

    def kept(found: re.Match[str]) -> str:
        literal.append(found[1] or found[2] or found[3] or "")
        return f"\ue000{chr(0xE100 + len(literal) - 1)}"

    bare = _LITERAL.sub(kept, section) if len(section) < 500 else "0"
    place = _PLACES.search(bare)
    value = number * 100 if "%" in bare else number
    if place is None:
        body = bare.replace("@", plain(abs(number))).replace("General", plain(abs(number)))
        body = f"-{body}" if number < 0 else body
    elif "E" in place[0]:
        body = bare[: place.start()] + f"{value:.{place[0].count('0') - 2}E}" + bare[place.end() :]
    else:
        whole = place[0].rstrip(",")
        value = value / Decimal(1000) ** (len(place[0]) - len(whole))
        decimals = len(whole.partition(".")[2])
        rounded = value.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
        text = f"{abs(rounded):,.{decimals}f}" if "," in whole else f"{abs(rounded):.{decimals}f}"
        least = whole.partition(".")[0].count("0")
        if not least and text.startswith("0"):
            text = text[1:] if decimals else ("" if rounded == 0 else text)
        elif "," not in whole:
            text = text.zfill(least + (decimals + 1 if decimals else 0))
        body = ("-" if rounded < 0 else "") + bare[: place.start()] + text + bare[place.end() :]
    return re.sub("\ue000(.)", lambda found: literal[ord(found[1]) - 0xE100], body).strip()


def _day(day: date | datetime | time, form: str) -> str:
    bare = _LITERAL.sub(lambda found: found[1] or found[2] or found[3] or "", form)
    moment = day if isinstance(day, datetime) else None
    clock = moment.time() if moment else day if isinstance(day, time) else time(0)
    on = moment.date() if moment else day if isinstance(day, date) else date(1900, 1, 1)
    said: list[str] = []
    parts = _DATE_PART.findall(bare)
    after_hours = False
    half = any(part.lower() in ("am/pm", "a/p") for part in parts)
    for at, part in enumerate(parts):
        low = part.lower()
        minutes = low[0] == "m" and len(low) < 3 and (after_hours or _before_seconds(parts[at + 1 :]))
        said.append(_part(part, low, on, clock, minutes=minutes, half=half))
        after_hours = low[:1] in ("h", "[") or (after_hours and not part.isalpha())
    return "".join(said).strip()


def _before_seconds(following: list[str]) -> bool:
    return next((part.lower()[0] == "s" for part in following if part.isalpha()), False)


def _part(part: str, low: str, on: date, clock: time, *, minutes: bool, half: bool) -> str:
    known = {
        "yyyy": f"{on.year:04}", "yyy": f"{on.year:04}", "yy": f"{on.year % 100:02}", "y": f"{on.year % 100:02}",
        "mmmmm": f"{on:%B}"[0], "mmmm": f"{on:%B}", "mmm": f"{on:%b}",
        "mm": f"{clock.minute if minutes else on.month:02}", "m": str(clock.minute if minutes else on.month),
        "dddd": f"{on:%A}", "ddd": f"{on:%a}", "dd": f"{on.day:02}", "d": str(on.day),
        "ss": f"{clock.second:02}", "s": str(clock.second), "am/pm": "am" if clock.hour < 12 else "pm",
    }  # fmt: skip
    hour = (clock.hour % 12 or 12) if half else clock.hour
    return {"hh": f"{hour:02}", "h": str(hour), "[h]": str(clock.hour), **known}.get(low, part)
