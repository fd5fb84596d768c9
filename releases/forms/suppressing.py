"""Why an address gets no mail any more, or gets it again."""

from django import forms

from releases.forms.typed import TypedTextMixin


class SuppressForm(TypedTextMixin, forms.Form):
    """A reason, for colleagues who wonder later."""

    note = forms.CharField(
        label="Why?",
        max_length=300,
        help_text="Who asked for it, and how: “She called on 2 March.” Only colleagues read it.",
        error_messages={"required": "Write the reason: who asked for it, and how?"},
    )


class AllowForm(TypedTextMixin, forms.Form):
    """The same the other way round."""

    note = forms.CharField(
        label="Why?",
        max_length=300,
        help_text="What has changed: “She asked for it on 2 March.” Only colleagues read it.",
        error_messages={"required": "Write the reason: why may this address be written to again?"},
    )
