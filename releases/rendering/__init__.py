"""Turning what was read into what is drawn: contexts of templates, files, mails."""
