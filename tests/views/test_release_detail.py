"""The page of one release: its words, its neighbours, its versions; and nothing that was not approved."""

import re
from datetime import UTC, datetime, timedelta

import pytest

from releases.actions import editing, publishing, reviewing
from releases.models import (
    AboutLine,
    AboutText,
    Byline,
    ExpertLine,
    MediaContact,
    Organisation,
    Release,
    ReleaseVersion,
    Resource,
    Topic,
    TopicLine,
)
from tests.factories import (
    AuthorFactory,
    MediaContactFactory,
    ReleaseFactory,
    approved,
    archived,
    editor,
    many_public_versions,
    writer,
)

pytestmark = pytest.mark.django_db

NINE = datetime(2026, 11, 23, 14, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)
FORMS = ["", "print/", "versions/1/"]


def words_of(page):
    return " ".join(re.sub("<[^>]+>", " ", page).split())


@pytest.fixture
def monica():
    return MediaContactFactory(name="Monica Amarelo", slug="monica", email="monica@fas.example")


@pytest.fixture
def whole(monica):
    """A release that has something of everything."""
    release = ReleaseFactory(
        headline="New Missile Watch Report",
        subheadline="The third issue",
        summary="What the issue features.",
        body='<p>The text with <a href="https://fas.example/report">the report</a>.</p>',
        kind="media-advisory",
        event_starts_at=NINE + timedelta(days=3),
        event_place="Hall of States",
        event_attendance="Register by telephone.",
        contacts=[monica],
    )
    schroeder = AuthorFactory(name="Matthew Schroeder", known_as="Matt Schroeder", biography="He counts.")
    about = AboutText.objects.create(title="About FAS", body="<p>Founded in 1945 by <b>scientists</b>.</p>")
    Byline.objects.create(release=release, author=AuthorFactory(name="Ada Byron", slug="ada"))
    ExpertLine.objects.create(release=release, expert=schroeder)
    AboutLine.objects.create(release=release, about_text=about)
    Resource.objects.create(
        release=release, kind="report", label="The whole issue", address="https://fas.example/issue"
    )
    return release


def corrected(version, note="The price was wrong.", **when):
    """Approve a correction of a public version."""
    reopened = editing.edit_after_approval(version.release, by=writer())
    reopened.change, reopened.change_note, reopened.body = "correction", note, "<p>Right text.</p>"
    reopened.save()
    reviewing.submit(reopened, by=writer())
    return publishing.approve(Release.objects.get(pk=version.release_id), by=editor(), **when)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("count", [1, 3])
def test_a_release_costs_three_queries_and_its_version_one(client, count, form, django_assert_num_queries):
    many_public_versions(count - 1)
    address = ReleaseVersion.objects.public().newest_first()[min(count - 1, 1)].get_absolute_url()

    with django_assert_num_queries(3) as asked:
        response = client.get(f"{address}{form}")

    assert response.status_code == 200
    assert sum("headline" in query["sql"] for query in asked) == 1


def test_the_page_and_the_paper_have_every_word_once_in_the_order_of_reading(at, client, whole):
    at(NINE)
    version = approved(whole)

    page, paper = (
        client.get(f"{version.get_absolute_url()}{form}").content.decode() for form in ("", "print/")
    )

    in_order = [
        "New Missile Watch Report",
        "The third issue",
        "What the issue features.",
        "Monday, 23 November 2026, 9:00 a.m. EST (14:00 UTC)",
        "By Ada Byron",
        "Media contact Monica Amarelo Telephone 202-454-4680 E-mail monica@fas.example",
        "When Thursday, 26 November 2026, 9:00 a.m. EST (14:00 UTC) Where Hall of States",
        "How to attend Register by telephone.",
        "Washington, D.C. — The text with the report [1] .",
        "The whole issue Full report https://fas.example/issue",
        "To interview Matt Schroeder Please contact Monica Amarelo at 202-454-4680 or monica@fas.example .",
        "He counts.",
        "About FAS Founded in 1945 by scientists .",
        "###",
        "Links the report: https://fas.example/report",
        "Version 1, public since 23 November 2026, 9:00 a.m. EST (14:00 UTC).",
    ]
    for drawn in (page, paper):
        words = words_of(drawn.partition("<main")[2])
        places = [words.find(wanted) for wanted in in_order]
        assert -1 not in places
        assert places == sorted(places)
        assert words.count("New Missile Watch Report") == drawn.count("<h1") == 1
    assert "FOR IMMEDIATE RELEASE" in paper
    assert 'href="tel:+12024544680"' in page
    assert 'href="mailto:monica@fas.example"' in page


def test_both_pages_draw_the_same_article(client, whole):
    version = approved(whole)

    page, paper = (
        client.get(f"{version.get_absolute_url()}{form}").content.decode() for form in ("", "print/")
    )

    articles = [re.search("<article.*</article>", drawn, re.DOTALL)[0] for drawn in (page, paper)]
    assert articles[0] == articles[1]


def test_a_release_answers_from_its_second_on_and_not_before(at, client):
    at(NINE - timedelta(hours=1))
    address = approved(public_from=NINE).get_absolute_url()

    at(NINE - SECOND)
    before = [client.get(f"{address}{form}").status_code for form in FORMS]
    at(NINE)
    after = [client.get(f"{address}{form}").status_code for form in FORMS]

    assert before == [404, 404, 404]
    assert after == [200, 200, 200]


def test_frozen_words_change_no_byte_until_the_next_version(client, whole, monica):
    version = approved(whole)
    addresses = [f"{version.get_absolute_url()}{form}" for form in FORMS]
    before = [client.get(address).content for address in addresses]

    MediaContact.objects.update(
        name="Monica Other", phone="+12025550100", phone_text="202-555-0100", email=""
    )
    for author in (line.author for line in whole.bylines.all()):
        author.name, author.title, author.biography = "Another Name", "Another title", "Another life."
        author.save()
    AboutText.objects.update(title="About us", body="<p>Other words.</p>")
    Resource.objects.update(label="Another report", address="https://other.example/")
    Release.objects.update(headline="Working headline", body="<p>Working text.</p>", summary="Working.")

    assert [client.get(address).content for address in addresses] == before


def test_a_contact_who_has_left_gets_one_live_line_and_nothing_else_changes(client, whole, monica):
    version = approved(whole)
    before = client.get(version.get_absolute_url()).content.decode()
    between = MediaContactFactory(name="Left Too", is_active=False)
    between.successor = MediaContactFactory(
        name="Ruth Vance", phone="+12025550100", phone_text="202-555-0100"
    )
    between.save()
    monica.is_active, monica.successor = False, between
    monica.save()

    after = client.get(version.get_absolute_url()).content.decode()

    line = re.compile(r'\s*<p class="contact__left">.*?</p>', re.DOTALL)
    told = "Monica Amarelo no longer works here. Please call Ruth Vance at 202-555-0100 ."
    assert [words_of(found) for found in line.findall(after)] == [told, told]
    assert line.sub("", after).split() == before.split()


def test_a_contact_without_a_successor_leads_to_the_press_office(client, whole, monica):
    Organisation.objects.create(pk=1, name="FAS", press_phone="+12024544680", press_phone_text="202-454-4680")
    version = approved(whole)
    other = MediaContactFactory(is_active=False, successor=monica)
    monica.is_active, monica.successor = False, other
    monica.save()

    page = words_of(client.get(version.get_absolute_url()).content.decode())

    assert "Monica Amarelo no longer works here. Please call the press office at 202-454-4680" in page


def test_neighbours_are_the_public_ones_next_in_the_list(client):
    dates = [datetime(2010, 3, day, 15, tzinfo=UTC) for day in (1, 2, 2, 3)]
    first, second, third, fourth = (
        archived(dated=date, headline=f"From {n}") for n, date in enumerate(dates)
    )
    hidden = archived(dated=dates[1], headline="Withdrawn between")
    publishing.withdraw(hidden.release, by=editor(), reason="Wrong.", shows_headline=True)

    def neighbours(version):
        page = client.get(version.get_absolute_url()).content.decode()
        return re.findall(r"<p>(Earlier|Later), [^<]*<a href=\"[^\"]*\">([^<]*)</a>", page)

    assert [neighbours(version) for version in (first, second, third, fourth)] == [
        [("Later", "From 1")],
        [("Earlier", "From 0"), ("Later", "From 2")],
        [("Earlier", "From 1"), ("Later", "From 3")],
        [("Earlier", "From 2")],
    ]


def test_the_newest_on_its_topics_follow_a_release_and_nothing_hidden(at, client, django_assert_num_queries):
    at(NINE)
    arms, secrecy = (Topic.objects.create(name=name, slug=name.lower()) for name in ("Arms", "Secrecy"))

    def on(*topics, **fields):
        release = ReleaseFactory(**fields)
        for position, topic in enumerate(topics):
            TopicLine.objects.create(release=release, topic=topic, position=position)
        return release

    version = approved(on(arms, secrecy, headline="The one"))
    for n in range(4):
        at(NINE + timedelta(minutes=n + 1))
        approved(on((arms, secrecy)[n % 2], headline=f"Related {n}"))
        approved(on(headline=f"Of no topic {n}"))
    approved(on(arms, headline="Due later"), public_from=NINE + timedelta(hours=1))
    on(arms, headline="A draft")

    with django_assert_num_queries(3) as asked:
        page = client.get(version.get_absolute_url()).content.decode()
    section = page.partition('aria-labelledby="related"')[2].partition("</section>")[0]

    assert sum('"headline"' in query["sql"] for query in asked) == 1
    assert re.findall(r"<li><a href=\"[^\"]*\">([^<]*)</a>", section) == [
        "Related 3",
        "Related 2",
        "Related 1",
    ]
    assert re.findall(r'<a href="(/topics/[^"]*)">([^<]*)</a>', section) == [
        ("/topics/arms/", "Arms"),
        ("/topics/secrecy/", "Secrecy"),
    ]
    assert "Later, 23 November 2026 <a" in page
    assert re.findall("Due later|A draft", page) == []


def test_a_release_without_topics_says_nothing_of_relatives(client):
    assert 'id="related"' not in client.get(approved().get_absolute_url()).content.decode()


def test_the_page_leads_to_its_paper_its_row_and_is_canonical(client, settings):
    settings.SITE_ADDRESS = "https://press.fas.example"
    version = archived(dated=datetime(2010, 12, 14, 15, tzinfo=UTC), language="fr")

    page, paper = (
        client.get(f"{version.get_absolute_url()}{form}").content.decode() for form in ("", "print/")
    )

    slug = version.release.slug
    assert f'<a href="/archive/2010/?with={slug}#{slug}">Return to listing</a>' in page
    assert f'<a href="/releases/{slug}/print/">Print page</a>' in page
    for drawn in (page, paper):
        assert f'<link rel="canonical" href="https://press.fas.example/releases/{slug}/">' in drawn
        assert f"Address of this version: https://press.fas.example/releases/{slug}/versions/1/" in drawn
        assert '<html lang="fr"' in drawn
    assert ["noindex" in drawn for drawn in (page, paper)] == [False, True]


def test_a_correction_stands_before_contact_and_text_and_leads_to_the_version_before(at, client):
    at(NINE)
    version = approved()
    at(NINE + timedelta(hours=1))
    corrected(version, note="It said $34; it is $43.")

    page = client.get(version.get_absolute_url()).content.decode()

    words = words_of(page.partition("<main")[2])
    order = [
        "Correction, Monday, 23 November 2026, 10:00 a.m. EST",
        "It said $34; it is $43.",
        "Media contact",
    ]
    assert [words.find(wanted) for wanted in order] == sorted(words.find(wanted) for wanted in order)
    assert -1 not in [words.find(wanted) for wanted in order]
    assert f'<a href="{version.get_absolute_url()}versions/1/">' in page
    assert f"<title>{version.headline} (corrected) – " in page


def test_versions_are_marked_as_current_or_old_and_never_indexed(client):
    version = approved(body="<p>Wrong text.</p>")
    second = corrected(version)
    corrected(second, note="The year was wrong too.", public_from=None)

    pages = [client.get(f"{version.get_absolute_url()}versions/{n}/") for n in (1, 2, 3, 4)]

    assert [page.status_code for page in pages] == [200, 200, 200, 404]
    drawn = [page.content.decode() for page in pages[:3]]
    assert ["Wrong text." in page for page in drawn] == [True, False, False]
    assert ["which is no longer current" in page for page in drawn] == [True, True, False]
    assert ["This is version 3, the current one" in page for page in drawn] == [False, False, True]
    assert ['<meta name="robots" content="noindex">' in page for page in drawn] == [True, True, True]


def test_a_scheduled_correction_is_not_announced_and_takes_over_at_its_minute(at, client):
    at(NINE)
    version = approved(body="<p>Wrong text.</p>")
    address = version.get_absolute_url()
    before = client.get(address).content
    ten = NINE + timedelta(hours=1)
    corrected(version, public_from=ten)

    at(ten - SECOND)
    waiting = [client.get(f"{address}{form}") for form in ("", "versions/2/")]
    at(ten)
    taken = [client.get(f"{address}{form}") for form in ("", "versions/2/", "versions/1/")]

    assert waiting[0].content == before
    assert [page.status_code for page in waiting] == [200, 404]
    assert [page.status_code for page in taken] == [200, 200, 200]
    assert "Right text." in taken[0].content.decode()
    assert "Wrong text." in taken[2].content.decode()


@pytest.mark.parametrize("number", ["0", "01", "-1", "x", "99999999999999999999", "999999999", "٣"])
def test_a_number_that_no_version_has_is_no_page(client, number):
    version = approved()

    assert client.get(f"{version.get_absolute_url()}versions/{number}/").status_code == 404


def test_html_in_words_is_drawn_as_words_and_the_body_is_cleaned_when_it_is_drawn(client):
    version = approved(headline="<b>Bold</b> & brave", summary="<script>alert(1)</script>")
    harmful = version.content.replace("<p>Body", "<p onclick='x()'>Body<script>alert(2)</script>")
    twin = ReleaseFactory(slug="twin")
    ReleaseVersion.objects.create(
        release=twin,
        number=1,
        public_from=version.public_from,
        first_public_at=version.first_public_at,
        approved_at=version.approved_at,
        approved_by=version.approved_by,
        kind=version.kind,
        year=version.year,
        date_iso=version.date_iso,
        date_text=version.date_text,
        headline=version.headline,
        change=version.change,
        digest=version.digest,
        content=harmful,
    )

    page = client.get("/releases/twin/").content.decode()

    assert "&lt;b&gt;Bold&lt;/b&gt; &amp; brave</h1>" in page
    assert re.findall(r"<script(?! type=\"application/ld\+json\")|onclick", page) == []


def test_pages_stay_light(client, whole):
    version = approved(whole)

    sizes = [len(client.get(f"{version.get_absolute_url()}{form}").content) for form in FORMS]

    assert max(sizes) < 60_000


@pytest.mark.parametrize("form", FORMS)
def test_a_release_in_arabic_is_set_from_right_to_left(client, form):
    release = ReleaseFactory(headline="بيان صحفي", body="<p>نص البيان.</p>", language="ar", slug="bayan")
    approved(release)

    page = client.get(f"/releases/bayan/{form}").content.decode()

    assert '<header class="release__head" dir="rtl">' in page
    assert '<div class="prose" dir="rtl">' in page
    assert page.count("dir=") == 2


@pytest.mark.parametrize("form", FORMS)
def test_a_table_that_scrolls_is_in_reach_of_the_keyboard(client, form):
    approved(slug="counted", body="<p>Counted:</p><table><tbody><tr><td>12</td></tr></tbody></table>")

    assert '<table tabindex="0">' in client.get(f"/releases/counted/{form}").content.decode()
