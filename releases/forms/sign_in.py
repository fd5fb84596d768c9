"""What people type about their own account: an address, a token, which mail they want."""

from django import forms

from releases.vocabulary import ACCOUNT_NOTICES, NoticeKind


class ForgottenForm(forms.Form):
    """The address of somebody who has forgotten their password."""

    email = forms.EmailField(
        label="Your e-mail address",
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "autofocus": True}),
    )


class TokenForm(forms.Form):
    """Six digits from the phone, or a recovery code."""

    token = forms.CharField(
        label="Six digits from your phone, or a recovery code",
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "autofocus": True}),
        error_messages={"required": "Type the six digits that your phone shows now."},
    )


class FirstTokenForm(TokenForm):
    """Six digits that prove that the phone knows the key."""

    token = forms.CharField(
        label="Six digits from your phone",
        max_length=10,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
        error_messages={"required": "Type the six digits that your phone shows now."},
    )


class MailForm(forms.Form):
    """Which mail about releases a person wants."""

    kinds = forms.MultipleChoiceField(
        label="Mail me when",
        required=False,
        choices=[choice for choice in NoticeKind.choices if choice[0] not in ACCOUNT_NOTICES],
        widget=forms.CheckboxSelectMultiple,
    )
