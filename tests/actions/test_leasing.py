"""Mails to single people whose database fails, or whose disk is full, while a worker has them."""

from datetime import UTC, datetime

import pytest
from django.db import OperationalError, connection

from releases import jobs
from releases.actions import reviewing, subscribing
from releases.actions.leasing import AFTER_A_FAILURE, LEASE
from releases.actions.notifying import PAUSES
from releases.actions.subscribing import Wish
from releases.models import Notice, SignUp
from releases.text.mailboxes import mailbox
from tests.factories import ReleaseFactory, editor, writer
from tests.factories.mailings import office
from tests.factories.newsletters import NewsletterFactory

pytestmark = pytest.mark.django_db

NINE = datetime(2026, 3, 2, 14, 0, tzinfo=UTC)


def to_a_colleague():
    editor(email="ed@mail.example")
    person = writer()
    reviewing.submit(ReleaseFactory(owner=person), by=person)
    return Notice, jobs.send_due_notices


def to_a_reader():
    wish = Wish("Send me each issue of it.", newsletter=NewsletterFactory().pk)
    subscribing.ask(mailbox("ana@mail.example"), (wish,), source="/subscribe/", client="c")
    return SignUp, jobs.answer_sign_ups


def failing(after, times):
    """The database fails at the question after so many since the claim, and so often."""
    asked = []

    def ask(execute, sql, params, many, context):
        if sql.startswith(("SAVEPOINT", "RELEASE", "ROLLBACK")):
            return execute(sql, params, many, context)
        if asked or (sql.startswith("UPDATE") and "lease_until" in sql):
            asked.append(sql)
        if after < len(asked) - 1 <= after + times:
            raise OperationalError("the server closed the connection unexpectedly")
        return execute(sql, params, many, context)

    return connection.execute_wrapper(ask)


@pytest.mark.parametrize("ask", [to_a_colleague, to_a_reader])
@pytest.mark.parametrize("after", [0, 3, 5])
def test_a_mail_whose_database_fails_for_a_moment_leaves_a_minute_later(at, mailoutbox, ask, after):
    at(NINE)
    office()
    model, job = ask()

    with failing(after, times=1), pytest.raises(OperationalError):
        job()

    assert model.objects.get().state == "queued"
    at(NINE + AFTER_A_FAILURE)
    assert (job(), len(mailoutbox)) == (1, 1)


@pytest.mark.parametrize("ask", [to_a_colleague, to_a_reader])
def test_while_the_database_is_away_the_lease_runs_out(at, mailoutbox, ask):
    at(NINE)
    office()
    model, job = ask()

    with failing(3, times=1000), pytest.raises(OperationalError):
        job()

    assert model.objects.get().state == "claimed"
    at(NINE + LEASE)
    job()
    at(NINE + LEASE + PAUSES[0])
    assert (job(), len(mailoutbox)) == (1, 1)


@pytest.mark.parametrize("ask", [to_a_colleague, to_a_reader])
def test_a_full_disk_gives_no_mail_up_however_long_it_lasts(at, mailoutbox, settings, tmp_path, ask):
    settings.VAR_DIR = tmp_path
    (tmp_path / "claims.lock").mkdir()
    at(NINE)
    office()
    model, job = ask()

    for minute in range(2 * len(PAUSES)):
        at(NINE + minute * AFTER_A_FAILURE)
        with pytest.raises(IsADirectoryError):
            job()

    waiting = model.objects.get()
    assert (waiting.state, waiting.attempts, mailoutbox) == ("queued", 0, [])
    (tmp_path / "claims.lock").rmdir()
    at(NINE + 2 * len(PAUSES) * AFTER_A_FAILURE)
    assert (job(), len(mailoutbox)) == (1, 1)
