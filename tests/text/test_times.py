"""Dates cannot be misread, and a wall time is one instant or a sentence."""

from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from releases.text import times
from releases.text.times import AmbiguousTime, DateTexts, NoSuchTime, OutOfRange

NEW_YORK = ZoneInfo("America/New_York")
ZONES = [
    ZoneInfo(key) for key in ("America/New_York", "Europe/Berlin", "Asia/Kathmandu", "Pacific/Apia", "UTC")
]
NINE = datetime(2010, 12, 14, 9, tzinfo=UTC)


def wall(year: int, month: int, day: int, hour: int = 0, minute: int = 0) -> datetime:
    """A wall time as somebody types it: no zone."""
    return datetime(year, month, day, hour, minute, tzinfo=UTC).replace(tzinfo=None)


zones = st.sampled_from(ZONES)
wall_times = st.datetimes(wall(1970, 1, 3), wall(2037, 12, 29))


def test_an_instant_has_all_its_texts() -> None:
    texts = times.dated(datetime(2010, 12, 14, 15, 0, 59, 999999, tzinfo=UTC), NEW_YORK)

    assert texts == DateTexts(
        utc="2010-12-14T15:00:59.999999Z",
        iso="2010-12-14T10:00:59-05:00",
        day="14 December 2010",
        time="10:00 a.m. EST",
        full="Tuesday, 14 December 2010, 10:00 a.m. EST",
        utc_text="15:00 UTC",
        year=2010,
    )


def test_the_year_and_day_are_local_and_utc_names_its_own_day() -> None:
    texts = times.dated(datetime(2011, 1, 1, 3, tzinfo=UTC), NEW_YORK)

    assert texts == DateTexts(
        utc="2011-01-01T03:00:00.000000Z",
        iso="2010-12-31T22:00:00-05:00",
        day="31 December 2010",
        time="10:00 p.m. EST",
        full="Friday, 31 December 2010, 10:00 p.m. EST",
        utc_text="1 January 2011, 03:00 UTC",
        year=2010,
    )


@pytest.mark.parametrize(
    ("hour", "minute", "text"),
    [
        (0, 0, "00:00 midnight EDT"),
        (0, 1, "12:01 a.m. EDT"),
        (9, 5, "9:05 a.m. EDT"),
        (11, 59, "11:59 a.m. EDT"),
        (12, 0, "12:00 noon EDT"),
        (12, 30, "12:30 p.m. EDT"),
        (15, 40, "3:40 p.m. EDT"),
        (23, 59, "11:59 p.m. EDT"),
    ],
)
def test_the_time_of_day_is_plain(hour: int, minute: int, text: str) -> None:
    assert times.dated(datetime(2011, 5, 4, hour, minute, tzinfo=NEW_YORK), NEW_YORK).time == text


def test_a_zone_without_a_name_shows_its_distance_from_utc() -> None:
    texts = times.dated(datetime(2011, 5, 4, 12, tzinfo=UTC), ZoneInfo("America/Sao_Paulo"))

    assert texts.time == "9:00 a.m. UTC-03"


@pytest.mark.parametrize(
    "instant",
    [
        datetime(1, 1, 1, tzinfo=UTC),
        datetime(1, 1, 1, tzinfo=timezone(timedelta(hours=2))),
        datetime.max.replace(tzinfo=timezone(-timedelta(hours=2))),
    ],
)
def test_the_ends_of_the_calendar_are_refused_with_a_sentence(instant: datetime) -> None:
    with pytest.raises(OutOfRange, match=r"Choose a year between 2 and 9998 instead of \d+\."):
        times.dated(instant, NEW_YORK)


def test_a_datetime_without_a_zone_is_no_instant() -> None:
    with pytest.raises(TypeError):
        times.dated(wall(2010, 12, 14), NEW_YORK)


@pytest.mark.parametrize(
    ("left", "text"),
    [
        (timedelta(days=1, hours=18, minutes=42), "in 1 day 18 h 42 min"),
        (timedelta(hours=17, minutes=42, seconds=59), "in 17 h 42 min"),
        (timedelta(days=3, hours=4), "in 3 days 4 h"),
        (timedelta(days=2, minutes=1), "in 2 days 1 min"),
        (timedelta(minutes=1), "in 1 min"),
        (timedelta(seconds=59), "in less than a minute"),
        (timedelta(0), "now"),
        (timedelta(hours=-3), "now"),
    ],
)
def test_until_says_how_long_it_is(left: timedelta, text: str) -> None:
    assert times.until(NINE, NINE + left) == text


def test_until_counts_real_hours_over_a_change_of_the_clocks() -> None:
    evening = datetime(2027, 3, 13, 22, tzinfo=NEW_YORK)
    morning = datetime(2027, 3, 14, 9, tzinfo=NEW_YORK)

    assert (times.until(evening, morning), times.ago(evening, morning)) == ("in 10 h", "10 hours")


@pytest.mark.parametrize(
    ("passed", "text"),
    [
        (timedelta(minutes=23, seconds=30), "23 minutes"),
        (timedelta(minutes=1), "1 minute"),
        (timedelta(minutes=59, seconds=59), "59 minutes"),
        (timedelta(hours=1), "1 hour"),
        (timedelta(hours=22, minutes=8), "22 hours"),
        (timedelta(hours=47, minutes=59), "47 hours"),
        (timedelta(hours=48), "2 days"),
        (timedelta(seconds=59), "less than a minute"),
        (timedelta(minutes=-5), "less than a minute"),
    ],
)
def test_ago_says_how_long_it_has_been(passed: timedelta, text: str) -> None:
    assert times.ago(NINE, NINE + passed) == text


def test_a_wall_time_is_an_instant() -> None:
    assert times.local_instant(wall(2027, 3, 14, 3), NEW_YORK) == datetime(2027, 3, 14, 7, tzinfo=UTC)


@pytest.mark.parametrize(
    ("naive", "zone", "sentence"),
    [
        (
            wall(2027, 3, 14, 2, 30),
            "America/New_York",
            "2:30 a.m. on Sunday, 14 March 2027 does not exist in New York: "
            "the clocks jump from 2:00 a.m. to 3:00 a.m.: choose a time before or after.",
        ),
        (
            wall(2011, 12, 30, 12),
            "Pacific/Apia",
            "12:00 noon on Friday, 30 December 2011 does not exist in Apia: the clocks jump from "
            "30 December 2011, 00:00 midnight to 31 December 2011, 00:00 midnight: "
            "choose a time before or after.",
        ),
    ],
)
@pytest.mark.parametrize("fold", [None, 0, 1])
def test_a_skipped_time_is_refused(naive: datetime, zone: str, sentence: str, fold: int | None) -> None:
    with pytest.raises(NoSuchTime) as refusal:
        times.local_instant(naive, ZoneInfo(zone), fold=fold)

    assert str(refusal.value) == sentence


@pytest.mark.parametrize(
    ("hour", "exists"), [((1, 59), True), ((2, 0), False), ((2, 59), False), ((3, 0), True)]
)
def test_the_skipped_hour_has_exact_edges(hour: tuple[int, int], exists: bool) -> None:
    try:
        times.local_instant(wall(2027, 3, 14, *hour), NEW_YORK)
    except NoSuchTime:
        assert not exists
    else:
        assert exists


def test_a_time_that_comes_twice_is_asked() -> None:
    with pytest.raises(AmbiguousTime) as refusal:
        times.local_instant(wall(2027, 11, 7, 1, 30), NEW_YORK)

    assert (str(refusal.value), refusal.value.earlier, refusal.value.later) == (
        "1:30 a.m. on Sunday, 7 November 2027 comes twice in New York: "
        "first in EDT (05:30 UTC), then in EST (06:30 UTC). Say which one you mean.",
        datetime(2027, 11, 7, 5, 30, tzinfo=UTC),
        datetime(2027, 11, 7, 6, 30, tzinfo=UTC),
    )


@pytest.mark.parametrize(("fold", "hour"), [(0, 5), (1, 6)])
def test_the_answer_chooses_the_instant(fold: int, hour: int) -> None:
    instant = times.local_instant(wall(2027, 11, 7, 1, 30), NEW_YORK, fold=fold)

    assert instant == datetime(2027, 11, 7, hour, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("naive", "zone"), [(wall(9999, 12, 31, 23), "America/New_York"), (wall(1, 1, 1), "Europe/Berlin")]
)
def test_a_wall_time_at_the_end_of_the_calendar_is_refused(naive: datetime, zone: str) -> None:
    with pytest.raises(OutOfRange):
        times.local_instant(naive, ZoneInfo(zone))


def test_a_wall_time_with_a_zone_is_a_mistake_of_the_caller() -> None:
    with pytest.raises(TypeError):
        times.local_instant(NINE, NEW_YORK)


@given(wall_times, zones, st.sampled_from([0, 1]))
@settings(max_examples=100)
def test_a_wall_time_that_is_taken_reads_back_the_same(typed: datetime, zone: ZoneInfo, fold: int) -> None:
    try:
        instant = times.local_instant(typed, zone, fold=fold)
    except NoSuchTime:
        return

    assert instant.astimezone(zone).replace(tzinfo=None, fold=0) == typed


@given(st.datetimes(wall(1900, 1, 3), wall(2200, 1, 1), timezones=zones), zones)
@settings(max_examples=100)
def test_every_text_speaks_of_the_same_instant(instant: datetime, zone: ZoneInfo) -> None:
    texts = times.dated(instant, zone)

    assert datetime.fromisoformat(texts.utc) == instant.astimezone(UTC)
    local = datetime.fromisoformat(texts.iso)
    assert (local.astimezone(UTC), local.year) == (instant.astimezone(UTC).replace(microsecond=0), texts.year)
    assert (
        date(texts.year, times.MONTHS.index(texts.day.split()[1]) + 1, int(texts.day.split()[0]))
        == local.date()
    )
