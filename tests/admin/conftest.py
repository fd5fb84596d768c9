"""Who writes in the tests of the admin."""

from datetime import UTC, datetime

import pytest
from django.contrib.auth.models import User

from tests.factories import writer

EIGHT = datetime(2026, 11, 26, 13, 0, tzinfo=UTC)


@pytest.fixture
def person(client, at) -> User:
    """Monica Amarelo, a writer, logged in at eight o’clock on a Thursday."""
    at(EIGHT)
    person = writer(first_name="Monica", last_name="Amarelo")
    client.force_login(person)
    return person
