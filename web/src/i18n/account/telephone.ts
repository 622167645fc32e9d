// Words of one's own telephone: the number that the school has, and whether one has shown that it is one's own.
import { wordsOf } from '..';

export const tp = wordsOf(
  {
    head: 'Ваш телефон',
    known: 'Школа знает этот номер:',
    confirmed: 'Подтверждено: номер ваш',
    why: 'Подтвердите его кодом: по нему вы вернётесь, если забудете пароль.',
    send: 'Прислать код',
    sent: 'Код уже в пути. Он действует 10 минут.',
    code: 'Код из сообщения',
    wrong: 'Код не подошёл. Возьмите последнее сообщение или попросите код ещё раз',
    confirm: 'Подтвердить',
    again: 'Прислать ещё раз',
    other: 'Номер не ваш? Скажите в школе: его исправляет канцелярия.',
  },
  {
    head: 'Your phone',
    known: 'The school has this number:',
    confirmed: 'Confirmed: the number is yours',
    why: 'Confirm it by a code: with it you come back in if you forget the password.',
    send: 'Send a code',
    sent: 'The code is on its way. It is good for 10 minutes.',
    code: 'Code from the message',
    wrong: 'The code does not fit. Take the latest message, or ask once more',
    confirm: 'Confirm',
    again: 'Send it again',
    other: 'Not your number? Tell the school: the office corrects it.',
  },
);
