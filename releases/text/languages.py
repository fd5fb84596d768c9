"""What a language tag (BCP 47) says of how words are set."""

_LANGUAGES = frozenset(("ar", "arc", "ckb", "dv", "fa", "he", "iw", "ps", "sd", "syr", "ug", "ur", "yi"))
_SCRIPTS = frozenset(("adlm", "arab", "hebr", "nkoo", "rohg", "syrc", "thaa"))


def is_from_the_right(tag: str) -> bool:
    """Whether the language is written from right to left; a script in its tag decides: “az-Arab”."""
    language, *more = tag.lower().split("-")
    if more and len(more[0]) == 4 and more[0].isalpha():
        return more[0] in _SCRIPTS
    return language in _LANGUAGES
