"""Printed pages as somebody sees them who holds the paper: texts and QR codes with their places, in millimetres."""

from __future__ import annotations

from dataclasses import dataclass

import pypdfium2
import zxingcpp
from PIL import Image

MM = 25.4 / 72  # of a point
DOTS = 150  # an inch: an old printer's draft
BROKEN = "\x02"  # what the reader makes of a hyphen that ends a line


@dataclass(frozen=True)
class Place:
    """What stands somewhere on a page, measured from its upper left corner."""

    text: str
    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: Place) -> bool:
        return (
            self.left < other.right and other.left < self.right and self.top < other.bottom and other.top < self.bottom
        )

    def within(self, other: Place) -> bool:
        return (
            other.left <= self.left
            and self.right <= other.right
            and other.top <= self.top
            and self.bottom <= other.bottom
        )


@dataclass(frozen=True)
class Page:
    texts: list[Place]  # a line each
    codes: list[Place]  # QR codes, as a scanner reads them off black and white paper
    lines: list[Place]
    sizes: dict[str, float]  # line of text -> points

    def all(self) -> str:
        return "\n".join(place.text for place in self.texts)


def pages(pdf: bytes) -> list[Page]:
    with pypdfium2.PdfDocument(pdf) as document:
        return [_page(page) for page in document]


def coloured(pdf: bytes) -> bool:
    """Returns whether anything is printed in another colour than black."""
    with pypdfium2.PdfDocument(pdf) as document:
        seen = [page.render(scale=1).to_pil().convert("HSV").getchannel("S").getextrema() for page in document]
    return any(saturation != (0, 0) for saturation in seen)


def described(pdf: bytes) -> dict[str, str]:
    """Returns what the file says of itself."""
    with pypdfium2.PdfDocument(pdf) as document:
        return {key: value for key, value in document.get_metadata_dict().items() if value}


def _page(page: pypdfium2.PdfPage) -> Page:
    height = page.get_height()

    def place(text: str, left: float, bottom: float, right: float, top: float) -> Place:
        return Place(text, left * MM, (height - top) * MM, right * MM, (height - bottom) * MM)

    found = page.get_textpage()
    texts, sizes = [], {}
    for n in range(found.count_rects()):
        rect = found.get_rect(n)
        text = found.get_text_bounded(*rect).replace(BROKEN, "-").strip()
        texts.append(place(text, *rect))
    for item in page.get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_TEXT], textpage=found):
        sizes[item.extract().strip()] = item.get_font_size()
    lines = [place("", *item.get_bounds()) for item in page.get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_PATH])]
    seen = page.render(scale=DOTS / 72, grayscale=True).to_pil().convert("1", dither=0)
    return Page(texts, _codes(seen), lines, sizes)


def _codes(seen: Image.Image) -> list[Place]:
    places = []
    for code in zxingcpp.read_barcodes(seen):
        corners = code.position
        top, bottom = corners.top_left, corners.bottom_right
        places.append(Place(code.text, *(value / DOTS * 25.4 for value in (top.x, top.y, bottom.x, bottom.y))))
    return places
