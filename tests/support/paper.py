"""Reads back what stands in a PDF, as other programs do, and shows it as a picture."""

import re
from io import BytesIO

import pypdfium2
from PIL.Image import Image
from pypdf import PdfReader

_AS_READ = re.compile(rb"/ActualText <FEFF([0-9a-f]*)>")


def text_of(pdf: bytes, page: int = 0) -> str:
    """The words of a page as a program finds them by where they are drawn, with one space between words."""
    return " ".join(pypdfium2.PdfDocument(pdf)[page].get_textpage().get_text_range().split())


def letters_of(pdf: bytes, page: int = 0) -> str:
    """The letters of a page without spaces, by another program: it goes by the order of drawing, and guesses where a word ends."""
    return "".join(PdfReader(BytesIO(pdf)).pages[page].extract_text().split())


def content_of(pdf: bytes, page: int = 0) -> bytes:
    """The drawing orders of a page, as they stand in the file."""
    contents = PdfReader(BytesIO(pdf)).pages[page].get_contents()
    assert contents is not None
    return contents.get_data()


def lines_as_read(pdf: bytes, page: int = 0) -> list[str]:
    """What the page itself says that lines say (`ActualText`), where that is not the order in which they are drawn."""
    return [bytes.fromhex(found.decode()).decode("utf-16-be") for found in _AS_READ.findall(content_of(pdf, page))]


def facts_of(pdf: bytes) -> dict[str, str]:
    """Title, author, subject and language, as programs tell them of a document."""
    reader = PdfReader(BytesIO(pdf))
    assert reader.metadata is not None
    told = {name: str(reader.metadata.get(f"/{name.title()}", "")) for name in ("title", "author", "subject")}
    return told | {"language": str(reader.root_object["/Lang"])}


def picture_of(pdf: bytes, page: int = 0, scale: float = 1) -> Image:
    """A page as a picture, in gray; `scale` 1 is 72 dots an inch."""
    picture: Image = pypdfium2.PdfDocument(pdf)[page].render(scale=scale).to_pil().convert("L")
    return picture
