"""Words, times, numbers and addresses as pure functions: no tables, no request, no settings."""
