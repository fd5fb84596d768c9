"""Instants as readers see them, and wall time as people type it, in any zone and without a locale."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


class NotATime(ValueError):
    """What was typed is no instant; the message says what to do."""


class OutOfRange(NotATime):
    """The instant leaves the years 1 to 9999 in UTC or in the zone."""


class NoSuchTime(NotATime):
    """The clocks skip this local time."""


class AmbiguousTime(NotATime):
    """The clocks show this local time twice: `earlier` and `later` are the two instants, in UTC."""

    def __init__(self, sentence: str, *, earlier: datetime, later: datetime) -> None:
        super().__init__(sentence)
        self.earlier = earlier
        self.later = later


@dataclass(frozen=True)
class DateTexts:
    """One instant in every form in which a page, a feed or a paper shows it."""

    utc: str
    iso: str
    day: str
    time: str
    full: str
    utc_text: str
    year: int


def dated(instant: datetime, zone: ZoneInfo) -> DateTexts:
    """Return the texts of an aware instant in the zone; seconds are cut off, never rounded up."""
    if instant.utcoffset() is None:
        raise TypeError("A datetime without a zone is no instant. Say which zone it is in.")
    try:
        local, utc = instant.astimezone(zone), instant.astimezone(UTC)
    except OverflowError as error:
        raise OutOfRange(f"Choose a year between 2 and 9998 instead of {instant.year}.") from error
    time = f"{_clock(local)} {_zone_name(local)}"
    in_utc = f"{utc:%H:%M} UTC"
    return DateTexts(
        utc=utc.replace(tzinfo=None).isoformat(timespec="microseconds") + "Z",
        iso=local.isoformat(timespec="seconds"),
        day=_day(local),
        time=time,
        full=f"{WEEKDAYS[local.weekday()]}, {_day(local)}, {time}",
        utc_text=in_utc if utc.date() == local.date() else f"{_day(utc)}, {in_utc}",
        year=local.year,
    )


def until(now: datetime, then: datetime) -> str:
    """Return how long it is from `now`: "in 1 day 18 h 42 min"; "now" when the instant has come."""
    # Subtracting two datetimes of one zone ignores a change of the clocks between them; in UTC there is none.
    left = then.astimezone(UTC) - now.astimezone(UTC)
    if left <= timedelta(0):
        return "now"
    if left < timedelta(minutes=1):
        return "in less than a minute"
    hours, minutes = divmod(left.seconds // 60, 60)
    parts = ((left.days, _plural(left.days, "day")), (hours, f"{hours} h"), (minutes, f"{minutes} min"))
    return " ".join(["in", *(text for count, text in parts if count)])


def ago(then: datetime, now: datetime) -> str:
    """Return how long it has been in one unit: "23 minutes", "22 hours", "3 days" from two days on."""
    minutes = (now.astimezone(UTC) - then.astimezone(UTC)) // timedelta(minutes=1)
    if minutes < 1:
        return "less than a minute"
    if minutes < 60:
        return _plural(minutes, "minute")
    if minutes < 48 * 60:
        return _plural(minutes // 60, "hour")
    return _plural(minutes // (24 * 60), "day")


def local_instant(naive: datetime, zone: ZoneInfo, *, fold: int | None = None) -> datetime:
    """Return the UTC instant of a wall time in the zone; `fold` 0 or 1 chooses when it comes twice.

    Raises NoSuchTime for a time that the clocks skip, AmbiguousTime for one that comes twice while
    `fold` is None, and OutOfRange at the ends of the calendar; each with a sentence.
    """
    if naive.tzinfo is not None:
        raise TypeError("A wall time has no zone of its own.")
    try:
        first, second = (naive.replace(tzinfo=zone, fold=side).astimezone(UTC) for side in (0, 1))
    except OverflowError as error:
        raise OutOfRange(f"Choose a year between 2 and 9998 instead of {naive.year}.") from error
    if first > second:
        raise NoSuchTime(_skipped(naive, zone, before=second, after=first))
    if first < second and fold is None:
        raise AmbiguousTime(_twice(naive, zone, first, second), earlier=first, later=second)
    return second if fold else first


def _day(moment: datetime) -> str:
    return f"{moment.day} {MONTHS[moment.month - 1]} {moment.year}"


def _clock(moment: datetime) -> str:
    if (moment.hour, moment.minute) == (12, 0):
        return "12:00 noon"
    if (moment.hour, moment.minute) == (0, 0):
        # "12:00 midnight" may be the start or the end of a day; 00:00 is only ever the start.
        return "00:00 midnight"
    half = "a.m." if moment.hour < 12 else "p.m."
    return f"{moment.hour % 12 or 12}:{moment.minute:02} {half}"


def _zone_name(moment: datetime) -> str:
    name = moment.tzname() or ""
    # Zones without letters of their own call themselves "-03".
    return f"UTC{name}" if name[:1] in ("+", "-") else name


def _place(zone: ZoneInfo) -> str:
    return (zone.key or "this zone").rpartition("/")[2].replace("_", " ")


def _plural(count: int, unit: str) -> str:
    return f"{count} {unit}" if count == 1 else f"{count} {unit}s"


def _skipped(naive: datetime, zone: ZoneInfo, *, before: datetime, after: datetime) -> str:
    low, high = before, after
    while high - low > timedelta(seconds=1):
        middle = low + (high - low) // 2
        changed = middle.astimezone(zone).utcoffset() == after.astimezone(zone).utcoffset()
        low, high = (low, middle) if changed else (middle, high)
    end = high.replace(microsecond=0).astimezone(zone).replace(tzinfo=None)
    start = end - (after - before)
    if start.date() == end.date():
        jump = f"{_clock(start)} to {_clock(end)}"
    else:
        jump = f"{_day(start)}, {_clock(start)} to {_day(end)}, {_clock(end)}"
    return (
        f"{_clock(naive)} on {WEEKDAYS[naive.weekday()]}, {_day(naive)} does not exist in {_place(zone)}: "
        f"the clocks jump from {jump}: choose a time before or after."
    )


def _twice(naive: datetime, zone: ZoneInfo, first: datetime, second: datetime) -> str:
    names = [f"{_zone_name(moment.astimezone(zone))} ({moment:%H:%M} UTC)" for moment in (first, second)]
    return (
        f"{_clock(naive)} on {WEEKDAYS[naive.weekday()]}, {_day(naive)} comes twice in {_place(zone)}: "
        f"first in {names[0]}, then in {names[1]}. Say which one you mean."
    )
