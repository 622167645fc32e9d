// Words of the page that says whether the server works, and whether this device reaches it.
import { wordsOf } from '..';

export const st = wordsOf(
  {
    title: 'Работает ли сервер',
    checking: 'Проверяем с этого устройства',
    works: 'Сервер в порядке',
    since: 'Работает с {moment}.',
    database_away: 'Сервер отвечает, но данных у него нет',
    database_awayText: 'Школа видит это и сама. Подождите несколько минут и проверьте ещё раз.',
    no_answer: 'Сервер не отвечает этому устройству',
    no_answerText:
      'Откройте любую другую страницу. Если не открывается и она, дело в интернете: попробуйте мобильный или другой Wi-Fi. Если открывается, подождите несколько минут.',
    refused: 'Сервер ответил отказом',
    refusedText: 'Подождите минуту и проверьте ещё раз.',

    websocket: 'Новое приходит сразу',
    websocketText: 'Сеть пропускает веб-сокеты.',
    stream: 'Новое приходит сразу, другим путём',
    streamText: 'Эта сеть не пропускает веб-сокеты. Звонок обходится без них: делать ничего не нужно.',
    closed: 'Новое само не приходит',
    closedText:
      'Сеть не пропускает ни веб-сокеты, ни долгие ответы. Страницы открываются, но обновлять их надо вручную. Помогает другая сеть, например мобильная. Кто ведает этой сетью, может разрешить веб-сокеты для {host}.',

    clockRight: 'Часы устройства верны',
    clockAhead: {
      one: 'Часы устройства спешат на {n} минуту',
      few: 'Часы устройства спешат на {n} минуты',
      many: 'Часы устройства спешат на {n} минут',
      other: 'Часы устройства спешат на {n} минуты',
    },
    clockBehind: {
      one: 'Часы устройства отстают на {n} минуту',
      few: 'Часы устройства отстают на {n} минуты',
      many: 'Часы устройства отстают на {n} минут',
      other: 'Часы устройства отстают на {n} минуты',
    },
    clockText: 'Включите в настройках устройства «Дата и время автоматически».',

    browserNew: 'Браузер подходит',
    browserOld: 'Браузер устарел',
    browserText: 'Обновите его или возьмите другой: Chrome, Firefox, Safari, Яндекс Браузер.',

    carriers: 'Как школа сообщает о новом',
    carriersText: 'Каждый выбирает сам: «Я», «Уведомления».',
    push: 'Уведомления на телефоне и компьютере',
    mail: 'Письма',
    telephone: 'Сообщения на телефон',
    there: 'есть',
    notThere: 'нет',

    again: 'Проверить ещё раз',
  },
  {
    title: 'Does the server work',
    checking: 'Checking from this device',
    works: 'The server is in order',
    since: 'It has worked since {moment}.',
    database_away: 'The server answers, but has no data now',
    database_awayText: 'The school sees this, too. Wait a few minutes and check again.',
    no_answer: 'The server does not answer this device',
    no_answerText:
      'Open any other page. If that does not open either, it is your internet: try a mobile network or another Wi-Fi. If it opens, wait a few minutes.',
    refused: 'The server has refused',
    refusedText: 'Wait a minute and check again.',

    websocket: 'News comes at once',
    websocketText: 'The network lets websockets through.',
    stream: 'News comes at once, another way',
    streamText: 'This network lets no websockets through. Zvonok does without them: there is nothing to do.',
    closed: 'News does not come by itself',
    closedText:
      'The network lets neither websockets nor long answers through. Pages open, but have to be reloaded. Another network helps, a mobile one for instance. Whoever runs this network can allow websockets for {host}.',

    clockRight: 'The clock of the device is right',
    clockAhead: {
      one: 'The clock of the device is {n} minute fast',
      other: 'The clock of the device is {n} minutes fast',
    },
    clockBehind: {
      one: 'The clock of the device is {n} minute slow',
      other: 'The clock of the device is {n} minutes slow',
    },
    clockText: 'Turn on "Set date and time automatically" in the settings of the device.',

    browserNew: 'The browser is new enough',
    browserOld: 'The browser is too old',
    browserText: 'Update it or take another: Chrome, Firefox, Safari, Edge.',

    carriers: 'How the school tells you',
    carriersText: 'Everybody chooses: "Me", "Notifications".',
    push: 'Notifications on phone and computer',
    mail: 'E-mail',
    telephone: 'Messages to your phone',
    there: 'yes',
    notThere: 'no',

    again: 'Check again',
  },
);
