# make run     the site on http://127.0.0.1:8000/ (PORT=8001 for another port), with a worker for its mail
# make test    all tests, on SQLite and PostgreSQL, with a browser
# make lint    style, types and templates
# make lock    requirements*.txt from pyproject.toml (needs uv)

PYTHON ?= python3
COMPILE := uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	--no-emit-find-links --custom-compile-command "make lock"

.PHONY: run test lint lock environment
.DEFAULT_GOAL := run

run:
	@$(PYTHON) -m fas_press.environment requirements.txt
	@REQUIRE_2FA=$${REQUIRE_2FA:-no} exec .venv/bin/python -m fas_press.start

environment:
	@$(PYTHON) -m fas_press.environment requirements-dev.txt

test: environment
	@exec .venv/bin/python -m tests.run $(ARGS)

lint: environment
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy
	.venv/bin/djlint --lint --quiet templates

lock:
	$(COMPILE) pyproject.toml -o requirements.txt
	$(COMPILE) --group dev pyproject.toml -o requirements-dev.txt
