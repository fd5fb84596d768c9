"""The address of a release's PDF: what answers, for whom, from when on, and what it costs."""

import importlib.abc
import io
import re
import sys
from datetime import UTC, datetime, timedelta

import pikepdf
import pytest
from django.core.checks import run_checks

from releases.actions import addressing, publishing
from releases.models import Organisation, PictureLine
from releases.rendering import pdf
from tests import pdf_reading
from tests.factories import ReleaseFactory, approved, editor, many_public_versions
from tests.factories.media import picture

pytestmark = pytest.mark.django_db

NINE = datetime(2026, 11, 23, 14, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
SECOND = timedelta(seconds=1)


@pytest.fixture(autouse=True)
def our_own_shelf(settings, tmp_path):
    settings.VAR_DIR = tmp_path


@pytest.fixture
def tools():
    pdf_reading.needs_the_tools()


class NoLibrary(importlib.abc.MetaPathFinder):
    """What WeasyPrint meets where Pango is not installed."""

    def __init__(self, failure):
        self.failure = failure

    def find_spec(self, fullname, path=None, target=None):
        if fullname == "weasyprint":
            raise self.failure


@pytest.fixture(params=[OSError("cannot load library 'libpango-1.0-0'"), ImportError("No module")])
def without_pango(request, monkeypatch):
    for name in [name for name in sys.modules if name.partition(".")[0] == "weasyprint"]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.delitem(sys.modules, "releases.rendering.pdf_machine", raising=False)
    monkeypatch.setattr(sys, "meta_path", [NoLibrary(request.param), *sys.meta_path])
    pdf.machine.cache_clear()
    yield
    pdf.machine.cache_clear()


def address_of(version, form=""):
    return f"/releases/{version.release.slug}.pdf{form}"


def everything(response):
    return response.status_code, response.content, sorted(response.items()), response.cookies.output()


def words_of(response):
    main = response.content.decode().partition("<main")[2].partition(">")[2]
    return " ".join(re.sub("<[^>]+>", " ", main).split())


def width(response):
    with pikepdf.open(io.BytesIO(response.content)) as opened:
        return round(float(opened.pages[0].mediabox[2]))


@pytest.mark.parametrize(("form", "points"), [("", 612), ("?paper=letter", 612), ("?paper=a4", 595)])
def test_a_release_is_a_pdf_under_a_name_of_its_own(tools, client, form, points):
    version = approved(slug="treaty")

    response = client.get(address_of(version, form))

    assert (response.status_code, response["Content-Type"]) == (200, "application/pdf")
    assert response["Content-Disposition"] == 'inline; filename="treaty.pdf"'
    assert response["Link"] == '<http://127.0.0.1:8000/releases/treaty/>; rel="canonical"'
    assert response["Cache-Control"].startswith("public, max-age=")
    assert width(response) == points


def test_the_foot_of_its_pages_names_the_organisation_as_it_is_called_now(tools, client):
    release = approved().release
    name = 'Bund “der” "Physiker" \\ e. V. & 物理学家'
    Organisation.objects.update_or_create(pk=1, defaults={"name": name})

    pages, _ = pdf_reading.pages_of(client.get(f"/releases/{release.slug}.pdf").content)

    foot = f"{name} Page 1 of 1"
    assert [" ".join(page.split()).endswith(foot) for page in pages] == [True]


@pytest.mark.parametrize("count", [1, 3])
def test_a_pdf_costs_what_its_page_costs_made_or_kept(tools, client, count, django_assert_num_queries):
    many_public_versions(count - 1)
    version = approved()

    for _ in ("made", "kept"):
        with django_assert_num_queries(3):
            assert client.get(address_of(version)).status_code == 200


def test_whoever_has_it_already_gets_no_bytes(tools, client):
    version = approved()
    known = client.get(address_of(version))

    again = client.get(address_of(version), headers={"If-None-Match": known["ETag"]})
    head = client.head(address_of(version))

    assert (again.status_code, again.content) == (304, b"")
    assert (head.status_code, head.content, head["ETag"]) == (200, b"", known["ETag"])


def test_it_is_there_from_its_second_on_and_not_before(tools, at, client):
    at(NINE - HOUR)
    version = approved(public_from=NINE)

    at(NINE - SECOND)
    before = client.get(address_of(version)).status_code
    at(NINE)
    after = client.get(address_of(version)).status_code

    assert (before, after) == (404, 200)


def test_hidden_unknown_and_never_existed_answer_byte_for_byte_alike(at, client):
    at(NINE)
    hidden = [ReleaseFactory(slug="a-draft"), approved(public_from=NINE + HOUR).release]
    slugs = [*(release.slug for release in hidden), "never-existed"]

    answers = [
        everything(client.get(f"/releases/{slug}.pdf{form}")) for slug in slugs for form in ("", "?paper=a4")
    ]

    assert answers == [everything(client.get("/nowhere/"))] * len(answers)
    assert answers[0][0] == 404


def test_a_withdrawn_release_answers_with_the_notice_of_its_print_page(tools, at, client):
    at(NINE)
    version = approved()
    client.get(address_of(version))
    at(NINE + HOUR)
    publishing.withdraw(version.release, by=editor(), reason="Two had not signed.", shows_headline=True)

    response = client.get(address_of(version))

    assert response.status_code == 410
    assert everything(response) == everything(client.get(f"{version.get_absolute_url()}print/"))


@pytest.mark.parametrize(("form", "kept"), [("", ""), ("?paper=letter", ""), ("?paper=a4", "?paper=a4")])
def test_an_old_address_leads_to_the_pdf_at_the_new_one(client, form, kept):
    version = approved(slug="first")
    addressing.move_address(version.release, by=editor(), slug="second")

    response = client.get(f"/releases/first.pdf{form}")

    assert (response.status_code, response["Location"]) == (301, f"/releases/second.pdf{kept}")


@pytest.mark.parametrize("paper", ["", "A4", "a5", "a4}", "\x00", "x" * 10_000])
def test_paper_that_we_do_not_have_is_said_in_a_sentence_on_every_address(at, client, paper):
    at(NINE)
    approved(slug="treaty")

    answers = [client.get(f"/releases/{slug}.pdf", {"paper": paper}) for slug in ("treaty", "never-existed")]

    assert everything(answers[0]) == everything(answers[1])
    assert answers[0].status_code == 404
    assert "We make PDFs on Letter, and on A4 for an address that ends in ?paper=a4." in words_of(answers[0])


def test_the_page_of_the_release_offers_both_sizes(client):
    version = approved()

    page = client.get(version.get_absolute_url()).content.decode()

    assert f'<a href="{address_of(version)}">PDF</a>' in page
    assert f'<a href="{address_of(version)}?paper=a4">PDF on A4</a>' in page


def test_while_others_have_theirs_made_a_reader_is_sent_to_the_print_page(tools, client, monkeypatch):
    monkeypatch.setattr(pdf, "PATIENCE", 0.01)
    version, other = approved(slug="treaty"), approved(slug="kept")
    client.get(address_of(other))

    with pdf._alone():
        answers = [client.get(address_of(version)), client.get(address_of(other))]
    afterwards = client.get(address_of(version))

    assert [answer.status_code for answer in (*answers, afterwards)] == [503, 200, 200]
    assert (answers[0]["Retry-After"], answers[0]["Cache-Control"]) == ("10", "private, no-store")
    assert words_of(answers[0]).startswith(
        "Others are getting their PDFs Try again in a few seconds, or open the print page : "
    )
    assert '<a href="/releases/treaty/print/">' in answers[0].content.decode()


def test_without_pango_the_print_page_stays_and_the_answer_says_what_to_install(without_pango, client):
    version = approved(slug="treaty")

    response, paper = client.get(address_of(version)), client.get("/releases/treaty/print/")

    assert (response.status_code, paper.status_code) == (503, 200)
    assert response["Cache-Control"] == "private, no-store"
    assert "Retry-After" not in response
    assert words_of(response).startswith("The PDF cannot be made Please open the print page : ")
    assert "Run apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0" in words_of(response)
    assert '<a href="/releases/treaty/print/">' in response.content.decode()


def test_without_pango_every_command_says_so(without_pango):
    said = [(message.id, message.hint) for message in run_checks() if message.id == "releases.W001"]

    assert said == [("releases.W001", f"apt-get install {pdf.TO_INSTALL}")]


def test_with_pango_no_command_says_anything(tools):
    assert [message.id for message in run_checks()] == []


def test_whatever_else_goes_wrong_leads_to_the_print_page_and_into_the_log(
    tools, client, caplog, monkeypatch
):
    def broken(*args, **options):
        raise RuntimeError("no layout")

    version = approved(slug="treaty", body="<p>Canary.</p>")
    monkeypatch.setattr("weasyprint.HTML.render", broken)

    response = client.get(address_of(version))

    assert response.status_code == 503
    assert words_of(response).startswith("The PDF cannot be made Please open the print page : ")
    assert "apt-get" not in words_of(response)
    assert "A PDF could not be made" in [record.getMessage() for record in caplog.records]
    assert "Canary" not in caplog.text


def test_a_lost_picture_is_drawn_again_and_no_pdf_is_kept_without_it(tools, client, settings):
    settings.MEDIA_FOLDER = settings.VAR_DIR / "media"
    file, release = picture(), ReleaseFactory(slug="treaty")
    PictureLine.objects.create(release=release, file=file)
    version = approved(release)
    lost = file.renditions.filter(format="jpeg").exclude(role="original").last()
    original = file.original.read_bytes()
    file.original.unlink()
    lost.path.unlink()

    without = client.get(address_of(version))
    kept = list((settings.VAR_DIR / "pdf").glob("*"))
    file.original.write_bytes(original)
    again = client.get(address_of(version))

    assert (without.status_code, kept) == (503, [])
    assert again.status_code == 200
    assert lost.path.is_file()
