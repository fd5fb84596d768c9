"""Who sits at the machine when a command runs, and the password that they type."""

import getpass
import os
import socket

from django.contrib.auth.models import User
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import CommandError, OutputWrapper

TRIES = 3


def at_the_machine() -> str:
    """The person as the system knows them: “root on press1”."""
    try:
        who = getpass.getuser()
    except (KeyError, OSError):
        # In a container nobody may have a name.
        who = f"user {os.getuid()}"
    return f"{who} on {socket.gethostname()}"


def password_for(person: User, *, says: OutputWrapper) -> str:
    """Return what was typed twice and is good enough; CommandError after three tries."""
    for _ in range(TRIES):
        typed, again = getpass.getpass("Password: "), getpass.getpass("Password (again): ")
        if typed != again:
            says.write("These were two different passwords. Type one of them twice.")
        elif sentences := wrong_with(typed, person):
            says.write(sentences)
        else:
            return typed
    raise CommandError("No password was set. Think of one, and run the command again.")


def wrong_with(password: str, person: User) -> str:
    """What the site's rules object to; empty if nothing."""
    try:
        validate_password(password, person)
    except ValidationError as refusal:
        return " ".join(refusal.messages)
    return ""
