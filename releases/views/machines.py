"""What machines ask for: may we crawl, are you well, where is your icon."""

from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.templatetags.static import static
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from releases import conf
from releases.text.addresses import absolute

ROBOTS = """\
User-agent: *
Disallow: /admin/
Disallow: /preview/

Sitemap: {sitemap}
Sitemap: {news}
"""


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Everything public may be crawled."""
    addresses = {
        name: absolute(conf.site_address(), reverse(f"releases:{route}"))
        for name, route in (("sitemap", "sitemap"), ("news", "news-sitemap"))
    }
    return HttpResponse(ROBOTS.format(**addresses), content_type="text/plain; charset=utf-8")


@never_cache
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """200 when the database answers, 503 when it does not."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return HttpResponse("The database does not answer.\n", status=503, content_type="text/plain")
    return HttpResponse("ok\n", content_type="text/plain")


@require_safe
def favicon(request: HttpRequest) -> HttpResponse:
    """Where browsers look without being told."""
    return HttpResponseRedirect(static("favicon.ico"))
