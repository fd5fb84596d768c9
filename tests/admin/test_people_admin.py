"""The smaller admins: people, texts, the organisation, accounts and roles."""

from datetime import UTC, datetime, timedelta

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group, Permission, User
from django.urls import reverse

from releases import conf
from releases.forms.second_saver import SecondSaverMixin
from releases.models import (
    AboutText,
    Author,
    MediaContact,
    Newsletter,
    Organisation,
    Programme,
    Topic,
)
from releases.vocabulary import Role
from tests.factories import (
    AuthorFactory,
    MediaContactFactory,
    ReleaseFactory,
    UserFactory,
    approved,
    editor,
    writer,
)
from tests.factories.newsletters import IssueFactory, NewsletterFactory, newsletter_editor

pytestmark = pytest.mark.django_db

NINE = datetime(2026, 11, 23, 14, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


def administrator(**fields):
    return UserFactory(roles=[Role.ADMINISTRATOR], **fields)


def add(client, model, *, by, **typed):
    client.force_login(by)
    return client.post(reverse(f"admin:{model}_add"), typed)


def change(client, model, thing, *, by, **typed):
    client.force_login(by)
    return client.post(reverse(f"admin:{model}_change", args=[thing.pk]), opened(thing) | typed)


def opened(thing):
    """What the form says about the words that it was opened with."""
    form = admin.site.get_model_admin(type(thing)).form
    saved = type(thing)._default_manager.get(pk=thing.pk)
    return {"seen": form(instance=saved).initial["seen"]} if issubclass(form, SecondSaverMixin) else {}


def errors(response):
    return dict(response.context["adminform"].form.errors)


CONTACT = {"name": "Monica Amarelo", "is_active": "on"}


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("202-454-4680", ("+12024544680", "202-454-4680")),
        (" (202) 454 4680 x 12 ", ("+12024544680;ext=12", "(202) 454 4680 ext. 12")),
        ("+49 30 123456", ("+4930123456", "+49 30 123456")),
        ("", ("", "")),
    ],
)
def test_a_telephone_is_typed_as_people_write_it_and_kept_as_machines_dial_it(client, typed, kept):
    response = add(client, "releases_mediacontact", by=writer(), **CONTACT, phone_text=typed)

    assert response.status_code == 302
    contact = MediaContact.objects.get()
    assert ((contact.phone, contact.phone_text), contact.slug) == (kept, "monica-amarelo")


def test_a_telephone_that_nobody_can_dial_gets_a_sentence_beside_it(client):
    response = add(client, "releases_mediacontact", by=writer(), **CONTACT, phone_text="call me")

    assert list(errors(response)) == ["phone_text"]
    assert "Write it like 202-555-0100" in errors(response)["phone_text"][0]
    assert "call me" in response.content.decode()
    assert not MediaContact.objects.exists()


def test_an_emptied_telephone_is_gone_for_machines_too(client):
    contact = MediaContactFactory()

    change(
        client, "releases_mediacontact", contact, by=writer(), name="Monica", is_active="on", slug="monica"
    )

    contact.refresh_from_db()
    assert (contact.phone, contact.phone_text) == ("", "")


def test_only_who_left_has_a_successor(client):
    successor = MediaContactFactory()

    stays = add(client, "releases_mediacontact", by=writer(), **CONTACT, successor=successor.pk)
    leaves = add(client, "releases_mediacontact", by=writer(), name="Monica", successor=successor.pk)

    assert errors(stays) == {"successor": ["Untick “works here” first: only who left has a successor."]}
    assert leaves.status_code == 302


@pytest.mark.parametrize(
    ("name", "model"),
    [("author", Author), ("programme", Programme), ("topic", Topic), ("mediacontact", MediaContact)],
)
def test_an_address_is_made_from_the_name_and_never_given_twice(client, name, model):
    model.objects.create(name="Somebody", slug="missile-watch")

    twin = add(client, f"releases_{name}", by=writer(), name="Missile Watch")
    other = add(client, f"releases_{name}", by=writer(), name="Missile Watch", slug="missile-watch-2")

    assert errors(twin) == {"slug": ["“missile-watch” is taken. Type another address."]}
    assert other.status_code == 302
    assert set(model.objects.values_list("slug", flat=True)) == {"missile-watch", "missile-watch-2"}


def test_an_address_is_locked_once_a_version_names_it(client):
    contact = MediaContactFactory(slug="monica")
    release = ReleaseFactory(contacts=[contact])
    change(
        client,
        "releases_mediacontact",
        contact,
        by=writer(),
        **CONTACT,
        slug="m-amarelo",
        phone_text="202-454-4680",
    )
    approved(release)

    change(
        client,
        "releases_mediacontact",
        contact,
        by=writer(),
        **CONTACT,
        slug="other",
        phone_text="202-454-4681",
    )

    contact.refresh_from_db()
    assert (contact.slug, contact.phone) == ("m-amarelo", "+12024544681")


def test_an_about_text_is_cleaned_and_the_writer_is_told(client):
    body = '<p onclick="x()">About <b>us</b>.<script>alert(1)</script></p>'

    response = add(client, "releases_abouttext", by=writer(), title="About FAS", body=body)

    assert AboutText.objects.get().body == "<p>About <strong>us</strong>.</p>"
    told = [str(message) for message in client.get(response.url).context["messages"]]
    assert "A script was removed: scripts cannot be part of the text." in told


def test_an_about_text_without_words_is_refused(client):
    response = add(client, "releases_abouttext", by=writer(), title="About FAS", body="<p>&nbsp;</p>")

    assert errors(response) == {"body": ["Write the text."]}


def test_only_one_about_text_goes_into_new_releases(client):
    AboutText.objects.create(title="One", body="<p>One.</p>", is_default=True)

    response = add(
        client, "releases_abouttext", by=writer(), title="Two", body="<p>Two.</p>", is_default="on"
    )

    assert response.status_code == 200
    assert "already goes into new releases" in response.content.decode()


ORGANISATION = {"name": "Federation of American Scientists"}


def test_the_organisation_is_one_row_that_its_list_opens(client):
    made = add(client, "releases_organisation", by=editor(), **ORGANISATION, press_phone_text="202-546-3300")
    listed = client.get(reverse("admin:releases_organisation_changelist"))
    again = client.get(reverse("admin:releases_organisation_add"))

    assert made.status_code == 302
    row = Organisation.objects.get()
    assert (row.pk, row.press_phone, row.press_phone_text) == (1, "+12025463300", "202-546-3300")
    assert listed.url == reverse("admin:releases_organisation_change", args=[1])
    assert again.status_code == 403
    assert (
        client.post(reverse("admin:releases_organisation_delete", args=[1]), {"post": "yes"}).status_code
        == 403
    )


def test_the_organisation_is_row_one_whatever_was_there_before(client):
    Organisation.objects.create(pk=1, name="Gone").delete()

    response = add(client, "releases_organisation", by=editor(), **ORGANISATION)

    assert response.status_code == 302
    assert Organisation.objects.get().pk == 1


def test_the_organisation_links_to_no_file_that_readers_would_not_get(client):
    row = Organisation.objects.create(pk=1, name="FAS")
    file = f"/media/{'a' * 32}/report.pdf"
    typed = {
        "privacy": f'<p><a href="{conf.site_address()}{file}">Ours</a></p>',
        "follow_links": f"Report {file}",
    }

    refused = change(client, "releases_organisation", row, by=editor(), **ORGANISATION, **typed)

    sentence = (
        "This leads to “report.pdf” of the library, which readers would not get."
        " Give the address of a release that has the file, or of another page."
    )
    assert errors(refused) == {"privacy": [sentence], "follow_links": [f"Line 1: {sentence}"]}


def test_follow_links_are_checked_line_by_line(client):
    row = Organisation.objects.create(pk=1, name="FAS")
    wrong = "Issues /newsletters/\nFacebook\n\nOld site javascript:alert(1)\nCall us tel:+12025463300"
    right = "Missile Watch  by e-mail   /newsletters/missile-watch/#sign-up\n\n Facebook HTTPS://facebook.example/fas"

    refused = change(client, "releases_organisation", row, by=editor(), **ORGANISATION, follow_links=wrong)
    taken = change(client, "releases_organisation", row, by=editor(), **ORGANISATION, follow_links=right)

    sentences = errors(refused)["follow_links"]
    assert [sentence.split(":")[0] for sentence in sentences] == ["Line 2", "Line 4", "Line 5"]
    assert taken.status_code == 302
    row.refresh_from_db()
    assert row.follow_links == (
        "Missile Watch by e-mail /newsletters/missile-watch/#sign-up\nFacebook https://facebook.example/fas"
    )


@pytest.mark.parametrize(
    ("who", "name", "expected"),
    [
        (writer, "author", 200),
        (writer, "newsletterissue", 200),
        (writer, "organisation", 403),
        (writer, "user", 403),
        (editor, "user", 403),
        (newsletter_editor, "newsletterissue", 200),
        (newsletter_editor, "user", 403),
        (administrator, "user", 200),
        (administrator, "group", 200),
        (administrator, "author", 403),
    ],
)
def test_roles_see_their_own_screens(client, who, name, expected):
    app = "auth" if name in ("user", "group") else "releases"
    Organisation.objects.create(pk=1, name="FAS")
    client.force_login(who())

    assert client.get(reverse(f"admin:{app}_{name}_changelist")).status_code == expected


@pytest.mark.parametrize(
    "name", ["author", "mediacontact", "programme", "topic", "newsletter", "newsletterissue", "release"]
)
def test_people_and_texts_are_found_while_typing(client, name):
    client.force_login(User.objects.create_superuser("root"))
    app_label, field = {
        "author": ("byline", "author"), "mediacontact": ("contactline", "contact"),
        "programme": ("programmeline", "programme"), "topic": ("topicline", "topic"),
        "newsletter": ("newsletterissue", "newsletter"), "newsletterissue": ("release", "announces"),
        "release": ("issueitem", "release"),
    }[name]  # fmt: skip

    response = client.get(
        reverse("admin:autocomplete"),
        {"app_label": "releases", "model_name": app_label, "field_name": field, "term": "x"},
    )

    assert (response.status_code, response.json()["results"]) == (200, [])


def test_what_is_in_use_cannot_be_deleted_and_a_sentence_says_so(client):
    author = AuthorFactory(name="Matt Schroeder")
    ReleaseFactory().bylines.create(author=author)
    client.force_login(User.objects.create_superuser("root"))
    url = reverse("admin:releases_author_delete", args=[author.pk])

    looked, posted = client.get(url), client.post(url, {"post": "yes"})

    assert "“Matt Schroeder” cannot be deleted: it is in use." in looked.content.decode()
    assert posted.status_code == 200
    assert Author.objects.get() == author


@pytest.mark.parametrize("who", [writer, editor, newsletter_editor, administrator])
def test_no_role_deletes_people(client, who):
    author = AuthorFactory()
    client.force_login(who())

    response = client.post(reverse("admin:releases_author_delete", args=[author.pk]), {"post": "yes"})

    assert response.status_code == 403
    assert Author.objects.exists()


ACCOUNT = {"first_name": "Monica", "last_name": "Amarelo", "email": "monica@fas.example"}
PASSWORD = "kxq3m-tt9vw-7fzpc"


def test_an_administrator_opens_an_account_with_roles(client):
    role = Group.objects.get(name=Role.WRITER)

    response = add(
        client, "auth_user", by=administrator(), **ACCOUNT, username="monica", usable_password="true",
        password1=PASSWORD, password2=PASSWORD, groups=[role.pk],
    )  # fmt: skip

    assert response.status_code == 302
    made = User.objects.get(username="monica")
    assert (made.get_full_name(), made.email, list(made.groups.all())) == (
        "Monica Amarelo",
        ACCOUNT["email"],
        [role],
    )
    assert (made.is_staff, made.is_superuser, made.is_active) == (True, False, True)


def test_an_account_is_closed_on_a_page_of_its_own_and_never_deleted(client):
    person = writer(username="monica")

    unticked = change(client, "auth_user", person, by=administrator(), **ACCOUNT, username="monica")
    deleted = client.post(reverse("admin:auth_user_delete", args=[person.pk]), {"post": "yes"})

    person.refresh_from_db()
    assert errors(unticked) == {
        "is_active": ["Choose “Close the account” above: somebody has to take over the drafts."]
    }
    assert (person.is_active, deleted.status_code) == (True, 403)


def test_nobody_locks_themselves_out(client):
    me = administrator(username="me")

    response = change(client, "auth_user", me, by=me, **ACCOUNT, username="me")

    assert errors(response) == {
        "is_active": ["This is your own account. Ask another administrator to close it."],
        "groups": ["Ask another administrator to take this role from you."],
    }


def test_an_administrator_gives_no_more_than_roles(client):
    person = writer(username="monica")

    change(
        client, "auth_user", person, by=administrator(), **ACCOUNT, username="monica", is_active="on",
        is_superuser="on", user_permissions=[Permission.objects.first().pk],
    )  # fmt: skip

    person.refresh_from_db()
    assert (person.is_superuser, list(person.user_permissions.all()), list(person.groups.all())) == (
        False,
        [],
        [],
    )


@pytest.mark.parametrize("name", ["auth_user_change", "auth_user_password_change"])
def test_an_administrator_does_not_touch_a_superuser(client, name):
    root = User.objects.create_superuser("root", password=PASSWORD)
    before = User.objects.filter(pk=root.pk).values().get()
    client.force_login(administrator())

    response = client.post(
        reverse(f"admin:{name}", args=[root.pk]),
        {
            **ACCOUNT,
            "username": "root",
            "password1": "x" * 20,
            "password2": "x" * 20,
            "usable_password": "true",
        },
    )

    assert response.status_code == 403
    assert User.objects.filter(pk=root.pk).values().get() == before


def test_roles_say_what_they_may_and_nobody_changes_them(client):
    writer(first_name="Monica", last_name="Amarelo")
    role = Group.objects.get(name=Role.WRITER)
    client.force_login(User.objects.create_superuser("root"))
    url = reverse("admin:auth_group_change", args=[role.pk])

    page, posted = client.get(url).content.decode(), client.post(url, {"name": "Editor in chief"})

    assert "Can write, submit and edit releases" in page
    assert "Monica Amarelo" in page
    assert posted.status_code == 403
    assert Group.objects.get(pk=role.pk).name == Role.WRITER


@pytest.mark.parametrize(
    "name", ["author", "mediacontact", "programme", "topic", "abouttext", "newsletter", "newsletterissue"]
)
def test_every_list_and_form_opens(client, name):
    client.force_login(User.objects.create_superuser("root"))

    listed = client.get(reverse(f"admin:releases_{name}_changelist"), {"q": "x"})

    assert listed.status_code == 200
    assert "delete_selected" not in listed.content.decode()
    if name != "newsletterissue":
        assert client.get(reverse(f"admin:releases_{name}_add")).status_code == 200


def test_a_newsletter_address_locks_with_its_first_issue(client):
    newsletter = NewsletterFactory(slug="missile-watch")
    IssueFactory(newsletter=newsletter)

    change(
        client, "releases_newsletter", newsletter, by=newsletter_editor(), name="Missile Watch", slug="other"
    )

    assert Newsletter.objects.get().slug == "missile-watch"
