"""Saying which copy of the site sends mail."""

import fcntl
import os
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import transaction

from releases import conf
from releases.models import Instance, Mailing, Notice, SignUp, clock
from releases.queries import fence
from releases.vocabulary import MailingState, NoticeState
from releases.workflow import MoveNotAllowed

AFTER_A_RESTORE = (
    "This database was restored or moved. Mails that left after the backup was made would leave again: "
    "compare with the mail server before you resume, or end the mailing."
    " Readers who left or were erased since that backup are back in it: take them off again first."
)

MAY_HAVE_LEFT = "The database was restored or moved since; this mail may have left already."


@transaction.atomic
def confirm_instance(*, by: str) -> Instance:
    """Let this copy send from now on, and no other that has the same database.

    Mails that left after the backup was made must not leave again: what another copy had begun is paused,
    what was due is set aside, and releases that are public already are no news.
    """
    if not conf.instance_id():
        raise MoveNotAllowed("This copy of the site has no name yet. Set INSTANCE_ID, then confirm it.")
    at = clock.now()
    values = {"name": conf.instance_id(), "confirmed_at": at, "confirmed_by": by[:150]}
    if Instance.objects.exists():
        _set_aside(at)
        values["confirmed_again_at"] = at
    confirmed, _ = Instance.objects.update_or_create(pk=1, defaults=values)
    # Rolled back, the file still stands in the way.
    transaction.on_commit(lambda: fence.claims_file().unlink(missing_ok=True))
    return confirmed


def _set_aside(at: datetime) -> None:
    going = Mailing.objects.filter(state__in=[MailingState.WAITING, MailingState.SENDING])
    going.update(state=MailingState.PAUSED, paused_because=AFTER_A_RESTORE)
    given_up: dict[str, Any] = {
        "state": NoticeState.FAILED,
        "lease_until": None,
        "last_error": MAY_HAVE_LEFT,
    }
    for waiting in (Notice.objects, SignUp.objects):
        waiting.due(at).update(**given_up)
        waiting.filter(state=NoticeState.CLAIMED).update(**given_up)


def confirm_the_first(*, by: str) -> bool:
    """Let this copy send if nobody ever decided which one does; False when somebody has."""
    if Instance.objects.exists() or not conf.instance_id():
        return False
    confirm_instance(by=by)
    return True


def count_claim() -> int:
    """Count one more: a worker takes mails to subscribers, in the transaction of the claim."""
    instance = Instance.objects.select_for_update().get(pk=1)
    instance.claims += 1
    instance.save(update_fields=["claims"])
    return instance.claims


@transaction.atomic
def count_done() -> int:
    """Count one more: a batch is over, or mails to single people have been taken."""
    return count_claim()


def remember(claims: int) -> None:
    """Write the number down outside the database, where no restore of a backup takes it back.

    A lower number than the file has, or a file that cannot be read, is left for the fence to see.
    """
    path = fence.claims_file()
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with path.with_name("claims.lock").open("w", encoding="ascii") as lock:
        # Another worker may be about to write a higher one.
        fcntl.flock(lock, fcntl.LOCK_EX)
        seen = fence.claims_seen()
        if seen is not None and seen < claims:
            _replace(path, f"{claims}\n")


def _replace(path: Path, words: str) -> None:
    draft = path.with_name(f"{path.name}.new")
    with draft.open("w", encoding="ascii") as file:
        file.write(words)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
