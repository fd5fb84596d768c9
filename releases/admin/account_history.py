"""The history of an account: on its page, and written by every form of the admin that changes one."""

from typing import TYPE_CHECKING, Any

from django.contrib.admin.utils import unquote
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse

from releases.actions import account_history
from releases.admin.move_page import person_of
from releases.desk import history

if TYPE_CHECKING:
    AccountModelAdmin = UserAdmin[User]
else:
    AccountModelAdmin = object

LATEST = 5


class AccountHistoryMixin(AccountModelAdmin):
    """Writes what the forms change. Their template gets `happened`, the latest steps."""

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, *args: Any, **kwargs: Any
    ) -> Any:
        """Django's form; what it changes is in the account's history."""
        person = self._about_to_change(request, object_id)
        if person is None:
            return super().changeform_view(request, object_id, *args, **kwargs)
        with account_history.changing(person, by=person_of(request)):
            return super().changeform_view(request, object_id, *args, **kwargs)

    def user_change_password(self, request: HttpRequest, id: str, form_url: str = "") -> HttpResponse:
        """Django's form for somebody's password; the account's history says that there is another one."""
        person = self._about_to_change(request, id)
        if person is None:
            return super().user_change_password(request, id, form_url)
        with account_history.changing(person, by=person_of(request)):
            return super().user_change_password(request, id, form_url)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """A new account has its roles from here on."""
        super().save_related(request, form, formsets, change)
        if not change:
            account_history.note_opened(form.instance, by=person_of(request))

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """Django's form, with the latest steps below it."""
        person = kwargs.get("obj")
        context["happened"] = history.of(person)[:LATEST] if person else ()
        return super().render_change_form(request, context, *args, **kwargs)

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Every step, which nobody can change, and below it what Django has logged."""
        person = self.get_object(request, unquote(object_id))
        happened = history.of(person) if person else ()
        return super().history_view(request, object_id, {"happened": happened, **(extra_context or {})})

    def _about_to_change(self, request: HttpRequest, object_id: str | None) -> User | None:
        """The account that a form is posted for, if this person may change it."""
        if request.method != "POST" or object_id is None:
            return None
        # As Django reads it: the account that its form will change, however its number is written.
        person = self.get_object(request, unquote(object_id))
        return person if person and self.has_change_permission(request, person) else None
