"""Who works here: who may decide, who hears of what, and who keeps the accounts."""

from collections.abc import Iterable

from django.contrib.auth.models import Permission, User
from django.db.models import Q, QuerySet

from releases.models import MutedNotice, Release
from releases.vocabulary import ACCOUNT_NOTICES, NoticeKind, Right

_KEEPS_ACCOUNTS = Q(content_type__app_label="auth", codename="change_user")
_APPROVES = Q(content_type__app_label="releases", codename__in=[Right.APPROVE, Right.APPROVE_ISSUE])


def editors() -> QuerySet[User]:
    """Everybody who may approve a release today."""
    approving = Permission.objects.filter(content_type__app_label="releases", codename=Right.APPROVE)
    return User.objects.filter(is_active=True, groups__permissions__in=approving).distinct().order_by("pk")


def behind(release: Release) -> list[User]:
    """Who submitted the release and whom it belongs to, each once."""
    return list(dict.fromkeys(person for person in (release.submitted_by, release.owner) if person))


def reachable(people: Iterable[User], kind: NoticeKind) -> list[User]:
    """Those of them who work here, have an address, and have not switched this kind of mail off."""
    open_ = [person for person in people if person.is_active and person.email]
    if kind in ACCOUNT_NOTICES:
        return open_
    muted = set(MutedNotice.objects.filter(kind=kind, user__in=open_).values_list("user", flat=True))
    return [person for person in open_ if person.pk not in muted]


def account_keepers() -> QuerySet[User]:
    """Everybody who can log in today and open or close accounts."""
    keeping = Permission.objects.filter(_KEEPS_ACCOUNTS)
    holders = Q(is_superuser=True) | Q(groups__permissions__in=keeping)
    return User.objects.filter(holders, is_active=True, is_staff=True).distinct().order_by("pk")


def keeps_accounts(person: User) -> bool:
    """Whether the person may invite, close and reset accounts."""
    return account_keepers().filter(pk=person.pk).exists()


def needs_second_factor(person: User) -> bool:
    """Whether a password alone is too little: the person may approve, or may give somebody that right."""
    if not person.is_active:
        return False
    held = Permission.objects.filter(_APPROVES | _KEEPS_ACCOUNTS, group__user=person)
    return person.is_superuser or held.exists()
