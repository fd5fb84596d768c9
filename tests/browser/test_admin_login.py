"""The door of the admin, in a real browser."""

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer


@pytest.mark.django_db(transaction=True)
def test_staff_reach_the_admin_with_their_password(page: Page, live_server: LiveServer) -> None:
    User.objects.create_superuser("vance", password="a long password")

    page.goto(f"{live_server.url}/admin/")
    page.get_by_label("Username").fill("vance")
    page.get_by_label("Password").fill("a long password")
    page.get_by_role("button", name="Log in").click()
    page.wait_for_url(f"{live_server.url}/admin/")

    assert "vance" in page.locator("#user-tools").inner_text().lower()
