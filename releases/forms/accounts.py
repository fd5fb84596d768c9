"""Accounts as an administrator fills them in: names, mail, roles, and whether they are open."""

from typing import Any, ClassVar

from django import forms
from django.contrib.auth.forms import AdminUserCreationForm, UserChangeForm, UsernameField
from django.contrib.auth.models import Group, User
from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from releases.forms.second_saver import SecondSaverMixin
from releases.queries import staff
from releases.text.canonical import canonical_json, digest
from releases.vocabulary import Role

WHAT_ROLES_DO = {
    Role.WRITER: "writes, edits and submits releases",
    Role.EDITOR: "also approves, sends back, cancels and withdraws releases",
    Role.NEWSLETTER_EDITOR: "writes and approves newsletter issues",
    Role.ADMINISTRATOR: "opens and closes accounts; approves nothing",
}


WORDS = ("username", "first_name", "last_name", "email", "is_active")


class RolesField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    """Roles as boxes to tick, each with what it does."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, queryset: QuerySet[Group] | None = None, **kwargs: Any) -> None:
        super().__init__(queryset if queryset is not None else Group.objects.order_by("pk"), **kwargs)

    def label_from_instance(self, obj: Any) -> str:
        """“Writer: writes, edits and submits releases”."""
        does = WHAT_ROLES_DO.get(obj.name)
        return f"{obj.name}: {does}" if does else str(obj.name)


class RolesForm(forms.Form):
    """The roles of an account."""

    groups = RolesField(
        label="Roles",
        required=False,
        help_text="Without a role somebody can log in, but do nothing.",
    )


class NewAccountForm(RolesForm, AdminUserCreationForm):  # type: ignore[type-arg]
    """An account that does not exist yet: its person is invited by mail unless somebody types a password."""

    usable_password = forms.ChoiceField(
        label="How they get in",
        required=False,
        initial="false",
        choices=(
            ("false", "By a mail with a link, with which they choose a password"),
            ("true", "With a password that you type here and tell them"),
        ),
        widget=forms.RadioSelect({"class": "radiolist inline"}),
    )

    class Meta(AdminUserCreationForm.Meta):
        fields = ("username", "first_name", "last_name", "email", "groups")

    def clean(self) -> dict[str, Any]:
        """An invitation needs somewhere to go."""
        cleaned: dict[str, Any] = super().clean() or {}
        if "email" not in self.errors and not (cleaned.get("set_usable_password") or cleaned.get("email")):
            self.add_error("email", "Write where the invitation goes, or choose to type a password.")
        return cleaned


class AccountForm(SecondSaverMixin, RolesForm, UserChangeForm):  # type: ignore[type-arg]
    """An account that exists. Nobody can lock themselves out, or undo unseen what a colleague did to it."""

    what = "account"

    looked_at_by: ClassVar[User | None] = None

    class Meta:
        model = User
        field_classes = {"username": UsernameField}
        fields = ("username", "password", "first_name", "last_name", "email", "is_active", "groups")
        labels = {"is_active": "Open"}
        help_texts = {"is_active": "“Close the account” above closes it; tick this to open it again."}

    def digest_of_saved(self) -> str:
        """Of what the form shows: a login or another password changes nothing here."""
        words = [getattr(self.instance, name) for name in WORDS]
        roles = self.instance.groups.order_by("pk").values_list("pk", flat=True)
        return digest(canonical_json([*words, *roles]))

    def clean_is_active(self) -> bool:
        """Open it again here; closing it has a page of its own, and needs somebody else."""
        open_ = bool(self.cleaned_data["is_active"])
        if not open_ and self.instance == self.looked_at_by:
            raise ValidationError("This is your own account. Ask another administrator to close it.")
        if not open_ and self.initial.get("is_active"):
            raise ValidationError("Choose “Close the account” above: somebody has to take over the drafts.")
        return open_

    def clean_groups(self) -> QuerySet[Group]:
        """Somebody else has to take the role of administrator away."""
        groups: QuerySet[Group] = self.cleaned_data["groups"]
        administrators = Group.objects.filter(name=Role.ADMINISTRATOR)
        had = self.instance.groups.filter(name=Role.ADMINISTRATOR).exists()
        if self.instance == self.looked_at_by and had and not groups.filter(pk__in=administrators).exists():
            raise ValidationError("Ask another administrator to take this role from you.")
        if had and not groups.filter(pk__in=administrators).exists() and self._keeps_alone():
            raise ValidationError("This is the last administrator. Make somebody else one first.")
        return groups

    def _keeps_alone(self) -> bool:
        if self.instance.is_superuser:
            return False
        return not staff.account_keepers().exclude(pk=self.instance.pk).exists()


class StepForm(forms.Form):
    """A step about somebody's account that needs no words."""

    def __init__(self, *args: Any, person: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)


class ColleagueField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """Somebody who works here, by name."""

    def label_from_instance(self, obj: Any) -> str:
        """“Ruth Vance”, or the username of somebody without a name."""
        return obj.get_full_name() or str(obj.get_username())


class ClosingForm(StepForm):
    """Who takes over what the leaver had begun."""

    passes_drafts_to = ColleagueField(
        label="Who takes over the releases and draft issues",
        queryset=User.objects.none(),
        error_messages={"required": "Choose somebody: the texts need an owner."},
    )

    def __init__(self, *args: Any, person: User, **kwargs: Any) -> None:
        super().__init__(*args, person=person, **kwargs)
        field: Any = self.fields["passes_drafts_to"]
        field.queryset = User.objects.filter(is_active=True, is_staff=True).exclude(pk=person.pk)
