"""Accounts and roles: who may log in, and as what."""

from typing import TYPE_CHECKING, Any

from django.contrib import admin, messages
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.models import Group, Permission, User
from django.db.models import QuerySet
from django.forms import ModelForm
from django.http import HttpRequest

from releases.actions import accounts
from releases.admin.account_history import AccountHistoryMixin
from releases.admin.account_steps import AccountStepsMixin
from releases.admin.move_page import person_of
from releases.forms.accounts import AccountForm, NewAccountForm
from releases.vocabulary import Right
from releases.workflow import MoveNotAllowed

if TYPE_CHECKING:
    AccountModelForm = ModelForm[User]
else:
    AccountModelForm = ModelForm

admin.site.unregister(User)
admin.site.unregister(Group)


@admin.register(User)
class AccountAdmin(AccountStepsMixin, AccountHistoryMixin, UserAdmin):  # type: ignore[type-arg]
    """People of the press office. An account is closed, never deleted: history names it."""

    form = AccountForm
    add_form = NewAccountForm
    list_display = ("username", "full_name", "email", "roles", "is_active", "last_login")
    list_filter = ("is_active", "groups")
    filter_horizontal = ()
    show_full_result_count = False
    readonly_fields = ("last_login", "date_joined")
    fieldsets = (
        (None, {"fields": ("username", "password")}),
        ("Person", {"fields": ("first_name", "last_name", "email")}),
        ("What they may do", {"fields": ("is_active", "groups")}),
        ("When", {"fields": ("last_login", "date_joined")}),
    )
    add_fieldsets = (
        (None, {"fields": ("username", "usable_password", "password1", "password2")}),
        ("Person", {"fields": ("first_name", "last_name", "email")}),
        ("What they may do", {"fields": ("groups",)}),
    )

    @admin.display(description="name", ordering="first_name")
    def full_name(self, user: User) -> str:
        """First and last name."""
        return user.get_full_name()

    @admin.display(description="roles")
    def roles(self, user: User) -> str:
        """The roles, with commas."""
        return ", ".join(group.name for group in user.groups.all())

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        """Accounts with their roles."""
        return super().get_queryset(request).prefetch_related("groups")

    def get_form(
        self, request: HttpRequest, obj: User | None = None, change: bool = False, **kwargs: Any
    ) -> type[AccountModelForm]:
        """The form, which knows who looks at it."""
        form = super().get_form(request, obj, change=change, **kwargs)
        return type(form.__name__, (form,), {"looked_at_by": person_of(request)})

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """Whoever may change accounts, but a superuser's only as a superuser."""
        may = super().has_change_permission(request, obj)
        return may and (obj is None or not obj.is_superuser or person_of(request).is_superuser)

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """Never: “Close the account” is the way."""
        return False

    def save_model(self, request: HttpRequest, obj: User, form: AccountModelForm, change: bool) -> None:
        """Whoever has an account works here."""
        if not change:
            obj.is_staff = True
        super().save_model(request, obj, form, change)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Whoever has no password yet is invited, once the account has its roles."""
        super().save_related(request, form, formsets, change)
        if not change and not form.instance.has_usable_password():
            self._invite(request, form.instance)

    def _invite(self, request: HttpRequest, person: User) -> None:
        try:
            accounts.invite(person, by=person_of(request))
        except MoveNotAllowed as refusal:
            messages.warning(request, f"Not invited yet: {refusal}")
        else:
            messages.success(request, f"Invited: a mail with a link goes to {person.email}.")


@admin.register(Group)
class RoleAdmin(GroupAdmin):
    """The roles, to read: a migration makes them, accounts get them."""

    filter_horizontal = ()
    list_display = ("name", "rights", "people")
    fields = ("name", "rights", "people")

    @admin.display(description="may")
    def rights(self, role: Group) -> str:
        """What the role adds in the newsroom."""
        held: QuerySet[Permission] = role.permissions.filter(codename__in=Right.values)
        labels = [Right(permission.codename).label for permission in held]
        return "; ".join(labels) or "Nothing with releases and issues"

    @admin.display(description="people")
    def people(self, role: Group) -> str:
        """Who has it, without the closed accounts."""
        members = role.user_set.filter(is_active=True).order_by("username")
        return ", ".join(member.get_full_name() or member.get_username() for member in members) or "Nobody"

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Never: a new role is a decision with a migration."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Group | None = None) -> bool:
        """Never."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Group | None = None) -> bool:
        """Never."""
        return False
