"""Text files of values: finds encoding and delimiter, and reads lines within bounds."""

from __future__ import annotations

import codecs
import csv
import io
import re
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from typing import IO

from handlers.tables.table import Problems, Rows

UTF8, CYRILLIC = "utf-8-sig", "windows-1251"
DELIMITERS = (",", ";", "\t")
LONGEST_LINE = 1_000_000  # characters
MOST_IN_ROW = 1000  # lines of one row: more of them are a quote that was never closed
SAMPLE = 50  # lines
PIECE = 1024 * 1024

BOMS = {codecs.BOM_UTF8: UTF8, codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
SEPARATOR = re.compile(r"sep=([,;\t])\s*", re.IGNORECASE)  # a first line that only Excel understands
WORD = re.compile(r"[^\W\d_]{2,}")
LETTER = re.compile(r"[А-Яа-яЁё]")
USUAL = re.compile(r"[А-ЯЁ]?[а-яё]+|[А-ЯЁ]+")

Open = Callable[[], IO[bytes]]


class CsvFile:
    """A text file of values. `rows` reads it once; what is wrong goes to the problems, and the rows end there.

    Without an `encoding` it is UTF-8, UTF-16 or windows-1251, whichever the bytes are.
    """

    def __init__(self, opened: Open, name: str, problems: Problems, encoding: str | None = None) -> None:
        self._open, self._name, self._problems = opened, name, problems
        self._encoding = encoding or encoding_of(opened)
        if self._encoding == CYRILLIC:
            problems.warn("read_as_windows_1251", name)
        self.delimiter, self._has_separator = _delimiter(opened, self._encoding)

    def rows(self) -> Rows:
        """Yields the number of a row's first line and its cells, as they are written."""
        line = 1
        if self._encoding is None:
            self._problems.refuse("unknown_encoding", self._name, _broken_line(self._open, UTF8))
            return
        try:
            with io.TextIOWrapper(self._open(), encoding=self._encoding, newline="") as text:
                counted = _Lines(text)
                reader = csv.reader(counted, delimiter=self.delimiter, strict=True)
                if self._has_separator:
                    next(reader)
                    line = 2
                for row in reader:
                    counted.of_row = 0
                    yield line, row
                    line = reader.line_num + 1
        except UnicodeError:
            self._problems.refuse("not_utf8", self._name, _broken_line(self._open, self._encoding))
        except _Unclosed:
            self._problems.refuse("quote_not_closed", self._name, line)
        except csv.Error as error:
            code = "quote_not_closed" if "unexpected end" in str(error) else "not_csv"
            data = () if code == "quote_not_closed" else (str(error),)
            self._problems.refuse(code, self._name, line, "", *data)
        except (zipfile.BadZipFile, OSError, EOFError) as error:
            self._problems.refuse("not_readable", self._name, line, "", str(error))


class _Unclosed(Exception):
    pass


class _Lines:
    """Lines of a text, each within bounds."""

    def __init__(self, text: io.TextIOWrapper) -> None:
        self._text = text
        self.of_row = 0

    def __iter__(self) -> Iterator[str]:
        while line := self._text.readline(LONGEST_LINE + 1):
            self.of_row += 1
            if len(line) > LONGEST_LINE:
                raise csv.Error(f"a line of over {LONGEST_LINE} characters")
            if self.of_row > MOST_IN_ROW:
                raise _Unclosed
            yield line


def encoding_of(opened: Open) -> str | None:
    """Returns the encoding of a text; None if it is none of those that are read.

    Bytes that are not UTF-8 are windows-1251 if they make Russian words that way: in another encoding they do not.
    """
    with opened() as stream:
        first = stream.read(PIECE)
        for mark, encoding in BOMS.items():
            if first.startswith(mark):
                return encoding
        if b"\0" in (head := first[:1000]):  # half of a sign that ASCII has, too
            return "utf-16-be" if head[::2].count(0) > head[1::2].count(0) else "utf-16-le"
        decoder, piece = codecs.getincrementaldecoder("utf-8")(), first
        try:
            while piece:
                decoder.decode(piece)
                piece = stream.read(PIECE)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError as error:
            beyond = piece[max(0, error.start - 1000) : error.start + PIECE] if piece is not first else first
            return CYRILLIC if _is_russian(beyond) else None
    return UTF8


def _broken_line(opened: Open, encoding: str) -> int:
    """Returns the number of the line whose bytes are not of this encoding."""
    decoder, line = codecs.getincrementaldecoder(encoding)(), 1
    with opened() as stream:
        try:
            while piece := stream.read(PIECE):
                line += decoder.decode(piece).count("\n")
            decoder.decode(b"", final=True)
        except UnicodeDecodeError as error:
            line += error.object[: error.start].count(b"\n")
    return line


def _is_russian(written: bytes) -> bool:
    text = written.decode(CYRILLIC, "replace")
    beyond = [sign for sign in text if not sign.isascii()]
    words = [word for word in WORD.findall(text) if not word.isascii()]
    usual = sum(1 for word in words if USUAL.fullmatch(word))
    letters = sum(1 for sign in beyond if LETTER.fullmatch(sign))
    return bool(words) and usual * 10 >= len(words) * 8 and letters * 10 >= len(beyond) * 8


def _delimiter(opened: Open, encoding: str | None) -> tuple[str, bool]:
    """Returns what stands between the values, and True if the first line is there only to say so.

    It is the sign that most of the first lines have equally often outside of quotes.
    """
    lines: list[str] = []
    try:
        with io.TextIOWrapper(opened(), encoding=encoding or "ascii", newline="") as text:
            quoted = False
            while len(lines) < SAMPLE and (line := text.readline(LONGEST_LINE)):
                pieces = line.split('"')
                outside = "".join(pieces[quoted::2])
                if quoted and lines:
                    lines[-1] += outside
                else:
                    lines.append(outside)
                quoted ^= len(pieces) % 2 == 0
    except (UnicodeError, zipfile.BadZipFile, OSError, EOFError):
        pass  # reported by the reading itself
    if lines and (said := SEPARATOR.fullmatch(lines[0])):
        return said[1], True
    filled = [line for line in lines if line.strip()]
    scores = {}
    for sign in DELIMITERS:
        counts = Counter(count for line in filled if (count := line.count(sign)))
        usual, times = max(counts.items(), key=lambda pair: (pair[1], pair[0]), default=(0, 0))
        scores[sign] = (times, usual)
    return max(DELIMITERS, key=lambda sign: scores[sign]), False
