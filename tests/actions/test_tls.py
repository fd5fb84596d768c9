"""STARTTLS with certificates that are made here: what cannot be trusted gets no mail, and says so."""

import shutil
import ssl
import subprocess
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta

import pytest
from django.core.mail import get_connection

from releases.actions.delivering import Courier
from tests import mail_server
from tests.factories.mailings import queued

NINE = datetime(2026, 11, 23, 14, 0, tzinfo=UTC)
WINDOW = timedelta(minutes=10)

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    """Makes a certificate for a name, with its key, and returns their file."""
    openssl = shutil.which("openssl")
    if openssl is None:
        pytest.skip("openssl is not installed")
    folder = tmp_path_factory.mktemp("certificates")

    def made(name):
        key, whole = folder / "key.pem", folder / f"{name.replace(':', '-')}.pem"
        wanted = "-x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=mail"
        command = [openssl, "req", *wanted.split(), "-addext", f"subjectAltName={name}"]
        subprocess.run([*command, "-keyout", str(key), "-out", str(whole)], check=True, capture_output=True)
        whole.write_text(whole.read_text() + key.read_text())
        return whole

    return made


@pytest.fixture
def speaking_tls(settings):
    """A mail server with a certificate, to which this copy of the site speaks by STARTTLS alone."""

    def serve(file):
        own = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        own.load_cert_chain(file)
        running = mail_server.running(tls_context=own, require_starttls=True)
        server = opened.enter_context(running)
        settings.EMAIL_PORT = server.port
        return server

    settings.EMAIL_HOST, settings.EMAIL_TIMEOUT, settings.EMAIL_USE_TLS = "127.0.0.1", 5, True
    settings.MAIL_ALLOWED = ["@mail.example"]
    with ExitStack() as opened:
        yield serve


def under_way(at):
    at(NINE)
    waiting = queued(1)
    at(NINE + WINDOW)
    return waiting


def work():
    courier = Courier("1-test", wait=lambda seconds: None)
    sent = courier.deliver(seconds=30)
    courier.close()
    return sent


def outcome(mailing):
    mailing.refresh_from_db()
    return mailing.state, mailing.deliveries.get().state


def test_a_certificate_that_is_trusted_and_names_the_server_gets_the_mail(
    at, certificate, speaking_tls, monkeypatch
):
    file = certificate("IP:127.0.0.1")
    monkeypatch.setenv("SSL_CERT_FILE", str(file))
    server = speaking_tls(file)
    mailing = under_way(at)

    assert work() == 1
    assert (outcome(mailing), len(server.received)) == (("finished", "sent"), 1)


@pytest.mark.parametrize(
    ("name", "is_trusted", "said"),
    [
        ("IP:127.0.0.1", False, "self-signed certificate"),
        ("DNS:elsewhere.example", True, "IP address mismatch"),
    ],
)
def test_a_certificate_of_nobody_or_of_another_server_pauses_the_mailing(
    at, certificate, speaking_tls, monkeypatch, name, is_trusted, said
):
    file = certificate(name)
    if is_trusted:
        monkeypatch.setenv("SSL_CERT_FILE", str(file))
    server = speaking_tls(file)
    mailing = under_way(at)

    assert work() == 0

    assert (outcome(mailing), server.received) == (("paused", "queued"), [])
    assert mailing.paused_because.startswith(f"The mail server 127.0.0.1:{server.port} cannot be trusted (")
    assert said in mailing.paused_because
    assert mailing.paused_because.endswith("Correct its certificate.")
    with pytest.raises(ssl.SSLCertVerificationError):
        # Every other mail leaves by this one.
        get_connection("fas_press.mail.SmtpBackend").open()


def test_a_server_that_offers_no_tls_gets_nothing(at, settings):
    with mail_server.running() as server:
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_USE_TLS = "127.0.0.1", server.port, True
        settings.MAIL_ALLOWED = ["@mail.example"]
        mailing = under_way(at)

        assert work() == 0

    assert (outcome(mailing), server.received) == (("paused", "queued"), [])
    assert "offers no STARTTLS, and without it nothing is sent" in mailing.paused_because
