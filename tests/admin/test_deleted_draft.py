"""A draft that its owner deletes while a colleague has it open takes none of the colleague's words along."""

import pytest
from django.urls import reverse

from releases.models import AboutText, Release, WorkingCopy
from tests.factories import AuthorFactory, ReleaseFactory, writer
from tests.factories.typing import ADD, CHANGE, errors, opened

pytestmark = pytest.mark.django_db

KEEP = "admin:releases_release_keep"


@pytest.fixture
def typed(client, person):
    """What Monica has typed into a draft of somebody else, which has a line of each of two kinds."""
    release = ReleaseFactory(owner=writer(), headline="Saved")
    release.bylines.create(author=AuthorFactory(name="Ada Ash"))
    release.about_lines.create(about_text=AboutText.objects.create(title="About", body="<p>Us.</p>"))
    return opened(client, release, headline="Typed by a colleague")


def delete(client, person):
    release = Release.objects.get()
    client.force_login(release.owner)
    client.post(reverse("admin:releases_release_delete", args=[release.pk]), {"post": "yes"})
    client.force_login(person)
    assert not Release.objects.exists()


def saved_anew(client, page):
    """Press “Save” on the page as it is."""
    context = page.context
    data = {"form_key": context["form_key"], "restored": context["restored"]}
    form = context["adminform"].form
    rows = [row for inline in context["inline_admin_formsets"] for row in inline.formset.forms]
    for part in (
        form,
        *(inline.formset.management_form for inline in context["inline_admin_formsets"]),
        *rows,
    ):
        data |= {part[name].html_name: part[name].value() or "" for name in part.fields}
    return client.post(reverse(ADD), data)


def test_what_was_kept_is_offered_as_a_new_release_and_can_be_saved(client, person, typed):
    client.post(reverse(KEEP), typed)
    delete(client, person)

    offered = client.get(reverse(ADD)).context["unsaved"]
    shown = client.get(reverse(ADD), {"restore": typed["form_key"]})
    answer = saved_anew(client, shown)

    assert [words.headline for words in offered] == ["Typed by a colleague"]
    assert answer.status_code == 302, errors(answer)
    release = Release.objects.get()
    assert release.headline == "Typed by a colleague"
    assert [line.author.name for line in release.bylines.all()] == ["Ada Ash"]
    assert release.about_lines.count() == 1
    assert not WorkingCopy.objects.with_words().exists()


def test_whoever_saves_what_is_gone_is_told_and_finds_the_words_in_a_new_form(client, person, typed):
    address = reverse(CHANGE, args=[typed["release"]])
    delete(client, person)

    page = client.post(address, typed, follow=True)

    assert page.redirect_chain == [(f"{reverse(ADD)}?restore={typed['form_key']}", 302)]
    assert page.context["adminform"].form["headline"].value() == "Typed by a colleague"
    assert "Somebody deleted this draft while you had it open." in page.content.decode()


def test_the_owners_own_words_go_with_the_draft(client, person):
    release = ReleaseFactory(owner=person)
    client.post(reverse(KEEP), opened(client, release, headline="Typed by its owner"))

    client.post(reverse("admin:releases_release_delete", args=[release.pk]), {"post": "yes"})

    assert not WorkingCopy.objects.exists()
