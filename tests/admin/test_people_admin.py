"""The smaller admins: people, texts, the organisation, newsletters, accounts and roles."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.contrib.auth.models import Group, Permission, User
from django.urls import reverse

from releases import conf
from releases.forms.newsletters import APPROVED_MEANWHILE
from releases.models import (
    AboutText,
    Author,
    MediaContact,
    Newsletter,
    NewsletterIssue,
    Organisation,
    Programme,
    Topic,
)
from releases.vocabulary import Role, Status
from tests.factories import (
    AuthorFactory,
    MediaContactFactory,
    ReleaseFactory,
    UserFactory,
    approved,
    editor,
    writer,
)
from tests.factories.media import document
from tests.factories.newsletters import IssueFactory, NewsletterFactory, newsletter_editor, public_issue

pytestmark = pytest.mark.django_db

NINE = datetime(2026, 11, 23, 14, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
NO_ITEMS = {"items-TOTAL_FORMS": "0", "items-INITIAL_FORMS": "0"}


def administrator(**fields):
    return UserFactory(roles=[Role.ADMINISTRATOR], **fields)


def add(client, model, *, by, **typed):
    client.force_login(by)
    return client.post(reverse(f"admin:{model}_add"), typed)


def change(client, model, thing, *, by, **typed):
    client.force_login(by)
    return client.post(reverse(f"admin:{model}_change", args=[thing.pk]), typed)


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
    again = add(client, "releases_organisation", by=editor(), name="Another")

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


ISSUE = {"title": "Volume 3, number 3", "date": "2010-12-14", **NO_ITEMS}


def test_an_issue_counts_on_and_knows_who_began_it(client):
    newsletter, person = NewsletterFactory(), newsletter_editor()
    IssueFactory(newsletter=newsletter, number=7)

    response = add(client, "releases_newsletterissue", by=person, newsletter=newsletter.pk, **ISSUE)

    assert response.status_code == 302
    issue = NewsletterIssue.objects.get(title="Volume 3, number 3")
    assert (issue.number, issue.owner, issue.status) == (8, person, Status.DRAFT)


@pytest.mark.parametrize("number", ["0", "1000000000", "9" * 30])
def test_an_issue_has_a_number_that_a_page_can_have(client, number):
    words = {"newsletter": NewsletterFactory().pk, "number": number, **ISSUE}

    response = add(client, "releases_newsletterissue", by=newsletter_editor(), **words)
    preview = client.post(reverse("admin:releases_newsletterissue_new-mail-html"), words)

    sentence = "Number the issues from 1 to 999,999,999."
    assert response.context["adminform"].form.errors["number"] == [sentence]
    assert preview.context["sentences"] == [f"Number: {sentence}"]


def test_an_entry_is_a_release_or_words_but_not_both(client):
    newsletter, release = NewsletterFactory(), ReleaseFactory()
    both = {
        **ISSUE,
        "items-TOTAL_FORMS": "1",
        "items-0-release": release.pk,
        "items-0-title": "Words",
    }

    response = add(
        client, "releases_newsletterissue", by=newsletter_editor(), newsletter=newsletter.pk, **both
    )

    assert response.status_code == 200
    assert "Choose a release, or write a title and text of your own; not both." in response.content.decode()
    assert not NewsletterIssue.objects.exists()


def test_entries_keep_the_order_in_which_they_were_typed(client):
    newsletter = NewsletterFactory()
    typed = {**ISSUE, "items-TOTAL_FORMS": "2", "items-0-title": "First", "items-1-title": "Second"}

    add(client, "releases_newsletterissue", by=newsletter_editor(), newsletter=newsletter.pk, **typed)

    assert [item.title for item in NewsletterIssue.objects.get().items.all()] == ["First", "Second"]


def issue_page(client, move, issue, *, by):
    client.force_login(by)
    return client.get(reverse(f"admin:releases_newsletterissue_{move}", args=[issue.pk]))


def press(client, move, issue, *, by, **typed):
    context = issue_page(client, move, issue, by=by).context
    shown = {**context["carried"], "shown": context["shown"]}
    return client.post(reverse(f"admin:releases_newsletterissue_{move}", args=[issue.pk]), {**shown, **typed})


def test_two_people_bring_an_issue_out(client, at):
    at(NINE)
    issue, first, second = IssueFactory(), newsletter_editor(), newsletter_editor()

    submitted = press(client, "submit", issue, by=first)
    own = issue_page(client, "approve", issue, by=first)
    done = press(client, "approve", issue, by=second, when="now")

    assert (submitted.status_code, done.status_code) == (302, 302)
    assert str(own.context["refusal"]) == "Somebody else has to approve what you submitted."
    issue.refresh_from_db()
    assert (issue.status, issue.public_from, issue.approved_by) == (Status.APPROVED, NINE, second)


def test_an_issue_goes_back_with_a_note_that_its_history_keeps(client):
    issue, person = IssueFactory(in_review=True), newsletter_editor()

    done = press(client, "send-back", issue, by=person, note="Where is number 2?")
    history = client.get(reverse("admin:releases_newsletterissue_history", args=[issue.pk]))

    assert done.status_code == 302
    assert [(event.what, event.reason) for event in history.context["happened"]] == [
        ("Send back", "Where is number 2?"),
        ("Submit", ""),
    ]


def test_the_page_says_which_releases_nobody_can_read_yet_and_which_file_becomes_public(client):
    public, hidden = approved().release, ReleaseFactory()
    whole = document(name="3-3.pdf", licence_ends=date(2010, 12, 31))
    issue = IssueFactory(items=[public, hidden, ("Words", "Of its own.")], file=whole, in_review=True)

    response = issue_page(client, "approve", issue, by=newsletter_editor())

    facts = {fact.term: " ".join(fact.words) for fact in response.context["confirmation"].facts}
    assert facts["What is in it"] == (
        "3 entries. One of its releases is not public;"
        " readers find each from the minute at which it becomes public."
        " The file “3-3.pdf” of the library: everybody can load it with the issue."
    )
    assert facts["Documents whose licence has ended"] == (
        "“3-3.pdf” could be handed out until 31 December 2010. Its link would hand it out still."
    )


@pytest.mark.parametrize(
    ("move", "status"),
    [("submit", Status.DRAFT), ("send-back", Status.REVIEW), ("approve", Status.REVIEW)],
)
def test_an_issue_that_changed_behind_the_page_does_not_move(client, move, status):
    issue, person = IssueFactory(in_review=status == Status.REVIEW), newsletter_editor()
    context = issue_page(client, move, issue, by=person).context
    NewsletterIssue.objects.filter(pk=issue.pk).update(title="Other words")

    response = client.post(
        reverse(f"admin:releases_newsletterissue_{move}", args=[issue.pk]),
        {**context["carried"], "shown": context["shown"], "when": "now", "note": "Mend it."},
    )

    assert response.status_code == 409
    issue.refresh_from_db()
    assert issue.status == status


def on_form(client, issue, *, by):
    """What the form of the issue posts when nobody types anything."""
    client.force_login(by)
    form = client.get(reverse("admin:releases_newsletterissue_change", args=[issue.pk])).context["adminform"]
    fields = form.form
    return {**NO_ITEMS, **{name: fields[name].value() or "" for name in fields.fields if name != "owner"}}


def test_the_second_of_two_who_save_an_issue_reads_what_the_first_saved_and_keeps_every_word(client):
    issue, first, second = IssueFactory(title="Number one"), newsletter_editor(), newsletter_editor()
    theirs = {**on_form(client, issue, by=first), "title": "Number two"}
    mine = {**on_form(client, issue, by=second), "title": "Number three"}
    change(client, "releases_newsletterissue", issue, by=first, **theirs)

    refused = change(client, "releases_newsletterissue", issue, by=second, **mine)
    issue.refresh_from_db()
    form = refused.context["adminform"].form
    again = change(
        client, "releases_newsletterissue", issue, by=second, **mine | {"seen": form["seen"].value()}
    )

    assert (refused.status_code, issue.title) == (200, "Number two")
    assert form["title"].value() == "Number three"
    assert form.errors["title"] == ["Saved here now: “Number two”."]
    assert form.errors["__all__"][0].startswith("Somebody saved this issue after you opened it.")
    assert f'value="{form["seen"].value()}"' in refused.content.decode()
    assert again.status_code == 302
    assert NewsletterIssue.objects.get().title == "Number three"


def test_a_full_issue_is_an_address_or_a_file_and_whoever_gives_both_is_told_what_to_do(client):
    issue, by = IssueFactory(), newsletter_editor()
    typed = on_form(client, issue, by=by) | {"full_issue": "https://fas.example/3.pdf", "file": document().pk}

    both = change(client, "releases_newsletterissue", issue, by=by, **typed)
    one = change(client, "releases_newsletterissue", issue, by=by, **typed | {"full_issue": ""})

    assert both.context["adminform"].form.errors == {
        "full_issue": ["Empty this: readers get the file that you chose."]
    }
    assert one.status_code == 302
    assert NewsletterIssue.objects.get().file.name == "report.pdf"


def test_who_changes_an_issue_in_review_is_not_its_second_person(client):
    issue, second, third = IssueFactory(in_review=True), newsletter_editor(), newsletter_editor()
    untouched = on_form(client, issue, by=third)
    change(client, "releases_newsletterissue", issue, by=third, **untouched)
    words = {**on_form(client, issue, by=second), "title": "Other words"}
    change(client, "releases_newsletterissue", issue, by=second, **words)

    def seen_by(person):
        client.force_login(person)
        form = client.get(reverse("admin:releases_newsletterissue_change", args=[issue.pk]))
        approve = issue_page(client, "approve", issue, by=person)
        desk = client.get(reverse("admin:index")).content.decode()
        return (
            [move.label for move in form.context["moves"]],
            str(approve.context["refusal"] or ""),
            reverse("admin:releases_newsletterissue_approve", args=[issue.pk]) in desk,
        )

    why = (
        "You changed the text while it was in review. Somebody else has to approve it, or send it back first."
    )
    assert seen_by(second) == (["Send back"], why, False)
    assert seen_by(third) == (["Review and approve", "Send back"], "", True)
    assert list(issue.events.values_list("move", "actor")[:1]) == [("save in review", second.pk)]


@pytest.mark.parametrize(
    "who", [writer, editor, administrator, lambda: User.objects.create_superuser("root")]
)
@pytest.mark.parametrize("move", ["submit", "send-back", "approve"])
def test_nobody_forces_the_move_of_an_issue(client, who, move):
    issue = IssueFactory(in_review=move != "submit")
    before = list(NewsletterIssue.objects.values())
    client.force_login(who())

    response = client.post(
        reverse(f"admin:releases_newsletterissue_{move}", args=[issue.pk]),
        {"when": "now", "shown": "now", "note": "x", "seen": "x"},
    )

    assert response.status_code in (403, 409)
    assert list(NewsletterIssue.objects.values()) == before


def test_an_approved_issue_is_read_only_and_a_late_save_loses_no_word(client):
    issue = public_issue()
    before = NewsletterIssue.objects.values().get()

    client.force_login(newsletter_editor())
    looked = client.get(reverse("admin:releases_newsletterissue_change", args=[issue.pk]))
    saved = change(
        client,
        "releases_newsletterissue",
        issue,
        by=newsletter_editor(),
        newsletter=issue.newsletter_id,
        **ISSUE | {"introduction": "<p>Typed while somebody approved it.</p>"},
    )

    assert looked.context["has_change_permission"] is False
    assert NewsletterIssue.objects.values().get() == before
    assert saved.context["adminform"].form.non_field_errors() == [APPROVED_MEANWHILE]
    assert "Typed while somebody approved it." in saved.content.decode()


def test_the_preview_of_an_issue_shows_public_releases_and_says_what_it_is(client):
    public, hidden = approved(headline="Out already").release, ReleaseFactory(headline="Not yet")
    issue = IssueFactory(items=[public, hidden])
    client.force_login(newsletter_editor())

    page = client.get(reverse("admin:releases_newsletterissue_preview", args=[issue.pk])).content.decode()

    assert "Preview." in page
    assert "Out already" in page
    assert page.count("Not yet") == page.count("“Not yet” is not public, and no minute is set for it.") == 1


def test_writers_read_issues_but_change_none(client):
    issue = IssueFactory()

    response = change(
        client, "releases_newsletterissue", issue, by=writer(), newsletter=issue.newsletter_id, **ISSUE
    )

    assert response.status_code == 403


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
