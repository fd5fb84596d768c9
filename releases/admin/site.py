"""The admin as the press office meets it: its first page is the desk, its headers are its own."""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar, cast

from csp.decorators import csp_replace
from django.conf import settings
from django.contrib.admin import AdminSite
from django.db.models.base import ModelBase
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.decorators import method_decorator

from releases.admin.not_saved import keeping_words

View = TypeVar("View", bound=Callable[..., Any])
SECRETS = frozenset({"otp_static", "otp_totp"})
"""Apps whose tables have no page."""


def with_admin_policy(view: View) -> View:
    """Let scripts run, but from this site alone. No cache keeps an answer: the middleware sees to that."""
    return cast(View, csp_replace(settings.ADMIN_POLICY)(view))


class PressAdminSite(AdminSite):
    """Django's admin with a desk instead of a list of tables."""

    site_header = "FAS press office"
    site_title = "FAS press office"
    index_title = "Press desk"

    def __init__(self, name: str = "admin") -> None:
        super().__init__(name)
        # Rows go one at a time, after a page that says what goes with them.
        self.disable_action("delete_selected")

    def register(self, model_or_iterable: Any, admin_class: Any = None, **options: Any) -> None:
        """Register a table, unless what lies in it is as good as a password.

        Nobody reads the keys and recovery codes of a second step; resetting it is an action with a history.
        """
        models: Any = [model_or_iterable] if isinstance(model_or_iterable, ModelBase) else model_or_iterable
        shown = [model for model in models if model._meta.app_label not in SECRETS]
        if shown:
            super().register(shown, admin_class, **options)

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        """What every page gets; the outbox is linked where mails become files."""
        from releases.admin import outbox

        return {**super().each_context(request), "has_outbox": outbox.may_look(request)}

    def admin_view(self, view: View, cacheable: bool = False) -> View:
        """Every page behind the login."""
        return with_admin_policy(keeping_words(self, super().admin_view(view, cacheable)))

    def get_urls(self) -> list[Any]:
        """The pages about one's own account before Django's addresses, the last of which takes all others."""
        # The site stands before the models are loaded.
        from releases.admin import account_pages, outbox

        return [*account_pages.addresses(self), *outbox.addresses(self), *super().get_urls()]

    @method_decorator(with_admin_policy)
    def login(self, request: HttpRequest, extra_context: Mapping[str, Any] | None = None) -> HttpResponse:
        """The login page, which Django leaves outside `admin_view`."""
        return super().login(request, dict(extra_context or {}))

    def password_change(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> TemplateResponse:
        """Django's form for one's own password; the account's history says that there is another one."""
        # The site stands before the models are loaded.
        from releases.actions import account_history
        from releases.admin.move_page import person_of

        if request.method != "POST":
            return super().password_change(request, extra_context)
        person = person_of(request)
        with account_history.changing(person, by=person):
            return super().password_change(request, extra_context)

    def index(self, request: HttpRequest, extra_context: Mapping[str, Any] | None = None) -> TemplateResponse:
        """The desk."""
        # The site stands before the models are loaded.
        from releases.admin import desk

        return super().index(request, {**desk.context(request), **(extra_context or {})})
