"""Refusals of announcements, events, tickets, reports, polls and notices.

Code -> title and what to do, in Russian and in English.
"""

WORDING: dict[str, tuple[str, str, str, str]] = {
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
    "too_many_codes": (
        "Кодов по телефону за этот час больше нельзя",
        "Подождите час и попросите новый; последний код ещё годится десять минут",
        "There can be no more codes by telephone within this hour",
        "Wait an hour and ask for a new one; the latest code works for ten minutes",
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
