"""The release: the thing with an address, and the working text that staff edit."""

import secrets
import uuid
from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from releases.models.version import ReleaseVersion
from releases.models.withdrawal import Withdrawal
from releases.vocabulary import Change, Kind, Right, Status

HEADLINE_LENGTH = 250


def new_tag() -> str:
    """A name that says nothing of how many releases there are: a number would count the hidden ones."""
    return secrets.token_hex(8)


class ReleaseQuerySet(models.QuerySet["Release"]):
    """Which releases stand where."""

    def with_standing(self, at: datetime | None = None) -> Self:
        """Add what readers see now: `is_live`, `is_scheduled`, `is_withdrawn`."""
        mine = {"release": OuterRef("pk")}
        return self.annotate(
            is_live=Exists(ReleaseVersion.objects.public(at).filter(**mine)),
            is_scheduled=Exists(ReleaseVersion.objects.scheduled(at).filter(**mine)),
            is_withdrawn=Exists(Withdrawal.objects.in_force(at).filter(version__release=OuterRef("pk"))),
        )


class Release(models.Model):
    """One release with its working text. Readers never see these fields, only frozen versions."""

    slug = models.SlugField(
        "address",
        max_length=100,
        unique=True,
        null=True,
        blank=True,
        help_text="The end of its address. Made from the headline when empty; locked by the first approval.",
        error_messages={"unique": "Another release has this address. Change a word of it."},
    )
    tag = models.CharField(max_length=32, unique=True, editable=False, default=new_tag)
    """By this the release is known in feeds and in ninjs, whatever becomes of its address."""
    kind = models.CharField(max_length=20, choices=Kind, default=Kind.RELEASE)
    headline = models.CharField(max_length=HEADLINE_LENGTH, blank=True)
    subheadline = models.CharField(max_length=300, blank=True)
    summary = models.CharField(
        max_length=600, blank=True, help_text="One or two sentences for lists, feeds and mail."
    )
    place = models.CharField(
        "dateline", max_length=100, blank=True, help_text="Where it was written: Washington, D.C."
    )
    body = models.TextField(blank=True)
    language = models.CharField(max_length=12, default="en", help_text="BCP 47: en, es, fr.")

    event_starts_at = models.DateTimeField("event begins", null=True, blank=True)
    event_place = models.CharField(max_length=300, blank=True)
    event_attendance = models.TextField("how to attend", blank=True)

    announces = models.ForeignKey(
        "NewsletterIssue", on_delete=models.PROTECT, null=True, blank=True, related_name="announced_by"
    )
    planned_for = models.DateTimeField(
        "public from", null=True, blank=True, help_text="Empty means: when approved."
    )

    change = models.CharField("what kind of change", max_length=12, choices=Change, default=Change.NONE)
    change_note = models.TextField("what was wrong or is new", blank=True)
    change_place = models.CharField("where in the text", max_length=200, blank=True)

    internal_note = models.TextField(
        blank=True, help_text="For colleagues only; it is never frozen or shown."
    )
    status = models.CharField(max_length=10, choices=Status, default=Status.DRAFT, editable=False)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="releases"
    )
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )
    submitted_at = models.DateTimeField(null=True, editable=False)
    edit_token = models.UUIDField(default=uuid.uuid4, editable=False)
    """Changes with every saved edit, so that the second of two savers is told."""
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)

    objects = ReleaseQuerySet.as_manager()

    class Meta:
        ordering = ["-changed_at"]
        permissions = [(Right.WRITE.value, Right.WRITE.label), (Right.APPROVE.value, Right.APPROVE.label)]
        constraints = [
            models.CheckConstraint(name="release_kind_is_known", condition=Q(kind__in=Kind.values)),
            models.CheckConstraint(name="release_status_is_known", condition=Q(status__in=Status.values)),
            models.CheckConstraint(name="release_change_is_known", condition=Q(change__in=Change.values)),
            models.CheckConstraint(
                name="release_in_review_names_its_submitter",
                condition=~Q(status=Status.REVIEW)
                | Q(submitted_by__isnull=False, submitted_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.headline or "Release without a headline"

    def get_absolute_url(self) -> str:
        """The address that stays; unknown to readers until a version is public."""
        return reverse("releases:release-detail", args=[self.slug])


class OldAddress(models.Model):
    """A slug that a release once had; it leads to the release for ever."""

    slug = models.SlugField(max_length=100, unique=True)
    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="old_addresses")
    moved_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "old addresses"

    def __str__(self) -> str:
        return self.slug
