"""Triggers that keep the ledger of sent mails honest, on SQLite and on PostgreSQL.

What was sent, refused or left out stays so; a mail goes to one subscriber by one way; nobody deletes a row.
`releases.models.guards` puts them in place.
"""

from releases.models.mailing import Delivery, Mailing, MailingItem
from releases.models.triggers import (
    postgresql_function,
    postgresql_refuse,
    postgresql_trigger,
    sqlite_differs,
    sqlite_replace,
    sqlite_trigger,
)
from releases.vocabulary import FINAL_DELIVERIES, DeliveryState, MailingState

LEDGER = "What became of a mail cannot be changed or deleted."
STEP = "A mail cannot take this step."
FROZEN = "A mailing that was queued cannot be changed or deleted."

QUEUED, CLAIMED, SENDING, SENT, FAILED, SUPPRESSED, UNCERTAIN, REFUSED = DeliveryState.values
STEPS = {
    QUEUED: (CLAIMED, SUPPRESSED),
    CLAIMED: (QUEUED, SENDING, SUPPRESSED, FAILED),
    # Back to the queue only with an answer that says that the mail was not taken.
    # Left out when its mailing was ended meanwhile.
    SENDING: (SENT, FAILED, QUEUED, UNCERTAIN, SUPPRESSED, REFUSED),
    # An answer that came late, or the decision of somebody.
    UNCERTAIN: (SENT, FAILED, QUEUED, SUPPRESSED, REFUSED),
    # Given up once the server has taken another mail; else it waits for somebody who resumes the mailing.
    REFUSED: (FAILED, QUEUED),
}
MAILING_STEPS = {
    MailingState.WAITING.value: ("sending", "paused", "recalled"),
    MailingState.SENDING.value: ("paused", "finished"),
    MailingState.PAUSED.value: ("waiting", "sending", "recalled", "finished"),
    # Somebody decided that an uncertain mail is sent again.
    MailingState.FINISHED.value: ("sending",),
    MailingState.RECALLED.value: (),
}
DELIVERIES, MAILINGS = Delivery._meta.db_table, Mailing._meta.db_table
FROZEN_COLUMNS = ("id", "issue_id", "release_id", "subject", "text", "html", "queued_at")
APPEND_ONLY = (MailingItem,)


def _no_step(steps: dict[str, tuple[str, ...]]) -> str:
    """The condition of a step that the table does not have; the same words on both databases."""
    allowed = " OR ".join(
        f"(OLD.state = '{source}' AND NEW.state IN ({_listed(targets)}))"
        for source, targets in steps.items()
        if targets
    )
    return f"OLD.state <> NEW.state AND NOT ({allowed})"


def _listed(words: tuple[str, ...]) -> str:
    return ", ".join(f"'{word}'" for word in words)


ENDED = f"OLD.state IN ({_listed(FINAL_DELIVERIES)})"
REDIRECTED = (
    "OLD.id <> NEW.id OR OLD.mailing_id <> NEW.mailing_id OR OLD.subscription_id <> NEW.subscription_id"
)
PAUSED = f"SELECT 1 FROM {MAILINGS} WHERE id = OLD.mailing_id AND state = '{MailingState.PAUSED}'"  # noqa: S608
UNASKED = f"OLD.state = '{REFUSED}' AND NEW.state = '{QUEUED}' AND NOT EXISTS ({PAUSED})"
"""A refused mail is tried again only by whoever resumes its mailing."""
# The number is written once, after the rows that it counts.
RECOUNTED = "OLD.recipients <> 0 AND OLD.recipients <> NEW.recipients"
NO_STEP, NO_MAILING_STEP = _no_step(STEPS), _no_step(MAILING_STEPS)


def sqlite() -> list[str]:
    """The triggers as SQLite writes them."""
    changed = sqlite_differs(FROZEN_COLUMNS)
    return [
        sqlite_trigger("delivery_end", "UPDATE", DELIVERIES, f"{ENDED} OR {REDIRECTED}", LEDGER),
        sqlite_trigger("delivery_step", "UPDATE", DELIVERIES, f"({NO_STEP}) OR ({UNASKED})", STEP),
        sqlite_trigger("delivery_delete", "DELETE", DELIVERIES, "1", LEDGER),
        sqlite_replace(Delivery, LEDGER),
        sqlite_trigger("mailing_words", "UPDATE", MAILINGS, f"{changed} OR ({RECOUNTED})", FROZEN),
        sqlite_trigger("mailing_step", "UPDATE", MAILINGS, NO_MAILING_STEP, STEP),
        sqlite_trigger("mailing_delete", "DELETE", MAILINGS, "1", FROZEN),
        sqlite_replace(Mailing, FROZEN),
    ]


def postgresql() -> list[str]:
    """The functions and triggers as PostgreSQL writes them."""
    refuse = postgresql_refuse
    changed = " OR ".join(f"OLD.{column} IS DISTINCT FROM NEW.{column}" for column in FROZEN_COLUMNS)
    return [
        postgresql_function(
            "delivery",
            f"""BEGIN
              IF TG_OP = 'DELETE' THEN {refuse(LEDGER)} END IF;
              IF {ENDED} OR {REDIRECTED} THEN {refuse(LEDGER)} END IF;
              IF ({NO_STEP}) OR ({UNASKED}) THEN {refuse(STEP)} END IF;
              RETURN NULL;
            END""",
        ),
        postgresql_function(
            "mailing",
            f"""BEGIN
              IF TG_OP = 'DELETE' OR {changed} OR ({RECOUNTED}) THEN {refuse(FROZEN)} END IF;
              IF {NO_MAILING_STEP} THEN {refuse(STEP)} END IF;
              RETURN NULL;
            END""",
        ),
        postgresql_trigger("delivery", DELIVERIES),
        postgresql_trigger("mailing", MAILINGS),
    ]
