"""How large a file is, as people say it."""


def size_text(size: int) -> str:
    """Bytes in words: “840 bytes”, “12 KB”, “2.1 MB”; a kilobyte has 1,000 bytes."""
    if size < 1000:
        return "1 byte" if size == 1 else f"{size} bytes"
    if size < 999_500:
        return f"{round(size / 1000)} KB"
    return f"{size / 1_000_000:.1f} MB"
