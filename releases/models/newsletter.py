"""Newsletters and their issues."""

from datetime import datetime
from functools import cached_property
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.urls import reverse

from releases.content import IssueContent
from releases.vocabulary import MediaKind, Right, Status


class Newsletter(models.Model):
    """A periodical of the organisation."""

    name = models.CharField(max_length=120, unique=True)
    slug = models.SlugField(max_length=80, unique=True)
    description = models.CharField(
        max_length=300, blank=True, help_text="One sentence: what it follows, who writes it."
    )
    programme = models.ForeignKey(
        "Programme", on_delete=models.PROTECT, null=True, blank=True, related_name="newsletters"
    )

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """The page with its issues and the sign-up form."""
        return reverse("releases:newsletter", args=[self.slug])


class NewsletterIssueQuerySet(models.QuerySet["NewsletterIssue"]):
    """Which issues readers see."""

    def public(self, at: datetime | None = None) -> Self:
        """Approved issues whose minute has come, on the database's clock."""
        return self.filter(public_from__lte=at or Now())

    def newest_first(self) -> Self:
        """The latest number on top."""
        return self.order_by("-number")


class NewsletterIssue(models.Model):
    """One number of a newsletter: working text until it is approved, then frozen for good."""

    newsletter = models.ForeignKey(Newsletter, on_delete=models.PROTECT, related_name="issues")
    number = models.PositiveIntegerField(help_text="Runs on within the newsletter.")
    title = models.CharField(max_length=200, help_text="As on its front page: Volume 3, number 3.")
    date = models.DateField()
    introduction = models.TextField(blank=True)
    full_issue = models.CharField(
        "address of the full issue", max_length=500, blank=True, help_text="https://… or empty."
    )
    file = models.ForeignKey(
        "MediaFile",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="issues",
        limit_choices_to={"kind": MediaKind.DOCUMENT},
        verbose_name="file of the full issue",
        help_text="From the library, in place of an address. Readers get it with the issue.",
    )
    status = models.CharField(max_length=10, choices=Status, default=Status.DRAFT, editable=False)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )
    public_from = models.DateTimeField(null=True, editable=False)
    digest = models.CharField(max_length=64, blank=True, editable=False)
    content = models.TextField(blank=True, editable=False)
    """Canonical JSON of `releases.content.IssueContent`, written once by the approval."""

    objects = NewsletterIssueQuerySet.as_manager()

    class Meta:
        ordering = ["newsletter", "-number"]
        permissions = [
            (Right.WRITE_ISSUE.value, Right.WRITE_ISSUE.label),
            (Right.APPROVE_ISSUE.value, Right.APPROVE_ISSUE.label),
        ]
        constraints = [
            models.UniqueConstraint(
                name="issue_number_once_per_newsletter",
                fields=["newsletter", "number"],
                violation_error_message="This newsletter already has an issue with this number.",
            ),
            models.CheckConstraint(
                name="full_issue_is_in_one_place",
                condition=Q(file=None) | Q(full_issue=""),
                violation_error_message="Give an address, or choose a file from the library; not both.",
            ),
            models.CheckConstraint(name="issue_status_is_known", condition=Q(status__in=Status.values)),
            models.CheckConstraint(
                name="issue_in_review_names_its_submitter",
                condition=~Q(status=Status.REVIEW) | Q(submitted_by__isnull=False),
            ),
            models.CheckConstraint(
                name="issue_is_frozen_when_approved",
                condition=Q(status=Status.APPROVED, public_from__isnull=False, approved_by__isnull=False)
                & ~Q(content="")
                | ~Q(status=Status.APPROVED) & Q(public_from=None, content="", approved_by=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.newsletter}, {self.title}"

    def get_absolute_url(self) -> str:
        """The issue's page; unknown to readers until it is public."""
        return reverse("releases:newsletter-issue", args=[self.newsletter.slug, self.number])

    @cached_property
    def frozen(self) -> IssueContent:
        """The approved words, typed. Only approved issues have them."""
        return IssueContent.load(self.content)


class IssueItem(models.Model):
    """One entry of an issue: a release, or own words."""

    issue = models.ForeignKey(NewsletterIssue, on_delete=models.CASCADE, related_name="items")
    position = models.PositiveSmallIntegerField(default=0)
    release = models.ForeignKey(
        "Release", on_delete=models.PROTECT, null=True, blank=True, related_name="issue_items"
    )
    title = models.CharField(max_length=250, blank=True)
    text = models.TextField(blank=True)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                name="issue_item_is_a_release_or_own_words",
                condition=Q(release__isnull=False, title="", text="") | Q(release=None) & ~Q(title=""),
                violation_error_message="Choose a release, or write a title and text of your own; not both.",
            )
        ]

    def __str__(self) -> str:
        return self.title or str(self.release)
