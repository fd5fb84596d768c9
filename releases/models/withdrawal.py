"""Withdrawals: the notices that answer in place of a release."""

from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Now

from releases.models.version import ReleaseVersion


class WithdrawalQuerySet(models.QuerySet["Withdrawal"]):
    """When a notice is what readers get."""

    def of_version(self, slug: str, number: int, at: datetime | None = None) -> Self:
        """The notices that took this version of a release away, by itself or with a later one."""
        taken = {"version__release__slug": slug, "version__number__gte": number}
        return self.filter(**taken, at__lte=at or Now()).order_by("at", "pk")

    def in_force(self, at: datetime | None = None) -> Self:
        """Notices of releases that have no public version: these addresses answer 410."""
        current = ReleaseVersion.objects.public(at).filter(release=OuterRef("version__release"))
        return self.filter(~Exists(current), at__lte=at or Now()).order_by("-at", "-pk")


class Withdrawal(models.Model):
    """The end of the last public interval, with a reason for readers."""

    version = models.OneToOneField(ReleaseVersion, on_delete=models.PROTECT, related_name="withdrawal")
    reason = models.TextField()
    shows_headline = models.BooleanField(default=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = WithdrawalQuerySet.as_manager()

    class Meta:
        constraints = [models.CheckConstraint(name="withdrawal_gives_a_reason", condition=~Q(reason=""))]

    def __str__(self) -> str:
        return f"Withdrawal of {self.version}"
