#!/usr/bin/env python3
"""Django's command line for fas_press."""

import os
import sys


def main() -> None:
    """Run one command; a setting that cannot be right is said in a sentence, not in a traceback."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "fas_press.settings")
    from django.conf import settings
    from django.core.management import execute_from_command_line

    from fas_press.env import WrongSetting

    try:
        settings.configured or settings.DEBUG  # noqa: B018
    except WrongSetting as refusal:
        sys.exit(str(refusal))
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
