"""A release with everything in it that readers take away, and a correction of it."""

import pytest

from releases.actions import editing, publishing, reviewing
from releases.models import (
    AboutLine,
    AboutText,
    Byline,
    ExpertLine,
    Programme,
    ProgrammeLine,
    Release,
    Resource,
    Topic,
    TopicLine,
)
from tests.factories import AuthorFactory, MediaContactFactory, ReleaseFactory, editor, writer


@pytest.fixture
def monica():
    """A contact with a mailbox and hours."""
    return MediaContactFactory(
        name="Monica Amarelo", slug="monica", email="monica@fas.example", hours="Monday to Friday"
    )


@pytest.fixture
def whole(monica):
    """Every part that a release may have."""
    release = ReleaseFactory(
        headline="New Missile Watch Report",
        subheadline="The third issue",
        summary="What the issue features.",
        body='<p>The surprise extradition of <a href="https://fas.example/trafficker">a trafficker</a> to '
        'the United States tops the list of developments, and <a href="/releases/other/">another issue</a> '
        "said so.</p>",
        contacts=[monica],
    )
    schroeder = AuthorFactory(name="Matthew Schroeder", known_as="Matt Schroeder", biography="He counts.")
    about = AboutText.objects.create(
        title="About FAS", body='<p>Founded in 1945 by <a href="https://fas.example/">scientists</a>.</p>'
    )
    for position, (name, slug) in enumerate((("Ada Byron", "ada"), ("Bo Li", "bo"))):
        Byline.objects.create(release=release, author=AuthorFactory(name=name, slug=slug), position=position)
    ExpertLine.objects.create(release=release, expert=schroeder)
    AboutLine.objects.create(release=release, about_text=about)
    ProgrammeLine.objects.create(
        release=release, programme=Programme.objects.create(name="Arms Sales", slug="arms")
    )
    TopicLine.objects.create(release=release, topic=Topic.objects.create(name="Missiles", slug="missiles"))
    Resource.objects.create(
        release=release, kind="report", label="The whole issue", address="https://fas.example/issue"
    )
    return release


def path(version, form):
    """Where a release is found in this form."""
    return f"/releases/{version.release.slug}{form}"


def corrected(version, **when):
    """A correction of the price, approved by a second person."""
    reopened = editing.edit_after_approval(version.release, by=writer())
    reopened.change, reopened.change_note = "correction", "The price was wrong."
    reopened.change_place, reopened.body = "Second paragraph", "<p>Right text.</p>"
    reopened.save()
    reviewing.submit(reopened, by=writer())
    return publishing.approve(Release.objects.get(pk=version.release_id), by=editor(), **when)
