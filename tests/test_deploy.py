"""What stands in deploy/ for whoever runs the site: it names what there is, and the roles are enough."""

import importlib.util
import re
import shlex
from pathlib import Path

import pytest
from django.core.management import get_commands
from django.db import ProgrammingError, connection, transaction

from releases.actions import publishing, sharing
from releases.models import Event, ReleaseVersion, guards
from releases.vocabulary import Purpose
from tests.factories import ReleaseFactory, approved, editor
from tests.factories.mailings import queued

ROOT = Path(__file__).resolve().parent.parent
DEPLOY = ROOT / "deploy"
SERVICES = ("fas-press.service", "fas-press-worker.service")


def entries(path: Path) -> list[tuple[str, str]]:
    """Names and values of the lines that have both."""
    return re.findall(r"^([A-Za-z0-9_]+)=(.*)$", path.read_text(), flags=re.MULTILINE)


def test_every_setting_of_the_example_stands_in_the_readme():
    named = {name for name, _ in entries(DEPLOY / "site.env.example")} - {"DJANGO_SETTINGS_MODULE"}
    readme = (ROOT / "README.md").read_text()
    explained = set(re.findall(r"`([A-Z][A-Z0-9_]+)`", readme))
    in_files = {f"{name}_FILE" for name in re.findall(r"`([A-Z0-9_]+)` \(`_FILE`\)", readme)}

    assert named - explained - in_files == set()


def test_a_shell_reads_the_example_as_systemd_does():
    # A value with a space or a bracket needs quotes for the one, and may have them for the other.
    assert all(len(shlex.split(value)) == 1 for _, value in entries(DEPLOY / "site.env.example"))
    assert not re.search(
        r"^[A-Z_]+=[^\"\n]*[<>()&;]", (DEPLOY / "site.env.example").read_text(), re.MULTILINE
    )


@pytest.mark.parametrize("name", SERVICES)
def test_the_services_start_what_there_is_and_read_the_same_settings(name):
    unit = dict(entries(DEPLOY / name))
    program = shlex.split(unit["ExecStart"])[1:]

    if program[0] == "-m":
        assert importlib.util.find_spec(program[1]) is not None
        assert importlib.util.find_spec(program[-1].removeprefix("python:")) is not None
    else:
        assert (ROOT / program[0]).exists()
        assert program[1] in get_commands()
    assert unit["EnvironmentFile"] == "/etc/fas_press/site.env"


def test_both_services_are_shut_in_alike():
    one, other = (
        {name: value for name, value in entries(DEPLOY / each) if name not in ("Description", "ExecStart")}
        for each in SERVICES
    )

    assert one.pop("ExecReload")
    assert one == other


@pytest.fixture
def as_the_site(db):
    """Everything after it is done by a role with the rights of deploy/postgresql.sql, which owns nothing."""
    granted = (DEPLOY / "postgresql.sql").read_text()
    on_tables = re.search(r"GRANT ([A-Z, ]+) ON TABLES TO press_site", granted)
    on_sequences = re.search(r"GRANT ([A-Z, ]+) ON SEQUENCES TO press_site", granted)
    assert on_tables
    assert on_sequences

    def become() -> None:
        with connection.cursor() as cursor:
            cursor.execute("CREATE ROLE press_site_of_a_test")
            cursor.execute("GRANT USAGE ON SCHEMA public TO press_site_of_a_test")
            for rights, what in ((on_tables[1], "TABLES"), (on_sequences[1], "SEQUENCES")):
                cursor.execute(f"GRANT {rights} ON ALL {what} IN SCHEMA public TO press_site_of_a_test")
            cursor.execute("SET LOCAL ROLE press_site_of_a_test")

    return become


@pytest.mark.has_roles
def test_the_site_needs_no_more_than_its_role_and_cannot_take_a_guard_away(as_the_site):
    someone = editor()
    as_the_site()

    version = approved()
    sharing.share(ReleaseFactory(), by=someone, recipient="Ana Ruiz", purpose=Purpose.REVIEW)
    queued(1)
    publishing.withdraw(version.release, by=someone, reason="It was wrong.", shows_headline=True)
    again = ReleaseFactory(in_review=True)
    publishing.approve(again, by=someone)

    assert ReleaseVersion.objects.public().filter(release=again).exists()
    assert guards.missing(connection) == set()
    for statement in (
        "TRUNCATE releases_event",
        "ALTER TABLE releases_releaseversion DISABLE TRIGGER ALL",
        "DROP TABLE releases_withdrawal CASCADE",
    ):
        with pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    assert Event.objects.filter(release=again).exists()
