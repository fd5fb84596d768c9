"""The press kit of a release: what is in it, what is left out, and for whom it answers."""

import hashlib
import io
import json
import zipfile
from datetime import UTC, date, datetime, timedelta

import pytest

from releases.actions import addressing, editing, publishing
from releases.models import MediaFile, PictureLine
from releases.rendering import pdf
from tests import pdf_reading
from tests.factories import (
    MediaContactFactory,
    ReleaseFactory,
    approved,
    editor,
    many_public_versions,
    writer,
)
from tests.factories.media import jpeg, picture

pytestmark = pytest.mark.django_db

NINE = datetime(2026, 11, 23, 14, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
SITE = "http://127.0.0.1:8000"
MACHINE = pdf.machine
CAPTIONS = """\
pictures/01-depot.jpg
Caption: Nobody was there.
Shows: A depot by night.
Credit: Ruth Vance / FAS
Licence: CC BY 4.0
Licence ends on: 31 January 2027
Size: 60 × 40 pixels

pictures/02-map.jpg
Shows: A depot by night.
Credit: Ruth Vance / FAS
Size: 60 × 40 pixels
"""


@pytest.fixture(autouse=True)
def our_own_folders(settings, tmp_path):
    settings.VAR_DIR, settings.MEDIA_FOLDER = tmp_path, tmp_path / "media"


@pytest.fixture(autouse=True)
def no_pdf(monkeypatch):
    """As where Pango is missing: PDFs would take most of the time of these tests."""
    monkeypatch.setattr(pdf, "machine", lambda: None)


def draft(*pictures, **fields):
    monica = MediaContactFactory(name="Monica Amarelo", slug="monica", email="monica@fas.example")
    release = ReleaseFactory(slug="treaty", contacts=[monica], **fields)
    for position, file in enumerate(pictures):
        PictureLine.objects.create(release=release, file=file, position=position)
    return release


def kit_of(client, slug="treaty", **headers):
    response = client.get(f"/releases/{slug}/press-kit.zip", headers=headers)
    assert response.status_code == 200
    content = b"".join(response.streaming_content)
    assert int(response["Content-Length"]) == len(content)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        return {name.removeprefix(f"{slug}/"): archive.read(name) for name in archive.namelist()}


def manifest_of(client, slug="treaty"):
    return json.loads(kit_of(client, slug)["manifest.json"])


def test_a_newsroom_finds_everything_in_it(client, at):
    at(NINE)
    content = jpeg(60, 40, words="taken with my telephone")
    shown = picture(
        content=content,
        caption="Nobody was there.",
        licence="CC BY 4.0",
        licence_ends=date(2027, 1, 31),
    )
    version = approved(draft(shown, picture(name="map.jpg")))
    whole = shown.renditions.get(role="original")

    kit = kit_of(client)

    assert list(kit) == [
        "treaty.txt", "pictures/01-depot.jpg", "pictures/02-map.jpg", "captions.txt", "contacts/monica.vcf",
        "manifest.json",
    ]  # fmt: skip
    assert kit["treaty.txt"] == client.get("/releases/treaty.txt").content
    assert kit["contacts/monica.vcf"] == client.get("/contacts/monica.vcf").content
    assert kit["pictures/01-depot.jpg"] == whole.path.read_bytes()
    assert b"telephone" in content
    assert b"telephone" not in kit["pictures/01-depot.jpg"]
    assert kit["captions.txt"].decode() == CAPTIONS
    manifest = json.loads(kit["manifest.json"])
    assert {key: value for key, value in manifest.items() if key not in {"files", "left_out"}} == {
        "headline": version.headline,
        "address": f"{SITE}/releases/treaty/",
        "version": 1,
        "version_address": f"{SITE}/releases/treaty/versions/1/",
        "public_since": NINE.isoformat(),
    }
    assert {each["path"]: each["sha256"] for each in manifest["files"]} == {
        name: hashlib.sha256(body).hexdigest() for name, body in kit.items() if name != "manifest.json"
    }
    assert manifest["files"][1] == {
        "path": "pictures/01-depot.jpg",
        "type": "image/jpeg",
        "size": whole.size,
        "sha256": whole.digest,
        "description": "A depot by night.",
        "caption": "Nobody was there.",
        "credit": "Ruth Vance / FAS",
        "licence": "CC BY 4.0",
        "licence_ends": "2027-01-31",
        "width": 60,
        "height": 40,
        "address": f"{SITE}{shown.get_absolute_url()}",
    }


def test_the_pdf_is_in_it_where_it_can_be_made(client, monkeypatch):
    monkeypatch.setattr(pdf, "machine", MACHINE)
    pdf_reading.needs_the_tools()
    approved(draft())

    kit = kit_of(client)

    assert kit["treaty.pdf"] == client.get("/releases/treaty.pdf").content
    assert json.loads(kit["manifest.json"])["left_out"] == []


def test_while_others_have_their_pdfs_made_a_newsroom_tries_again(client, monkeypatch):
    monkeypatch.setattr(pdf, "machine", MACHINE)
    pdf_reading.needs_the_tools()
    monkeypatch.setattr(pdf, "PATIENCE", 0.01)
    approved(draft())

    with pdf._alone():
        response = client.get("/releases/treaty/press-kit.zip")

    assert (response.status_code, response["Retry-After"]) == (503, "10")
    assert response["Cache-Control"] == "private, no-store"


def test_where_no_pdf_can_be_made_the_manifest_says_so(client):
    approved(draft())

    assert manifest_of(client)["left_out"] == [
        {"path": "treaty.pdf", "reason": "No PDF could be made. The print page has the same words."}
    ]


def test_a_picture_leaves_the_house_until_its_licence_ends(client, at):
    at(NINE)
    approved(draft(picture(licence="one use", licence_ends=date(2026, 11, 24)), picture(name="map.jpg")))

    # The last day ends at midnight in Washington, five hours after that of London.
    at(datetime(2026, 11, 25, 4, 59, tzinfo=UTC))
    before = kit_of(client)
    at(datetime(2026, 11, 25, 5, 0, tzinfo=UTC))
    after = kit_of(client)

    assert "pictures/01-depot.jpg" in before
    assert [name for name in after if name.startswith("pictures/")] == ["pictures/01-map.jpg"]
    assert json.loads(after["manifest.json"])["left_out"][1] == {
        "description": "A depot by night.",
        "caption": "",
        "credit": "Ruth Vance / FAS",
        "licence": "one use",
        "licence_ends": "2026-11-24",
        "name": "depot.jpg",
        "reason": "The licence has expired. The page and the PDF show the picture still.",
    }


def test_a_licence_that_was_cut_short_after_approval_ends_earlier(client):
    shown = picture()
    approved(draft(shown))
    MediaFile.objects.filter(pk=shown.pk).update(licence_ends=date(2020, 1, 1))

    assert not any(name.startswith("pictures/") for name in kit_of(client))


def test_a_picture_that_was_lost_is_made_again_or_named(client):
    made_again, gone = picture(), picture(name="gone.jpg")
    approved(draft(made_again, gone))
    made_again.renditions.get(role="original").path.unlink()
    for file in (*gone.folder.iterdir(),):
        file.unlink()

    kit = kit_of(client)

    assert [name for name in kit if name.startswith("pictures/")] == ["pictures/01-depot.jpg"]
    lost = json.loads(kit["manifest.json"])["left_out"][1]
    assert (lost["name"], lost["reason"]) == ("gone.jpg", "The file could not be found.")


def test_a_picture_that_is_used_twice_is_there_once(client):
    shown = picture()
    release = draft(shown)
    release.body += f'<figure><img src="{shown.renditions.first().get_absolute_url()}"></figure>'
    release.save()
    approved(release)

    assert [name for name in kit_of(client) if name.startswith("pictures/")] == ["pictures/01-depot.jpg"]


def test_whoever_has_it_already_is_told_so_and_head_tells_its_length(client):
    approved(draft(picture()))
    response = client.get("/releases/treaty/press-kit.zip")
    b"".join(response.streaming_content)

    known = client.get("/releases/treaty/press-kit.zip", headers={"If-None-Match": response["ETag"]})
    head = client.head("/releases/treaty/press-kit.zip")

    assert (known.status_code, known.content) == (304, b"")
    assert (head.status_code, head.content) == (200, b"")
    for name in ("Content-Length", "Content-Type", "Content-Disposition", "ETag"):
        assert head[name] == response[name]
    assert response["Content-Disposition"] == 'attachment; filename="treaty-press-kit.zip"'
    assert response["Content-Type"] == "application/zip"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cache-Control"].startswith("public, max-age=")


def test_a_correction_is_another_kit(client, at):
    at(NINE)
    version = approved(draft())
    first = client.get("/releases/treaty/press-kit.zip")
    at(NINE + HOUR)
    reopened = editing.edit_after_approval(version.release, by=writer())
    reopened.headline, reopened.change, reopened.change_note = "Another", "correction", "It was wrong."
    reopened.save()
    approved(reopened)

    again = client.get("/releases/treaty/press-kit.zip", headers={"If-None-Match": first["ETag"]})

    assert again.status_code == 200
    assert manifest_of(client)["version"] == 2


def test_before_its_minute_it_answers_as_what_never_was(client, at):
    at(NINE)
    approved(draft(picture()), public_from=NINE + HOUR)

    hidden, unknown = (client.get(f"/releases/{slug}/press-kit.zip") for slug in ("treaty", "never-was"))
    at(NINE + HOUR)

    assert (hidden.status_code, hidden.content) == (404, unknown.content)
    assert sorted(hidden.items()) == sorted(unknown.items())
    assert "treaty.txt" in kit_of(client)


def test_after_withdrawal_only_the_notice_is_there(client):
    version = approved(draft(picture()))
    publishing.withdraw(version.release, by=editor(), reason="It was wrong.", shows_headline=False)

    response = client.get("/releases/treaty/press-kit.zip")

    assert response.status_code == 410
    assert b"It was wrong." in response.content
    assert b"PK" not in response.content


def test_a_moved_release_leads_on(client):
    version = approved(draft())
    addressing.move_address(version.release, by=editor(), slug="accord")

    response = client.get("/releases/treaty/press-kit.zip")

    assert (response.status_code, response["Location"]) == (301, "/releases/accord/press-kit.zip")


def test_the_page_leads_to_it(client):
    approved(draft())

    page = client.get("/releases/treaty/").content.decode()

    assert '<a href="/releases/treaty/press-kit.zip">Press kit (ZIP)</a>' in page


@pytest.mark.parametrize("count", [1, 3])
def test_it_costs_as_many_queries_for_many_pictures_and_releases(client, django_assert_num_queries, count):
    many_public_versions(10 * count)
    approved(draft(*(picture(name=f"{n}.jpg") for n in range(count))))

    with django_assert_num_queries(9):
        kit = kit_of(client)

    assert len([name for name in kit if name.startswith("pictures/")]) == count
