"""Who has a release open at this moment, in words."""

from datetime import datetime

from django.contrib.auth.models import User
from django.db.models import QuerySet

from releases.desk.stage import name_of
from releases.models import Release, WorkingCopy
from releases.text.times import ago


def others_at(person: User, at: datetime) -> QuerySet[WorkingCopy]:
    """Open forms of everybody else, whoever came first on top."""
    others = WorkingCopy.objects.open_at(at).exclude(user=person)
    return others.select_related("user").defer("form").order_by("started_at", "pk")


def who_else(release: Release, person: User, at: datetime) -> str:
    """A sentence for each colleague who has the release open; empty when nobody has."""
    return " ".join(
        f"{name_of(copy.user)} has had this open for {ago(copy.started_at, at)}."
        for copy in others_at(person, at).filter(release=release)
    )
