"""Refusals of the school week.

Code -> title and what to do, in Russian and in English.
"""

WORDING = {
    "days_end_first": (
        "Последний день раньше первого",
        "Проверьте даты в отмеченной строке",
        "The last day is before the first",
        "Check the days in the row that is marked",
    ),
    "grades_end_first": (
        "Последний класс раньше первого",
        "Проверьте классы в отмеченной строке",
        "The last grade is before the first",
        "Check the grades in the row that is marked",
    ),
    "periods_overlap": (
        "Два отчётных периода одних и тех же классов пересекаются",
        "Закончите первый раньше, чем начнётся второй, или разделите их по классам",
        "Two reporting periods of the same grades overlap",
        "End the first before the second begins, or divide them by grades",
    ),
    "bell_number_twice": (
        "Два звонка с одним номером",
        "Дайте уроку другой номер",
        "Two bells have the same number",
        "Give the lesson another number",
    ),
    "bell_ends_first": (
        "Урок кончается раньше, чем начинается",
        "Проверьте время в отмеченной строке",
        "A lesson ends before it begins",
        "Check the times in the row that is marked",
    ),
    "bells_overlap": (
        "Уроки пересекаются по времени",
        "Начните урок после конца предыдущего",
        "Two lessons overlap",
        "Begin the lesson after the end of the one before",
    ),
    "break_too_short": (
        "Перемена короче пяти минут",
        "Сделайте перемену не короче пяти минут",
        "A break is shorter than five minutes",
        "Make the break five minutes or longer",
    ),
    "bell_schedule_twice": (
        "Два расписания звонков с одним названием",
        "Назовите одно из них иначе",
        "Two bell schedules have the same name",
        "Give one of them another name",
    ),
    "unknown_bell_schedule": (
        "Такого расписания звонков здесь нет",
        "Выберите одно из названных выше",
        "There is no bell schedule of this name here",
        "Choose one of those above",
    ),
    "bell_rule_twice": (
        "Для этих классов и дней звонки уже указаны",
        "Оставьте одну из двух строк",
        "The bells of these classes and days are said twice",
        "Keep one of the two rows",
    ),
    "bells_in_the_past": (
        "Звонки прошедших дней не меняются",
        "Выберите сегодня или день позже",
        "Bells of days that are over do not change",
        "Choose today or a later day",
    ),
    "room_twice": (
        "Два кабинета с одним названием",
        "Назовите один из них иначе или укажите здание",
        "Two rooms have the same name",
        "Give one of them another name, or say its building",
    ),
    "timetable_in_the_past": (
        "Прошедшие дни не меняются",
        "Начните с завтрашнего дня; сегодняшние уроки меняют заменой",
        "Days that are over do not change",
        "Begin tomorrow; lessons of today are changed by a substitution",
    ),
    "no_school_day": (
        "В этот день недели уроков не будет: нет отчётного периода, или день свободный",
        "Выберите другой день или проверьте периоды и каникулы",
        "There is no school on this weekday: no reporting period, or the day is free",
        "Choose another day, or check periods and holidays",
    ),
    "no_such_bell": (
        "У класса нет звонка с этим номером",
        "Выберите другой номер или добавьте звонок",
        "The class has no bell of this number",
        "Choose another number, or add the bell",
    ),
    "timetable_clash": (
        "Накладка в расписании",
        "Измените отмеченные уроки или напишите, почему накладка остаётся",
        "The timetable clashes",
        "Change the lessons that are marked, or say why the clash is kept",
    ),
    "lessons_in_the_way": (
        "Вернувшимся урокам мешают другие, поставленные или изменённые вручную",
        "Сначала отмените или перенесите их",
        "Lessons that were added or changed by hand are in the way of those that come back",
        "Cancel or move them first",
    ),
    "lessons_without_bell": (
        "Часть уроков останется без звонка",
        "Оставьте их звонки или подтвердите, что у этих уроков пока не будет времени",
        "Some lessons would be left without a bell",
        "Keep their bells, or confirm that these lessons have no time for now",
    ),
    "lesson_has_marks": (
        "В уроке стоят отметки",
        "Сначала отзовите их: без урока они останутся без своего места",
        "The lesson has marks",
        "Withdraw them first: without the lesson they would have no place",
    ),
    "lesson_is_there": (
        "У курса уже есть урок в этот час",
        "Выберите другой день или номер урока",
        "The course already has a lesson at this hour",
        "Choose another day or number",
    ),
    "teacher_away": (
        "Учителя в этот день не будет",
        "Выберите другого учителя",
        "The teacher is away on that day",
        "Choose another teacher",
    ),
    "not_in_class": (
        "Ученика нет в этом классе",
        "Выберите учеников из классов курса",
        "The student is not in this class",
        "Choose students of the course's classes",
    ),
    "of_a_roster": (
        "Это пришло из списков школы",
        "Исправьте там, откуда школа загружает списки",
        "This came with the school's roster",
        "Correct it where the school's roster comes from",
    ),
    "import_has_doubts": (
        "Не на все вопросы о файле есть ответ",
        "Ответьте, кто и что имеется в виду",
        "Not all questions about the file are answered",
        "Say who and what is meant",
    ),
    "import_term_missing": (
        "В файле несколько полугодий или четвертей",
        "Выберите, какое расписание применить",
        "The file has several terms",
        "Choose which of them to apply",
    ),
    "import_removes_much": (
        "Файл убирает больше пятой части расписания",
        "Проверьте, не обрезан ли файл; если всё верно, подтвердите",
        "The file removes more than a fifth of the timetable",
        "See whether the file is cut off; confirm if it is right",
    ),
    "file_not_read": (
        "Файл не прочитан",
        "Исправьте отмеченные строки и загрузите файл снова",
        "The file was not read",
        "Correct the lines that are marked, and bring the file again",
    ),
    "import_under_way": (
        "Этот файл как раз читается или применяется",
        "Дождитесь конца; страницу можно закрыть",
        "This file is being read or applied right now",
        "Wait until it is done; the page may be closed",
    ),
    "import_not_ready": (
        "Файл ещё нельзя применить",
        "Исправьте то, что отмечено ошибкой, или ответьте о столбцах",
        "The file cannot be applied yet",
        "Correct what is marked as an error, or say what the columns mean",
    ),
    "import_ends_much": (
        "По файлу больше пятой части людей или связей потеряют доступ",
        "Проверьте, не обрезан ли файл; если всё верно, подтвердите",
        "By the file more than a fifth of the people or ties lose their access",
        "See whether the file is cut off; confirm if it is right",
    ),
    "import_lifts_restriction": (
        "Файл снимает запрет видеть ребёнка",
        "Проверьте, есть ли на это документ; если есть, подтвердите",
        "The file lets an adult follow a child who must not now",
        "See whether there is a paper for it; confirm if there is",
    ),
    "set_is_full": (
        "Файлов больше чем на 50 МБ",
        "Уберите лишнее или сожмите файлы в ZIP",
        "The files are over 50 MB",
        "Leave out what is not needed, or pack the files into a ZIP",
    ),
}
