"""The list and the archive of a year, as readers get them."""

import re
from datetime import UTC, datetime, timedelta

import pytest

from releases.actions import editing, publishing, reviewing
from releases.models import ReleaseVersion
from tests.factories import ReleaseFactory, approved, archived, editor, many_public_versions, writer

pytestmark = pytest.mark.django_db

NINE = datetime(2026, 11, 23, 14, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)


def headlines(response):
    return re.findall(r'class="row__title"><a href="[^"]*">([^<]*)</a>', response.content.decode())


def text(response):
    return response.content.decode()


def headings(response):
    return re.findall(r"<h[12][^>]*>([^<]+)</h[12]>|year__count\">([^<]+)<", response.content.decode())


@pytest.mark.parametrize("count", [1, 3])
def test_list_costs_three_queries_and_its_versions_one_however_many_there_are(
    client, count, django_assert_num_queries
):
    many_public_versions(count - 1)

    with django_assert_num_queries(3) as asked:
        response = client.get("/")

    assert len(headlines(response)) == min(count, 25)
    assert sum("headline" in query["sql"] for query in asked) == 1


@pytest.mark.parametrize("count", [1, 3])
def test_a_year_costs_three_queries_however_many_releases_it_has(client, count, django_assert_num_queries):
    many_public_versions(count - 1, first=datetime(2009, 1, 2, 15, tzinfo=UTC), every=timedelta(minutes=50))

    with django_assert_num_queries(3):
        response = client.get("/archive/2009/")
    with django_assert_num_queries(1):
        client.get("/archive/2009/?with=many-0")

    assert len(headlines(response)) == count


def test_a_release_is_on_the_list_from_its_second_on_and_not_before(at, client):
    at(NINE - timedelta(hours=1))
    approved(headline="Due at nine", public_from=NINE)

    at(NINE - SECOND)
    before = (client.get("/"), client.get("/archive/2026/"))
    at(NINE)
    after = (client.get("/"), client.get("/archive/2026/"))

    assert [headlines(page) for page in before] == [[], []]
    assert [page.status_code for page in before] == [200, 404]
    assert [headlines(page) for page in after] == [["Due at nine"], ["Due at nine"]]


def test_nothing_hidden_is_counted_named_or_dated_on_the_list(at, client):
    at(NINE - timedelta(hours=1))
    approved(headline="Public")
    gone = approved(headline="Gone away")
    at(NINE)
    publishing.withdraw(gone.release, by=editor(), reason="It was wrong.", shows_headline=True)
    approved(headline="Scheduled in secret", public_from=datetime(2027, 3, 1, 14, 0, tzinfo=UTC))
    ReleaseFactory(headline="Drafted in secret")
    ReleaseFactory(headline="Reviewed in secret", in_review=True)

    response = client.get("/")

    assert headlines(response) == ["Public"]
    assert headings(response) == [("Press releases", ""), ("2026", ""), ("", "1 release")]
    assert not re.search("secret|Gone|2027", response.content.decode())


def test_working_text_never_reaches_the_list(client):
    version = approved(headline="Approved words", summary="Approved summary.")
    reopened = editing.edit_after_approval(version.release, by=writer())
    reopened.headline, reopened.summary, reopened.body = "Working words", "Working words.", "<p>Working</p>"
    reopened.save()

    pages = [client.get(address).content.decode() for address in ("/", f"/archive/{version.year}/")]

    assert ["Approved words" in page for page in pages] == [True, True]
    assert ["Working" in page for page in pages] == [False, False]


def test_rows_stand_under_their_year_with_how_many_it_has(client):
    many_public_versions(26, first=datetime(2009, 1, 2, 15, tzinfo=UTC), every=timedelta(days=7))
    for day in (1, 2):
        archived(dated=datetime(2011, 3, day, 15, tzinfo=UTC))

    response = client.get("/")

    assert headings(response) == [
        ("Press releases", ""),
        ("2011", ""),
        ("", "2 releases"),
        ("2009", ""),
        ("", "23 of 26 shown"),
    ]
    assert "Older releases, from January 2009 back" in response.content.decode()


def test_a_row_shows_date_kind_headline_summary_and_what_was_corrected(at, client):
    at(NINE)
    version = approved(headline="The price", summary="What it costs.", kind="statement")
    reopened = editing.edit_after_approval(version.release, by=writer())
    reopened.change, reopened.change_note = "correction", "the price: $43, not $34."
    reopened.save()
    reviewing.submit(reopened, by=writer())
    at(NINE + timedelta(days=1))
    publishing.approve(ReleaseVersion.objects.get().release, by=editor())

    row = client.get("/").content.decode().partition("<article")[2].partition("</article>")[0]

    words = " ".join(re.sub("<[^>]+>", " ", row.partition(">")[2]).split())
    assert words == (
        "23 November 2026 Statement The price What it costs. "
        "Corrected 24 November 2026: the price: $43, not $34."
    )


def test_older_pages_lead_through_everything_once_in_order(client):
    many_public_versions(60, every=timedelta(0))
    many_public_versions(7, name="later")

    seen, address = [], "/"
    while address:
        response = client.get(address)
        seen.append(headlines(response))
        older = re.search(r'href="(/\?before=[^"]+)"', response.content.decode())
        address = older and older[1]

    assert [len(page) for page in seen] == [25, 25, 19]
    newest_first = ReleaseVersion.objects.public().newest_first().values_list("headline", flat=True)
    assert [headline for page in seen for headline in page] == list(newest_first)


def test_an_older_page_leads_back_to_the_newest_and_is_not_indexed(client):
    many_public_versions(30)
    cursor = re.search(r'href="(/\?before=[^"]+)"', client.get("/").content.decode())[1]

    page = client.get(cursor).content.decode()

    assert '<a href="/">Back to the newest releases</a>' in page
    assert '<meta name="robots" content="noindex">' in page
    assert "noindex" not in client.get("/").content.decode()


@pytest.mark.parametrize(
    "junk",
    [
        "",
        "x",
        "1",
        "-",
        "1-",
        "g-1",
        "1-1-1",
        "%00",
        "٣-٣",
        "1-1'--",
        "fffffffffffffff-1",
        "1-" + "f" * 16,
        "f" * 5000,
    ],
)
def test_a_cursor_that_is_none_gets_a_sentence(client, junk):
    response = client.get("/", {"before": junk})

    assert response.status_code == 404
    assert "This link to older releases is not complete." in response.content.decode()


@pytest.mark.parametrize("cursor", ["0-1", "1-fffffffffffffff", "4680000000000-1"])
def test_a_cursor_below_everything_says_so(client, cursor):
    approved()

    response = client.get("/", {"before": cursor})

    assert response.status_code == 200
    assert "There are no older releases." in response.content.decode()


def test_an_empty_database_draws_a_list_with_the_houses_name(client):
    response = client.get("/")

    assert response.status_code == 200
    assert "No release has been published yet." in response.content.decode()
    assert "<title>Press releases – Federation of American Scientists</title>" in response.content.decode()


def test_the_archive_has_every_release_of_its_year_at_the_anchor_of_its_slug(client):
    last = archived(dated=datetime(2011, 1, 1, 4, 59, tzinfo=UTC), headline="Still 2010 in New York")
    first = archived(dated=datetime(2010, 2, 1, 15, tzinfo=UTC), headline="Earlier")
    archived(dated=datetime(2009, 2, 1, 15, tzinfo=UTC))

    response = client.get("/archive/2010/")

    assert headlines(response) == ["Still 2010 in New York", "Earlier"]
    anchors = re.findall(r'<article[^>]* id="([^"]+)"', response.content.decode())
    assert anchors == [last.release.slug, first.release.slug]
    assert "2 releases, the latest first." in response.content.decode()


BUSY = {"first": datetime(2009, 1, 2, 15, tzinfo=UTC), "every": timedelta(hours=21)}


def test_a_year_of_four_hundred_releases_is_read_page_by_page_and_each_is_light(client):
    name = "a-report-on-sales-of-small-arms-and-what-came-of-them"
    many_public_versions(399, name=name, summary="What is in the report, in a line. " * 17, **BUSY)

    pages, address = [], "/archive/2009/"
    while address:
        pages.append(client.get(address))
        older = re.search(
            r'<a href="([^"]+)" rel="next">Older releases of 2009, from (\w+) back<', text(pages[-1])
        )
        address = older and older[1]

    assert [len(headlines(page)) for page in pages] == [30] * 13 + [10]
    assert len({headline for page in pages for headline in headlines(page)}) == 400
    assert max(len(page.content) for page in pages) < 60_000
    assert "Releases 31 to 60 of 400, the latest first." in text(pages[1])
    assert '<a href="/archive/2009/" rel="prev">Newer releases of 2009</a>' in text(pages[1])
    assert 'rel="canonical" href="http://127.0.0.1:8000/archive/2009/?page=2"' in text(pages[1])


@pytest.mark.parametrize("path", ["/", "/archive/2009/", "/?q=price"])
def test_a_row_shows_how_a_long_correction_begins(client, path):
    release = archived(dated=BUSY["first"], summary="On the price.").release
    reopened = editing.edit_after_approval(release, by=writer())
    reopened.change, reopened.change_note = "correction", "The price was wrong. " * 100
    reopened.save()
    publishing.approve_alone(reopened, by=editor(), reason="Urgent.")

    said = re.search(r'row__flag"><strong>[^<]*</strong> ([^<]*)<', text(client.get(path)))[1]

    assert said.startswith("The price was wrong. The price")
    assert (said[-1], len(said)) == ("…", 250)


@pytest.mark.parametrize("number", [0, 29, 30, 119])
def test_return_to_listing_leads_to_the_row_of_the_release_in_its_year(client, number):
    many_public_versions(119, **BUSY)
    slug = ReleaseVersion.objects.public().newest_first()[number].release.slug

    link = re.search(r'<a href="([^"#]+)#([^"]+)">Return to listing<', text(client.get(f"/releases/{slug}/")))
    page = client.get(link[1], follow=True)

    assert page.redirect_chain == [(f"/archive/2009/{f'?page={number // 30 + 1}' * (number >= 30)}", 302)]
    assert link[2] == slug
    assert f'<article class="row hang" id="{slug}">' in text(page)


@pytest.mark.parametrize("slug", ["unknown", "hidden", "nul%00", "", "x" * 3000, "a&with=b"])
def test_the_listing_with_what_is_not_public_is_the_first_page(client, slug):
    many_public_versions(59, **BUSY)
    ReleaseFactory(slug="hidden", in_review=True)

    response = client.get(f"/archive/2009/?with={slug}")

    assert (response.status_code, response["Location"]) == (302, "/archive/2009/")


@pytest.mark.parametrize("page", ["0", "2", "-1", "x", "", "9" * 40, "%00", "1.5", "²"])
def test_a_page_that_a_year_does_not_have_is_no_page(client, page):
    version = approved()

    assert client.get(f"/archive/{version.year}/?page={page}").status_code == 404


@pytest.mark.parametrize("year", ["2001", "0000", "02010", "9999", "99999999999999999999", "x", "-1"])
def test_a_year_without_releases_is_no_page(client, year):
    approved()

    assert client.get(f"/archive/{year}/").status_code == 404
