"""Pictures, portraits and attachments as readers get them, everywhere the same frozen words."""

from datetime import UTC, datetime

import pytest
from django.test import Client
from lxml import html

from releases.actions import reviewing, sharing
from releases.freezing import freeze
from releases.models import Byline, ExpertLine, PictureLine, Resource
from releases.rendering import pictures
from releases.rendering.plain_text import plain_text
from releases.rendering.release import subject_of
from releases.vocabulary import Purpose
from tests import pdf_reading
from tests.factories import AuthorFactory, ReleaseFactory, approved, editor, writer
from tests.factories.media import document, jpeg, picture

pytestmark = pytest.mark.django_db

NINE = datetime(2026, 11, 23, 14, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def shelf(settings, tmp_path):
    settings.MEDIA_FOLDER = tmp_path / "media"


@pytest.fixture
def illustrated():
    """A release with a picture in every place, a portrait and a report."""
    top = picture(
        name="depot.jpg",
        content=jpeg(1000, 600),
        alt="A depot by night.",
        caption="The depot.",
        credit="R. Vance",
    )
    end = picture(name="map.jpg", alt="A map.", credit="FAS")
    kit = picture(name="kit.jpg", alt="For newsrooms.", credit="FAS")
    inside = picture(name="inside.jpg", alt="Inside the depot.", caption="Row by row.", credit="FAS")
    release = ReleaseFactory(
        slug="illustrated",
        body=f'<p>Before.</p><img src="{inside.renditions.first().get_absolute_url()}"><p>After.</p>',
    )
    for position, (file, role) in enumerate([(top, "top"), (end, "end"), (kit, "kit")]):
        PictureLine.objects.create(release=release, file=file, role=role, position=position)
    Resource.objects.create(release=release, label="All numbers", kind="report", file=document())
    expert = AuthorFactory(
        name="Mary Example", portrait=picture(name="mary.jpg", alt="Mary Example.", credit="FAS")
    )
    ExpertLine.objects.create(release=release, expert=expert)
    Byline.objects.create(release=release, author=expert)
    return release


def alts(page):
    return [image.get("alt") for image in html.fromstring(page.content).iter("img")]


def test_every_page_of_the_release_shows_its_pictures_in_their_places(illustrated, client):
    approved(illustrated)
    wanted = ["A depot by night.", "Inside the depot.", "A map.", "Mary Example."]

    pages = [client.get(f"/releases/illustrated/{rest}") for rest in ("", "print/", "versions/1/")]

    assert [alts(page) for page in pages] == [wanted] * 3
    words = html.fromstring(pages[0].content).text_content()
    assert "The depot. Picture: R. Vance" in " ".join(words.split())
    assert "Full report, PDF, " in words


def test_every_size_that_a_page_names_is_there(illustrated, client):
    approved(illustrated)
    page = html.fromstring(client.get("/releases/illustrated/").content)

    named = {image.get("src") for image in page.iter("img")}
    for element in page.iter("img", "source"):
        named |= {choice.split()[0] for choice in element.get("srcset").split(", ")}
        assert element.tag == "source" or int(element.get("width")) > 0 < int(element.get("height"))

    assert {client.get(address).status_code for address in named} == {200}
    assert len(named) == 4 + 4 * 2


def test_a_browser_prints_the_size_for_paper(illustrated, client):
    approved(illustrated)
    page = html.fromstring(client.get("/releases/illustrated/").content)

    for drawn in page.xpath("//figure[@class='picture']//picture"):
        first = next(drawn.iter("source"))
        largest = next(drawn.iter("img"))
        wanted = f"{largest.get('src')} {largest.get('width')}w"
        assert (first.get("media"), first.get("srcset")) == ("print", wanted)


@pytest.mark.parametrize(
    ("width", "sizes"),
    [(607, "min(607px, 100vw - 2.5rem)"), (608, pictures.COLUMN)],
)
def test_a_picture_smaller_than_the_column_is_drawn_no_larger_than_it_is(width, sizes):
    release = ReleaseFactory()
    PictureLine.objects.create(release=release, file=picture(content=jpeg(width, 40)))

    drawn = pictures.drawn(freeze(release).content.pictures[0])

    assert (drawn.width, drawn.sizes) == (width, sizes)


def test_the_words_of_a_version_stay_as_they_were_approved(illustrated, client):
    approved(illustrated)
    line = illustrated.picture_lines.first()
    line.file.alt, line.file.credit = "Another word.", "Nobody"
    line.file.save()

    page = client.get("/releases/illustrated/").content.decode()

    assert "A depot by night." in page
    assert "Another word." not in page


def test_a_link_to_the_release_shows_its_picture(illustrated, client):
    approved(illustrated)

    page = html.fromstring(client.get("/releases/illustrated/").content)

    (image,) = page.xpath("//meta[@property='og:image']/@content")
    assert image.startswith("http://127.0.0.1:8000/media/")
    assert image.endswith("/1000.jpg")
    assert page.xpath("//meta[@property='og:image:width']/@content") == ["1000"]
    assert image in page.xpath("//script")[0].text


def test_other_places_get_whole_addresses_and_words(illustrated, client):
    version = approved(illustrated)

    feed = client.get("/feeds/releases.json").json()["items"][0]["content_html"]
    text = plain_text(subject_of(version))

    sources = [image.get("src") for image in html.fromstring(feed).iter("img")]
    assert len(sources) == 3
    assert all(source.startswith("http://127.0.0.1:8000/media/") for source in sources)
    for words in (
        "[Picture: A depot by night.]",
        "The depot. (Picture: R. Vance)",
        "[Picture: Inside the depot.]",
    ):
        assert words in text


def test_paper_has_the_pictures_with_their_descriptions(illustrated, client):
    pdf_reading.needs_the_tools()
    approved(illustrated)

    made = client.get("/releases/illustrated.pdf").content

    assert b"A depot by night." in pdf_reading.everything_in(made).encode()
    assert made.count(b"/Subtype /Image") + made.count(b"/Subtype/Image") >= 1


def test_a_picture_that_is_not_in_the_library_is_not_drawn_and_holds_the_text_back():
    gone = f'<p>Before.</p><figure><img src="/media/{"0" * 32}/800.jpg"></figure><p>After.</p>'
    release = ReleaseFactory(body=gone)
    content = freeze(release).content

    drawn = pictures.in_body(content.body, content)

    assert ("<img" in drawn, "Before." in drawn, "After." in drawn) == (False, True, True)
    with pytest.raises(reviewing.NotReady, match="is no longer in the library"):
        reviewing.submit(release, by=writer())


def test_the_holder_of_a_preview_link_sees_the_pictures_beside_the_preview(illustrated):
    given = sharing.share(illustrated, by=editor(), recipient="Ana", purpose=Purpose.REVIEW)
    holder = Client()
    holder.post("/preview/", {"token": given.token})

    page = html.fromstring(holder.get("/preview/").content)
    named = [image.get("src") for image in page.iter("img")]

    assert all(address.startswith("/preview/media/") for address in named)
    assert {holder.get(address).status_code for address in named} == {200}
    assert "/media/" not in str(html.tostring(page)).replace("/preview/media/", "")


def test_an_author_is_seen_on_the_own_page_as_today(illustrated, client):
    approved(illustrated)
    author = illustrated.bylines.get().author

    page = client.get(author.get_absolute_url())

    assert alts(page) == ["Mary Example."]
