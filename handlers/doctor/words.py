"""Words of the doctor, in Russian and in English: what is the case, and what to do about it."""

from collections.abc import Mapping
from typing import NamedTuple

from handlers.doctor.checks import Finding, State

STATES: Mapping[str, Mapping[State, str]] = {
    "ru": {State.OK: "хорошо", State.WARN: "внимание", State.WRONG: "плохо"},
    "en": {State.OK: "ok", State.WARN: "warning", State.WRONG: "wrong"},
}


class Said(NamedTuple):
    ru: str
    en: str
    remedy_ru: str = ""
    remedy_en: str = ""


def told(finding: Finding, language: str) -> tuple[str, str]:
    """Returns what is the case, and what to do, which is empty if there is nothing to do."""
    said = WORDS[finding.says]
    what, remedy = (said.ru, said.remedy_ru) if language == "ru" else (said.en, said.remedy_en)
    return what.format(**finding.about), remedy.format(**finding.about)


_DATABASE = {
    "database": Said("База данных отвечает: PostgreSQL {version}.", "The database answers: PostgreSQL {version}."),
    "database_off": Said(
        "Встроенная база данных сейчас не работает, поэтому о ней ничего не известно.",
        "The embedded database is not running, so nothing is known of it.",
        "Запустите `zvonok serve` и спросите ещё раз.",
        "Start `zvonok serve` and ask again.",
    ),
    "database_away": Said(
        "База данных недоступна: {why}",
        "The database cannot be reached: {why}",
        "Проверьте ZVONOK_DATABASE_URL, сеть и pg_hba.conf.",
        "Check ZVONOK_DATABASE_URL, the network and pg_hba.conf.",
    ),
    "database_standby": Said(
        "Это резервная копия базы данных: она только для чтения.",
        "This database is a standby: it can only be read.",
        "Укажите в ZVONOK_DATABASE_URL основной сервер.",
        "Let ZVONOK_DATABASE_URL name the primary.",
    ),
    "database_old": Said(
        "PostgreSQL {version} слишком стар.",
        "PostgreSQL {version} is too old.",
        "Обновите его до версии 15 или новее.",
        "Update it to 15 or newer.",
    ),
    "durability": Said(
        "Подтверждённое не пропадёт при сбое: fsync, full_page_writes и synchronous_commit включены.",
        "What is acknowledged survives a crash: fsync, full_page_writes and synchronous_commit are on.",
    ),
    "durability_off": Said(
        "Выключено: {settings}. Сбой потеряет то, что уже подтверждено; сервер с такой базой не запустится.",
        "Off: {settings}. A crash would lose what was acknowledged; the server refuses such a database.",
        "Включите это в postgresql.conf; посмотрите и select * from pg_db_role_setting.",
        "Set it to on in postgresql.conf; look at select * from pg_db_role_setting, too.",
    ),
    "letters": Said(
        "База данных знает кириллицу: UTF-8, большие и малые буквы.",
        "The database knows Cyrillic: UTF-8, upper and lower case.",
    ),
    "letters_unknown": Said(
        "База данных в кодировке {encoding} не различает большие и малые русские буквы: поиск будет неполным.",
        "The database, in {encoding}, does not know upper and lower case of Cyrillic letters: searches miss things.",
        "Создайте базу с UTF-8 и подходящей локалью, как в docs/howto/run_in_production.md, и перенесите данные.",
        "Make one in UTF-8 with a fitting locale, as docs/howto/run_in_production.md says, and move the data.",
    ),
    "connections": Said(
        "Свободных соединений с базой данных: {free} из {all}.",
        "Connections to the database that are free: {free} of {all}.",
    ),
    "connections_few": Said(
        "Свободных соединений с базой данных: {free} из {all}. Ещё одному процессу может не хватить: ему нужно до"
        " {each}.",
        "Connections to the database that are free: {free} of {all}. They may not suffice for another process, which"
        " takes up to {each}.",
        "Увеличьте max_connections или запустите меньше процессов.",
        "Raise max_connections, or run fewer processes.",
    ),
    "migrations": Said("Таблицы базы данных на уровне этой версии.", "The tables are those of this version."),
    "migrations_pending": Said(
        "Ещё не применено миграций: {number}.",
        "Migrations not applied yet: {number}.",
        "Сделайте резервную копию и перезапустите сервер: он применит их сам.",
        "Make a backup and restart the server, which applies them.",
    ),
    "migrations_changed": Said(
        "Миграции изменены после применения: {names}. Сервер не запустится.",
        "Migrations were changed after they had been applied: {names}. The server will not start.",
        "Верните эти файлы к тому виду, в котором они были применены.",
        "Restore these files to what was applied.",
    ),
    "migrations_newer": Said(
        "База данных новее этой программы: {names}.",
        "The database is newer than this program: {names}.",
        "Обновите программу.",
        "Update the program.",
    ),
    "epoch": Said("Эпоха архива: {epoch}.", "Epoch of the archive: {epoch}."),
    "waiting": Said("Ничто не ждёт отправки слишком долго.", "Nothing has been waiting too long to be carried."),
    "waiting_long": Said(
        "Не отправлено вовремя: {carriers}; самое старое опаздывает на {minutes} мин.",
        "Not carried in time: {carriers}; the oldest is {minutes} min late.",
        "Запустите `zvonok postman` или `zvonok serve` без ZVONOK_POSTMAN=0, и с тем же ZVONOK_SMTP_URL.",
        "Run `zvonok postman`, or `zvonok serve` without ZVONOK_POSTMAN=0, and with the same ZVONOK_SMTP_URL.",
    ),
    "clock": Said("Часы идут верно: разница с {of} {seconds} с.", "The clock is right: {of} differs by {seconds} s."),
    "clock_differs": Said(
        "Часы расходятся: {of} впереди этой машины на {seconds} с.",
        "Clocks differ: {of} is ahead of this machine by {seconds} s.",
        "Включите на обеих машинах NTP (chrony или systemd-timesyncd).",
        "Run NTP (chrony or systemd-timesyncd) on both machines.",
    ),
}

_AROUND = {
    "redis": Said(
        "Redis {version} отвечает, и сказанное по одному соединению слышно по другому.",
        "Redis {version} answers, and what is said on one connection is heard on another.",
    ),
    "redis_none": Said(
        "Redis не указан: хватает одного процесса или `--processes`.",
        "No Redis is named: right for one process, or for `--processes`.",
    ),
    "redis_away": Said(
        "Redis недоступен: {why}",
        "Redis cannot be reached: {why}",
        "Проверьте ZVONOK_REDIS_URL. Пока его нет, всё работает, но между процессами с задержкой.",
        "Check ZVONOK_REDIS_URL. Without it everything works on, later between processes.",
    ),
    "redis_deaf": Said(
        "Redis отвечает, но не доставляет сообщений (pub/sub).",
        "Redis answers, but does not deliver messages (pub/sub).",
        "Дайте пользователю права +@pubsub и каналы zvonok:*.",
        "Give its user +@pubsub and the channels zvonok:*.",
    ),
    "redis_memory": Said("Памяти Redis хватает, ничего не вытесняется.", "Redis has memory enough and evicts nothing."),
    "redis_evicts": Said(
        "Когда память Redis кончится, он станет вытеснять ключи ({policy}): пропадёт, кто в сети.",
        "When its memory is full Redis evicts keys ({policy}): who is online gets lost.",
        "Поставьте maxmemory-policy noeviction или отдельный Redis.",
        "Set maxmemory-policy noeviction, or take a Redis of its own.",
    ),
    "redis_evicted": Said(
        "Redis уже вытеснил ключей: {number}.",
        "Redis has evicted keys: {number}.",
        "Дайте ему больше памяти (maxmemory) или отдельный Redis.",
        "Give it more memory (maxmemory), or take a Redis of its own.",
    ),
    "url": Said("Адрес для людей: {url}.", "People open {url}."),
    "url_none": Said("Открыто только на этой машине.", "Open on this machine only."),
    "url_unset": Said(
        "Сервер виден из сети, но ZVONOK_PUBLIC_URL не указан: войти смогут только с этой машины.",
        "The server can be reached from a network, but ZVONOK_PUBLIC_URL is not set: only this machine can sign in.",
        "Укажите адрес, который люди набирают, например https://diary.school7.example.",
        "Set it to what people type, like https://diary.school7.example.",
    ),
    "url_plain": Said(
        "Адрес {url} без шифрования: браузеры не сохранят вход и не дадут уведомлений.",
        "{url} is not encrypted: browsers keep no sign-in there, and allow no pushes.",
        "Поставьте прокси с HTTPS и укажите адрес https://.",
        "Put a proxy with HTTPS in front, and set the https:// address.",
    ),
    "page": Said("По этому адресу отвечает сервер.", "The server answers there."),
    "page_certificate": Said(
        "Сертификат этого адреса не годится: {why}",
        "The certificate of this address is not good: {why}",
        "Получите новый и проверьте, что прокси отдаёт всю цепочку.",
        "Get a new one, and see that the proxy sends the whole chain.",
    ),
    "page_away": Said(
        "По этому адресу отсюда никто не отвечает: {why}",
        "Nobody answers at this address from here: {why}",
        "Откройте его снаружи. Если там тоже нет, проверьте DNS, прокси и что сервер запущен.",
        "Open it from outside. If that fails too, check the DNS, the proxy, and that the server runs.",
    ),
    "page_other": Said(
        "По этому адресу отвечает не наш сервер (HTTP {status}).",
        "Something else than our server answers there (HTTP {status}).",
        "Проверьте, куда прокси передаёт /healthz.",
        "See where the proxy passes /healthz on to.",
    ),
    "files": Said("В папку файлов можно писать: {folder}.", "The folder of files can be written to: {folder}."),
    "files_closed": Said(
        "В папку файлов нельзя писать: {folder}: {why}",
        "The folder of files cannot be written to: {folder}: {why}",
        "Отдайте её пользователю сервера и спросите от его имени.",
        "Give it to the server's user, and ask as that user.",
    ),
    "disk": Said("Свободного места: {mib} МиБ.", "Free space: {mib} MiB."),
    "disk_little": Said(
        "Свободного места мало: {mib} МиБ.",
        "Little space is free: {mib} MiB.",
        "Освободите место или перенесите папку (ZVONOK_FILES_DIR).",
        "Make room, or move the folder (ZVONOK_FILES_DIR).",
    ),
    "disk_full": Said(
        "Свободного места почти нет: {mib} МиБ.",
        "Almost no space is free: {mib} MiB.",
        "Освободите место сейчас: файлы уже могут не приниматься.",
        "Make room now: files may be refused already.",
    ),
    "scanner": Said("Антивирус отвечает.", "The virus scanner answers."),
    "scanner_none": Said(
        "Антивирус не указан: файлы проверяются только по виду.",
        "No virus scanner is named: files are looked at for their kind only.",
    ),
    "scanner_away": Said(
        "Антивирус не отвечает: файлы ждут.",
        "The virus scanner does not answer: files wait.",
        "Проверьте clamd и ZVONOK_CLAMD_URL.",
        "Check clamd and ZVONOK_CLAMD_URL.",
    ),
}

_PUSHES_AND_MAILS = {
    "push": Said("Ключ уведомлений в браузере годен.", "The key of pushes works."),
    "push_unmade": Said(
        "Ключ уведомлений в браузере появится при первом запуске.", "The key of pushes is made at the first start."
    ),
    "push_broken": Said(
        "Ключ уведомлений в браузере не годится.",
        "The key of pushes does not work.",
        "Восстановите строку vapid таблицы secret из резервной копии: с новым ключом всем придётся подписаться заново.",
        "Restore the row vapid of the table secret from a backup: with a new key everybody has to register again.",
    ),
    "push_contact": Said(
        "Ключ уведомлений годен, но адрес отправителя только для этой машины: некоторые службы таких не принимают.",
        "The key of pushes works, but the sender's address is good on this machine only: some services refuse that.",
        "Укажите ZVONOK_PUBLIC_URL или ZVONOK_MAIL_FROM.",
        "Set ZVONOK_PUBLIC_URL or ZVONOK_MAIL_FROM.",
    ),
    "mail_none": Said(
        "Почтовый сервер не указан: писем никто не получит.",
        "No mail relay is named: nobody gets mail.",
        "Укажите ZVONOK_SMTP_URL, как в docs/howto/mail.md.",
        "Set ZVONOK_SMTP_URL, as docs/howto/mail.md says.",
    ),
    "relay": Said("Почтовый сервер отвечает и пускает нас.", "The mail relay answers and lets us in."),
    "relay_away": Said(
        "Почтовый сервер не отвечает: {why}",
        "The mail relay does not answer: {why}",
        "Проверьте имя и порт в ZVONOK_SMTP_URL, и не закрыт ли этот порт у провайдера.",
        "Check host and port in ZVONOK_SMTP_URL, and whether your provider closes that port.",
    ),
    "relay_encryption": Said(
        "С почтовым сервером не удалось договориться о шифровании: {why}",
        "No encryption with the mail relay: {why}",
        "smtps:// шифрует с начала (465), smtp:// через STARTTLS (587); имя в адресе должно стоять в сертификате.",
        "smtps:// encrypts from the start (465), smtp:// by STARTTLS (587); its certificate must have the host's name.",
    ),
    "relay_sign_in": Said(
        "Почтовый сервер не принял имя и пароль: {why}",
        "The mail relay refused name and password: {why}",
        "Проверьте их в ZVONOK_SMTP_URL (особые знаки через %): часто нужен пароль приложения.",
        "Check them in ZVONOK_SMTP_URL (special characters as %XX): often it wants a password for programs.",
    ),
    "relay_encrypted": Said("Почта до него идёт зашифрованной.", "Mail travels to it encrypted."),
    "relay_near": Said("Почтовый сервер на этой же машине.", "The mail relay is on this machine."),
    "relay_plain": Said(
        "Почта и пароль идут до {host} открыто.",
        "Mail and password travel to {host} in the clear.",
        "Возьмите smtps:// или smtp:// вместо smtp+plain://.",
        "Take smtps:// or smtp:// instead of smtp+plain://.",
    ),
    "relay_certificate": Said(
        "Сертификат почтового сервера кончается {day}.",
        "The mail relay's certificate ends on {day}.",
        "Скажите об этом тому, кто его держит.",
        "Tell whoever keeps it.",
    ),
    "tried": Said("Пробное письмо принято для {to}.", "The mail to try was taken for {to}."),
    "tried_refused": Said(
        "Пробное письмо для {to} не принято: {why}",
        "The mail to try was refused for {to}: {why}",
        "Чаще всего сервер не пускает этого отправителя: проверьте ZVONOK_MAIL_FROM.",
        "Most often it does not let this sender in: check ZVONOK_MAIL_FROM.",
    ),
    "tried_not": Said(
        "Пробное письмо не отправлено: до этого не дошло.", "The mail to try was not sent: it did not come to that."
    ),
    "dns": Said("Письма идут от имени {domain}.", "Mails come from {domain}."),
    "dns_away": Said(
        "DNS не отвечает: {why}",
        "The DNS does not answer: {why}",
        "Спросите ещё раз; проверьте /etc/resolv.conf.",
        "Ask again; check /etc/resolv.conf.",
    ),
    "dns_local": Said(
        "Письма идут от имени {domain}: такого отправителя никто не примет.",
        "Mails come from {domain}: nobody takes mail from there.",
        "Укажите ZVONOK_MAIL_FROM с доменом школы.",
        "Set ZVONOK_MAIL_FROM to an address of the school's own domain.",
    ),
    "mx": Said("Почту домена принимает {hosts}.", "Mail to the domain goes to {hosts}."),
    "mx_none": Said(
        "У домена {domain} нет MX: ответы и возвраты писем некуда доставить.",
        "{domain} has no MX: answers and bounces have nowhere to go.",
        "Добавьте MX или возьмите отправителя из домена, который принимает почту.",
        "Add one, or take a sender in a domain that takes mail.",
    ),
    "mx_null": Said(
        "Домен {domain} заявляет, что почты не принимает: многие откажутся и от его писем.",
        "{domain} says that it takes no mail: many refuse mail from it, too.",
        "Возьмите отправителя из домена, который принимает почту.",
        "Take a sender in a domain that takes mail.",
    ),
    "spf": Said("SPF: {record}", "SPF: {record}"),
    "spf_none": Said(
        "У домена {domain} нет SPF: письма попадут в спам или будут отвергнуты.",
        "{domain} has no SPF: mails go to spam, or are refused.",
        "Добавьте TXT, который называет ваш почтовый сервер: v=spf1 include:… -all",
        "Add a TXT that names your mail relay: v=spf1 include:… -all",
    ),
    "spf_many": Said(
        "У домена {domain} записей SPF: {number}. Ни одна не действует.",
        "{domain} has {number} records of SPF. None of them counts.",
        "Оставьте одну, в которой есть всё нужное.",
        "Leave one with all that is needed in it.",
    ),
    "spf_long": Said(
        "SPF требует больше {limit} запросов к DNS: получатели бросают на полпути.",
        "SPF takes more than {limit} questions to the DNS: receivers give up.",
        "Уберите лишние include, a и mx или замените их на ip4 и ip6.",
        "Take out needless include, a and mx, or write ip4 and ip6 instead.",
    ),
    "spf_all": Said(
        "SPF разрешает писать от имени домена кому угодно: {record}",
        "SPF lets anybody write in the name of the domain: {record}",
        "Замените all в конце на -all.",
        "Let it end with -all.",
    ),
    "spf_open": Said(
        "SPF не говорит, что остальным нельзя: {record}",
        "SPF does not say that nobody else may: {record}",
        "Допишите в конце -all (или ~all).",
        "Let it end with -all (or ~all).",
    ),
    "dmarc": Said("DMARC на {domain}: p={policy}.", "DMARC at {domain}: p={policy}."),
    "dmarc_none": Said(
        "У домена {domain} нет DMARC: большие почтовые службы требуют его от тех, кто шлёт много.",
        "{domain} has no DMARC: big mail hosts want it of those who send much.",
        "Добавьте TXT для _dmarc.{domain}: v=DMARC1; p=none; rua=mailto:…",
        "Add a TXT at _dmarc.{domain}: v=DMARC1; p=none; rua=mailto:…",
    ),
    "dmarc_many": Said(
        "На {domain} записей DMARC: {number}. Ни одна не действует.",
        "{domain} has {number} records of DMARC. None of them counts.",
        "Оставьте одну.",
        "Leave one.",
    ),
    "dmarc_broken": Said(
        "Запись DMARC не понять: {record}",
        "The record of DMARC cannot be understood: {record}",
        "После v=DMARC1 должно стоять p=none, p=quarantine или p=reject.",
        "After v=DMARC1 there must be p=none, p=quarantine or p=reject.",
    ),
    "dkim": Said("Ключ DKIM на месте: {at}.", "The DKIM key is there: {at}."),
    "dkim_unasked": Said(
        "DKIM не проверен.",
        "DKIM was not looked at.",
        "Узнайте селектор у того, кто держит почтовый сервер, и спросите с --dkim СЕЛЕКТОР.",
        "Ask whoever keeps the mail relay for the selector, and ask with --dkim SELECTOR.",
    ),
    "dkim_none": Said(
        "Ключа DKIM нет: {at}.",
        "There is no DKIM key: {at}.",
        "Опубликуйте TXT, который даёт почтовый сервер.",
        "Publish the TXT that the mail relay gives you.",
    ),
    "dkim_revoked": Said(
        "Ключ DKIM отозван (пустое p=): {at}.",
        "The DKIM key is revoked (p= is empty): {at}.",
        "Возьмите действующий селектор.",
        "Take the selector that is in use.",
    ),
    "dkim_broken": Said(
        "Ключ DKIM не годится: {at}.",
        "The DKIM key is not usable: {at}.",
        "Опубликуйте его заново, целиком: нужен RSA от 1024 бит или Ed25519.",
        "Publish it anew, in full: RSA of 1024 bits or more, or Ed25519.",
    ),
    "dkim_testing": Said(
        "Ключ DKIM помечен как пробный (t=y): {at}.",
        "The DKIM key says that it is being tried out (t=y): {at}.",
        "Уберите t=y.",
        "Take out t=y.",
    ),
    "dkim_short": Said(
        "Ключ DKIM короток, {bits} бит: {at}.",
        "The DKIM key is short, {bits} bits: {at}.",
        "Замените его на RSA 2048.",
        "Take RSA of 2048 bits.",
    ),
}

WORDS: Mapping[str, Said] = _DATABASE | _AROUND | _PUSHES_AND_MAILS
