"""No action does anything for somebody without the right, whichever page or command calls it."""

import ast
from collections.abc import Callable
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pytest
from django.contrib.auth.models import User

from releases import actions
from releases.actions import (
    accounts,
    addressing,
    editing,
    issuing,
    mailing,
    notifying,
    previewing,
    proofing,
    publishing,
    restoring,
    reviewing,
    sharing,
    shelving,
    subscriptions,
    suppressing,
)
from releases.models import Delivery, Draft, Notice, PreviewLink, Release
from releases.vocabulary import NoticeState, Purpose
from releases.workflow import MoveNotAllowed
from tests.factories import ReleaseFactory, UserFactory, approved, editor, writer
from tests.factories.mailings import queued
from tests.factories.media import picture
from tests.factories.newsletters import IssueFactory, public_issue
from tests.factories.subscribers import SubscriberFactory

pytestmark = pytest.mark.django_db

Try = Callable[[User], object]
LONG_AGO = datetime(2010, 12, 14, 15, tzinfo=UTC)


def live() -> Release:
    return approved().release


def waiting() -> Release:
    return ReleaseFactory(in_review=True)


def link() -> PreviewLink:
    return sharing.share(ReleaseFactory(), by=writer(), recipient="Ana", purpose=Purpose.REVIEW).link


def failed_notice() -> Notice:
    waiting()
    editor(email="ed@fas.example")
    reviewing.submit(ReleaseFactory(), by=writer())
    Notice.objects.update(state=NoticeState.FAILED)
    return Notice.objects.latest("pk")


def saved_draft() -> Draft:
    release = ReleaseFactory()
    return editing.record(release, by=writer())


TRIES: dict[str, Try] = {
    "accounts.invite": lambda by: accounts.invite(UserFactory(email="new@fas.example"), by=by),
    "accounts.close_account": lambda by: accounts.close_account(writer(), by=by, passes_drafts_to=writer()),
    "accounts.reset_second_factor": lambda by: accounts.reset_second_factor(editor(), by=by),
    "addressing.move_address": lambda by: addressing.move_address(live(), by=by, slug="elsewhere"),
    "editing.hold": lambda by: editing.hold(ReleaseFactory(), by=by),
    "editing.record": lambda by: editing.record(ReleaseFactory(), by=by),
    "editing.edit_after_approval": lambda by: editing.edit_after_approval(live(), by=by),
    "editing.assign": lambda by: editing.assign(ReleaseFactory(), to=by, by=by),
    "editing.copy": lambda by: editing.copy(ReleaseFactory(), by=by),
    "editing.discard": lambda by: editing.discard(ReleaseFactory(owner=by), by=by),
    "editing.keep_working_copy": lambda by: editing.keep_working_copy(
        user=by, form_key="0" * 32, release=ReleaseFactory(), form={"headline": ["Words"]}
    ),
    "editing.stay": lambda by: editing.stay(ReleaseFactory(), by=by, form_key="0" * 32),
    "issuing.submit_issue": lambda by: issuing.submit_issue(IssueFactory(), by=by),
    "issuing.send_back_issue": lambda by: issuing.send_back_issue(
        IssueFactory(in_review=True), by=by, note="Mend it."
    ),
    "issuing.approve_issue": lambda by: issuing.approve_issue(IssueFactory(in_review=True), by=by),
    "issuing.record_issue": lambda by: issuing.record_issue(IssueFactory(), by=by, before=""),
    "mailing.queue_issue": lambda by: mailing.queue_issue(public_issue(), by=by),
    "mailing.pause": lambda by: mailing.pause(queued(1), by=by),
    "mailing.resume": lambda by: mailing.resume(queued(1), by=by),
    "mailing.recall": lambda by: mailing.recall(queued(1), by=by),
    "mailing.end": lambda by: mailing.end(queued(1), by=by),
    "mailing.send_again": lambda by: mailing.send_again(_delivery(), by=by),
    "mailing.count_as_sent": lambda by: mailing.count_as_sent(_delivery(), by=by),
    "notifying.try_again": lambda by: notifying.try_again(failed_notice(), by=by),
    "notifying.leave": lambda by: notifying.leave(failed_notice(), by=by),
    "previewing.preview": lambda by: previewing.preview(ReleaseFactory, by=by),
    "proofing.look_ahead": lambda by: proofing.look_ahead(IssueFactory, by=by),
    "proofing.send_to_oneself": lambda by: proofing.send_to_oneself(IssueFactory(), by=by),
    "publishing.approve": lambda by: publishing.approve(waiting(), by=by),
    "publishing.approve_alone": lambda by: publishing.approve_alone(waiting(), by=by, reason="On deadline."),
    "publishing.file_in_archive": lambda by: publishing.file_in_archive(waiting(), by=by, dated=LONG_AGO),
    "publishing.cancel": lambda by: publishing.cancel(live(), by=by, scheduled=1),
    "publishing.withdraw": lambda by: publishing.withdraw(
        live(), by=by, reason="Wrong.", shows_headline=True
    ),
    "restoring.restore": lambda by: restoring.restore((draft := saved_draft()), by=by, seen=draft.release),
    "reviewing.submit": lambda by: reviewing.submit(ReleaseFactory(), by=by),
    "reviewing.send_back": lambda by: reviewing.send_back(waiting(), by=by, note="Mend it."),
    "reviewing.sign_off": lambda by: reviewing.sign_off(
        (version := approved()).release, by=by, version=version
    ),
    "sharing.share": lambda by: sharing.share(
        ReleaseFactory(), by=by, recipient="Ana Ruiz", purpose=Purpose.REVIEW
    ),
    "sharing.revoke": lambda by: sharing.revoke(link(), by=by),
    "shelving.upload": lambda by: shelving.upload(BytesIO(b"a,b\n1,2\n"), "table.csv", by=by),
    "shelving.discard": lambda by: shelving.discard(picture(), by=by),
    "subscriptions.erase_on_request": lambda by: subscriptions.erase_on_request(SubscriberFactory(), by=by),
    "suppressing.suppress": lambda by: suppressing.suppress(SubscriberFactory(), by=by, note="Asked."),
    "suppressing.allow_again": lambda by: suppressing.allow_again(SubscriberFactory(), by=by, note="Asked."),
}
# Parts of other actions, which have asked before; and what only ends one's own open form.
PARTS = {
    "account_history.note", "account_history.note_opened", "account_history.changing", "moving.moving",
    "editing.pass_on", "editing.drop_working_copy", "sharing.end_embargo_links",
    "sharing.end_links_given_by", "suppressing.note_down",
}  # fmt: skip
# Commands name themselves: whoever may run them has the machine.
BY_COMMAND = {"fencing.confirm_instance", "fencing.confirm_the_first"}


def _delivery() -> Delivery:
    return queued(1).deliveries.get()


def test_every_action_that_somebody_does_is_tried_without_the_right():
    found = set()
    for path in Path(actions.__file__).parent.glob("*.py"):
        for function in ast.parse(path.read_text()).body:
            if isinstance(function, ast.FunctionDef) and not function.name.startswith("_"):
                names = {argument.arg for argument in (*function.args.kwonlyargs, *function.args.args)}
                if names & {"by", "user"}:
                    found.add(f"{path.stem}.{function.name}")

    assert found == set(TRIES) | PARTS | BY_COMMAND


@pytest.mark.parametrize("name", TRIES)
def test_nobody_does_anything_without_the_right(name, settings, tmp_path):
    settings.MEDIA_FOLDER = tmp_path
    # Being a superuser gives no right of the newsroom; accounts they do keep.
    nobody = UserFactory(is_superuser=not name.startswith("accounts."))

    with pytest.raises(
        MoveNotAllowed, match=r"needs (an editor|a writer|a newsletter editor|an administrator)"
    ):
        TRIES[name](nobody)
