"""Words of what became of a trust."""

from channels.notices.content import OfTrust
from channels.people import Name
from channels.trust.facts import TrustNews
from handlers.letters.dates import day

# news -> head and text in Russian and in English, for the family; then those for the trusted person that differ
_FAMILY: dict[TrustNews, tuple[str, str, str, str]] = {
    TrustNews.OFFERED: (
        "Новое доверенное лицо: {who}",
        "{giver} даёт доступ, ребёнок: {child}. Можно посмотреть и отказать.",
        "A new trusted person: {who}",
        "{giver} gives access to {child}. You can look at it and refuse.",
    ),
    TrustNews.ACCEPTED: (
        "{who}: согласие есть",
        "Ребёнок: {child}. Пока доступ не открылся, можно отказать.",
        "{who} has accepted",
        "About {child}. Until it opens, you can refuse.",
    ),
    TrustNews.OPENED: (
        "{who}: доступ открыт",
        "Ребёнок: {child}, до {until}. Завершить можно в любой момент.",
        "{who}: it is open",
        "About {child}, until {until}. You can end it at any time.",
    ),
    TrustNews.CHANGED: (
        "{who}: доступ изменился",
        "Ребёнок: {child}. Можно посмотреть, что откроется, и отказать.",
        "{who}: a change",
        "About {child}. You can look at what will open, and refuse.",
    ),
    TrustNews.GROWN: (
        "{who}: открылось то, что добавили",
        "Ребёнок: {child}, до {until}.",
        "{who}: what was added is open",
        "About {child}, until {until}.",
    ),
    TrustNews.MORE_REFUSED: (
        "{who}: добавленное не откроется",
        "Ребёнок: {child}. Один из родителей отказал, остальное как было.",
        "{who}: what was added does not open",
        "About {child}. A parent has refused; the rest is as it was.",
    ),
    TrustNews.TAKEN_BACK: (
        "{who}: отказ снят",
        "Ребёнок: {child}. Всё идёт дальше, как до отказа.",
        "{who}: no refusal any more",
        "About {child}. It goes on as before the refusal.",
    ),
    TrustNews.ENDS_SOON: (
        "{who}: доступ скоро закончится",
        "Ребёнок: {child}, до {until}. Можно продлить.",
        "{who}: it ends soon",
        "About {child}, until {until}. You can extend it.",
    ),
    TrustNews.ENDED: (
        "{who}: доступа больше нет",
        "Ребёнок: {child}.",
        "{who}: it is over",
        "About {child}.",
    ),
}
_TRUSTED = {
    TrustNews.OFFERED: (
        "Вас просят стать доверенным лицом",
        "{giver}, ребёнок: {child}. Откройте, чтобы согласиться или отказаться.",
        "You are asked to be a trusted person",
        "{giver} asks you, about {child}. Open it to accept or decline.",
    ),
    TrustNews.OPENED: (
        "Доступ открыт",
        "Ребёнок: {child}, до {until}.",
        "It is open",
        "About {child}, until {until}.",
    ),
    TrustNews.ENDS_SOON: (
        "Доступ скоро закончится",
        "Ребёнок: {child}, до {until}. Продлить может семья.",
        "It ends soon",
        "About {child}, until {until}. The family can extend it.",
    ),
    TrustNews.ENDED: (
        "Доступа больше нет",
        "Ребёнок: {child}.",
        "It is over",
        "About {child}.",
    ),
}


def trust_words(news: OfTrust, language: str) -> tuple[str, str]:
    """Returns head and text."""
    ru_head, ru_text, en_head, en_text = (
        _TRUSTED[news.news] if news.mine and news.news in _TRUSTED else _FAMILY[news.news]
    )
    said = {
        "who": news.who,
        "child": news.child.given,
        "giver": _whole(news.giver),
        "until": day(news.until_day, language),
    }
    head, text = (ru_head, ru_text) if language == "ru" else (en_head, en_text)
    return head.format(**said), text.format(**said)


def _whole(name: Name) -> str:
    return " ".join(part for part in (name.given, name.family) if part)
