"""Pages about the site itself: privacy, and whom to tell about a security problem."""

from datetime import UTC, datetime, timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from releases import conf
from releases.queries import furniture
from releases.text import sanitize
from releases.text.addresses import absolute

SECURITY_TEXT_LASTS = timedelta(days=180)


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """What the site knows about its readers: the organisation's own words, or what the program does."""
    office = furniture.organisation()
    context = {
        "text": "" if sanitize.is_empty(office.privacy) else office.privacy,
        "organisation": office,
        "canonical": absolute(conf.site_address(), request.path),
    }
    return render(request, "site/privacy.html", context)


@require_safe
def security_txt(request: HttpRequest) -> HttpResponse:
    """Whom to tell about a security problem, as RFC 9116 wants it."""
    site, office = conf.site_address(), furniture.organisation()
    contacts = []
    if office.email:
        contacts.append(f"mailto:{office.email}")
    if office.press_phone:
        contacts.append(f"tel:{office.press_phone}")
    # Cut to the day, so that the file is the same file all day long.
    today = datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    lines = [
        *(
            f"Contact: {contact}"
            for contact in contacts or [absolute(site, reverse("releases:contact-list"))]
        ),
        f"Expires: {today + SECURITY_TEXT_LASTS:%Y-%m-%dT%H:%M:%SZ}",
        "Preferred-Languages: en",
        f"Canonical: {absolute(site, request.path)}",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
