"""Words of a file's remarks on the page, where the command line's own would name an option of the command."""

from channels.roster.model import Problem
from handlers.roster.wording import reason as reason_in_command

WORDING: dict[str, tuple[str, str]] = {
    "files_apart": (
        "несколько файлов сразу читаются как комплект CSV; этот загрузите отдельно",
        "several files at once are read as a set of CSV files; bring this one by itself",
    ),
    "column_doubtful": (
        "не ясно, что это: скажите в столбцах",
        "not sure what this is: say so in the columns",
    ),
    "column_notes": (
        "в примечаниях бывают запреты: прочтите их сами. Сюда столбец не берётся",
        "notes may hold restrictions: read them yourself. The column is not taken",
    ),
    "column_not_there": ("такого столбца в файле больше нет", "the file has no such column any more"),
    "meaning_repeated": (
        "два столбца значат одно: оставьте один из них",
        "two columns mean the same: leave one of them",
    ),
    "school_unnamed": ("не сказано, какая это школа", "it does not say which school this is"),
    "format_unknown": (
        "это не таблица людей и не комплект OneRoster или Microsoft SDS: {0}. Таблицу загружайте саму по себе,"
        " не в архиве",
        "neither a table of people nor a set of OneRoster or Microsoft SDS: {0}. Bring a table by itself, not in an"
        " archive",
    ),
    "set_incomplete": (
        "это {0}, но нет файлов: {1}; выберите все файлы комплекта сразу",
        "this is {0}, but these files are missing: {1}; choose all files of the set at once",
    ),
    "restriction_lifted": ("снимается запрет: {0} → {1}", "a restriction is lifted: {0} → {1}"),
    "restricted_again": (
        "новый взрослый {0} зовётся как тот, кому нельзя к ребёнку {1}",
        "the new adult {0} is called like one who must not follow the child {1}",
    ),
    "person_again": (
        "{0} похож на того же человека, что {1}: людей станет двое. Объединяет их администратор сервера",
        "{0} looks like the same person as {1}: there will be two. The administrator of the server joins them",
    ),
}


def reason(problem: Problem, language: str) -> str:
    """Returns what is wrong, in words for somebody before the page."""
    if problem.code not in WORDING:
        return reason_in_command(problem, language)
    russian, english = WORDING[problem.code]
    return (russian if language == "ru" else english).format(*problem.data)
