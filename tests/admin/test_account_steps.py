"""What administrators do with accounts: a page that says what it means, and one button that does it."""

import re
from datetime import UTC, datetime

import pytest
from django.contrib import admin
from django.contrib.auth.models import User
from django.urls import reverse
from django_otp.plugins.otp_totp.models import TOTPDevice

from releases.actions import editing
from releases.models import Notice
from releases.vocabulary import Role
from tests.factories import ReleaseFactory, UserFactory, editor, writer

pytestmark = pytest.mark.django_db

NINE = datetime(2026, 11, 23, 14, 0, tzinfo=UTC)
PASSWORD = "kxq3m-tt9vw-7fzpc"
STEPS = ["invite", "reset-second-step", "close"]
NEW = {"username": "new", "first_name": "Ana", "last_name": "Ruiz", "usable_password": "false"}


def administrator(**fields):
    return UserFactory(roles=[Role.ADMINISTRATOR], **fields)


def url(step, person):
    return reverse(f"admin:auth_user_{step}", args=[person.pk])


def sentences(response):
    return [str(message) for message in response.context["messages"]]


def test_an_account_without_a_password_is_invited_when_it_is_made(client):
    client.force_login(administrator())

    response = client.post(reverse("admin:auth_user_add"), {**NEW, "email": "new@fas.example"}, follow=True)

    person = User.objects.get(username="new")
    assert not person.has_usable_password()
    assert list(Notice.objects.values_list("kind", "recipient")) == [("invitation", person.pk)]
    assert "Invited: a mail with a link goes to new@fas.example." in sentences(response)


def test_without_an_address_nobody_is_invited_and_the_field_says_so(client):
    client.force_login(administrator())

    response = client.post(reverse("admin:auth_user_add"), {**NEW, "email": ""})

    assert response.context["adminform"].form.errors == {
        "email": ["Write where the invitation goes, or choose to type a password."]
    }
    assert not User.objects.filter(username="new").exists()


def test_an_invitation_is_what_the_empty_form_offers_first(client):
    client.force_login(administrator())

    page = client.get(reverse("admin:auth_user_add")).content.decode()

    assert "By a mail with a link, with which they choose a password" in page
    assert "LDAP" not in page
    assert re.search(r'value="false"[^>]*checked', page)


def test_an_account_with_a_password_is_not_invited(client):
    client.force_login(administrator())
    typed = {**NEW, "usable_password": "true", "password1": PASSWORD, "password2": PASSWORD}

    client.post(reverse("admin:auth_user_add"), {**typed, "email": "new@fas.example"})

    assert User.objects.get(username="new").has_usable_password()
    assert Notice.objects.count() == 0


def test_the_form_offers_what_fits_the_account(client):
    invited = writer()
    invited.set_unusable_password()
    invited.save()
    closed, enrolled = writer(is_active=False), editor()
    TOTPDevice.objects.create(user=enrolled)
    client.force_login(administrator())

    def offered(person):
        context = client.get(reverse("admin:auth_user_change", args=[person.pk])).context
        return [link.label for link in context["steps"]]

    assert offered(invited) == ["Invite by mail", "Close the account"]
    assert offered(enrolled)[-2:] == ["Reset the second step", "Close the account"]
    assert "Close the account" not in offered(closed)


@pytest.mark.parametrize("step", STEPS)
def test_looking_at_a_page_changes_nothing(client, step):
    person = editor()
    TOTPDevice.objects.create(user=person)
    client.force_login(administrator())

    response = client.get(url(step, person))

    person.refresh_from_db()
    assert (response.status_code, person.is_active) == (200, True)
    assert (TOTPDevice.objects.count(), Notice.objects.count()) == (1, 0)


def test_closing_asks_who_takes_over(client):
    person, heir, by = writer(), writer(), administrator()
    release = ReleaseFactory(owner=person)
    editing.keep_working_copy(user=person, form_key="1", release=release, form={"headline": ["Typed"]})
    client.force_login(by)

    unsaid = client.post(url("close", person), {})
    done = client.post(url("close", person), {"passes_drafts_to": heir.pk})

    person.refresh_from_db()
    release.refresh_from_db()
    assert unsaid.context["form"].errors == {
        "passes_drafts_to": ["Choose somebody: the texts need an owner."]
    }
    assert (done.status_code, person.is_active, release.owner) == (302, False, heir)
    said = sentences(client.get(done.url))[0]
    assert said.endswith("Forms with words that were not saved: 1. They are offered where they were typed.")


def test_a_closed_account_is_opened_again_in_its_form_and_invited_anew(client):
    person = writer(is_active=False, username="back", email="back@fas.example")
    person.set_unusable_password()
    person.save()
    client.force_login(administrator())

    form = reverse("admin:auth_user_change", args=[person.pk])
    seen = client.get(form).context["adminform"].form["seen"].value()

    client.post(form, {"username": "back", "email": "back@fas.example", "is_active": "on", "seen": seen})
    client.post(url("invite", person))

    person.refresh_from_db()
    assert (person.is_active, Notice.objects.get().kind) == (True, "invitation")


def test_a_refusal_is_a_sentence_on_the_page(client):
    last = administrator()
    client.force_login(last)

    response = client.post(url("close", last), {"passes_drafts_to": writer().pk})

    last.refresh_from_db()
    assert (response.status_code, last.is_active) == (409, True)
    assert "This is the last administrator." in response.content.decode()


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("make", [writer, editor, UserFactory])
def test_nobody_else_reaches_these_pages(client, step, make):
    person, heir = editor(email="ed@fas.example"), writer()
    TOTPDevice.objects.create(user=person)
    client.force_login(make())

    seen = client.get(url(step, person))
    forged = client.post(url(step, person), {"passes_drafts_to": heir.pk})

    person.refresh_from_db()
    assert (seen.status_code, forged.status_code, person.is_active) == (403, 403, True)
    assert (TOTPDevice.objects.count(), Notice.objects.count()) == (1, 0)


@pytest.mark.parametrize("step", STEPS)
def test_a_superuser_is_out_of_reach_of_administrators(client, step):
    root, by = User.objects.create_superuser("root"), administrator()
    client.force_login(by)

    response = client.post(url(step, root), {"passes_drafts_to": by.pk})

    root.refresh_from_db()
    assert (response.status_code, root.is_active) == (403, True)


def test_nobody_reads_what_the_second_step_of_a_colleague_is_made_of(client):
    client.force_login(UserFactory(is_superuser=True, is_staff=True))

    tables = {model._meta.app_label for model in admin.site._registry}

    assert tables == {"auth", "releases"}
    assert client.get("/admin/otp_totp/totpdevice/").status_code == 404
    assert client.get("/admin/otp_static/staticdevice/").status_code == 404
