"""Notes in words: mails that are about no publication."""

from collections.abc import Callable
from datetime import date, datetime

from channels.notices.ports import Note, NoteKind
from handlers.letters import applications
from handlers.letters.addresses import DAY, LetterAddresses
from handlers.letters.dates import day
from handlers.letters.note_words import NoteWords

CONFIRM_SECONDS = 3 * DAY
TICKET_SECONDS = 180 * DAY


def note_words(note: Note, addresses: LetterAddresses) -> NoteWords:
    return _WORDS[note.kind](note, addresses, note.language == "ru")


def _confirm(note: Note, addresses: LetterAddresses, ru: bool) -> NoteWords:
    assert note.person is not None
    path = f"/confirm/{addresses.issue('confirm', note.person, note.address, CONFIRM_SECONDS)}"
    if ru:
        return NoteWords(
            "Подтвердите адрес почты",
            "На этот адрес просят присылать письма из школьного дневника. Если это вы, подтвердите; если нет, ничего"
            " делать не нужно: без подтверждения писем не будет.",
            "Это мой адрес",
            path,
        )
    return NoteWords(
        "Confirm your mail address",
        "Somebody asked for mails from the school diary at this address. If it was you, confirm; if not, nothing needs"
        " to be done: without it there will be none.",
        "This address is mine",
        path,
    )


def _tried(note: Note, addresses: LetterAddresses, ru: bool) -> NoteWords:
    if ru:
        return NoteWords("Письма доходят", "Это пробное письмо: вы попросили его в настройках уведомлений.")
    return NoteWords("Mails come through", "This is the mail that you asked for in your settings, to try.")


def _invitation(note: Note, addresses: LetterAddresses, ru: bool) -> NoteWords:
    about = note.about
    who, children, classes = about["initials"], about["children"], about["classes"]
    until = date.fromisoformat(about["until"])
    path = f"/in#{about['token']}"
    if about["asked"]:
        return _asked(who, path, ru)
    if ru:
        whose = f", взрослый: {children}" if children else ""
        of = f", {classes}" if classes else ""
        return NoteWords(
            "Приглашение в школьный дневник",
            f"{about['school']} приглашает в дневник и сообщения.\n\nДля кого: {who}{whose}{of}.\n\nОткройте"
            f" приглашение, напишите свою фамилию и придумайте пароль. Оно действует до {until:%d.%m.%Y} включительно,"
            " один раз и только для этого человека. Это бесплатно. Если письмо не вам, просто удалите его.",
            "Открыть приглашение",
            path,
        )
    whose = f", an adult of {children}" if children else ""
    of = f", {classes}" if classes else ""
    return NoteWords(
        "Invitation to the school diary",
        f"{about['school']} invites you to its diary and messages.\n\nFor: {who}{whose}{of}.\n\nOpen the invitation,"
        f" type your family name and choose a password. It works until {until.isoformat()}, once, and only for this"
        " person. It costs nothing. If this mail is not for you, just delete it.",
        "Open the invitation",
        path,
    )


def _asked(who: str, path: str, ru: bool) -> NoteWords:
    """Returns the words for who asked for an invitation, or in whose name somebody did."""
    if ru:
        return NoteWords(
            "Вход в школьный дневник",
            f"Кто-то, возможно вы, не смог войти и попросил это письмо. Для кого: {who}\n\nОткройте ссылку, напишите"
            " свою фамилию и придумайте новый пароль. Если это были не вы, ничего делать не нужно: всё остаётся как"
            " было.",
            "Войти",
            path,
        )
    return NoteWords(
        "Getting into the school diary",
        f"Somebody, maybe you, could not get in and asked for this mail. For: {who}\n\nOpen the link, type your family"
        " name and choose a new password. If it was not you, nothing needs to be done: everything stays as it was.",
        "Get in",
        path,
    )


def _new_device(note: Note, addresses: LetterAddresses, ru: bool) -> NoteWords:
    about = note.about
    at = datetime.fromisoformat(about["at"])
    device = ", ".join(part for part in (about["system"], about["browser"]) if part)
    when = f"{day(at.date(), note.language)}, {at:%H:%M}"
    if ru:
        return NoteWords(
            "Вход с нового устройства",
            f"{when}: в дневник вошли с устройства, которого мы не знали: {device or 'какое, неизвестно'}.\n\nЕсли это"
            " вы, ничего делать не нужно. Если нет, завершите этот вход и смените пароль: «Я», «Где выполнен вход».",
            "Где выполнен вход",
            "/me",
        )
    return NoteWords(
        "Sign-in on a new device",
        f"{when}: somebody signed in to the diary on a device that we did not know: {device or 'unknown'}.\n\nIf it was"
        " you, nothing needs to be done. If not, end that sign-in and change the password under Me.",
        "Where I am signed in",
        "/me",
    )


def _case(note: Note, addresses: LetterAddresses, ru: bool) -> NoteWords:
    about = note.about
    code = f"{about['token'][:3]} {about['token'][3:]}"
    until = date.fromisoformat(about["until"])
    path = f"/sign-in/help#{about['case']}"
    if ru:
        return NoteWords(
            "Код: почему не получается войти",
            f"Ваш код: {code}\n\nВведите его на странице, где вы спросили, почему не получается войти: там ответ."
            f" Обращение № {about['case']}, хранится до {until:%d.%m.%Y}. Если спрашивали не вы, просто удалите письмо:"
            " без кода никто ничего не узнает.",
            "Открыть страницу",
            path,
        )
    return NoteWords(
        "Code: why the sign-in does not work",
        f"Your code: {code}\n\nType it on the page where you asked why you cannot get in: the answer is there."
        f" Case No. {about['case']}, kept until {until.isoformat()}. If it was not you, just delete this mail: without"
        " the code nobody learns anything.",
        "Open the page",
        path,
    )


def _case_solved(note: Note, addresses: LetterAddresses, ru: bool) -> NoteWords:
    number, signs_in = note.about["case"], note.about["login"]
    if ru:
        ready = "Войдите по логину, почте или телефону." if signs_in else "Школа даст вам приглашение на бумаге."
        return NoteWords(
            f"Обращение {number}: вход открыт",
            f"Школа исправила то, что мешало. {ready} Забыли пароль? На странице входа нажмите «Не получается войти».",
            "Войти",
            "/sign-in",
        )
    ready = "Sign in by name, address or phone." if signs_in else "The school gives you an invitation on paper."
    return NoteWords(
        f"Case {number}: you can get in",
        f"The school has corrected what was in the way. {ready} Forgotten the password? Press “I cannot get in” on the"
        " sign-in page.",
        "Sign in",
        "/sign-in",
    )


def _second_factor_removed(note: Note, addresses: LetterAddresses, ru: bool) -> NoteWords:
    at = datetime.fromisoformat(note.about["at"])
    when = f"{day(at.date(), note.language)}, {at:%H:%M}"
    if ru:
        return NoteWords(
            "Школа отключила второй признак входа",
            f"{when}: школа отключила ваш второй признак входа. Теперь вход открывает один пароль.\n\nЕсли вы об этом"
            " просили, настройте новый: «Я», «Второй признак». Если нет, смените пароль и сразу обратитесь в школу.",
            "Настроить",
            "/me",
        )
    return NoteWords(
        "The school removed your second proof",
        f"{when}: the school removed the second proof of your sign-in. From now on the password alone opens it.\n\nIf"
        " you asked for this, set a new one up under Me. If not, change the password and ask the school at once.",
        "Set it up",
        "/me",
    )


def _merged(note: Note, addresses: LetterAddresses, ru: bool) -> NoteWords:
    at = datetime.fromisoformat(note.about["at"])
    when = f"{day(at.date(), note.language)}, {at:%H:%M}"
    if ru:
        return NoteWords(
            "Два входа объединены",
            f"{when}: два ваших входа стали одним. Войти можно под любым из двух имён, пароль один: тот, что был у"
            " оставшегося входа.\n\nЭто можно отменить в течение 30 дней: «Я», «Объединённые входы». Если вы об этом не"
            " просили, сразу обратитесь в школу.",
            "Открыть",
            "/me",
        )
    return NoteWords(
        "Two sign-ins became one",
        f"{when}: two sign-ins of yours became one. Either name signs in; there is one password, that of the sign-in"
        " which stayed.\n\nThis can be undone for 30 days: Me, Joined sign-ins. If you did not ask for it, ask the"
        " school at once.",
        "Open",
        "/me",
    )


def _merge_undone(note: Note, addresses: LetterAddresses, ru: bool) -> NoteWords:
    if ru:
        return NoteWords(
            "Входы снова раздельные",
            "Объединение двух входов отменено: у каждого снова своё имя, свой пароль и свои права. Что написано за это"
            " время, осталось у того, с которым объединяли.",
            "Войти",
            "/sign-in",
        )
    return NoteWords(
        "The sign-ins are apart again",
        "Joining the two sign-ins was undone: each has its own name, password and rights again. What was written"
        " meanwhile stays with the one that stayed.",
        "Sign in",
        "/sign-in",
    )


def _ticket(note: Note, addresses: LetterAddresses, ru: bool) -> NoteWords:
    about = note.about
    path = f"/ticket/{addresses.issue('ticket', note.person or 0, about['link_about'], TICKET_SECONDS)}"
    number = about["number"]
    status = _STATUS[about["status"]][0 if ru else 1]
    if ru:
        subject, texts = f"Обращение {number}: {status}", _TICKET_RU
    else:
        subject, texts = f"Request {number}: {status}", _TICKET_EN
    text = texts[note.kind].format(number=number, status=status)
    if about.get("answer"):
        text = f"{text}\n\n{about['answer']}"
    return NoteWords(subject, text, "Открыть обращение" if ru else "Open the request", path)


_STATUS = {
    "new": ("принято", "received"),
    "in_work": ("в работе", "being worked on"),
    "answered": ("есть ответ", "answered"),
    "closed": ("закрыто", "closed"),
}
_TICKET_RU = {
    NoteKind.TICKET_OPENED: "Обращение {number} принято. О каждом изменении придёт письмо.",
    NoteKind.TICKET_ANSWERED: "На обращение {number} ответили:",
    NoteKind.TICKET_STATUS: "Обращение {number}: {status}.",
}
_TICKET_EN = {
    NoteKind.TICKET_OPENED: "Your request {number} was received. Every change of it comes by mail.",
    NoteKind.TICKET_ANSWERED: "Your request {number} was answered:",
    NoteKind.TICKET_STATUS: "Your request {number}: {status}.",
}

_WORDS: dict[NoteKind, Callable[[Note, LetterAddresses, bool], NoteWords]] = {
    NoteKind.CONFIRM_ADDRESS: _confirm,
    NoteKind.TRIED: _tried,
    NoteKind.TICKET_OPENED: _ticket,
    NoteKind.TICKET_ANSWERED: _ticket,
    NoteKind.TICKET_STATUS: _ticket,
    NoteKind.INVITATION: _invitation,
    NoteKind.NEW_DEVICE: _new_device,
    NoteKind.SIGN_IN_CASE: _case,
    NoteKind.SIGN_IN_CASE_SOLVED: _case_solved,
    NoteKind.SECOND_FACTOR_REMOVED: _second_factor_removed,
    NoteKind.MERGED: _merged,
    NoteKind.MERGE_UNDONE: _merge_undone,
    NoteKind.APPLICATION: applications.confirming,
    NoteKind.APPLICATION_ACCEPTED: applications.accepted,
    NoteKind.APPLICATION_REFUSED: applications.refused,
}
