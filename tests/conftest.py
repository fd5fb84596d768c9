"""What every test stands on: a clock that moves both sides, and a database that can be emptied."""

import gc
import shutil
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.db.backends.signals import connection_created
from pytest_django import DjangoDbBlocker

from releases.actions import fencing
from releases.models import guards, triggers
from releases.queries import fence
from tests import clock, settings, template

connection_created.connect(clock.follow_python)

# Pure words, files, rights, settings, and the look of pages: nothing in them depends on the database.
LOOKS_THE_SAME = (
    "tests/files/",
    "tests/text/",
    "tests/rendering/",
    "tests/queries/test_cursor.py",
    "tests/views/test_pdf.py",
    "tests/test_architecture.py",
    "tests/test_workflow.py",
    "tests/test_locks.py",
    "tests/test_settings.py",
    "tests/test_start.py",
    "tests/actions/test_tls.py",
    # Who may press what, and what the pages before a button say; test_matrix asks both about every move.
    "tests/admin/test_bad_input.py",
    "tests/admin/test_merging.py",
    "tests/admin/test_moves.py",
    "tests/admin/test_minutes.py",
    "tests/admin/test_history.py",
    "tests/admin/test_forged_moves.py",
    "tests/admin/test_mending.py",
    "tests/journeys/test_role_sweep.py",
    "tests/browser/test_admin_login.py",
    "tests/browser/test_admin_pages.py",
    "tests/browser/test_editor.py",
    "tests/browser/test_keyboard.py",
    "tests/browser/test_merge_journey.py",
    "tests/browser/test_paper.py",
    "tests/browser/test_picture_journey.py",
    "tests/browser/test_preview_journey.py",
    "tests/browser/test_public_pages.py",
    "tests/browser/test_structure.py",
)


EMPTIED_BY_FLUSH = triggers.postgresql_function("emptying", "BEGIN RETURN NULL; END")


def is_again(config: pytest.Config) -> bool:
    """Whether this run is on a second database, and leaves out what looks the same on both."""
    return bool(config.getoption("markexpr") == "not one_database")


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Do not even read what a second run leaves out."""
    name = collection_path.relative_to(config.rootpath).as_posix()
    folder = f"{name}/" if collection_path.is_dir() else name
    return True if is_again(config) and folder.startswith(LOOKS_THE_SAME) else None


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Let every test that commits find what the migrations wrote, such as the groups of the staff."""
    if connection.vendor == "sqlite":
        missing = ("locks_rows", "has_roles")
        without = [item for item in items if any(map(item.get_closest_marker, missing))]
        config.hook.pytest_deselected(items=without)
        items[:] = [item for item in items if item not in without]
    for item in items:
        if item.nodeid.startswith(LOOKS_THE_SAME):
            item.add_marker(pytest.mark.one_database)
        if _commits(item):
            marker = item.get_closest_marker("django_db")
            wanted = {**(marker.kwargs if marker else {}), "transaction": True, "serialized_rollback": True}
            item.add_marker(pytest.mark.django_db(**wanted), append=False)


def pytest_collection_finish() -> None:
    """Let the collector of garbage leave alone what lives as long as the tests: half a million objects."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Say how many requests the sweeps have made: `record_property("requests", 2924)`."""
    made: Counter[str] = Counter()
    for report in terminalreporter.stats.get("passed", ()):
        made[report.location[0]] += sum(n for name, n in report.user_properties if name == "requests")
    for file, requests in made.items():
        if requests:
            terminalreporter.write_line(f"{file}: {requests:,} requests")


def pytest_unconfigure() -> None:
    """Take the scratch folder away: the workers of xdist end without the clean-up of an ordinary exit."""
    settings.scratch.cleanup()


@pytest.fixture(scope="session")
def django_db_keepdb(django_db_modify_db_settings: None) -> bool:
    """Whether the database starts as a copy of an earlier one; on SQLite, while migrations are the same."""
    if connection.vendor != "sqlite" or not template.path().exists():
        return False
    shutil.copyfile(template.path(), connection.settings_dict["TEST"]["NAME"])
    return True


@pytest.fixture(scope="session")
def django_db_setup(
    django_db_setup: None, django_db_keepdb: bool, django_db_blocker: DjangoDbBlocker
) -> None:
    """The test database of pytest-django, with a clock that `at` can move."""
    if connection.vendor == "postgresql":
        with django_db_blocker.unblock():
            clock.install_postgres_clock()
    elif not django_db_keepdb:
        template.keep(Path(connection.settings_dict["NAME"]))
    with django_db_blocker.unblock():
        fencing.confirm_the_first(by="the tests")
    if hasattr(connection, "_test_serialized_contents"):
        # What a test that commits finds afterwards.
        with django_db_blocker.unblock():
            connection._test_serialized_contents = connection.creation.serialize_db_to_string()


@pytest.fixture(autouse=True)
def nothing_was_sent_before() -> None:
    """What a test has sent is taken back with its database, and so is the file that remembers it."""
    fence.claims_file().unlink(missing_ok=True)


@pytest.fixture(scope="session")
def is_run_again(request: pytest.FixtureRequest) -> bool:
    """Whether another database was asked all of this before."""
    return is_again(request.config)


@pytest.fixture
def at(db: None) -> Iterator[clock.Clock]:
    """`at(NINE)` stops the clocks of Python and the database at NINE; call it again to pass time."""
    with clock.moved_clock() as moved:
        yield moved


@pytest.fixture(autouse=True)
def emptying_passes_the_guards(request: pytest.FixtureRequest) -> Iterator[None]:
    """A test that commits ends with `flush`: the guards against emptying a table step aside for it."""
    if not _commits(request.node):
        yield
        return
    # Asked for here, so that the database is emptied after this fixture has ended.
    request.getfixturevalue("db")
    if connection.vendor == "sqlite":
        guards.install(connection)
        yield
        guards.remove(connection)
    else:
        # One statement each: PostgreSQL asks one function for every table.
        _execute(guards.NEVER_EMPTIED)
        yield
        _execute(EMPTIED_BY_FLUSH)


def _execute(sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql)


def _commits(item: pytest.Item) -> bool:
    marker = item.get_closest_marker("django_db")
    by_marker = bool(marker and (marker.kwargs.get("transaction") or marker.kwargs.get("reset_sequences")))
    fixtures = getattr(item, "fixturenames", ())
    return by_marker or "transactional_db" in fixtures or "live_server" in fixtures
