"""A recipient without an account reads under embargo: from the editor's button to the paper with a name."""

import re
import subprocess
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.contrib.auth.hashers import make_password
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from releases.actions import sharing
from releases.models import PreviewLink, Release, Resource, clock
from releases.vocabulary import Purpose
from tests.factories import ReleaseFactory, approved, editor

pytestmark = pytest.mark.django_db(transaction=True)

PASSWORD = "a long password"
READER = "Ana Ruiz, The Daily"
BODY = "<p>" + "Nobody outside has read this sentence yet. " * 30 + "</p>"
FILE_NAME = "missile_watch_2010_" * 5 + "table.csv"
STICKING_OUT = "() => document.documentElement.scrollWidth > document.documentElement.clientWidth"


@pytest.fixture
def release(live_server: LiveServer) -> Release:
    """Something long, scheduled for tomorrow."""
    nine = (clock.now() + timedelta(days=1)).replace(second=0, microsecond=0)
    written = ReleaseFactory(headline="What nobody knows yet", body=BODY * 6)
    Resource.objects.create(
        release=written, kind="data", label=FILE_NAME, address="https://fas.example/table"
    )
    return approved(written, public_from=nine).release


@pytest.fixture
def phone(browser: Browser) -> Iterator[Page]:
    """A phone without an account, without a history and without scripts."""
    context = browser.new_context(
        viewport={"width": 390, "height": 844}, java_script_enabled=False, device_scale_factor=2
    )
    yield context.new_page()
    context.close()


def log_in(page: Page, live_server: LiveServer) -> None:
    person = editor(username="vance", password=make_password(PASSWORD))
    page.goto(f"{live_server.url}/admin/")
    page.get_by_label("Username").fill(person.username)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()


def test_an_editor_gives_a_link_and_the_recipient_reads_and_prints_it(
    page: Page, phone: Page, live_server: LiveServer, release: Release, tmp_path: Path, browser: Browser
) -> None:
    log_in(page, live_server)
    page.goto(f"{live_server.url}/admin/releases/release/{release.pk}/change/")
    page.get_by_role("link", name="Preview links").first.click()
    page.get_by_label("Who will read it?").fill(READER)
    page.get_by_label("Embargo: what was approved").check()
    page.get_by_role("button", name="Make the link").click()
    address = page.get_by_label("Copy this link now").input_value()
    token = address.partition("?k=")[2]

    phone.goto(f"{live_server.url}/preview/?k={token}")
    before = phone.content()
    phone.get_by_role("button", name="I accept: open the text").click()

    assert "What nobody knows yet" not in before
    assert phone.url == f"{live_server.url}/preview/"
    expect(phone.get_by_role("heading", level=1)).to_have_text("What nobody knows yet")
    expect(phone.get_by_text(f"Preview for {READER}. Not public. Under embargo until").first).to_be_visible()
    expect(phone.locator(".watermark__name").first).to_be_visible()

    phone.get_by_role("link", name="Print page").click()
    assert phone.url == f"{live_server.url}/preview/print/"
    expect(phone.get_by_text("EMBARGOED UNTIL")).to_be_visible()
    paper = pages_of(phone, tmp_path)
    assert len(paper) > 2
    assert "EMBARGOED UNTIL" in paper[0]
    assert all(f"Preview for {READER}. Not public." in sheet for sheet in paper)
    phone.get_by_role("link", name="Back to the preview").click()
    assert phone.url == f"{live_server.url}/preview/"

    page.get_by_role("link", name="All preview links").click()
    expect(page.get_by_text("Opened 3 times")).to_be_visible()
    page.get_by_role("button", name=f"Revoke the link of {READER}").click()
    phone.reload()
    expect(phone.get_by_role("heading", level=1)).to_have_text("There is no such page")
    assert PreviewLink.objects.get().openings.count() == 3


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 390, 1280])
def test_the_name_covers_the_page_and_nothing_sticks_out(
    browser: Browser, live_server: LiveServer, release: Release, width: int, scheme: str
) -> None:
    token = sharing.share(
        release,
        by=editor(),
        recipient="Anastasia-Konstantinova Ruiz-Hernández, " + "The Daily " * 7,
        purpose=Purpose.EMBARGO,
    ).token
    context = browser.new_context(viewport={"width": width, "height": 844}, color_scheme=scheme)
    page = context.new_page()

    sticking_out = []
    page.goto(f"{live_server.url}/preview/?k={token}")
    sticking_out.append(page.evaluate(STICKING_OUT))
    page.get_by_role("button", name="I accept: open the text").click()
    sticking_out.append(page.evaluate(STICKING_OUT))
    page.mouse.wheel(0, 2000)
    covered = page.locator(".watermark").bounding_box()
    page.goto(f"{live_server.url}/preview/print/")
    sticking_out.append(page.evaluate(STICKING_OUT))
    context.close()

    assert sticking_out == [False, False, False]
    assert covered is not None
    assert (covered["width"] > width - 20, covered["height"]) == (True, 844)


def pages_of(page: Page, folder: Path) -> list[str]:
    """What stands on each sheet that the printer gives."""
    page.pdf(path=folder / "preview.pdf", format="Letter")
    text = subprocess.run(
        ["pdftotext", "-layout", folder / "preview.pdf", "-"], capture_output=True, text=True
    )
    return [re.sub(r"\s+", " ", sheet) for sheet in text.stdout.split("\f") if sheet.strip()]
