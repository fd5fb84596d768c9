"""The lock files say what pyproject.toml says, and name no host."""

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
RUNTIME = PROJECT["project"]["dependencies"]
DEVELOPMENT = PROJECT["dependency-groups"]["dev"]


def name_of(requirement: str) -> str:
    name = re.match(r"[A-Za-z0-9._-]+", requirement)
    assert name
    return re.sub(r"[-_.]+", "-", name[0]).lower()


def asked_for_in(lock: str) -> set[str]:
    """The packages that a lock has because the project itself asks for them."""
    pins = re.split(r"\n(?=\S)", (ROOT / lock).read_text())
    return {name_of(pin) for pin in pins if re.search(r"# +(via )?fas-press", pin)}


@pytest.mark.parametrize(
    ("lock", "requirements"),
    [("requirements.txt", RUNTIME), ("requirements-dev.txt", RUNTIME + DEVELOPMENT)],
)
def test_a_lock_has_exactly_what_the_project_asks_for(lock, requirements):
    assert asked_for_in(lock) == {name_of(requirement) for requirement in requirements}


def test_both_locks_agree_on_every_version():
    runtime, development = (
        dict(re.findall(r"^([a-z0-9-]+)==(\S+)", (ROOT / lock).read_text(), re.MULTILINE))
        for lock in ("requirements.txt", "requirements-dev.txt")
    )

    assert runtime == {name: development.get(name) for name in runtime}


@pytest.mark.parametrize("lock", ["requirements.txt", "requirements-dev.txt"])
def test_a_lock_pins_every_package_by_hash_and_names_no_host(lock):
    text = (ROOT / lock).read_text()
    pins = [pin for pin in re.split(r"\n(?=\S)", text) if not pin.startswith("#")]

    assert [pin for pin in pins if "--hash=sha256:" not in pin] == []
    assert "://" not in text
    assert not re.search(r"^--(extra-)?index|^--find-links", text, re.MULTILINE)


@pytest.mark.parametrize("lock", ["requirements.txt", "requirements-dev.txt"])
def test_nothing_brings_a_second_driver_for_postgresql(lock):
    assert not re.search(r"^psycopg(-|==)", (ROOT / lock).read_text(), re.MULTILINE)
