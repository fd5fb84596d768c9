"""What the desk sees: checks of a text, and what waits for whom."""
