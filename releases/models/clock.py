"""The database's clock, read by moves after they hold their lock."""

from datetime import UTC, datetime
from typing import cast

from django.db import connection

_QUESTION = {
    "sqlite": "SELECT strftime('%Y-%m-%d %H:%M:%f', 'now')",
    "postgresql": "SELECT statement_timestamp()",
}


def now() -> datetime:
    """The exact instant on the database's clock, in UTC.

    Ask it as a statement of its own after the row is locked: on PostgreSQL the clock of the
    transaction stands still while it waits.
    """
    with connection.cursor() as cursor:
        cursor.execute(_QUESTION[connection.vendor])
        answer = cursor.fetchone()[0]
    if isinstance(answer, str):
        return datetime.fromisoformat(answer).replace(tzinfo=UTC)
    return cast(datetime, answer).astimezone(UTC)
