"""Preview links: named people outside who may read before everybody can."""

from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from releases.models.release import Release
from releases.vocabulary import Purpose


class PreviewLinkQuerySet(models.QuerySet["PreviewLink"]):
    """Which links still open something."""

    def valid(self, at: datetime | None = None) -> Self:
        """Links that nobody revoked and whose time has not run out."""
        return self.filter(revoked_at=None, expires_at__gt=at or Now())


class PreviewLink(models.Model):
    """One link for one named person. Only the hash of its token is kept."""

    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="preview_links")
    recipient = models.CharField(max_length=120, help_text="Who will read: name and newspaper.")
    purpose = models.CharField(max_length=10, choices=Purpose)
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    objects = PreviewLinkQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(name="preview_link_names_its_reader", condition=~Q(recipient="")),
            models.CheckConstraint(
                name="preview_link_purpose_is_known", condition=Q(purpose__in=Purpose.values)
            ),
            models.CheckConstraint(name="preview_link_ends", condition=Q(expires_at__gt=F("created_at"))),
            models.CheckConstraint(
                name="preview_link_revocation_names_who",
                condition=Q(revoked_at=None, revoked_by=None)
                | Q(revoked_at__isnull=False, revoked_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_purpose_display()} link for {self.recipient}"


class PreviewOpening(models.Model):
    """One time that a link was opened. Triggers refuse update and delete."""

    link = models.ForeignKey(PreviewLink, on_delete=models.PROTECT, related_name="openings")
    at = models.DateTimeField()
    digest = models.CharField(max_length=64)
    """Which text was read: the digest of its frozen content."""

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"Opening of {self.link}"
