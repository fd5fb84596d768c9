"""Putting an earlier draft back: its words, its lines, and what no longer exists."""

from datetime import UTC, date, datetime, timedelta

import pytest

from releases.actions import editing, restoring, shelving
from releases.content import Content
from releases.models import (
    AboutText,
    Author,
    MediaContact,
    Newsletter,
    NewsletterIssue,
    Programme,
    Release,
    Topic,
)
from releases.vocabulary import Role, Status
from releases.workflow import MoveNotAllowed
from tests.factories import AuthorFactory, MediaContactFactory, ReleaseFactory, UserFactory, approved, writer
from tests.factories.media import picture

pytestmark = pytest.mark.django_db

NINE = datetime(2026, 11, 26, 14, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


def full(**fields):
    """A release with every field and every line, saved as a draft by somebody."""
    newsletter = Newsletter.objects.create(
        name="Missile Watch", slug="missile-watch", description="It watches."
    )
    issue = NewsletterIssue.objects.create(
        newsletter=newsletter, number=3, title="Volume 3", date=date(2010, 12, 14)
    )
    release = ReleaseFactory(
        kind="media-advisory",
        subheadline="A subheadline",
        body="<p>The <em>first</em> text.</p>",
        event_starts_at=NINE + 5 * HOUR,
        event_place="Washington",
        event_attendance="By telephone.",
        announces=issue,
        change="update",
        change_note="More is known.",
        change_place="Second paragraph",
        contacts=[MediaContactFactory(slug="first"), MediaContactFactory(slug="second")],
        **fields,
    )
    author, expert = AuthorFactory(slug="matt"), AuthorFactory(slug="ruth")
    release.bylines.create(author=author, position=1)
    release.expert_lines.create(expert=expert, contact=MediaContact.objects.get(slug="second"), position=1)
    release.expert_lines.create(expert=author, position=2)
    programme = Programme.objects.create(name="Arms Sales", slug="arms")
    release.programme_lines.create(programme=programme, position=1)
    release.topic_lines.create(topic=Topic.objects.create(name="Missiles", slug="missiles"), position=1)
    about = AboutText.objects.create(title="About FAS", body="<p>Formed in 1945.</p>")
    release.about_lines.create(about_text=about, position=1)
    release.resources.create(kind="report", label="The report", address="https://fas.example/r", position=1)
    return editing.record(release, by=writer())


def rewritten(release):
    """Another save, in which nothing is as it was."""
    held = Release.objects.get(pk=release.pk)
    held.headline, held.body, held.kind, held.change = "Rewritten", "<p>Another text.</p>", "release", "none"
    held.subheadline = held.event_place = held.change_note = ""
    held.event_starts_at = held.announces = None
    held.save()
    for name in editing.LINES:
        getattr(held, name).all().delete()
    held.contact_lines.create(contact=MediaContactFactory(slug="third"))
    editing.record(held, by=writer())
    return held


def test_every_word_and_line_of_the_draft_comes_back_as_a_new_save(at):
    at(NINE)
    draft, person = full(), writer()
    now = rewritten(draft.release)

    restored = restoring.restore(draft, by=person, seen=now)

    latest = now.drafts.first()
    assert restored.missing == ()
    assert Content.load(latest.content) == Content.load(draft.content)
    assert (latest.by, now.drafts.count()) == (person, 3)
    assert Release.objects.get().edit_token != now.edit_token
    assert [line.contact and line.contact.slug for line in restored.release.expert_lines.all()] == [
        "second",
        None,
    ]


def test_what_is_no_word_of_the_draft_stays_as_it_is(at):
    at(NINE)
    owner = writer()
    draft = full(planned_for=NINE + HOUR)
    now = rewritten(draft.release)
    now.slug, now.owner, now.internal_note, now.planned_for = "kept", owner, "For us", NINE + 2 * HOUR
    now.save()

    saved = restoring.restore(draft, by=writer(), seen=now).release

    assert (saved.slug, saved.owner, saved.internal_note, saved.planned_for, saved.status) == (
        "kept",
        owner,
        "For us",
        NINE + 2 * HOUR,
        Status.DRAFT,
    )


def test_an_event_that_the_draft_does_not_have_is_left_alone(at):
    at(NINE)
    release = ReleaseFactory()
    draft = editing.record(release, by=writer())
    now = Release.objects.get()
    now.event_place, now.kind = "Washington", "media-advisory"
    now.save()

    saved = restoring.restore(draft, by=writer(), seen=now).release

    assert (saved.kind, saved.event_place) == ("release", "Washington")


def test_what_no_longer_exists_is_named_and_the_rest_comes_back(at):
    at(NINE)
    draft = full()
    now = rewritten(draft.release)
    Author.objects.get(slug="matt").delete()
    MediaContact.objects.get(slug="second").delete()
    AboutText.objects.all().delete()
    NewsletterIssue.objects.all().delete()
    words = Content.load(draft.content)
    matt, second = words.byline[0].name, words.contacts[1].name

    restored = restoring.restore(draft, by=writer(), seen=now)

    assert restored.missing == (
        f"“{matt}” no longer exists and is left out.",
        f"“{second}” no longer exists and is left out.",
        f"“{second}” no longer exists and is left out.",
        f"“{matt}” no longer exists and is left out.",
        "“About FAS” no longer exists and is left out.",
        "The issue “Missile Watch, Volume 3” no longer exists.",
    )
    saved = restored.release
    assert [str(line) for line in saved.expert_lines.all()] == [Author.objects.get(slug="ruth").name]
    assert [line.contact.slug for line in saved.contact_lines.all()] == ["first"]
    assert (saved.announces, saved.about_lines.count(), saved.topic_lines.count()) == (None, 0, 1)


def test_a_text_that_a_colleague_saved_meanwhile_is_not_overwritten(at):
    at(NINE)
    draft = full()
    seen = rewritten(draft.release)
    editing.record(Release.objects.get(), by=writer())

    with pytest.raises(MoveNotAllowed, match="was changed after you opened this page"):
        restoring.restore(draft, by=writer(), seen=seen)

    assert Release.objects.get().headline == "Rewritten"


def test_approved_text_a_draft_of_another_release_and_a_person_without_the_right_are_refused(at):
    at(NINE)
    draft, other = full(), ReleaseFactory()
    Release.objects.filter(pk=draft.release_id).update(announces=None, change="none")
    locked = approved(draft.release).release

    for seen, by, sentence in (
        (Release.objects.get(pk=locked.pk), writer(), "Edit after approval"),
        (other, writer(), "belongs to another release"),
        (other, UserFactory(roles=[Role.ADMINISTRATOR]), "needs a writer or an editor"),
    ):
        with pytest.raises(MoveNotAllowed, match=sentence):
            restoring.restore(draft, by=by, seen=seen)

    assert list(other.drafts.all()) == []


def test_a_picture_of_the_text_that_was_deleted_is_named_and_leaves_no_gap(at, settings, tmp_path):
    at(NINE)
    settings.MEDIA_FOLDER = tmp_path / "media"
    files = picture(name="kept.jpg"), picture(name="gone.jpg")
    figures = [f'<figure><img src="{file.renditions.first().get_absolute_url()}"></figure>' for file in files]
    release = ReleaseFactory(body=f"<p>One.</p>{''.join(figures)}<p>Two.</p>")
    draft = editing.record(release, by=writer())
    now = rewritten(release)
    shelving.discard(files[1], by=writer())

    restored = restoring.restore(draft, by=writer(), seen=now)

    assert restored.missing == ("“gone.jpg” no longer exists and is left out.",)
    assert restored.release.body == f"<p>One.</p>\n{figures[0]}\n\n<p>Two.</p>"
