"""What becomes of each mail to subscribers, whatever a mail server on a socket says."""

import socket
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from django.db import OperationalError, connection, transaction
from django.db.utils import IntegrityError

from releases.actions import delivering, editing, publishing, reviewing
from releases.actions import mailing as verbs
from releases.actions.delivering import Courier
from releases.actions.ledger import LEASE, PAUSES, Ledger
from releases.actions.mail_answers import Answer, What
from releases.models import Delivery, Mailing, Subscriber
from releases.vocabulary import DeliveryState as State
from tests import mail_server
from tests.factories import approved, editor, writer
from tests.factories.mailings import office, queued
from tests.factories.newsletters import newsletter_editor, public_issue
from tests.factories.subscribers import SubscriptionFactory

pytestmark = pytest.mark.django_db

NINE = datetime(2026, 11, 23, 14, 0, tzinfo=UTC)
WINDOW = timedelta(minutes=10)


@pytest.fixture
def server(settings):
    """A mail server that this copy of the site speaks to."""
    with mail_server.running() as running:
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", running.port, 5
        settings.MAIL_ALLOWED = ["@mail.example"]
        yield running


def under_way(at, readers=3, **words):
    at(NINE)
    waiting = queued(readers, **words)
    at(NINE + WINDOW)
    return waiting


def work(name="1-test"):
    waited = []
    courier = Courier(name, wait=waited.append)
    sent = courier.deliver(seconds=30)
    courier.close()
    return sent


def states(mailing):
    return [state for (state,) in mailing.deliveries.order_by("pk").values_list("state")]


def test_everybody_gets_one_mail_with_links_of_their_own(at, server):
    mailing = under_way(at)

    assert work() == 3
    assert work() == 0

    mailing.refresh_from_db()
    assert (mailing.state, states(mailing)) == ("finished", ["sent"] * 3)
    to = {mail["To"] for mail in server.received}
    assert to == {row.subscription.subscriber.email for row in mailing.deliveries.all()}
    assert len({mail["List-Unsubscribe"] for mail in server.received}) == 3
    assert {mail["Message-ID"] for mail in server.received} == {
        f"<mailing-{mailing.pk}-{row.pk}@127.0.0.1>" for row in mailing.deliveries.all()
    }


def test_a_mail_says_what_mail_programs_have_to_know(at, server):
    mailing = under_way(at, 1)

    work()

    (mail,) = server.received
    slug = mailing.issue.newsletter.slug
    assert mail["List-Id"] == f"<{slug}.127.0.0.1>"
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert mail["Auto-Submitted"] == "auto-generated"
    link = mail["List-Unsubscribe"].strip("<>")
    for part in ("plain", "html"):
        words = mail.get_body((part,)).get_content()
        assert link in words
        assert "20036" in words
        assert ".invalid" not in words


@pytest.mark.parametrize(
    ("answer", "state", "wait"),
    [
        ("451 try later", State.QUEUED, PAUSES[0]),
        ("550 5.7.1 not from you", State.FAILED, None),
        ("550 5.1.1 nobody of that name", State.FAILED, None),
        ("556 5.1.10 that domain takes no mail today", State.FAILED, None),
    ],
)
def test_what_a_server_says_of_one_reader_is_about_that_reader_alone(at, server, answer, state, wait):
    mailing = under_way(at)
    first = mailing.deliveries.order_by("pk").first()
    server.answers[first.subscription.subscriber.email] = answer

    work()

    first.refresh_from_db()
    assert (first.state, first.last_answer, first.attempts) == (state, answer, 1)
    assert first.next_attempt_at == NINE + WINDOW + (wait or timedelta(0))
    assert states(mailing)[1:] == ["sent", "sent"]
    first.subscription.subscriber.refresh_from_db()
    assert (first.subscription.subscriber.suppressed_because == "bounced") == ("5.1.1 " in answer)


class Unclear(mail_server.MailServer):
    """Takes every mail, and says neither yes nor no."""

    def __init__(self, says):
        super().__init__()
        self.says = says

    async def handle_DATA(self, server, session, envelope):  # noqa: N802 aiosmtpd's name
        await super().handle_DATA(server, session, envelope)
        return self.says


@pytest.mark.parametrize("says", ["354 go on", "150 soon", "999 well", "OK queued as 17"])
def test_after_the_text_only_a_plain_no_lets_a_mail_leave_again(at, settings, says):
    settings.EMAIL_HOST, settings.EMAIL_TIMEOUT, settings.MAIL_ALLOWED = "127.0.0.1", 5, ["@mail.example"]
    with mail_server.running(Unclear(says)) as server:
        settings.EMAIL_PORT = server.port
        mailing = under_way(at, 1)
        work()
        at(NINE + timedelta(hours=1))
        work()

    assert (states(mailing), len(server.received)) == (["uncertain"], 1)
    assert mailing.deliveries.get().last_answer.startswith("After the text came neither yes nor no: ")


def test_an_address_is_not_kept_in_the_words_of_a_server(at, server):
    mailing = under_way(at, 2)
    first, second = (row.subscription.subscriber.email for row in mailing.deliveries.order_by("pk"))
    server.answers = {
        first: f"550 5.1.1 <{first.upper()}>: nobody of that name; {'x' * 440} {first}",
        second: f"451 <{second}> try later",
    }

    work()

    refused, later = mailing.deliveries.order_by("pk")
    assert refused.last_answer.startswith("550 5.1.1 <the address>: nobody")
    assert "mail.example" not in refused.last_answer.lower()
    assert later.last_answer == "451 <the address> try later"
    assert "mail.example" not in refused.subscription.subscriber.suppression_note.lower()


def test_later_is_tried_for_72_hours_and_not_longer(at, server):
    mailing = under_way(at, 1)
    address = mailing.deliveries.get().subscription.subscriber.email
    server.answers[address] = "451 try later"
    tries, instant = 0, NINE + WINDOW

    while states(mailing) == ["queued"]:
        at(instant)
        work()
        tries += 1
        instant = mailing.deliveries.get().next_attempt_at

    assert tries == len(PAUSES) + 1
    assert (states(mailing), instant - NINE - WINDOW) == (["failed"], timedelta(hours=72))
    mailing.refresh_from_db()
    assert mailing.state == "finished"


def test_who_left_after_the_issue_was_queued_gets_nothing(at, server):
    mailing = under_way(at)
    first = mailing.deliveries.order_by("pk").first()
    subscription = first.subscription
    subscription.state, subscription.ended_at, subscription.ended_because = "ended", NINE, "left"
    subscription.save()

    work()

    assert states(mailing) == ["suppressed", "sent", "sent"]
    assert subscription.subscriber.email not in {mail["To"] for mail in server.received}


def test_who_leaves_between_the_claim_and_the_mail_gets_nothing(at, server):
    mailing = under_way(at, 1)
    delivering.begin_due()
    batch = delivering.claim("1-test")
    subscription = mailing.deliveries.get().subscription
    subscription.state, subscription.ended_at, subscription.ended_because = "ended", NINE, "left"
    subscription.save()

    Courier("1-test")._send(batch, lambda: False)

    assert (states(mailing), server.received) == (["suppressed"], [])


def test_a_withdrawn_release_stops_the_mailing_that_names_it(at, server):
    at(NINE - timedelta(days=1))
    release = approved(headline="Arms sales double").release
    mailing = under_way(at, items=[release])
    publishing.withdraw(release, by=editor(), reason="Wrong.", shows_headline=False)

    assert work() == 0

    mailing.refresh_from_db()
    assert (mailing.state, states(mailing), server.received) == ("paused", ["queued"] * 3, [])
    assert mailing.paused_because.startswith("“Arms sales double” is in this mailing")
    with pytest.raises(verbs.MoveNotAllowed, match="Readers cannot see “Arms sales double”"):
        verbs.resume(mailing, by=newsletter_editor())


def test_words_that_were_never_public_do_not_leave(at, server):
    at(NINE)
    minute = NINE + timedelta(hours=1)
    never = approved(headline="Words that were cancelled", public_from=minute)
    office()
    issue = public_issue(items=[never.release], public_from=minute)
    SubscriptionFactory(newsletter=issue.newsletter)
    mailing = verbs.queue_issue(issue, by=newsletter_editor())
    anew(publishing.cancel(never.release, by=editor(), scheduled=never.pk), public_from=minute)
    at(minute)

    assert work() == 0

    mailing.refresh_from_db()
    assert (mailing.state, states(mailing), server.received) == ("paused", ["queued"], [])
    assert "they were withdrawn, or cancelled before they were public" in mailing.paused_because
    with pytest.raises(verbs.MoveNotAllowed, match="in the words of this mailing"):
        verbs.resume(mailing, by=newsletter_editor())


def test_withdrawn_words_do_not_leave_once_the_release_is_back_with_others(at, server):
    at(NINE - timedelta(days=1))
    release = approved(headline="Words that were withdrawn").release
    mailing = under_way(at, items=[release])
    publishing.withdraw(release, by=editor(), reason="Wrong.", shows_headline=False)
    assert work() == 0
    anew(release)

    with pytest.raises(verbs.MoveNotAllowed, match="Recall the mailing if nothing has left"):
        verbs.resume(mailing, by=newsletter_editor())
    verbs.recall(mailing, by=newsletter_editor())
    mended = verbs.queue_issue(mailing.issue, by=newsletter_editor())
    at(NINE + 2 * WINDOW)

    assert work() == 3
    assert (states(mailing), states(mended)) == (["suppressed"] * 3, ["sent"] * 3)
    assert "Words that were withdrawn" not in mended.text
    assert all("Other words" in mail.get_body(("plain",)).get_content() for mail in server.received)


def test_a_correction_does_not_stop_a_mailing(at, server):
    at(NINE - timedelta(days=1))
    release = approved(headline="Words that were corrected").release
    mailing = under_way(at, items=[release])
    anew(release, change="update", change_note="What is new.")

    assert work() == 3
    assert states(mailing) == ["sent"] * 3


def anew(release, *, public_from=None, **change):
    """Approve other words of the release."""
    person = writer()
    release.refresh_from_db()
    if release.status == "approved":
        editing.edit_after_approval(release, by=person)
        release.refresh_from_db()
    for field, value in {"headline": "Other words", "summary": "Other words.", **change}.items():
        setattr(release, field, value)
    release.save()
    reviewing.submit(release, by=person)
    release.refresh_from_db()
    return publishing.approve(release, by=editor(), public_from=public_from)


def test_an_issue_of_which_no_mail_was_tried_can_be_recalled_and_queued_again(at, server, settings):
    settings.EMAIL_PORT = mail_server.free_port()
    mailing = under_way(at, 2)
    assert work() == 0

    verbs.recall(mailing, by=newsletter_editor())

    mailing.refresh_from_db()
    assert (mailing.state, mailing.begun_at, states(mailing)) == ("recalled", None, ["suppressed"] * 2)
    assert verbs.queue_issue(mailing.issue, by=newsletter_editor()).recipients == 2


def test_an_issue_of_which_a_mail_was_tried_cannot_be_recalled(at, server):
    mailing = under_way(at, 1)
    server.answers[mailing.deliveries.get().subscription.subscriber.email] = "451 try later"
    work()
    verbs.pause(mailing, by=newsletter_editor())

    with pytest.raises(verbs.MoveNotAllowed, match="cannot be recalled any more"):
        verbs.recall(mailing, by=newsletter_editor())
    assert states(mailing) == ["queued"]


def test_nothing_leaves_before_the_recall_window_has_closed(at, server):
    at(NINE)
    mailing = queued(2)
    at(NINE + WINDOW - timedelta(seconds=1))

    assert work() == 0
    at(NINE + WINDOW)
    assert work() == 2
    assert mailing.starts_at == NINE + WINDOW


def test_a_server_that_is_not_there_pauses_the_mailing_with_a_sentence(at, server, settings):
    settings.EMAIL_PORT = mail_server.free_port()
    mailing = under_way(at)

    assert work() == 0

    mailing.refresh_from_db()
    assert mailing.state == "paused"
    assert mailing.paused_because == (
        f"The mail server 127.0.0.1:{settings.EMAIL_PORT} cannot be reached "
        "([Errno 111] Connection refused). Start it, or correct SMTP_HOST and SMTP_PORT."
    )
    assert (states(mailing), [row.attempts for row in mailing.deliveries.all()]) == (["queued"] * 3, [0] * 3)

    settings.EMAIL_PORT = server.port
    verbs.resume(mailing, by=newsletter_editor())
    assert work() == 3


def test_a_refused_login_pauses_the_mailing(at, server, settings):
    settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = "press", "wrong"
    mailing = under_way(at, 1)

    assert work() == 0

    mailing.refresh_from_db()
    assert (mailing.state, states(mailing)) == ("paused", ["queued"])


def test_a_server_that_refuses_everybody_is_not_believed_for_long(at, server, monkeypatch):
    monkeypatch.setattr(delivering, "REFUSED_IN_A_ROW", 3)
    mailing = under_way(at, 5)
    for row in mailing.deliveries.all():
        server.answers[row.subscription.subscriber.email] = "554 5.7.1 your address is on a list"

    work()

    mailing.refresh_from_db()
    assert states(mailing) == ["refused"] * 3 + ["queued"] * 2
    assert "has refused 3 mails one after the other" in mailing.paused_because
    assert "they are tried again" in mailing.paused_because

    server.answers.clear()
    verbs.resume(mailing, by=newsletter_editor())

    assert work() == 5
    assert states(mailing) == ["sent"] * 5
    assert mailing.issue.events.get(move="mailing: resume").after == "3 refused mails are tried again"


def refuse(server, rows, words="554 5.7.1 relaying denied"):
    for row in rows:
        server.answers[row.subscription.subscriber.email] = words


@pytest.mark.parametrize("words", ["554 5.7.1 relaying denied", "550 5.1.1 nobody here has this name"])
def test_a_refusal_is_believed_once_the_server_has_taken_another_mail(at, server, words):
    mailing = under_way(at)
    refuse(server, mailing.deliveries.order_by("pk")[:2], words)

    assert work() == 1

    mailing.refresh_from_db()
    assert (mailing.state, states(mailing)) == ("finished", ["failed", "failed", "sent"])
    suppressed = [row.subscription.subscriber.suppressed_because for row in mailing.deliveries.order_by("pk")]
    assert suppressed == (["bounced"] * 2 if "5.1.1" in words else [""] * 2) + [""]


def test_a_server_that_says_of_everybody_that_they_are_nobody_suppresses_nobody(at, server, monkeypatch):
    monkeypatch.setattr(delivering, "REFUSED_IN_A_ROW", 3)
    mailing = under_way(at, 4)
    refuse(server, mailing.deliveries.all(), "550 5.1.1 nobody here has this name")
    work()
    server.answers.clear()
    verbs.resume(mailing, by=newsletter_editor())

    assert work() == 4
    assert not Subscriber.objects.exclude(suppressed_at=None).exists()


def test_whoever_ends_a_mailing_takes_off_only_readers_whose_refusal_is_believed(at, server, monkeypatch):
    monkeypatch.setattr(delivering, "REFUSED_IN_A_ROW", 3)
    mailing = under_way(at, 5)
    first, *rest = mailing.deliveries.order_by("pk")
    refuse(server, [first], "550 5.1.1 nobody here has this name")
    mailing.deliveries.filter(pk__in=[row.pk for row in rest[1:]]).update(
        next_attempt_at=NINE + WINDOW + timedelta(minutes=1)
    )
    work()
    refuse(server, rest, "550 5.1.1 nobody here has this name")
    at(NINE + WINDOW + timedelta(minutes=1))
    work()

    verbs.end(Mailing.objects.get(), by=newsletter_editor())

    assert states(mailing) == ["failed", "sent", "failed", "failed", "failed"]
    assert [s.pk for s in Subscriber.objects.exclude(suppressed_at=None)] == [
        first.subscription.subscriber_id
    ]


def test_a_mailing_whose_last_mails_are_refused_waits_for_somebody(at, server):
    mailing = under_way(at)
    last = mailing.deliveries.order_by("-pk")[:2]
    work_with_a_mail_at_a_time(at, server, mailing, last)

    mailing.refresh_from_db()
    assert (mailing.state, states(mailing)) == ("paused", ["sent", "refused", "refused"])
    assert mailing.paused_because == (
        "The mail server has refused the last 2 mails, and took none afterwards: 554 5.7.1 relaying denied. "
        "Look into it, then resume to try once more; or end the mailing to give up."
    )

    verbs.end(mailing, by=newsletter_editor())

    mailing.refresh_from_db()
    assert (mailing.state, states(mailing)) == ("finished", ["sent", "failed", "failed"])


def test_what_somebody_counts_as_sent_makes_no_refusal_believed(at, server):
    mailing = under_way(at)
    delivering.begin_due()
    in_doubt = delivering.claim("gone", limit=1).deliveries[0]
    Ledger("gone").begin(in_doubt)
    at(NINE + WINDOW + LEASE)
    refuse(server, mailing.deliveries.exclude(pk=in_doubt.pk), "550 5.1.1 nobody here has this name")
    work()
    verbs.count_as_sent(mailing.deliveries.get(pk=in_doubt.pk), by=newsletter_editor())
    server.answers.clear()

    verbs.resume(Mailing.objects.get(), by=newsletter_editor())

    assert work() == 2
    assert states(mailing) == ["sent"] * 3
    assert not Subscriber.objects.exclude(suppressed_at=None).exists()


def work_with_a_mail_at_a_time(at, server, mailing, refused):
    """The clock stands still in a test, so it has to be moved between what is taken and what is refused."""
    refuse(server, refused)
    later = NINE + WINDOW + timedelta(minutes=1)
    mailing.deliveries.filter(pk__in=[row.pk for row in refused]).update(next_attempt_at=later)
    assert work() == 1
    at(later)
    assert work() == 0


def test_a_refused_mail_goes_back_to_the_queue_only_while_its_mailing_is_paused(at, server):
    mailing = under_way(at, 1)
    refuse(server, mailing.deliveries.all())
    work()
    Mailing.objects.update(state="sending", paused_because="")

    with pytest.raises(IntegrityError, match="cannot take this step"), transaction.atomic():
        mailing.deliveries.update(state=State.QUEUED)


def test_outside_production_only_named_addresses_get_mail(at, server, settings):
    settings.MAIL_ALLOWED = ["somebody@else.example"]
    mailing = under_way(at, 1)

    assert work() == 0

    row = mailing.deliveries.get()
    assert (row.state, row.last_answer) == (
        "suppressed",
        "Not sent: MAIL_ALLOWED does not name this address.",
    )


def test_a_copied_database_sends_nothing(at, server, settings):
    mailing = under_way(at, 1)
    settings.INSTANCE_ID = "another copy"

    assert work() == 0

    mailing.refresh_from_db()
    assert (mailing.state, states(mailing), server.received) == ("waiting", ["queued"], [])


def test_a_lease_that_ran_out_goes_back_or_becomes_uncertain(at, server):
    mailing = under_way(at, 3)
    delivering.begin_due()
    delivering.claim("1-killed")
    first = mailing.deliveries.order_by("pk").first()
    mailing.deliveries.filter(pk=first.pk).update(state=State.SENDING)

    at(NINE + WINDOW + LEASE)
    delivering.take_back_stranded()

    assert states(mailing) == ["uncertain", "queued", "queued"]
    assert work("2-next") == 2
    mailing.refresh_from_db()
    assert mailing.state == "finished"


def test_after_a_failure_of_the_database_the_same_worker_goes_on_with_what_it_had_taken(at, server):
    mailing = under_way(at, 3)
    courier = Courier("1-test", wait=lambda seconds: None)

    def away(execute, sql, params, many, context):
        if server.received and sql.startswith(("UPDATE", "EXECUTE")):
            raise OperationalError("the server closed the connection unexpectedly")
        return execute(sql, params, many, context)

    with connection.execute_wrapper(away), pytest.raises(OperationalError):
        courier.deliver(seconds=30)
    left = states(mailing)

    assert courier.deliver(seconds=30) == 2
    assert (left, states(mailing)) == (["sending", "claimed", "claimed"], ["sent"] * 3)
    assert len(server.received) == 3


def test_staff_decide_about_an_uncertain_mail(at, server):
    mailing = under_way(at, 2)
    delivering.begin_due()
    delivering.claim("1-killed")
    mailing.deliveries.update(state=State.SENDING)
    at(NINE + WINDOW + LEASE)
    work()
    again, believed = mailing.deliveries.order_by("pk")

    verbs.send_again(again, by=newsletter_editor())
    verbs.count_as_sent(believed, by=newsletter_editor())

    mailing.refresh_from_db()
    assert (mailing.state, states(mailing)) == ("sending", ["queued", "sent"])
    assert work() == 1
    assert states(mailing) == ["sent", "sent"]
    with pytest.raises(verbs.MoveNotAllowed, match="not uncertain any more"):
        verbs.send_again(again, by=newsletter_editor())


def begun(at):
    """One mail whose answer has not come yet, and the ledger of its worker."""
    mailing = under_way(at, 1)
    delivering.begin_due()
    (delivery,) = delivering.claim("1-slow").deliveries
    ledger = Ledger("1-slow")
    assert ledger.begin(delivery)
    ledger.note(delivery, Answer(What.LATER, "451 try later"))
    return mailing, ledger


def test_an_answer_of_later_leaves_nothing_queued_in_a_mailing_that_was_ended(at):
    mailing, ledger = begun(at)
    verbs.pause(mailing, by=newsletter_editor())
    verbs.end(mailing, by=newsletter_editor())

    ledger.settle()

    mailing.refresh_from_db()
    assert (mailing.state, states(mailing)) == ("finished", ["suppressed"])


def test_an_answer_of_later_that_came_late_reopens_its_mailing(at, server):
    mailing, ledger = begun(at)
    at(NINE + WINDOW + LEASE)
    assert work("2-next") == 0
    mailing.refresh_from_db()
    assert (mailing.state, states(mailing)) == ("finished", ["uncertain"])

    ledger.settle()

    mailing.refresh_from_db()
    assert (mailing.state, states(mailing)) == ("sending", ["queued"])
    at(NINE + WINDOW + LEASE + PAUSES[0])
    assert work("2-next") == 1


@pytest.mark.django_db(transaction=True)
def test_finishing_waits_for_who_queues_a_mail_again(settings):
    settings.RECALL_MINUTES = 0
    mailing = queued(1)
    delivering.begin_due()
    delivering.claim("1-killed")
    mailing.deliveries.update(state=State.SENDING)
    mailing.deliveries.update(state=State.UNCERTAIN, lease_until=None)

    with ThreadPoolExecutor(1) as other:
        with transaction.atomic():
            Mailing.objects.select_for_update().get(pk=mailing.pk)
            finishing = other.submit(_with_own_connection, delivering.finish_done)
            if connection.vendor == "postgresql":
                # SQLite shows nobody who waits, and lets one transaction write at a time.
                _wait_until_somebody_waits()
            verbs.send_again(mailing.deliveries.get(), by=newsletter_editor())
        assert finishing.result(timeout=20) == 0

    mailing.refresh_from_db()
    assert (mailing.state, states(mailing)) == ("sending", ["queued"])


def _with_own_connection(work):
    try:
        return work()
    finally:
        connection.close()


def _wait_until_somebody_waits():
    with connection.cursor() as cursor:
        for _ in range(10_000):
            cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
            if cursor.fetchone()[0]:
                return
    raise AssertionError("nobody waits for the row")


@pytest.mark.parametrize("state", [State.SENT, State.FAILED, State.SUPPRESSED])
def test_the_database_keeps_what_became_of_a_mail(at, state):
    mailing = under_way(at, 1)
    delivering.begin_due()
    delivering.claim("1-test")
    rows = Delivery.objects.filter(mailing=mailing)
    if state == State.SENT:
        rows.update(state=State.SENDING)
    rows.update(state=state, lease_until=None)

    for forged in ({"state": State.QUEUED}, {"last_answer": "250 fine"}, {"mailing": mailing.pk + 1}):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(**forged)
    with pytest.raises(IntegrityError), transaction.atomic():
        rows._raw_delete("default")


def test_the_database_refuses_to_begin_what_nobody_claimed(at):
    mailing = under_way(at, 1)

    with pytest.raises(IntegrityError, match="cannot take this step"), transaction.atomic():
        Delivery.objects.update(state=State.SENDING, worker="x", lease_until=NINE)
    with pytest.raises(IntegrityError, match="cannot be changed"), transaction.atomic():
        Mailing.objects.filter(pk=mailing.pk).update(text="Other words.")


def test_a_server_that_takes_several_commands_at_once_gets_no_text_for_nobody(at, settings):
    """It answers “go on” to DATA though it refused the reader, as RFC 2920 lets it."""
    said = []

    def converse(listener):
        for _ in range(2):
            spoken, _ = listener.accept()
            with spoken, spoken.makefile("rb") as lines:
                spoken.sendall(b"220 here\r\n")
                for line in lines:
                    said.append(line.strip())
                    if line.startswith(b"ehlo"):
                        spoken.sendall(b"250-here\r\n250 PIPELINING\r\n")
                    elif line.startswith(b"RCPT"):
                        spoken.sendall(b"550 5.7.1 no\r\n")
                    elif line.startswith(b"DATA"):
                        spoken.sendall(b"354 go on\r\n")
                    else:
                        spoken.sendall(b"250 fine\r\n")

    with socket.create_server(("127.0.0.1", 0)) as listener:
        settings.EMAIL_HOST, settings.EMAIL_PORT = listener.getsockname()
        settings.EMAIL_TIMEOUT, settings.MAIL_ALLOWED = 5, ["@mail.example"]
        thread = threading.Thread(target=converse, args=[listener], daemon=True)
        thread.start()
        mailing = under_way(at, 2)
        assert work() == 0
        thread.join(timeout=10)

    assert states(mailing) == ["refused"] * 2
    assert [
        line for line in said if line not in (b"DATA",) and not line.startswith((b"ehlo", b"MAIL", b"RCPT"))
    ] == []
