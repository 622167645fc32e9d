"""Refusals of any request, of signing in and of the journal.

Code -> title and what to do, in Russian and in English.
"""

WORDING: dict[str, tuple[str, str, str, str]] = {
    "bad_request": (
        "Запрос составлен неверно",
        "Исправьте поля, названные в errors",
        "The request is not well-formed",
        "Correct the fields named in errors",
    ),
    "headers_too_large": (
        "Заголовки запроса слишком велики",
        "Удалите файлы cookie этого сайта и войдите снова",
        "The request's headers are too large",
        "Delete this site's cookies and sign in again",
    ),
    "sign_in_required": ("Нужно войти", "Войдите и повторите", "Sign-in is required", "Sign in and try again"),
    "sign_in_failed": (
        "Логин или пароль не подошли",
        "Проверьте их или спросите в школе",
        "This login and password do not work",
        "Check them or ask the school",
    ),
    "wrong_password": (
        "Нынешний пароль не подошёл",
        "Проверьте его; если он забыт, спросите в школе",
        "The present password does not work",
        "Check it; if it is forgotten, ask the school",
    ),
    "password_length": (
        "В пароле должно быть от 10 до 128 знаков",
        "Подойдёт и фраза",
        "A password has 10 to 128 characters",
        "A phrase is fine, too",
    ),
    "password_guessable": (
        "Этот пароль угадают: он есть в списках украденных или слишком прост",
        "Возьмите другой, можно фразу",
        "This password will be guessed: it is in lists of stolen ones, or too simple",
        "Take another one; a phrase is fine",
    ),
    "forbidden": (
        "Это действие недоступно",
        "Если оно вам нужно, обратитесь в школу",
        "This is not allowed",
        "If you need it, ask the school",
    ),
    "not_found": (
        "Такого здесь нет",
        "Проверьте адрес или вернитесь к списку",
        "There is no such thing here",
        "Check the address or go back to the list",
    ),
    "method_not_allowed": (
        "Здесь так нельзя",
        "Посмотрите разрешённые методы в заголовке Allow",
        "This method does not work here",
        "See the Allow header for those that do",
    ),
    "foreign_origin": (
        "Запрос пришёл с чужой страницы",
        "Откройте адрес школы и повторите там",
        "The request comes from a foreign page",
        "Open the school's own address and repeat it there",
    ),
    "stale": (
        "Это уже изменили",
        "Посмотрите, что стоит сейчас (current), и решите заново",
        "This has been changed meanwhile",
        "See what stands now (current) and decide again",
    ),
    "idempotency_key_reused": (
        "Этот ключ уже был у другого запроса",
        "Для нового запроса возьмите новый Idempotency-Key",
        "This key has been used for another request",
        "Take a new Idempotency-Key for a new request",
    ),
    "too_large": (
        "Слишком большой запрос",
        "Разделите его на несколько",
        "The request is too large",
        "Split it into several",
    ),
    "unsupported_type": (
        "Тело запроса не JSON",
        "Отправьте application/json",
        "The body is not JSON",
        "Send application/json",
    ),
    "too_many_attempts": (
        "Много попыток",
        "Повторите через время из заголовка Retry-After",
        "Many attempts",
        "Try again after the time in the Retry-After header",
    ),
    "too_many_messages": (
        "Слишком много сообщений подряд",
        "Текст не потерян: он уйдёт сам через несколько секунд",
        "Too many messages in a row",
        "The text is not lost: it will go by itself in some seconds",
    ),
    "too_many_waiting": (
        "Сейчас пишут слишком многие сразу",
        "Повторите через секунду с тем же ключом",
        "Too many are writing at this moment",
        "Try again in a second with the same key",
    ),
    "unavailable": (
        "Сейчас не получилось",
        "Повторите через несколько секунд с тем же ключом",
        "This did not work just now",
        "Try again in a few seconds with the same key",
    ),
    "mark_outside_scale": (
        "Такой отметки нет",
        "Поставьте от 1 до 5",
        "There is no such mark",
        "Set one from 1 to 5",
    ),
    "student_not_in_course": (
        "Ученика нет в этом курсе",
        "Обновите журнал и проверьте список",
        "The student is not in this course",
        "Reload the journal and check the list",
    ),
    "no_marks_in_year_one": (
        "В 1-м классе отметок нет",
        "Напишите словами",
        "No marks in year 1",
        "Use words",
    ),
    "lesson_not_in_course": (
        "Такого урока в курсе нет",
        "Обновите журнал и выберите урок",
        "The course has no such lesson",
        "Reload the journal and choose a lesson",
    ),
    "unknown_mark_kind": (
        "Такого вида работы нет",
        "Выберите вид из списка",
        "There is no such kind of work",
        "Choose one from the list",
    ),
    "mark_withdrawn": (
        "Отметка уже снята",
        "Поставьте новую",
        "The mark has been withdrawn",
        "Post a new one",
    ),
    "duplicate_cell": (
        "Одна клетка указана дважды",
        "Оставьте по одной записи на ученика и урок",
        "One cell is named twice",
        "Leave one entry for each student and lesson",
    ),
    "lesson_in_future": (
        "Этого урока ещё не было",
        "Дождитесь дня урока",
        "This lesson is still to come",
        "Wait for its day",
    ),
    "lesson_cancelled": (
        "Этот урок отменён",
        "На отменённом уроке никого не отмечают: выберите урок, который состоялся",
        "This lesson is cancelled",
        "Nothing is entered in a cancelled lesson: choose one that was held",
    ),
    "lesson_not_begun": (
        "Урок ещё не начался",
        "Отмечайте присутствие не раньше чем за 15 минут до звонка",
        "The lesson has not begun",
        "Enter attendance from 15 minutes before the bell",
    ),
    "lesson_not_covered": (
        "В этот день вы не заменяете",
        "Вы ведёте журнал только тех уроков, на которых заменяете коллегу",
        "You do not cover that day",
        "You keep the journal of those lessons only in which you stand in for a colleague",
    ),
    "absent_and_marked": (
        "На этом уроке у ученика и «н», и отметка",
        "Проверьте клетку; если так и есть, подтвердите (confirmed)",
        "The student is absent in this lesson and has a mark in it",
        "Check the cell; if it is so, say so (confirmed)",
    ),
}
