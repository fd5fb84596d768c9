"""What the sweep does not draw again is only what could not have been different."""

from types import SimpleNamespace

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from tests.journeys.replay import Replay

LOOKS = {
    "a cookie": lambda request: request.COOKIES.get("preview"),
    "a header": lambda request: request.META.get("HTTP_RANGE"),
    "any header": lambda request: request.headers.get("If-None-Match"),
    "whether there is a header": lambda request: "HTTP_ACCEPT" in request.META,
    "the session": lambda request: setattr(request.session, "accessed", True),
}


def calls(look):
    called = []

    def view(request):
        called.append(look(request))
        return HttpResponse("The page.")

    Replay.drawn.clear()
    for _ in range(2):
        request = RequestFactory().get("/page/?q=words")
        vars(request)["session"] = SimpleNamespace(accessed=False)
        Replay(HttpResponse).process_view(request, view, (), {})
    Replay.drawn.clear()
    return len(called)


@pytest.mark.parametrize("look", LOOKS.values(), ids=LOOKS)
def test_a_view_that_looks_at_who_asks_or_how_is_called_each_time(look):
    assert calls(look) == 2


def test_a_view_that_looks_at_the_address_alone_is_called_once():
    assert calls(lambda request: (request.get_host(), request.GET["q"], request.path)) == 1


def test_what_the_stack_adds_to_one_answer_is_not_in_the_next():
    replay, request = Replay(HttpResponse), RequestFactory().get("/page/")
    vars(request)["session"] = SimpleNamespace(accessed=False)

    def ask():
        return replay.process_view(request, lambda request: HttpResponse("The page."), (), {})

    Replay.drawn.clear()
    ask()
    first = ask()
    first["X-Only-Here"] = "yes"
    second = ask()
    Replay.drawn.clear()

    assert "X-Only-Here" not in second
    assert second.content == b"The page."
