"""The words of every version as each database finds them quickest: FTS5 on SQLite, tsvector on PostgreSQL.

The index lies in a table of its own, filled by triggers, so that no way of writing a version misses it and
the versions themselves stay as they are. A migration makes the table. The triggers are put back after every
migration, because SQLite drops them when it rebuilds a table. Both databases get words with one space
between any two (`releases.text.search`) and split them there, so that they find the same.
"""

from collections.abc import Iterable
from typing import Any

from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.expressions import RawSQL

from releases.models.version import ReleaseVersion
from releases.text.query import Phrase, Term
from releases.text.search import searchable

TABLE = "releases_words"
BATCH = 500

_VERSIONS = ReleaseVersion._meta.db_table

_SQLITE = (
    "DROP TRIGGER IF EXISTS words_of_new_version",
    "DROP TRIGGER IF EXISTS words_of_deleted_version",
    f"CREATE TRIGGER words_of_new_version AFTER INSERT ON {_VERSIONS} BEGIN"  # noqa: S608
    f" INSERT INTO {TABLE} (rowid, words) VALUES (NEW.id, NEW.search_text); END",
    f"CREATE TRIGGER words_of_deleted_version AFTER DELETE ON {_VERSIONS} BEGIN"  # noqa: S608
    f" INSERT INTO {TABLE} ({TABLE}, rowid, words) VALUES ('delete', OLD.id, OLD.search_text); END",
)
_POSTGRESQL = (
    # PostgreSQL's own parser would take addresses, signs and numbers such as 2e7 apart in ways of its own.
    """
    CREATE OR REPLACE FUNCTION releases_words_of(words text) RETURNS tsvector
    LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $words$
      SELECT coalesce(string_agg('''' || word || ''':' || place, ' '), '')::tsvector
      FROM unnest(string_to_array(translate(words, '''\\', '  '), ' ')) WITH ORDINALITY AS each(word, place)
      WHERE word <> ''
    $words$""",
    f"""
    CREATE OR REPLACE FUNCTION releases_words_of_version() RETURNS trigger LANGUAGE plpgsql AS $words$
    BEGIN
      IF TG_OP = 'INSERT' THEN
        INSERT INTO {TABLE} VALUES (NEW.id, releases_words_of(NEW.search_text))
        ON CONFLICT (version_id) DO UPDATE SET words = EXCLUDED.words;
      ELSIF TG_OP = 'DELETE' THEN
        DELETE FROM {TABLE} WHERE version_id = OLD.id;
      ELSE
        TRUNCATE {TABLE};
      END IF;
      RETURN NULL;
    END $words$""",  # noqa: S608
    f"CREATE OR REPLACE TRIGGER words_of_version AFTER INSERT OR DELETE ON {_VERSIONS}"
    " FOR EACH ROW EXECUTE FUNCTION releases_words_of_version()",
    f"CREATE OR REPLACE TRIGGER words_of_no_version AFTER TRUNCATE ON {_VERSIONS}"
    " FOR EACH STATEMENT EXECUTE FUNCTION releases_words_of_version()",
)
_MISSING = {
    "sqlite": f"SELECT id, search_text FROM {_VERSIONS} WHERE id NOT IN (SELECT id FROM {TABLE}_docsize)",  # noqa: S608
    "postgresql": f"SELECT id, search_text FROM {_VERSIONS} AS version WHERE NOT EXISTS"  # noqa: S608
    f" (SELECT 1 FROM {TABLE} WHERE version_id = version.id)",
}
_ADD = {
    "sqlite": f"INSERT INTO {TABLE} (rowid, words) VALUES (%s, %s)",  # noqa: S608
    "postgresql": f"INSERT INTO {TABLE} VALUES (%s, releases_words_of(%s)) ON CONFLICT DO NOTHING",  # noqa: S608
}


def install(connection: BaseDatabaseWrapper) -> None:
    """Put the triggers in place, then add what the index does not have yet; may run again at any time."""
    with connection.cursor() as cursor:
        for statement in _POSTGRESQL if connection.vendor == "postgresql" else _SQLITE:
            cursor.execute(statement)
    _fill(connection)


def install_after_migrating(using: str, **kwargs: Any) -> None:
    """Receive post_migrate, as the guards do."""
    from django.db import connections

    if TABLE in connections[using].introspection.table_names():
        install(connections[using])


def versions_with_all(terms: Iterable[Term]) -> RawSQL:
    """The ids of the versions in which each of the terms stands."""
    return _versions_with([_expression(term) for term in terms], {"sqlite": " AND ", "postgresql": " & "})


def versions_with_any(terms: Iterable[Term]) -> RawSQL:
    """The ids of the versions in which at least one of the terms stands."""
    return _versions_with([_expression(term) for term in terms], {"sqlite": " OR ", "postgresql": " | "})


def _fill(connection: BaseDatabaseWrapper) -> None:
    """Add what was written before the triggers stood, a little at a time: nobody has to wait for it."""
    with connection.cursor() as reading, connection.cursor() as writing:
        while True:
            reading.execute(f"{_MISSING[connection.vendor]} LIMIT {BATCH}")
            missing = [(pk, searchable(text)) for pk, text in reading.fetchall()]
            if not missing:
                return
            writing.executemany(_ADD[connection.vendor], missing)


def _versions_with(expressions: list[str], joints: dict[str, str]) -> RawSQL:
    # The words are letters and digits only, see `searchable`; they are a parameter all the same.
    sql = {
        "sqlite": f"SELECT rowid FROM {TABLE} WHERE {TABLE} MATCH %s",  # noqa: S608
        "postgresql": f"SELECT version_id FROM {TABLE} WHERE words @@ %s::tsquery",  # noqa: S608
    }
    return RawSQL(sql[connection.vendor], [joints[connection.vendor].join(expressions)])  # noqa: S611


def _expression(term: Term) -> str:
    phrase = _fts5_phrase if connection.vendor == "sqlite" else _tsquery_phrase
    either = " OR " if connection.vendor == "sqlite" else " | "
    phrases = (phrase(words, goes_on=term.goes_on and not at) for at, words in enumerate(term.phrases))
    return f"({either.join(phrases)})"


def _fts5_phrase(words: Phrase, *, goes_on: bool) -> str:
    return f'"{" ".join(words)}"{" *" if goes_on else ""}'


def _tsquery_phrase(words: Phrase, *, goes_on: bool) -> str:
    return " <-> ".join(f"'{word}'" for word in words) + (":*" if goes_on else "")
