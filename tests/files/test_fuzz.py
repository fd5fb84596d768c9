"""Whatever is cut from a file, or changed in it: it comes in or gets a sentence, and never anything else."""

import io
import random

import pytest

from releases.files import intake, pictures
from releases.files.formats import Kind
from releases.files.refusal import NotAccepted
from tests.files import specimens as made
from tests.files.test_intake import GOOD, HOSTILE

SMALL = {
    "JPEG": made.jpeg(exif=made.notes(6), icc_profile=made.srgb()),
    "progressive JPEG": made.jpeg(progressive=True),
    "PNG": made.saved("PNG", exif=made.notes()),
    "palette PNG": made.saved("PNG", made.drawn("P")),
    "GIF": made.moving_gif(),
    "WebP": made.saved("WEBP", exif=made.notes(), icc_profile=made.srgb()),
    "lossless WebP": made.saved("WEBP", lossless=True),
    "PDF": made.packed_pdf(b"<< /Type /Font >>"),
    "Word": made.nested(1),
    "Excel": made.office(made.EXCEL),
    "CSV": made.CSV,
}


def changed(content, chance):
    """The file with some bytes changed, left out, doubled or cut away."""
    mutated = bytearray(content)
    for _ in range(chance.choice([1, 1, 2, 5, 30])):
        at = chance.randrange(len(mutated) + 1)
        what = chance.randrange(4)
        if what == 0 and at < len(mutated):
            mutated[at] = chance.choice([0, 0xFF, 0x7F, 0x80, chance.randrange(256)])
        elif what == 1:
            del mutated[at : at + chance.randrange(1, 9)]
        elif what == 2:
            mutated[at:at] = mutated[at : at + chance.randrange(1, 40)]
        elif chance.random() < 0.2:
            del mutated[at:]
    return bytes(mutated)


@pytest.mark.parametrize("name", SMALL)
def test_a_changed_file_comes_in_or_gets_a_sentence(name, tmp_path):
    chance = random.Random(f"{name} 1")
    sentences = []

    for _ in range(92):
        try:
            with intake.accept(io.BytesIO(changed(SMALL[name], chance)), name) as accepted:
                # What came in can also be drawn.
                if accepted.kind is Kind.PICTURE:
                    (tmp_path / "original").write_bytes(accepted.body.read())
                    pictures.render(tmp_path / "original", tmp_path / "out")
                    pictures.stripped_original(tmp_path / "original", accepted.format, tmp_path / "out")
        except NotAccepted as refusal:
            sentences.append(str(refusal))

    assert sentences
    assert all(sentence.endswith(".") for sentence in sentences)


def test_every_file_of_the_tables_may_end_anywhere():
    sentences = []
    for content, _ in [*GOOD.values(), *HOSTILE.values()]:
        if len(content) > 20_000:
            continue
        for end in range(1, len(content), len(content) // 12 + 1):
            try:
                intake.accept(io.BytesIO(content[:end]), "a").body.close()
            except NotAccepted as refusal:
                sentences.append(str(refusal))

    # Whatever else a decoder raises ends the test above.
    assert sentences
    assert all(sentence.endswith(".") for sentence in sentences)
