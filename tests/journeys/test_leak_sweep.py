"""Every address, every state, every actor, every way of asking: nothing hidden comes out.

A new address without a row here fails `test_every_address_has_a_row`. The summary of a run says how many
requests were made.
"""

import logging
from collections.abc import Callable, Iterator
from functools import cache
from itertools import product

import pytest
from django.http.response import HttpResponseBase
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from releases import conf
from releases.models import MediaFile, NewsletterIssue, Organisation, Subscription
from releases.rendering.subscriber_links import confirm_url, leave_url, manage_url
from tests import pdf_reading
from tests.factories import UserFactory, editor, writer
from tests.factories.subscribers import SubscriptionFactory
from tests.journeys.replay import Replay
from tests.journeys.worlds import (
    FOR_COLLEAGUES,
    READER_OF_A_LINK,
    SLUG,
    STATES,
    WITHDRAWN_TWICE,
    World,
    build,
    change_unseen,
)

pytestmark = pytest.mark.django_db

FORMS = ("rss", "atom", "json")
Paths = Callable[[str, World], list[str]]


def plain(name: str, world: World) -> list[str]:
    return [reverse(name)]


def searches(name: str, world: World) -> list[str]:
    bird = next(iter(world.hidden))
    asked = (
        f"q={SLUG}", "q=headline+-nowhere&kind=media-advisory&from=2020", f"q={bird[:7]}", "q=-nowhere",
        "author=expert-two&topic=topic-two", "topic=topic-one&year=2026", "q=zebra&programme=programme-two",
    )  # fmt: skip
    return ["/", "/?before=x", *(f"/?{each}" for each in asked)]


def of_release(*numbers: int) -> Paths:
    def paths(name: str, world: World) -> list[str]:
        return [reverse(name, args=[SLUG, *([number] if number else [])]) for number in numbers or (0,)]

    return paths


def of_people(*kinds: str) -> Paths:
    def paths(name: str, world: World) -> list[str]:
        turns = ("one", "two")
        return [reverse(name, args=[f"{kind}-{turn}"]) for kind, turn in product(kinds, turns)]

    return paths


def of_issue(name: str, world: World) -> list[str]:
    return [reverse(name, args=["missile-watch", number]) for number in (1, 2)]


def of_feed(name: str, world: World) -> list[str]:
    """Every format once, and every way to narrow it in one of them: they are drawn from the same entries."""
    words = [f"?{kind}={kind}-two" for kind in ("programme", "topic", "author")]
    asked = [("rss", ""), ("json", ""), ("atom", ""), *(("atom", word) for word in words)]
    return [reverse(name, args=[form]) + query for form, query in asked]


def of_subscriber(name: str, world: World) -> list[str]:
    """The page of somebody who gets releases of the world's topic, and what a stranger would try."""
    asked = Subscription.objects.filter(newsletter=None).first() or _subscribed()
    make = {
        "confirm": lambda: confirm_url(asked.subscriber, asked_at=asked.asked_at),
        "manage": lambda: manage_url(asked),
    }
    link = make.get(name.partition(":")[2].partition("-")[0], lambda: leave_url(asked))()
    return [link.removeprefix(conf.site_address()), reverse(name, args=["1.x"])]


def _subscribed() -> Subscription:
    Organisation.objects.update(postal_address="1 Sample Street")
    return SubscriptionFactory(newsletter=None)


def of_files(name: str, world: World) -> list[str]:
    """The table and the picture that were uploaded last, whole and in one size."""
    shown, table = MediaFile.objects.filter(kind="picture")[0], MediaFile.objects.filter(name="table.csv")[0]
    names = [(shown, shown.name), (shown, shown.renditions.all()[0].name), (table, table.name)]
    return [reverse(name, args=[file.pk, each]) for file, each in names]


def of_every_file(name: str, world: World) -> list[str]:
    return [*of_files(name, world), *of_full_issue(name)]


def of_full_issue(name: str) -> list[str]:
    """The file of the latest issue."""
    file = NewsletterIssue.objects.newest_first().first().file
    return [reverse(name, args=[file.pk, file.name])]


# One row for each public address: how to ask it about the release of the world.
ROWS: dict[str, Paths] = {
    "releases:release-list": searches,
    "releases:archive-year": lambda name, world: [
        reverse(name, args=[2025]),
        *(f"{reverse(name, args=[2026])}{asked}" for asked in ("", "?page=2", f"?with={SLUG}")),
    ],
    "releases:release-detail": of_release(),
    "releases:release-print": of_release(),
    "releases:release-version": of_release(1, 2),
    "releases:release-changes": of_release(1, 2),
    "releases:release-pdf": lambda name, world: [
        f"{reverse(name, args=[SLUG])}{form}" for form in ("", "?paper=a4")
    ],
    "releases:release-text": of_release(),
    "releases:release-json": of_release(),
    "releases:release-card": of_release(),
    "releases:release-press-kit": of_release(),
    "releases:contact-list": plain,
    "releases:contact-vcard": of_people("contact"),
    "releases:author": of_people("author", "expert"),
    "releases:programme": of_people("programme"),
    "releases:topic": of_people("topic"),
    "releases:newsletter-list": plain,
    "releases:newsletter": lambda name, world: [reverse(name, args=["missile-watch"])],
    "releases:newsletter-issue": of_issue,
    "releases:newsletter-issue-print": of_issue,
    "releases:subscribe": lambda name, world: ["/subscribe/", "/subscribe/?newsletter=missile-watch"],
    "releases:confirm-subscription": of_subscriber,
    "releases:manage-subscriptions": of_subscriber,
    "releases:leave-subscription": of_subscriber,
    "releases:feed-releases": of_feed,
    "releases:feed-newsletter": lambda name, world: [
        reverse(name, args=["missile-watch", form]) for form in FORMS
    ],
    "releases:sitemap": plain,
    "releases:sitemap-releases": lambda name, world: [reverse(name, args=[year]) for year in (2026, 2025)],
    "releases:sitemap-years": plain,
    "releases:sitemap-people": plain,
    "releases:sitemap-newsletters": plain,
    "releases:news-sitemap": plain,
    "releases:preview": lambda name, world: [
        "/preview/",
        *(f"/preview/?k={k}" for k in world.links.values()),
    ],
    "releases:preview-print": plain,
    "releases:media": of_every_file,
    "releases:preview-media": of_every_file,
    "releases:preview-nothing": lambda name, world: [f"/preview/{SLUG}/", f"/preview/releases/{SLUG}.pdf"],
    "releases:privacy": plain,
    "releases:security-txt": plain,
    "releases:robots": plain,
    "releases:healthz": plain,
    "releases:favicon": plain,
}
ABOUT_ONE_RELEASE = [
    name for name in ROWS if name.startswith("releases:release-") and name != "releases:release-list"
]
ACTORS: dict[str, Callable[[World], Client]] = {
    "anonymous": lambda world: Client(),
    "a writer who is not the owner": lambda world: logged_in(writer()),
    "an editor": lambda world: logged_in(editor()),
    "the holder of a valid link": lambda world: holder(world, "valid"),
    "the holder of an expired link": lambda world: holder(world, "expired"),
    "the holder of a revoked link": lambda world: holder(world, "revoked"),
    "the holder of a foreign link": lambda world: holder(world, "foreign"),
}
# What a valid link opens: the text, but never what is for colleagues only.
OPENED = {"releases:preview", "releases:preview-print", "releases:preview-media"}
COLLEAGUES = {"a writer who is not the owner", "an editor"}
WAYS: dict[str, dict[str, str]] = {
    "plain": {},
    "if none match": {"If-None-Match": '"guess"'},
    "if anything matches": {"If-None-Match": "*"},
    "if modified since": {"If-Modified-Since": "Mon, 01 Jan 2001 00:00:00 GMT"},
    "range": {"Range": "bytes=0-99"},
}


def logged_in(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def holder(world: World, kind: str) -> Client:
    client = Client()
    client.post("/preview/", {"token": world.links[kind]})
    return client


def registered(
    patterns: list[URLPattern | URLResolver], prefix: str = ""
) -> Iterator[tuple[str, URLPattern]]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inside = f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix
            yield from registered(pattern.url_patterns, inside)
        else:
            yield f"{prefix}{pattern.name}", pattern


def ask(client: Client, path: str, *, everything: bool, again: bool) -> dict[str, HttpResponseBase]:
    """The same address plainly, by HEAD, conditionally, in part; strangers try each way with each method.

    What a method or a header does to an answer is no matter of the database: another one is asked plainly.
    """
    plainly = client.get(path)
    if again:
        return {"get plain": plainly}
    ways = {**WAYS, "known": {"If-None-Match": plainly.get("ETag", '"none"')}}
    if everything:
        asked = set(product(("get", "head"), ways)) - {("get", "plain")}
    else:
        asked = {("head", "plain"), *product(["get"], ("known", "if modified since", "range"))}
    others = {f"{how} {way}": getattr(client, how)(path, headers=ways[way]) for how, way in asked}
    return {"get plain": plainly, **others}


def everything_said(response: HttpResponseBase) -> str:
    body = b"".join(response.streaming_content) if response.streaming else response.content
    if response.get("Content-Type") == "application/pdf" and body:
        body = in_pdf(body)
    headers = "\n".join(f"{name}: {value}" for name, value in response.items())
    return f"{headers}\n{response.cookies.output()}\n{body.decode(errors='replace')}"


@cache
def in_pdf(body: bytes) -> bytes:
    return pdf_reading.everything_in(body).encode()


def leaked(text: str, world: World) -> list[str]:
    return [field for bird, field in world.hidden.items() if bird in text.lower()]


def test_every_address_has_a_row():
    names = {name for name, _ in registered(get_resolver().url_patterns)}

    public = {name for name in names if not name.startswith("admin:")}

    assert public == set(ROWS)


@pytest.fixture
def replayed(settings) -> Iterator[None]:
    """A view that looks neither at who asks nor at how is called once for each address of a world."""
    settings.MIDDLEWARE = [*settings.MIDDLEWARE, "tests.journeys.replay.Replay"]
    Replay.drawn.clear()
    yield
    Replay.drawn.clear()


@pytest.mark.parametrize("state", STATES)
def test_nothing_hidden_comes_out(state, at, caplog, replayed, record_property, is_run_again):
    world = build(state, at)
    caplog.set_level(logging.DEBUG)
    clients = {actor: client_of(world) for actor, client_of in ACTORS.items()}
    caplog.clear()

    leaks, asked, said = [], 0, {}
    for name, paths in ROWS.items():
        for path, (actor, client) in product(paths(name, world), clients.items()):
            answers = ask(client, path, everything=actor == "anonymous", again=is_run_again)
            for way, response in answers.items():
                asked += 1
                text = everything_said(response)
                if text not in said:
                    said[text] = leaked(text, world)
                is_opened = name in OPENED and actor == "the holder of a valid link"
                # Colleagues see the whole library in the admin; nobody may keep what they get.
                is_opened |= (
                    name == "releases:media"
                    and actor in COLLEAGUES
                    and response["Cache-Control"] == "private, no-store"
                )
                leaks += [
                    (actor, path, way, field)
                    for field in said[text]
                    if not is_opened or field in FOR_COLLEAGUES
                ]

    record_property("requests", asked)
    logged = "\n".join(
        record.getMessage() for record in caplog.records if record.name != "django.db.backends"
    )
    assert leaks == []
    assert leaked(logged, world) == []
    assert asked >= (len(ACTORS) if is_run_again else 11 + 4 * len(ACTORS)) * len(ROWS)


def test_nothing_of_two_withdrawals_comes_out_when_the_second_hides_the_headline(at, record_property):
    world, reader = build(WITHDRAWN_TWICE, at), Client()

    paths = [path for name in ROWS for path in ROWS[name](name, world)]
    said = {path: everything_said(reader.get(path)) for path in paths}

    record_property("requests", len(paths))
    assert [(path, fields) for path, text in said.items() if (fields := leaked(text, world))] == []
    assert "It was wrong again." in said[f"/releases/{SLUG}/"]
    # What readers had is not wiped away: each version says that it was withdrawn, and why.
    assert "It was wrong." in said[f"/releases/{SLUG}/versions/1/"]


@pytest.mark.one_database
def test_a_change_that_readers_may_not_see_changes_no_byte_of_any_answer(at, record_property):
    world, reader = build("live", at), Client()
    # The PDF is made of the print page once, and takes longest.
    names = [name for name in ROWS if name != "releases:release-pdf"]
    paths = [path for name in names for path in ROWS[name](name, world)]
    before = {path: everything_said(reader.get(path)) for path in paths}

    change_unseen(world)

    different = [path for path in paths if everything_said(reader.get(path)) != before[path]]
    record_property("requests", 2 * len(paths))
    assert different == []


HIDDEN_STATES = [state for state in STATES if state in ("draft", "in review", "scheduled", "cancelled")]


@pytest.mark.parametrize("state", [*HIDDEN_STATES, "withdrawn", "live with hidden changes"])
def test_a_hidden_file_and_a_guessed_one_differ_in_nothing(state, at):
    world = build(state, at)
    client = Client()
    # An issue stays when a release that it names is withdrawn.
    hidden = of_files if state == "withdrawn" else of_every_file

    different = [
        path
        for path in hidden("releases:media", world)
        for headers in WAYS.values()
        for ask_by in (client.get, client.head)
        if everything_said(ask_by(path, headers=headers))
        != everything_said(ask_by(f"/media/{'0' * 32}/{path[40:]}", headers=headers))
    ]

    assert different == []


@pytest.mark.parametrize("state", HIDDEN_STATES)
def test_a_hidden_address_and_a_random_one_differ_in_nothing(state, at, replayed):
    world = build(state, at)
    client = Client()
    random_slug = "".join(reversed(SLUG))

    different = []
    for name in ABOUT_ONE_RELEASE:
        if name == "releases:release-list":
            continue
        for path in ROWS[name](name, world):
            for headers in WAYS.values():
                hidden, unknown = (
                    client.get(p, headers=headers) for p in (path, path.replace(SLUG, random_slug))
                )
                if (hidden.status_code, sorted(hidden.items()), hidden.content) != (
                    unknown.status_code,
                    sorted(unknown.items()),
                    unknown.content,
                ):
                    different.append(path)

    assert different == []


@pytest.mark.parametrize("state", ["live", "live with hidden changes", "scheduled correction"])
def test_the_sweep_would_see_a_leak(state, at):
    """What is public does come out, so the sweep looks where words are."""
    world = build(state, at)

    page = Client().get(reverse("releases:release-detail", args=[SLUG])).content.decode()

    assert "Headline cx" in page
    assert not leaked(page, world)


OPEN_IN_THE_ADMIN = ("login", "jsi18n", "forgotten", "set-password")


def test_the_sweep_looks_into_pdfs(at):
    pdf_reading.needs_the_tools()
    world = build("live with hidden changes", at)

    said = everything_said(Client().get(reverse("releases:release-pdf", args=[SLUG])))

    assert said.count("Headline cx") > 1
    assert not leaked(said, world)


def admin_paths(world: World) -> Iterator[str]:
    fill = {
        "object_id": world.release.pk, "pk": world.release.pk, "app_label": "releases", "content_type_id": 1,
        "id": world.release.pk, "url": "releases/", "form_key": str(world.release.pk),
        "uidb64": "x", "token": "x-y", "link_pk": 1, "draft_pk": 1, "name": "none", "issue_pk": 1,
        "number": 1,
    }  # fmt: skip
    for name, pattern in registered(get_resolver().url_patterns):
        wanted = pattern.pattern.regex.groupindex
        if name.startswith("admin:") and not name.endswith(":None"):
            yield reverse(name, kwargs={key: fill[key] for key in wanted}) if wanted else reverse(name)


def test_a_valid_link_opens_the_text_and_only_the_text(at):
    world = build("scheduled", at)
    client = holder(world, "valid")

    page = client.get("/preview/").content.decode()
    paper = client.get("/preview/print/").content.decode()

    assert {"headline", "body", "contact"} <= set(leaked(page, world))
    assert {"headline", "body", "contact"} <= set(leaked(paper, world))
    assert {READER_OF_A_LINK} <= set(leaked(page, world)) & set(leaked(paper, world))
    assert not FOR_COLLEAGUES & set(leaked(page + paper, world))


def test_whoever_has_no_role_learns_nothing_in_the_admin(at, record_property):
    """A stranger is sent away everywhere; a colleague without a role finds pages without a word in them."""
    world = build("live with hidden changes", at)
    stranger, roleless = Client(), logged_in(UserFactory())

    leaks, asked = [], 0
    for path in admin_paths(world):
        for client, how in product((stranger, roleless), ("get", "head", "post")):
            response = getattr(client, how)(path)
            asked += 1
            leaks += [(path, field) for field in leaked(everything_said(response), world)]
            is_open = client is roleless or any(word in path for word in OPEN_IN_THE_ADMIN)
            assert response.status_code in (301, 302, 403, 404, 405) or is_open, path

    record_property("requests", asked)
    assert leaks == []
    assert asked > 200
