"""Wording of everything that can be wrong with a roster, by code: Russian and English. `{0}` is a value."""

from __future__ import annotations

from channels.roster.model import Problem
from handlers.tables.wording import WORDING as TABLES

WORDING: dict[str, tuple[str, str]] = {
    **TABLES,
    # the set and its files
    "path_missing": ("такого файла или папки нет", "there is no such file or folder"),
    "not_a_zip": ("это не папка и не архив zip", "neither a folder nor a zip archive"),
    "zip_encrypted": ("файл {0} в архиве зашифрован", "file {0} in the archive is encrypted"),
    "zip_has_folder": (
        "файлы лежат не в корне архива, а в папке {0}; прочитаны оттуда",
        "the files are not at the root of the archive but in folder {0}; they were read from there",
    ),
    "path_outside": ("файл лежит вне набора: {0}", "a file lies outside the set: {0}"),
    "set_too_large": ("набор больше {0} МБ или в нём слишком много файлов", "over {0} MB, or too many files"),
    "file_repeated": ("файл встречается в архиве дважды", "the archive has this file twice"),
    "file_unknown": ("неизвестный файл пропущен", "an unknown file was skipped"),
    "file_case": ("имя файла по стандарту пишется {0}", "the standard spells this file name {0}"),
    "file_missing": (
        "в описи сказано «{0}», а файла нет; пустым он закрыл бы доступ всем, кто в нём был",
        "the manifest says {0}, but the file is missing; taken as empty it would end everybody in it",
    ),
    "file_said_absent": (
        "в описи сказано, что файла нет; он не прочитан",
        "the manifest says it is absent, so it was not read",
    ),
    "manifest_missing": (
        "нет manifest.csv; набор прочитан как полный, версия определена по столбцам",
        "no manifest.csv; read as a full set, the version told from the columns",
    ),
    "manifest_unclear": ("в описи не сказано, что с файлом {0}", "the manifest does not say what {0} is"),
    "nothing_found": ("здесь нет файлов CSV", "there are no CSV files here"),
    "source_reserved": (
        "источник не может называться «{0}»: это имя занято самим Звонком",
        "the source cannot be called {0}: Zvonok uses that name itself",
    ),
    "format_unknown": (
        "формат не узнан: {0}. Читаются OneRoster 1.1 и 1.2, Microsoft SDS v1, v2 и v2.1, а таблица людей — сама"
        " по себе, не в архиве",
        "the format is not known: {0}. What is read: OneRoster 1.1 and 1.2, Microsoft SDS v1, v2 and v2.1, and a table"
        " of people by itself, not in an archive",
    ),
    "format_not_read": (
        "это {0}, он не читается; выгрузите OneRoster или Microsoft SDS",
        "this is {0}, which is not read; export OneRoster or Microsoft SDS instead",
    ),
    "set_incomplete": (
        "это {0}, но нет файлов: {1}; добавьте их",
        "this is {0}, but these files are missing: {1}; add them",
    ),
    "format_column_missing": (
        "это {0}; нет столбца, без которого файл ничего не говорит: добавьте его",
        "this is {0}; a column is missing without which the file says nothing: add it",
    ),
    # the school to which a set is brought
    "people_of_another_system": (
        "люди этой школы пришли из «{0}», а файл из «{1}»; загрузите файл той же программы",
        "the people of this school came from “{0}”, the file is of “{1}”; bring a file of the same program",
    ),
    "not_one_school": (
        "школ в файле: {0} ({1}); нужен файл одной школы",
        "schools in the file: {0} ({1}); bring a file of one school",
    ),
    "class_typed_too": (
        "класс {0} в школе уже введён вручную, и станет два таких; закройте тот, что введён",
        "the class {0} has been typed at the school, and there would be two; end the one that was typed",
    ),
    "person_typed_too": (
        "{0}: в школе уже введён вручную человек с таким именем, и станет двое; уберите эту строку из файла",
        "{0}: somebody of that name has been typed at the school, and there would be two; take the line out of the"
        " file",
    ),
    "school_called_otherwise": (
        "школа в файле называется «{1}», а здесь «{0}»; это её люди? Название станет таким, как в файле",
        "the school is called “{1}” in the file and “{0}” here; are these its people? It will be called as in the file",
    ),
    "another_school": (
        "файл меняет другую школу: {0}; здесь можно загрузить только людей этой школы",
        "the file changes another school: {0}; here only people of this school can be brought",
    ),
    # a school's own table
    "column_doubtful": (
        'не ясно, что это: {0}? Скажите --column "{1}={0}", а чтобы не брать, --column "{1}=-"',
        'not sure what this is: {0}? Say --column "{1}={0}", or to leave it out --column "{1}=-"',
    ),
    "column_notes": (
        'в примечаниях бывают запреты; прочтите их сами и скажите --column "{0}=-"',
        'notes may hold restrictions; read them yourself and say --column "{0}=-"',
    ),
    "column_not_there": ("такого столбца нет", "there is no such column"),
    "meaning_unknown": ("такого значения столбца нет: {0}", "a column cannot mean {0}"),
    "meaning_repeated": ("два столбца значат одно: {0}", "two columns mean the same: {0}"),
    "names_missing": (
        "нет столбца с именами: ФИО или Фамилия и Имя",
        "no column has the names: full name, or last name and first name",
    ),
    "sheet_without_people": (
        "на листе нет столбца с именами; лист не прочитан",
        "no column of the sheet has names; the sheet was not read",
    ),
    "school_unnamed": (
        'школы ещё нет; назовите её: --school "Гимназия № 7"',
        'there is no school yet; name it: --school "School No. 7"',
    ),
    "line_without_name": ("строка без имени пропущена: {0}", "a line without a name was left out: {0}"),
    "people_alike": (
        "то же имя, что в строке {0}; чтобы не спутать двоих, добавьте дату рождения или личный номер",
        "the same name as in line {0}; add the birthday or an id so that two people are not taken for one",
    ),
    "phone_left_out": ("это не телефон, не взято: {0}", "no telephone number, left out: {0}"),
    "phone_read_as": ("телефон {0} прочитан как {1}", "the telephone number {0} was read as {1}"),
    "phone_shared": (
        "телефонов у двух взрослых сразу: {0}; такой телефон сам по себе никого не впустит",
        "telephone numbers of two adults at once: {0}; such a number lets nobody in by itself",
    ),
    "email_left_out": ("это не адрес почты, не взято: {0}", "no mail address, left out: {0}"),
    "class_left_out": ("это не класс, не взято: {0}", "no class, left out: {0}"),
    "class_read_as": ("класс «{0}» прочитан как {1}", "the class “{0}” was read as {1}"),
    "role_read_as_staff": (
        "должность «{0}»: сотрудник; учителя, завучи и администраторы — только названные так",
        "the position “{0}”: staff; teachers, leadership and admins are only those who are called so",
    ),
    "columns_unused": ("столбцы не взяты: {0}", "columns that are not taken: {0}"),
    "contact_not_family": (
        "«{0}»: это контакт, а не семья; доступа к ребёнку не будет",
        "“{0}”: a contact and no family; it gives no access to the child",
    ),
    "relation_repeated": (
        "тот же взрослый у того же ребёнка в строке {1} назван иначе: {0}",
        "line {1} names the same adult of the same child differently: {0}",
    ),
    "reference_ignored": (
        "указан {0}, которого нет в {1}; от этого ничего не зависит, строка взята без него",
        "names {0}, which is not in {1}; nothing hangs on it, and the line is taken without it",
    ),
    "many_left_out": (
        "пропущено было бы {0} строк из {1}: похоже на обрезанный набор",
        "{0} of {1} lines would be left out: it looks like a set that was cut off",
    ),
    "reference_left_out": (
        "указан {0}, которого нет в {1}; доступа по этой строке не будет, остальное идёт дальше",
        "names {0}, who is not in {1}; no access follows from this line, the rest goes on",
    ),
    "version_unknown": ("неизвестная версия {0}", "unknown version {0}"),
    "version_wrong": (
        "в описи версия {0}, по столбцам это {1}; прочитано как {1}",
        "the manifest says version {0}, the columns are of {1}; read as {1}",
    ),
    "semicolons": ("столбцы разделены точкой с запятой", "the columns are separated by semicolons"),
    # columns and lines
    "column_unknown": ("неизвестный столбец пропущен", "an unknown column was skipped"),
    "column_misspelled": ("опечатка в имени столбца, прочитан как {0}", "a misspelled column, read as {0}"),
    "column_case": ("имя столбца по стандарту пишется {0}", "the standard spells this column {0}"),
    "column_order": ("порядок столбцов не по стандарту", "the columns are not in the standard's order"),
    "column_repeated": ("столбец встречается дважды", "the column is there twice"),
    "column_missing": ("нет нужного столбца", "a column that is needed is missing"),
    "column_absent": (
        "столбца нет, он ничего не говорит: сохранённое осталось, строк: {0}",
        "the column is absent and says nothing: what is stored stays, rows: {0}",
    ),
    "restriction_lifted": (
        "снимается запрет: {0} → {1}; без вопроса — только с --lift-restrictions",
        "a restriction is lifted: {0} → {1}; without being asked only with --lift-restrictions",
    ),
    "restricted_again": (
        "новый взрослый {0} зовётся как тот, кому нельзя к ребёнку {1}; если это он, --join, если другой человек,"
        " --lift-restrictions",
        "the new adult {0} is called like one who must not follow the child {1}; if they are one, --join, if not,"
        " --lift-restrictions",
    ),
    "line_too_short": ("в строке {0} значений при {1} столбцах", "{0} values for {1} columns"),
    "line_repeated": ("повтор строки {1}, id {0}", "repeats line {1}, id {0}"),
    "id_repeated": ("id {0} уже есть в строке {1} с другими данными", "id {0} is in line {1} with other values"),
    "id_deleted_and_not": (
        "id {0} удалён в одной строке и действует в другой (строка {1})",
        "id {0} is deleted in one line and active in another (line {1})",
    ),
    # values
    "value_missing": ("обязательное значение пусто", "a required value is empty"),
    "unknown_value": ("неизвестное значение «{0}», прочитано как {1}", "unknown value “{0}”, read as {1}"),
    "unknown_word": (
        "неизвестное слово «{0}»: от него зависит доступ, поэтому список не принят",
        "the unknown word “{0}”: access depends on it, so the set is refused",
    ),
    "many_ended": (
        "закончилось бы {0} из {1} ({2}): похоже на обрезанный файл; если так и надо, --allow-ending {3}",
        "{0} of {1} would end ({2}): it looks like a file that was cut off; if it is meant, --allow-ending {3}",
    ),
    "case_of_value": ("«{0}» по стандарту пишется {1}", "the standard spells “{0}” {1}"),
    "date_format": ("дата «{0}» не в виде ГГГГ-ММ-ДД", "the date “{0}” is not written YYYY-MM-DD"),
    "date_ambiguous": (
        "дату «{0}» можно понять двояко; прочитана как день/месяц: {1}",
        "the date “{0}” has two readings; read as day/month: {1}",
    ),
    "date_month_first": ("дата «{0}» прочитана как месяц/день", "the date “{0}” was read as month/day"),
    "not_a_date": ("«{0}» не дата", "“{0}” is no date"),
    "not_a_year": ("«{0}» не год", "“{0}” is no year"),
    "not_a_weight": ("вес «{0}» не целое число от 0 до 100", "the weight “{0}” is no whole number from 0 to 100"),
    "ends_before_it_starts": ("конец {1} не позже начала {0}", "ends on {1}, not after it starts on {0}"),
    "unknown_zone": ("неизвестный часовой пояс «{0}»", "unknown time zone “{0}”"),
    "status_inactive": ("статуса inactive нет; понят как «удалён»", "there is no status inactive; read as deleted"),
    "status_missing": ("нет статуса; понят как active", "no status; read as active"),
    "latin_letter": ("латинская буква в «{0}»; прочитано как «{1}»", "a Latin letter in “{0}”; read as “{1}”"),
    "name_incomplete": ("имя или фамилия пусты", "the given or the family name is empty"),
    "password_ignored": (
        "пароли из списков не читаются и не хранятся",
        "passwords in rosters are neither read nor stored",
    ),
    # meaning
    "reference_dangling": ("ссылка на {0}, которого нет в {1}", "refers to {0}, which {1} does not have"),
    "reference_to_deleted": (
        "ссылка на удалённую запись {0} из {1}; строка не применена",
        "refers to {0}, which {1} deletes; the line is not applied",
    ),
    "not_a_school": ("{0} не школа и не часть школы", "{0} is neither a school nor part of one"),
    "role_outside_school": ("роль не в школе ({0}) пропущена", "a role outside a school ({0}) was skipped"),
    "unknown_role": ("неизвестная роль «{0}» пропущена", "the unknown role “{0}” was skipped"),
    "enrolment_role_ignored": ("роль «{0}» в классе ничего не даёт", "the role “{0}” in a class gives nothing"),
    "user_without_role": ("у человека {0} нет роли", "person {0} has no role"),
    "student_role_implied": (
        "ни один список не дал роли ученика, она следует из класса или курса: {0} ({1})",
        "no roster has given the role of a student, the class or course implies it: {0} ({1})",
    ),
    "family_role_implied": (
        "ни один список не дал роли родителя или доверенного лица, она следует из связи с ребёнком: {0} ({1})",
        "no roster has given the role of a guardian or trusted person, the tie to a child implies it: {0} ({1})",
    ),
    "teaches_without_role": (
        "ведёт класс или курс, но роли в школе нет, поэтому и доступа нет: {0} ({1})",
        "teaches a class or course without a role at the school, and so without access: {0} ({1})",
    ),
    "two_classes_at_once": (
        "в двух классах сразу, действует тот, что начат позже: {0} ({1})",
        "in two classes at once, the one begun last counts: {0} ({1})",
    ),
    "stays_disabled": (
        "{0}: не сказано, включён ли; остаётся отключённым",
        "{0}: not said whether enabled; stays disabled",
    ),
    "user_disabled": (
        "{0} отключён: человек остаётся, роли, дети и предметы закрыты",
        "{0} is disabled: the person stays; roles, children and courses are closed",
    ),
    "student_disabled": (
        "{0} отключён: ученик остаётся в классе и журнале",
        "{0} is disabled: the student stays in class and journal",
    ),
    "person_again": (
        "{0} похож на того же человека, что {1}; если это он, --join {1}={0}",
        "{0} looks like the same person as {1}; if it is, --join {1}={0}",
    ),
    "join_unknown": ("объединить не с кем: {0} не найден", "nobody to join: {0} is not known"),
    "join_both_lived": (
        "у {0} уже есть свой вход, отметки или сообщения; с {1} не объединить",
        "{0} already has a sign-in, marks or messages of its own, and cannot be joined with {1}",
    ),
    "agent_is_self": ("человек {0} указан своим же представителем", "person {0} is named as their own agent"),
    "agent_without_student": ("ни один из двоих не ученик: {0}", "neither of the two is a student: {0}"),
    "agent_is_student": ("представитель {0} сам ученик; пропущено", "agent {0} is a student; skipped"),
    "not_an_agent": ("«{0}» не разбирается; нужно id:родство", "“{0}” cannot be read; it must be id:relation"),
}

LEVELS = {"warning": ("предупреждение", "warning"), "error": ("ошибка", "error")}


def reason(problem: Problem, language: str) -> str:
    russian, english = WORDING[problem.code]
    return (russian if language == "ru" else english).format(*problem.data)


def place(problem: Problem) -> str:
    """Returns the place of a problem, like `users.csv:12 agentSourcedIds`."""
    line = f":{problem.line}" if problem.line else ""
    column = f" {problem.column}" if problem.column else ""
    return f"{problem.file}{line}{column}"
