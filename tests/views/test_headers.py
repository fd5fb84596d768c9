"""The headers that tell browsers what our pages may do: by value, as a reader's browser gets them."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.factories import approved

ROOT = Path(__file__).resolve().parents[2]
PRODUCTION = {
    "FAS_ENV": "production",
    "SECRET_KEY": "0123456789" * 6,
    "ALLOWED_HOSTS": "press.example",
    "SITE_ADDRESS": "https://press.example",
}
NAMES = (
    "X-Content-Type-Options",
    "X-Frame-Options",
    "Referrer-Policy",
    "Cross-Origin-Opener-Policy",
    "Permissions-Policy",
    "Strict-Transport-Security",
)
OVER_HTTP = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": (
        "accelerometer=(), autoplay=(), browsing-topics=(), camera=(), display-capture=(), "
        "encrypted-media=(), geolocation=(), gyroscope=(), magnetometer=(), microphone=(), midi=(), "
        "payment=(), usb=()"
    ),
    "Strict-Transport-Security": None,
}
OVER_HTTPS = {**OVER_HTTP, "Strict-Transport-Security": "max-age=31536000; includeSubDomains"}
PUBLIC_POLICY = {
    "default-src 'none'", "style-src 'self'", "img-src 'self'", "font-src 'self'", "form-action 'self'",
    "base-uri 'none'", "frame-ancestors 'none'",
}  # fmt: skip
ADMIN_POLICY = {
    "default-src 'self'", "script-src 'self'", "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:", "font-src 'self'", "object-src 'none'", "base-uri 'self'",
    "frame-ancestors 'none'", "form-action 'self'",
}  # fmt: skip
ASK_OVER_HTTPS = """
import json
from django.test import Client
answer = Client().get("/robots.txt", secure=True, headers={"host": "press.example"})
print(json.dumps([answer.status_code, dict(answer.items())]))
"""


@pytest.mark.django_db
def test_a_public_page_may_run_nothing_and_stand_in_no_frame(client):
    response = client.get(approved().get_absolute_url())

    assert response.status_code == 200
    assert {name: response.get(name) for name in NAMES} == OVER_HTTP
    assert set(response["Content-Security-Policy"].split("; ")) == PUBLIC_POLICY


@pytest.mark.django_db
def test_the_login_runs_only_our_own_scripts_and_stands_in_no_frame(client):
    response = client.get("/admin/login/")

    assert response.status_code == 200
    assert {name: response.get(name) for name in NAMES} == OVER_HTTP
    assert set(response["Content-Security-Policy"].split("; ")) == ADMIN_POLICY


def test_production_binds_browsers_to_https_for_a_year(tmp_path):
    environment = {"PATH": os.environ["PATH"], "VAR_DIR": str(tmp_path), **PRODUCTION}
    command = [sys.executable, "manage.py", "shell", "--no-imports", "-v0", "-c", ASK_OVER_HTTPS]

    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)

    status, headers = json.loads(done.stdout or "[null, {}]")
    assert status == 200, done.stderr
    assert {name: headers.get(name) for name in NAMES} == OVER_HTTPS
