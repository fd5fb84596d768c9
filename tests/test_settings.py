"""Settings: what a wrong value says, and what production insists on."""

import json
import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.db.backends.postgresql import base
from django.utils.formats import date_format

from fas_press import database, env, local_key
from releases.text.sanitize import ALLOWED

ROOT = Path(__file__).resolve().parent.parent
KEY = "0123456789" * 6
PRODUCTION = {
    "FAS_ENV": "production",
    "SECRET_KEY": KEY,
    "ALLOWED_HOSTS": "press.example",
    "SITE_ADDRESS": "https://press.example",
}


def manage(*arguments, var_dir, **settings):
    """Run manage.py in an environment of its own."""
    environment = {"PATH": os.environ["PATH"], "VAR_DIR": str(var_dir), **settings}
    command = [sys.executable, "manage.py", *arguments]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)


@pytest.mark.parametrize(
    ("value", "expected"), [("1", True), ("Yes", True), ("on", True), ("0", False), ("no", False), ("", True)]
)
def test_a_flag_reads_yes_and_no_and_takes_empty_for_not_set(monkeypatch, value, expected):
    monkeypatch.setenv("DEBUG", value)

    assert env.flag("DEBUG", default=True) is expected


@pytest.mark.parametrize(
    ("read", "value", "sentence"),
    [
        (lambda: env.flag("X", default=False), "perhaps", "X is 'perhaps'. Write yes or no."),
        (
            lambda: env.number("X", default=1, lowest=1, highest=9),
            "10",
            "X is '10'. Write a whole number from 1 to 9.",
        ),
        (
            lambda: env.number("X", default=1, lowest=1, highest=9),
            "-1",
            "X is '-1'. Write a whole number from 1 to 9.",
        ),
        (lambda: env.choice("X", default="a", of=("a", "b")), "c", "X is 'c'. Write one of: a, b."),
        (
            lambda: env.address("X", default=""),
            "press.example",
            "X is 'press.example'. Write it like https://press.example.org.",
        ),
        (
            lambda: env.address("X", default=""),
            "http://[",
            "X is 'http://['. Write it like https://press.example.org.",
        ),
    ],
)
def test_a_value_that_cannot_be_right_is_refused_with_a_sentence(monkeypatch, read, value, sentence):
    monkeypatch.setenv("X", value)

    with pytest.raises(env.WrongSetting) as refusal:
        read()

    assert str(refusal.value) == sentence


def test_a_list_is_what_stands_between_commas(monkeypatch):
    monkeypatch.setenv("X", " a.example, b.example ,")

    assert env.listing("X", default=[]) == ["a.example", "b.example"]


def test_a_secret_may_lie_in_a_file(monkeypatch, tmp_path):
    (tmp_path / "key").write_text("from a file\n")
    monkeypatch.setenv("X", "from the environment")
    monkeypatch.setenv("X_FILE", str(tmp_path / "key"))

    assert env.secret("X") == "from a file"


def test_a_secret_whose_file_is_missing_is_not_replaced_by_another(monkeypatch, tmp_path):
    monkeypatch.setenv("X", "from the environment")
    monkeypatch.setenv("X_FILE", str(tmp_path / "key"))

    with pytest.raises(env.WrongSetting, match="which is empty or cannot be read"):
        env.secret("X")


@pytest.mark.parametrize(
    "address", ["mysql://u:hidden@host/name", "postgres://u:hidden@host:port/name", "hidden"]
)
def test_a_database_that_we_cannot_use_is_refused_without_repeating_the_password(
    monkeypatch, tmp_path, address
):
    monkeypatch.setenv("DATABASE_URL", address)

    with pytest.raises(env.WrongSetting, match=r"^DATABASE_URL .+ Write sqlite:") as refusal:
        database.configured(tmp_path)

    assert "hidden" not in str(refusal.value)


def test_no_database_address_means_a_file_in_the_folder_of_the_data(monkeypatch, tmp_path):
    monkeypatch.setenv("DATABASE_URL", "")

    configured = database.configured(tmp_path)

    assert configured["NAME"] == str(tmp_path / "fas_press.sqlite3")
    assert configured["OPTIONS"]["transaction_mode"] == "IMMEDIATE"


def test_the_local_key_is_made_once_and_for_us_alone(tmp_path):
    first = local_key.read_or_make(tmp_path / "var")
    second = local_key.read_or_make(tmp_path / "var")

    assert first == second
    assert len(first) > 50
    assert [path.name for path in (tmp_path / "var").iterdir()] == ["secret_key"]
    assert (tmp_path / "var" / "secret_key").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"SECRET_KEY": ""}, "SECRET_KEY is not set. Set it, or name its file in SECRET_KEY_FILE."),
        ({"ALLOWED_HOSTS": ""}, "ALLOWED_HOSTS is not set. Name the hosts of the site, separated by commas."),
        ({"DEBUG": "1"}, "DEBUG shows settings to readers. Leave it out where FAS_ENV is production."),
        (
            {"SITE_ADDRESS": "http://press.example"},
            "SITE_ADDRESS is 'http://press.example'. Write the public address, with https://.",
        ),
        ({"FAS_ENV": "prod"}, "FAS_ENV is 'prod'. Write one of: local, production."),
        (
            {"ORGANISATION_ZONE": "New York"},
            "ORGANISATION_ZONE is 'New York'. Write it like America/New_York.",
        ),
    ],
)
def test_production_refuses_to_start_without_what_it_needs(tmp_path, change, sentence):
    done = manage("check", var_dir=tmp_path, **{**PRODUCTION, **change})

    assert (done.returncode, done.stdout, done.stderr) == (1, "", sentence + "\n")


def test_production_passes_the_checks_of_a_deployment(tmp_path):
    done = manage("check", "--deploy", "--fail-level", "WARNING", var_dir=tmp_path, **PRODUCTION)

    assert done.returncode == 0, done.stderr
    assert not (tmp_path / "secret_key").exists()


def test_cookies_are_bound_to_the_host_under_https(tmp_path):
    code = (
        "import json; from django.conf import settings as s; "
        "print(json.dumps([s.SESSION_COOKIE_NAME, s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_NAME, "
        "s.CSRF_COOKIE_SECURE, s.SECURE_SSL_REDIRECT]))"
    )

    local = manage("shell", "--no-imports", "-v0", "-c", code, var_dir=tmp_path)
    production = manage("shell", "--no-imports", "-v0", "-c", code, var_dir=tmp_path, **PRODUCTION)

    assert json.loads(local.stdout) == ["session", False, "csrf", False, False]
    assert json.loads(production.stdout) == ["__Host-session", True, "__Host-csrf", True, True]


def test_more_than_a_password_is_asked_for_unless_somebody_switches_it_off(tmp_path):
    code = "from django.conf import settings as s; print(s.REQUIRE_2FA, s.AXES_ENABLED, s.TRUSTED_PROXIES)"

    unset = manage("shell", "--no-imports", "-v0", "-c", code, var_dir=tmp_path)
    off = manage("shell", "--no-imports", "-v0", "-c", code, var_dir=tmp_path, REQUIRE_2FA="no")

    assert (unset.stdout, off.stdout) == ("True True []\n", "False True []\n")


def test_a_local_copy_keeps_its_mail_in_files_and_production_speaks_to_a_server(tmp_path):
    code = (
        "from django.conf import settings as s; "
        "print(s.EMAIL_BACKEND.split('.')[-2], s.EMAIL_HOST, s.EMAIL_USE_TLS, s.DEFAULT_FROM_EMAIL)"
    )
    said = {"SMTP_HOST": "mail.example", "SMTP_SECURITY": "starttls"}

    local = manage("shell", "--no-imports", "-v0", "-c", code, var_dir=tmp_path)
    production = manage("shell", "--no-imports", "-v0", "-c", code, var_dir=tmp_path, **PRODUCTION, **said)

    assert local.stdout == "mail  False FAS press office <press@127.0.0.1>\n"
    assert production.stdout == "mail mail.example True FAS press office <press@press.example>\n"


def test_sqlite_writes_ahead_and_waits_for_the_disk(tmp_path):
    code = (
        "from django.db import connection as c; "
        "ask = lambda name: c.cursor().execute(f'PRAGMA {name}').fetchone()[0]; "
        "print(ask('journal_mode'), ask('synchronous'))"
    )

    done = manage("shell", "--no-imports", "-v0", "-c", code, var_dir=tmp_path)

    assert (done.stdout, done.stderr) == ("wal 2\n", "")


def test_nothing_is_open_by_default(tmp_path):
    code = "from django.conf import settings as s; print(s.DEBUG, s.ALLOWED_HOSTS, s.SITE_ADDRESS)"

    done = manage("shell", "--no-imports", "-v0", "-c", code, var_dir=tmp_path, PORT="8100")

    assert done.stdout == "False ['127.0.0.1', 'localhost', '[::1]'] http://127.0.0.1:8100\n"


def test_the_editor_writes_what_the_sanitiser_keeps(settings):
    told = {}
    for rule in settings.TINYMCE_DEFAULT_CONFIG["valid_elements"].split(","):
        names, _, attributes = rule.rstrip("]").partition("[")
        told[names] = tuple(attributes.split("|")) if attributes else ()

    spelled = {"strong/b": "strong", "em/i": "em"}
    kept = {tag: names for tag, names in ALLOWED.items() if tag not in ("figure", "img")}
    assert {spelled.get(names, names): attributes for names, attributes in told.items()} == kept
    assert set(spelled) <= set(told)


def test_the_editor_offers_no_look_that_the_sanitiser_takes_away(settings):
    config = settings.TINYMCE_DEFAULT_CONFIG
    dialogs = ("table_advtab", "table_cell_advtab", "table_row_advtab", "table_appearance_options")

    offered = {*config["plugins"].split(), *config["toolbar"].split(), *config["table_toolbar"].split()}

    assert offered & {"advlist", "anchor", "underline", "forecolor", "alignleft", "tableprops"} == set()
    assert [config[name] for name in dialogs] == [False] * 4


def test_the_editor_knows_no_pictures_and_no_callback_that_would_be_evaluated(settings):
    config = settings.TINYMCE_DEFAULT_CONFIG

    assert [
        word for word in ("image", "media", "paste", "autosave") if word in config["plugins"].split()
    ] == []
    assert "image" not in config["toolbar"]
    assert "img" not in config["valid_elements"]
    assert config["paste_data_images"] is False
    assert config["paste_preprocess"].isidentifier()


def test_only_the_text_of_a_release_takes_pictures_and_by_names_of_callbacks_alone(settings):
    config = {**settings.TINYMCE_DEFAULT_CONFIG, **settings.TINYMCE_WITH_PICTURES}

    assert config["valid_elements"].endswith(",figure,img[alt|src]")
    assert all(config[name].isidentifier() for name in ("images_upload_handler", "file_picker_callback"))
    assert "media" not in config["plugins"].split()


def test_django_speaks_to_postgresql_through_psycopg2():
    assert base.Database.__name__ == "psycopg2"


def test_django_writes_days_and_times_as_the_press_office_does():
    at = datetime(2026, 11, 26, 8, 34, tzinfo=UTC).astimezone(ZoneInfo("America/New_York"))

    assert date_format(at, "DATETIME_FORMAT") == "26 November 2026, 3:34 a.m. EST"
    assert date_format(at.date()) == "26 November 2026"
