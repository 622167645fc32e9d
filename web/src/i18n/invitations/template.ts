// Words of the announcement that says how to get in, and of where it is begun.
import { wordsOf } from '..';

export const te = wordsOf(
  {
    head: 'Начать с образца',
    how: 'Как войти',
    howTitle: 'Как войти в «Звонок»',
    howText: `Дневник и сообщения нашей школы теперь в «Звонке». Это бесплатно.

Каждый входит сам: у ученика и у каждого взрослого своё приглашение. Оно приходит письмом или на листке от классного руководителя. Откройте ссылку из письма или адрес с листка, впишите код и свою фамилию и придумайте пароль. Никому его не говорите, школа его не спрашивает.

Приглашение действует 30 дней и один раз. Листок потерялся или письмо не пришло: скажите классному руководителю, он даст новое. Пароль забыт: на странице входа нажмите «Забыли пароль?».

По шагам, на экране и для печати: {address}`,
  },
  {
    head: 'Start from a template',
    how: 'How to get in',
    howTitle: 'How to get into Zvonok',
    howText: `The diary and the messages of our school are in Zvonok now. It is free of charge.

Everybody comes in by themselves: the student and each adult have their own invitation. It comes by letter, or on a slip from the class teacher. Open the link in the letter or the address on the slip, type the code and your surname, and think of a password. Tell it to nobody; the school does not ask for it.

An invitation is good for 30 days and for one use. The slip is lost or the letter has not come: tell the class teacher, who gives you a new one. The password is forgotten: press "Forgotten the password?" on the sign-in page.

Step by step, on the screen and for printing: {address}`,
  },
);
