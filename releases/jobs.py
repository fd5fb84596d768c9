"""Work for later: each job does a bounded amount, may run twice, and says how much it did.

No mail leaves a copy of the site that nobody has confirmed (releases.queries.fence).
"""

import time
from collections.abc import Callable

from releases.actions import answering, leasing, mailing, notifying, subscriptions
from releases.actions.delivering import Courier
from releases.models import Notice, SignUp
from releases.queries import fence, furniture

ROUND = 5.0
"""Seconds of sending to subscribers before everybody else gets their mails again."""


def never() -> bool:
    """Nobody says stop."""
    return False


def send_due_notices(limit: int = 100, *, stop: Callable[[], bool] = never) -> int:
    """Send the mails to colleagues that are due, at most `limit`; return how many the server has taken."""
    if fence.objection():
        return 0
    notifying.take_back_stranded()
    sent = 0
    for notice in leasing.due(Notice, limit, stop):
        sent += notifying.deliver(notice)
    return sent


def answer_sign_ups(
    limit: int = 100, *, stop: Callable[[], bool] = never, wait: Callable[[float], object] = time.sleep
) -> int:
    """Send the mails that confirm sign-ups, at most `limit`; return how many the server has taken.

    What nobody confirmed within seven days is forgotten. Without a postal address to name, all wait.
    `wait` lets seconds pass, for the rate limit.
    """
    subscriptions.forget_unconfirmed()
    if fence.objection() or not furniture.organisation().postal_address.strip():
        return 0
    answering.take_back_stranded()
    sent = 0
    for sign_up in leasing.due(SignUp, limit, stop):
        sent += answering.answer(sign_up, wait=wait)
    return sent


def send_to_subscribers(courier: Courier, *, stop: Callable[[], bool] = never, seconds: float = ROUND) -> int:
    """Queue what has become public, and send for a few seconds; return how many mails were taken."""
    mailing.queue_new_releases()
    return courier.deliver(seconds=seconds, stop=stop)
