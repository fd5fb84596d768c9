"""Every address of the admin, every role, with the forms that somebody who may everything would post.

A forged POST has no effect unless the table says that the role may. A new address that changes
something for anybody has to be written into the table. The summary of a run says how many requests were made.
"""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from fnmatch import fnmatch
from typing import Any

import lxml.html
import pytest
from django.contrib.auth.models import User
from django.db import connection, transaction
from django.template import engines
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import get_resolver, reverse
from django_otp.plugins.otp_totp.models import TOTPDevice

from releases.actions import editing, publishing, sharing
from releases.actions import mailing as mailings
from releases.models import AboutText, Organisation, Programme, Topic
from releases.vocabulary import Purpose, Role
from tests.factories import (
    AuthorFactory,
    MediaContactFactory,
    ReleaseFactory,
    UserFactory,
    approved,
    editor,
    writer,
)
from tests.factories.mailings import ENTRY, queued
from tests.factories.media import picture
from tests.factories.newsletters import IssueFactory, newsletter_editor, public_issue
from tests.factories.subscribers import SubscriptionFactory
from tests.journeys.test_leak_sweep import registered

pytestmark = pytest.mark.django_db

NINE = datetime(2026, 11, 23, 14, 0, tzinfo=UTC)
MODELS_OF_WRITERS = [
    f"releases_{model}_*"
    for model in ("author", "mediacontact", "programme", "topic", "abouttext", "mediafile")
]
OWN = ["your-notices", "password_change", "second-step*"]
WRITING = [
    "releases_release_add",
    "releases_release_change",
    "releases_release_changelist",
    "releases_release_submit",
    "releases_release_edit-after-approval",
    "releases_release_preview-links",
    "releases_release_revoke-preview-link",
    "releases_release_restore*",
]
# Who may change anything at which address. Whoever is not named here changes nothing there.
MAY: dict[str, list[str]] = {
    "nobody's role": OWN,
    "writer": [*OWN, *MODELS_OF_WRITERS, *WRITING],
    "editor": [
        *OWN, *MODELS_OF_WRITERS, "releases_release_*", "releases_organisation_change", "releases_notice_*",
    ],
    "newsletter editor": [
        *OWN, "releases_newsletter_*", "releases_newsletterissue_*", "releases_mailing_*",
        "releases_subscriber_*", "releases_mediafile_add",
    ],
    "administrator": [*OWN, "auth_user_*", "releases_organisation_change", "releases_notice_*"],
    "superuser without a role": [
        *OWN, *MODELS_OF_WRITERS, "auth_*", "releases_organisation_*", "releases_newsletter_*",
        "releases_notice_*", "releases_newsletterissue_add", "releases_newsletterissue_change", "otp_*",
        "releases_newsletterissue_delete", "releases_newsletterissue_changelist",
    ],
    "nobody": ["forgotten", "set-password"],
}  # fmt: skip
# The areas, swept one by one; each with addresses that do change something for whoever may everything.
EXPECTED: dict[str, set[str]] = {
    "releases_release_": {
        f"releases_release_{move}"
        for move in (
            "submit", "send-back", "approve", "approve-alone", "file-in-archive", "cancel", "withdraw",
            "edit-after-approval", "sign-off", "move-address", "add", "change", "preview-links",
        )
    },
    "releases_newsletter": {"releases_newsletter_add", "releases_newsletterissue_change"},
    "releases_": {"releases_author_add", "releases_mediafile_change", "releases_organisation_change"},
    "": {
        f"auth_user_{step}"
        for step in ("add", "change", "invite", "close", "reset-second-step", "password_change")
    },
}  # fmt: skip
NEW_PASSWORD = "quiet-lamp-9Q-river"
TYPED = {
    "note": "Mend it.", "reason": "Because.", "headline": "shown", "slug": "another-address", "when": "now",
    "dated_day": "2010-12-14", "dated_time": "10:00", "recipient": "Ana Ruiz, The Daily", "purpose": "review",
    "confirm": "yes", "post": "yes", "action": "assign_to_me", "name": "Forged name", "title": "Forged title",
    "email": "forged@fas.example", "new_password1": NEW_PASSWORD, "new_password2": NEW_PASSWORD,
    "username": "forged", "first_name": "Forged", "usable_password": "false", "body": "<p>Forged.</p>",
    "password1": NEW_PASSWORD, "password2": NEW_PASSWORD,
}  # fmt: skip
ASKED_AGAIN = b"Nothing has happened yet."
WRITTEN = re.compile(r'(?:INSERT INTO|UPDATE|DELETE FROM) "(\w+)"')
KEPT_OUT = {"django_session", "releases_workingcopy"}


class Asking(Client):
    """A browser that counts what it asks."""

    made = 0

    def request(self, **request):
        Asking.made += 1
        return super().request(**request)


class Undrawn:
    """Draws no page that answers a POST, unless it asks to be pressed once more: effects count."""

    def __init__(self, answer: Any) -> None:
        self.answer = answer

    def __call__(self, request: Any) -> Any:
        return self.answer(request)

    def process_template_response(self, request: Any, response: Any) -> Any:
        if request.method == "POST" and not (response.context_data or {}).get("asked_again"):
            response.template_name = engines["django"].from_string("")
        return response


@pytest.fixture
def undrawn(settings) -> None:
    settings.MIDDLEWARE = [*settings.MIDDLEWARE, "tests.journeys.test_role_sweep.Undrawn"]


def people() -> dict[str, Any]:
    return {
        "nobody": None,
        "nobody's role": UserFactory(),
        "writer": writer(),
        "editor": editor(),
        "newsletter editor": UserFactory(roles=[Role.NEWSLETTER_EDITOR]),
        "administrator": UserFactory(roles=[Role.ADMINISTRATOR]),
        "superuser without a role": UserFactory(is_superuser=True),
    }


def newsroom(at: Any) -> dict[str, list[Any]]:
    """A release in each state, and one row of everything else; by model, the ids to try."""
    at(NINE - timedelta(days=1))
    Organisation.objects.create(pk=1, name="Federation")
    live, alone = (
        approved().release,
        publishing.approve_alone(ReleaseFactory(), by=editor(), reason="Urgent.").release,
    )
    at(NINE)
    given = sharing.share(ReleaseFactory(), by=editor(), recipient="Ana", purpose=Purpose.REVIEW)
    releases = [
        ReleaseFactory(), ReleaseFactory(in_review=True), live, alone, given.link.release,
        approved(public_from=NINE + timedelta(days=1)).release,
    ]  # fmt: skip
    kept = editing.record(releases[0], by=writer())
    issue, waiting = IssueFactory(), IssueFactory(in_review=True)
    mailing, paused = queued(), mailings.pause(queued(), by=newsletter_editor())
    unsent = public_issue(items=[ENTRY])
    SubscriptionFactory(newsletter=unsent.newsletter)
    paused.deliveries.update(state="claimed", worker="1", lease_until=NINE)
    paused.deliveries.update(state="sending")
    paused.deliveries.update(state="uncertain", lease_until=None)
    return {
        "release": [release.pk for release in releases],
        "newsletterissue": [issue.pk, waiting.pk, unsent.pk],
        "mailing": [mailing.pk, paused.pk],
        "delivery": [paused.deliveries.get().pk],
        "newsletter": [issue.newsletter_id],
        "author": [AuthorFactory().pk],
        "mediacontact": [MediaContactFactory().pk],
        "programme": [Programme.objects.create(name="P", slug="p").pk],
        "topic": [Topic.objects.create(name="T", slug="t").pk],
        "abouttext": [AboutText.objects.create(title="A", body="<p>B</p>").pk],
        "mediafile": [picture().pk],
        "organisation": [1],
        "user": [with_a_phone().pk, invited().pk],
        "heir": [writer().pk],
        "link": [given.link.pk],
        "draft": [kept.pk],
        "subscriber": [SubscriptionFactory().subscriber_id],
    }


def with_a_phone() -> User:
    victim = UserFactory(username="victim", email="victim@fas.example")
    TOTPDevice.objects.create(user=victim, name="Phone")
    return victim


def invited() -> User:
    person = UserFactory(username="invited", email="invited@fas.example")
    person.set_unusable_password()
    person.save()
    return person


def addresses(rows: dict[str, list[Any]]) -> Iterator[tuple[str, str, Any]]:
    for full_name, pattern in registered(get_resolver().url_patterns):
        name = full_name.removeprefix("admin:")
        if name == full_name or name in ("None", "logout", "login", "set-password"):
            continue
        wanted = set(pattern.pattern.regex.groupindex)
        model = name.split("_")[1] if name.count("_") > 1 or name.startswith(("auth_", "releases_")) else ""
        for pk in rows.get(model, [1]) if wanted else [0]:
            fill = {
                "object_id": pk, "pk": pk, "id": pk, "form_key": str(pk), "link_pk": rows["link"][0],
                "name": "none", "issue_pk": rows["newsletterissue"][2],
                "content_type_id": 1, "app_label": "releases", "draft_pk": rows["draft"][0], "number": 1,
            }  # fmt: skip
            yield (
                name,
                reverse(full_name, kwargs={key: fill[key] for key in wanted}),
                pk or rows.get(model, [1])[0],
            )


def form_of(page: bytes, pk: Any) -> dict[str, Any]:
    """What a browser would post from the page's largest form, with its empty fields filled."""
    forms = [form for form in lxml.html.fromstring(page or b"<p>").forms if form.method == "POST"]
    fields: dict[str, Any] = {}
    for form in forms:
        for element in form.iter("input", "select", "textarea"):
            key, kind = element.get("name"), element.get("type", "")
            if (
                key
                and kind not in ("submit", "button", "file")
                and not (kind in ("checkbox", "radio") and element.get("checked") is None)
            ):
                unnamed = "on" if kind in ("checkbox", "radio") else None
                value = element.value if element.tag != "input" else element.get("value", unnamed)
                fields[key] = (list(value) if element.tag == "select" and element.multiple else value) or ""
    typed = {key: value for key, value in TYPED.items() if not str(fields.get(key, "")).strip()}
    return {**fields, **typed, "_selected_action": pk}


def effect(client: Client, path: str, payload: dict[str, Any]) -> bool:
    """Whether the POST wrote to any table that matters, even for a moment; all is taken back.

    A page that puts a choice in words first is pressed a second time.
    """
    cookies = dict(client.cookies)
    with CaptureQueriesContext(connection) as asked, transaction.atomic():
        answer = client.post(path, payload)
        if answer.status_code == 200 and ASKED_AGAIN in answer.content:
            client.post(path, {**payload, **form_of(answer.content, payload["_selected_action"])})
        transaction.set_rollback(True)
    # A new session goes with the rest.
    client.cookies.clear()
    client.cookies.update(cookies)
    written = (WRITTEN.match(query["sql"]) for query in asked)
    return any(table and table[1] not in KEPT_OUT for table in written)


def area_of(name: str) -> str:
    """The first area whose addresses begin like this one; the last takes what is left."""
    return next(area for area in EXPECTED if name.startswith(area))


def may(role: str, name: str) -> bool:
    return any(fnmatch(name, pattern) for pattern in MAY[role])


@pytest.mark.parametrize("area", EXPECTED)
def test_forged_posts_have_no_effect_without_the_right(at, undrawn, record_property, area):
    rows = newsroom(at)
    clients = {}
    for role, person in people().items():
        clients[role] = Asking()
        if person:
            clients[role].force_login(person)
    almighty = Asking()
    almighty.force_login(UserFactory(roles=list(Role), is_superuser=True))

    Asking.made = 0
    forged, effective, asked = [], set(), 0
    for name, path, pk in addresses(rows):
        if area_of(name) != area:
            continue
        payload = {**form_of(almighty.get(path).content, pk), "passes_drafts_to": rows["heir"][0]}
        if name not in effective and effect(almighty, path, payload):
            effective.add(name)
        for role, client in clients.items():
            asked += 1
            if not may(role, name) and effect(client, path, payload):
                forged.append((role, name, path))

    record_property("requests", Asking.made)
    assert forged == []
    assert asked > 100
    assert effective >= EXPECTED[area]
