"""The press site with its sample content, served to a browser, and the pages that it has."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from django.core.management import call_command
from django.db import connection
from django.urls import reverse
from pytest_django import DjangoDbBlocker
from pytest_django.live_server_helper import LiveServer

from releases.actions import sampling
from releases.models import ReleaseVersion, guards
from releases.queries.cursor import Cursor
from releases.vocabulary import Role
from tests.factories.people import UserFactory

SEED = "new-missile-watch-report-features-wikileaks-and-viktor-bout"
CORRECTED = "study-of-export-reports-finds-that-most-arrive-late"
ADVISORY = "briefing-for-reporters-how-to-read-a-stockpile-declaration"
TABLE = "new-guide-explains-how-inspectors-count-what-they-cannot-touch"
RESOURCES = "primer-follows-reactor-fuel-from-the-mine-to-storage"
WITHDRAWN = "statement-on-readings-at-a-research-reactor"
NOWHERE = "/releases/there-never-was-one/"


@dataclass(frozen=True)
class PublicPage:
    """One page that readers can ask for; without a name it is an address that leads nowhere."""

    name: str = ""
    args: tuple[str | int, ...] = ()
    query: str = ""
    status: int = 200
    is_sheet: bool = False
    words: str = ""

    def __str__(self) -> str:
        return f"{self.name or 'unknown'} {self.words}".strip()

    @property
    def path(self) -> str:
        """The address without its host."""
        return (reverse(f"releases:{self.name}", args=self.args) if self.name else NOWHERE) + self.query


PAGES = (
    PublicPage("release-list"),
    PublicPage("release-list", query="?before=end-of-2010", words="older"),
    PublicPage("release-list", query="?q=missile&kind=release", words="results"),
    PublicPage("release-list", query="?q=zebra&kind=letter", words="nothing found"),
    PublicPage("release-list", query="?year=99999&from=x", status=400, words="mistakes"),
    PublicPage("archive-year", (2010,)),
    PublicPage("release-detail", (SEED,)),
    PublicPage("release-detail", (CORRECTED,), words="corrected"),
    PublicPage("release-detail", (ADVISORY,), words="advisory"),
    PublicPage("release-detail", (TABLE,), words="table"),
    PublicPage("release-detail", (RESOURCES,), words="resources"),
    PublicPage("release-detail", (WITHDRAWN,), status=410, words="withdrawn"),
    PublicPage("release-print", (SEED,), is_sheet=True),
    PublicPage("release-print", (CORRECTED,), is_sheet=True, words="corrected"),
    PublicPage("release-print", (TABLE,), is_sheet=True, words="table"),
    PublicPage("release-version", (CORRECTED, 1), words="superseded"),
    PublicPage("release-version", (CORRECTED, 2), words="current"),
    PublicPage("release-changes", (CORRECTED, 2)),
    PublicPage("contact-list"),
    PublicPage("author", ("helena-marsh",)),
    PublicPage("programme", ("nuclear-stockpile-studies",)),
    PublicPage("topic", ("verification",)),
    PublicPage("newsletter-list"),
    PublicPage("newsletter", ("missile-watch",)),
    PublicPage("newsletter", ("missile-watch",), query="?before=1", words="older"),
    PublicPage("newsletter-issue", ("missile-watch", 1)),
    PublicPage("newsletter-issue-print", ("missile-watch", 1), is_sheet=True),
    PublicPage("subscribe"),
    PublicPage("subscribe", query="?newsletter=missile-watch", words="chosen"),
    PublicPage("confirm-subscription", ("1.x",), status=404),
    PublicPage("manage-subscriptions", ("1.x",), status=404),
    PublicPage("leave-subscription", ("1.x",), status=404),
    PublicPage("preview", query=f"?k={'A' * 43}", words="button"),
    PublicPage("preview-print", status=404, words="unopened"),
    PublicPage("preview-nothing", ("of/it",), status=404),
    PublicPage("privacy"),
    PublicPage(status=404),
)
FOR_MACHINES = {
    "contact-vcard",
    "favicon",
    "feed-newsletter",
    "feed-releases",
    "healthz",
    "media",
    "news-sitemap",
    "preview-media",
    "release-card",
    "release-json",
    "release-pdf",
    "release-press-kit",
    "release-text",
    "robots",
    "security-txt",
    "sitemap",
    "sitemap-newsletters",
    "sitemap-people",
    "sitemap-releases",
    "sitemap-years",
}


@dataclass(frozen=True)
class Site:
    """A running press site."""

    url: str

    def address(self, page: PublicPage) -> str:
        """Where a browser finds the page."""
        return self.url + page.path.replace("end-of-2010", str(_end_of_2010()))


@pytest.fixture(scope="module")
def site(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Site]:
    """The sample content, committed once for all tests of a file, which only read it."""
    with django_db_blocker.unblock():
        _begin_anew()
        sampling.load(
            writer=UserFactory(username="sample-writer", roles=[Role.WRITER, Role.NEWSLETTER_EDITOR]),
            editor=UserFactory(username="sample-editor", roles=[Role.EDITOR, Role.NEWSLETTER_EDITOR]),
        )
        server = LiveServer("localhost")
        try:
            yield Site(server.url)
        finally:
            server.stop()
            _begin_anew()


def _begin_anew() -> None:
    """Leave the database as the migrations do: a test that committed before us has emptied it wholly."""
    if not getattr(connection, "_test_serialized_contents", ""):
        # No test of this run has committed yet.
        connection._test_serialized_contents = connection.creation.serialize_db_to_string()
    guards.remove(connection)
    call_command("flush", verbosity=0, interactive=False, reset_sequences=False, inhibit_post_migrate=True)
    connection.creation.deserialize_db_from_string(connection._test_serialized_contents)
    guards.install(connection)


def _end_of_2010() -> Cursor:
    return Cursor.of(ReleaseVersion.objects.public().filter(year=2010).newest_first().last())
