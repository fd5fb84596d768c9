"""The addresses of the public site."""

from django.urls import URLPattern, URLResolver, path, register_converter
from django.urls.converters import StringConverter

from releases import feeds, sitemaps
from releases.views import (
    comparison,
    copies,
    machines,
    media,
    newsletters,
    paper,
    people,
    press_kit,
    preview,
    releases,
    site,
    subscribing,
    subscriptions,
)

app_name = "releases"


class Year(StringConverter):
    """Four digits."""

    regex = "[1-9][0-9]{3}"

    def to_python(self, value: str) -> int:  # type: ignore[override]
        """The year as a number."""
        return int(value)


class Number(Year):
    """A number that counts from one, in its one spelling."""

    regex = "[1-9][0-9]{0,8}"


class Form(StringConverter):
    """One of the formats that a feed has."""

    regex = "|".join(feeds.FORMS)


class MediaId(StringConverter):
    """128 random bits in hexadecimal."""

    regex = "[0-9a-f]{32}"


register_converter(MediaId, "media_id")
register_converter(Form, "form")
register_converter(Year, "year")
register_converter(Number, "number")

urlpatterns: list[URLPattern | URLResolver] = [
    path("", releases.release_list, name="release-list"),
    path("archive/<year:year>/", releases.archive_year, name="archive-year"),
    path("releases/<slug:slug>/", releases.release_detail, name="release-detail"),
    path("releases/<slug:slug>/print/", releases.release_print, name="release-print"),
    path("releases/<slug:slug>/versions/<number:number>/", releases.release_version, name="release-version"),
    path(
        "releases/<slug:slug>/versions/<number:number>/changes/",
        comparison.release_changes,
        name="release-changes",
    ),
    path("releases/<slug:slug>/card.png", copies.release_card, name="release-card"),
    path("releases/<slug:slug>.pdf", paper.release_pdf, name="release-pdf"),
    path("releases/<slug:slug>.txt", copies.release_text, name="release-text"),
    path("releases/<slug:slug>.json", copies.release_json, name="release-json"),
    path("releases/<slug:slug>/press-kit.zip", press_kit.release_press_kit, name="release-press-kit"),
    path("contacts/", people.contact_list, name="contact-list"),
    path("contacts/<slug:slug>.vcf", copies.contact_vcard, name="contact-vcard"),
    path("authors/<slug:slug>/", people.author, name="author"),
    path("programmes/<slug:slug>/", people.programme, name="programme"),
    path("topics/<slug:slug>/", people.topic, name="topic"),
    path("newsletters/", newsletters.newsletter_list, name="newsletter-list"),
    path("newsletters/<slug:slug>/", newsletters.newsletter, name="newsletter"),
    path("newsletters/<slug:slug>/<number:number>/", newsletters.newsletter_issue, name="newsletter-issue"),
    path(
        "newsletters/<slug:slug>/<number:number>/print/",
        newsletters.newsletter_issue_print,
        name="newsletter-issue-print",
    ),
    path("subscribe/", subscribing.subscribe, name="subscribe"),
    path("subscriptions/confirm/<str:token>/", subscriptions.confirm, name="confirm-subscription"),
    path("subscriptions/manage/<str:token>/", subscriptions.manage, name="manage-subscriptions"),
    path("subscriptions/leave/<str:token>/", subscriptions.leave, name="leave-subscription"),
    path("feeds/releases.<form:form>", feeds.releases, name="feed-releases"),
    path("feeds/newsletters/<slug:slug>.<form:form>", feeds.newsletter, name="feed-newsletter"),
    path("sitemap.xml", sitemaps.index, name="sitemap"),
    path("sitemap-releases-<year:year>.xml", sitemaps.releases, name="sitemap-releases"),
    path("sitemap-years.xml", sitemaps.years, name="sitemap-years"),
    path("sitemap-people.xml", sitemaps.people, name="sitemap-people"),
    path("sitemap-newsletters.xml", sitemaps.newsletters, name="sitemap-newsletters"),
    path("news-sitemap.xml", sitemaps.news, name="news-sitemap"),
    path("preview/", preview.preview, name="preview"),
    path("preview/print/", preview.preview_print, name="preview-print"),
    path("preview/media/<media_id:pk>/<str:name>", media.preview_media, name="preview-media"),
    path("preview/<path:rest>", preview.nothing_here, name="preview-nothing"),
    path("media/<media_id:pk>/<str:name>", media.media, name="media"),
    path("privacy/", site.privacy, name="privacy"),
    path(".well-known/security.txt", site.security_txt, name="security-txt"),
    path("robots.txt", machines.robots, name="robots"),
    path("healthz", machines.healthz, name="healthz"),
    path("favicon.ico", machines.favicon, name="favicon"),
]
