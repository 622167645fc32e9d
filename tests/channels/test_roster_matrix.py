"""Each column absent, empty and unknown, in a full set and in one of changes: the page says what becomes of it."""

from channels.roster.vocabulary import NEEDED
from tests.support.roster_matrix import COLUMNS, PAGE, table


def test_the_page_says_what_becomes_of_every_column() -> None:
    assert PAGE.read_text(encoding="utf-8") == table(), "python -m tests.support.roster_matrix writes it anew"


def test_every_file_and_every_column_it_cannot_do_without_is_in_the_table() -> None:
    assert COLUMNS.keys() == NEEDED.keys()
    assert all(set(NEEDED[file]) <= set(columns) for file, columns in COLUMNS.items())
