"""The secret key, and the name, of a copy that runs on one's own machine."""

import contextlib
import hashlib
import os
import secrets
from pathlib import Path

from fas_press.env import WrongSetting


def read_or_make(folder: Path) -> str:
    """The key in the folder's `secret_key`, made at the first call; two starts at once agree on one key."""
    return _random(folder / "secret_key")


def name_of_copy(folder: Path) -> str:
    """What this copy is called by the fence of the mail, made from a random file and from where it lies.

    A folder that somebody copied to another place has another name there, so that it sends nothing.
    """
    made = f"{_random(folder / 'instance')} {folder.resolve()}"
    return hashlib.sha256(made.encode()).hexdigest()[:32]


def _random(path: Path) -> str:
    try:
        if not path.exists():
            _make(path)
        key = path.read_text(encoding="ascii").strip()
    except OSError as failure:
        raise WrongSetting(
            f"The folder {path.parent} cannot be used ({failure.strerror}). Make it writable or set VAR_DIR."
        ) from failure
    if len(key) < 50:
        raise WrongSetting(f"The key in {path} is too short. Delete the file; the next start makes another.")
    return key


def _make(path: Path) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="ascii") as file:
        file.write(secrets.token_urlsafe(64) + "\n")
    # A link appears whole or not at all, and never replaces the key of somebody who was quicker.
    with contextlib.suppress(FileExistsError):
        os.link(draft, path)
    draft.unlink()
