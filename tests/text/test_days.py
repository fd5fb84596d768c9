"""A year, a month or a day, as readers write them."""

from datetime import date

import pytest

from releases.text.days import Days


@pytest.mark.parametrize(
    ("written", "first", "last", "words"),
    [
        ("2010", date(2010, 1, 1), date(2010, 12, 31), "2010"),
        ("2010-02", date(2010, 2, 1), date(2010, 2, 28), "February 2010"),
        ("2010-12", date(2010, 12, 1), date(2010, 12, 31), "December 2010"),
        ("2012-02-29", date(2012, 2, 29), date(2012, 2, 29), "29 February 2012"),
    ],
)
def test_what_was_written_names_its_first_and_last_day(
    written: str, first: date, last: date, words: str
) -> None:
    days = Days.parse(written)

    assert (days.first, days.last, days.text, str(days)) == (first, last, written, words)


@pytest.mark.parametrize(
    "written",
    [
        "", "x", "10", "99999", "0000", "1899", "3000", "2010-13", "2010-00", "2011-02-29", "2010-1",
        "2010-12-14T", "-2010", "２０１０", "2010\n",
    ],
)  # fmt: skip
def test_anything_else_is_refused(written: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        Days.parse(written)
