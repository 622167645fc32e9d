// One conversation. The view never scrolls by itself while somebody reads further up.
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import { ofTwo } from '../chats';
import { earlier, markSeen, messageLane, outbox, sendMessage, talkOf } from '../data';
import { toldLink } from '../connection';
import { abouts, dayMonth, nearDay, polite } from '../format';
import { t } from '../i18n';
import { Icon } from '../icons';
import { ChatAvatar, LinkState, NotYet } from '../parts';
import { back } from '../router';
import { me, zone } from '../session';
import { useValue } from '../store';
import type { Chat, Member, Message } from '../types';
import { dayIn } from '../week';
import { Bubble, Waiting } from './Bubble';
import { chatName, namesOf, others } from './Chats';
import { Composer } from './Composer';

const NEAR = 48; // pixels from the end that still count as the end

export function Conversation({ chat }: { chat: Chat }) {
  const live = useMemo(() => talkOf(chat.id), [chat.id]);
  const { state, problem } = useValue(live.shown);
  const queue = useValue(outbox.items).filter(item => item.lane === messageLane(chat.id));
  const mine = me.value!.person.id, people = others(chat);
  const body = useRef<HTMLDivElement>(null);
  const messages = state?.messages ?? [];
  const unread = useUnreadLine(chat, messages, mine);
  const { atEnd, below, toEnd, onScroll } = useReading(body, chat, messages, queue.length, unread, mine);
  const read = seenUpTo(people, messages, mine);
  const first = people[0];

  let day = '';
  return (
    <section class="conv" aria-label={chatName(chat)} data-conversation={chat.id}>
      <header class="conv-head">
        <button type="button" class="icon-btn back" aria-label={t('toList')} onClick={() => back('/chats')}><Icon name="back" /></button>
        <ChatAvatar chat={chat} first={first} />
        <div><h2 class="cut" title={chatName(chat)}>{chatName(chat)}</h2><p class="meta cut">{!ofTwo(chat) ? namesOf(people) : people.map(one => abouts(one.about)).join(', ')}</p></div>
        <LinkState />
      </header>
      <div class="conv-body" tabIndex={0} role="log" aria-label={t('messages')} ref={body} onScroll={onScroll}>
        <div class="conv-in">
          {!state ? <NotYet problem={problem} /> : !messages.length && !queue.length && <p class="none">{t('noMessages')}</p>}
          {state?.more && <p class="meta centre">{t('loadingEarlier')}</p>}
          {messages.map((message, index) => {
            const its = dayIn(zone(), message.sent_at), pill = its !== day;
            day = its;
            const before = messages[index - 1];
            const line = message.offset === unread?.offset;
            return [
              pill && <div class="sep" key={'d' + its}><span>{nearDay(its, zone())}{nearDay(its, zone()) === dayMonth(its) ? '' : `, ${dayMonth(its)}`}</span></div>,
              line && <div class="unread-line" role="separator" key="unread"><span>{t('unreadLine', { n: unread.n })}</span></div>,
              <Bubble key={message.author === mine && message.key ? message.key : message.id} message={message} mine={message.author === mine} more={!pill && !line && before?.author === message.author}
                author={chat.members.find(member => member.id === message.author)} group={!ofTwo(chat)} read={message.id === read?.message.id ? read : undefined} seen={!!read && message.offset <= read.message.offset} />,
            ];
          })}
          {queue.map(item => <Waiting key={item.key} item={item} />)}
        </div>
      </div>
      {!atEnd && <button type="button" class="to-end" aria-label={below ? t('newBelow', { n: below }) : t('toEnd')} onClick={toEnd}><Icon name="down" />{below > 0 && <b class="count" aria-hidden="true">{below}</b>}</button>}
      <Composer chat={chat.id} reach={<Reach people={people} />} send={text => { sendMessage(chat.id, text); requestAnimationFrame(toEnd); }} />
    </section>
  );
}

/** Who will read it, before it is sent; or that it will go later. */
function Reach({ people }: { people: Member[] }) {
  const link = useValue(toldLink);
  const names = people.map(one => polite(one.name)).join(', ');
  return link === 'off' ? <p class="reach"><Icon name="off" />{t('willGoSelf')}</p>
    : <p class="reach"><Icon name="person" /><span class="cut">{!people.length ? t('you') : people.length > 1 ? t('readsAll', { names }) : t('reads', { name: names })}</span></p>;
}

/** The newest of my messages that somebody is known to have read. */
function seenUpTo(people: Member[], messages: Message[], mine: string): { message: Message; at: string | null } | undefined {
  const reader = people.filter(one => one.seen !== null).sort((a, b) => b.seen! - a.seen!)[0];
  const message = reader && messages.findLast(one => one.author === mine && one.offset <= reader.seen!);
  return message && { message, at: reader.seen_at };
}

/** Placed once, at opening, and kept until one leaves. */
function useUnreadLine(chat: Chat, messages: Message[], mine: string): { offset: number; n: number } | undefined {
  const line = useRef<{ offset: number; n: number } | null | undefined>(undefined);
  const from = useRef(chat.seen);
  if (line.current === undefined && messages.length) {
    const fresh = messages.filter(message => message.offset > from.current && message.author !== mine);
    line.current = chat.unread > 0 && fresh[0] ? { offset: fresh[0].offset, n: Math.max(fresh.length, chat.unread) } : null;
  }
  return line.current ?? undefined;
}

function useReading(body: { current: HTMLDivElement | null }, chat: Chat, messages: Message[], waiting: number, unread: { offset: number } | undefined, mine: string) {
  const [atEnd, setAtEnd] = useState(true);
  const stays = useRef(true), read = useRef(0), height = useRef(0), first = useRef<number | undefined>(undefined), paging = useRef(false);
  const last = messages.at(-1)?.offset ?? 0;

  useLayoutEffect(() => {
    const view = body.current;
    if (!view || !messages.length && !waiting) return;
    const opening = first.current === undefined;
    if (opening && unread) view.querySelector('.unread-line')?.scrollIntoView({ block: 'center' });
    else if (!opening && first.current !== messages[0]?.offset) view.scrollTop += view.scrollHeight - height.current; // older ones came in above
    else if (stays.current) view.scrollTop = view.scrollHeight;
    first.current = messages[0]?.offset ?? first.current;
    height.current = view.scrollHeight;
    look();
  }, [messages, waiting]);

  // A keyboard that opens, or a line more in the composer, must not hide the end from one who is there.
  useEffect(() => {
    const view = body.current;
    if (!view) return;
    const watch = new ResizeObserver(() => { if (stays.current) view.scrollTop = view.scrollHeight; });
    watch.observe(view);
    return () => watch.disconnect();
  }, []);
  useEffect(() => {
    const seen = () => { if (stays.current) tell(); };
    document.addEventListener('visibilitychange', seen);
    return () => document.removeEventListener('visibilitychange', seen);
  });

  const tell = () => {
    const newest = messages.findLast(message => message.author !== mine)?.offset ?? 0;
    if (document.visibilityState === 'visible' && newest > chat.seen) void markSeen(chat.id, newest);
  };
  function look(): void {
    const view = body.current;
    if (!view) return;
    stays.current = view.scrollHeight - view.scrollTop - view.clientHeight < NEAR;
    setAtEnd(stays.current);
    if (stays.current) { read.current = last; tell(); }
    if (view.scrollTop < 200 && !paging.current) {
      paging.current = true;
      void earlier(chat.id).catch(() => {}).finally(() => { paging.current = false; });
    }
  }
  const toEnd = () => { const view = body.current; if (view) { stays.current = true; view.scrollTop = view.scrollHeight; look(); } };
  const below = messages.filter(message => message.offset > read.current && message.author !== mine).length;
  return { atEnd, below: atEnd ? 0 : below, toEnd, onScroll: look };
}
