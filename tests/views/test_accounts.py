"""Pages about one's own account: links that end, answers that tell nothing, and the second step."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse
from django_otp.oath import TOTP
from django_otp.plugins.otp_static.models import StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from releases import jobs
from releases.actions import accounts, notifying
from releases.models import MutedNotice, Notice
from releases.vocabulary import NoticeKind, Role
from tests.factories import UserFactory, editor, writer
from tests.factories.newsletters import newsletter_editor

pytestmark = pytest.mark.django_db

NINE = datetime(2026, 11, 23, 14, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
PASSWORD = "kxq3m-tt9vw-7fzpc"


def page(name, *args):
    return reverse(f"admin:{name}", args=args)


def with_password(make=writer, **fields):
    person = make(**fields)
    person.set_password(PASSWORD)
    person.save()
    return person


def link_in(mail):
    return re.search(r"http://127\.0\.0\.1:8000(/admin/set-password/\S+)", mail.body)[1]


def digits(key, when):
    phone = TOTP(bytes.fromhex(key))
    phone.time = when.timestamp()
    return f"{phone.token():06}"


def choose(client, link, password=PASSWORD):
    """Follow the link as a browser does, and type a password twice."""
    form = client.get(link, follow=True)
    if not form.context["validlink"]:
        return form
    return client.post(form.redirect_chain[-1][0], {"new_password1": password, "new_password2": password})


# Passwords by mail


@pytest.fixture
def invitation(at, mailoutbox):
    at(NINE)
    person = writer(username="new", email="new@fas.example")
    person.set_unusable_password()
    person.save()
    accounts.invite(person, by=UserFactory(roles=[Role.ADMINISTRATOR]))
    jobs.send_due_notices()
    return link_in(mailoutbox[0])


def test_an_invitation_leads_to_a_password_that_opens_the_admin(client, invitation):
    response = choose(client, invitation)

    assert response.url == page("password-is-set")
    assert client.login(username="new", password=PASSWORD)
    assert client.get(page("index")).status_code == 200


def test_an_invitation_works_once(client, invitation):
    choose(client, invitation)

    again = choose(client, invitation, "another-long-password")

    assert "This link does not work any more" in again.content.decode()
    assert not client.login(username="new", password="another-long-password")


@pytest.mark.parametrize(("late", "works"), [(timedelta(0), True), (timedelta(seconds=1), False)])
def test_an_invitation_ends_after_three_days(client, invitation, at, late, works):
    at(NINE + timedelta(days=3) + late)

    choose(client, invitation)

    assert client.login(username="new", password=PASSWORD) is works


def test_a_closed_account_has_no_link(client, invitation):
    User.objects.filter(username="new").update(is_active=False)

    assert "This link does not work any more" in choose(client, invitation).content.decode()


def test_the_link_leaves_the_address_before_the_form_is_shown(client, invitation):
    form = client.get(invitation, follow=True)

    token = invitation.rstrip("/").rpartition("/")[2]
    assert form.redirect_chain[-1][0].endswith("/set-password/")
    assert token not in form.content.decode()


def test_the_answer_is_the_same_whatever_the_address(client):
    with_password(email="wren@fas.example")

    def answers(address):
        asked = client.post(page("forgotten"), {"email": address})
        told = client.get(asked.url)
        return (asked.status_code, asked.content, sorted(asked.items()), told.status_code, told.content)

    known, unknown = answers("wren@fas.example"), answers("nobody@fas.example")

    assert known == unknown
    assert Notice.objects.get().recipient.email == "wren@fas.example"


def test_a_forged_host_never_reaches_a_mail(client, mailoutbox, settings):
    settings.ALLOWED_HOSTS = ["*"]
    with_password(email="wren@fas.example")

    client.post(page("forgotten"), {"email": "wren@fas.example"}, headers={"host": "evil.example"})
    jobs.send_due_notices()

    assert "evil.example" not in str(mailoutbox[0].message())
    assert link_in(mailoutbox[0])


def test_a_reset_ends_other_sessions(client, mailoutbox):
    person = with_password(email="wren@fas.example")
    client.force_login(person)
    accounts.ask_for_reset("wren@fas.example")
    jobs.send_due_notices()
    elsewhere = type(client)()

    choose(elsewhere, link_in(mailoutbox[0]), "another-long-password")

    assert client.get(page("index")).status_code == 302


# Throttled login


@pytest.fixture
def throttled(settings):
    settings.AXES_ENABLED = True


def log_in(client, password, username="wren", **headers):
    return client.post(page("login"), {"username": username, "password": password}, **headers)


def test_five_wrong_passwords_close_the_login_for_a_quarter_of_an_hour(client, throttled, at):
    at(NINE)
    with_password(username="wren")

    codes = [log_in(client, "wrong").status_code for _ in range(5)]
    locked = log_in(client, PASSWORD)
    elsewhere = log_in(client, PASSWORD, REMOTE_ADDR="192.0.2.7").status_code
    at(NINE + 14 * MINUTE)
    too_early = log_in(client, PASSWORD).status_code
    at(NINE + 15 * MINUTE + timedelta(seconds=1))
    waited = log_in(client, PASSWORD).status_code

    assert codes == [200, 200, 200, 200, 429]
    assert (locked.status_code, elsewhere, too_early, waited) == (429, 302, 429, 302)
    assert "Wait 15 minutes, then try again." in locked.content.decode()
    assert "no-store" in locked["Cache-Control"]
    assert "script-src 'self'" in locked["Content-Security-Policy"]


def test_a_forged_proxy_header_does_not_open_a_locked_login(client, throttled):
    with_password(username="wren")
    for attempt in range(5):
        log_in(client, "wrong", headers={"x-forwarded-for": f"192.0.2.{attempt}"})

    assert log_in(client, PASSWORD, headers={"x-forwarded-for": "192.0.2.99"}).status_code == 429


def test_behind_our_own_proxy_each_client_is_counted_alone(client, throttled, settings):
    settings.TRUSTED_PROXIES = ["127.0.0.1", "10.0.0.1"]
    with_password(username="wren")
    for attempt in range(5):
        claimed = f"192.0.2.{attempt}, 198.51.100.1, 10.0.0.1"
        log_in(client, "wrong", headers={"x-forwarded-for": claimed})

    assert log_in(client, PASSWORD, headers={"x-forwarded-for": "198.51.100.1"}).status_code == 429
    assert log_in(client, PASSWORD, headers={"x-forwarded-for": "198.51.100.2"}).status_code == 302


# The second step


@pytest.fixture
def required(settings, at):
    settings.REQUIRE_2FA = True
    at(NINE)


def key_shown(client):
    return client.session["second_step_key"]


def set_up(client, person):
    """Log in and set the second step up; return its key and the recovery codes that were shown."""
    client.force_login(person)
    client.get(page("second-step-set-up"))
    key = key_shown(client)
    response = client.post(page("second-step-set-up"), {"token": digits(key, NINE)})
    return key, response.context["codes"]


@pytest.mark.parametrize("make", [editor, newsletter_editor])
def test_without_the_second_step_an_approver_sees_no_page_of_the_admin(client, required, make):
    client.force_login(make())

    for name in ("index", "releases_release_changelist", "your-notices", "password_change", "jsi18n"):
        response = client.get(page(name))
        assert (name, response.status_code) == (name, 302)
        assert response.url.startswith(page("second-step") + "?next=")
    posted = client.post(page("releases_release_add"), {"headline": "Unseen"})
    assert (posted.status_code, posted.url) == (302, page("second-step"))
    assert client.post(page("logout")).status_code == 200


def test_a_writer_needs_no_second_step(client, required):
    client.force_login(writer())

    assert client.get(page("index")).status_code == 200


def test_where_it_is_switched_off_nobody_needs_a_second_step(client):
    client.force_login(editor())

    assert client.get(page("index")).status_code == 200


def test_setting_up_shows_the_codes_once_and_opens_the_admin(client, required):
    person = editor()
    client.force_login(person)
    before = client.session.session_key

    key, codes = set_up(client, person)

    assert client.get(page("index")).status_code == 200
    assert (len(codes), TOTPDevice.objects.get().key) == (10, key)
    assert client.session.session_key != before
    assert "second_step_key" not in client.session
    again = client.get(page("second-step-set-up"))
    assert (again.status_code, again.url) == (302, page("index"))


def test_the_page_shows_the_key_as_picture_link_and_words_and_nothing_executable(client, required):
    client.force_login(editor(username="ed"))

    response = client.get(page("second-step"), follow=True)

    html = response.content.decode()
    assert response.redirect_chain == [(page("second-step-set-up"), 302)]
    assert "otpauth://totp/FAS%20press%20office%3Aed?secret=" in html
    assert '<path d="M4 4h7v1h-7z' in html
    content = html.partition('<div class="account">')[2].partition("<footer")[0]
    assert re.findall(r"style=|<script|\son\w+=", content) == []
    assert "no-store" in response["Cache-Control"]
    assert "private" in response["Cache-Control"]
    assert "script-src 'self'" in response["Content-Security-Policy"]


def test_the_key_is_the_servers_and_for_the_person_of_the_session_alone(client, required):
    mallory, victim = editor(username="mallory"), editor(username="victim")
    client.force_login(mallory)
    client.get(page("second-step-set-up"))
    key = key_shown(client)

    client.post(
        page("second-step-set-up"),
        {"token": digits(key, NINE), "user": victim.pk, "username": "victim", "key": "00" * 20},
    )

    device = TOTPDevice.objects.get()
    assert (device.user, device.key) == (mallory, key)


def test_a_form_from_elsewhere_sets_nothing_up(required):
    client = Client(enforce_csrf_checks=True)
    client.force_login(editor())
    client.get(page("second-step-set-up"))

    response = client.post(page("second-step-set-up"), {"token": digits(key_shown(client), NINE)})

    assert response.status_code == 403
    assert TOTPDevice.objects.count() == 0


def test_a_password_thief_cannot_set_up_another_phone(client, required):
    person = editor()
    set_up(client, person)
    thief = type(client)()
    thief.force_login(person)

    seen = thief.get(page("second-step-set-up"))
    posted = thief.post(page("second-step-set-up"), {"token": "123456"})

    assert (seen.status_code, posted.status_code) == (302, 302)
    assert thief.get(page("index")).url.startswith(page("second-step"))
    assert TOTPDevice.objects.count() == 1


def later(client, person, at):
    """A new login, two minutes after the phone was set up."""
    at(NINE + 2 * MINUTE)
    client.logout()
    client.force_login(person)


def test_six_digits_lead_to_where_the_person_was_going(client, required, at):
    person = editor()
    key, _ = set_up(client, person)
    later(client, person, at)
    wanted = page("releases_release_changelist") + "?public=live"

    sent = client.get(wanted)
    asked = client.get(sent.url)
    passed = client.post(sent.url, {"token": digits(key, NINE + 2 * MINUTE), "next": asked.context["next"]})

    assert (passed.status_code, passed.url) == (302, wanted)
    assert client.get(page("index")).status_code == 200


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example/", "javascript:alert(1)"])
def test_nobody_is_led_away_from_the_site(client, required, at, elsewhere):
    person = editor()
    key, _ = set_up(client, person)
    later(client, person, at)

    passed = client.post(page("second-step"), {"token": digits(key, NINE + 2 * MINUTE), "next": elsewhere})

    assert passed.url == page("index")


@pytest.mark.parametrize("what", ["wrong", "replayed", "used code"])
def test_what_does_not_fit_gets_a_sentence_and_no_page(client, required, at, what):
    person = editor()
    key, (code, *_) = set_up(client, person)
    later(client, person, at)
    tokens = {"wrong": "000000", "replayed": digits(key, NINE + 2 * MINUTE), "used code": code}
    if what != "wrong":
        accounts.verify(person, token=tokens[what])

    response = client.post(page("second-step"), {"token": tokens[what]})

    assert response.status_code == 200
    (sentence,) = response.context["form"].errors["token"]
    assert sentence.startswith("That does not fit, or was used already.")
    assert client.get(page("index")).status_code == 302


def test_a_recovery_code_does_instead_of_the_phone(client, required, at):
    person = editor()
    _, (code, *_) = set_up(client, person)
    later(client, person, at)

    client.post(page("second-step"), {"token": code})

    assert client.get(page("index")).status_code == 200
    assert StaticToken.objects.count() == 9


def test_a_reset_ends_what_the_lost_phone_had_opened(client, required):
    person = editor()
    set_up(client, person)

    accounts.reset_second_factor(person, by=UserFactory(roles=[Role.ADMINISTRATOR]))

    assert client.get(page("index")).status_code == 302
    assert Session.objects.count() == 0


# Which mail


def test_everybody_chooses_their_own_mail_and_nobody_elses(client):
    me, other = writer(email="me@fas.example"), writer(email="other@fas.example")
    notifying.choose_mail(other, wanted=[NoticeKind.LIVE])
    client.force_login(me)

    response = client.post(page("your-notices"), {"kinds": ["live", "failed"], "user": other.pk})

    assert response.status_code == 302
    assert sorted(me.muted_notices.values_list("kind", flat=True)) == ["approved", "sent-back", "submitted"]
    assert MutedNotice.objects.filter(user=other).count() == 4
    shown = client.get(page("your-notices")).context["form"]["kinds"].value()
    assert shown == ["live", "failed"]


def test_mail_about_the_own_account_cannot_be_switched_off(client):
    client.force_login(writer())

    response = client.post(page("your-notices"), {"kinds": ["invitation"]})

    assert "kinds" in response.context["form"].errors


@pytest.mark.parametrize("name", ["your-notices", "second-step", "second-step-set-up"])
def test_a_stranger_is_asked_for_a_password_first(client, name):
    response = client.get(page(name))

    assert (response.status_code, response.url) == (302, f"{page('login')}?next={page(name)}")


@pytest.mark.parametrize(
    "name", ["login", "forgotten", "forgotten-asked", "password-is-set", "your-notices", "second-step-set-up"]
)
def test_no_cache_keeps_these_pages_and_scripts_come_from_us_alone(client, name):
    if name not in ("login", "forgotten", "forgotten-asked", "password-is-set"):
        client.force_login(writer())

    response = client.get(page(name))

    assert response.status_code == 200
    assert {"private", "no-store"} <= set(response["Cache-Control"].replace(" ", "").split(","))
    assert "script-src 'self'" in response["Content-Security-Policy"]
