"""The confirm pages as a person uses them: open one, fill it in, press its button."""

from django.urls import reverse


def url(move, release):
    return reverse(f"admin:releases_release_{move}", args=[release.pk])


def page(client, move, release, *, by):
    client.force_login(by)
    return client.get(url(move, release))


def press(client, move, release, *, by, **typed):
    """Open the page, fill it in, and press its button, as a person does."""
    context = page(client, move, release, by=by).context
    return client.post(url(move, release), {**on_page(context), **typed})


def on_page(context):
    return {**context["carried"], "shown": context["shown"]}


def terms(response):
    return {fact.term: " ".join(fact.words) for fact in response.context["confirmation"].facts}
