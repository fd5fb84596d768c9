"""Which copy of the site sends mail: never a clone, never a backup that was put back."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from django.core.management import call_command

from releases import jobs
from releases.actions import fencing, mailing, notifying, subscribing
from releases.actions.delivering import Courier
from releases.actions.subscribing import Wish
from releases.models import Instance, Mailing, Notice, SignUp
from releases.queries import fence
from releases.text.mailboxes import mailbox
from releases.vocabulary import NoticeKind
from releases.workflow import MoveNotAllowed
from tests.factories import approved
from tests.factories.mailings import office, queued
from tests.factories.newsletters import NewsletterFactory
from tests.factories.people import UserFactory
from tests.factories.subscribers import SubscriptionFactory

pytestmark = pytest.mark.django_db

NINE = datetime(2026, 11, 23, 14, 0, tzinfo=UTC)


def test_nobody_sends_before_somebody_has_confirmed():
    Instance.objects.all().delete()
    assert fence.objection().startswith("Nobody has confirmed that this copy")

    fencing.confirm_instance(by="a test")

    assert fence.objection() == ""


def test_a_copy_elsewhere_meets_another_name(settings):
    settings.INSTANCE_ID = "staging"

    assert fence.objection().startswith("This database belongs to another copy of the site (")


def test_a_copy_without_a_name_is_asked_for_one(settings):
    settings.INSTANCE_ID = ""

    assert "Set INSTANCE_ID" in fence.objection()
    with pytest.raises(MoveNotAllowed, match="Set INSTANCE_ID"):
        fencing.confirm_instance(by="a test")


def test_a_backup_that_was_put_back_is_found_out():
    fencing.remember(fencing.count_claim())
    assert fence.objection() == ""

    Instance.objects.update(claims=0)

    assert fence.objection().startswith("This database is older than what was sent from here")


def test_the_file_never_goes_back_and_an_unreadable_one_stops_all_mail():
    fencing.remember(7)
    fencing.remember(3)
    assert fence.claims_seen() == 7

    fence.claims_file().write_text("", encoding="ascii")
    Instance.objects.update(claims=9)

    assert "cannot be read" in fence.objection()


def test_workers_that_write_the_file_at_once_leave_the_highest_number():
    """Two containers with one VAR_DIR may have the same process number, as threads have."""
    numbers = list(range(1, 200))

    with ThreadPoolExecutor(8) as workers:
        list(workers.map(fencing.remember, numbers))

    assert fence.claims_seen() == numbers[-1]


def test_a_backup_from_the_midst_of_a_batch_is_found_out(at, settings, tmp_path):
    at(NINE)
    settings.RECALL_MINUTES, settings.EMAIL_FILE_PATH = 0, tmp_path
    queued(1)
    courier = Courier("1-test")
    assert courier.deliver(seconds=5) == 1
    assert fence.objection() == ""

    # As it was when the one batch had been claimed.
    Instance.objects.update(claims=1)

    assert fence.objection().startswith("This database is older than what was sent from here")


def test_a_backup_from_before_a_mail_to_one_person_is_found_out(at):
    at(NINE)
    office()
    letter = NewsletterFactory()
    subscribing.ask(
        mailbox("reader@mail.example"), (Wish("Each issue.", newsletter=letter.pk),), source="/", client=""
    )
    assert jobs.answer_sign_ups() == 1
    assert fence.objection() == ""
    before_the_notice = Instance.objects.get().claims
    assert before_the_notice > 0
    notifying.write_about_account(UserFactory(email="colleague@fas.example"), NoticeKind.PASSWORD_RESET)
    assert jobs.send_due_notices() == 1
    assert fence.objection() == ""

    Instance.objects.update(claims=before_the_notice)

    assert fence.objection().startswith("This database is older than what was sent from here")


def test_confirming_a_restored_copy_pauses_what_was_under_way(settings, capsys):
    queued()
    settings.INSTANCE_ID = "the new machine"

    call_command("confirm_instance")
    call_command("confirm_instance")

    assert fence.objection() == ""
    paused = Mailing.objects.get()
    assert (paused.state, paused.paused_because) == ("paused", fencing.AFTER_A_RESTORE)
    assert "Readers who left or were erased since that backup are back in it" in paused.paused_because
    assert capsys.readouterr().out.splitlines() == [
        "Confirmed: the copy the new mach sends mail, and no other.",
        "Mailings that are paused: 1. Look at each in the admin before you resume it.",
        "This copy is confirmed already. Nothing has changed.",
    ]


def test_after_a_restore_what_was_public_or_due_does_not_leave_again(at, settings):
    at(NINE)
    office()
    SubscriptionFactory(newsletter=None)
    approved(headline="Public before")
    later = approved(headline="Public afterwards", public_from=NINE + timedelta(hours=1))
    subscribing.ask(mailbox("reader@mail.example"), (), source="/newsletters/", client="")
    colleague = UserFactory(email="colleague@fas.example")
    assert notifying.write_about_account(colleague, NoticeKind.PASSWORD_RESET)
    at(NINE + timedelta(minutes=5))
    settings.INSTANCE_ID = "the new machine"

    fencing.confirm_instance(by="a test")

    assert mailing.queue_new_releases() == 0
    assert (Notice.objects.due().count(), SignUp.objects.due().count()) == (0, 0)
    assert Notice.objects.failed().filter(last_error=fencing.MAY_HAVE_LEFT).exists()
    at(NINE + timedelta(hours=1))
    assert mailing.queue_new_releases() == 1
    assert Mailing.objects.get().release == later.release


def test_a_confirmation_that_is_taken_back_leaves_the_file(settings, django_capture_on_commit_callbacks):
    fencing.remember(fencing.count_claim())
    settings.INSTANCE_ID = "the new machine"

    with django_capture_on_commit_callbacks() as later:
        fencing.confirm_instance(by="a test")

    assert fence.claims_file().exists()
    for each in later:
        each()
    assert not fence.claims_file().exists()


def test_the_first_run_confirms_only_where_nobody_decided(settings):
    Instance.objects.all().delete()
    assert fencing.confirm_the_first(by="first run")
    settings.INSTANCE_ID = "a copy"

    assert not fencing.confirm_the_first(by="first run")
    assert fence.objection() != ""
