"""What an error says to a person, in Russian and English: first what happened, then what to do."""

from typing import Literal

Language = Literal["ru", "en"]

# code -> title and what to do, in Russian and in English
WORDING: dict[str, tuple[str, str, str, str]] = {
    "bad_request": (
        "Запрос составлен неверно",
        "Исправьте поля, названные в errors",
        "The request is not well-formed",
        "Correct the fields named in errors",
    ),
    "sign_in_required": ("Нужно войти", "Войдите и повторите", "Sign-in is required", "Sign in and try again"),
    "sign_in_failed": (
        "Логин или пароль не подошли",
        "Проверьте их или спросите в школе",
        "This login and password do not work",
        "Check them or ask the school",
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
    "may_not_write_to": (
        "Написать этому человеку сейчас нельзя",
        "Обратитесь в школу",
        "You cannot write to this person now",
        "Ask the school",
    ),
    "empty_message": ("В сообщении нет текста", "Напишите что-нибудь", "The message is empty", "Write something"),
    "control_characters": (
        "В тексте есть невидимые управляющие символы",
        "Наберите текст заново, не вставляя его",
        "The text has invisible control characters",
        "Type it again instead of pasting",
    ),
    "unknown_mention": (
        "Упомянут человек не из этого чата",
        "Уберите упоминание или выберите человека из списка",
        "Somebody is mentioned who is not in this chat",
        "Remove the mention or choose a person from the list",
    ),
    "unknown_reply": (
        "Сообщения, на которое вы отвечаете, здесь нет",
        "Отправьте без ответа или выберите другое сообщение",
        "The message you reply to is not here",
        "Send it without the reply or choose another message",
    ),
    "message_withdrawn": (
        "Это сообщение отозвано",
        "Напишите новое",
        "This message has been withdrawn",
        "Write a new one",
    ),
    "not_your_message": (
        "Это сообщение другого человека",
        "Изменить его может только автор",
        "This message is somebody else's",
        "Only its author can change it",
    ),
    "may_not_bring": (
        "Этого человека нельзя добавить в группу",
        "Добавить можно коллег, своих учеников и их семьи",
        "This person cannot be brought into the group",
        "You can bring in colleagues, your own students and their families",
    ),
    "too_many_members": (
        "В группе уже очень много людей",
        "Откройте ещё одну",
        "The group has very many people already",
        "Open another one",
    ),
    "chat_not_left": (
        "Из этого чата нельзя выйти",
        "Его можно заглушить или убрать в архив",
        "This chat cannot be left",
        "You can mute it or put it away",
    ),
    "last_owner": (
        "В группе больше нет другого владельца",
        "Сначала назначьте владельцем кого-нибудь ещё",
        "The group has no other owner",
        "Make somebody else an owner first",
    ),
    "too_many_pins": (
        "Закреплено уже много сообщений",
        "Открепите одно из них",
        "Many messages are pinned already",
        "Unpin one of them",
    ),
    "file_not_allowed": (
        "Такие файлы здесь не отправляют",
        "Отправьте картинку, PDF, документ, текст, звук или видео",
        "Files of this kind are not sent here",
        "Send a picture, PDF, document, text, sound or video",
    ),
    "file_disagrees": (
        "Содержимое файла не такое, как говорит его имя",
        "Сохраните файл заново в нужном формате и отправьте ещё раз",
        "The file is not what its name says",
        "Save it again in the right format and send it once more",
    ),
    "file_too_large": (
        "Файл слишком большой",
        "Уменьшите его или разделите на части",
        "The file is too large",
        "Make it smaller or split it",
    ),
    "too_many_pixels": (
        "Картинка слишком большая",
        "Уменьшите её до 40 мегапикселей",
        "The picture is too large",
        "Make it smaller, up to 40 megapixels",
    ),
    "packed_too_tight": (
        "Внутри файла слишком много упаковано",
        "Сохраните документ заново или отправьте его частями",
        "Too much is packed into this file",
        "Save the document again or send it in parts",
    ),
    "file_infected": (
        "В файле найден вирус, он удалён",
        "Проверьте своё устройство",
        "A virus was found in the file, it has been removed",
        "Check your device",
    ),
    "scanner_away": (
        "Файл пока не удалось проверить на вирусы",
        "Он сохранён; повторите через несколько минут",
        "The file could not be checked for viruses yet",
        "It is kept; try again in a few minutes",
    ),
    "wrong_offset": (
        "Файл получен до другого места",
        "Продолжите с места, названного в current",
        "The file has come to another place",
        "Go on from the place named in current",
    ),
    "upload_busy": (
        "Этот файл уже загружается",
        "Подождите, пока та загрузка закончится или прервётся",
        "This file is being uploaded already",
        "Wait until that upload ends or breaks off",
    ),
    "too_many_uploads": (
        "Загружено и не отправлено слишком много файлов",
        "Отправьте их или уберите",
        "Too many files are uploaded and not sent",
        "Send them or drop them",
    ),
    "too_many_bytes": (
        "За сутки отправлено очень много",
        "Повторите через время из заголовка Retry-After",
        "Very much has been sent within a day",
        "Try again after the time in the Retry-After header",
    ),
    "unknown_file": (
        "Такого файла здесь нет, или он уже отправлен",
        "Загрузите файл в этот чат ещё раз",
        "There is no such file here, or it has been sent already",
        "Upload the file into this chat again",
    ),
    "file_not_ready": (
        "Файл ещё не загружен или не проверен",
        "Дождитесь конца загрузки и повторите",
        "The file is not complete or not checked yet",
        "Wait until the upload has ended and try again",
    ),
    "file_already_sent": (
        "Файл уже отправлен",
        "Отзовите сообщение, с которым он отправлен",
        "The file has been sent already",
        "Withdraw the message it was sent with",
    ),
    "may_not_announce_to": (
        "Этим людям вы объявлений не пишете",
        "Выберите свой класс или предмет; всей школе и параллели пишет руководство",
        "You do not announce to these people",
        "Choose your own class or course; leadership writes to the school and to a year",
    ),
    "nobody_addressed": (
        "Объявление никому не адресовано",
        "В этом классе или предмете таких людей сейчас нет: выберите других",
        "This announcement is for nobody",
        "There are no such people in this class or course now: choose others",
    ),
    "audience_changed": (
        "Получатели изменились",
        "Посмотрите новый список (proof) и отправьте ещё раз",
        "The recipients have changed",
        "Look at the new list (proof) and send again",
    ),
    "names_children": (
        "В тексте есть имя ребёнка",
        "Его прочитают другие семьи: напишите только этой семье или подтвердите (keep_names)",
        "The text has a child's name",
        "Other families would read it: write to that family only, or say that it stays (keep_names)",
    ),
    "already_sent": (
        "Объявление уже отправлено",
        "Его можно отозвать и написать новое",
        "The announcement has been sent",
        "It can be recalled, and a new one written",
    ),
    "not_sent": (
        "Объявление не отправлено или отозвано",
        "Обновите страницу",
        "The announcement is not sent, or recalled",
        "Reload the page",
    ),
    "not_in_the_future": (
        "Это время уже прошло или слишком далеко",
        "Выберите время в пределах года",
        "This time has passed, or is too far off",
        "Choose a time within a year",
    ),
    "nothing_to_confirm": (
        "Подтверждать нечего",
        "Это объявление не просит ответа или отозвано",
        "There is nothing to confirm",
        "This announcement asks for no answer, or is recalled",
    ),
    "reminded_lately": (
        "Недавно уже напоминали",
        "Следующее напоминание можно отправить через час после прошлого",
        "A reminder went out lately",
        "The next one can go an hour after the last",
    ),
    "event_cancelled": (
        "Мероприятие отменено",
        "Обновите страницу",
        "The event is cancelled",
        "Reload the page",
    ),
    "answers_closed": (
        "Ответы больше не принимаются",
        "Напишите организатору: он ещё может отметить ваш ответ",
        "Answers are no longer taken",
        "Write to the organiser, who can still note your answer",
    ),
    "decided_by_others": (
        "За тебя уже ответили родители или организатор",
        "Поговори с ними: ответ могут изменить только они",
        "A guardian or the organiser has answered for you",
        "Talk to them: only they can change it",
    ),
    "too_many_tickets": (
        "За последний час обращений было слишком много",
        "Подождите час или позвоните в школу",
        "There were too many requests in the last hour",
        "Wait an hour, or call the school",
    ),
    "ticket_closed": (
        "Это обращение уже закрыто",
        "Напишите ответ: обращение откроется снова",
        "This request is closed",
        "Write an answer: that opens it again",
    ),
    "ticket_full": (
        "В этом обращении больше нет места",
        "Напишите новое и назовите номер этого",
        "There is no more room in this request",
        "Write a new one and name the number of this",
    ),
    "report_closed": (
        "По этой жалобе уже решили",
        "Обновите страницу",
        "This report is closed",
        "Reload the page",
    ),
    "nobody_safeguards": (
        "В этой школе ещё некому разобрать жалобу",
        "Напишите руководству школы: оно назначает ответственного",
        "Nobody looks after reports in this school yet",
        "Write to the leadership of the school: it appoints somebody",
    ),
    "cannot_block": (
        "Этого человека нельзя заблокировать",
        "Сотрудников школы не блокируют: пожалуйтесь на сообщение или напишите руководству",
        "This person cannot be blocked",
        "Staff of the school are not blocked: report the message, or write to the leadership",
    ),
    "no_poll": (
        "Это сообщение ничего не спрашивает",
        "Обновите страницу",
        "This message asks nothing",
        "Reload the page",
    ),
    "poll_closed": (
        "Опрос закрыт",
        "Ответы уже не меняются",
        "The poll is closed",
        "Answers no longer change",
    ),
    "too_many_later_messages": (
        "Слишком много сообщений ждут своего часа",
        "Удалите лишние",
        "Too many messages wait for their time",
        "Delete some of them",
    ),
    "schools_do_not_allow": (
        "Общие группы разрешены не в обеих школах",
        "Разрешает руководство каждой школы: раздел «Я», «Кто кому пишет»",
        "Groups of several schools are not allowed in both schools",
        "The leadership of each school allows it: Me, who writes to whom",
    ),
    "fewer_than_go": (
        "Мест меньше, чем тех, кто уже идёт",
        "Оставьте столько мест, сколько занято, или снимите участников",
        "There are fewer places than people who go",
        "Keep as many places as are taken, or take participants off first",
    ),
    "unknown_zone": (
        "Такого часового пояса нет",
        "Выберите пояс из списка, например Europe/Moscow",
        "There is no such time zone",
        "Choose one of the list, such as Europe/Moscow",
    ),
    "mode_not_allowed": (
        "Так об этом узнать нельзя",
        "Оставьте хотя бы один способ, который сообщает сразу",
        "This cannot be told like that",
        "Keep at least one way that tells at once",
    ),
    "no_mail": (
        "Эта школа не отправляет писем",
        "Включите уведомления в браузере",
        "This school sends no mail",
        "Turn on notifications in the browser",
    ),
    "too_many_letters": (
        "Писем на подтверждение было слишком много",
        "Подождите час и повторите; проверьте папку со спамом",
        "There were too many mails of this kind",
        "Wait an hour and try again; look into the spam folder",
    ),
    "unknown_push_service": (
        "Этот браузер принимает уведомления через неизвестную службу",
        "Возьмите другой браузер или оставьте почту",
        "This browser is notified through an unknown service",
        "Use another browser, or mail",
    ),
    "no_way": (
        "Сюда ничего не дойдёт: адреса нет",
        "Сначала включите этот способ",
        "Nothing can get there: there is no address",
        "Turn this way on first",
    ),
    "link_expired": (
        "Срок этой ссылки истёк",
        "Войдите в дневник и сделайте то же там",
        "This link has expired",
        "Sign in to the diary and do the same there",
    ),
}


def wording(code: str, language: Language) -> tuple[str, str]:
    """Title and advice."""
    ru_title, ru_detail, en_title, en_detail = WORDING[code]
    return (ru_title, ru_detail) if language == "ru" else (en_title, en_detail)


def language_of(accept_language: str) -> Language:
    """The one asked for first; Russian is the school's own."""
    ranked = []
    for n, part in enumerate(accept_language.split(",")[:20]):
        tag, _, quality = part.strip().partition(";q=")
        try:
            ranked.append((-float(quality or 1), n, tag[:2].lower()))
        except ValueError:
            continue
    for _, _, tag in sorted(ranked):
        if tag == "en":
            return "en"
        if tag == "ru":
            return "ru"
    return "ru"
