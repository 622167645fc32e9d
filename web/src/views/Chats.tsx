// The list of conversations beside the one that is open; on a phone one after the other.
import { useEffect, useState } from 'preact/hooks';
import { api, NoAnswer, Problem } from '../api';
import { lastWriter, ofTwo, othersIn, titled } from '../chats';
import { chats, messageLane, outbox, textOf } from '../data';
import { abouts, folded, nearShort, polite } from '../format';
import { t } from '../i18n';
import { Icon } from '../icons';
import { small } from '../local';
import { Avatar, ChatAvatar, CloseButton, Count, Empty, Ghost, LangButton, LinkState, NotYet, OffLine, Sheet } from '../parts';
import { go } from '../router';
import { me, zone } from '../session';
import { useValue } from '../store';
import type { Chat, Contact, Member } from '../types';
import { Conversation } from './Conversation';

export const others = (chat: Chat): Member[] => othersIn(chat, me.value?.person.id);
export const namesOf = (people: Member[]): string => people.map(member => polite(member.name)).join(', ') || t('you');
export const chatName = (chat: Chat): string => titled(chat, people => (chat.class ? t(chat.audience === 'students' ? 'classStudents' : 'classFamilies', { class: chat.class.name }) : namesOf(people)), me.value?.person.id);

export function Chats({ id }: { id: string | undefined }) {
  const { state, problem, at } = useValue(chats.shown);
  const [writing, setWriting] = useState(false);
  useEffect(() => { void chats.open(); }, []);
  const open = id ? state?.chats.find(chat => chat.id === id) : undefined;
  return (
    <main id="main" tabIndex={-1} class="talk" data-show={id ? 'conv' : 'list'}>
      <h1 class="vh">{t('messages')}</h1>
      <List chats={state?.chats} id={id} at={at} problem={problem} write={() => setWriting(true)} />
      {open ? <Conversation key={open.id} chat={open} />
        : <section class="conv blank">{id && state && !problem ? <Missing id={id} /> : id ? <NotYet problem={problem} /> : <Empty icon="chat" head={t('chooseChat')} />}</section>}
      {writing && <Contacts onClose={() => setWriting(false)} />}
    </main>
  );
}
/** A chat just opened elsewhere may not be in the list yet: ask once before saying no. */
function Missing({ id }: { id: string }) {
  const [asked, setAsked] = useState(false);
  useEffect(() => { chats.refresh().finally(() => setAsked(true)); }, [id]);
  return asked ? <><Empty icon="info" head={t('notFound')} /><a class="btn plain" href="/chats">{t('toList')}</a></> : <Ghost />;
}

function List({ chats: list, id, at, problem, write }: { chats: Chat[] | undefined; id: string | undefined; at: number; problem: Problem | NoAnswer | undefined; write: () => void }) {
  const [wanted, setWanted] = useState('');
  const found = list?.filter(chat => folded(chatName(chat) + ' ' + namesOf(others(chat)) + ' ' + others(chat).map(one => abouts(one.about)).join(' ')).includes(folded(wanted.trim())));
  return (
    <section class="talk-list" aria-label={t('conversations')}>
      <header>
        <div class="row">
          <label class="search"><span class="vh">{t('searchLabel')}</span><Icon name="search" /><input class="input" type="search" placeholder={t('search')} value={wanted} onInput={event => setWanted(event.currentTarget.value)} /></label>
          <LinkState />
          <button type="button" class="icon-btn" data-write aria-label={t('write')} title={t('write')} onClick={write}><Icon name="pen" /></button>
          <LangButton class="lang" />
        </div>
      </header>
      <nav class="talk-items" aria-label={t('conversations')}>
        {!found ? <div class="pad"><NotYet problem={problem} /></div>
          : found.length ? found.map(chat => <Line key={chat.id} chat={chat} here={chat.id === id} />)
          : list?.length ? <Empty icon="search" head={t('noFound')} />
          : <Empty icon="chat" head={t('noChats')} text={t('noChatsText')} />}
      </nav>
      <OffLine what={t('messages')} at={at} />
    </section>
  );
}

function Line({ chat, here }: { chat: Chat; here: boolean }) {
  const waiting = useValue(outbox.items).filter(item => item.lane === messageLane(chat.id)).at(-1);
  const first = others(chat)[0];
  const draft = here ? undefined : small.read<string>('draft.' + chat.id);
  const mine = chat.last?.author === me.value?.person.id, writer = lastWriter(chat, me.value?.person.id);
  return (
    <a class={`talk-item${chat.unread ? ' unread' : ''}`} href={'/chats/' + chat.id} data-chat={chat.id} aria-current={here ? 'page' : undefined}>
      <ChatAvatar chat={chat} first={first} />
      <b class="cut">{chatName(chat)}</b>
      <time>{chat.last ? nearShort(chat.last.sent_at, zone()) : ''}</time>
      <span class="last cut">
        {waiting ? <><span class={waiting.failed ? 'wait' : ''}>{waiting.failed ? t('notSent') : t('waitsLink')}: </span>{textOf(waiting)}</>
          : draft ? <><span class="wait">{t('draft')} </span>{draft}</>
          : chat.last ? <>{mine ? <em>{t('you')}: </em> : writer && <em>{writer.name.given}: </em>}{chat.last.text}</> : !ofTwo(chat) ? namesOf(others(chat)) : abouts(first?.about ?? [])}
      </span>
      <Count n={chat.unread} />
    </a>
  );
}

/** Whom I may write to, and why; the server knows both. */
function Contacts({ onClose }: { onClose: () => void }) {
  const [list, setList] = useState<Contact[] | undefined>(), [wrong, setWrong] = useState<Problem | NoAnswer | undefined>(), [wanted, setWanted] = useState('');
  useEffect(() => {
    api.get<{ contacts: Contact[] }>('/contacts').then(({ contacts }) => setList(contacts), (problem: NoAnswer) => setWrong(problem));
  }, []);
  const open = async (contact: Contact) => {
    try {
      const id = contact.chat ?? (await api.post<{ chat: Chat }>('/chats', { person: contact.person.id })).chat.id;
      if (!contact.chat) void chats.refresh();
      go('/chats/' + id);
      onClose();
    } catch (problem) {
      if (!(problem instanceof NoAnswer || problem instanceof Problem)) throw problem;
      setWrong(problem);
    }
  };
  const found = list?.filter(({ person, about }) => folded(`${polite(person.name)} ${abouts(about, 9)}`).includes(folded(wanted.trim())));
  return (
    <Sheet label={t('contacts')} class="detail tall" onClose={onClose}>
      <header class="row"><h2>{t('contacts')}</h2><CloseButton onClose={onClose} /></header>
      <label class="search"><span class="vh">{t('searchLabel')}</span><Icon name="search" /><input class="input" type="search" placeholder={t('search')} value={wanted} onInput={event => setWanted(event.currentTarget.value)} /></label>
      {wrong && <p class="err" role="alert"><Icon name="alert" />{wrong instanceof NoAnswer ? t('noNetwork') : t('wentWrong')}</p>}
      <div class="contacts">
        {!found ? !wrong && <Ghost /> : found.length ? found.map(contact => (
          <button key={contact.person.id} type="button" class="talk-item" data-contact={contact.person.id} onClick={() => void open(contact)}>
            <Avatar id={contact.person.id} name={contact.person.name} /><b>{polite(contact.person.name)}</b><span /><span class="last">{abouts(contact.about)}</span>
          </button>
        )) : <Empty icon="people" head={list?.length ? t('noFound') : t('noContacts')} text={list?.length ? undefined : t('noContactsText')} />}
      </div>
    </Sheet>
  );
}
