"""The test clock itself: it moves both clocks, and refuses what it does not know."""

from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth.models import Group
from django.db.models.functions import Now
from django.utils import timezone

from tests import clock

NINE = datetime(2010, 12, 14, 9, tzinfo=UTC)


def database_now() -> datetime:
    Group.objects.get_or_create(name="clock")
    return Group.objects.annotate(now=Now()).values_list("now", flat=True)[0]


def test_at_moves_python_and_the_database_and_may_be_called_again(at: clock.Clock) -> None:
    at(NINE)
    first = (timezone.now(), database_now())
    at(NINE + timedelta(minutes=1))
    second = (timezone.now(), database_now())

    assert first == (NINE, NINE)
    assert second == (NINE + timedelta(minutes=1), NINE + timedelta(minutes=1))


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("attempt", [1, 2])
def test_a_moved_clock_ends_with_its_test_also_when_the_test_commits(attempt: int) -> None:
    with clock.moved_clock() as at:
        at(NINE)
        during = database_now()
    after = database_now()

    assert during == NINE
    assert abs(after - datetime.now(UTC)) < timedelta(seconds=10)


def test_an_instant_without_a_zone_is_refused(at: clock.Clock) -> None:
    with pytest.raises(ValueError, match="needs an instant with a time zone"):
        at(datetime(2010, 12, 14, 9))  # noqa: DTZ001


@pytest.mark.parametrize(
    ("modifier", "expected"),
    [
        ("-60 seconds", "2010-12-14 08:59:00.000"),
        ("+5 seconds", "2010-12-14 09:00:05.000"),
        ("0.5 seconds", "2010-12-14 09:00:00.500"),
    ],
)
def test_the_sqlite_clock_knows_modifiers_in_seconds(at: clock.Clock, modifier: str, expected: str) -> None:
    at(NINE)

    assert clock.sqlite_strftime("%Y-%m-%d %H:%M:%f", "NOW", modifier) == expected


@pytest.mark.parametrize(
    "arguments",
    [("%s", "now"), ("%Y-%m-%d %H:%M:%f", "2010-12-14"), ("%Y-%m-%d %H:%M:%f", "now", "+1 day")],
)
def test_the_sqlite_clock_refuses_what_it_does_not_know(arguments: tuple[str, ...]) -> None:
    with pytest.raises(ValueError, match="test clock does not know"):
        clock.sqlite_strftime(*arguments)
