"""A minute as people type it: a day and a time on the organisation's clock."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.html import format_html
from django.utils.safestring import SafeString

from releases import conf
from releases.models import clock
from releases.text.times import AmbiguousTime, NotATime, dated, local_instant

EARLIEST_YEAR = 1900
YEARS_AHEAD = 10

_DAY = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})", re.ASCII)
_TIME = re.compile(r"(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?", re.ASCII)


def in_words(instant: datetime) -> str:
    """The instant so that nobody can misread it: weekday, date, time, zone and UTC."""
    texts = dated(instant, conf.zone())
    return f"{texts.full} ({texts.utc_text})"


def check_year(day: date) -> None:
    """Raise ValidationError, with the years to choose from, if nobody can mean a day of this one."""
    latest = clock.now().year + YEARS_AHEAD
    if not EARLIEST_YEAR <= day.year <= latest:
        raise ValidationError(f"Choose a year between {EARLIEST_YEAR} and {latest} instead of {day.year:04}.")


def require_to_come(instant: datetime) -> None:
    """Raise ValidationError with what to do instead, if the instant has passed."""
    if instant <= clock.now():
        raise ValidationError(
            f"{in_words(instant)} has passed. Choose a later minute, or leave both boxes empty:"
            " then it is public when it is approved."
        )


@dataclass(frozen=True)
class Typed:
    """What stands in the boxes. `side` says which of two equal times is meant: "0", "1" or empty."""

    day: str = ""
    time: str = ""
    side: str = ""

    @classmethod
    def of(cls, instant: datetime) -> "Typed":
        """The boxes that name this instant."""
        local = instant.astimezone(conf.zone())
        side = str(local.fold) if _comes_twice(local.replace(tzinfo=None)) else ""
        return cls(f"{local:%Y-%m-%d}".zfill(10), f"{local:%H:%M}", side)

    def words(self) -> str:
        """The instant in words; empty while the boxes name none."""
        try:
            return in_words(local_instant(self.wall_time(), conf.zone(), fold=self.fold()))
        except (ValidationError, NotATime):
            return ""

    def fold(self) -> int | None:
        """Which of two equal times is meant, if that was said."""
        return int(self.side) if self.side in ("0", "1") else None

    def wall_time(self) -> datetime:
        """The day and time together, without a zone. Raises ValidationError with what to type instead."""
        return datetime.combine(_day(self.day), _time(self.time))


class MinuteWidget(forms.Widget):
    """A day, a time, the zone's name, and the choice between two equal times where there is one."""

    def render(
        self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None
    ) -> SafeString:
        typed = value if isinstance(value, Typed) else Typed()
        base = self.build_attrs(self.attrs, attrs)
        return format_html(
            '<span class="minute" data-minute="{}">{}{}<span class="minute__zone">{} time</span>{}'
            '<output class="minute__words">{}</output></span>',
            name,
            self._box("date", f"{name}_day", typed.day, {**base, "aria-label": "Day"}),
            self._box("time", f"{name}_time", typed.time, {**_other(base), "aria-label": "Time"}),
            conf.zone().key.rpartition("/")[2].replace("_", " "),
            self._choice(name, typed),
            typed.words(),
        )

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Typed:
        return Typed(*(str(data.get(f"{name}_{part}") or "").strip() for part in ("day", "time", "side")))

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return f"{name}_day" not in data

    def _box(self, kind: str, name: str, value: str, attrs: dict[str, Any]) -> SafeString:
        return forms.TextInput({**attrs, "type": kind}).render(name, value)

    def _choice(self, name: str, typed: Typed) -> SafeString | str:
        try:
            twice = _comes_twice(typed.wall_time())
        except ValidationError:
            twice = None
        if twice is None:
            return ""
        choices = [
            ("", "Which of the two?"),
            ("0", _side("first", twice[0])),
            ("1", _side("second", twice[1])),
        ]
        select = forms.Select({"aria-label": "Which of the two times"}, choices)
        return select.render(f"{name}_side", typed.side if typed.side in ("0", "1") else "")


class MinuteField(forms.Field):
    """A whole minute in the organisation's zone, as an instant in UTC; empty is None."""

    widget = MinuteWidget

    def prepare_value(self, value: Any) -> Typed:
        if isinstance(value, datetime):
            return Typed.of(value)
        return value if isinstance(value, Typed) else Typed()

    def to_python(self, value: Any) -> datetime | None:
        """Return the instant that was typed, or raise ValidationError with a sentence."""
        typed = value if isinstance(value, Typed) else Typed()
        if not typed.day and not typed.time:
            return None
        wall = typed.wall_time()
        check_year(wall)
        try:
            return local_instant(wall, conf.zone(), fold=typed.fold())
        except NotATime as refusal:
            raise ValidationError(str(refusal)) from refusal

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return bool(self.to_python(data) != initial)
        except ValidationError:
            return True


class ComingMinuteField(MinuteField):
    """A minute that has not passed."""

    def to_python(self, value: Any) -> datetime | None:
        instant = super().to_python(value)
        if instant is not None:
            require_to_come(instant)
        return instant


def _day(text: str) -> date:
    if not text:
        raise ValidationError("Give the day too, such as 2026-11-26, or empty the time.")
    found = _DAY.fullmatch(text)
    try:
        if found is None:
            raise ValueError(text)
        return date(*(int(part) for part in found.groups()))
    except ValueError as error:
        raise ValidationError(f"“{text[:40]}” is no day. Write it like 2026-11-26.") from error


def _time(text: str) -> time:
    if not text:
        raise ValidationError("Give the time too, such as 09:00, or empty the day.")
    found = _TIME.fullmatch(text)
    try:
        if found is None:
            raise ValueError(text)
        typed = time(int(found[1]), int(found[2]), int(found[3] or 0))
    except ValueError as error:
        raise ValidationError(f"“{text[:40]}” is no time. Write it like 09:00 or 17:30.") from error
    if typed.second or "." in text:
        raise ValidationError("Choose a whole minute, such as 09:00.")
    return typed


def _comes_twice(wall: datetime) -> tuple[datetime, datetime] | None:
    """The two instants of a time that the clocks show twice."""
    try:
        local_instant(wall, conf.zone())
    except AmbiguousTime as twice:
        return twice.earlier, twice.later
    except NotATime:
        return None
    return None


def _side(which: str, instant: datetime) -> str:
    return f"the {which}, {instant.astimezone(conf.zone()).tzname()} ({instant.astimezone(UTC):%H:%M} UTC)"


def _other(attrs: dict[str, Any]) -> dict[str, Any]:
    """The same attributes for a second box, which needs an id of its own."""
    return {**attrs, "id": f"{attrs['id']}_time"} if "id" in attrs else attrs
