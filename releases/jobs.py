"""Work for later: each job does a bounded amount, may run twice, and says how much it did."""

from releases.actions import answering, notifying, subscriptions


def send_due_notices(limit: int = 100) -> int:
    """Send the mails to colleagues that are due, at most `limit`; return how many the server has taken."""
    notifying.take_back_stranded()
    sent = 0
    for _ in range(limit):
        notice = notifying.claim_next()
        if notice is None:
            break
        sent += notifying.deliver(notice)
    return sent


def answer_sign_ups(limit: int = 100) -> int:
    """Send the mails that confirm sign-ups, at most `limit`; return how many the server has taken.

    What nobody confirmed within seven days is forgotten.
    """
    subscriptions.forget_unconfirmed()
    answering.take_back_stranded()
    sent = 0
    for _ in range(limit):
        sign_up = answering.claim_next()
        if sign_up is None:
            break
        sent += answering.answer(sign_up)
    return sent
