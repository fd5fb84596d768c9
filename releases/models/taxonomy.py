"""Programmes and topics: which part of the organisation speaks, and about what."""

from django.db import models
from django.urls import reverse


class Programme(models.Model):
    """A part of the organisation that speaks in releases."""

    name = models.CharField(max_length=120, unique=True)
    slug = models.SlugField(max_length=80, unique=True)
    description = models.TextField(blank=True, help_text="One or two sentences for its page.")

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """The programme's page."""
        return reverse("releases:programme", args=[self.slug])


class Topic(models.Model):
    """A subject that readers follow."""

    name = models.CharField(max_length=120, unique=True)
    slug = models.SlugField(max_length=80, unique=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """The topic's page."""
        return reverse("releases:topic", args=[self.slug])
