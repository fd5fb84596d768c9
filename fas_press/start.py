"""Start fas_press on this machine with `python -m fas_press.start`: prepare what is missing, then serve."""

import hashlib
import os
import socket
import subprocess
import sys

import django
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command, get_commands
from django.db import DatabaseError, connection, connections
from django.db.migrations.executor import MigrationExecutor

from fas_press.env import WrongSetting

SERVE = ("-m", "gunicorn", "-c", "python:fas_press.serving")
WORK = ("-m", "django", "worker", "--pause", "2")


class CannotStart(Exception):
    """Something outside is in the way; the text says what to do about it."""


def main() -> str | None:
    """Prepare, start the worker, and become the server; a sentence if that cannot be done."""
    # Before the first file: what lies in var/ is for nobody else on this machine.
    os.umask(0o077)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "fas_press.settings")
    try:
        django.setup()
        prepare()
    except (WrongSetting, CannotStart) as refusal:
        return str(refusal)
    except KeyboardInterrupt:
        return "Stopped before the site was up."
    sys.stdout.flush()
    # This process becomes the server and stays the parent, whose end the worker notices.
    subprocess.Popen([sys.executable, *WORK, "--parent", str(os.getpid())], stdin=subprocess.DEVNULL)
    os.execv(sys.executable, [sys.executable, *SERVE])


def prepare() -> None:
    """Bring data, tables, static files and the first content to where this code needs them."""
    have_the_folder()
    have_the_port()
    have_the_database()
    have_the_tables()
    have_the_static_files()
    have_the_first_content()
    # The server opens its own connections, one per thread.
    connections.close_all()


def have_the_folder() -> None:
    """Make the folder of the data, closed to everybody else."""
    try:
        settings.VAR_DIR.mkdir(mode=0o700, parents=True, exist_ok=True)
        settings.VAR_DIR.chmod(0o700)
    except OSError as failure:
        raise CannotStart(
            f"The folder {settings.VAR_DIR} cannot be used ({failure.strerror}). "
            "Make it writable or set VAR_DIR."
        ) from failure


def have_the_port() -> None:
    """Refuse a port that is not free, before anything is prepared."""
    with socket.socket() as probe:
        # As the server does it: a port that was left a moment ago counts as free.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", settings.PORT))
        except OSError as failure:
            raise CannotStart(
                f"Port {settings.PORT} cannot be used ({failure.strerror}). "
                "Stop what uses it, or choose another: make run PORT=8001"
            ) from failure


def have_the_database() -> None:
    """Ask the database for an answer."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError as failure:
        where = connection.settings_dict
        place = f"{where['NAME']} on {where['HOST']}" if where["HOST"] else where["NAME"]
        reason = str(failure).strip().splitlines()[0]
        if connection.vendor == "sqlite":
            raise CannotStart(
                f"The database file {place} cannot be used ({reason}). Make it and its folder writable, "
                "put a backup in its place, or move it away to begin with an empty database."
            ) from failure
        raise CannotStart(
            f"The database {place} does not answer ({reason}). Start it, or correct DATABASE_URL."
        ) from failure


def have_the_tables() -> None:
    """Run the migrations that the database has not seen, and put back the guards that it lacks."""
    # Only after the apps are set up.
    from releases.models import guards

    try:
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            _say("Preparing the database")
            call_command("migrate", interactive=False, verbosity=0)
        if guards.missing(connection):
            _say("Putting the guards of approved text back")
            guards.install(connection)
    except DatabaseError as failure:
        reason = str(failure).strip().splitlines()[0]
        raise CannotStart(
            f"The database cannot be brought up to date ({reason}). Run “manage.py migrate” as the user who "
            "owns its tables, then start again."
        ) from failure


def have_the_static_files() -> None:
    """Collect the static files, if one of them has changed since the last time."""
    seen = [f"{settings.STATIC_BROTLI} {settings.STATIC_ROOT}"]
    for finder in get_finders():
        for name, storage in finder.list([]):
            stat = os.stat(storage.path(name))
            seen.append(f"{name} {stat.st_size} {stat.st_mtime_ns}")
    wanted = hashlib.sha256("\n".join(sorted(seen)).encode()).hexdigest()
    stamp = settings.VAR_DIR / "static.collected"
    collected = settings.STATIC_ROOT / "staticfiles.json"
    if collected.exists() and stamp.exists() and stamp.read_text() == wanted:
        return
    _say("Collecting the static files")
    call_command("collectstatic", interactive=False, verbosity=0)
    stamp.write_text(wanted)


def have_the_first_content() -> None:
    """Let the app make its first staff and its sample content; it knows whether it has done so before."""
    if "first_run" in get_commands():
        call_command("first_run")


def _say(sentence: str) -> None:
    sys.stdout.write(f"{sentence}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
