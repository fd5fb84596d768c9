"""Who gets newsletters and releases by mail, and what each of them agreed to."""

import secrets
from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce

from releases.models.index import VersionProgramme, VersionTopic
from releases.models.newsletter import Newsletter
from releases.models.taxonomy import Programme, Topic
from releases.models.version import ReleaseVersion
from releases.vocabulary import Kind, SubscriptionEnd, SubscriptionState, Suppression

OPEN = (SubscriptionState.PENDING.value, SubscriptionState.ACTIVE.value)


def new_secret() -> str:
    """The key of one subscriber's links: 256 bits that nobody can guess."""
    return secrets.token_urlsafe(32)


class Subscriber(models.Model):
    """One address. Once it is erased only the row is left, for the ledger of what was sent."""

    email = models.CharField("e-mail address", max_length=254, blank=True)
    """As typed, with the domain in the small ASCII letters that mail servers use; empty once erased."""
    email_key = models.CharField(max_length=254, null=True, unique=True, editable=False)
    """The address without upper case: two rows never mean the same mailbox."""
    limit_key = models.CharField(max_length=254, blank=True, db_index=True, editable=False)
    """The same without a +tag: what limits count."""
    secret = models.CharField(max_length=43, default=new_secret, editable=False)
    """The key of this subscriber's links. A new one makes every link in older mails invalid."""
    created_at = models.DateTimeField("known since")
    suppressed_at = models.DateTimeField(null=True)
    suppressed_because = models.CharField(max_length=10, choices=Suppression, blank=True)
    suppressed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )
    suppression_note = models.CharField(max_length=300, blank=True)
    erased_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["email_key"]
        constraints = [
            models.CheckConstraint(
                name="subscriber_has_an_address_until_erased",
                condition=Q(erased_at=None, email_key__isnull=False) & ~Q(email="") & ~Q(limit_key="")
                | Q(erased_at__isnull=False, email="", email_key=None, limit_key="", suppression_note=""),
            ),
            models.CheckConstraint(
                name="suppression_says_why",
                condition=Q(
                    suppressed_at=None, suppressed_because="", suppressed_by=None, suppression_note=""
                )
                | Q(suppressed_at__isnull=False, suppressed_because__in=Suppression.values),
            ),
            models.CheckConstraint(name="subscriber_has_a_secret", condition=~Q(secret="")),
        ]

    def __str__(self) -> str:
        return self.email or f"Erased subscriber {self.pk}"


class SubscriptionQuerySet(models.QuerySet["Subscription"]):
    """Which subscriptions count, and who gets what."""

    def open(self) -> Self:
        """Those that somebody has asked for and not ended."""
        return self.filter(state__in=OPEN)

    def pending(self) -> Self:
        """Asked for, and not confirmed yet."""
        return self.filter(state=SubscriptionState.PENDING)

    def active(self) -> Self:
        """Confirmed, and not ended."""
        return self.filter(state=SubscriptionState.ACTIVE)

    def deliverable(self) -> Self:
        """Those by which mail may go out now: the only definition of that in the project."""
        return self.active().filter(subscriber__suppressed_at=None, subscriber__erased_at=None)

    def to_newsletter(self, newsletter: Newsletter) -> Self:
        """Who gets each issue of this newsletter."""
        return self.filter(newsletter=newsletter)

    def to_releases(self) -> Self:
        """Who gets releases as they become public."""
        return self.filter(newsletter=None)

    def of_list(self, subscription: "Subscription") -> Self:
        """All of the same reader that bring mails of the same list: one newsletter, or releases."""
        return self.filter(subscriber=subscription.subscriber_id, newsletter=subscription.newsletter_id)

    def following(self, version: ReleaseVersion) -> Self:
        """Deliverable subscriptions that want this version as a release, one of each subscriber."""
        wanted = Subscription.objects.deliverable()._wanting(version)
        earlier = wanted.filter(subscriber=OuterRef("subscriber"), pk__lt=OuterRef("pk"))
        return self.deliverable()._wanting(version).exclude(Exists(earlier))

    def following_outer(self) -> Self:
        """Those that want the version of the query around this one: for Exists."""
        return self._narrowed_to(OuterRef(OuterRef("pk")), OuterRef("kind"))

    def confirmed_by(self, instant: datetime | Combinable) -> Self:
        """Those that had begun at the instant."""
        return self.filter(confirmed_at__lte=instant)

    def _wanting(self, version: ReleaseVersion) -> Self:
        return self._narrowed_to(version.pk, version.kind)

    def _narrowed_to(self, version: int | Combinable, kind: str | Combinable) -> Self:
        programmes = VersionProgramme.objects.filter(version=version).values("programme")
        topics = VersionTopic.objects.filter(version=version).values("topic")
        return self.to_releases().filter(
            Q(programme=None) | Q(programme__in=programmes),
            Q(topic=None) | Q(topic__in=topics),
            Q(kind="") | Q(kind=kind),
        )


class Subscription(models.Model):
    """What one subscriber gets: every issue of a newsletter, or releases, and how they agreed to it."""

    subscriber = models.ForeignKey(Subscriber, on_delete=models.PROTECT, related_name="subscriptions")
    newsletter = models.ForeignKey(
        Newsletter, on_delete=models.PROTECT, null=True, related_name="subscriptions"
    )
    """None means releases, each as it becomes public, narrowed by the next three."""
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, null=True, related_name="+")
    topic = models.ForeignKey(Topic, on_delete=models.PROTECT, null=True, related_name="+")
    kind = models.CharField(max_length=20, choices=Kind, blank=True)
    state = models.CharField(max_length=10, choices=SubscriptionState, default=SubscriptionState.PENDING)
    asked_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_because = models.CharField(max_length=10, choices=SubscriptionEnd, blank=True)
    wording = models.TextField()
    """The sentence that the reader agreed to, exactly as the page showed it."""
    source = models.CharField(max_length=200)
    """The address of the page with the form, without its host."""

    objects = SubscriptionQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at", "-pk"]
        indexes = [
            models.Index(
                fields=["asked_at"],
                name="subscription_pending",
                condition=Q(state=SubscriptionState.PENDING.value),
            )
        ]
        constraints = [
            models.UniqueConstraint(
                name="newsletter_open_once_per_subscriber",
                fields=["subscriber", "newsletter"],
                condition=Q(state__in=OPEN, newsletter__isnull=False),
            ),
            models.UniqueConstraint(
                F("subscriber"),
                Coalesce("programme", 0),
                Coalesce("topic", 0),
                F("kind"),
                name="releases_open_once_per_subscriber",
                condition=Q(state__in=OPEN, newsletter__isnull=True),
            ),
            models.CheckConstraint(
                name="only_releases_are_narrowed",
                condition=Q(newsletter=None) | Q(programme=None, topic=None, kind=""),
            ),
            models.CheckConstraint(
                name="subscription_kind_is_known", condition=Q(kind__in=["", *Kind.values])
            ),
            models.CheckConstraint(
                name="subscription_state_has_its_times",
                condition=Q(state=SubscriptionState.PENDING, confirmed_at=None, ended_at=None)
                | Q(state=SubscriptionState.ACTIVE, confirmed_at__isnull=False, ended_at=None)
                | Q(state=SubscriptionState.ENDED, ended_at__isnull=False),
            ),
            models.CheckConstraint(
                name="subscription_end_says_why",
                condition=Q(ended_at=None, ended_because="")
                | Q(ended_at__isnull=False, ended_because__in=SubscriptionEnd.values),
            ),
            models.CheckConstraint(name="consent_has_its_words", condition=~Q(wording="") & ~Q(source="")),
        ]

    def __str__(self) -> str:
        return f"{self.subscriber}: {self.newsletter or 'releases'}"

    @property
    def is_open(self) -> bool:
        """Whether it was asked for and has not ended."""
        return self.state in OPEN

    @property
    def may_receive(self) -> bool:
        """Whether mail may go out by this subscription now, asked of the database at this moment."""
        return Subscription.objects.deliverable().filter(pk=self.pk).exists()
