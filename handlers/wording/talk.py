"""Refusals in chats and of files.

Code -> title and what to do, in Russian and in English.
"""

WORDING: dict[str, tuple[str, str, str, str]] = {
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
    "file_damaged": (
        "Файл повреждён на сервере",
        "Сообщите школе: его нужно восстановить из копии или прислать снова",
        "The file is damaged on the server",
        "Tell the school: it has to be restored from a backup or sent again",
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
}
