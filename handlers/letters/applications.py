"""Words for who applies for the connection of a school. The first mail has nothing in it that a stranger has typed."""

from datetime import date

from channels.invitations.codes import DIGITS
from channels.notices.ports import Note
from handlers.letters.addresses import LetterAddresses
from handlers.letters.note_words import NoteWords


def confirming(note: Note, addresses: LetterAddresses, ru: bool) -> NoteWords:
    code, token = note.about["token"][:DIGITS], note.about["token"][DIGITS:]
    code = f"{code[:3]} {code[3:]}"
    until, path = date.fromisoformat(note.about["until"]), f"/activate/application#{token}"
    if ru:
        return NoteWords(
            "Код: заявка на подключение школы",
            f"Ваш код: {code}\n\nС этим адресом подали заявку на подключение школы. Введите код на странице заявки, и"
            f" её начнут рассматривать. Код действует до {until:%d.%m.%Y} включительно. Если заявку подавали не вы,"
            " просто удалите письмо: без кода её никто не увидит.",
            "Открыть заявку",
            path,
        )
    return NoteWords(
        "Code: application for a school",
        f"Your code: {code}\n\nSomebody has applied for the connection of a school with this address. Type the code on"
        f" the page of the application, and it will be read. The code works until {until.isoformat()}. If it was not"
        " you, just delete this mail: without the code nobody sees the application.",
        "Open the application",
        path,
    )


def accepted(note: Note, addresses: LetterAddresses, ru: bool) -> NoteWords:
    number, school, code = note.about["application"], note.about["school"], note.about["token"]
    until = date.fromisoformat(note.about["until"])
    if ru:
        return NoteWords(
            f"Заявка № {number}: код активации школы",
            f"Заявка принята. Школа: {school}.\n\nКод активации: {code}\n\nОткройте страницу, введите код и назовите"
            f" первого администратора. Код действует один раз, до {until:%d.%m.%Y} включительно, и только для этой"
            " школы; прежний код, если он был, больше не действует. Не пересылайте его: кто введёт код, тот откроет"
            " школу.",
            "Ввести код",
            "/activate",
        )
    return NoteWords(
        f"Application No. {number}: activation code of the school",
        f"The application is accepted. School: {school}.\n\nActivation code: {code}\n\nOpen the page, type the code and"
        f" name the first administrator. The code works once, until {until.isoformat()}, and only for this school; an"
        " earlier one, if there was any, opens nothing now. Do not pass it on: whoever types it opens the school.",
        "Type the code",
        "/activate",
    )


def refused(note: Note, addresses: LetterAddresses, ru: bool) -> NoteWords:
    number, school, reason = note.about["application"], note.about["school"], note.about["reason"]
    if ru:
        return NoteWords(
            f"Заявка № {number}: отказ",
            f"Школу не подключают: {school}.\n\nПричина: {reason}\n\nЕсли причину можно устранить, подайте новую"
            " заявку.",
            "Подать новую",
            "/activate/apply",
        )
    return NoteWords(
        f"Application No. {number}: refused",
        f"The school is not connected: {school}.\n\nReason: {reason}\n\nIf the reason can be put right, apply again.",
        "Apply again",
        "/activate/apply",
    )
