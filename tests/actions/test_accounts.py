"""Accounts: invited, closed, and asked for more than a password."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth.models import User
from django_otp.oath import TOTP
from django_otp.plugins.otp_static.models import StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from releases import jobs
from releases.actions import accounts, sharing
from releases.actions.accounts import Closed, WrongToken
from releases.models import Notice, PreviewLink, Release
from releases.queries import staff
from releases.vocabulary import Purpose, Role
from releases.workflow import MoveNotAllowed
from tests.factories import ReleaseFactory, UserFactory, approved, editor, writer
from tests.factories.newsletters import IssueFactory, newsletter_editor

pytestmark = pytest.mark.django_db

NINE = datetime(2026, 11, 23, 14, 0, tzinfo=UTC)
HALF_MINUTE = timedelta(seconds=30)
KEY = "0123456789abcdef0123456789abcdef01234567"


def administrator(**fields):
    return UserFactory(roles=[Role.ADMINISTRATOR], **fields)


def invited(**fields):
    person = writer(username="new", email="new@fas.example", **fields)
    person.set_unusable_password()
    person.save()
    return person


def digits(when):
    phone = TOTP(bytes.fromhex(KEY))
    phone.time = when.timestamp()
    return f"{phone.token():06}"


def enrolled(person):
    _, codes = accounts.enrol(person, key=KEY, token=digits(NINE))
    return codes


# Invitations and forgotten passwords


def test_an_invitation_is_a_mail_with_a_link_that_lies_in_no_table(mailoutbox):
    person = invited()

    accounts.invite(person, by=administrator())
    jobs.send_due_notices()

    (mail,) = mailoutbox
    assert mail.to == ["new@fas.example"]
    assert "Your username is new." in mail.body
    assert person.account_events.get().reason == "By mail to new@fas.example."
    token = re.search(r"http://127\.0\.0\.1:8000/admin/set-password/\w+/([\w-]+)/", mail.body)[1]
    assert token not in str(list(Notice.objects.values()))


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"email": ""}, "no e-mail address, or is closed"),
        ({"is_active": False}, "no e-mail address, or is closed"),
        ({"password": "md5$x$y"}, "has a password already"),
    ],
)
def test_only_who_can_use_it_is_invited(change, sentence):
    person = invited()
    User.objects.filter(pk=person.pk).update(**change)
    person.refresh_from_db()

    with pytest.raises(MoveNotAllowed, match=sentence):
        accounts.invite(person, by=administrator())

    assert (Notice.objects.count(), person.account_events.count()) == (0, 0)


@pytest.mark.parametrize("make", [writer, editor, UserFactory])
def test_only_an_administrator_keeps_accounts(make):
    by, person = make(), invited()

    with pytest.raises(MoveNotAllowed, match="Inviting needs an administrator"):
        accounts.invite(person, by=by)
    with pytest.raises(MoveNotAllowed, match="Closing an account needs an administrator"):
        accounts.close_account(person, by=by, passes_drafts_to=by)
    with pytest.raises(MoveNotAllowed, match="Resetting a second step needs an administrator"):
        accounts.reset_second_factor(person, by=by)

    person.refresh_from_db()
    assert (person.is_active, Notice.objects.count()) == (True, 0)


def test_a_forgotten_password_brings_one_mail_in_ten_minutes(at, mailoutbox):
    at(NINE)
    person = writer(email="wren@fas.example")
    person.set_password("what I forgot")
    person.save()

    for _ in range(3):
        accounts.ask_for_reset("WREN@fas.example")
    at(NINE + accounts.ONE_RESET_IN)
    accounts.ask_for_reset("wren@fas.example")
    jobs.send_due_notices()

    assert [mail.subject for mail in mailoutbox] == ["Choose a new password for the press office"] * 2


@pytest.mark.parametrize(
    "change", [{"is_active": False}, {"password": "!never"}, {"email": "other@x.example"}]
)
def test_who_has_no_use_for_a_link_gets_none(change):
    person = writer(email="wren@fas.example", password="md5$x$y")
    User.objects.filter(pk=person.pk).update(**change)

    accounts.ask_for_reset("wren@fas.example")

    assert Notice.objects.count() == 0


# Leaving


def test_a_leaver_is_locked_out_and_their_texts_pass_on(client):
    leaver, heir, by = writer(username="leaver"), writer(username="heir"), administrator()
    client.force_login(leaver)
    draft = ReleaseFactory(owner=leaver)
    public = approved(owner=leaver).release
    foreign = ReleaseFactory(owner=by)
    issue = IssueFactory(owner=leaver)

    closed = accounts.close_account(leaver, by=by, passes_drafts_to=heir)

    leaver.refresh_from_db()
    issue.refresh_from_db()
    assert (closed, leaver.is_active, leaver.has_usable_password()) == (Closed(3, 0), False, False)
    assert client.get("/admin/").status_code == 302
    assert not client.session.exists(client.cookies["session"].value)
    assert [*Release.objects.filter(owner=heir).order_by("pk")] == [draft, public]
    assert (Release.objects.get(pk=foreign.pk).owner, issue.owner) == (by, heir)
    (event,) = leaver.account_events.all()
    assert (event.move, event.actor, event.before, event.after, event.reason) == (
        "close the account", by, "Open: Writer", "Closed: Writer", "3 texts passed to heir.",
    )  # fmt: skip


def test_what_passes_on_is_in_the_history_of_what_has_one():
    leaver, heir, by = writer(), writer(first_name="Ada", last_name="Heir"), administrator()
    draft, submitted = ReleaseFactory(owner=leaver), ReleaseFactory(owner=leaver, in_review=True)

    accounts.close_account(leaver, by=by, passes_drafts_to=heir)

    assert not draft.events.exists()
    event = submitted.events.first()
    assert (event.move, event.actor, event.reason) == ("assign", by, "To Ada Heir.")


def test_the_links_that_a_leaver_gave_open_nothing_any_more(client):
    leaver, by = writer(), administrator()
    release = ReleaseFactory()
    given = sharing.share(release, by=leaver, recipient="Ana Ruiz", purpose=Purpose.REVIEW)
    other = sharing.share(release, by=writer(), recipient="Ben Cole", purpose=Purpose.REVIEW)

    closed = accounts.close_account(leaver, by=by, passes_drafts_to=writer())

    assert closed.revoked == 1
    given.link.refresh_from_db()
    assert given.link.revoked_by == by
    assert list(PreviewLink.objects.valid()) == [other.link]
    assert client.post("/preview/", {"token": given.token}).status_code == 404
    assert release.events.first().reason == "Review link for Ana Ruiz: who gave it has left"


def test_the_name_of_a_leaver_stays_in_history():
    leaver = writer(first_name="Wren", last_name="Ash")
    release = ReleaseFactory(in_review=leaver)

    accounts.close_account(leaver, by=administrator(), passes_drafts_to=writer())

    assert release.events.get().actor_name == "Wren Ash"
    assert release.events.get().actor == leaver


def test_the_last_administrator_cannot_be_closed():
    last, heir = administrator(), writer()

    with pytest.raises(MoveNotAllowed, match="This is the last administrator"):
        accounts.close_account(last, by=last, passes_drafts_to=heir)

    last.refresh_from_db()
    assert last.is_active


def test_one_of_two_administrators_can_be_closed_and_closes_nobody_afterwards():
    first, second, heir = administrator(), administrator(), writer()

    accounts.close_account(first, by=second, passes_drafts_to=heir)

    with pytest.raises(MoveNotAllowed, match="needs an administrator"):
        accounts.close_account(second, by=first, passes_drafts_to=heir)


def test_texts_pass_only_to_somebody_who_works_here():
    leaver, gone, by = writer(), writer(is_active=False), administrator()

    for heir in (leaver, gone):
        with pytest.raises(MoveNotAllowed, match="Choose somebody else who works here"):
            accounts.close_account(leaver, by=by, passes_drafts_to=heir)
    accounts.close_account(leaver, by=by, passes_drafts_to=by)
    with pytest.raises(MoveNotAllowed, match="closed already"):
        accounts.close_account(leaver, by=by, passes_drafts_to=by)


def test_an_administrator_neither_closes_nor_resets_a_superuser(at):
    at(NINE)
    root, by = User.objects.create_superuser("root"), administrator()
    enrolled(root)

    with pytest.raises(MoveNotAllowed, match="Only a superuser"):
        accounts.close_account(root, by=by, passes_drafts_to=by)
    with pytest.raises(MoveNotAllowed, match="Only a superuser"):
        accounts.reset_second_factor(root, by=by)

    assert accounts.has_second_factor(root)


# The second step


@pytest.mark.parametrize(
    ("make", "needed"),
    [(editor, True), (newsletter_editor, True), (administrator, True), (writer, False), (UserFactory, False)],
)
def test_whoever_may_approve_or_make_approvers_needs_a_second_step(make, needed):
    assert staff.needs_second_factor(make()) is needed


def test_six_digits_of_the_phone_set_it_up_and_bring_ten_codes(at):
    at(NINE)
    person = editor()

    codes = enrolled(person)

    assert accounts.has_second_factor(person)
    assert len(set(codes)) == 10
    assert [code for code in codes if not re.fullmatch(r"[a-km-np-z2-9]{5}-[a-km-np-z2-9]{5}", code)] == []
    kept = set(StaticToken.objects.values_list("token", flat=True))
    assert len(kept) == 10
    assert kept & {*codes, *(code.replace("-", "") for code in codes)} == set()


def test_wrong_digits_set_nothing_up(at):
    at(NINE)
    person = editor()

    with pytest.raises(WrongToken, match="do not fit"):
        accounts.enrol(person, key=KEY, token="000000")

    assert TOTPDevice.objects.count() == 0


def test_a_second_phone_needs_a_reset_first(at):
    at(NINE)
    person = editor()
    enrolled(person)

    with pytest.raises(MoveNotAllowed, match="set up already"):
        accounts.enrol(person, key=KEY, token=digits(NINE + HALF_MINUTE))

    assert TOTPDevice.objects.count() == 1


def test_digits_work_once_not_even_again_within_their_half_minute(at):
    at(NINE)
    person = editor()
    enrolled(person)
    with pytest.raises(WrongToken, match="was used already"):
        accounts.verify(person, token=digits(NINE))

    at(NINE + 4 * HALF_MINUTE)
    later = digits(NINE + 4 * HALF_MINUTE)
    assert accounts.verify(person, token=f"{later[:3]} {later[3:]}") == TOTPDevice.objects.get()
    with pytest.raises(WrongToken, match="was used already"):
        accounts.verify(person, token=later)


def test_a_recovery_code_works_once_however_it_is_typed(at):
    at(NINE)
    person = editor()
    code, other, *_ = enrolled(person)

    accounts.verify(person, token=f" {code.upper()} ")
    with pytest.raises(WrongToken, match="was used already"):
        accounts.verify(person, token=code)
    at(NINE + HALF_MINUTE)
    accounts.verify(person, token=other.replace("-", ""))

    assert StaticToken.objects.count() == 8
    assert person.account_events.filter(move="use a recovery code").count() == 2


def test_guessing_is_slowed_down_with_a_sentence_even_for_the_right_digits(at):
    at(NINE)
    person = editor()
    enrolled(person)
    at(NINE + 4 * HALF_MINUTE)
    for wait in (0, 1, 2, 4):
        at(NINE + (4 + wait) * HALF_MINUTE)
        with pytest.raises(WrongToken, match="does not fit"):
            accounts.verify(person, token="000000")

    with pytest.raises(WrongToken, match="Wait 8 seconds"):
        accounts.verify(person, token=digits(NINE + 8 * HALF_MINUTE))


def test_a_code_of_somebody_else_is_worth_nothing(at):
    at(NINE)
    person, other = editor(), editor()
    enrolled(person)
    foreign, *_ = enrolled(other)

    with pytest.raises(WrongToken):
        accounts.verify(person, token=foreign)

    assert StaticToken.objects.count() == 20


def test_an_administrator_resets_a_lost_phone_and_the_account_says_so(at, client):
    at(NINE)
    person, by = editor(), administrator(username="keeper")
    enrolled(person)
    client.force_login(person)

    accounts.reset_second_factor(person, by=by)

    assert not accounts.has_second_factor(person)
    assert StaticToken.objects.count() == 0
    assert not client.session.exists(client.cookies["session"].value)
    assert list(person.account_events.values_list("move", "actor")) == [
        ("reset the second step", by.pk),
        ("set up the second step", person.pk),
    ]
