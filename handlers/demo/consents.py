"""Texts to which the demo school asks its people to consent."""

from collections.abc import Sequence

from channels.consents.inputs import NewConsentText, WrittenText

TEXTS: Sequence[NewConsentText] = (
    NewConsentText(
        role="guardian",
        required=True,
        ru=WrittenText(
            title="Фото и видео праздников класса",
            words="""\
Кто: Гимназия № 7 (демонстрационная школа).

Какие данные: снимки и видео, на которых есть ребёнок, и его имя.

Зачем: закрытая страница класса и стенд в вестибюле. Для других целей снимки не используют и никому не передают.

До какого дня: до конца учебного года. Отозвать согласие можно в любой день в разделе «Я», «Согласия»; снимки с \
ребёнком уберут за 10 рабочих дней.

Если не согласны: ребёнка не снимают. На уроки, отметки и дневник это не влияет.""",
        ),
        en=WrittenText(
            title="Photos and films of class parties",
            words="""\
Who: Gymnasium No. 7 (a demo school).

Which data: photos and films that show the child, and the child's name.

What for: the closed page of the class and the board in the hall. Photos serve nothing else and go to nobody else.

Until when: the end of the school year. The consent can be withdrawn on any day under Me, Consents; photos of the \
child are taken down within 10 working days.

If you do not agree: the child is not photographed. Lessons, marks and the diary stay as they are.""",
        ),
    ),
    NewConsentText(
        role="guardian",
        required=False,
        ru=WrittenText(
            title="Олимпиады: передача данных организаторам",
            words="""\
Кто: Гимназия № 7 (демонстрационная школа).

Какие данные: фамилия, имя, отчество и класс ребёнка.

Зачем: записать ребёнка на олимпиады, в которых он захочет участвовать. Данные получает организатор олимпиады.

До какого дня: до конца учебного года. Отозвать согласие можно в любой день в разделе «Я», «Согласия».

Если не согласны: школа никуда не передаст данные, и записаться нужно будет самим.""",
        ),
    ),
)
