"""The database says no: every column of an approved version, every ended interval, all history."""

from datetime import UTC, datetime, timedelta

import pytest
from django.apps import apps as global_apps
from django.apps.registry import Apps
from django.contrib.auth.models import User
from django.db import IntegrityError, connection, models, transaction

from releases.models import (
    Event,
    MediaFile,
    NewsletterIssue,
    Release,
    ReleaseVersion,
    Withdrawal,
    guards,
    triggers,
)
from releases.models.newsletter import Newsletter
from releases.vocabulary import Status

pytestmark = pytest.mark.django_db

NINE = datetime(2026, 11, 23, 14, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
CHANGEABLE = {"public_until", "number"}


@pytest.fixture
def editor() -> User:
    return User.objects.create_user("editor")


@pytest.fixture
def release() -> Release:
    return Release.objects.create(headline="A headline", slug="a-headline")


def version(release: Release, editor: User, **changes: object) -> ReleaseVersion:
    values = {
        "number": 1,
        "public_from": NINE,
        "first_public_at": NINE,
        "approved_at": NINE - HOUR,
        "approved_by": editor,
        "kind": "release",
        "year": 2026,
        "date_iso": "2026-11-23T09:00:00-05:00",
        "date_text": "23 November 2026",
        "headline": "A headline",
        "change": "none",
        "digest": "0" * 64,
        "content": "{}",
    }
    return ReleaseVersion.objects.create(release=release, **{**values, **changes})


def refused(change) -> bool:
    try:
        with transaction.atomic():
            change()
    except IntegrityError:
        return True
    return False


def another_value(field: models.Field, editor: User) -> object:
    if isinstance(field, models.DateTimeField):
        return NINE - 2 * HOUR
    if isinstance(field, models.ForeignKey):
        return (
            User.objects.create_user("other").pk
            if field.related_model is User
            else Release.objects.create().pk
        )
    if isinstance(field, models.IntegerField):
        return 77
    return "position" if field.name == "kind" else "update" if field.name == "change" else "changed"


FROZEN_FIELDS = [field for field in ReleaseVersion._meta.concrete_fields if field.name not in CHANGEABLE]


@pytest.mark.parametrize("field", FROZEN_FIELDS, ids=lambda field: field.name)
def test_no_frozen_column_can_be_changed_by_the_orm_or_by_raw_sql(field, release, editor, at):
    at(NINE)
    approved = version(release, editor)
    value = another_value(field, editor)

    by_update = refused(
        lambda: ReleaseVersion.objects.filter(pk=approved.pk).update(**{field.attname: value})
    )
    by_sql = refused(lambda: write(f'UPDATE releases_releaseversion SET "{field.column}" = %s', value))

    assert (by_update, by_sql) == (True, True)
    kept = ReleaseVersion.objects.get(pk=approved.pk)
    assert getattr(kept, field.attname) == getattr(approved, field.attname)


def write(sql: str, *parameters: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)


def test_save_of_a_changed_version_is_refused(release, editor, at):
    at(NINE)
    approved = version(release, editor)
    approved.headline = "Another headline"

    assert refused(approved.save)
    assert ReleaseVersion.objects.get().headline == "A headline"


def test_no_version_can_be_deleted(release, editor, at):
    at(NINE)
    approved = version(release, editor)

    assert refused(approved.delete)
    assert refused(lambda: ReleaseVersion.objects.all()._raw_delete("default"))
    assert refused(lambda: write("DELETE FROM releases_releaseversion"))
    assert list(ReleaseVersion.objects.all()) == [approved]


def test_no_row_is_replaced_by_an_insert(release, editor, at):
    """SQLite's REPLACE and PostgreSQL's ON CONFLICT are updates by another name."""
    at(NINE)
    approved = version(release, editor)
    event = Event.objects.create(release=release, move="approve", actor=editor, actor_name="E", at=NINE)
    columns = ", ".join(f'"{column}"' for column in triggers.columns_of(ReleaseVersion))
    forged = columns.replace('"headline"', "'FORGED'")

    if connection.vendor == "sqlite":
        same_row = (
            f"REPLACE INTO releases_releaseversion ({columns}) SELECT {forged} FROM releases_releaseversion"
        )
        other_row = same_row.replace('SELECT "id"', "SELECT 77")
        history = "REPLACE INTO releases_event SELECT * FROM releases_event"
    else:
        same_row = (
            f"INSERT INTO releases_releaseversion ({columns}) SELECT {columns} FROM releases_releaseversion"
            " ON CONFLICT (id) DO UPDATE SET headline = 'FORGED'"
        )
        other_row = same_row.replace("(id)", "(release_id, number)").replace('SELECT "id"', "SELECT 77")
        history = (
            "INSERT INTO releases_event SELECT * FROM releases_event"
            " ON CONFLICT (id) DO UPDATE SET reason = 'x'"
        )

    assert [refused(lambda sql=sql: write(sql)) for sql in (same_row, other_row, history)] == [True] * 3
    assert ReleaseVersion.objects.get().headline == approved.headline
    assert Event.objects.get().reason == event.reason


def test_an_open_version_can_be_ended_but_an_ended_one_never_changes_again(release, editor, at):
    at(NINE + HOUR)
    approved = version(release, editor)
    everything = ReleaseVersion.objects.all()

    ended = not refused(lambda: everything.update(public_until=NINE + HOUR))
    at(NINE + 2 * HOUR)
    reopened = not refused(lambda: everything.update(public_until=None))
    prolonged = not refused(lambda: everything.update(public_until=NINE + 5 * HOUR))

    assert (ended, reopened, prolonged) == (True, False, False)
    approved.refresh_from_db()
    assert approved.public_until == NINE + HOUR


def test_an_end_cannot_be_written_into_the_past(release, editor, at):
    at(NINE + 5 * HOUR)
    version(release, editor)

    assert refused(lambda: ReleaseVersion.objects.update(public_until=NINE + HOUR))
    assert ReleaseVersion.objects.get().public_until is None


def test_a_number_can_be_given_back_only_with_an_empty_interval_and_never_taken(release, editor, at):
    at(NINE - HOUR)
    version(release, editor)
    everything = ReleaseVersion.objects.all()

    without_emptying = refused(lambda: everything.update(number=None))
    renumbered = refused(lambda: everything.update(number=2))
    everything.update(number=None, public_until=NINE)
    taken_again = refused(lambda: everything.update(number=1, public_until=None))

    assert (without_emptying, renumbered, taken_again) == (True, True, True)


def test_what_readers_have_had_for_a_second_is_never_made_a_version_that_was_cancelled(release, editor, at):
    at(NINE - HOUR)
    version(release, editor)
    everything = ReleaseVersion.objects.all()

    at(NINE + timedelta(seconds=1))

    assert refused(lambda: everything.update(number=None, public_until=NINE))
    assert list(everything.public()) == list(everything)


@pytest.mark.parametrize(
    ("one", "two", "clashes"),
    [
        ((0, 3), (2, 4), True),
        ((0, 3), (3, 4), False),
        ((2, 4), (0, 3), True),
        ((0, 5), (1, 2), True),
        ((0, None), (1, 2), True),
        ((0, 1), (2, None), False),
    ],
)
def test_intervals_of_a_release_never_overlap(one, two, clashes, release, editor, at):
    at(NINE - HOUR)

    def interval(number, hours):
        start, end = hours
        return version(
            release,
            editor,
            number=number,
            public_from=NINE + start * HOUR,
            public_until=None if end is None else NINE + end * HOUR,
        )

    interval(1, one)

    assert refused(lambda: interval(2, two)) == clashes


def test_a_cancelled_version_clashes_with_nothing(release, editor, at):
    at(NINE - HOUR)
    version(release, editor, number=None, public_until=NINE)
    version(release, editor, number=None, public_until=NINE)

    assert not refused(lambda: version(release, editor))


@pytest.mark.parametrize(
    "shape",
    [
        {"number": None},
        {"number": None, "public_until": NINE + HOUR},
        {"public_until": NINE},
        {"public_until": NINE - HOUR},
        {"first_public_at": NINE + HOUR},
        {"headline": ""},
        {"content": ""},
        {"kind": "gossip"},
        {"change": "rumour"},
    ],
    ids=str,
)
def test_a_version_that_is_neither_open_ended_nor_cancelled_is_refused(shape, release, editor, at):
    at(NINE - HOUR)

    assert refused(lambda: version(release, editor, **shape))


def test_history_and_withdrawals_are_only_ever_added_to(release, editor, at):
    at(NINE + HOUR)
    approved = version(release, editor, public_until=NINE + HOUR)
    event = Event.objects.create(release=release, move="approve", actor=editor, actor_name="E", at=NINE)
    notice = Withdrawal.objects.create(version=approved, reason="Wrong.", by=editor, at=NINE + HOUR)
    of_account = Event.objects.create(account=editor, move="invite", actor=editor, actor_name="E", at=NINE)

    answers = [
        refused(lambda: Event.objects.filter(account=editor).update(reason="another")),
        refused(of_account.delete),
        refused(editor.delete),
        refused(lambda: Event.objects.update(reason="another")),
        refused(event.delete),
        refused(lambda: Withdrawal.objects.update(reason="another")),
        refused(notice.delete),
        refused(lambda: write("UPDATE releases_event SET actor_name = %s", "Somebody else")),
    ]

    assert answers == [True] * 8


def test_no_guarded_table_is_emptied_by_a_statement_that_asks_no_row():
    tables = {model._meta.db_table for model in guards.GUARDED}

    if connection.vendor == "sqlite":
        # To SQLite emptying a table is a DELETE like any other, which asks every row.
        kept = {table for table in tables if has_guard_of_deleting(table)}
    else:
        kept = {table for table in tables if refused(lambda table=table: write(f"TRUNCATE {table} CASCADE"))}

    # A file that nothing names may be deleted, row by row.
    rows_may_go = {MediaFile._meta.db_table} if connection.vendor == "sqlite" else set()
    assert tables - kept == rows_may_go


def has_guard_of_deleting(table: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s", [table])
        return any("BEFORE DELETE" in sql for (sql,) in cursor.fetchall())


def test_an_approved_issue_never_changes_and_a_draft_does(editor):
    newsletter = Newsletter.objects.create(name="Missile Watch", slug="missile-watch")
    issue = NewsletterIssue.objects.create(newsletter=newsletter, number=1, title="One", date=NINE.date())

    while_draft = refused(lambda: NewsletterIssue.objects.update(title="Another"))
    NewsletterIssue.objects.update(status=Status.APPROVED, public_from=NINE, approved_by=editor, content="{}")
    when_approved = [
        refused(lambda: NewsletterIssue.objects.update(title="A third")),
        refused(lambda: NewsletterIssue.objects.update(content="[]")),
        refused(issue.delete),
    ]

    assert (while_draft, when_approved) == (False, [True] * 3)


def test_the_guards_come_back_after_they_were_dropped():
    before = guards.installed(connection)

    guards.remove(connection)
    without = guards.installed(connection)
    guards.install(connection)

    assert (without, guards.installed(connection)) == (set(), before)
    assert len(before) >= len(guards.APPEND_ONLY) + 2


def test_a_migration_to_an_earlier_state_leaves_the_guards_that_stand():
    before = guards.installed(connection)

    guards.install_after_migrating(using="default", apps=Apps())
    after_earlier = guards.installed(connection)
    guards.remove(connection)
    guards.install_after_migrating(using="default", apps=global_apps)

    assert (after_earlier, guards.installed(connection)) == (before, before)


def test_guards_that_are_missing_are_named():
    complete = guards.missing(connection)
    (name, table) = sorted(guards.installed(connection))[0]
    on = f" ON {table}" if connection.vendor == "postgresql" else ""

    write(f"DROP TRIGGER {name}{on}")

    assert (complete, guards.missing(connection)) == (set(), {name})
