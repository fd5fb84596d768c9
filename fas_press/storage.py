"""How static files are stored: under hashed names, compressed once."""

from typing import Any

from django.conf import settings
from whitenoise.compress import Compressor
from whitenoise.storage import CompressedManifestStaticFilesStorage


class PressStaticStorage(CompressedManifestStaticFilesStorage):
    """Whitenoise's storage, where brotli is a choice: it makes collecting the files ten times slower."""

    def create_compressor(self, **options: Any) -> Compressor:
        return Compressor(use_brotli=settings.STATIC_BROTLI, **options)
