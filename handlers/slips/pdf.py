"""Slips of invitations as a PDF: six to a sheet of A4, to be cut and folded, and a key page without codes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from itertools import groupby
from typing import TYPE_CHECKING

from handlers.letters.dates import day
from handlers.slips.slip import Slip, SlipFor
from handlers.slips.words import FOR, HELP, WHO, WHOSE, pick, say
from handlers.wording import Language

if TYPE_CHECKING:
    from handlers.slips.paper import Fitted, Paper

# millimetres
WIDTH, HEIGHT = 210.0, 297.0  # A4
COLUMNS, ROWS = 2, 3
SLIP_WIDTH, SLIP_HEIGHT = WIDTH / COLUMNS, HEIGHT / ROWS
STRIP = 15.0  # stays visible when the slip is folded
FOLD = STRIP + (SLIP_HEIGHT - STRIP) / 2  # what is below it covers what is between
PADDING = 7.0
QR = 27.0
QUIET = 4.0  # blank paper around a QR code
CODE_GAP = 0.8
TEXT_WIDTH = SLIP_WIDTH - 2 * PADDING

MARGIN = 16.0  # of a key page
KEY_TOP, KEY_ROW, KEY_ROWS = 40.0, 8.0, 29
KEY_COLUMNS = (MARGIN, 48.0, 124.0, 178.0)  # where number, name, who, given begin
GAP = 2.0


def slips_pdf(slips: Sequence[Slip], language: Language, made: datetime) -> bytes:
    """Returns the slips of each class on sheets of their own, followed by the key page of that class.

    Slips of one class (and those without any) stand together in `slips`, of which there is at least one. It is work
    for a thread: some 10 ms a slip. The same slips, language and `made` (with its offset) give the same bytes.
    """
    from handlers.slips.paper import Paper  # its libraries take 50 MB, which a process that never prints shall not pay

    if not slips:
        raise ValueError("no slips")
    paper = Paper(say("title", language), language, made)
    for class_name, group in groupby(slips, key=lambda slip: slip.class_name):
        sheet = list(group)
        for n, slip in enumerate(sheet):
            place = n % (COLUMNS * ROWS)
            if place == 0:
                paper.new_page()
            row, column = divmod(place, COLUMNS)
            _slip(paper, slip, column * SLIP_WIDTH, row * SLIP_HEIGHT, language)
        pages = [sheet[n : n + KEY_ROWS] for n in range(0, len(sheet), KEY_ROWS)]
        for number, page in enumerate(pages, 1):
            counted = say("page", language, number, len(pages)) if len(pages) > 1 else ""
            _key_page(paper, page, class_name, counted, language)
    return paper.to_bytes()


def _slip(paper: Paper, slip: Slip, x: float, y: float, language: Language) -> None:
    _cuts(paper, x, y)
    _strip(paper, slip, x, y, language)
    paper.line(x + PADDING, y + STRIP, x + SLIP_WIDTH - PADDING, y + STRIP)
    _inside(paper, slip, x, y + STRIP, language)
    _fold(paper, x, y + FOLD, language)
    _steps(paper, slip, x + PADDING, y + FOLD + 4, language)


def _cuts(paper: Paper, x: float, y: float) -> None:
    right, below = x + SLIP_WIDTH, y + SLIP_HEIGHT
    if right < WIDTH:
        paper.line(right, y, right, below, style="dashed")
    if below < HEIGHT:
        paper.line(x, below, right, below, style="dashed")


def _strip(paper: Paper, slip: Slip, x: float, y: float, language: Language) -> None:
    """Prints what stays visible: nobody's name."""
    below = paper.put(paper.fit(slip.number, 52, 6, 13, bold=True), x + PADDING, y + 3)
    paper.put(paper.fit(pick(FOR[slip.kind], language), 52, 5, 10), x + PADDING, below)
    school = paper.fit(slip.school, TEXT_WIDTH - 52 - GAP, STRIP - 4, 8)
    paper.put(school, x + SLIP_WIDTH - PADDING, y + (STRIP - school.height) / 2, right=True)


def _inside(paper: Paper, slip: Slip, x: float, y: float, language: Language) -> None:
    """Prints what the fold covers."""
    height, width = FOLD - STRIP, TEXT_WIDTH - QR - QUIET
    name, who, code, until = (
        paper.fit(slip.name, width, 15.5, 11, bold=True),
        paper.fit(_who(slip, language), width, 7.7, 9),
        paper.fit(slip.code, width, 6.5, 14, bold=True),
        paper.fit(say("until", language, day(slip.last_day, language)), width, 7.7, 9),
    )
    below = y + (height - name.height - who.height - code.height - until.height - 2 * CODE_GAP) / 2
    below = paper.put(name, x + PADDING, below)
    below = paper.put(who, x + PADDING, below)
    below = paper.put(code, x + PADDING, below + CODE_GAP)
    paper.put(until, x + PADDING, below + CODE_GAP)
    paper.qr(slip.link, x + SLIP_WIDTH - PADDING - QR, y + (height - QR) / 2, QR)


def _who(slip: Slip, language: Language) -> str:
    if slip.kind is SlipFor.STAFF:
        return pick(WHO[slip.kind], language)
    whose = say("of_students" if len(slip.children) > 1 else "of_student", language, _together(slip.children))
    return ", ".join(part for part in (whose if slip.children else "", slip.class_name) if part)


def _together(initials: Sequence[str]) -> str:
    return ", ".join(each.replace(" ", "\u00a0") for each in initials)


def _fold(paper: Paper, x: float, y: float, language: Language) -> None:
    label = paper.fit(say("fold", language), 40, 5, 8)
    right = x + SLIP_WIDTH - PADDING
    paper.line(x, y, right - paper.width(label) - 1, y, style="dotted")
    paper.line(right + 1, y, x + SLIP_WIDTH, y, style="dotted")
    paper.put(label, right, y - label.height / 2, right=True)


def _steps(paper: Paper, slip: Slip, x: float, y: float, language: Language) -> None:
    address = slip.link.partition("#")[0].removeprefix("https://")
    steps = (say("open", language, address), say("family_name", language), say("choose", language))
    for n, step in enumerate(steps, 1):
        paper.put(paper.fit(f"{n}.", 5, 5, 9.5), x, y)
        y = paper.put(paper.fit(step, TEXT_WIDTH - 5, 12.5, 9.5), x + 5, y)
    y += 1.5
    for words in (WHOSE[slip.kind], HELP[slip.kind]):
        y = paper.put(paper.fit(pick(words, language), TEXT_WIDTH, 7.7, 9), x, y)


def _key_page(paper: Paper, slips: Sequence[Slip], class_name: str, counted: str, language: Language) -> None:
    paper.new_page()
    width = WIDTH - 2 * MARGIN
    heading = say("key_of_class", language, class_name) if class_name else say("key", language)
    below = paper.put(paper.fit(heading, width, 9, 16, bold=True), MARGIN, 12)
    paper.put(paper.fit(f"{slips[0].school}. {say('no_codes', language)}", width, 9, 10), MARGIN, below)
    titles = [say(key, language) for key in ("number", "for", "who", "given")]
    _key_row(paper, [_cell(paper, n, title, bold=True) for n, title in enumerate(titles)], KEY_TOP - KEY_ROW)
    for n, slip in enumerate(slips):
        who = ": ".join(part for part in (pick(WHO[slip.kind], language), _together(slip.children)) if part)
        y = KEY_TOP + n * KEY_ROW
        _key_row(paper, [_cell(paper, n, text) for n, text in enumerate((slip.number, slip.name, who))], y)
        paper.square(KEY_COLUMNS[3], y + (KEY_ROW - 4) / 2, 4)
    if counted:
        paper.put(paper.fit(counted, width, 6, 9), WIDTH - MARGIN, HEIGHT - 15, right=True)


def _cell(paper: Paper, column: int, text: str, *, bold: bool = False) -> Fitted:
    ends = (*KEY_COLUMNS[1:], WIDTH - MARGIN)
    return paper.fit(text, ends[column] - KEY_COLUMNS[column] - GAP, KEY_ROW - 0.6, 10.5, bold=bold)


def _key_row(paper: Paper, cells: Sequence[Fitted], y: float) -> None:
    for x, text in zip(KEY_COLUMNS, cells, strict=False):
        paper.put(text, x, y + (KEY_ROW - text.height) / 2)
    paper.line(MARGIN, y + KEY_ROW, WIDTH - MARGIN, y + KEY_ROW)
