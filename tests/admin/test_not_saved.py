"""A form whose person is logged out, or has logged in since, is sent once more and loses no word."""

from contextlib import contextmanager

import lxml.html
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError, connection
from django.test import Client
from django.urls import reverse

from releases.models import Topic
from tests.factories import editor, writer

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

ADD = "/admin/releases/topic/add/"
TYPED = {"name": "Nuclear “sharing”\nin Europe", "slug": "sharing", "_save": "Save"}
AS_BROWSER = {"Accept": "text/html", "Origin": "http://testserver"}


@pytest.fixture
def browser():
    """A browser that has the token of a page, and whose person is logged in."""
    browser = Client(enforce_csrf_checks=True, headers=AS_BROWSER)
    browser.force_login(writer())
    browser.get(ADD)
    return browser


def token(browser):
    return {"csrfmiddlewaretoken": browser.cookies["csrf"].value}


def pressed(browser, page):
    """What the only button of a page sends."""
    form = lxml.html.fromstring(page.content).forms[0]
    return browser.post(form.action, dict(form.form_values()))


def test_whoever_was_logged_out_logs_in_and_sends_the_same_words(browser):
    browser.cookies["session"] = ""
    page = browser.post(ADD, TYPED | token(browser))
    browser.force_login(writer())

    saved = pressed(browser, page)

    assert page.status_code == 403
    assert "<h1>You are logged out" in " ".join(page.content.decode().split()).replace("<h1> ", "<h1>")
    assert f"{reverse('admin:login')}?next=" in page.content.decode()
    assert (saved.status_code, Topic.objects.get().slug) == (302, "sharing")


def test_only_what_somebody_typed_is_shown_to_them(browser):
    carried = {"seen": "3f-a", "looked_at": "/14/", "shown": "now", "address": "slug", "opened": "x"}
    unused = {"picture_lines-__prefix__-role": "top"}

    page = browser.post(ADD, TYPED | carried | unused | {"csrfmiddlewaretoken": "x" * 64})

    names = [heading.text_content() for heading in lxml.html.fromstring(page.content).iter("h2")]
    sent = dict(lxml.html.fromstring(page.content).forms[0].form_values())
    assert names == ["name", "slug"]
    assert carried.items() | unused.items() <= sent.items()


def test_a_form_that_was_open_during_another_login_is_sent_once_more(browser):
    page = browser.post(ADD, TYPED | {"csrfmiddlewaretoken": "x" * 64})

    saved = pressed(browser, page)

    assert page.status_code == 403
    assert "You have logged in since you opened this form" in page.content.decode()
    assert (saved.status_code, Topic.objects.get().slug) == (302, "sharing")


@pytest.mark.parametrize("origin", ["https://elsewhere.example", "null", "http://testserver:81"])
def test_nobody_elses_page_makes_ours_say_or_send_anything(browser, origin):
    page = browser.post(ADD, TYPED | {"csrfmiddlewaretoken": "x" * 64}, headers={"Origin": origin})

    assert page.status_code == 403
    assert "Nuclear" not in page.content.decode()
    assert lxml.html.fromstring(page.content).forms == []


def test_whoever_owes_the_second_step_sends_the_words_after_it(browser, settings):
    settings.REQUIRE_2FA = True
    browser.force_login(editor())

    page = browser.post(ADD, TYPED | token(browser))
    settings.REQUIRE_2FA = False
    saved = pressed(browser, page)

    assert page.status_code == 403
    assert (
        f'<a href="{reverse("admin:second-step")}" target="_blank">Take it in another tab</a>'
        in page.content.decode()
    )
    assert (saved.status_code, Topic.objects.get().slug) == (302, "sharing")


@contextmanager
def a_broken_database():
    def broken(execute, sql, params, many, context):
        if "releases_topic" in sql:
            raise OperationalError("secret detail")
        return execute(sql, params, many, context)

    with connection.execute_wrapper(broken):
        yield


def test_what_met_a_fault_of_ours_is_sent_once_more(browser):
    browser.raise_request_exception = False
    with a_broken_database():
        page = browser.post(ADD, TYPED | token(browser))

    saved = pressed(browser, page)

    assert page.status_code == 500
    assert "the fault is ours" in page.content.decode()
    assert "secret" not in page.content.decode()
    assert page["Cache-Control"] == "private, no-store"
    assert (saved.status_code, Topic.objects.get().slug) == (302, "sharing")


def test_nobody_elses_form_comes_back_from_a_fault(browser):
    browser.raise_request_exception = False
    with a_broken_database():
        page = browser.post(ADD, TYPED | token(browser), headers={"Origin": "null"})

    assert "Nuclear" not in page.content.decode()


@pytest.mark.parametrize(
    "more",
    [
        {"password1": "kxq3m-tt9vw-7fzpc"},
        {"token": "123456"},
        {"uploads": SimpleUploadedFile("one.csv", b"a,b\n1,2\n")},
    ],
)
def test_secrets_and_files_are_on_no_page(browser, more):
    browser.cookies["session"] = ""

    page = browser.post(ADD, TYPED | token(browser) | more)

    assert "Nuclear" in page.content.decode()
    assert "copy your words into the form" in page.content.decode()
    assert lxml.html.fromstring(page.content).forms == []
    assert not any(value in page.content.decode() for value in more.values() if isinstance(value, str))


def test_the_digits_of_a_second_step_that_came_too_late_are_no_words(browser):
    browser.cookies["session"] = ""

    page = browser.post(reverse("admin:second-step"), {"token": "123456", "next": "/admin/"} | token(browser))

    assert (page.status_code, page.url.partition("?")[0]) == (302, reverse("admin:login"))


def test_a_login_that_was_open_twice_is_sent_back_without_a_word(browser):
    typed = {"username": "wren", "password": "kxq3m-tt9vw-7fzpc", "csrfmiddlewaretoken": "x" * 64}

    page = browser.post(reverse("admin:login"), typed)

    assert page.status_code == 403
    assert not {"wren", typed["password"]} & {*page.content.decode().split()}
    assert "too old to be sent" in page.content.decode()
