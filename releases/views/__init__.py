"""Pages: each view parses, makes one call downward, and answers."""
