"""The house keeps its floors: imports only go down, and nothing hides work where nobody looks."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
APP = ROOT / "releases"
FLOORS = {
    0: {"vocabulary", "workflow", "conf", "content", "text", "files", "legacy", "sample"},
    1: {"models"},
    2: {"freezing", "rules", "queries", "rendering", "desk"},
    3: {"actions"},
    4: {
        "views", "forms", "admin", "feeds", "sitemaps", "jobs", "management", "middleware", "templatetags",
        "urls", "checks", "apps",
    },
}  # fmt: skip
FLOOR_OF = {room: floor for floor, rooms in FLOORS.items() for room in rooms}
MODULES = sorted(path for path in APP.rglob("*.py") if "migrations" not in path.parts)
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))


def room_of(path: Path) -> str:
    return path.relative_to(APP).parts[0].removesuffix(".py")


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def imported_rooms(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.ImportFrom) and node.module == "releases":
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith("releases."):
            yield str(node.module).split(".")[1]
        elif isinstance(node, ast.Import):
            yield from (
                alias.name.split(".")[1] for alias in node.names if alias.name.startswith("releases.")
            )


@pytest.mark.parametrize("path", [path for path in MODULES if path != APP / "__init__.py"], ids=name)
def test_every_room_stands_on_a_floor_and_imports_only_go_down(path):
    floor = FLOOR_OF[room_of(path)]

    upwards = {room for room in imported_rooms(path) if FLOOR_OF[room] > floor}

    # The app's start is the one door that lower rooms never see; it may look anywhere.
    assert upwards == set()


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_no_work_hides_in_signals_save_or_drawers(path):
    source = path.read_text()
    functions = {node.name for node in ast.walk(ast.parse(source)) if isinstance(node, ast.FunctionDef)}

    assert "save" not in functions if room_of(path) == "models" else True
    assert ("signals" in source) == (name(path) == "releases/apps.py")
    assert not {"utils", "helpers", "common", "misc"} & {part.removesuffix(".py") for part in path.parts}


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_no_other_file_compares_public_intervals(path):
    compared = re.findall(r"(?:public_from|public_until|first_public_at)__\w+", path.read_text())

    owners = {"releases/models/version.py", "releases/models/newsletter.py"}
    assert name(path) in owners or compared == []


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_only_actions_open_transactions(path):
    opens = "transaction.atomic" in path.read_text()

    # The guards are no rows: they are taken away and put back as one.
    owners = {"releases/models/guards.py"}
    assert not opens or room_of(path) == "actions" or name(path) in owners


@pytest.mark.parametrize("path", TEMPLATES, ids=name)
def test_templates_hold_no_raw_html_inline_style_or_script(path):
    source = path.read_text()
    executable = [
        tag
        for tag in re.findall(r"<script\b[^>]*>", source)
        if "src=" not in tag and "application/json" not in tag and "application/ld+json" not in tag
    ]

    assert re.findall(r"\|\s*safe\b|\sstyle=|\son\w+=|autoescape off", source) == []
    assert executable == []


def test_html_is_made_safe_in_one_place():
    marking = {name(path) for path in MODULES if re.search(r"mark_safe|SafeString\(", path.read_text())}

    assert marking <= {"releases/text/sanitize.py", "releases/templatetags/press.py"}
