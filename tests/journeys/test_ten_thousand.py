"""What readers ask for costs the same queries with one release, with three, and with ten thousand."""

from datetime import UTC, datetime, timedelta
from typing import NamedTuple

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from releases.models import ReleaseVersion
from tests.factories import many_public_versions

pytestmark = pytest.mark.django_db

# Ten thousand of them fit into the year, so that its archive has pages of all.
FIRST, EVERY = datetime(2009, 1, 2, 15, tzinfo=UTC), timedelta(minutes=50)


class Cost(NamedTuple):
    """How many queries an address makes, and how many of them read versions themselves."""

    queries: int
    for_versions: int


COSTS = {
    "/": Cost(3, 1),
    "/archive/2009/": Cost(3, 1),
    "/releases/{slug}/": Cost(3, 1),
    "/releases/{slug}/print/": Cost(3, 1),
    "/releases/{slug}/versions/1/": Cost(3, 1),
    "/releases/{slug}.pdf": Cost(3, 1),
    "/releases/{slug}.txt": Cost(3, 1),
    "/releases/{slug}.json": Cost(2, 1),
    "/releases/{slug}/card.png": Cost(2, 1),
    "/?q=body": Cost(3, 1),
    "/?kind=release": Cost(3, 1),
    "/?q=body&kind=release&year=2009&from=2009": Cost(3, 1),
    "/feeds/releases.rss": Cost(2, 1),
    "/feeds/releases.atom": Cost(2, 1),
    "/feeds/releases.json": Cost(2, 1),
    "/feeds/releases.atom?q=body&kind=release": Cost(2, 1),
    "/sitemap.xml": Cost(1, 0),
    "/sitemap-releases-2009.xml": Cost(1, 1),
    "/sitemap-years.xml": Cost(1, 0),
    "/sitemap-people.xml": Cost(3, 0),
    "/sitemap-newsletters.xml": Cost(2, 0),
    "/news-sitemap.xml": Cost(2, 1),
}


@pytest.mark.parametrize("count", [1, 3, 10_000])
def test_every_address_costs_the_same_however_many_releases_there_are(client, count, settings, tmp_path):
    settings.VAR_DIR = tmp_path
    many_public_versions(count - 1, first=FIRST, every=EVERY)
    # The second newest where there is one, so that the release has neighbours.
    slug = ReleaseVersion.objects.public().newest_first()[min(count - 1, 1)].release.slug
    costs, rows = {}, {}

    for address in COSTS:
        with CaptureQueriesContext(connection) as asked:
            response = client.get(address.format(slug=slug))
        # Where no PDF can be made, an answer that says so costs what the PDF would.
        assert response.status_code == 200 or (address.endswith(".pdf") and response.status_code == 503)
        costs[address] = Cost(len(asked), sum('"headline"' in query["sql"] for query in asked))
        rows[address] = response.content.decode(errors="replace").count('class="row__title"')

    assert costs == COSTS
    assert rows["/archive/2009/"] == min(count, 30)
    assert {rows[address] for address in COSTS if address == "/" or "/?" in address} == {min(count, 25)}
