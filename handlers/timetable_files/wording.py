"""Wording of what can be wrong with a file of a timetable, by code: Russian and English. `{0}` is a value."""

from channels.roster.model import Problem
from handlers.tables.wording import WORDING as TABLES

TOLD_APART = frozenset(
    {
        "column_missing",
        "column_taken_twice",
        "column_unknown",
        "not_a_weekday",
        "not_a_number",
        "not_weeks",
        "not_a_date",
        "unknown_id",
    }
)
"""Problems that are told apart by their values: one group says which value is wrong."""

WORDING: dict[str, tuple[str, str]] = {
    **TABLES,
    # the file
    "file_empty": ("файл пуст", "the file is empty"),
    "no_lessons": ("в файле нет ни одного урока", "the file has no lesson"),
    "layout_unknown": (
        "не похоже на расписание: нет ни столбцов «Класс», «Предмет», «День», «Урок», ни классов в ряд",
        "does not look like a timetable: neither columns Class, Subject, Day, Lesson nor classes beside each other",
    ),
    "sheet_skipped": ("лист не похож на расписание и пропущен", "the sheet does not look like a timetable; left out"),
    "another_untis_file": (
        "это {0} из Untis; расписание — в GPU001.TXT",
        "this is {0} of Untis; the timetable is in GPU001.TXT",
    ),
    "read_as_windows_1252": ("прочитано в кодировке windows-1252", "read in the encoding windows-1252"),
    "not_xml": ("файл XML повреждён или обрезан: {0}", "the XML is damaged or cut off: {0}"),
    "not_asc": (
        "это не aSc Timetables: файл начинается с «{0}», а не с timetable",
        "not from aSc Timetables: the file begins with “{0}” and not with timetable",
    ),
    "xml_doctype": (
        "в файле есть DOCTYPE; такие файлы не читаются, сохраните расписание из aSc заново",
        "the file has a DOCTYPE, and such files are not read; export the timetable from aSc anew",
    ),
    "xml_too_large": ("файл больше, чем бывает расписание школы", "the file is larger than a school's timetable is"),
    "too_many_rows": ("больше {0} уроков", "more than {0} lessons"),
    "too_many_a_week": (
        "в неделе больше {0} уроков: разделите файл по классам",
        "a week has more than {0} lessons: divide the file by classes",
    ),
    # columns and cells
    "column_missing": ("нет столбца «{0}»", "there is no column “{0}”"),
    "column_unknown": ("столбец «{0}» не прочитан", "the column “{0}” was not read"),
    "column_repeated": ("столбец «{0}» встречается дважды; прочитан первый", "two columns “{0}”; the first was read"),
    "column_taken_twice": (
        "столбцы «{0}» и «{1}» выбраны для одного и того же",
        "the columns “{0}” and “{1}” were chosen for the same",
    ),
    "cell_unclear": (
        "не понять, где предмет, учитель и кабинет: «{0}»; напишите «Предмет / учитель / кабинет»",
        "subject, teacher and room cannot be told apart: “{0}”; write “Subject / teacher / room”",
    ),
    "lesson_without_number": ("урок «{0}» без номера в начале строки", "lesson “{0}” without a number before it"),
    "lesson_without_day": ("урок «{0}» стоит выше дня недели", "lesson “{0}” stands above any weekday"),
    # a line
    "values_in_line": (
        "в строке {0} значений, а в GPU001 их не меньше {1}",
        "{0} values in the line; GPU001 has {1} or more",
    ),
    "row_repeated": ("повторяет строку {0}; взят один урок", "repeats line {0}; one lesson was taken"),
    "no_class": ("не указан класс", "no class is named"),
    "nobody_taught": (
        "без класса: дежурство или совещание, не урок; пропущено ({0})",
        "without a class: a duty or a meeting and no lesson; left out ({0})",
    ),
    "not_placed": (
        "урок {0} ещё не поставлен в расписание; пропущен ({1})",
        "lesson {0} is not placed yet; left out ({1})",
    ),
    "several_rooms": ("несколько кабинетов: {0}; взят {1}", "several rooms: {0}; {1} was taken"),
    "unknown_id": ("ссылка на {0}, чего в файле нет", "refers to {0}, which the file does not have"),
    # a value
    "not_a_weekday": ("«{0}» не день недели", "“{0}” is no weekday"),
    "not_a_number": ("«{0}» не номер урока от 0 до 20", "“{0}” is no number of a lesson from 0 to 20"),
    "not_weeks": ("недели «{0}» не понять", "the weeks “{0}” make no sense"),
    "not_a_date": ("«{0}» не дата", "“{0}” is no date"),
    "cycle_too_long": ("цикл длиннее {0} недель", "the cycle is longer than {0} weeks"),
    "days_end_first": ("последний день раньше первого, {0}", "the last day is before the first, {0}"),
    "value_too_long": ("значение длиннее {0} знаков", "longer than {0} characters"),
    "too_many_names": (
        "больше {0} классов или учителей у одного урока",
        "more than {0} classes or teachers of a lesson",
    ),
}


def reason(problem: Problem, language: str) -> str:
    """Returns the reason in words, without its place."""
    russian, english = WORDING[problem.code]
    return (russian if language == "ru" else english).format(*problem.data)
