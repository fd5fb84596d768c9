"""What happened: append-only events, and the frozen drafts behind them."""

from datetime import datetime, timedelta
from typing import Self

from django.conf import settings
from django.contrib.auth.models import User
from django.db import models
from django.db.models import Q

from releases.models.newsletter import NewsletterIssue
from releases.models.release import Release
from releases.models.version import ReleaseVersion
from releases.vocabulary import Right

OPEN_FOR = timedelta(seconds=60)
NOTHING_TYPED = "{}"
LONGEST_NAME = 150


def signed(person: User) -> str:
    """The name of somebody as history keeps it: two long names together do not fit."""
    return (person.get_full_name() or person.get_username())[:LONGEST_NAME]


class Event(models.Model):
    """One move of a release, an issue or an account: who, what, when, from where to where, and why.

    Triggers refuse update and delete.
    """

    release = models.ForeignKey(Release, on_delete=models.PROTECT, null=True, related_name="events")
    issue = models.ForeignKey(NewsletterIssue, on_delete=models.PROTECT, null=True, related_name="events")
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="account_events"
    )
    version = models.ForeignKey(ReleaseVersion, on_delete=models.PROTECT, null=True, related_name="events")
    move = models.CharField(max_length=40)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    actor_name = models.CharField(max_length=LONGEST_NAME)
    at = models.DateTimeField()
    before = models.CharField(max_length=120, blank=True)
    after = models.CharField(max_length=120, blank=True)
    reason = models.TextField(blank=True)

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="event_belongs_to_one_thing",
                condition=Q(release__isnull=False, issue=None, account=None)
                | Q(release=None, issue__isnull=False, account=None)
                | Q(release=None, issue=None, account__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return f"{self.move} by {self.actor_name}"


class Draft(models.Model):
    """The working text as it was after one save: the same freeze as a version, never public."""

    release = models.ForeignKey(Release, on_delete=models.CASCADE, related_name="drafts")
    content = models.TextField()
    digest = models.CharField(max_length=64)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"Draft of {self.release} at {self.at:%Y-%m-%d %H:%M}"


class WorkingCopyQuerySet(models.QuerySet["WorkingCopy"]):
    """Which forms are open, and who gets the words of whom."""

    def open_at(self, at: datetime) -> Self:
        """Forms that were seen lately: a browser tells every 20 seconds that its form is still open."""
        return self.filter(seen_at__gt=at - OPEN_FOR)

    def with_words(self) -> Self:
        """Forms in which somebody has typed."""
        return self.exclude(form=NOTHING_TYPED)

    def for_colleague(self, person: User) -> Self:
        """Their own forms, and those of people who have left: on a release, left to them, or to no writer."""
        writers = User.objects.filter(
            is_active=True,
            groups__permissions__codename=Right.WRITE,
            groups__permissions__content_type__app_label="releases",
        )
        is_theirs = Q(release__isnull=False) | Q(left_to=person) | ~Q(left_to__in=writers)
        return self.filter(Q(user=person) | Q(user__is_active=False) & is_theirs)


class WorkingCopy(models.Model):
    """An open form as it was last posted: for presence, recovery and the preview of unsaved text."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="working_copies"
    )
    release = models.ForeignKey(Release, on_delete=models.CASCADE, null=True, related_name="working_copies")
    form_key = models.CharField(max_length=40)
    """One open form: two of one person on the same release have a random key each."""
    form = models.TextField()
    """The posted fields as a JSON object of lists of strings; none while nothing was typed."""
    left_to = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    """Who took over what the person had begun, when that one left; whoever writes, if that one does not."""
    started_at = models.DateTimeField()
    seen_at = models.DateTimeField()

    objects = WorkingCopyQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "working copies"
        constraints = [models.UniqueConstraint(name="one_working_copy_per_form", fields=["user", "form_key"])]

    def __str__(self) -> str:
        return f"Open form of {self.user}"
