"""A4 paper to print on: text that fits its place, lines, QR codes. All in black, lengths in millimetres."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from io import BytesIO
from typing import Literal

import fontpkg
import segno
from font_source_sans_pro import font_files_ttf
from fpdf import FPDF
from fpdf.fonts import TTFFont

POINT = 25.4 / 72
LEADING = 1.2  # from line to line, in sizes of the letters
BASELINE = 0.93  # of the first line below the top, in sizes of the letters
SMALLEST = 7.0  # points; rather than print words smaller, they are broken
STEP = 0.96  # to the next smaller size
NO_GLYPH = "\ufffd"  # for a letter that no font here has

_BLANKS = re.compile(r"[^\S\u00a0]+")
_PIECE = re.compile(r"[^ -]*-+ ?|[^ -]+ ?")  # a line may end behind it


@dataclass(frozen=True, slots=True)
class Fitted:
    """A text in lines that fit where they are to stand."""

    font: TTFFont
    size: float  # points
    lines: tuple[str, ...]

    @property
    def height(self) -> float:
        return len(self.lines) * self.size * LEADING * POINT


class Paper:
    """Pages of a PDF. The same drawing gives the same bytes."""

    def __init__(self, title: str, language: str, made: datetime) -> None:
        """`made`: with its offset; the only time in the file."""
        self._pdf = FPDF(format="A4", unit="mm")
        self._pdf.set_auto_page_break(False)
        self._pdf.set_creation_date(made)
        self._pdf.set_title(title)
        self._pdf.set_creator("Zvonok")
        self._pdf.set_lang(language)
        self._regular = self._font("regular", font_files_ttf["SourceSansPro"])
        self._bold = self._font("bold", font_files_ttf["SourceSansProSemibold"])

    def new_page(self) -> None:
        self._pdf.add_page()

    def fit(self, text: str, width: float, height: float, size: float, *, bold: bool = False) -> Fitted:
        """Breaks a text into lines, and prints it smaller than `size` points as far as it has to be to fit."""
        text = _BLANKS.sub(" ", unicodedata.normalize("NFC", text)).strip()
        font = self._bold if bold else self._regular
        if not _has_glyphs(font, text):
            font = self._of_many_letters
            text = "".join(sign if _has_glyphs(font, sign) else NO_GLYPH for sign in text)

        def measure(part: str) -> float:
            return font.get_text_width(part, 1, None)[1] * POINT

        pieces: list[str] = _PIECE.findall(text)
        widest = max((measure(piece.rstrip()) for piece in pieces), default=0.0)
        while True:
            fitted = Fitted(font, size, tuple(_lines(pieces, measure, width / size)))
            if fitted.height <= height and (widest * size <= width or size <= SMALLEST):
                return fitted
            size *= STEP

    def put(self, text: Fitted, x: float, y: float, *, right: bool = False) -> float:
        """Prints a text below `y`, to the right of `x` or to its left; returns where it ends below."""
        self._pdf.set_font(text.font.fontkey, size=text.size)
        for n, line in enumerate(text.lines):
            below = (n * LEADING + BASELINE) * text.size * POINT
            before = self.width(text) if right else 0.0
            self._pdf.text(x - before, y + below, line)
        return y + text.height

    def width(self, text: Fitted) -> float:
        """Returns the width of the longest line."""
        return max((text.font.get_text_width(line, text.size, None)[1] * POINT for line in text.lines), default=0.0)

    def line(
        self, x: float, y: float, to_x: float, to_y: float, *, style: Literal["solid", "dashed", "dotted"] = "solid"
    ) -> None:
        self._pdf.set_line_width(0.2)
        with self._dashes(style):
            self._pdf.line(x, y, to_x, to_y)

    def square(self, x: float, y: float, size: float) -> None:
        self._pdf.set_line_width(0.2)
        self._pdf.rect(x, y, size, size)

    def qr(self, text: str, x: float, y: float, size: float) -> None:
        """Prints a QR code; the four modules of blank paper that it needs around it are the caller's."""
        picture = BytesIO()
        segno.make_qr(text, error="m").save(picture, kind="png", border=0)
        self._pdf.image(picture, x, y, size, size)

    def to_bytes(self) -> bytes:
        return bytes(self._pdf.output())

    @cached_property
    def _of_many_letters(self) -> TTFFont:
        """Font for letters that the other has not: Yakut, Mari, Udmurt, Greek."""
        return self._font("many", str(fontpkg.path("Noto Sans")))

    def _font(self, name: str, file: str) -> TTFFont:
        self._pdf.add_font(name, fname=file)
        font = self._pdf.fonts[name]
        assert isinstance(font, TTFFont)
        return font

    @contextmanager
    def _dashes(self, style: Literal["solid", "dashed", "dotted"]) -> Iterator[None]:
        dash, gap = {"solid": (0.0, 0.0), "dashed": (2.0, 1.5), "dotted": (0.4, 0.8)}[style]
        self._pdf.set_dash_pattern(dash=dash, gap=gap)
        yield
        self._pdf.set_dash_pattern()


def _has_glyphs(font: TTFFont, text: str) -> bool:
    return all(ord(sign) in font.cmap for sign in text)


def _lines(pieces: list[str], measure: Callable[[str], float], limit: float) -> Iterator[str]:
    """Fills lines with pieces of a text; a piece that is wider than a line is broken."""
    line = ""
    for piece in pieces:
        if line and measure((line + piece).rstrip()) > limit:
            yield line.rstrip()
            line = ""
        line += piece
        while measure(line.rstrip()) > limit and len(line) > 1:
            end = next((n for n in range(2, len(line)) if measure(line[:n]) > limit), len(line)) - 1
            yield line[:end]
            line = line[end:]
    if line:
        yield line.rstrip()
