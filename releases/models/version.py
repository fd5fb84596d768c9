"""Approved versions, and the one rule that decides what readers see."""

from __future__ import annotations

from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, ExpressionWrapper, F, OuterRef, Q, Subquery
from django.db.models.expressions import Combinable
from django.db.models.functions import Now
from django.urls import reverse

from releases.content import Content
from releases.vocabulary import Change, Kind

if TYPE_CHECKING:
    from releases.models.media import MediaFile
    from releases.models.people import Author, MediaContact
    from releases.models.taxonomy import Programme, Topic


class ReleaseVersionQuerySet(models.QuerySet["ReleaseVersion"]):
    """Named conditions on public intervals. No other code compares these columns."""

    def public(self, at: datetime | None = None) -> Self:
        """Everything a reader may see: the only definition of "public" in the project.

        `at` is an aware instant; without it the database's own clock decides.
        """
        moment = at or Now()
        return self.filter(
            Q(public_until=None) | Q(public_until__gt=moment),
            first_public_at__lte=moment,
            public_from__lte=moment,
        )

    def superseded(self, at: datetime | None = None) -> Self:
        """Ended versions of releases that have a public version: readable, but marked as old.

        What was withdrawn stays so, with everything before it, also once a later version is public.
        """
        moment = at or Now()
        mine = ReleaseVersion.objects.filter(release=OuterRef("release"))
        withdrawn = mine.filter(withdrawal__at__gte=OuterRef("public_until"), withdrawal__at__lte=moment)
        return self.filter(
            Exists(mine.public(at)), ~Exists(withdrawn), number__isnull=False, public_until__lte=moment
        )

    def readable(self, at: datetime | None = None) -> Self:
        """What readers can open: the public versions, and those that a later public one has superseded."""
        return self.public(at) | self.superseded(at)

    def with_taken_away(self, at: datetime | None = None) -> Self:
        """`taken_away` is the last number of the release that a withdrawal took from readers, or None."""
        mine = ReleaseVersion.objects.filter(release=OuterRef("release"), withdrawal__at__lte=at or Now())
        return self.annotate(taken_away=Subquery(mine.order_by("-number").values("number")[:1]))

    def scheduled(self, at: datetime | None = None) -> Self:
        """Approved, numbered, and not begun: what staff can still cancel."""
        return self.filter(number__isnull=False, public_from__gt=at or Now())

    def standing(self, at: datetime | None = None) -> Self:
        """What is public and what is scheduled; `is_to_come` says of each row which of the two."""
        to_come = ExpressionWrapper(Q(public_from__gt=at or Now()), models.BooleanField())
        return (self.public(at) | self.scheduled(at)).annotate(is_to_come=to_come)

    def dated_after(self, instant: datetime | Combinable) -> Self:
        """Versions whose day, as readers see it, is later than the instant."""
        return self.filter(first_public_at__gt=instant)

    def dated_until(self, instant: datetime | Combinable) -> Self:
        """Versions whose day, as readers see it, is not later than the instant."""
        return self.filter(first_public_at__lte=instant)

    def begun_after(self, instant: datetime | Combinable) -> Self:
        """Versions that became public later than the instant."""
        return self.filter(public_from__gt=instant)

    def not_from_the_archive(self) -> Self:
        """Versions of releases that went out on the very day that readers see, not under a past date."""
        went_out = ReleaseVersion.objects.filter(
            release=OuterRef("release"), number__isnull=False, public_from=F("first_public_at")
        )
        return self.filter(Exists(went_out))

    def with_experts(self) -> Self:
        """Versions that offer somebody for interviews."""
        # The text is canonical, and inside a word of somebody's a quotation mark has a backslash before it.
        return self.exclude(content__contains='"experts":[]')

    def newest_first(self) -> Self:
        """By the day that readers see, the latest on top."""
        return self.order_by("-first_public_at", "-pk")

    def older_than(self, first_public_at: datetime | Combinable, pk: int | Combinable) -> Self:
        """What `newest_first` puts below this place; the place may be an expression."""
        return self.filter(
            Q(first_public_at__lt=first_public_at) | Q(pk__lt=pk), first_public_at__lte=first_public_at
        )

    def newer_than(self, first_public_at: datetime | Combinable, pk: int | Combinable) -> Self:
        """What `newest_first` puts above this place; the place may be an expression."""
        return self.filter(
            Q(first_public_at__gt=first_public_at) | Q(pk__gt=pk), first_public_at__gte=first_public_at
        )

    def without_text(self) -> Self:
        """Rows for lists: everything but the long columns, with the release's address."""
        return self.select_related("release").only(
            *(
                field.name
                for field in ReleaseVersion._meta.concrete_fields
                if field.name not in _LONG_COLUMNS
            ),
            "release__slug",
        )


class ReleaseVersion(models.Model):
    """What was approved: an immutable copy of every word that a reader sees.

    A version is open (no end), ended, or cancelled (an empty interval and no number).
    Database triggers refuse every other change; see `releases.models.guards`.
    """

    release = models.ForeignKey("Release", on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField(null=True)
    public_from = models.DateTimeField()
    public_until = models.DateTimeField(null=True)
    first_public_at = models.DateTimeField()
    approved_at = models.DateTimeField()
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    override_reason = models.TextField(blank=True)
    """Why one person approved alone; empty when two people did it."""

    kind = models.CharField(max_length=20, choices=Kind)
    year = models.PositiveSmallIntegerField()
    date_iso = models.CharField(max_length=40)
    date_text = models.CharField(max_length=40)
    headline = models.CharField(max_length=250)
    summary = models.CharField(max_length=600, blank=True)
    change = models.CharField(max_length=12, choices=Change)
    change_line = models.TextField(blank=True)
    """“Corrected 15 December 2010: …”, as rows of lists show it; empty without a change."""
    digest = models.CharField(max_length=64)
    search_text = models.TextField(blank=True)
    content = models.TextField()
    """Canonical JSON of `releases.content.Content`; `digest` is the SHA-256 of its UTF-8."""

    programmes: models.ManyToManyField[Programme, models.Model] = models.ManyToManyField(
        "Programme", through="VersionProgramme", related_name="versions"
    )
    topics: models.ManyToManyField[Topic, models.Model] = models.ManyToManyField(
        "Topic", through="VersionTopic", related_name="versions"
    )
    authors: models.ManyToManyField[Author, models.Model] = models.ManyToManyField(
        "Author", through="VersionAuthor", related_name="versions"
    )
    contacts: models.ManyToManyField[MediaContact, models.Model] = models.ManyToManyField(
        "MediaContact", through="VersionContact", related_name="versions"
    )
    files: models.ManyToManyField[MediaFile, models.Model] = models.ManyToManyField(
        "MediaFile", through="VersionFile", related_name="versions"
    )

    if TYPE_CHECKING:
        is_to_come: bool
        """Of rows that `standing` has found."""

    objects = ReleaseVersionQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["first_public_at", "id"], name="version_newest"),
            models.Index(fields=["kind", "first_public_at", "id"], name="version_kind_newest"),
            models.Index(fields=["year", "first_public_at", "id"], name="version_year_newest"),
        ]
        constraints = [
            models.UniqueConstraint(name="version_number_once_per_release", fields=["release", "number"]),
            models.UniqueConstraint(
                name="release_has_one_open_version", fields=["release"], condition=Q(public_until=None)
            ),
            models.CheckConstraint(
                # The explicit isnull=False matter: NULL = anything is NULL, and a CHECK lets NULL pass.
                name="version_is_open_ended_or_cancelled",
                condition=Q(number=None, public_until__isnull=False, public_until=F("public_from"))
                | Q(number__isnull=False, public_until=None)
                | Q(number__isnull=False, public_until__isnull=False, public_until__gt=F("public_from")),
            ),
            models.CheckConstraint(
                name="version_is_dated_before_it_is_public",
                condition=Q(first_public_at__lte=F("public_from")),
            ),
            models.CheckConstraint(name="version_has_words", condition=~Q(headline="") & ~Q(content="")),
            models.CheckConstraint(name="version_kind_is_known", condition=Q(kind__in=Kind.values)),
            models.CheckConstraint(name="version_change_is_known", condition=Q(change__in=Change.values)),
        ]

    def __str__(self) -> str:
        return (
            f"{self.headline}, version {self.number}"
            if self.number
            else f"{self.headline}, cancelled version"
        )

    def get_absolute_url(self) -> str:
        """The release's address, where its current version answers."""
        return reverse("releases:release-detail", args=[self.release.slug])

    def began_after(self, instant: datetime) -> bool:
        """Whether this version became public later than the instant."""
        return self.public_from > instant

    def began_before(self, instant: datetime) -> bool:
        """Whether readers had this version for any time at all before the instant."""
        return self.public_from < instant

    @cached_property
    def frozen(self) -> Content:
        """The approved words, typed."""
        return Content.load(self.content)


_LONG_COLUMNS = {"content", "search_text"}
