"""Mail to colleagues, about moves and about their accounts: one row each, tried again until it is done."""

from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from releases.models.history import Event
from releases.models.release import Release
from releases.models.version import ReleaseVersion
from releases.vocabulary import ACCOUNT_NOTICES, NoticeKind, NoticeState


class NoticeQuerySet(models.QuerySet["Notice"]):
    """Which notices wait for whom."""

    def due(self, at: datetime | None = None) -> Self:
        """Queued notices whose time has come, the oldest first."""
        return self.filter(state=NoticeState.QUEUED, next_attempt_at__lte=at or Now()).order_by(
            "next_attempt_at", "pk"
        )

    def stranded(self, at: datetime | None = None) -> Self:
        """Claimed by a worker that has not come back in time."""
        return self.filter(state=NoticeState.CLAIMED, lease_until__lte=at or Now()).order_by("pk")

    def failed(self) -> Self:
        """Notices that were given up, for the desk."""
        return self.filter(state=NoticeState.FAILED).order_by("-next_attempt_at", "-pk")


class Notice(models.Model):
    """One mail to one colleague about one move or about their account. Nobody ever waits for it."""

    kind = models.CharField(max_length=20, choices=NoticeKind)
    release = models.ForeignKey(Release, on_delete=models.PROTECT, null=True, related_name="notices")
    version = models.ForeignKey(ReleaseVersion, on_delete=models.PROTECT, null=True, related_name="notices")
    event = models.ForeignKey(Event, on_delete=models.PROTECT, null=True, related_name="notices")
    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="notices")
    state = models.CharField(max_length=10, choices=NoticeState, default=NoticeState.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_attempt_at = models.DateTimeField()
    lease_until = models.DateTimeField(null=True)
    last_error = models.TextField(blank=True)
    created_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        indexes = [
            models.Index(
                fields=["next_attempt_at"], name="notice_due", condition=Q(state=NoticeState.QUEUED.value)
            )
        ]
        constraints = [
            models.CheckConstraint(name="notice_kind_is_known", condition=Q(kind__in=NoticeKind.values)),
            models.CheckConstraint(name="notice_state_is_known", condition=Q(state__in=NoticeState.values)),
            models.CheckConstraint(
                name="notice_is_about_a_release_or_an_account",
                condition=Q(release__isnull=False) & ~Q(kind__in=ACCOUNT_NOTICES)
                | Q(release=None, kind__in=ACCOUNT_NOTICES),
            ),
            models.UniqueConstraint(
                name="one_notice_of_an_event_per_person", fields=["event", "kind", "recipient"]
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.release or self.recipient}"


class MutedNotice(models.Model):
    """A kind of notice that a person has switched off."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="muted_notices")
    kind = models.CharField(max_length=20, choices=NoticeKind)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="notice_kind_muted_once", fields=["user", "kind"]),
            models.CheckConstraint(
                name="muted_notice_kind_is_known",
                condition=Q(kind__in=NoticeKind.values) & ~Q(kind__in=ACCOUNT_NOTICES),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} does not get “{self.get_kind_display()}”"
