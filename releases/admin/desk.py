"""The first page of the admin: what waits for whom."""

from typing import Any

from django.http import HttpRequest


def context(request: HttpRequest) -> dict[str, Any]:
    """What the template of the desk draws."""
    return {}
