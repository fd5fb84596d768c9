"""What a mail server has refused for good: believed once it takes another mail of the same mailing.

A “no” may mean the reader or us: a server that lets us relay nothing says it to everybody. Until one mail was
taken after it, a refused mail is not given up, and whoever resumes the mailing has it tried again.
"""

from django.db import transaction
from django.db.models import Max

from releases.actions import suppressing
from releases.actions.mail_answers import is_dead_address
from releases.models import Delivery, Mailing
from releases.models.mailing import DeliveryQuerySet
from releases.vocabulary import DeliveryState, MailingState, Suppression

AT_ONCE = 500


def settle() -> int:
    """Give up what each mailing has been refused, as far as it can be believed; return how many mails."""
    return sum(_settle(pk) for pk in Mailing.objects.with_refusals().values_list("pk", flat=True))


def believe(mailing: Mailing) -> int:
    """Give up what was refused before the server took a mail of the mailing. Hold the row of the mailing."""
    taken = mailing.deliveries.taken().aggregate(last=Max("done_at"))["last"]
    return 0 if taken is None else give_up(mailing.deliveries.refused().filter(done_at__lte=taken)[:AT_ONCE])


def believe_all(mailing: Mailing) -> None:
    """The same for all of them, however many. Hold the row of the mailing."""
    while believe(mailing):
        pass


def leave(mailing: Mailing) -> None:
    """Try none again, and take nobody off for what is not believed. Hold the row of the mailing."""
    believe_all(mailing)
    mailing.deliveries.refused().update(state=DeliveryState.FAILED)


def give_up(refused: DeliveryQuerySet) -> int:
    """Believe the server; nothing more is sent to an address of which it says that there is none."""
    rows = list(refused.select_related("subscription__subscriber"))
    Delivery.objects.refused().filter(pk__in=[row.pk for row in rows]).update(state=DeliveryState.FAILED)
    for row in rows:
        if is_dead_address(row.last_answer):
            suppressing.suppress_by_machine(
                row.subscription.subscriber, because=Suppression.BOUNCED, note=row.last_answer
            )
    return len(rows)


@transaction.atomic
def _settle(pk: int) -> int:
    mailing = Mailing.objects.select_for_update().get(pk=pk)
    count = believe(mailing)
    left = mailing.deliveries.refused().order_by("done_at")
    if count == AT_ONCE or mailing.deliveries.to_send().exists() or not left.exists():
        return count
    # The end of a mailing, and nothing was taken after these.
    if mailing.deliveries.taken().exists():
        dead = [row.pk for row in left if is_dead_address(row.last_answer)]
        count += give_up(Delivery.objects.filter(pk__in=dead))
    if mailing.state == MailingState.SENDING and (last := left.last()) is not None:
        mailing.state, mailing.paused_because = MailingState.PAUSED, _tail(left.count(), last.last_answer)
        mailing.save(update_fields=["state", "paused_because"])
    return count


def _tail(count: int, said: str) -> str:
    mails = "the last mail" if count == 1 else f"the last {count} mails"
    return (
        f"The mail server has refused {mails}, and took none afterwards: {said[:200].rstrip('.')}. "
        "Look into it, then resume to try once more; or end the mailing to give up."
    )
