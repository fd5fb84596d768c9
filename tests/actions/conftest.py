"""The sample content, loaded once for all tests of a file that ask for it; and a mail server."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection, transaction
from pytest_django import DjangoDbBlocker

from releases.actions import sampling
from releases.vocabulary import Role
from tests import mail_server
from tests.factories.people import UserFactory


@pytest.fixture(scope="module")
def loaded(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[int]:
    """How many sample releases there are; a test that changes something changes only its own savepoint."""
    with django_db_blocker.unblock():
        frame = transaction.atomic()
        frame.__enter__()
        try:
            yield sampling.load(
                writer=UserFactory(username="sample-writer", roles=[Role.WRITER, Role.NEWSLETTER_EDITOR]),
                editor=UserFactory(username="sample-editor", roles=[Role.EDITOR, Role.NEWSLETTER_EDITOR]),
            )
        finally:
            connection.set_rollback(True)
            frame.__exit__(None, None, None)


@pytest.fixture
def server(settings: Any) -> Iterator[mail_server.MailServer]:
    """A mail server that this copy of the site speaks to."""
    with mail_server.running() as running:
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", running.port, 5
        settings.MAIL_ALLOWED = ["@mail.example"]
        yield running
