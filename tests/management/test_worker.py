"""The worker as a process: it sends, waits for its database, and stops when it is told to."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import call_command

from releases.actions import notifying
from releases.management.commands.worker import _whatever_happens
from releases.models import Notice
from tests.factories import ReleaseFactory, editor, writer

ROOT = Path(__file__).resolve().parents[2]


def start(var_dir, *arguments, **settings):
    environment = {"PATH": os.environ["PATH"], "VAR_DIR": str(var_dir), **settings}
    command = [sys.executable, "manage.py", "worker", *arguments]
    return subprocess.Popen(command, cwd=ROOT, env=environment, stderr=subprocess.PIPE, text=True)


def read_until(process, words):
    lines = []
    for line in process.stderr:
        lines.append(line)
        if words in line:
            return lines
    raise AssertionError(f"The worker never said “{words}”: {lines}")


@pytest.mark.django_db
def test_once_sends_what_is_due_and_says_how_much(capsys, mailoutbox):
    editor(email="ed@fas.example")
    ReleaseFactory(in_review=writer())

    call_command("worker", "--once")

    assert (capsys.readouterr().out, len(mailoutbox)) == ("1 mails sent.\n", 1)
    assert Notice.objects.get().state == "done"


@pytest.mark.django_db
def test_once_says_why_nothing_leaves(capsys, mailoutbox, settings):
    settings.INSTANCE_ID = "a copy"

    call_command("worker", "--once")

    said = capsys.readouterr()
    assert said.err.startswith("No mail leaves. This database belongs to another copy of the site")
    assert (said.out, mailoutbox) == ("0 mails sent.\n", [])


def test_a_job_that_fails_as_nobody_foresaw_stops_nothing(caplog):
    def fail():
        raise OSError(28, "No space left on device")

    assert _whatever_happens(fail) == 0
    assert "No space left on device" in caplog.text


def test_what_a_server_says_is_kept_without_what_a_database_refuses():
    assert notifying.reason_of(ValueError("one\x00two"), "a@b.example") == "ValueError: one two"


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_waits_for_its_database_and_stops_cleanly_when_told_to(tmp_path, number):
    # A database without tables answers as one that is being restarted: with an operational error.
    with start(tmp_path, "--pause", "30") as worker:
        read_until(worker, "The database does not answer (no such table")
        worker.send_signal(number)
        said = read_until(worker, "The worker has stopped.")

    assert worker.returncode == 0
    assert [line for line in said if "Traceback" in line] == []


def test_it_ends_with_its_parent(tmp_path):
    code = (
        "import os, subprocess, sys; "
        "child = subprocess.Popen([sys.executable, 'manage.py', 'worker', '--pause', '0.1', "
        "'--parent', str(os.getpid())]); child.wait()"
    )
    environment = {"PATH": os.environ["PATH"], "VAR_DIR": str(tmp_path)}
    parent = subprocess.Popen(
        [sys.executable, "-c", code],
        cwd=ROOT, env=environment, text=True,
        stderr=subprocess.PIPE,
    )  # fmt: skip
    with parent:
        read_until(parent, "The worker has started.")
        parent.kill()
        # The pipe closes when the last process that holds it ends.
        rest = parent.stderr.read()

    assert "The worker has stopped." in rest
