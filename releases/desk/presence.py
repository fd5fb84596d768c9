"""Who has a release open at this moment, in words."""

from datetime import datetime

from django.contrib.auth.models import User
from django.db.models import Exists, OuterRef, Q, QuerySet

from releases.desk.stage import name_of
from releases.models import Release, WorkingCopy
from releases.text.times import ago


def others_at(person: User, at: datetime) -> QuerySet[WorkingCopy]:
    """For each release and everybody else who has it open, the form opened first; the longest open on top."""
    opened_before = Q(started_at__lt=OuterRef("started_at")) | Q(
        started_at=OuterRef("started_at"), pk__lt=OuterRef("pk")
    )
    earlier = WorkingCopy.objects.open_at(at).filter(
        opened_before, user=OuterRef("user"), release=OuterRef("release")
    )
    others = WorkingCopy.objects.open_at(at).exclude(user=person).filter(~Exists(earlier))
    return others.select_related("user").defer("form").order_by("started_at", "pk")


def who_else(release: Release, person: User, at: datetime) -> str:
    """A sentence for each colleague who has the release open; empty when nobody has."""
    return " ".join(
        f"{name_of(copy.user)} has had this open for {ago(copy.started_at, at)}."
        for copy in others_at(person, at).filter(release=release)
    )
