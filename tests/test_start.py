"""The start: one sentence for whatever is in the way, and nothing done twice."""

import os
import platform
import socket
import stat
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture
def taken_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        yield listener.getsockname()[1]


@pytest.fixture
def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def environment(var_dir, port, **settings):
    return {"PATH": os.environ["PATH"], "VAR_DIR": str(var_dir), "PORT": str(port), **settings}


def start(var_dir, port, **settings):
    command = [sys.executable, "-m", "fas_press.start"]
    variables = environment(var_dir, port, **settings)
    return subprocess.run(command, cwd=ROOT, env=variables, capture_output=True, text=True, timeout=60)


def test_a_taken_port_is_said_in_a_sentence_before_anything_is_prepared(tmp_path, taken_port):
    done = start(tmp_path, taken_port)

    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == (
        f"Port {taken_port} cannot be used (Address already in use). "
        "Stop what uses it, or choose another: make run PORT=8001\n"
    )
    assert not (tmp_path / "fas_press.sqlite3").exists()


def test_a_database_that_does_not_answer_is_said_in_a_sentence_without_its_password(tmp_path, free_port):
    url = f"postgres://press:hidden@127.0.0.1:{free_port}/press"

    done = start(tmp_path, free_port, DATABASE_URL=url)

    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("The database press on 127.0.0.1 does not answer (")
    assert done.stderr.endswith("Start it, or correct DATABASE_URL.\n")
    assert "hidden" not in done.stderr
    assert "Traceback" not in done.stderr


def test_a_file_that_is_no_database_is_said_with_what_to_do_with_it(tmp_path, free_port):
    file = tmp_path / "fas_press.sqlite3"
    file.write_text("Not a database. " * 100)

    done = start(tmp_path, free_port)

    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == (
        f"The database file {file} cannot be used (file is not a database). Make it and its folder writable, "
        "put a backup in its place, or move it away to begin with an empty database.\n"
    )
    assert file.read_text() == "Not a database. " * 100


def test_a_setting_that_cannot_be_right_is_said_in_a_sentence(tmp_path):
    done = start(tmp_path, "eighty")

    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "PORT is 'eighty'. Write a whole number from 1 to 65535.\n"


def test_a_python_that_cannot_make_environments_names_the_package(tmp_path):
    code = (
        "import sys; sys.modules['ensurepip'] = None; sys.path.insert(0, sys.argv[1]); "
        "from pathlib import Path; from fas_press import environment; "
        "sys.exit(environment.main(Path(sys.argv[1], 'requirements.txt')))"
    )

    done = subprocess.run(
        [sys.executable, "-c", code, str(ROOT)], cwd=tmp_path, capture_output=True, text=True
    )

    sentence = "Python cannot make an environment yet. First: apt-get install -y python3-venv\n"
    assert (done.returncode, done.stdout, done.stderr) == (1, "", sentence)
    assert list(tmp_path.iterdir()) == []


def test_the_site_starts_from_nothing_and_again_without_changing_anything(tmp_path, free_port):
    var_dir = tmp_path / "var"

    first = serve_once(var_dir, free_port)
    after_first = fingerprint(var_dir)
    second = serve_once(var_dir, free_port)

    address = f"http://127.0.0.1:{free_port}"
    ready = f"Site {address}/   Staff {address}/admin/   Stop with Ctrl+C"
    assert ready in first
    assert second == [ready]
    assert fingerprint(var_dir) == after_first
    assert stat.S_IMODE(var_dir.stat().st_mode) == 0o700
    assert stat.S_IMODE((var_dir / "fas_press.sqlite3").stat().st_mode) == 0o600


def serve_once(var_dir, port):
    """Start the site, ask it for the admin's stylesheet, stop it; what it printed."""
    command = [sys.executable, "-m", "fas_press.start"]
    variables = environment(var_dir, port)
    with subprocess.Popen(command, cwd=ROOT, env=variables, stdout=subprocess.PIPE, text=True) as server:
        lines = []
        for line in server.stdout:
            lines.append(line.rstrip("\n"))
            if line.startswith("Site "):
                break
        try:
            page = urllib.request.urlopen(f"http://127.0.0.1:{port}/admin/login/", timeout=20).read().decode()
            sheet = page.split('<link rel="stylesheet" href="')[1].split('"')[0]
            assert urllib.request.urlopen(f"http://127.0.0.1:{port}{sheet}", timeout=20).status == 200
            assert any(" worker " in command for command in children(server.pid))
            with pytest.raises(urllib.error.HTTPError) as refused:
                urllib.request.urlopen(f"http://127.0.0.1:{port}/?q={'x' * 7000}", timeout=20)
            # Our own page, and not a word of the server in front of it.
            assert (refused.value.code, b"Search the releases" in refused.value.read()) == (400, True)
        finally:
            server.terminate()
            server.wait(timeout=40)
    return lines


def children(pid):
    """The commands that a process has started and that still run."""
    listed = subprocess.run(["ps", "-A", "-o", "ppid=,args="], capture_output=True, text=True).stdout
    rows = (line.split(maxsplit=1) for line in listed.splitlines())
    return [row[1] for row in rows if row[0] == str(pid)]


def fingerprint(var_dir):
    """Every file of the folder but the database's own log, with size and time of change."""
    files = [path for path in var_dir.rglob("*") if path.is_file() and "sqlite3-" not in path.name]
    return {path: (path.stat().st_size, path.stat().st_mtime_ns) for path in files}


LARGE_BLOCKS = """
import ctypes, sys
import django
django.setup()
import fas_press.serving

class Said(ctypes.Structure):
    _fields_ = [(name, ctypes.c_size_t) for name in (
        "arena ordblks smblks hblks hblkhd usmblks fsmblks uordblks fordblks keepcost".split()
    )]

library = ctypes.CDLL(None)
library.mallinfo2.restype = Said
bytes(30_000_000)
before = library.mallinfo2().hblks
held = bytes(20_000_000)
sys.exit(library.mallinfo2().hblks - before != 1)
"""


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="other C libraries keep nothing")
def test_what_serves_gives_large_blocks_back_at_once(tmp_path):
    """Once it has freed a large block, glibc takes blocks up to that size from what it keeps."""
    variables = environment(tmp_path, 8000, DJANGO_SETTINGS_MODULE="fas_press.settings")

    ended = subprocess.run([sys.executable, "-c", LARGE_BLOCKS], env=variables, cwd=ROOT, check=False)

    assert ended.returncode == 0
