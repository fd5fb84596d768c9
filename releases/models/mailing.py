"""What goes to everybody who subscribed, frozen, and one row for each mail of it."""

from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Count, Exists, OuterRef, Q
from django.db.models.functions import Now

from releases.models.newsletter import NewsletterIssue
from releases.models.release import Release
from releases.models.subscriber import Subscription
from releases.models.version import ReleaseVersion
from releases.vocabulary import DeliveryState, MailingState

HELD = (DeliveryState.CLAIMED.value, DeliveryState.SENDING.value)
TO_SEND = (DeliveryState.QUEUED.value, *HELD)
OPEN = (*TO_SEND, DeliveryState.REFUSED.value)


class MailingQuerySet(models.QuerySet["Mailing"]):
    """Which mailings wait for what."""

    def to_begin(self, at: datetime | None = None) -> Self:
        """Those whose recall window has closed."""
        return self.filter(state=MailingState.WAITING, starts_at__lte=at or Now())

    def with_mail_due(self, at: datetime | None = None) -> Self:
        """Those that have a mail to send now, the oldest first."""
        due = Delivery.objects.due(at).filter(mailing=OuterRef("pk"))
        return self.filter(Exists(due), state=MailingState.SENDING).order_by("starts_at", "pk")

    def done(self) -> Self:
        """Those being sent of which no mail is left to send, nor to be believed refused."""
        left = Delivery.objects.filter(mailing=OuterRef("pk"), state__in=OPEN)
        return self.filter(~Exists(left), state=MailingState.SENDING)

    def with_refusals(self) -> Self:
        """Those being sent of which mails were refused, perhaps not for good."""
        refused = Delivery.objects.refused().filter(mailing=OuterRef("pk"))
        return self.filter(Exists(refused), state=MailingState.SENDING)

    def may_go(self) -> Self:
        """Those whose next mail may leave now: nobody stopped them, and readers see the words in them."""
        hidden = MailingItem.objects.hidden().filter(mailing=OuterRef("pk"))
        return self.filter(~Exists(hidden), state=MailingState.SENDING)

    def unsettled(self) -> Self:
        """Those that ask somebody to decide: paused, or with mails that may or may not have arrived."""
        uncertain = Delivery.objects.filter(mailing=OuterRef("pk"), state=DeliveryState.UNCERTAIN)
        return self.filter(Exists(uncertain) | Q(state=MailingState.PAUSED)).order_by("starts_at", "pk")


class Mailing(models.Model):
    """One issue, or one release, on its way. Words and recipients were frozen in one transaction."""

    issue = models.ForeignKey(NewsletterIssue, on_delete=models.PROTECT, null=True, related_name="mailings")
    release = models.ForeignKey(Release, on_delete=models.PROTECT, null=True, related_name="mailings")
    state = models.CharField(max_length=10, choices=MailingState, default=MailingState.WAITING)
    subject = models.CharField(max_length=330)
    """The longest name of a newsletter, the longest title, and what stands between them."""
    text = models.TextField()
    html = models.TextField()
    recipients = models.PositiveIntegerField(default=0)
    """How many mails it had when it was queued."""
    queued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    """None is the machine: a release that became public."""
    queued_at = models.DateTimeField()
    starts_at = models.DateTimeField()
    begun_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    paused_because = models.CharField(max_length=500, blank=True)
    is_given_up = models.BooleanField(default=False)
    """Somebody ended it: what had not left by then stays."""

    objects = MailingQuerySet.as_manager()

    class Meta:
        ordering = ["-queued_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="mailing_is_of_an_issue_or_a_release",
                condition=Q(issue__isnull=False, release=None) | Q(issue=None, release__isnull=False),
            ),
            models.CheckConstraint(name="mailing_state_is_known", condition=Q(state__in=MailingState.values)),
            models.UniqueConstraint(
                name="issue_is_mailed_once",
                fields=["issue"],
                condition=Q(issue__isnull=False) & ~Q(state=MailingState.RECALLED),
            ),
            models.UniqueConstraint(
                name="release_is_mailed_once", fields=["release"], condition=Q(release__isnull=False)
            ),
            models.CheckConstraint(
                name="mailing_says_why_it_is_paused",
                condition=Q(state=MailingState.PAUSED) & ~Q(paused_because="")
                | ~Q(state=MailingState.PAUSED) & Q(paused_because=""),
            ),
            models.CheckConstraint(
                name="mailing_is_recalled_before_its_first_mail",
                condition=~Q(state=MailingState.RECALLED) | Q(begun_at=None),
            ),
            models.CheckConstraint(
                name="mailing_that_sends_has_begun",
                condition=Q(begun_at__isnull=False)
                | ~Q(state__in=[MailingState.SENDING, MailingState.FINISHED]),
            ),
            models.CheckConstraint(
                name="mailing_ends_once",
                condition=Q(
                    finished_at__isnull=False, state__in=[MailingState.FINISHED, MailingState.RECALLED]
                )
                | Q(finished_at=None) & ~Q(state__in=[MailingState.FINISHED, MailingState.RECALLED]),
            ),
        ]

    def __str__(self) -> str:
        return self.subject

    def has_tried(self) -> bool:
        """Whether a worker ever began one of its mails."""
        return self.deliveries.filter(attempts__gt=0).exists()

    def counts(self) -> dict[DeliveryState, int]:
        """How many of its mails stand where; every state is named."""
        found = dict(self.deliveries.values_list("state").annotate(Count("pk")).order_by())
        return {state: found.get(state.value, 0) for state in DeliveryState}


class MailingItemQuerySet(models.QuerySet["MailingItem"]):
    """Which words in mailings readers may not have."""

    def hidden(self, at: datetime | None = None) -> Self:
        """Those whose very words readers cannot open: not yet public, cancelled, or withdrawn."""
        frozen = ReleaseVersion.objects.readable(at).filter(pk=OuterRef("version"))
        seen = ReleaseVersion.objects.public(at).filter(release=OuterRef("release"))
        return self.filter(~(Q(Exists(frozen)) | Q(Exists(seen), version=None)))


class MailingItem(models.Model):
    """The version of a release whose words are in a mailing: it leaves only while readers may have them."""

    mailing = models.ForeignKey(Mailing, on_delete=models.PROTECT, related_name="items")
    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="+")
    version = models.ForeignKey(ReleaseVersion, on_delete=models.PROTECT, null=True, related_name="+")
    """None where it was queued before versions were written down: there any public version will do."""

    objects = MailingItemQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="release_once_per_mailing", fields=["mailing", "release"])
        ]

    def __str__(self) -> str:
        return f"{self.release} in {self.mailing}"


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    """Which mails wait for whom."""

    def due(self, at: datetime | None = None) -> Self:
        """Queued mails whose time has come, those that wait for longest first."""
        return self.filter(state=DeliveryState.QUEUED, next_attempt_at__lte=at or Now()).order_by(
            "next_attempt_at", "pk"
        )

    def held_by(self, worker: str) -> Self:
        """What a worker has taken and not begun."""
        return self.filter(state=DeliveryState.CLAIMED, worker=worker)

    def stranded(self, at: datetime | None = None) -> Self:
        """Taken by a worker that has not come back in time."""
        return self.filter(state__in=HELD, lease_until__lte=at or Now())

    def wanted(self) -> Self:
        """Mails to people who still want them, of mailings that may go: asked just before each leaves."""
        return self.filter(
            Exists(Subscription.objects.deliverable().filter(pk=OuterRef("subscription"))),
            Exists(Mailing.objects.may_go().filter(pk=OuterRef("mailing"))),
        )

    def to_send(self) -> Self:
        """Mails that wait, or that a worker has."""
        return self.filter(state__in=TO_SEND)

    def taken(self) -> Self:
        """Mails that a worker has heard the server take, not those that somebody counts as sent."""
        return self.filter(state=DeliveryState.SENT).exclude(worker="")

    def refused(self) -> Self:
        """Mails to which the server has said no, perhaps for our sake and not for the reader's."""
        return self.filter(state=DeliveryState.REFUSED)

    def uncertain(self) -> Self:
        """Mails whose answer never came: they may or may not have arrived."""
        return self.filter(state=DeliveryState.UNCERTAIN)


class Delivery(models.Model):
    """One mail to one subscriber, in the ledger of what was sent. Nobody deletes it; an end is an end."""

    mailing = models.ForeignKey(Mailing, on_delete=models.PROTECT, related_name="deliveries")
    subscription = models.ForeignKey(Subscription, on_delete=models.PROTECT, related_name="deliveries")
    state = models.CharField(max_length=10, choices=DeliveryState, default=DeliveryState.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_attempt_at = models.DateTimeField()
    lease_until = models.DateTimeField(null=True)
    worker = models.CharField(max_length=40, blank=True)
    """Which worker has it, or had it last."""
    last_answer = models.CharField(max_length=500, blank=True)
    done_at = models.DateTimeField(null=True)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "deliveries"
        ordering = ["mailing", "pk"]
        indexes = [
            models.Index(
                fields=["mailing", "next_attempt_at", "id"],
                name="delivery_due",
                condition=Q(state=DeliveryState.QUEUED.value),
            ),
            models.Index(fields=["lease_until"], name="delivery_held", condition=Q(state__in=HELD)),
            models.Index(
                fields=["mailing"],
                name="delivery_refused",
                condition=Q(state=DeliveryState.REFUSED.value),
            ),
            models.Index(
                fields=["mailing"],
                name="delivery_uncertain",
                condition=Q(state=DeliveryState.UNCERTAIN.value),
            ),
        ]
        constraints = [
            models.UniqueConstraint(name="one_mail_per_subscription", fields=["mailing", "subscription"]),
            models.CheckConstraint(
                name="delivery_state_is_known", condition=Q(state__in=DeliveryState.values)
            ),
            models.CheckConstraint(
                name="delivery_is_held_with_a_lease",
                condition=Q(state__in=HELD, lease_until__isnull=False) & ~Q(worker="")
                | ~Q(state__in=HELD) & Q(lease_until=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subscription.subscriber}: {self.mailing}"
