"""Who asked to get mail: each posted form is one row, and at most one mail that the worker sends."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from releases.models.subscriber import Subscriber
from releases.vocabulary import NoticeState


class SignUpQuerySet(models.QuerySet["SignUp"]):
    """Which sign-ups wait, and which count against a limit."""

    def due(self, at: datetime | None = None) -> Self:
        """Queued sign-ups whose time has come, the oldest first."""
        return self.filter(state=NoticeState.QUEUED, next_attempt_at__lte=at or Now()).order_by(
            "next_attempt_at", "pk"
        )

    def stranded(self, at: datetime | None = None) -> Self:
        """Claimed by a worker that has not come back in time."""
        return self.filter(state=NoticeState.CLAIMED, lease_until__lte=at or Now()).order_by("pk")

    def failed(self) -> Self:
        """Sign-ups whose mail was given up, for the desk."""
        return self.filter(state=NoticeState.FAILED).order_by("-next_attempt_at", "-pk")

    def after(self, at: datetime) -> Self:
        """Asked later than this instant."""
        return self.filter(asked_at__gt=at)


class SignUp(models.Model):
    """One posted form. What it says is looked at by the worker, so that every answer takes the same time."""

    email = models.CharField(max_length=254)
    email_key = models.CharField(max_length=254)
    limit_key = models.CharField(max_length=254, db_index=True)
    client = models.CharField(max_length=64)
    """A keyed hash of where the form came from, for the limits; the network address itself is not kept."""
    wishes = models.JSONField()
    """What was chosen: a list of `newsletter`, `programme`, `topic`, `kind` and the `wording` shown."""
    source = models.CharField(max_length=200)
    asked_at = models.DateTimeField(db_index=True)
    state = models.CharField(max_length=10, choices=NoticeState, default=NoticeState.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_attempt_at = models.DateTimeField()
    lease_until = models.DateTimeField(null=True)
    last_error = models.TextField(blank=True)
    done_at = models.DateTimeField(null=True)
    subscriber = models.ForeignKey(Subscriber, on_delete=models.PROTECT, null=True, related_name="sign_ups")
    mailed_on = models.DateField(null=True)
    """The day whose one mail to this mailbox is the mail of this row: it has left, or is leaving."""
    answered_at = models.DateTimeField(null=True)
    """When somebody confirmed by this mail, so that the mailbox may be written to again."""

    objects = SignUpQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at", "-pk"]
        indexes = [
            models.Index(
                fields=["next_attempt_at"], name="sign_up_due", condition=Q(state=NoticeState.QUEUED.value)
            ),
            models.Index(fields=["client", "asked_at"], name="sign_up_client"),
        ]
        constraints = [
            models.UniqueConstraint(
                name="one_unanswered_mail_a_day",
                fields=["limit_key", "mailed_on"],
                condition=Q(mailed_on__isnull=False, answered_at=None),
            ),
            models.CheckConstraint(name="sign_up_state_is_known", condition=Q(state__in=NoticeState.values)),
            models.CheckConstraint(
                name="sign_up_names_an_address", condition=~Q(email="") & ~Q(email_key="") & ~Q(limit_key="")
            ),
        ]

    def __str__(self) -> str:
        return f"Sign-up of {self.email}"
