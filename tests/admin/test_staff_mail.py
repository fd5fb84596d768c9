"""The list of mails to colleagues: to read, and to decide about what was given up."""

from datetime import UTC, datetime

import pytest
from django.urls import reverse

from releases.actions import accounts
from releases.models import Notice
from releases.vocabulary import Role
from tests.factories import ReleaseFactory, UserFactory, editor, writer
from tests.factories.newsletters import newsletter_editor

pytestmark = pytest.mark.django_db

NINE = datetime(2026, 11, 23, 14, 0, tzinfo=UTC)
LIST = "admin:releases_notice_changelist"


def administrator(**fields):
    return UserFactory(roles=[Role.ADMINISTRATOR], **fields)


@pytest.fixture
def failed(at):
    at(NINE)
    editor(email="ed@fas.example")
    ReleaseFactory(in_review=writer())
    Notice.objects.update(state="failed", attempts=6, last_error="550 No such person")
    return Notice.objects.get()


def decide(client, action, notice):
    return client.post(reverse(LIST), {"action": action, "_selected_action": [notice.pk]}, follow=True)


def test_the_link_of_the_mail_leads_to_what_was_given_up(client, failed):
    ReleaseFactory(in_review=writer())
    client.force_login(writer())

    response = client.get(reverse(LIST) + "?state__exact=failed")

    assert list(response.context["cl"].result_list) == [failed]
    assert "550 No such person" in response.content.decode()


def test_the_desk_shows_what_was_given_up_and_leads_to_the_decision(client, failed):
    new = writer(email="new@fas.example")
    new.set_unusable_password()
    new.save()
    accounts.invite(new, by=administrator())
    Notice.objects.update(state="failed")

    def shown(person):
        client.force_login(person)
        (part,) = (part for part in client.get("/admin/").context["parts"] if part.anchor == "failed")
        return {row.entry.notice.kind for row in part.rows}, {
            link.url for row in part.rows for link in row.links
        }

    assert shown(writer()) == ({"submitted"}, {reverse(LIST) + "?state__exact=failed"})
    assert shown(administrator())[0] == {"submitted", "invitation"}


@pytest.mark.parametrize(("action", "state"), [("try_again", "queued"), ("leave", "dropped")])
def test_what_was_given_up_is_tried_again_or_left(client, failed, action, state):
    client.force_login(writer())

    decide(client, action, failed)

    failed.refresh_from_db()
    assert failed.state == state


def test_a_decision_that_comes_too_late_is_answered_with_a_sentence(client, failed):
    Notice.objects.update(state="done")
    client.force_login(writer())

    response = decide(client, "try_again", failed)

    failed.refresh_from_db()
    assert failed.state == "done"
    assert "This mail is not waiting for a decision." in response.content.decode()


def test_nobody_writes_or_deletes_a_mail_by_hand(client, failed):
    client.force_login(editor())
    change = reverse("admin:releases_notice_change", args=[failed.pk])

    assert client.get(change).status_code == 200
    assert client.post(change, {"state": "done"}).status_code == 403
    assert client.get(reverse("admin:releases_notice_add")).status_code == 403
    assert client.post(reverse("admin:releases_notice_delete", args=[failed.pk])).status_code == 403
    assert Notice.objects.get().state == "failed"


@pytest.mark.parametrize("make", [newsletter_editor, UserFactory])
def test_who_writes_no_releases_has_no_business_here(client, failed, make):
    client.force_login(make())

    assert client.get(reverse(LIST)).status_code == 403
    assert decide(client, "leave", failed).status_code == 403
    assert Notice.objects.get().state == "failed"


def test_mails_about_accounts_are_for_who_keeps_the_accounts(client, failed):
    new = writer(email="new@fas.example")
    new.set_unusable_password()
    new.save()
    accounts.invite(new, by=administrator())
    invitation = Notice.objects.get(kind="invitation")
    Notice.objects.filter(pk=invitation.pk).update(state="failed")

    client.force_login(writer())
    assert invitation not in client.get(reverse(LIST)).context["cl"].result_list
    decide(client, "try_again", invitation)
    assert Notice.objects.get(pk=invitation.pk).state == "failed"
    client.force_login(administrator())
    assert invitation in client.get(reverse(LIST)).context["cl"].result_list
    decide(client, "try_again", invitation)
    assert Notice.objects.get(pk=invitation.pk).state == "queued"


@pytest.mark.parametrize("count", [1, 20])
def test_the_list_costs_as_many_queries_however_long(client, django_assert_max_num_queries, count):
    editor(email="ed@fas.example")
    for _ in range(count):
        ReleaseFactory(in_review=writer())
    client.force_login(writer())

    with django_assert_max_num_queries(21):
        response = client.get(reverse(LIST))

    assert len(response.context["cl"].result_list) == count
