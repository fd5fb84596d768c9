"""The Nu HTML checker: what it finds in pages and style sheets, in one start of its machine."""

import json
import os
import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path

import pytest

FOLDER = Path(__file__).parent / "nu"
JAR = FOLDER / "node_modules/vnu-jar/build/dist/vnu.jar"
NO_JAVA = "Java is not installed: apt-get install -y default-jre-headless"
NO_CHECKER = "The Nu HTML checker is not there: npm ci --ignore-scripts --prefix tests/nu"
# The checker knows the CSS of some years ago: what it says of these is its own age.
UNKNOWN_TO_IT: tuple[str, ...] = ()


def needs_the_checker() -> None:
    """Skip where pages cannot be checked, or fail where they have to be."""
    missing = [NO_JAVA] if shutil.which("java") is None else []
    if not JAR.exists():
        missing.append(NO_CHECKER)
    if missing:
        (pytest.fail if os.environ.get("REQUIRE_BROWSER") == "1" else pytest.skip)("; ".join(missing))


def mistakes(files: Iterable[Path]) -> list[tuple[str, int, str]]:
    """File, line and sentence of everything that it calls an error or warns of."""
    command = ["java", "-Xss2m", "-jar", str(JAR), "--format", "json", "--stdout", "--exit-zero-always"]
    command += ["--also-check-css", *map(str, files)]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    return [
        (Path(found["url"]).name, found.get("lastLine", 0), found["message"])
        for found in json.loads(said)["messages"]
        if found["message"] not in UNKNOWN_TO_IT
    ]
