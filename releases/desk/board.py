"""The desk: what waits for whom, as of one instant, in as many queries however long it is."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import User
from django.db.models import Exists, OuterRef, QuerySet, Subquery

from releases import conf, rules
from releases.desk.offers import not_signed_off, offered_from
from releases.desk.stage import name_of
from releases.models import Draft, NewsletterIssue, Release, ReleaseVersion, clock
from releases.queries import second_person
from releases.text.times import DateTexts, ago, dated, until
from releases.vocabulary import PublicState, Right, Status
from releases.workflow import Move


@dataclass(frozen=True)
class Waiting:
    """A text in review."""

    release: Release
    by: str
    since: DateTexts
    waiting: str
    wanted: DateTexts | None
    is_late: bool
    """The wanted minute has passed."""
    moves: tuple[Move, ...]
    objection: str
    """Why an editor who looks may not approve it, as a sentence; empty for whoever may."""


@dataclass(frozen=True)
class Coming:
    """A version that is approved and not public yet."""

    release: Release
    version: ReleaseVersion
    public: DateTexts
    until: str
    approved_by: str
    moves: tuple[Move, ...]


@dataclass(frozen=True)
class Changing:
    """A release that readers see while somebody works on its next version."""

    release: Release
    version: ReleaseVersion
    since: DateTexts
    changed_by: str
    changed: DateTexts | None
    moves: tuple[Move, ...]


@dataclass(frozen=True)
class Alone:
    """A version that one person approved."""

    release: Release
    version: ReleaseVersion
    by: str
    approved: DateTexts
    moves: tuple[Move, ...]


@dataclass(frozen=True)
class Own:
    """A draft of the person who looks."""

    release: Release
    changed: DateTexts
    moves: tuple[Move, ...]


@dataclass(frozen=True)
class WaitingIssue:
    """A newsletter issue in review."""

    issue: NewsletterIssue
    by: str
    may_approve: bool
    may_send_back: bool


@dataclass(frozen=True)
class Board:
    """Everything on the desk."""

    as_of: DateTexts
    rights: frozenset[Right]
    review: tuple[Waiting, ...]
    scheduled: tuple[Coming, ...]
    changes: tuple[Changing, ...]
    alone: tuple[Alone, ...]
    drafts: tuple[Own, ...]
    issues: tuple[WaitingIssue, ...]


def board(person: User, at: datetime | None = None) -> Board:
    """Look at everything that waits, now or at an aware instant."""
    at = at or clock.now()
    rights = rules.rights_of(person)
    coming = list(_versions(ReleaseVersion.objects.scheduled(at)).order_by("public_from", "pk"))
    changing = list(_changing(at))
    alone = list(_versions(not_signed_off()).order_by("approved_at", "pk"))
    desk = _Desk(person, at, rights, _standing(person, at, [*coming, *changing, *alone]))
    return Board(
        as_of=desk.texts(at),
        rights=rights,
        review=tuple(desk.waiting(release) for release in _in_review(person, at)),
        scheduled=tuple(desk.coming(version) for version in coming),
        changes=tuple(desk.changing(version, draft) for version, draft in _with_drafts(changing)),
        alone=tuple(desk.alone(version) for version in alone),
        drafts=tuple(desk.own(release) for release in _drafts_of(person, at)),
        issues=tuple(desk.waiting_issue(issue) for issue in _issues_in_review(person)),
    )


@dataclass(frozen=True)
class _Desk:
    """What every row is seen by: who looks, when, with which rights, and where the releases stand."""

    person: User
    at: datetime
    rights: frozenset[Right]
    releases: Mapping[int, Release]

    def waiting(self, release: Release) -> Waiting:
        submitted, wanted = release.submitted_at or self.at, release.planned_for
        return Waiting(
            release,
            by=_name(release.submitted_by),
            since=self.texts(submitted),
            waiting=ago(submitted, self.at),
            wanted=self.texts(wanted) if wanted else None,
            is_late=bool(wanted and wanted <= self.at),
            moves=self.moves(release),
            objection=second_person.objection(release, self.person) if Right.APPROVE in self.rights else "",
        )

    def coming(self, version: ReleaseVersion) -> Coming:
        return Coming(
            version.release,
            version,
            public=self.texts(version.public_from),
            until=until(self.at, version.public_from),
            approved_by=name_of(version.approved_by),
            moves=self.moves(self.releases[version.release_id]),
        )

    def changing(self, version: ReleaseVersion, draft: Draft | None) -> Changing:
        return Changing(
            version.release,
            version,
            since=self.texts(version.public_from),
            changed_by=name_of(draft.by) if draft else "",
            changed=self.texts(draft.at) if draft else None,
            moves=self.moves(self.releases[version.release_id]),
        )

    def alone(self, version: ReleaseVersion) -> Alone:
        return Alone(
            version.release,
            version,
            by=name_of(version.approved_by),
            approved=self.texts(version.approved_at),
            moves=self.moves(
                self.releases[version.release_id], to_sign_off=version.approved_by_id != self.person.pk
            ),
        )

    def own(self, release: Release) -> Own:
        return Own(release, changed=self.texts(release.changed_at), moves=self.moves(release))

    def waiting_issue(self, issue: NewsletterIssue) -> WaitingIssue:
        may = Right.APPROVE_ISSUE in self.rights
        return WaitingIssue(
            issue,
            by=_name(issue.submitted_by),
            may_send_back=may,
            may_approve=may and not second_person.issue_objection(issue, self.person),
        )

    def moves(self, release: Release, *, to_sign_off: bool = False) -> tuple[Move, ...]:
        return offered_from(
            release, _states(release), rights=self.rights, person=self.person, to_sign_off=to_sign_off
        )

    def texts(self, instant: datetime) -> DateTexts:
        return dated(instant, conf.zone())


def _in_review(person: User, at: datetime) -> QuerySet[Release]:
    waiting = Release.objects.filter(status=Status.REVIEW).select_related("submitted_by")
    return second_person.looked_up(waiting.with_standing(at), person).order_by("submitted_at", "pk")


def _drafts_of(person: User, at: datetime) -> QuerySet[Release]:
    live = ReleaseVersion.objects.public(at).filter(release=OuterRef("pk"))
    own = Release.objects.filter(~Exists(live), owner=person, status=Status.DRAFT)
    return own.with_standing(at).order_by("-changed_at", "-pk")


def _issues_in_review(person: User) -> QuerySet[NewsletterIssue]:
    waiting = NewsletterIssue.objects.filter(status=Status.REVIEW)
    return (
        second_person.issues_looked_up(waiting, person)
        .select_related("newsletter", "submitted_by")
        .order_by("date", "pk")
    )


def _versions(versions: QuerySet[ReleaseVersion]) -> QuerySet[ReleaseVersion]:
    return versions.select_related("release", "approved_by").defer("content", "search_text")


def _changing(at: datetime) -> QuerySet[ReleaseVersion]:
    """What readers see of releases whose working text is not approved, with the latest draft since."""
    drafts = Draft.objects.filter(release=OuterRef("release"), at__gt=OuterRef("approved_at"))
    public = _versions(ReleaseVersion.objects.public(at)).exclude(release__status=Status.APPROVED)
    latest = Subquery(drafts.order_by("-at", "-pk").values("pk")[:1])
    return public.annotate(draft_pk=latest).order_by("-release__changed_at", "pk")


def _with_drafts(versions: Iterable[ReleaseVersion]) -> list[tuple[ReleaseVersion, Draft | None]]:
    pairs = [(version, getattr(version, "draft_pk", None)) for version in versions]
    drafts = Draft.objects.select_related("by").defer("content").in_bulk([pk for _, pk in pairs if pk])
    return [(version, drafts.get(pk) if pk else None) for version, pk in pairs]


def _standing(person: User, at: datetime, versions: Iterable[ReleaseVersion]) -> dict[int, Release]:
    wanted = {version.release_id for version in versions}
    releases = Release.objects.with_standing(at).filter(pk__in=wanted)
    return {release.pk: release for release in second_person.looked_up(releases, person)}


def _states(release: Release) -> frozenset[PublicState]:
    """What `with_standing` has found out."""
    found = {
        PublicState.LIVE: getattr(release, "is_live", False),
        PublicState.SCHEDULED: getattr(release, "is_scheduled", False),
        PublicState.WITHDRAWN: getattr(release, "is_withdrawn", False),
    }
    return frozenset(state for state, is_true in found.items() if is_true) or frozenset({PublicState.NEVER})


def _name(person: User | None) -> str:
    return name_of(person) if person else "somebody"
