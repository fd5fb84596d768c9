"""Reads across models. Nothing here changes a row."""
