"""Work for later: each job does a bounded amount, may run twice, and says how much it did."""

from releases.actions import notifying


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
