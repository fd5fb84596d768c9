"""The library: pictures and documents as they were uploaded, and the sizes in which readers get pictures."""

import secrets
from pathlib import Path
from textwrap import shorten
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from releases import conf
from releases.vocabulary import MediaKind, RenditionRole


def random_id() -> str:
    """128 random bits, so that nobody finds a file by guessing."""
    return secrets.token_hex(16)


_LACKS_WORDS = Q(alt="", is_decorative=False) | Q(credit="")


class MediaFileQuerySet(models.QuerySet["MediaFile"]):
    """Which files stand where."""

    def pictures(self) -> Self:
        """What can be shown on a page."""
        return self.filter(kind=MediaKind.PICTURE)

    def undescribed(self) -> Self:
        """Pictures with which nothing can be approved: they lack a description or a credit."""
        return self.pictures().filter(_LACKS_WORDS)

    def described(self) -> Self:
        """Pictures with the words that they need."""
        return self.pictures().exclude(_LACKS_WORDS)


class MediaFile(models.Model):
    """One uploaded file with its words. Who sees it follows from the versions that use it.

    Its bytes never change, and triggers keep what is said of them; see `releases.models.guards`.
    """

    id = models.CharField(primary_key=True, max_length=32, default=random_id, editable=False)
    kind = models.CharField(max_length=10, choices=MediaKind, editable=False)
    name = models.CharField("file name", max_length=120, editable=False)
    """The end of its address and the name under which it is saved."""
    format = models.CharField(max_length=10, editable=False)
    mime = models.CharField(max_length=100, editable=False)
    size = models.PositiveIntegerField(editable=False)
    digest = models.CharField("SHA-256", max_length=64, editable=False)
    width = models.PositiveIntegerField(null=True, editable=False)
    height = models.PositiveIntegerField(null=True, editable=False)

    alt = models.CharField(
        "description",
        max_length=500,
        blank=True,
        help_text="What the picture shows, for people who cannot see it: a sentence, without “picture of”.",
    )
    is_decorative = models.BooleanField(
        "decorative", default=False, help_text="It says nothing that the text does not say."
    )
    caption = models.CharField(max_length=500, blank=True, help_text="What stands below it.")
    credit = models.CharField(
        max_length=200, blank=True, help_text="Who made it, as it is printed: Ruth Vance / FAS."
    )
    licence = models.CharField(
        max_length=200, blank=True, help_text="What others may do with it: CC BY 4.0; one use in print."
    )
    licence_ends = models.DateField(
        "licence ends on", null=True, blank=True, help_text="The last day on which we may hand it out."
    )
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, editable=False, related_name="+"
    )
    uploaded_at = models.DateTimeField(editable=False)

    objects = MediaFileQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = "picture or document", "pictures and documents"
        ordering = ["-uploaded_at", "-pk"]
        constraints = [
            models.CheckConstraint(name="media_kind_is_known", condition=Q(kind__in=MediaKind.values)),
            models.CheckConstraint(
                name="media_picture_has_a_size",
                condition=Q(kind=MediaKind.PICTURE, width__gt=0, height__gt=0)
                | Q(kind=MediaKind.DOCUMENT, width=None, height=None),
            ),
            models.CheckConstraint(
                name="media_is_named_and_counted", condition=~Q(name="") & ~Q(digest="") & Q(size__gt=0)
            ),
            models.CheckConstraint(
                name="media_decorative_has_no_description",
                condition=Q(is_decorative=False) | Q(alt=""),
                violation_error_message="Describe the picture, or say that it is decorative, but not both.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}: {shorten(self.alt, 50, placeholder='…')}" if self.alt else self.name

    def get_absolute_url(self) -> str:
        """Where the whole file is, which answers as unknown until something public uses the file."""
        return reverse("releases:media", args=[self.pk, self.name])

    @property
    def is_picture(self) -> bool:
        """Whether it can be shown on a page."""
        return self.kind == MediaKind.PICTURE

    @property
    def missing_words(self) -> tuple[str, ...]:
        """What has to be written before readers may see it; nothing of a document."""
        if not self.is_picture:
            return ()
        has = {"description": self.alt or self.is_decorative, "credit": self.credit}
        return tuple(word for word, is_there in has.items() if not is_there)

    @property
    def folder(self) -> Path:
        """Where the original and its renditions lie; no server offers this folder to anybody."""
        return conf.media_folder() / str(self.pk)

    @property
    def original(self) -> Path:
        """The bytes as uploaded. Nobody gets those of a picture: they may say where it was taken."""
        return self.folder / f"original{Path(self.name).suffix}"


class Rendition(models.Model):
    """A picture as readers get it, made from the original, without what a camera writes into it."""

    file = models.ForeignKey(MediaFile, on_delete=models.CASCADE, related_name="renditions")
    name = models.CharField(max_length=40)
    """Its file in the folder of the original."""
    role = models.CharField(max_length=10, choices=RenditionRole)
    format = models.CharField(max_length=10)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    size = models.PositiveIntegerField()
    digest = models.CharField("SHA-256", max_length=64)

    class Meta:
        ordering = ["width", "format"]
        constraints = [
            models.UniqueConstraint(name="rendition_name_once", fields=["file", "name"]),
            models.CheckConstraint(
                name="rendition_has_a_size", condition=Q(width__gt=0, height__gt=0, size__gt=0)
            ),
            models.CheckConstraint(
                name="rendition_role_is_known", condition=Q(role__in=RenditionRole.values)
            ),
            models.UniqueConstraint(
                name="rendition_of_the_original_once",
                fields=["file"],
                condition=Q(role=RenditionRole.ORIGINAL),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Its address, which answers as the file's own does; the one like the original is that itself."""
        name = self.file.name if self.role == RenditionRole.ORIGINAL else self.name
        return reverse("releases:media", args=[self.file_id, name])

    @property
    def path(self) -> Path:
        """Where its bytes lie."""
        return conf.media_folder() / self.file_id / self.name
