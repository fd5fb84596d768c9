"""An issue as staff look at it before readers do, and the test mail."""

import html
import re
from datetime import UTC, datetime, timedelta
from smtplib import SMTPDataError, SMTPException, SMTPRecipientsRefused

import pytest
from django.urls import reverse

from fas_press.mail import InDoubt
from releases.actions import issuing
from releases.models import Event, IssueItem, NewsletterIssue, Organisation
from releases.vocabulary import Role
from tests import mail_server
from tests.factories import ReleaseFactory, approved, writer
from tests.factories.newsletters import IssueFactory, NewsletterFactory, newsletter_editor
from tests.factories.people import UserFactory

NINE = datetime(2026, 3, 2, 14, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def office(settings) -> Organisation:
    settings.SITE_ADDRESS = "https://press.fas.example"
    return Organisation.objects.create(pk=1, name="Federation", postal_address="1 Sample Street")


@pytest.fixture
def issue(at) -> NewsletterIssue:
    """One public release, one that is scheduled, and one that is neither."""
    at(NINE - HOUR)
    releases = [ReleaseFactory(headline=name) for name in ("Out already", "Due at nine", "Only a draft")]
    approved(releases[0])
    approved(releases[1], public_from=NINE)
    watch = NewsletterFactory(name="Missile Watch")
    return IssueFactory(
        newsletter=watch, title="Number one", items=[releases[1], ("Own", "Words."), *releases[::2]]
    )


def at_address(name: str, issue: NewsletterIssue) -> str:
    return reverse(f"admin:releases_newsletterissue_{name}", args=[issue.pk])


@pytest.mark.parametrize("name", ["preview", "preview-print", "mail-html", "mail-text"])
def test_every_preview_shows_what_is_and_what_will_be_public_in_its_order(client, issue, name):
    client.force_login(newsletter_editor())

    page = client.get(at_address(name, issue)).content.decode()

    main = page.partition("<main")[2] or page
    places = [main.rfind(words) for words in ("Due at nine", "Own", "Out already")]
    assert -1 < places[0] < places[1] < places[2]
    assert "Only a draft</a>" not in page


def test_the_preview_of_an_issue_shows_public_releases_and_says_what_it_is(client):
    public, hidden = approved(headline="Out already").release, ReleaseFactory(headline="Not yet")
    issue = IssueFactory(items=[public, hidden])
    client.force_login(newsletter_editor())

    page = client.get(reverse("admin:releases_newsletterissue_preview", args=[issue.pk])).content.decode()

    assert "Preview." in page
    assert "Out already" in page
    assert page.count("Not yet") == page.count("“Not yet” is not public, and no minute is set for it.") == 1


WAYS = ["preview", "preview-print", "mail-html", "mail-text"]


def form_of(client, issue=None):
    """What the form of the issue posts when nobody types anything."""
    where = at_address("change", issue) if issue else reverse("admin:releases_newsletterissue_add")
    context = client.get(where).context
    (lines,) = context["inline_admin_formsets"]
    rows = [lines.formset.management_form, context["adminform"].form, *lines.formset.initial_forms]
    typed = {form.add_prefix(name): form[name].value() for form in rows for name in form.fields}
    return {name: "" if value is None else value for name, value in typed.items()}


def everything():
    rows = (NewsletterIssue, IssueItem, Event)
    return {model: list(model.objects.order_by("pk").values()) for model in rows}


@pytest.mark.parametrize("name", WAYS)
def test_what_stands_in_the_form_is_drawn_in_its_order_and_nothing_is_saved(client, issue, name):
    client.force_login(newsletter_editor())
    before = everything()
    typed = form_of(client, issue) | {
        "introduction": "<p>Not yet saved.</p>",
        "items-0-position": "9",
        "items-1-title": "Unsaved title",
        "items-2-DELETE": "on",
    }

    response = client.post(at_address(f"typed-{name}", issue), typed)

    page = response.content.decode()
    main = page.partition("<main")[2] or page
    places = [main.rfind(words) for words in ("Not yet saved.", "Unsaved title", "Due at nine")]
    assert -1 < places[0] < places[1] < places[2]
    assert "Out already" not in main
    assert everything() == before
    assert "no-store" in response["Cache-Control"]


@pytest.mark.parametrize("name", ["preview", "preview-print"])
def test_a_preview_leads_to_no_paper_but_its_own(client, issue, name):
    client.force_login(newsletter_editor())

    saved = client.get(at_address(name, issue)).content.decode()
    typed = client.post(at_address(f"typed-{name}", issue), form_of(client, issue)).content.decode()

    assert re.findall(r'href="([^"]*)">Print page', saved) == [at_address("preview-print", issue)]
    back = [at_address("preview", issue)] if name == "preview-print" else []
    assert re.findall(r'href="([^"]*)">Back to the issue', saved) == back
    assert not re.search("(Print page|Back to the issue)</a>", typed)


def test_the_paper_of_a_preview_says_so_and_leads_to_no_page_that_is_not_there(client, issue):
    client.force_login(newsletter_editor())

    page = client.get(at_address("preview-print", issue)).content.decode()

    assert "<strong>Preview.</strong> The text as it is saved now." in page
    assert issue.get_absolute_url() + '"' not in page.partition("<body")[2]


@pytest.mark.parametrize("name", WAYS)
def test_an_issue_that_was_never_saved_has_its_previews(client, name):
    client.force_login(newsletter_editor())
    watch = NewsletterFactory(name="Missile Watch")
    typed = form_of(client) | {"newsletter": watch.pk, "title": "Brand new", "date": "2010-12-14"}

    page = client.post(reverse(f"admin:releases_newsletterissue_new-{name}"), typed).content.decode()

    assert "Brand new" in page
    assert not NewsletterIssue.objects.exists()


def test_a_form_with_mistakes_is_answered_with_all_of_their_sentences(client, issue):
    client.force_login(newsletter_editor())
    typed = form_of(client, issue) | {"full_issue": "nowhere", "items-0-title": "Both", "date": "x"}

    wrong = client.post(at_address("typed-mail-html", issue), typed).context["sentences"]

    assert wrong == [
        "Date: Enter a valid date.",
        "Address of the full issue: “nowhere” is not a complete address."
        " Begin it with https://, http://, mailto:, tel: or /.",
        "Choose a release, or write a title and text of your own; not both.",
    ]


def test_a_colleague_who_saved_meanwhile_is_in_nobodys_way_while_they_look(client, issue):
    client.force_login(newsletter_editor())
    typed = form_of(client, issue) | {"title": "Mine"}
    NewsletterIssue.objects.update(title="Theirs")

    page = client.post(at_address("typed-preview", issue), typed).content.decode()

    assert "Mine" in page
    assert "The text as it stands in your open form. It is not saved." in page


def test_only_who_writes_issues_looks_at_a_form_and_nobody_at_one_of_an_approved_issue(client, issue):
    client.force_login(newsletter_editor())
    typed = form_of(client, issue)
    issuing.submit_issue(issue, by=newsletter_editor())
    issuing.approve_issue(issue, by=newsletter_editor())

    late = client.post(at_address("typed-preview", issue), typed)
    client.force_login(writer())
    stranger = client.post(at_address("typed-preview", issue), typed)

    assert late.context["sentences"] == ["This issue is approved: nobody can change it any more."]
    assert (stranger.status_code, client.get(at_address("typed-preview", issue)).status_code) == (403, 405)


def test_the_mail_page_says_what_is_in_the_way_and_has_one_button(client, issue):
    client.force_login(UserFactory(roles=[Role.NEWSLETTER_EDITOR], email="ruth@fas.example"))

    page = client.get(at_address("test-mail", issue)).content.decode()

    assert "“Due at nine” is not public yet. It goes out on Monday, 2 March 2026, 9:00 a.m. EST" in page
    assert "“Only a draft” is not public, and no minute is set for it." in page
    assert "One mail goes to ruth@fas.example and to nobody else." in page


def test_a_test_mail_goes_to_whoever_asks_and_ends_no_subscription(client, issue, mailoutbox):
    client.force_login(UserFactory(roles=[Role.NEWSLETTER_EDITOR], email="ruth@fas.example"))
    before = NewsletterIssue.objects.values().get()

    page = client.post(at_address("test-mail", issue), follow=True).content.decode()

    (sent,) = mailoutbox
    assert "Sent to ruth@fas.example. Nobody else gets it." in page
    assert (sent.subject, sent.to) == ("[Test] Missile Watch, Number one", ["ruth@fas.example"])
    assert "Unsubscribe <https://press.fas.example/subscribe/>" in sent.body
    assert sent.alternatives[0].mimetype == "text/html"
    assert sent.message()["Message-ID"].endswith("@press.fas.example>")
    assert ".invalid" not in sent.body + sent.alternatives[0].content
    assert NewsletterIssue.objects.values().get() == before


@pytest.mark.parametrize(
    ("failure", "said"),
    [
        (SMTPException("421 come back later"), "421 come back later"),
        (
            SMTPRecipientsRefused({"ruth@fas.example": (550, b"5.1.1 unknown\r\n user.")}),
            "550 5.1.1 unknown user",
        ),
        (SMTPDataError(554, b"5.7.1 no"), "554 5.7.1 no"),
    ],
)
def test_a_test_mail_that_cannot_leave_says_why(client, issue, mailoutbox, monkeypatch, failure, said):
    address = at_address("test-mail", issue)

    client.force_login(newsletter_editor())
    nowhere = client.post(address, follow=True).content.decode()
    client.force_login(writer(email="will@fas.example"))
    not_his = client.post(address, follow=True).content.decode()

    def refused(*args, **kwargs):
        raise failure

    monkeypatch.setattr("django.core.mail.backends.locmem.EmailBackend.send_messages", refused)
    client.force_login(UserFactory(roles=[Role.NEWSLETTER_EDITOR], email="ruth@fas.example"))
    refusal = client.post(address, follow=True).content.decode()

    assert "Your account has no e-mail address." in nowhere
    assert "Sending a test mail needs a newsletter editor." in not_his
    assert f"It did not leave: {said}. Have that mended" in html.unescape(refusal)
    assert mailoutbox == []


def test_a_test_mail_without_a_mail_server_says_what_to_do(client, issue, settings):
    settings.EMAIL_BACKEND, settings.EMAIL_HOST = "fas_press.mail.SmtpBackend", "127.0.0.1"
    settings.EMAIL_PORT, settings.MAIL_ALLOWED = mail_server.free_port(), ["@fas.example"]
    client.force_login(UserFactory(roles=[Role.NEWSLETTER_EDITOR], email="ruth@fas.example"))

    page = client.post(at_address("test-mail", issue), follow=True).content.decode()

    assert f"The mail server 127.0.0.1:{settings.EMAIL_PORT} cannot be reached" in page
    assert "correct SMTP_HOST and SMTP_PORT" in page


def test_a_copy_of_the_site_sends_no_test_mail_either(client, issue, settings, mailoutbox):
    settings.INSTANCE_ID = "a copy"
    client.force_login(UserFactory(roles=[Role.NEWSLETTER_EDITOR], email="ruth@fas.example"))

    page = client.post(at_address("test-mail", issue), follow=True).content.decode()

    assert "This database belongs to another copy of the site" in page
    assert mailoutbox == []


def test_a_test_mail_of_which_nobody_knows_whether_it_was_taken_says_so(client, issue, monkeypatch):
    def hung_up(*args, **kwargs):
        raise InDoubt("No answer came after the text: timed out")

    monkeypatch.setattr("django.core.mail.backends.locmem.EmailBackend.send_messages", hung_up)
    client.force_login(UserFactory(roles=[Role.NEWSLETTER_EDITOR], email="ruth@fas.example"))

    page = client.post(at_address("test-mail", issue), follow=True).content.decode()

    assert "The mail server never said whether it took the mail. Look into your mailbox before" in page


def test_a_draft_is_deleted_by_its_owner_alone(client):
    owner, colleague = newsletter_editor(), newsletter_editor()
    issue = IssueFactory(owner=owner)

    client.force_login(colleague)
    refused = client.post(at_address("delete", issue), {"post": "yes"})
    kept = NewsletterIssue.objects.filter(pk=issue.pk).exists()
    client.force_login(owner)
    client.post(at_address("delete", issue), {"post": "yes"})

    assert (refused.status_code, kept) == (403, True)
    assert not NewsletterIssue.objects.filter(pk=issue.pk).exists()
