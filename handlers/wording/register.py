"""Refusals of the register: people and classes that a school types itself.

Code -> title and what to do, in Russian and in English.
"""

WORDING = {
    "person_again": (
        "Человек с таким именем и такой ролью уже есть",
        "Проверьте, не он ли это; если это другой человек, подтвердите",
        "Somebody of this name and role is there already",
        "See whether it is the same person; if it is another one, confirm",
    ),
    "class_again": (
        "Класс с таким названием уже есть",
        "Откройте его или назовите новый иначе",
        "There is a class of this name already",
        "Open that one, or give the new one another name",
    ),
    "leadership_only": (
        "Роль руководства даёт и завершает только руководство",
        "Попросите директора или завуча",
        "The role of leadership is given and ended by leadership alone",
        "Ask the head or a deputy",
    ),
    "guardian_restricted": (
        "Этому взрослому закрыт доступ к ребёнку",
        "Пока ограничение есть, другие записи ничего не дают. Снимают его там, где записали: здесь или в списках",
        "This adult must not follow the child",
        "As long as the restriction stands nothing else counts. It is lifted where it was said: here or in the roster",
    ),
    "service_not_yours": (
        "Этого вы открыть не можете",
        "Открыть можно только то, что есть у вас самих",
        "You cannot open this to anybody",
        "One gives only what one has oneself",
    ),
    "trust_too_long": (
        "Не дольше года",
        "Выберите день поближе; потом можно продлить",
        "Not longer than a year",
        "Choose an earlier day; it can be extended later",
    ),
    "trust_too_short": (
        "Этот день уже прошёл",
        "Выберите день после сегодняшнего",
        "That day has passed",
        "Choose a day after today",
    ),
    "phone_incomplete": (
        "Номер неполный",
        "Напишите мобильный телефон целиком: десять цифр после +7 или 8",
        "The number is not complete",
        "Write the whole mobile number: ten digits after +7 or 8",
    ),
    "trust_in_yourself": (
        "Это ваш телефон",
        "Назовите другого человека",
        "This is your own telephone",
        "Name somebody else",
    ),
    "trust_ended": (
        "Здесь больше нечего менять",
        "Доступ завершён или изменился; обновите страницу",
        "There is nothing to change here any more",
        "It is over, or has changed; load the page again",
    ),
    "trust_not_open": (
        "Доступ ещё не открыт или уже закончился",
        "Изменить можно открытый; остальные завершите и назовите человека заново",
        "It is not open yet, or over",
        "Change it once it is open; end others and name the person again",
    ),
    "too_many_trusts": (
        "Для этого ребёнка уже много доверенных лиц",
        "Завершите те, что больше не нужны",
        "This child has many trusted persons already",
        "End those that are not needed any more",
    ),
    "already_given": (
        "Это уже записано",
        "Обновите страницу: запись там есть",
        "This has been said already",
        "Load the page again: it is there",
    ),
    "class_has_courses": (
        "У класса ещё есть предметы",
        "Сначала завершите их в расписании",
        "The class still has courses",
        "End them first, in the timetable",
    ),
    "no_profile": (
        "Профиль бывает с 10-го класса",
        "У этого класса другой год обучения или он не указан",
        "Classes have a profile from year 10 on",
        "This class is of another year, or its year is not known",
    ),
    "role_missing": (
        "Без роли это ничего не даст",
        "Сначала дайте роль: ученику — ученика, классному руководителю — сотрудника",
        "Without the role this would give nothing",
        "Give the role first: a student's, or for a class teacher one of the staff",
    ),
    "nothing_to_end": (
        "Завершать нечего",
        "Обновите страницу: это уже завершено",
        "There is nothing to end",
        "Load the page again: it has ended already",
    ),
    "last_keeper": (
        "Тогда людей школы не сможет вести никто",
        "Сначала дайте роль руководства или администратора кому-то ещё",
        "Then nobody could keep the people of the school",
        "First give somebody else the role of leadership or admin",
    ),
    "merge_same": (
        "Это один и тот же вход",
        "Объединять нечего: войдите под другим именем",
        "This is the same sign-in",
        "There is nothing to join: use the other sign-in's name",
    ),
    "merge_chained": (
        "Один из двух уже объединён с кем-то ещё",
        "Войдите под тем именем, с которым уже объединено, и добавьте другой вход оттуда",
        "One of the two is joined with somebody else already",
        "Sign in with the one that others are joined to, and add the other from there",
    ),
    "merge_child_and_adult": (
        "Вход ребёнка и вход взрослого не объединяются",
        "Если роль в школе указана неверно, её исправит школа",
        "A child's sign-in and an adult's are never joined",
        "If the role at the school is wrong, the school corrects it",
    ),
    "merge_different_people": (
        "По данным школы это два разных человека",
        "Если это один человек, школа сначала исправит имя или СНИЛС",
        "The school's register says that these are two people",
        "If it is one, the school corrects the name or the SNILS first",
    ),
    "merge_restricted": (
        "Эти входы объединяет только школа",
        "Обратитесь в школу: сначала она проверит свои записи",
        "Only the school can settle this",
        "Ask the school: it looks at its records first",
    ),
    "merge_second_factor": (
        "У другого входа есть второй признак, а у этого нет",
        "Настройте второй признак здесь или войдите под другим именем и добавьте этот вход оттуда",
        "The other sign-in has a second proof, and this one has none",
        "Set one up here, or sign in with the other name and add this one from there",
    ),
    "merge_needs_both_schools": (
        "Нужно согласие и другой школы",
        "Подтвердить должен сотрудник той школы; или человек войдёт под обоими именами сам",
        "The other school has to agree as well",
        "Somebody of that school confirms it; or the person shows both sign-ins",
    ),
    "merge_needs_another": (
        "Подтверждает другой человек, чем тот, кто предложил",
        "Попросите коллегу из администрации школы",
        "Somebody else than who proposed it confirms it",
        "Ask a colleague of the school's office",
    ),
    "merge_over": (
        "Это уже решено, или время вышло",
        "Обновите страницу; если нужно, начните заново",
        "This was settled already, or its time is over",
        "Load the page again; begin anew if needed",
    ),
}
