// The states the screens show, each held live once for the whole app, and the box of what is to be sent.
import { api, newKey, NoAnswer, Problem, reachable } from './api';
import { foldChat, foldTalk, merged, seenBy, sorted } from './chats';
import { link, onPublication } from './connection';
import { foldDiary } from './diary';
import { Live } from './live';
import { small } from './local';
import { Outbox, type Item } from './outbox';
import { me, onBegin, zone } from './session';
import type { Chat, Course, DiaryState, Message, TalkState } from './types';
import { dayIn, weekOf } from './week';

const diaries = new Map<string, Live<DiaryState>>();
export function diaryOf(student: string, week: string): Live<DiaryState> {
  const key = `diary.${student}.${week}`;
  let live = diaries.get(key);
  if (!live) {
    live = new Live<DiaryState>(key, {
      load: () => api.get(`/students/${encodeURIComponent(student)}/diary?week=${week}`),
      position: (state, channel) => (state.position.channel === channel ? state.position : undefined),
      fold: (state, _channel, publication) => foldDiary(state, publication),
    });
    diaries.set(key, live);
    // Weeks that were leafed through are let go; the present ones stay, they are what the counts are made of.
    const old = [...diaries.keys()].filter(other => other !== key && !other.endsWith(thisWeek()));
    for (const other of old.slice(0, -6)) { diaries.get(other)?.close(); diaries.delete(other); }
  }
  void live.open();
  return live;
}
export const thisWeek = (): string => weekOf(dayIn(zone()));

export interface ChatList { chats: Chat[] }
export const chats = new Live<ChatList>('chats', {
  load: () => api.get<ChatList>('/chats'),
  position: (state, channel) => state.chats.find(chat => chat.channel === channel)?.position,
  fold(state, channel, publication) {
    let reload = false;
    const list = state.chats.map(chat => {
      if (chat.channel !== channel) return chat;
      const folded = foldChat(chat, publication, myId());
      reload = folded.reload;
      return folded.state;
    });
    return { state: { chats: sorted(list) }, reload };
  },
});
export const courses = new Live<{ courses: Course[] }>('courses', {
  load: () => api.get('/courses'),
  position: () => undefined,
  fold: state => ({ state, reload: false }),
});

const talks = new Map<string, Live<TalkState>>();
export function talkOf(id: string): Live<TalkState> {
  let live = talks.get(id);
  if (!live) {
    const one: Live<TalkState> = (live = new Live<TalkState>('talk.' + id, {
      async load() {
        const page = await api.get<TalkState>(`/chats/${encodeURIComponent(id)}/messages?limit=50`);
        const held = one.state, first = page.messages[0]?.offset ?? Infinity, last = held?.messages.at(-1)?.offset ?? -1;
        // What was paged in before stays only where the two join without a hole.
        return held && last >= first ? { ...page, messages: merged(held.messages, page.messages), more: held.more } : page;
      },
      position: (state, channel) => (state.position.channel === channel ? state.position : undefined),
      fold: (state, _channel, publication) => foldTalk(state, publication),
    }));
    talks.set(id, live);
  }
  void live.open();
  return live;
}
export async function earlier(id: string): Promise<void> {
  const live = talkOf(id), first = live.state?.messages[0];
  if (!first || !live.state?.more) return;
  const page = await api.get<TalkState>(`/chats/${encodeURIComponent(id)}/messages?before=${first.offset}&limit=50`);
  live.change(state => ({ ...state, messages: merged(page.messages, state.messages), more: page.more }));
}

const myId = () => me.value?.person.id ?? '';

/** I have read up to here: at once on this screen, then on the server. */
const telling = new Map<string, number>();
export async function markSeen(chat: string, offset: number): Promise<void> {
  if ((telling.get(chat) ?? -1) >= offset) return;
  telling.set(chat, offset);
  try {
    await api.post(`/chats/${encodeURIComponent(chat)}/seen`, { offset });
    chats.change(state => ({ chats: state.chats.map(one => (one.id === chat ? seenBy(one, myId(), offset, null, myId()).state : one)) }));
  } catch (problem) {
    telling.delete(chat); // the next look at the chat tells it again
    if (!(problem instanceof NoAnswer || problem instanceof Problem)) throw problem;
  }
}

const shelf = {
  all: () => small.keys('out.').map(key => small.read<Item>(key)).filter((item): item is Item => !!item),
  write: (item: Item) => small.write('out.' + item.key, item),
  drop: (key: string) => small.write('out.' + key, undefined),
};
export const outbox = new Outbox(
  shelf,
  item => api.send(item.method, item.path, item.body, item.key),
  // Two tabs share the box; a lock keeps a lane in order across them.
  async (lane, act) => { if (navigator.locks) await navigator.locks.request('zvonok.' + lane, act); else await act(); },
);
export const messageLane = (chat: string): string => 'chat:' + chat;
export function sendMessage(chat: string, text: string): void {
  outbox.put({ key: newKey(), lane: messageLane(chat), owner: myId(), method: 'POST', path: `/chats/${encodeURIComponent(chat)}/messages`, body: { text } });
}
export const textOf = (item: Item): string => (item.body as { text: string }).text;

onBegin(who => {
  outbox.open(who.person.id);
  outbox.attach('chat:', {
    sent(item, answer) {
      const message = (answer as { message?: Message } | null)?.message;
      if (!message) return;
      talks.get(message.chat)?.change(state => ({ ...state, messages: merged(state.messages, [message]) }));
      chats.change(state => ({ chats: sorted(state.chats.map(chat => (chat.id === item.lane.slice(5) && (chat.last?.offset ?? 0) < message.offset ? { ...chat, last: message } : chat))) }));
    },
    failed() { /* the bubble shows it */ },
  });
  void chats.open();
});
onPublication((channel, { data }) => {
  if (channel !== `person:${myId()}`) return;
  if (data.type === 'chat_opened' || data.type === 'chat_closed') void chats.refresh();
  if (data.type === 'mine') chats.change(state => ({ chats: state.chats.map(chat => (chat.channel === data.channel ? { ...chat, mine: data.mine } : chat)) }));
  if (data.type === 'seen') { // my other devices; here it names the channel
    const { channel: of, offset } = data as unknown as { channel: string; offset: number };
    chats.change(state => ({ chats: state.chats.map(chat => (chat.channel === of ? seenBy(chat, myId(), offset, null, myId()).state : chat)) }));
  }
});
// The network is back in any of three ways; each wakes the box, the keys make a second try harmless.
link.on(() => { if (link.value === 'live') outbox.wake(); });
addEventListener('online', () => outbox.wake());
reachable.on(() => { if (reachable.value) outbox.wake(); });
addEventListener('storage', event => { if (event.key?.startsWith('zvonok.out.')) outbox.look(); });

/** Marks a teacher entered and the last visit could not send: their journal is taken up without being opened. */
onBegin(() => {
  if (small.keys('edits.').length) void import('./desk').then(desk => desk.takeUp());
});
