"""A session that ends, and a database that goes away: no typed word is lost."""

import json

import pytest
from django.contrib.auth.hashers import make_password
from django.contrib.sessions.models import Session
from django.db import connection
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from releases.actions import editing
from releases.models import Release, WorkingCopy
from tests.factories import ReleaseFactory, editor, writer

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def typing(page: Page, live_server: LiveServer) -> Page:
    """A writer who is logged in."""
    writer(username="amarelo", password=make_password("a long password"))
    log_in(page, live_server)
    return page


def log_in(page: Page, live_server: LiveServer) -> None:
    page.goto(f"{live_server.url}/admin/login/?next=/admin/")
    page.get_by_label("Username").fill("amarelo")
    page.get_by_label("Password").fill("a long password")
    page.get_by_role("button", name="Log in").click()
    page.wait_for_url(f"{live_server.url}/admin/")


def open_form(page: Page, live_server: LiveServer, release: Release) -> None:
    page.goto(f"{live_server.url}/admin/releases/release/{release.pk}/change/")
    expect(page.frame_locator("#id_body_ifr").locator("body[contenteditable=true]")).to_be_visible()


def open_form_with_a_clock(page: Page, live_server: LiveServer, release: Release) -> None:
    """A form that was opened 11 seconds ago: it tells of itself when the clock runs 9 seconds more."""
    page.clock.install()
    with page.expect_response("**/open/"):
        open_form(page, live_server, release)
    page.clock.run_for(11000)


def save(page: Page) -> None:
    page.get_by_role("button", name="Save", exact=True).click()


def test_a_session_that_the_server_has_ended_loses_no_word(typing: Page, live_server: LiveServer) -> None:
    release = ReleaseFactory(headline="Saved", body="<p>Saved words.</p>")
    open_form(typing, live_server, release)
    typing.locator("#id_headline").fill("Typed while logged out")
    typing.frame_locator("#id_body_ifr").locator("body").fill("Typed words.")
    Session.objects.all().delete()

    save(typing)
    expect(typing.locator("[data-kept]")).to_have_text(
        "You are logged out. Log in again in another tab, then come back and save. Your words are still here."
    )
    expect(typing.locator("#id_headline")).to_have_value("Typed while logged out")
    log_in(typing.context.new_page(), live_server)
    save(typing)
    typing.wait_for_url(f"{live_server.url}/admin/releases/release/")

    saved = Release.objects.get()
    assert (saved.headline, saved.body) == ("Typed while logged out", "<p>Typed words.</p>")


def test_words_that_were_kept_before_the_session_ended_are_offered_after_the_login(
    typing: Page, live_server: LiveServer
) -> None:
    release = ReleaseFactory(headline="Saved")
    open_form_with_a_clock(typing, live_server, release)
    typing.locator("#id_headline").fill("Kept in time")
    typing.clock.run_for(9500)
    expect(typing.locator("[data-kept]")).to_contain_text("Your words are kept")
    Session.objects.all().delete()

    later = typing.context.new_page()
    log_in(later, live_server)
    later.goto(f"{live_server.url}/admin/releases/release/{release.pk}/change/")
    later.get_by_role("link", name="Show them").click()

    expect(later.locator("#id_headline")).to_have_value("Kept in time")
    assert Release.objects.get().headline == "Saved"


def cut_every_other_connection() -> bool:
    """What a restart of the server does. SQLite has none: its file is only closed and opened again."""
    if connection.vendor == "sqlite":
        connection.close()
        return True
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        return bool(cursor.fetchone()[0])


def test_the_next_save_after_a_database_restart_works(typing: Page, live_server: LiveServer) -> None:
    release = ReleaseFactory(headline="Saved")
    open_form(typing, live_server, release)
    typing.locator("#id_headline").fill("Typed before the restart")

    cut = cut_every_other_connection()
    save(typing)
    typing.wait_for_url(f"{live_server.url}/admin/releases/release/")

    assert cut
    assert Release.objects.get().headline == "Typed before the restart"


def test_while_the_server_does_not_answer_the_words_stay_and_a_sentence_says_so(
    typing: Page, live_server: LiveServer
) -> None:
    release = ReleaseFactory(headline="Saved")
    open_form(typing, live_server, release)
    typing.locator("#id_headline").fill("Typed into nowhere")
    typing.route("**/typed/keep/", lambda route: route.fulfill(status=503, body=""))

    save(typing)
    expect(typing.locator("[data-kept]")).to_have_text(
        "The server does not answer. Your words are still here; try again in a moment."
    )
    typing.unroute("**/typed/keep/")
    save(typing)
    typing.wait_for_url(f"{live_server.url}/admin/releases/release/")

    assert Release.objects.get().headline == "Typed into nowhere"


def test_words_whose_copy_was_forgotten_elsewhere_are_kept_again(
    typing: Page, live_server: LiveServer
) -> None:
    release = ReleaseFactory(headline="Saved")
    open_form_with_a_clock(typing, live_server, release)
    typing.locator("#id_headline").fill("Typed in one tab")
    with typing.expect_response("**/typed/keep/"):
        typing.clock.run_for(9500)
    expect(typing.locator("[data-kept]")).to_contain_text("Your words are kept")
    WorkingCopy.objects.all().delete()

    with typing.expect_response("**/typed/keep/"):
        typing.clock.run_for(20000)

    (copy,) = WorkingCopy.objects.all()
    assert (copy.release_id, json.loads(copy.form)["headline"]) == (release.pk, ["Typed in one tab"])


def test_a_colleague_who_opens_the_form_is_named_in_it(typing: Page, live_server: LiveServer) -> None:
    release = ReleaseFactory()
    ruth = editor(first_name="Ruth", last_name="Vance")
    open_form_with_a_clock(typing, live_server, release)
    expect(typing.locator("[data-others]")).to_be_empty()

    editing.stay(release, by=ruth, form_key="0" * 32)
    typing.clock.run_for(9500)

    expect(typing.locator("[data-others]")).to_have_text(
        "Ruth Vance has had this open for less than a minute."
    )
