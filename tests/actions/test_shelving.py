"""The library: files come in whole or not at all, and go only while nothing uses them."""

import os
from io import BytesIO

import pytest
from django.conf import settings
from django.db import IntegrityError, transaction

from releases.actions import shelving
from releases.files.refusal import NotAccepted
from releases.models import MediaFile, PictureLine, Resource
from releases.workflow import MoveNotAllowed
from tests.factories import AuthorFactory, ReleaseFactory, UserFactory, approved, writer
from tests.factories.media import PDF, document, jpeg, picture

pytestmark = pytest.mark.django_db


def numbered(n):
    return PDF.replace(b"-1.4", b"-1.4\n%%%d" % n)


def everything_on_disk():
    return sorted(path.name for path in settings.MEDIA_FOLDER.rglob("*") if path.is_file())


@pytest.fixture(autouse=True)
def shelf(settings, tmp_path):
    settings.MEDIA_FOLDER = tmp_path / "media"
    return settings.MEDIA_FOLDER


def test_an_upload_keeps_the_bytes_and_says_what_they_are():
    person, content = writer(), jpeg(60, 40)

    file = shelving.upload(BytesIO(content), "../Depot by Night.PNG", by=person, credit="FAS")

    assert file.original.read_bytes() == content
    assert len(file.pk) == 32
    assert (file.kind, file.name, file.mime, file.size) == (
        "picture", "Depot-by-Night.jpg", "image/jpeg", len(content),
    )  # fmt: skip
    assert (file.width, file.height, file.credit, file.uploaded_by) == (60, 40, "FAS", person)
    assert all(each.path.stat().st_size == each.size for each in file.renditions.all())
    assert {each.format for each in file.renditions.all()} == {"webp", "jpeg"}


def test_a_document_has_no_renditions():
    file = document()

    assert (file.kind, file.format, file.renditions.count()) == ("document", "PDF", 0)


def test_fifty_uploads_of_one_name_are_fifty_files():
    person = writer()

    files = [shelving.upload(BytesIO(numbered(n)), "report.pdf", by=person) for n in range(50)]

    assert {file.name for file in files} == {"report.pdf"}
    assert len({file.get_absolute_url() for file in files}) == 50
    assert [file.original.read_bytes() for file in files] == [numbered(n) for n in range(50)]


def test_what_is_refused_leaves_nothing_behind(shelf):
    with pytest.raises(NotAccepted):
        shelving.upload(BytesIO(b"<svg xmlns='http://www.w3.org/2000/svg'/>"), "x.png", by=writer())

    assert not MediaFile.objects.exists()
    assert everything_on_disk() == []


def test_an_upload_that_breaks_off_leaves_nothing_behind(shelf, monkeypatch):
    def full_disk(*paths):
        raise OSError("No space left on device")

    monkeypatch.setattr("os.rename", full_disk)
    with pytest.raises(OSError, match="No space"):
        shelving.upload(BytesIO(jpeg()), "x.jpg", by=writer())

    assert not MediaFile.objects.exists()
    assert everything_on_disk() == []


def test_only_who_writes_fills_the_library():
    with pytest.raises(MoveNotAllowed, match="Uploading needs a writer"):
        shelving.upload(BytesIO(jpeg()), "x.jpg", by=UserFactory())


def test_renditions_that_were_lost_are_drawn_again():
    file = picture()
    before = {each.name: each.path.read_bytes() for each in file.renditions.all()}
    for each in file.renditions.all():
        each.path.unlink()

    shelving.draw_again(file)

    assert {each.name: each.path.read_bytes() for each in file.renditions.all()} == before


def test_an_upload_is_on_the_disk_with_its_names(shelf, monkeypatch):
    synced, fsync = [], os.fsync
    monkeypatch.setattr("os.fsync", lambda fd: (synced.append(os.fstat(fd).st_ino), fsync(fd)))

    file = picture()

    assert {shelf.stat().st_ino, (shelf / ".incoming").stat().st_ino, file.folder.stat().st_ino} <= {*synced}


def test_the_row_follows_what_was_drawn_again():
    file = picture()
    one = file.renditions.first()
    file.renditions.filter(pk=one.pk).update(size=1, digest="0" * 64)
    one.path.unlink()

    shelving.draw_again(file)

    again = file.renditions.get(pk=one.pk)
    assert (again.size, again.digest) == (one.size, one.digest)


def test_nothing_is_drawn_again_from_another_original():
    file = picture()
    file.original.write_bytes(jpeg(60, 41))
    one = file.renditions.first()
    one.path.unlink()

    shelving.draw_again(file)

    assert not one.path.exists()


def test_what_a_file_is_cannot_be_changed_but_its_words_can():
    file = picture()
    MediaFile.objects.filter(pk=file.pk).update(alt="Another.", credit="Somebody", licence_ends="2030-01-01")

    for change in ({"digest": "0" * 64}, {"name": "x.jpg"}, {"mime": "text/html"}, {"size": 1}):
        with pytest.raises(IntegrityError), transaction.atomic():
            MediaFile.objects.filter(pk=file.pk).update(**change)


@pytest.mark.parametrize("use", ["line", "body", "resource", "portrait", "version"])
def test_what_is_used_stays(use):
    file = document() if use == "resource" else picture()
    release = ReleaseFactory()
    if use == "resource":
        Resource.objects.create(release=release, label="Report", file=file)
    elif use == "portrait":
        AuthorFactory(portrait=file)
    elif use == "body":
        release.body = f'<p>x</p><figure><img src="{file.renditions.first().get_absolute_url()}"></figure>'
        release.save()
    else:
        PictureLine.objects.create(release=release, file=file)
    if use == "version":
        approved(release)
        release.picture_lines.all().delete()

    with pytest.raises(MoveNotAllowed, match="something uses it"):
        shelving.discard(file, by=writer())

    assert file.original.is_file()


@pytest.mark.django_db(transaction=True)
def test_what_nothing_uses_goes_with_everything_that_was_made_of_it():
    file = picture()

    shelving.discard(file, by=writer())

    assert not MediaFile.objects.exists()
    assert everything_on_disk() == []
