"""Jobs against a mail server on a socket: taken, refused for now, refused for ever, not there."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connections

from releases import jobs
from releases.actions import leasing, notifying
from releases.models import Notice
from tests import mail_server
from tests.factories import ReleaseFactory, editor, writer

NINE = datetime(2026, 11, 23, 14, 0, tzinfo=UTC)


@pytest.fixture
def server(settings):
    with mail_server.running() as running:
        use(settings, running.port)
        yield running


def use(settings, port):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port


def outcome():
    return list(Notice.objects.order_by("pk").values_list("state", "attempts", "last_error"))


@pytest.mark.django_db
def test_a_mail_that_the_server_takes_is_done(server, at):
    at(NINE)
    editor(email="ed@fas.example")
    ReleaseFactory(in_review=writer())

    assert jobs.send_due_notices() == 1

    (mail,) = server.received
    notice = Notice.objects.get()
    assert (mail["To"], mail["Auto-Submitted"]) == ("ed@fas.example", "auto-generated")
    assert mail["Message-ID"] == f"<notice-{notice.pk}@127.0.0.1>"
    assert mail.get_content_type() == "text/plain"
    assert (outcome(), notice.done_at) == ([("done", 1, "")], NINE)
    assert jobs.send_due_notices() == 0


@pytest.mark.django_db
def test_a_refusal_for_now_is_tried_again_and_one_for_ever_is_given_up_at_once(server, at):
    at(NINE)
    editor(email="gone@fas.example")
    editor(email="full@fas.example")
    editor(email="fine@fas.example")
    server.answers = {
        "gone@fas.example": "550 No such person as Gone@fas.example",
        "full@fas.example": "451 Come back later",
    }
    ReleaseFactory(in_review=writer())

    assert jobs.send_due_notices() == 2

    # First the mails about the text; then, to the same three, those about the mail that was given up.
    assert outcome() == 2 * [
        ("failed", 1, "The mail server refused the address: 550 No such person as the address"),
        ("queued", 1, "The mail server refused the address: 451 Come back later"),
        ("done", 1, ""),
    ]
    server.answers = {}
    at(NINE + notifying.PAUSES[0])
    assert jobs.send_due_notices() == 2
    assert [mail["To"] for mail in server.received] == 2 * ["fine@fas.example"] + 2 * ["full@fas.example"]


@pytest.mark.django_db
def test_a_server_that_is_not_there_holds_no_move_up(settings, at):
    at(NINE)
    use(settings, mail_server.free_port())
    editor(email="ed@fas.example")
    release = ReleaseFactory(in_review=writer())

    assert jobs.send_due_notices() == 0

    assert release.status == "review"
    ((state, attempts, error),) = outcome()
    assert (state, attempts, "cannot be reached" in error) == ("queued", 1, True)
    assert Notice.objects.get().next_attempt_at == NINE + notifying.PAUSES[0]


@pytest.mark.django_db
def test_an_address_that_breaks_the_mail_does_not_hold_up_the_rest(server, at):
    at(NINE)
    editor(email="ed@fas.example\nBcc: everybody@example.org")
    editor(email="fine@fas.example")
    ReleaseFactory(in_review=writer())

    assert jobs.send_due_notices() == 1

    assert [mail["To"] for mail in server.received] == ["fine@fas.example"]
    assert [state for state, _, _ in outcome()] == ["queued", "done"]


@pytest.mark.django_db
def test_a_worker_that_was_killed_between_claim_and_mail_loses_nothing(server, at):
    at(NINE)
    editor(email="ed@fas.example")
    ReleaseFactory(in_review=writer())
    leasing.claim_next(Notice)

    at(NINE + leasing.LEASE - timedelta(seconds=1))
    assert jobs.send_due_notices() == 0
    at(NINE + leasing.LEASE)
    assert jobs.send_due_notices() == 0
    at(NINE + leasing.LEASE + notifying.PAUSES[0])
    assert jobs.send_due_notices() == 1

    assert outcome() == [("done", 2, "")]


@pytest.mark.django_db
def test_a_job_does_no_more_than_its_limit(server, at):
    at(NINE)
    for number in range(5):
        editor(email=f"ed{number}@fas.example")
    ReleaseFactory(in_review=writer())

    assert (jobs.send_due_notices(limit=2), jobs.send_due_notices(limit=10)) == (2, 3)


@pytest.mark.django_db(transaction=True)
def test_two_workers_take_each_mail_once():
    for number in range(30):
        editor(email=f"ed{number}@fas.example")
    ReleaseFactory(in_review=writer())
    ready, taken = threading.Barrier(2), []

    def work():
        ready.wait()
        while notice := leasing.claim_next(Notice):
            taken.append(notice.pk)
        connections.close_all()

    threads = [threading.Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(taken) == sorted(Notice.objects.values_list("pk", flat=True))
    assert len(taken) == 30


@pytest.mark.django_db
def test_a_worker_that_is_told_to_stop_takes_no_other_mail(at, mailoutbox):
    at(NINE)
    for name in ("ed", "eve", "eli"):
        editor(email=f"{name}@fas.example")
    ReleaseFactory(in_review=writer())

    assert jobs.send_due_notices(stop=lambda: len(mailoutbox) == 2) == 2

    assert [state for state, _, _ in outcome()] == ["done", "done", "queued"]
