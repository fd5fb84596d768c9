"""The one live sentence of a release: whom to call instead of a contact who has left."""

from releases.models import MediaContact, Organisation


def whom_to_call(left: str, now: MediaContact | None, office: Organisation) -> str:
    """“Ada Byron no longer works here. Please call …”: whoever answers now, or else the press office."""
    name, phone = (now.name, now.phone_text) if now else ("the press office", office.press_phone_text)
    return f"{left} no longer works here. Please call {name}{f' at {phone}' if phone else ''}."
