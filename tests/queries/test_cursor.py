"""A cursor comes back as the place it was made of, and nothing else is one."""

from datetime import UTC, datetime

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from releases.queries.cursor import Cursor, NotACursor

instants = st.datetimes(timezones=st.just(UTC))
keys = st.integers(min_value=0, max_value=16**15 - 1)


@given(instants, keys)
@example(datetime.min.replace(tzinfo=UTC), 1)
@example(datetime.max.replace(tzinfo=UTC), 1)
def test_a_cursor_comes_back_as_the_place_it_was_made_of(instant, key):
    assert Cursor.parse(str(Cursor(instant, key))) == Cursor(instant, key)


@given(st.text())
@example("fffffffffffffff-1")
@example("1-1\n")
def test_any_text_is_a_cursor_or_is_refused(word):
    try:
        cursor = Cursor.parse(word)
    except NotACursor:
        return
    assert Cursor.parse(str(cursor)) == cursor


@pytest.mark.parametrize("word", ["", "1", "-", "A-1", "1-1-1", "0x1-1", " 1-1", "1_0-1"])
def test_junk_is_refused(word):
    with pytest.raises(NotACursor):
        Cursor.parse(word)


def test_a_cursor_tells_nobody_the_number_of_a_version():
    """Numbers that count up would tell how many versions are scheduled in between."""
    day = datetime(2026, 11, 26, 14, 0, tzinfo=UTC)

    words = [str(Cursor(day.replace(hour=hour), 7)) for hour in range(10)]

    assert len({word.partition("-")[2] for word in words}) == 10
