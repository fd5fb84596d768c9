"""What machines ask for."""

import pytest
from django.db import DatabaseError
from django.db.backends.utils import CursorWrapper

pytestmark = pytest.mark.django_db


def test_robots_may_read_what_is_public(client):
    response = client.get("/robots.txt")

    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert response.content.decode().splitlines() == [
        "User-agent: *",
        "Disallow: /admin/",
        "Disallow: /preview/",
        "",
        "Sitemap: http://127.0.0.1:8000/sitemap.xml",
        "Sitemap: http://127.0.0.1:8000/news-sitemap.xml",
    ]


def test_health_is_the_databases(client, monkeypatch):
    well = client.get("/healthz")
    monkeypatch.setattr(CursorWrapper, "execute", _refuse)

    ill = client.get("/healthz")

    assert (well.status_code, well.content) == (200, b"ok\n")
    assert (ill.status_code, ill.content) == (503, b"The database does not answer.\n")


def test_browsers_find_the_icon(client):
    assert client.get("/favicon.ico")["Location"] == "/static/favicon.ico"


def _refuse(*args: object) -> None:
    raise DatabaseError
