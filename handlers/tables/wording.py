"""Wording of what can be wrong with a table, by code: Russian and English. `{0}` is a value."""

WORDING: dict[str, tuple[str, str]] = {
    "file_too_large": ("файл больше {0} МБ", "the file is over {0} MB"),
    "not_readable": ("файл не читается: {0}", "the file cannot be read: {0}"),
    "old_workbook": (
        "это XLS старого Excel или файл с паролем; сохраните его как XLSX без пароля",
        "an XLS of an old Excel, or a file with a password; save it as XLSX without one",
    ),
    "web_page": (
        "это веб-страница с именем таблицы; откройте её в Excel и сохраните как XLSX",
        "a web page that is named like a table; open it in Excel and save it as XLSX",
    ),
    "another_kind": ("это {0}, а нужна таблица XLSX или CSV", "this is {0}; an XLSX or CSV table is needed"),
    "not_a_workbook": ("в архиве нет таблицы Excel", "the archive holds no workbook of Excel"),
    "workbook_broken": (
        "таблица Excel повреждена ({0}); откройте её в Excel и сохраните ещё раз",
        "the workbook is damaged ({0}); open it in Excel and save it again",
    ),
    "workbook_encrypted": ("таблица закрыта паролем; сохраните её без пароля", "it has a password; save it without"),
    "workbook_too_large": (
        "распакованная таблица больше {0} МБ или в ней слишком длинные строки",
        "unpacked the workbook is over {0} MB, or has rows that are too long",
    ),
    "too_many_sheets": ("листов больше {0}", "more than {0} sheets"),
    "sheet_hidden": ("скрытый лист не прочитан", "a hidden sheet was not read"),
    "cells_merged": (
        "объединённых мест: {0}; значение есть только в первой клетке каждого",
        "merged places: {0}; only the first cell of each has the value",
    ),
    "table_empty": ("файл пуст", "the file is empty"),
    "lines_above_headings": (
        "строк над заголовками: {0}; они не прочитаны",
        "lines above the headings: {0}; they were not read",
    ),
    "too_many_columns": ("столбцов больше {0}", "more than {0} columns"),
    "too_many_lines": ("больше {0} строк", "more than {0} lines"),
    "line_too_long": (
        "в строке {0} значений при {1} столбцах: нет ли запятой без кавычек",
        "{0} values for {1} columns: is there a comma without quotes?",
    ),
    "value_too_long": ("значение длиннее {0} знаков", "longer than {0} characters"),
    "control_characters": ("служебные знаки заменены пробелом", "control characters were replaced by a space"),
    "cell_has_error": ("в клетке ошибка Excel: {0}", "the cell holds an error of Excel: {0}"),
    "formula_without_value": (
        "формула без значения; откройте файл в Excel и сохраните ещё раз",
        "a formula without its value; open the file in Excel and save it again",
    ),
    "number_rounded": (
        "число {0} длиннее, чем хранит Excel: последние цифры потеряны",
        "the number {0} is longer than Excel keeps: its last digits are lost",
    ),
    "read_as_windows_1251": ("прочитано в кодировке windows-1251", "read in the encoding windows-1251"),
    "unknown_encoding": (
        "кодировка не UTF-8 и не windows-1251; сохраните файл как «CSV UTF-8»",
        "the encoding is neither UTF-8 nor windows-1251; save the file as “CSV UTF-8”",
    ),
    "not_utf8": ("файл не в UTF-8; сохраните его как «CSV UTF-8»", "not UTF-8; save it as “CSV UTF-8”"),
    "quote_not_closed": ("кавычка открыта и не закрыта", "a quote is opened and never closed"),
    "not_csv": ("строка не разбирается как CSV: {0}", "not readable as CSV: {0}"),
}
