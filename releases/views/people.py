"""People, programmes and topics, for readers: live rows of those whom a public version names."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from releases import conf
from releases.models import Author, Programme, Topic
from releases.queries import furniture, people
from releases.queries.cursor import Cursor, NotACursor
from releases.queries.experts import Reachable, experts_on, topics_with_experts
from releases.rendering import pictures
from releases.text.addresses import absolute
from releases.views import errors


@require_safe
def contact_list(request: HttpRequest) -> HttpResponse:
    """Whom journalists can call."""
    context = {
        "contacts": people.contacts(),
        "expert_topics": topics_with_experts(),
        "organisation": furniture.organisation(),
        "canonical": absolute(conf.site_address(), request.path),
        "section": "contacts",
        "is_section": True,
    }
    return render(request, "people/contacts.html", context)


@require_safe
def author(request: HttpRequest, slug: str) -> HttpResponse:
    """An author, with what they signed or can be asked about."""
    found = people.author(slug)
    portrait = pictures.portrait_of(found) if found else None
    return _named(request, "people/author.html", found, portrait=portrait)


@require_safe
def programme(request: HttpRequest, slug: str) -> HttpResponse:
    """A programme, with its releases."""
    return _named(request, "people/programme.html", people.programme(slug))


@require_safe
def topic(request: HttpRequest, slug: str) -> HttpResponse:
    """A topic, with whom to interview on it, and its releases."""
    found = people.topic(slug)
    on_it = experts_on(found) if found else ()
    return _named(request, "people/topic.html", found, experts=on_it)


def _named(
    request: HttpRequest,
    template: str,
    thing: Author | Programme | Topic | None,
    experts: tuple[Reachable, ...] = (),
    portrait: pictures.Drawn | None = None,
) -> HttpResponse:
    if thing is None:
        return errors.not_found(request)
    word = request.GET.get("before")
    try:
        before = Cursor.parse(word) if word is not None else None
    except NotACursor:
        return errors.not_found(request)
    context = {
        "thing": thing,
        "page": people.releases_of(thing, before),
        "experts": experts,
        "is_newest": before is None,
        "organisation": furniture.organisation(),
        "canonical": absolute(conf.site_address(), thing.get_absolute_url()),
        "section": "releases",
        "portrait": portrait,
    }
    return render(request, template, context)
