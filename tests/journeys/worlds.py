"""One release in each state that it can have, every field of it marked with a canary of its own."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from django.contrib.auth.models import User

from releases.actions import editing, issuing, publishing, reviewing, sharing
from releases.models import (
    AboutLine,
    AboutText,
    Author,
    Byline,
    ContactLine,
    ExpertLine,
    MediaContact,
    Newsletter,
    NewsletterIssue,
    Organisation,
    PictureLine,
    Programme,
    ProgrammeLine,
    Release,
    ReleaseVersion,
    Resource,
    Topic,
    TopicLine,
)
from releases.queries.standing import standing
from releases.vocabulary import Purpose
from tests.factories import ReleaseFactory, editor, writer
from tests.factories.media import document, jpeg, picture
from tests.factories.newsletters import newsletter_editor

NINE = datetime(2026, 11, 23, 14, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
SLUG = "the-release"
WITHDRAWN_TWICE = "withdrawn twice"
FOR_COLLEAGUES = {"internal note", "send-back note", "override reason", "unsaved words", "name of the writer"}
"""What no reader meets in any state, and no holder of a link."""
READER_OF_A_LINK = "reader of a link"


@dataclass
class Canaries:
    """Words that exist nowhere else; each remembers the field it was put into."""

    fields: dict[str, str] = field(default_factory=dict)

    def __call__(self, name: str) -> str:
        bird = f"cx{secrets.token_hex(8)}"
        self.fields[bird] = name
        return bird


@dataclass(frozen=True)
class World:
    """A state, the release in it, and the canaries that no reader may meet."""

    release: Release
    hidden: dict[str, str]
    is_public: bool
    slugs: dict[str, str]
    links: dict[str, str]
    """Tokens of preview links: valid, expired, revoked, and foreign (of another release)."""


def _words(release: Release, bird: Canaries, turn: str) -> dict[str, str]:
    """Fill every field and line of the working text; return the slugs of what it names."""
    release.headline = f"Headline {bird('headline')}"
    release.subheadline, release.summary = bird("subheadline"), f"Summary {bird('summary')}."
    release.place, release.body = bird("place"), f"<p>Body {bird('body')}.</p>"
    release.event_place, release.event_attendance = bird("event place"), bird("event attendance")
    release.kind = "media-advisory"
    release.event_starts_at = NINE + timedelta(days=3)
    release.internal_note = bird("internal note")
    release.planned_for = NINE + timedelta(days=1)
    newsletter, _ = Newsletter.objects.get_or_create(name="Missile Watch", slug="missile-watch")
    number = newsletter.issues.count() + 1
    whole = document(name="issue.csv", content=f"word,count\n{bird('issue')},1\n".encode())
    release.announces = NewsletterIssue.objects.create(
        newsletter=newsletter,
        number=number,
        title=f"Issue {bird('issue')}",
        date=date(2026, 11, 1),
        introduction="<p>In this issue.</p>",
        file=whole,
    )
    release.save()
    author = Author.objects.create(name=bird("author"), slug=f"author-{turn}", biography=bird("biography"))
    expert = Author.objects.create(
        name=bird("expert"), slug=f"expert-{turn}", title=bird("title"), known_as=bird("known as")
    )
    contact = MediaContact.objects.create(
        name=bird("contact"),
        slug=f"contact-{turn}",
        phone="+12025550100",
        phone_text="202-555-0100",
        email=f"{bird('e-mail')}@fas.example",
        hours=bird("hours"),
    )
    about = AboutText.objects.create(title=bird("about title"), body=f"<p>{bird('about')}</p>")
    programme = Programme.objects.create(name=bird("programme"), slug=f"programme-{turn}")
    topic = Topic.objects.create(name=bird("topic"), slug=f"topic-{turn}")
    Byline.objects.create(release=release, author=author)
    ExpertLine.objects.create(release=release, expert=expert, contact=contact)
    ContactLine.objects.create(release=release, contact=contact)
    AboutLine.objects.create(release=release, about_text=about)
    ProgrammeLine.objects.create(release=release, programme=programme)
    TopicLine.objects.create(release=release, topic=topic)
    Resource.objects.create(
        release=release, label=bird("label"), address=f"https://fas.example/{bird('address')}"
    )
    table = document(name="table.csv", content=f"word,count\n{bird('words of a file')},1\n".encode())
    Resource.objects.create(release=release, label="A table", file=table)
    shown = picture(
        content=jpeg(60, 40 if turn == "one" else 41),
        alt=bird("description"),
        caption=bird("caption"),
        credit=bird("credit"),
    )
    for rendition in shown.renditions.all():
        # Whoever gets the picture gets this with it, in the ETag.
        bird.fields[rendition.digest] = "bytes of a picture"
    PictureLine.objects.create(release=release, file=shown)
    release.body += f'<figure><img src="{shown.renditions.all()[0].get_absolute_url()}"></figure>'
    release.save()
    return {
        "author": f"author-{turn}",
        "expert": f"expert-{turn}",
        "programme": f"programme-{turn}",
        "topic": f"topic-{turn}",
    }


def _draft(bird: Canaries) -> tuple[Release, dict[str, str]]:
    Organisation.objects.create(
        pk=1, name="Federation", press_phone="+12024544680", press_phone_text="202-454-4680"
    )
    owner = writer(first_name=bird("name of the writer"))
    release = Release.objects.create(slug=SLUG, owner=owner)
    slugs = _words(release, bird, "one")
    words = {"body": [bird("unsaved words")]}
    editing.keep_working_copy(user=owner, form_key=str(release.pk), release=release, form=words)
    reviewing.send_back(_submitted(release, by=owner), by=editor(), note=bird("send-back note"))
    return Release.objects.get(pk=release.pk), slugs


def _submitted(release: Release, *, by: User | None = None) -> Release:
    reviewing.submit(release, by=by or release.owner)
    return Release.objects.get(pk=release.pk)


def _approved(release: Release, *, public_from: datetime | None = None) -> ReleaseVersion:
    """The version, and before it the issue that it announces, for the same minute."""
    _approved_issue(release, public_from=public_from)
    return publishing.approve(_submitted(release), by=editor(), public_from=public_from)


def _approved_issue(release: Release, *, public_from: datetime | None = None) -> None:
    issue = issuing.submit_issue(release.announces, by=newsletter_editor())
    issuing.approve_issue(issue, by=newsletter_editor(), public_from=public_from)


def _live(bird: Canaries) -> tuple[Release, dict[str, str]]:
    release, slugs = _draft(bird)
    _approved_issue(release)
    publishing.approve_alone(release, by=editor(), reason=bird("override reason"))
    return Release.objects.get(pk=release.pk), slugs


def _rewritten(release: Release, bird: Canaries) -> tuple[Release, dict[str, str]]:
    """Every field and line anew, after approval."""
    reopened = editing.edit_after_approval(release, by=writer())
    for lines in editing.LINES:
        getattr(reopened, lines).all().delete()
    slugs = _words(reopened, bird, "two")
    reopened.change, reopened.change_note, reopened.change_place = "correction", bird("note"), bird("where")
    reopened.save()
    editing.record(reopened, by=writer())
    return reopened, slugs


def change_unseen(world: World) -> None:
    """Rewrite what is live in every field, and schedule that as a correction."""
    release, _ = _rewritten(world.release, Canaries())
    _approved(release, public_from=NINE + 24 * HOUR)


Clock = Callable[[datetime], None]


def build(state: str, at: Clock) -> World:
    """Make the world of one state; the clock then stands two hours after NINE."""
    at(NINE)
    bird, hidden = Canaries(), Canaries()
    release, slugs, is_public = _BUILDERS[state](bird, hidden, at)
    links = _links(release, bird(READER_OF_A_LINK), at)
    at(NINE + 2 * HOUR)
    shown, unseen = {**bird.fields}, {**hidden.fields}
    if state.startswith("withdrawn"):
        # The issues that the release announced were approved for themselves and stay.
        shown, unseen = (
            {bird_: name for bird_, name in fields.items() if name != "issue"} for fields in (shown, unseen)
        )
    internal = {bird_: name for bird_, name in shown.items() if name in {*FOR_COLLEAGUES, READER_OF_A_LINK}}
    return World(
        release=Release.objects.get(pk=release.pk),
        hidden={**unseen, **internal} if is_public else {**shown, **unseen},
        is_public=is_public,
        slugs=slugs,
        links=links,
    )


def _links(release: Release, reader: str, at: Clock) -> dict[str, str]:
    at(NINE + HOUR + HOUR / 2)
    purpose = Purpose.EMBARGO if standing(release).scheduled else Purpose.REVIEW

    def give(to: Release, kind: Purpose, name: str = "Ana Ruiz", **lasts: timedelta) -> sharing.Shared:
        return sharing.share(to, by=editor(), recipient=name, purpose=kind, **lasts)

    revoked = give(release, Purpose.REVIEW)
    sharing.revoke(revoked.link, by=editor())
    return {
        "valid": give(release, purpose, f"Ana {reader}").token,
        "expired": give(release, purpose, lasts=timedelta(minutes=10)).token,
        "revoked": revoked.token,
        "foreign": give(ReleaseFactory(), Purpose.REVIEW).token,
    }


Built = tuple[Release, dict[str, str], bool]


def _a_draft(bird: Canaries, hidden: Canaries, at: Clock) -> Built:
    return (*_draft(bird), False)


def _in_review(bird: Canaries, hidden: Canaries, at: Clock) -> Built:
    release, slugs = _draft(bird)
    return _submitted(release), slugs, False


def _scheduled(bird: Canaries, hidden: Canaries, at: Clock) -> Built:
    release, slugs = _draft(bird)
    _approved(release, public_from=NINE + 24 * HOUR)
    return release, slugs, False


def _cancelled(bird: Canaries, hidden: Canaries, at: Clock) -> Built:
    release, slugs = _draft(bird)
    version = _approved(release, public_from=NINE + 24 * HOUR)
    publishing.cancel(release, by=editor(), scheduled=version.pk)
    return release, slugs, False


def _a_live(bird: Canaries, hidden: Canaries, at: Clock) -> Built:
    return (*_live(bird), True)


def _live_with_hidden_changes(bird: Canaries, hidden: Canaries, at: Clock) -> Built:
    release, _ = _live(bird)
    at(NINE + HOUR)
    return (*_rewritten(release, hidden), True)


def _scheduled_correction(bird: Canaries, hidden: Canaries, at: Clock) -> Built:
    release, _ = _live(bird)
    at(NINE + HOUR)
    reopened, slugs = _rewritten(release, hidden)
    _approved(reopened, public_from=NINE + 24 * HOUR)
    return reopened, slugs, True


def _withdrawn(bird: Canaries, hidden: Canaries, at: Clock) -> Built:
    release, slugs = _live(bird)
    at(NINE + HOUR)
    publishing.withdraw(release, by=editor(), reason="It was wrong.", shows_headline=False)
    return release, slugs, False


def _withdrawn_twice(bird: Canaries, hidden: Canaries, at: Clock) -> Built:
    """First with its headline, then reinstated in other words, and withdrawn without one."""
    release, _ = _live(bird)
    at(NINE + HOUR / 4)
    publishing.withdraw(release, by=editor(), reason="It was wrong.", shows_headline=True)
    at(NINE + HOUR / 2)
    reopened, slugs = _rewritten(release, hidden)
    _approved(reopened)
    at(NINE + HOUR)
    publishing.withdraw(reopened, by=editor(), reason="It was wrong again.", shows_headline=False)
    return reopened, slugs, False


_BUILDERS: dict[str, Callable[[Canaries, Canaries, Clock], Built]] = {
    "draft": _a_draft,
    "in review": _in_review,
    "scheduled": _scheduled,
    "cancelled": _cancelled,
    "live": _a_live,
    "live with hidden changes": _live_with_hidden_changes,
    "scheduled correction": _scheduled_correction,
    "withdrawn": _withdrawn,
    WITHDRAWN_TWICE: _withdrawn_twice,
}
STATES = tuple(state for state in _BUILDERS if state != WITHDRAWN_TWICE)
"""Each state that is asked about by everybody in every way."""
