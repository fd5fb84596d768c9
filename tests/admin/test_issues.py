"""The admin of issues: writing, submitting, sending back and approving them."""

import re
from datetime import UTC, date, datetime, timedelta

import lxml.html
import pytest
from django.contrib.auth.models import User
from django.urls import reverse

from releases.forms.newsletters import APPROVED_MEANWHILE
from releases.models import (
    NewsletterIssue,
)
from releases.vocabulary import Role, Status
from tests.factories import (
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
    public, hidden = approved().release, ReleaseFactory(headline="Only a draft")
    whole = document(name="3-3.pdf", licence_ends=date(2010, 12, 31))
    issue = IssueFactory(items=[public, hidden, ("Words", "Of its own.")], file=whole, in_review=True)

    response = issue_page(client, "approve", issue, by=newsletter_editor())

    facts = {fact.term: " ".join(fact.words) for fact in response.context["confirmation"].facts}
    assert facts["What is in it"] == (
        "3 entries. “Only a draft” is not public, and no minute is set for it."
        " Nobody finds it in the issue, and the issue cannot be sent. Have it approved, or take it out."
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


def test_what_a_colleague_wrote_in_an_issue_that_is_deleted_becomes_a_new_one(client):
    owner, by, release = newsletter_editor(), newsletter_editor(), ReleaseFactory()
    issue = IssueFactory(owner=owner, items=[release])
    mine = on_form(client, issue, by=by) | {
        "title": "Typed by a colleague",
        "items-TOTAL_FORMS": "1", "items-INITIAL_FORMS": "1", "items-0-id": issue.items.get().pk,
        "items-0-issue": issue.pk, "items-0-release": release.pk, "items-0-position": "1",
    }  # fmt: skip
    client.force_login(owner)
    client.post(reverse("admin:releases_newsletterissue_delete", args=[issue.pk]), {"post": "yes"})
    client.force_login(by)

    page = client.post(
        reverse("admin:releases_newsletterissue_change", args=[issue.pk]),
        mine,
        headers={"Accept": "text/html"},
    )
    form = lxml.html.fromstring(page.content).forms[0]
    saved = client.post(form.action, dict(form.form_values()))

    assert (page.status_code, saved.status_code) == (404, 302)
    assert "Somebody deleted this while you had it open" in page.content.decode()
    new = NewsletterIssue.objects.get()
    assert (new.title, new.owner, new.items.get().release) == ("Typed by a colleague", by, release)


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
    issue = public_issue(introduction="<p>What is in it.</p>")
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
    assert "What is in it." in looked.content.decode()
    assert "&lt;p&gt;" not in looked.content.decode()
    assert NewsletterIssue.objects.values().get() == before
    assert saved.context["adminform"].form.non_field_errors() == [APPROVED_MEANWHILE]
    page = saved.content.decode()
    assert "Typed while somebody approved it." in page
    assert not re.search('name="_(save|continue|addanother)"|formaction=', page)


def test_writers_read_issues_but_change_none(client):
    issue = IssueFactory()

    response = change(
        client, "releases_newsletterissue", issue, by=writer(), newsletter=issue.newsletter_id, **ISSUE
    )

    assert response.status_code == 403
