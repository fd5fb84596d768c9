"""The history of drafts: who saved what, compared with what there is now, and put back."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from releases.actions import editing, reviewing
from releases.models import Release
from releases.vocabulary import Role
from tests.factories import AuthorFactory, ReleaseFactory, UserFactory, approved, editor, writer
from tests.factories.typing import CHANGE

pytestmark = pytest.mark.django_db

NINE = datetime(2026, 11, 26, 14, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
LIST, ONE, RESTORE = (f"admin:releases_release_{name}" for name in ("drafts", "draft", "restore-draft"))
LONG = "Planes are safe; the report counts {} missiles in all."


@pytest.fixture
def person(client, at):
    at(NINE)
    person = writer(first_name="Monica", last_name="Amarelo")
    client.force_login(person)
    return person


def saved(release, *, by, **words):
    for name, value in words.items():
        setattr(release, name, value)
    release.save()
    return editing.record(release, by=by)


def squeezed(response):
    return " ".join(response.content.decode().split())


def url(name, release, *drafts):
    return reverse(name, args=[release.pk, *(draft.pk for draft in drafts)])


def test_the_history_names_who_saved_when_and_whether_a_word_changed(client, person, at):
    release = ReleaseFactory()
    saved(release, by=editor(first_name="Ruth", last_name="Vance"))
    at(NINE + HOUR)
    saved(release, by=person, headline="Other")
    saved(release, by=person)

    rows = client.get(url(LIST, release)).context["rows"]

    assert [(row.who, row.at.time, row.is_same) for row in rows] == [
        ("Monica Amarelo", "10:00 a.m. EST", True),
        ("Monica Amarelo", "10:00 a.m. EST", False),
        ("Ruth Vance", "9:00 a.m. EST", False),
    ]


def test_the_form_leads_to_its_earlier_drafts(client, person):
    release = ReleaseFactory()

    assert url(LIST, release) in client.get(reverse(CHANGE, args=[release.pk])).content.decode()
    assert "not saved in its form yet" in client.get(url(LIST, release)).content.decode()


def test_a_draft_is_compared_with_the_working_text_and_with_what_readers_see(client, person, at):
    release = ReleaseFactory(body=f"<p>{LONG.format('ten')}</p>")
    draft = saved(release, by=person)
    saved(release, by=person, body=f"<p>{LONG.format('twenty')}</p>")
    approved(release)
    at(NINE + HOUR)
    reopened = editing.edit_after_approval(release, by=person)
    saved(reopened, by=person, body=f"<p>{LONG.format('thirty')}</p>")

    response = client.get(url(ONE, release, draft))

    page = squeezed(response)
    assert [entry.other for entry in response.context["compared"]] == [
        "the working text",
        "version 1, which readers see",
    ]
    assert "counts <del>ten</del> <ins>thirty</ins> missiles" in page
    assert "counts <del>ten</del> <ins>twenty</ins> missiles" in page


def test_opening_the_pages_changes_nothing_and_the_button_puts_the_draft_back(client, person):
    release = ReleaseFactory(headline="First")
    draft = saved(release, by=person)
    saved(release, by=person, headline="Second")

    asked = client.get(url(RESTORE, release, draft))
    before = (Release.objects.get().headline, release.drafts.count())
    response = client.post(
        url(RESTORE, release, draft), {"seen": str(asked.context["release"].edit_token)}, follow=True
    )

    assert "<del>Second</del> <ins>First</ins>" in squeezed(asked)
    assert before == ("Second", 2)
    assert (Release.objects.get().headline, release.drafts.count()) == ("First", 3)
    assert [str(message) for message in response.context["messages"]] == [
        "Put back: the words of that draft are the working text now."
    ]


def test_what_is_gone_is_named_before_and_after(client, person):
    release, author = ReleaseFactory(), AuthorFactory(name="Matt Gone")
    release.bylines.create(author=author)
    draft = saved(release, by=person)
    release.bylines.all().delete()
    author.delete()
    saved(release, by=person, headline="Second")

    asked = client.get(url(RESTORE, release, draft))
    response = client.post(
        url(RESTORE, release, draft), {"seen": str(asked.context["release"].edit_token)}, follow=True
    )

    sentence = "“Matt Gone” no longer exists and is left out."
    assert asked.context["missing"] == (sentence,)
    assert sentence in [str(message) for message in response.context["messages"]]


@pytest.mark.parametrize("seen", ["", "not a token"])
def test_without_the_token_of_the_page_nothing_is_put_back(client, person, seen):
    release = ReleaseFactory(headline="First")
    draft = saved(release, by=person)
    saved(release, by=person, headline="Second")

    response = client.post(url(RESTORE, release, draft), {"seen": seen})

    assert response.status_code == 409
    assert "was changed after you opened this page" in response.content.decode()
    assert Release.objects.get().headline == "Second"


def test_a_text_in_review_may_be_put_back_and_approved_text_may_not(client, person):
    release = ReleaseFactory(headline="First")
    draft = saved(release, by=person)
    saved(release, by=person, headline="Second")
    reviewing.submit(release, by=person)
    in_review = client.get(url(RESTORE, release, draft))
    client.post(url(RESTORE, release, draft), {"seen": str(Release.objects.get().edit_token)})
    restored = Release.objects.get()
    approved(restored)

    locked = client.get(url(RESTORE, release, draft))
    refused = client.post(url(RESTORE, release, draft), {"seen": str(Release.objects.get().edit_token)})

    assert "Put this draft back</button>" in in_review.content.decode()
    assert (restored.headline, restored.status) == ("First", "review")
    assert "Put this draft back</button>" not in locked.content.decode()
    assert (refused.status_code, release.drafts.count()) == (409, 3)


def test_people_without_the_right_compare_but_put_nothing_back_and_strangers_see_nothing(client, person):
    release = ReleaseFactory(headline="First")
    draft = saved(release, by=person)
    saved(release, by=person, headline="Second")
    client.force_login(UserFactory(roles=[Role.ADMINISTRATOR]))
    looked = client.get(url(ONE, release, draft))
    forged = client.post(url(RESTORE, release, draft), {"seen": str(release.edit_token)})
    client.force_login(UserFactory())

    answers = [
        client.get(url(name, release, *extra)) for name, *extra in ((LIST,), (ONE, draft), (RESTORE, draft))
    ]

    assert (looked.status_code, "Put this draft back" in looked.content.decode()) == (200, False)
    assert (forged.status_code, Release.objects.get().headline) == (409, "Second")
    assert [answer.status_code for answer in answers] == [403, 403, 403]


def test_a_draft_of_another_release_is_not_found(client, person):
    release, other = ReleaseFactory(), ReleaseFactory()
    draft = saved(other, by=person)

    assert client.get(url(ONE, release, draft)).status_code == 404
    assert client.post(url(RESTORE, release, draft)).status_code == 404


def test_the_pages_cost_as_many_queries_however_many_drafts_and_lines(client, person):
    release = ReleaseFactory()
    draft = saved(release, by=person)

    def queries():
        release.bylines.create(author=AuthorFactory())
        release.expert_lines.create(expert=AuthorFactory())
        latest = saved(release, by=person, headline=f"Headline {release.drafts.count()}")
        found = []
        for address in (url(LIST, release), url(ONE, release, latest), url(RESTORE, release, draft)):
            with CaptureQueriesContext(connection) as captured:
                client.get(address)
            found.append(len(captured))
        return found

    assert queries() == queries()
