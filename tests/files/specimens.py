"""Files for the tests, good and hostile, all made here and all small: bombs only say that they are large."""

import io
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterable
from functools import cache

from PIL import Image, ImageCms

PAGE = b"<html><script>alert(1)</script></html>"
OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
GPS, MAKER = b"\x00\x4e\x00\x00\x00\x26\x00\x00", b"Canon EOS R5"


# Pictures --------------------------------------------------------------------------------------------------
@cache
def drawn(mode: str = "RGB", width: int = 64, height: int = 48) -> Image.Image:
    """Every corner in another colour, so that one sees which side is up."""
    picture = Image.new("RGB", (width, height), "white")
    for box, colour in {
        (0, 0, width // 2, height // 2): "red",
        (width // 2, 0, width, height // 2): "lime",
        (0, height // 2, width // 2, height): "blue",
    }.items():
        picture.paste(colour, box)
    if mode == "RGBA":
        picture.putalpha(Image.linear_gradient("L").resize((width, height)))
        return picture
    return picture.convert(mode)


def saved(format_: str, picture: Image.Image | None = None, **options: object) -> bytes:
    file = io.BytesIO()
    (picture or drawn()).save(file, format_, **options)
    return file.getvalue()


def notes(orientation: int = 1) -> bytes:
    """What a camera writes: which side is up, who made it, where it was."""
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010F] = MAKER.decode()
    exif.get_ifd(0x8825)[2] = (38.0, 53.0, 51.6)
    return exif.tobytes()


@cache
def srgb() -> bytes:
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


def jpeg(**options: object) -> bytes:
    return saved("JPEG", quality=90, **options)


def with_segment(marker: int, payload: bytes, picture: bytes | None = None) -> bytes:
    """A JPEG with one more segment behind its beginning."""
    picture = picture or jpeg()
    return picture[:2] + struct.pack(">BBH", 0xFF, marker, len(payload) + 2) + payload + picture[2:]


def jpeg_frame(width: int, height: int, kind: int = 0xC0, sampling: bytes = b"\x11\x11\x11") -> bytes:
    """A JPEG that says how large it is, and little else."""
    colours = b"".join(bytes([n + 1, factors, 0]) for n, factors in enumerate(sampling))
    frame = struct.pack(">BHHB", 8, height, width, len(sampling)) + colours
    scan = b"\xff\xda" + struct.pack(">H", 8) + b"\x01\x01\x00\x00\x3f\x00" + b"\x00" * 9
    head = b"\xff\xd8\xff" + bytes([kind]) + struct.pack(">H", len(frame) + 2) + frame
    return head + scan + b"\xff\xd9"


def png_chunk(name: bytes, payload: bytes) -> bytes:
    return struct.pack(">I", len(payload)) + name + payload + struct.pack(">I", zlib.crc32(name + payload))


def png_of(width: int, height: int, *chunks: bytes) -> bytes:
    """A PNG that says how large it is."""
    head = png_chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
    pixels = png_chunk(b"IDAT", zlib.compress(bytes(100)))
    return b"\x89PNG\r\n\x1a\n" + head + b"".join(chunks) + pixels + png_chunk(b"IEND", b"")


def with_png_chunk(name: bytes, payload: bytes, picture: bytes | None = None) -> bytes:
    picture = picture or saved("PNG")
    return picture[:33] + png_chunk(name, payload) + picture[33:]


def grey_sixteen() -> bytes:
    """A PNG of sixteen bits: black, and a grey that is not white."""
    line = bytes(2 * 32) + struct.pack("<H", 0x8000) * 32
    return saved("PNG", Image.frombytes("I;16", (64, 48), line * 48))


def gif_frame(width: int, height: int) -> bytes:
    return b"\x2c" + struct.pack("<4HB", 0, 0, width, height, 0) + b"\x02\x02\x4c\x01\x00"


def gif_of(width: int, height: int, *blocks: bytes) -> bytes:
    """A GIF of two colours that says how large it is."""
    head = b"GIF89a" + struct.pack("<HHBBB", width, height, 0x80, 0, 0) + b"\0\0\0\xff\xff\xff"
    return head + b"".join(blocks) + b"\x3b"


def moving_gif(frames: int = 3) -> bytes:
    pictures = [Image.new("RGB", (8, 8), (40 * n % 250, 0, 0)) for n in range(frames)]
    return saved("GIF", pictures[0], save_all=True, append_images=pictures[1:], loop=0, duration=50)


def gif_with_comment(words: bytes) -> bytes:
    return gif_of(1, 1, b"\x21\xfe" + bytes([len(words)]) + words + b"\0", gif_frame(1, 1))


def riff(*chunks: tuple[bytes, bytes]) -> bytes:
    body = b"".join(
        name + struct.pack("<I", len(payload)) + payload + b"\0" * (len(payload) % 2)
        for name, payload in chunks
    )
    return b"RIFF" + struct.pack("<I", len(body) + 4) + b"WEBP" + body


def webp_canvas(width: int, height: int) -> bytes:
    """A WebP that says how large it is, with a picture of another size in it."""
    canvas = bytes(4) + (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    size = struct.pack("<I", (width - 1) & 0x3FFF | ((height - 1) & 0x3FFF) << 14)
    return riff((b"VP8X", canvas), (b"VP8L", b"\x2f" + size + bytes(8)))


# Documents -------------------------------------------------------------------------------------------------
def pdf(
    extra: bytes = b"", *, streams: Iterable[tuple[bytes, bytes]] = (), trailer: bytes = b"", end: bytes = b""
) -> bytes:
    """A PDF of one empty page, with more objects and streams if wanted."""
    parts = [
        b"<< /Type /Catalog /Pages 2 0 R " + extra + b" >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] >>",
    ]
    parts += [
        b"<< %s /Length %d >>\nstream\n%s\nendstream" % (head, len(body), body) for head, body in streams
    ]
    made, places = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", []
    for number, part in enumerate(parts, start=1):
        places.append(len(made))
        made += b"%d 0 obj\n%s\nendobj\n" % (number, part)
    table = b"xref\n0 %d\n0000000000 65535 f \n" % (len(parts) + 1)
    table += b"".join(b"%010d 00000 n \n" % place for place in places)
    last = b"trailer << /Size %d /Root 1 0 R %s >>\nstartxref\n%d\n%%%%EOF\n" % (
        len(parts) + 1, trailer, len(made)
    )  # fmt: skip
    return made + table + last + end


def packed_pdf(objects: bytes, head: bytes = b"/Type /ObjStm /N 1 /First 4 /Filter /FlateDecode") -> bytes:
    """A PDF with objects in a packed stream."""
    return pdf(streams=[(head, zlib.compress(b"9 0 " + objects))])


def types_of(main: str, *more: str) -> str:
    kinds = "".join(f'<Override PartName="/x{n}.bin" ContentType="{kind}"/>' for n, kind in enumerate(more))
    return (
        '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/main.xml" ContentType="{main}"/>{kinds}</Types>'
    )


def relations(*kinds: tuple[str, str, str]) -> str:
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    lines = "".join(
        f'<Relationship Id="r{n}" Type="{office}/{kind}" Target="{target}" TargetMode="{mode}"/>'
        for n, (kind, target, mode) in enumerate(kinds)
    )
    return (
        '<?xml version="1.0"?>'
        f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{lines}</Relationships>'
    )


WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
SLIDES = "application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml"
MACRO_WORD = "application/vnd.ms-word.document.macroEnabled.main+xml"
Parts = dict[str, str | bytes]


def office(main: str = WORD, /, more: Parts | None = None, **kinds: str) -> bytes:
    """A Word or Excel file with its least parts and more; `kinds` are further types of parts."""
    parts: Parts = {
        "[Content_Types].xml": types_of(main, *kinds.values()),
        "_rels/.rels": relations(("officeDocument", "main.xml", "Internal")),
        "main.xml": "<document/>",
        **(more or {}),
    }
    return zipped(parts)


def linked(kind: str, target: str, mode: str = "External", main: str = WORD) -> bytes:
    return office(main, more={"_rels/main.xml.rels": relations((kind, target, mode))})


def runs(*words: str) -> str:
    """A field whose words stand in so many runs."""
    mark = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
    code = "".join(f'<w:r><w:instrText xml:space="preserve">{each}</w:instrText></w:r>' for each in words)
    return mark.format("begin") + code + mark.format("separate") + "<w:t>shown</w:t>" + mark.format("end")


def word(content: str) -> bytes:
    """A Word file with this in its text."""
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    return office(more={"main.xml": f'<w:document xmlns:w="{space}"><w:p>{content}</w:p></w:document>'})


def excel(formula: str) -> bytes:
    """An Excel file with a cell that is computed."""
    return office(EXCEL, more={"xl/a.xml": f"<worksheet><c><f>{formula}</f><v>1</v></c></worksheet>"})


def zipped(parts: Parts) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0)), content, zipfile.ZIP_DEFLATED)
    return file.getvalue()


def hesitating(name: str, content: bytes) -> bytes:
    """A Word file with one more part, before whose first byte stand two megabytes of empty blocks."""
    data, raw = office(), name.encode()
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    packed = b"\0\0\0\xff\xff" * 400_000 + packer.compress(content) + packer.flush()
    count, size, at = struct.unpack("<H2I", data[-12:-2])
    facts = struct.pack("<3I2H", zlib.crc32(content), len(packed), len(content), len(raw), 0)
    local = b"PK\3\4" + struct.pack("<5H", 20, 0, 8, 0, 0) + facts + raw + packed
    central = (
        b"PK\1\2"
        + struct.pack("<6H", 20, 20, 0, 8, 0, 0)
        + facts
        + struct.pack("<3H2I", 0, 0, 0, 0, at)
        + raw
    )
    end = struct.pack(
        "<4s4H2IH", b"PK\5\6", 0, 0, count + 1, count + 1, size + len(central), at + len(local), 0
    )
    return data[:at] + local + data[at:-22] + central + end


def with_directory(data: bytes, change: Callable[[bytearray], None]) -> bytes:
    """The archive with its directory changed; `change` gets it from its first entry on."""
    at = int.from_bytes(data[-6:-2], "little")
    directory = bytearray(data[at:-22])
    change(directory)
    return data[:at] + bytes(directory) + data[-22:]


def claiming(size: int) -> bytes:
    """A Word file whose first entry says that it unpacks to so much."""
    return with_directory(office(), lambda entry: entry.__setitem__(slice(24, 28), struct.pack("<I", size)))


def encrypted_entry() -> bytes:
    return with_directory(office(), lambda entry: entry.__setitem__(8, entry[8] | 1))


def overlapping() -> bytes:
    """Two entries of the directory that lead to the same place, as quoted bombs do."""
    data = office(more={"a.xml": "same", "b.xml": "same"})
    at = int.from_bytes(data[-6:-2], "little")
    directory, first, second = data[at:-22], data.index(b"a.xml"), data.index(b"b.xml")
    changed = directory.replace(
        struct.pack("<I", second - 30) + b"b.xml", struct.pack("<I", first - 30) + b"b.xml"
    )
    assert changed != directory
    # The place has one name only, so this one takes the name too.
    return data[:at] + changed + data[-22:]


def nested(deep: int) -> bytes:
    data = office(EXCEL)
    for _ in range(deep):
        data = office(more={"word/embeddings/book.xlsx": data})
    return data


CSV = "Country,Missiles\r\nUnited States,“Stinger”\r\n".encode()
