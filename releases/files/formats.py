"""What we accept, and what each of it is called."""

from enum import StrEnum


class Kind(StrEnum):
    """What a file is for a reader: something to see, or something to take away."""

    PICTURE = "picture"
    DOCUMENT = "document"


class Format(StrEnum):
    """The eight kinds of files that come in; everything about them follows from their content."""

    JPEG = "jpeg"
    PNG = "png"
    WEBP = "webp"
    GIF = "gif"
    PDF = "pdf"
    DOCX = "docx"
    XLSX = "xlsx"
    CSV = "csv"

    @property
    def kind(self) -> Kind:
        """Picture or document."""
        return Kind.PICTURE if self in _PICTURES else Kind.DOCUMENT

    @property
    def label(self) -> str:
        """What people call it: “Full report, PDF, 2.1 MB”."""
        return _LABELS.get(self, self.value.upper())

    @property
    def mime(self) -> str:
        """The type that we send with it, whatever the browser said when it came."""
        return _MIME[self]

    @property
    def extension(self) -> str:
        """The end of its name, without the dot."""
        return "jpg" if self is Format.JPEG else self.value


_PICTURES = frozenset({Format.JPEG, Format.PNG, Format.WEBP, Format.GIF})
_LABELS = {Format.DOCX: "Word", Format.XLSX: "Excel", Format.WEBP: "WebP"}
_MIME = {
    Format.JPEG: "image/jpeg",
    Format.PNG: "image/png",
    Format.WEBP: "image/webp",
    Format.GIF: "image/gif",
    Format.PDF: "application/pdf",
    Format.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    Format.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    Format.CSV: "text/csv",
}
