"""The library's folder held against its rows: everything is found, and nothing goes unasked."""

import os
import time

import pytest
from django.core.management import CommandError, call_command

from releases.actions import tidying
from releases.desk.shelf import Fault, Finding
from releases.models import MediaFile
from tests.factories.media import document, picture

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def shelf(settings, tmp_path):
    settings.MEDIA_FOLDER = tmp_path / "media"
    return settings.MEDIA_FOLDER


@pytest.fixture
def checked(capsys):
    """Run the command; what it printed, and what it ended with, None for success."""

    def check(*options):
        try:
            call_command("media_check", *options)
        except CommandError as ended:
            return capsys.readouterr().out.splitlines(), str(ended)
        return capsys.readouterr().out.splitlines(), None

    return check


def everything(shelf):
    return {
        path.relative_to(shelf).as_posix(): path.read_bytes() for path in shelf.rglob("*") if path.is_file()
    }


def stray(shelf, name, age=7200):
    path = shelf / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"stray")
    for each in (path, *(above for above in path.parents if shelf in above.parents)):
        os.utime(each, (time.time() - age,) * 2)
    return path


def test_a_library_in_order_is_said_to_be(shelf, checked):
    picture()
    document()
    (shelf / ".incoming").mkdir(exist_ok=True)

    assert checked() == (["Every file of the library is in its place."], None)


def test_an_empty_library_without_a_folder_is_in_order(checked):
    assert checked() == (["Every file of the library is in its place."], None)


def test_everything_that_is_wrong_is_listed_and_nothing_is_touched(shelf, checked):
    lost, changed, undrawn = document(name="lost.pdf"), document(name="changed.pdf"), picture()
    lost.original.unlink()
    changed.original.write_bytes(b"other")
    (undrawn.folder / "60.webp").unlink()
    (undrawn.folder / "60.jpg").write_bytes(b"half")
    stray(shelf, f"{'0' * 32}/original.jpg")
    stray(shelf, f"{undrawn.pk}/old.webp")
    stray(shelf, ".incoming/broken/original.jpg")
    before = everything(shelf)

    lines, ended = checked()

    assert sorted(lines) == sorted([
        f"no file at {lost.pk}/original.pdf (lost.pdf)",
        f"wrong digest of {changed.pk}/original.pdf (changed.pdf)",
        f"no file at {undrawn.pk}/60.webp (depot.jpg)",
        f"wrong digest of {undrawn.pk}/60.jpg (depot.jpg)",
        f"no row for {'0' * 32}",
        f"no row for {undrawn.pk}/old.webp",
        "no row for .incoming/broken",
    ])  # fmt: skip
    assert ended == (
        "Not as it should be: 7. Renditions: 2. --render draws them again. "
        "Files without a row: 3. --delete deletes them. Originals: 2. Get them from a backup."
    )
    assert everything(shelf) == before


def test_renditions_are_drawn_again_as_they_were(shelf, checked):
    file = picture()
    before = everything(shelf)
    (file.folder / "60.webp").unlink()
    (file.folder / "60.jpg").write_bytes(b"half")
    (file.folder / "public.jpg").unlink()

    lines, ended = checked("--render")

    assert (lines[-2:], ended) == (
        ["3 renditions drawn again.", "Every file of the library is in its place."], None,
    )  # fmt: skip
    assert everything(shelf) == before


def test_nothing_is_drawn_from_an_original_that_is_not_what_it_was(shelf, checked):
    file = picture()
    file.original.write_bytes(document(name="x.pdf").original.read_bytes())
    (file.folder / "60.webp").unlink()

    lines, ended = checked("--render")

    assert "0 renditions drawn again." in lines
    assert ended.startswith("Not as it should be: 2.")
    assert not (file.folder / "60.webp").exists()


def test_only_what_has_no_row_is_deleted_and_only_when_asked(shelf, checked):
    kept = picture()
    before = everything(shelf)
    stray(shelf, f"{'0' * 32}/original.jpg")
    stray(shelf, f"{kept.pk}/old.webp")
    stray(shelf, ".incoming/broken/original.jpg")

    lines, ended = checked("--delete")

    assert (lines[-2:], ended) == (
        ["3 files without a row deleted.", "Every file of the library is in its place."], None,
    )  # fmt: skip
    assert everything(shelf) == before
    assert (shelf / ".incoming").is_dir()


def test_what_is_not_named_as_ours_is_left_to_whom_it_belongs(shelf, checked):
    picture()
    theirs = [stray(shelf, "lost+found/words.txt"), stray(shelf, ".snapshot/a"), stray(shelf, "README")]

    assert checked("--delete") == (
        ["0 files without a row deleted.", "Every file of the library is in its place."], None,
    )  # fmt: skip
    assert all(path.exists() for path in theirs)


def test_what_may_be_on_its_way_is_left_alone(shelf, checked):
    picture()
    young = stray(shelf, ".incoming/new/original.jpg", age=60)

    assert checked("--delete")[1] is None
    assert young.exists()


def test_what_has_got_a_row_since_it_was_found_stays(shelf):
    file = document()

    assert tidying.delete([Finding(Fault.STRAY, file.folder)]) == 0
    assert file.original.is_file()


def test_a_row_without_its_file_is_never_deleted(shelf, checked):
    file = document()
    file.original.unlink()

    assert checked("--delete")[1] == ("Not as it should be: 1. Originals: 1. Get them from a backup.")
    assert MediaFile.objects.filter(pk=file.pk).exists()


def test_nothing_is_deleted_beside_an_empty_database(shelf, checked):
    """Somebody who names the wrong database keeps the library."""
    path = stray(shelf, f"{'0' * 32}/original.jpg")

    assert checked("--delete")[1] == (
        "The database knows no file at all, so nothing is deleted. Is it the right one (DATABASE_URL)?"
    )
    assert path.exists()


@pytest.mark.parametrize("count", [1, 4])
def test_it_costs_two_queries_however_many_files_there_are(checked, count, django_assert_num_queries):
    for number in range(count):
        picture(name=f"{number}.jpg")

    with django_assert_num_queries(2):
        checked()
