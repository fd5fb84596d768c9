"""Giving and revoking preview links in the admin, and where staff are told of them."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.messages import get_messages
from django.test import Client
from django.urls import reverse

from releases.actions import editing, publishing, reviewing, sharing
from releases.forms.sharing import ShareForm
from releases.models import Event, PreviewLink, PreviewOpening
from releases.queries import previews
from releases.vocabulary import Purpose, Role
from tests.factories import ReleaseFactory, UserFactory, approved, editor, writer
from tests.factories.newsletters import newsletter_editor

pytestmark = pytest.mark.django_db

NINE = datetime(2026, 11, 23, 14, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
READER = "Ana Ruiz, The Daily"


def links_url(release):
    return reverse("admin:releases_release_preview-links", args=[release.pk])


def revoke_url(link, release=None):
    return reverse("admin:releases_release_revoke-preview-link", args=[(release or link.release).pk, link.pk])


def logged_in(person):
    client = Client()
    client.force_login(person)
    return client


def scheduled(**fields):
    return approved(public_from=NINE + DAY, **fields).release


def given(release, purpose=Purpose.REVIEW, **kwargs):
    return sharing.share(release, by=editor(), recipient=READER, purpose=purpose, **kwargs).link


def typed(purpose="review", recipient=READER, **more):
    return {"recipient": recipient, "purpose": purpose, "days": "", **more}


def shown_once(response):
    """The link as the page after the button shows it."""
    return re.search(r'value="(http[^"]*/preview/\?k=([\w-]{43}))"', response.content.decode())


def words(response):
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def purposes(response):
    form = response.context["form"]
    return [value for value, _ in form.fields["purpose"].choices] if form else None


def fact(response, term):
    return [fact.words for fact in response.context["confirmation"].facts if fact.term == term]


# Giving ----------------------------------------------------------------------------------------------------


def test_a_new_link_is_shown_once_and_opens_the_text(at):
    at(NINE)
    release = ReleaseFactory(headline="Canary headline")
    client = logged_in(writer(first_name="Monica", last_name="Amarelo"))

    made = client.post(links_url(release), typed())

    address, token = shown_once(made).groups()
    link = PreviewLink.objects.get()
    assert (made.status_code, made["Cache-Control"]) == (200, "private, no-store")
    assert address == f"http://127.0.0.1:8000/preview/?k={token}"
    assert made.content.decode().count(token) == 1
    assert (link.release, link.recipient, link.purpose, link.expires_at) == (
        release,
        READER,
        "review",
        NINE + 3 * DAY,
    )
    assert token not in f"{PreviewLink.objects.values().get()} {list(Event.objects.values())}"
    assert [str(message) for message in get_messages(made.wsgi_request)] == []
    for later in (client.get(links_url(release)), client.get(reverse("admin:index"))):
        assert token not in later.content.decode()
    reader = Client()
    assert reader.post("/preview/", {"token": token}).status_code == 303
    assert "Canary headline" in reader.get("/preview/").content.decode()


@pytest.mark.parametrize(("days", "lasts"), [("", 3 * DAY), ("1", DAY), ("3", 3 * DAY), ("7", 7 * DAY)])
def test_a_link_lasts_as_long_as_was_chosen(at, days, lasts):
    at(NINE)
    release = ReleaseFactory()

    logged_in(writer()).post(links_url(release), typed(days=days))

    assert PreviewLink.objects.get().expires_at == NINE + lasts


@pytest.mark.parametrize(
    ("days", "until"),
    [
        ("", ["Wednesday, 25 November 2026, 9:00 a.m. EST (14:00 UTC)"]),
        (
            "1",
            [
                "Wednesday, 25 November 2026, 9:00 a.m. EST (14:00 UTC)",
                "Tuesday, 24 November 2026, 9:00 a.m. EST (14:00 UTC)",
            ],
        ),
    ],
)
def test_a_new_embargo_link_names_the_lift_and_its_end_only_if_that_comes_first(at, days, until):
    at(NINE)
    release = approved(public_from=NINE + 2 * DAY).release

    made = logged_in(editor()).post(links_url(release), typed("embargo", days=days))

    assert re.findall(r"\w+day, \d+ November 2026, [^<.]+a\.m\. EST \(\d\d:00 UTC\)", words(made)) == until


@pytest.mark.parametrize(
    ("offered", "usual"),
    [
        ([Purpose.REVIEW], "As usual: 3 days"),
        ([Purpose.EMBARGO], "As usual: until it is public, at most 30 days"),
        (list(Purpose), "As usual: 3 days for a review, until it is public for an embargo"),
    ],
)
def test_the_usual_time_is_that_of_what_can_be_given(offered, usual):
    choices = dict(ShareForm(purposes=offered).fields["days"].choices)

    assert (choices[""], list(choices)) == (usual, ["", "1", "3", "7"])


def test_embargo_links_are_offered_to_editors_while_something_is_scheduled(at):
    at(NINE)
    draft, coming, live = ReleaseFactory(), scheduled(), approved().release

    offered = {
        role: [purposes(client.get(links_url(release))) for release in (draft, coming, live)]
        for role, client in (("writer", logged_in(writer())), ("editor", logged_in(editor())))
    }

    assert offered == {
        "writer": [["review"], ["review"], None],
        "editor": [["review"], ["review", "embargo"], None],
    }
    assert "Everybody can read this text already" in words(logged_in(editor()).get(links_url(live)))


@pytest.mark.parametrize(
    ("data", "field", "sentence"),
    [
        (typed(recipient=" "), "recipient", "Write who will read: a name and a newspaper."),
        (
            typed(recipient="x" * 121),
            "recipient",
            "This has 121 characters, and 120 are the most. Shorten it.",
        ),
        (typed(purpose=""), "purpose", "Choose what they get."),
        (
            typed(purpose="embargo"),
            "purpose",
            "Choose one of these. An embargo link needs an editor and a scheduled version.",
        ),
        (typed(days="400"), "days", "Choose one of these."),
    ],
)
def test_what_is_wrong_is_said_beside_its_field_and_nothing_is_given(at, data, field, sentence):
    at(NINE)
    release = ReleaseFactory()

    response = logged_in(writer()).post(links_url(release), data)

    assert (response.status_code, dict(response.context["form"].errors)) == (200, {field: [sentence]})
    assert sentence in words(response)
    assert PreviewLink.objects.count() == 0


def test_a_schedule_that_was_cancelled_meanwhile_gives_no_embargo_link(at):
    at(NINE)
    release = scheduled()
    client = logged_in(editor())
    publishing.cancel(release, by=editor(), scheduled=release.versions.get().pk)

    response = client.post(links_url(release), typed("embargo"))

    assert "needs an editor and a scheduled version" in words(response)
    assert PreviewLink.objects.count() == 0


# The list --------------------------------------------------------------------------------------------------


def test_the_list_says_of_every_link_who_what_until_when_and_how_often_it_was_opened(at):
    at(NINE)
    release = scheduled()
    boss = editor(first_name="Ruth", last_name="Vance")

    def share(reader, purpose, lasts=None):
        return sharing.share(release, by=boss, recipient=reader, purpose=purpose, lasts=lasts).link

    embargo, review = share("Embargo", Purpose.EMBARGO), share("Review", Purpose.REVIEW)
    share("Short", Purpose.EMBARGO, HOUR)
    revoked = share("Revoked", Purpose.REVIEW)
    share("Ran out", Purpose.REVIEW, timedelta(minutes=30))
    sharing.revoke(revoked, by=boss)
    sharing.log_opening(embargo, digest="0" * 64)
    at(NINE + timedelta(minutes=45))
    sharing.log_opening(embargo, digest="0" * 64)
    sharing.log_opening(review, digest="0" * 64)

    response = logged_in(writer()).get(links_url(release))

    latest = "Monday, 23 November 2026, 9:45 a.m. EST (14:45 UTC)"
    at_nine = "Monday, 23 November 2026, 9:00 a.m. EST (14:00 UTC)"
    lift = "Tuesday, 24 November 2026, 9:00 a.m. EST (14:00 UTC)"
    rows = {row.link.recipient: (row.state, row.opened, row.may_revoke) for row in response.context["rows"]}
    assert rows == {
        "Embargo": (
            f"Open until {lift}, when everybody can read what it shows.",
            f"Opened 2 times, last on {latest}.",
            True,
        ),
        "Review": (
            "Open until Thursday, 26 November 2026, 9:00 a.m. EST (14:00 UTC). Shows the working text.",
            f"Opened once on {latest}.",
            True,
        ),
        "Short": (
            "Open until Monday, 23 November 2026, 10:00 a.m. EST (15:00 UTC)."
            f" Shows what was approved for {lift}.",
            "Never opened.",
            True,
        ),
        "Revoked": (f"Revoked by Ruth Vance on {at_nine}.", "Never opened.", False),
        "Ran out": (
            "Ran out on Monday, 23 November 2026, 9:30 a.m. EST (14:30 UTC).",
            "Never opened.",
            False,
        ),
    }
    assert {row.given for row in response.context["rows"]} == {f"Given by Ruth Vance on {at_nine}."}
    assert response.content.decode().count("Revoke the link of") == 3


@pytest.mark.parametrize(
    ("end", "state"),
    [
        ("lift", "Leads to the public page."),
        ("cancel", "Revoked by Ada Byron on Monday, 23 November 2026, 9:00 a.m. EST (14:00 UTC)."),
        ("withdraw", "Opens nothing now. Ends on Wednesday, 23 December 2026, 9:00 a.m. EST (14:00 UTC)."),
    ],
)
def test_the_list_says_what_became_of_a_link(at, end, state):
    at(NINE)
    release = scheduled()
    link = given(release, Purpose.EMBARGO)
    ada = editor(first_name="Ada", last_name="Byron")
    if end == "lift":
        at(NINE + DAY)
    elif end == "cancel":
        publishing.cancel(release, by=ada, scheduled=release.versions.get().pk)
    else:
        at(NINE + DAY + HOUR)
        publishing.withdraw(release, by=ada, reason="It was wrong.", shows_headline=False)

    (row,) = logged_in(writer()).get(links_url(release)).context["rows"]

    assert (row.link, row.state) == (link, state)


@pytest.mark.parametrize("count", [1, 4])
def test_open_links_cost_as_many_queries_however_many_there_are(at, django_assert_num_queries, count):
    at(NINE)
    wanted = [given(scheduled(), Purpose.EMBARGO) for _ in range(count)]
    given(scheduled(), lasts=HOUR)
    sharing.revoke(given(ReleaseFactory()), by=editor())
    live = approved().release
    at(NINE + 2 * HOUR)
    given(live)

    with django_assert_num_queries(4):
        found = previews.open_links(NINE + 2 * HOUR)

    assert [row.link for row in found] == wanted[::-1]


def test_where_a_link_leads_is_the_same_in_the_list_and_at_the_door(at):
    at(NINE)
    coming, draft, live = scheduled(), ReleaseFactory(), approved().release
    reopened = editing.edit_after_approval(approved().release, by=writer())
    links = [given(release) for release in (coming, draft, live, reopened)] + [given(coming, Purpose.EMBARGO)]
    at(NINE + HOUR)
    publishing.withdraw(reopened, by=editor(), reason="Wrong.", shows_headline=False)
    instants = [NINE + HOUR, NINE + DAY, NINE + 3 * DAY, NINE + 31 * DAY]

    opens = {
        (link.pk, at)
        for link in links
        for at in instants
        if isinstance(previews.behind(link.pk, at), previews.Shown)
    }
    listed = {(row.link.pk, at) for at in instants for row in previews.open_links(at)}

    assert listed == opens
    assert len(opens) >= 4


# Revoking --------------------------------------------------------------------------------------------------


def test_revoking_closes_the_link_at_once(at):
    at(NINE)
    link = given(ReleaseFactory())

    response = logged_in(writer()).post(revoke_url(link), follow=True)

    link.refresh_from_db()
    assert (response.redirect_chain, link.revoked_at) == ([(links_url(link.release), 302)], NINE)
    assert f"Revoked: the link of {READER} opens nothing any more." in words(response)
    assert previews.behind(link.pk, NINE) is None


def test_a_link_of_another_release_and_a_get_revoke_nothing(at):
    at(NINE)
    link = given(ReleaseFactory())
    client = logged_in(writer())

    assert client.post(revoke_url(link, release=ReleaseFactory())).status_code == 404
    assert client.get(revoke_url(link)).status_code == 405
    assert previews.behind(link.pk, NINE) is not None


# Who may ---------------------------------------------------------------------------------------------------


def roleless():
    return UserFactory()


def administrator():
    return UserFactory(roles=[Role.ADMINISTRATOR])


def superuser():
    return UserFactory(is_superuser=True)


def retired():
    return editor(is_active=False)


@pytest.mark.parametrize("person", [roleless, administrator, superuser, newsletter_editor, retired])
@pytest.mark.parametrize("purpose", ["review", "embargo"])
def test_a_forged_post_without_the_right_gives_and_revokes_nothing(at, person, purpose):
    at(NINE)
    release = scheduled()
    link = given(release)
    before = list(Event.objects.values())
    client = logged_in(person())

    made = client.post(links_url(release), typed(purpose))
    revoked = client.post(revoke_url(link))

    assert made.status_code in (200, 302, 403)
    assert revoked.status_code in (302, 403, 409)
    assert shown_once(made) is None
    assert list(PreviewLink.objects.values_list("pk", "revoked_at")) == [(link.pk, None)]
    assert list(Event.objects.values()) == before


def test_a_writer_gives_no_embargo_link_and_a_visitor_none_at_all(at):
    at(NINE)
    release = scheduled()

    by_writer = logged_in(writer()).post(links_url(release), typed("embargo"))
    by_visitor = Client().post(links_url(release), typed())

    assert (by_writer.status_code, by_visitor.status_code) == (200, 302)
    assert by_visitor["Location"].startswith("/admin/login/")
    assert PreviewLink.objects.count() == 0


def test_a_post_from_another_site_is_refused(at):
    at(NINE)
    release = ReleaseFactory()
    client = Client(enforce_csrf_checks=True)
    client.force_login(editor())

    assert client.post(links_url(release), typed()).status_code == 403
    assert PreviewLink.objects.count() == 0


def test_looking_at_the_links_changes_no_row(at):
    at(NINE)
    release = scheduled()
    given(release)
    client = logged_in(editor())

    for _ in range(2):
        client.get(links_url(release))
        client.head(links_url(release))

    assert (PreviewLink.objects.count(), PreviewOpening.objects.count()) == (1, 0)


def test_links_of_a_release_that_is_not_there_are_not_there(client):
    client.force_login(editor())

    assert client.get(reverse("admin:releases_release_preview-links", args=[999])).status_code == 404


# Where staff are told --------------------------------------------------------------------------------------


def test_the_form_leads_to_the_links_and_counts_the_open_ones(at):
    at(NINE)
    release = ReleaseFactory()
    client = logged_in(writer())
    form = reverse("admin:releases_release_change", args=[release.pk])

    before = client.get(form)
    sharing.revoke(given(release), by=editor())
    given(release)
    after = client.get(form)

    assert f'href="{links_url(release)}"' in before.content.decode()
    assert "open)" not in words(before)
    assert "Preview links (1 open)" in words(after)
    assert "One preview link is open: its holder can read what is not public." in words(after)
    assert "Preview links (" not in words(client.get(reverse("admin:releases_release_add")))


def test_the_desk_shows_every_open_link_and_leads_to_its_page(at):
    at(NINE)
    link = given(scheduled(headline="Coming headline"), Purpose.EMBARGO)
    sharing.revoke(given(ReleaseFactory()), by=editor())

    response = logged_in(writer()).get(reverse("admin:index"))

    (part,) = (part for part in response.context["parts"] if part.anchor == "links")
    assert [(row.entry.link, row.url) for row in part.rows] == [(link, links_url(link.release))]
    assert "Open preview links: 1" in words(response)
    assert f"{READER} Embargo of “Coming headline”. Open until Tuesday, 24 November 2026" in words(response)


@pytest.mark.parametrize("opened", [False, True])
def test_before_a_schedule_is_cancelled_the_page_names_who_holds_a_link(at, opened):
    at(NINE)
    release = scheduled()
    link = given(release, Purpose.EMBARGO)
    if opened:
        sharing.log_opening(link, digest="0" * 64)

    response = logged_in(editor()).get(reverse("admin:releases_release_cancel", args=[release.pk]))

    times = "opened once on Monday, 23 November 2026, 9:00 a.m. EST (14:00 UTC)" if opened else "never opened"
    assert fact(response, "Who holds a preview link") == [
        (
            f"{READER}: embargo, {times}.",
            "Embargo links open nothing from then on. Tell who has read it.",
        )
    ]
    ((at_once, _),) = fact(response, "At once")
    assert at_once.endswith(
        f"Nobody outside will have read it, except in a preview: {READER}."
        if opened
        else "Nobody outside will ever have read it."
    )


def test_before_another_minute_is_approved_the_page_names_who_holds_a_link(at):
    at(NINE)
    release = scheduled(planned_for=NINE + 2 * DAY)
    given(release, Purpose.EMBARGO)
    release = editing.edit_after_approval(release, by=writer())
    reviewing.submit(release, by=writer())

    response = logged_in(editor()).get(reverse("admin:releases_release_approve", args=[release.pk]))

    ((holder, afterwards),) = fact(response, "Who holds a preview link")
    assert holder == f"{READER}: embargo, never opened."
    assert "What they printed may name an older minute" in afterwards
    # What is replaced does not go out before.
    assert fact(response, "Until then") == [
        ("Nobody outside the press office can read it, except whoever holds a preview link.",)
    ]


def test_before_a_withdrawal_the_page_names_who_holds_a_link_and_no_page_names_a_revoked_one(at):
    at(NINE)
    release = editing.edit_after_approval(approved().release, by=writer())
    client = logged_in(editor())
    page = reverse("admin:releases_release_withdraw", args=[release.pk])
    link = given(release)

    held = fact(client.get(page), "Who holds a preview link")
    sharing.revoke(link, by=editor())

    assert held == [
        (f"{READER}: review, never opened.", "All of these open nothing from then on. Tell who has read it.")
    ]
    assert fact(client.get(page), "Who holds a preview link") == []
