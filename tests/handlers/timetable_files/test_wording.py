"""Everything that can be wrong with a file has its words, and no words are left over."""

import re
from pathlib import Path

import channels.timetable_files.imported
import handlers.timetable_files.read
from handlers.tables.wording import WORDING as TABLES
from handlers.timetable_files.wording import WORDING

CODE = re.compile(r"\b(?:refuse|warn|_Refused)\(\s*\"(\w+)\"")
QUOTED = re.compile(r"\"(\w+)\"")


def test_every_code_has_words_in_both_languages_with_the_same_values() -> None:
    files = [
        *Path(handlers.timetable_files.read.__file__).parent.glob("*.py"),
        Path(channels.timetable_files.imported.__file__),
    ]
    text = "\n".join(file.read_text(encoding="utf-8") for file in files if file.name != "wording.py")
    assert set(CODE.findall(text)) <= WORDING.keys()
    assert WORDING.keys() - TABLES.keys() <= set(QUOTED.findall(text))
    for russian, english in WORDING.values():
        assert sorted(re.findall(r"{\d}", russian)) == sorted(re.findall(r"{\d}", english))
        assert re.search(r"[а-яё]", russian)
        assert not re.search(r"[а-яё]", english, re.IGNORECASE)
