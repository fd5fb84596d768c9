"""The one refusal of this room."""


class NotAccepted(ValueError):
    """A file cannot come in; the message is a sentence that says what to do."""
