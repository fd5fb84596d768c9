"""The PDF of a release: the words of its print page, for eyes and for screen readers, in the same bytes."""

import io
import re
import subprocess
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pikepdf
import pytest
import zxingcpp
from django.core.exceptions import SuspiciousFileOperation
from lxml import html as parsing
from PIL import Image

from releases.actions import editing, publishing, reviewing
from releases.models import Byline, Organisation, Release
from releases.rendering import pdf, pdf_shelf
from releases.rendering.pdf import Paper
from releases.rendering.release import subject_of
from tests import pdf_reading
from tests.factories import AuthorFactory, MediaContactFactory, ReleaseFactory, approved, editor, writer
from tests.factories.paper import HEADINGS, LONG_ADDRESS, NAMES, SENTENCE, hard_to_print
from tests.pdf_reading import Tag

pytestmark = pytest.mark.django_db

NINE = datetime(2026, 11, 23, 14, 0, tzinfo=UTC)
SITE = "https://press.fas.example"
SIZES = {Paper.LETTER: (612, 792), Paper.A4: (595, 841)}
TABLE = """
<p>What they saw:</p>
<table><caption>Four ways to look</caption>
<thead><tr><th scope="col">Method</th><th scope="col">What it shows</th></tr></thead>
<tbody><tr><th scope="row">Seal</th><td>That nobody opened it</td></tr>
<tr><th scope="row">Scale</th><td>That the weight is as declared</td></tr></tbody></table>
<h2>No method is enough</h2>
<ol><li>first count;</li><li>then weigh.</li></ol><ul><li>or look</li></ul>
<p>Read <a href="https://fas.example/report">the report</a>.</p>
"""


@pytest.fixture(autouse=True)
def our_own_shelf(settings, tmp_path):
    pdf_reading.needs_the_tools()
    settings.VAR_DIR = tmp_path
    settings.SITE_ADDRESS = SITE


@pytest.fixture
def hard():
    MediaContactFactory(name="Monica Amarelo", slug="monica-amarelo")
    return hard_to_print()


def made(version, paper=Paper.LETTER):
    return pdf.of_release(subject_of(version), paper)


def with_table(**fields):
    release = ReleaseFactory(headline="Whoever Counts", body=TABLE, **fields)
    Byline.objects.create(release=release, author=AuthorFactory(name="Ada Byron", slug="ada"))
    return approved(release)


def letters(text):
    """Without spaces, because a long address breaks across lines; capitals may be a matter of style."""
    return "".join(text.split()).casefold()


def letters_of_page(client, version):
    """The words of the print page in their order, with the numbers that lists draw."""
    page = client.get(f"{version.get_absolute_url()}print/").content.decode()
    (main,) = parsing.document_fromstring(page).xpath("//main")
    for unseen in main.xpath("//*[contains(@class, 'screen-only')] | //*[local-name()='svg']"):
        unseen.drop_tree()
    for numbered in main.xpath("//ol"):
        for n, entry in enumerate(numbered.xpath("./li"), start=1):
            entry.text = f"{n}.{entry.text or ''}"
    return letters(main.text_content())


def headings_above_text(pages):
    lines = [page.splitlines() for page in pages]
    return [
        line
        for page in lines
        for line, below in pairwise(page)
        if line in HEADINGS and below.startswith("Every depot")
    ]


@pytest.mark.parametrize("paper", Paper)
@pytest.mark.parametrize("name", ["short", "long", "addresses", "names"])
def test_the_pdf_has_every_word_of_the_print_page_in_its_order(client, hard, name, paper):
    document = made(hard[name], paper)

    pages, feet = pdf_reading.pages_of(document)
    words = letters_of_page(client, hard[name])
    assert letters(pdf_reading.heard_in(document)) == words
    assert sorted(letters("".join(pages))) == sorted(words)
    assert feet == [(str(n), str(len(pages))) for n in range(1, len(pages) + 1)]
    assert "" not in pages
    with pikepdf.open(io.BytesIO(document)) as opened:
        assert {tuple(int(edge) for edge in page.mediabox) for page in opened.pages} == {
            (0, 0, *SIZES[paper])
        }
    # A short release is one sheet and a long one about twelve, with each heading above its text.
    assert len(pages) in {"short": [1], "long": range(10, 15)}.get(name, range(1, 3))
    assert headings_above_text(pages) == (HEADINGS if name == "long" else [])


@pytest.mark.parametrize("paper", Paper)
def test_the_words_of_tables_lists_and_events_stand_in_their_order(client, paper):
    version = with_table(
        kind="media-advisory", event_starts_at=NINE + timedelta(days=3), event_place="Hall of States"
    )

    heard = pdf_reading.heard_in(made(version, paper))

    assert letters(heard) == letters_of_page(client, version)


@pytest.mark.parametrize("lines", range(12))
def test_no_page_ends_with_a_heading_and_none_is_blank_wherever_the_text_ends(lines):
    """Line by line the text grows by a page's foot, and each time a heading would come to lie there."""
    body = (
        f"<p>{SENTENCE * 9}</p>"
        + "<p>One line.</p>" * (4 + lines)
        + f"<h2>The heading</h2><p>{SENTENCE * 6}</p>"
    )
    version = approved(body=body, summary="")

    pages, _ = pdf_reading.pages_of(made(version))

    assert "" not in pages
    assert "The heading" not in [page.splitlines()[-1] for page in pages]


def test_addresses_break_inside_the_paper_and_stay_whole_for_whoever_presses_them(hard):
    document = made(hard["addresses"])

    with pikepdf.open(io.BytesIO(document)) as opened:
        links = pdf_reading.addresses_in(opened)
    boxes = subprocess.run(["pdftotext", "-bbox", "-", "-"], input=document, capture_output=True, check=True)
    right = max(float(edge) for edge in re.findall(r'xMax="([\d.]+)"', boxes.stdout.decode()))
    assert links.count(LONG_ADDRESS) == 3
    assert right < 612 - 90


def test_a_screen_reader_gets_language_title_headings_and_tables():
    version = with_table()

    with pikepdf.open(io.BytesIO(made(version))) as opened:
        root, tags, about = opened.Root, pdf_reading.tags_of(opened), dict(opened.docinfo)
        xmp = root.Metadata.read_bytes().decode()
        notes = [note for page in opened.pages for note in page.Annots]
        with opened.open_outline() as outline:
            bookmarks = [(mark.title, [below.title for below in mark.children]) for mark in outline.root]

    names = [tag.name for tag in tags]
    assert (str(root.Lang), bool(root.MarkInfo.Marked)) == ("en", True)
    assert bool(root.ViewerPreferences.DisplayDocTitle)
    assert 'pdfuaid:part="1"' in xmp
    assert str(about["/Title"]) == "Whoever Counts"
    assert str(about["/Author"]) == "Ada Byron"
    assert [names.count(name) for name in ("H1", "Table", "Caption", "TH", "TD", "Figure")] == [
        1,
        1,
        1,
        4,
        2,
        1,
    ]
    assert names[0] == "Document"
    assert [tag for tag in tags if tag.name == "Figure"] == [
        Tag("Figure", "QR code of the address of this version")
    ]
    assert bookmarks == [("Whoever Counts", ["No method is enough", "Links"])]
    assert all(str(note.Contents) for note in notes)
    assert f"{SITE}/authors/ada/" in [str(note.A.URI) for note in notes]


@pytest.mark.parametrize("paper", Paper)
def test_the_code_on_paper_leads_to_the_very_version(client, paper, tmp_path):
    version = approved(slug="treaty")
    document = made(version, paper)

    command = ["pdftoppm", "-r", "150", "-png", "-singlefile", "-", str(tmp_path / "sheet")]
    subprocess.run(command, input=document, check=True)
    (code,) = zxingcpp.read_barcodes(Image.open(tmp_path / "sheet.png"))

    assert code.text == f"{SITE}/releases/treaty/versions/1/"
    assert client.get(code.text.removeprefix(SITE)).status_code == 200


def test_a_french_release_is_french_to_a_screen_reader():
    with pikepdf.open(io.BytesIO(made(approved(language="fr")))) as opened:
        assert str(opened.Root.Lang) == "fr"


def test_names_of_every_script_are_letters_and_not_boxes(hard):
    fonts = subprocess.run(["fc-list", ":lang=zh"], capture_output=True, text=True, check=True).stdout
    if not fonts:
        pytest.skip("No font has Chinese letters: apt-get install -y fonts-noto-cjk")

    pages, _ = pdf_reading.pages_of(made(hard["names"]))

    text = " ".join(pages)
    assert [text.count(name) for name in NAMES] == [3, 3, 4]


def kept_files(settings):
    return {file.name: file.stat().st_ino for file in (settings.VAR_DIR / "pdf").iterdir()}


def test_two_makings_give_the_same_bytes(settings):
    version = with_table()
    first = made(version)
    for name in kept_files(settings):
        (settings.VAR_DIR / "pdf" / name).unlink()

    assert made(version) == first


def test_it_is_made_once_for_the_same_words_and_size(settings):
    version = approved()

    first, files = made(version), kept_files(settings)
    again = made(version)

    assert again == first
    assert kept_files(settings) == files
    assert len(files) == 1


def test_new_words_other_paper_and_a_new_letterhead_are_made_anew(settings):
    version = approved()
    documents = [made(version), made(version, Paper.A4)]
    Organisation.objects.create(pk=1, name="Federation of Scientists")
    documents.append(made(version))
    settings.SITE_ADDRESS = "https://press.other.example"
    documents.append(made(version))

    assert len(set(documents)) == len(kept_files(settings)) == 4
    assert "Federation of Scientists" in pdf_reading.everything_in(documents[2])
    assert "https://press.other.example" in pdf_reading.everything_in(documents[3])


def test_a_correction_is_made_anew_and_says_so():
    first = approved(headline="Five Agree")
    before = made(first)
    reopened = editing.edit_after_approval(Release.objects.get(pk=first.release_id), by=writer())
    reopened.change, reopened.change_note = "correction", "It was four."
    reopened.save()
    reviewing.submit(reopened, by=writer())
    second = publishing.approve(Release.objects.get(pk=first.release_id), by=editor())

    after = made(second)

    assert after != before
    with pikepdf.open(io.BytesIO(after)) as opened:
        assert str(opened.docinfo["/Title"]) == "Five Agree (corrected)"


def test_a_correction_that_takes_more_than_a_page_to_explain_is_whole(client):
    first = approved()
    reopened = editing.edit_after_approval(Release.objects.get(pk=first.release_id), by=writer())
    reopened.change, reopened.change_note = "correction", SENTENCE * 60
    reopened.save()
    reviewing.submit(reopened, by=writer())
    version = publishing.approve(Release.objects.get(pk=first.release_id), by=editor())

    pages, _ = pdf_reading.pages_of(made(version))

    assert len(pages) == 3
    assert sorted(letters("".join(pages))) == sorted(letters_of_page(client, version))


def test_a_broken_file_on_the_shelf_is_made_again(settings):
    version = approved()
    whole = made(version)
    (name,) = kept_files(settings)
    (settings.VAR_DIR / "pdf" / name).write_bytes(whole[: len(whole) // 2])

    assert made(version) == whole
    assert pdf_shelf.kept(name.removesuffix(".pdf")) == whole


FOREIGN = [
    "http://127.0.0.1:9/picture.png",
    "https://press.fas.example.evil.example/static/css/sheet.css",
    "https://press.fas.example/admin/",
    "https://press.fas.example/static/../secret_key",
    "https://press.fas.example/static/%2e%2e/%2e%2e/etc/passwd",
    "https://press.fas.example/static/css/",
    "https://press.fas.example/static/no-such-file.css",
    "file:///etc/passwd",
    "ftp://127.0.0.1/a",
    "//press.fas.example/static/css/sheet.css",
]


@pytest.mark.parametrize("address", FOREIGN)
def test_nothing_is_read_but_our_static_files(address):
    with pytest.raises((ValueError, SuspiciousFileOperation, OSError)):
        pdf.machine().OurFiles().fetch(address)


def test_our_static_files_and_what_an_address_holds_are_read():
    files = pdf.machine().OurFiles()

    style = files.fetch(f"{SITE}/static/css/sheet.css?v=1")
    held = files.fetch("data:text/plain,word")

    assert (style.content_type, b"@import" in style.read()) == ("text/css", True)
    assert held.read() == b"word"


def test_a_page_that_asks_for_what_is_not_ours_is_made_without_it():
    asks = "".join(
        f'<img src="{address}" alt="x"><link rel=stylesheet href="{address}">' for address in FOREIGN
    )

    made = pdf.machine().pdf_of(
        f'<html lang="en"><body><p>Word {asks}</p></body></html>',
        identifier=b"one", paper="letter", title="Word", authors=[], created=None, changed=None,
    )  # fmt: skip

    assert "root:" not in pdf_reading.everything_in(made)
    assert pdf_reading.pages_of(made)[0][0].startswith("Word")
