"""Dates that stand in English texts with their weekday, held against the calendar."""

import re
from collections.abc import Iterable
from datetime import date

from releases.text.times import MONTHS, WEEKDAYS

_SHORT = [f"{name[:3]}\\.?" for name in WEEKDAYS[:-1]] + [r"Tues\.?", r"Thurs?\.?"]
# “The Baltimore Sun, 3 March 2025” is a newspaper of that day.
_WEEKDAY = "|".join([*WEEKDAYS, *_SHORT, r"(?<![a-z] )Sun\.?"])
_MONTH = "|".join(f"{name}|{name[:3]}\\.?" for name in MONTHS) + r"|Sept\.?"
_DAY = r"(?P<day{0}>\d{{1,2}})(?:st|nd|rd|th)?"
_DATE = re.compile(
    rf"\b(?P<weekday>{_WEEKDAY}),? (?:the )?"
    rf"(?:{_DAY.format(1)} (?:of )?(?P<month1>{_MONTH})|(?P<month2>{_MONTH}) {_DAY.format(2)})"
    r"(?:,? (?P<year>\d{4}))?\b"
)
_YEAR = re.compile(r"\b(?:1[89]|20)\d\d\b")
_LEAP_YEAR = 2000


def wrong_weekdays(passages: Iterable[str], near: date | None) -> tuple[str, ...]:
    """Return a sentence about each date whose weekday is another one, or that is in no calendar.

    A date without a year is the one that comes nearest to `near`, the day of the release; without that day,
    and in a passage that tells of other years, only dates with a year are looked at.
    """
    found = (
        _sentence(match, None if _is_of_another_time(passage, near) else near)
        for passage in passages
        for match in _DATE.finditer(passage)
    )
    return tuple(dict.fromkeys(sentence for sentence in found if sentence))


def _is_of_another_time(passage: str, near: date | None) -> bool:
    return near is None or any(abs(int(year) - near.year) > 1 for year in _YEAR.findall(passage))


def _sentence(match: re.Match[str], near: date | None) -> str:
    day = int(match["day1"] or match["day2"])
    month = _number_of(match["month1"] or match["month2"], MONTHS)
    year = int(match["year"]) if match["year"] else None
    if _day(year or _LEAP_YEAR, month, day) is None:
        return f"“{match.group()}” is in no calendar."
    meant = _day(year, month, day) if year else _nearest(month, day, near)
    if meant is None or meant.weekday() == _number_of(match["weekday"], WEEKDAYS) - 1:
        return ""
    of_year = "" if match["year"] else f" {meant.year}"
    return f"“{match.group()}”{of_year} is a {WEEKDAYS[meant.weekday()]}."


def _nearest(month: int, day: int, near: date | None) -> date | None:
    if near is None:
        return None
    years = range(max(near.year - 1, 1), min(near.year + 2, 10_000))
    days = (found for year in years if (found := _day(year, month, day)))
    return min(days, key=lambda found: abs(found - near), default=None)


def _day(year: int | None, month: int, day: int) -> date | None:
    try:
        return date(year or 0, month, day)
    except ValueError:
        return None


def _number_of(name: str, names: tuple[str, ...]) -> int:
    return next(number for number, whole in enumerate(names, start=1) if whole.startswith(name[:3]))
