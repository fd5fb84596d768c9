"""Run the tests on SQLite and on PostgreSQL, journeys in the browser included in both.

    python -m tests.run [--only sqlite|postgres] [--workers N] [what pytest takes]

Tests marked `one_database` (pure words, the look of pages, axe, paper) run once.
Whatever cannot run here is named in one line with the command that brings it; with REQUIRE_POSTGRES=1 or
REQUIRE_BROWSER=1 that is a failure.
"""

import argparse
import os
import signal
import subprocess
import sys

from tests import chromium, postgres


def main() -> int:
    """Run what was asked for; 0 only if every run passed and nothing required was missing."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--only", choices=["sqlite", "postgres"])
    parser.add_argument("--workers", default="2", help="how many tests at a time (2)")
    # Ended from outside, we still take our PostgreSQL with us.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    options, for_pytest = parser.parse_known_args()
    # A worker is given few tests at a time, so that none is left with all that use a browser.
    pytest = ["-n", options.workers, "--maxschedchunk=12", "--durations=25", *for_pytest]
    missing = []

    if chromium.path() is None:
        missing.append((chromium.MISSING, "REQUIRE_BROWSER"))
        pytest.append("--ignore=tests/browser")
    results = {}
    if options.only != "postgres":
        results["SQLite"] = _run_pytest("SQLite", "", pytest)
    if options.only != "sqlite":
        with postgres.database_url() as url:
            if url is None:
                missing.append((postgres.MISSING, "REQUIRE_POSTGRES"))
            else:
                # What was looked at once, and looks the same whatever the database, is not looked at again.
                again = ["-m", "not one_database"] if results else []
                results["PostgreSQL"] = _run_pytest("PostgreSQL", url, [*pytest, *again])
    return _conclude(results, missing)


def _run_pytest(name: str, database_url: str, arguments: list[str]) -> int:
    print(f"Tests on {name}", flush=True)
    command = [sys.executable, "-m", "pytest", *arguments]
    return subprocess.run(command, env={**os.environ, "DATABASE_URL": database_url}).returncode


def _conclude(results: dict[str, int], missing: list[tuple[str, str]]) -> int:
    required = False
    for sentence, variable in missing:
        failed = os.environ.get(variable) == "1"
        required = required or failed
        print(f"{'FAILED' if failed else 'Skipped'}: {sentence}")
    for name, code in results.items():
        print(f"{name}: {'passed' if code == 0 else f'FAILED (pytest ended with {code})'}")
    return 1 if required or not results or any(results.values()) else 0


if __name__ == "__main__":
    sys.exit(main())
