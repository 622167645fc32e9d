// The list of chats and the conversations that screens show, each held live once for the whole app.
import { api, newKey, NoAnswer, Problem } from '../core/api';
import { link, onChannel, onPublication } from '../core/connection';
import { Live } from '../core/live';
import { copies, small } from '../core/local';
import type { Item } from '../core/sendQueue';
import { sendQueue, shelf } from '../core/sending';
import { myId, onBegin } from '../core/session';
import { Value } from '../core/store';
import type { Chat, FoundGroup, Message, Mine, TalkState } from '../core/types';
import { ahead, foldChat, foldTalk, merged, seenBy, sorted } from './chats';
import { Drafts } from './drafts';

export interface ChatList {
  chats: Chat[];
}
const told = new Map<string, Mine>();
export const chats = new Live<ChatList>('chats', {
  async load() {
    told.clear();
    const list = await api.get<ChatList>('/chats');
    // What I keep of a chat has no number: what was told while this was under way is newer than the answer may be.
    return {
      chats: list.chats.map(chat => (told.has(chat.channel) ? { ...chat, mine: told.get(chat.channel)! } : chat)),
    };
  },
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
const talks = new Map<string, Live<TalkState>>();
const paged = new Set<string>(); // conversations in which one has read further up
export function talkOf(id: string): Live<TalkState> {
  let live = talks.get(id);
  if (!live) {
    const one: Live<TalkState> = (live = new Live<TalkState>('talk.' + id, {
      async load() {
        let page = await api.get<TalkState>(`${messagePath(id)}?limit=50`);
        // Where one reads further up, that is loaded again, too: what was held may have been edited or taken away since.
        const oldest = paged.has(id) ? (one.state?.messages[0]?.offset ?? Infinity) : Infinity;
        for (let pages = 0; pages < 5 && page.more && page.messages[0]!.offset > oldest; pages++) {
          const older = await api.get<TalkState>(`${messagePath(id)}?before=${page.messages[0]!.offset}&limit=100`);
          page = { ...page, messages: merged(older.messages, page.messages), more: older.more };
        }
        return ahead(page, one.state);
      },
      position: (state, channel) => (state.position.channel === channel ? state.position : undefined),
      fold: (state, _channel, publication) => foldTalk(state, publication),
    }));
    talks.set(id, live);
  }
  void live.open();
  return live;
}
export async function earlier(id: string, limit = 50): Promise<void> {
  const live = talkOf(id);
  const first = live.state?.messages[0];
  if (!first || !live.state?.more) return;
  const page = await api.get<TalkState>(
    `/chats/${encodeURIComponent(id)}/messages?before=${first.offset}&limit=${limit}`,
  );
  paged.add(id);
  live.change(state => ({ ...state, messages: merged(page.messages, state.messages), more: page.more }));
}

/** Everything down to an offset; false when it is not there. */
export async function reach(id: string, offset: number): Promise<boolean> {
  const held = () => talkOf(id).state;
  for (let pages = 0; pages < 40 && held()?.more && (held()!.messages[0]?.offset ?? 0) > offset; pages++)
    await earlier(id, 100);
  return !!held()?.messages.some(message => message.offset === offset);
}

/** I have read up to here: at once on this screen, then on the server. */
const telling = new Map<string, number>();
export async function markSeen(chat: string, offset: number): Promise<void> {
  if ((telling.get(chat) ?? -1) >= offset) return;
  telling.set(chat, offset);
  try {
    await api.post(`/chats/${encodeURIComponent(chat)}/seen`, { offset });
    chats.change(state => ({
      chats: state.chats.map(one => (one.id === chat ? seenBy(one, myId(), offset, null, myId()).state : one)),
    }));
  } catch (problem) {
    telling.delete(chat); // the next look at the chat tells it again
    if (!(problem instanceof NoAnswer || problem instanceof Problem)) throw problem;
  }
}

export const messageLane = (chat: string): string => 'chat:' + chat;
export interface Written {
  text: string;
  mentions?: string[];
  reply_to?: number;
  files?: string[];
}
export interface Rewritten {
  text: string;
  mentions: string[];
  revision: number;
}
export const messagePath = (chat: string, offset?: number): string =>
  `/chats/${encodeURIComponent(chat)}/messages${offset === undefined ? '' : `/${offset}`}`;
export const groupPath = (chat: Chat): string => `/groups/${encodeURIComponent(chat.id)}`;
export function sendMessage(chat: string, { text, mentions, reply_to, files }: Written): void {
  const body = {
    text,
    ...(files?.length ? { files } : {}),
    ...(reply_to === undefined ? {} : { reply_to }),
    ...(mentions?.length ? { mentions } : {}),
  };
  sendQueue.put({
    key: newKey(),
    lane: messageLane(chat),
    owner: myId(),
    method: 'POST',
    path: messagePath(chat),
    body,
  });
}
/** A new text waits like a new message does, and goes after those that wait before it. */
export function editMessage(message: Message, text: string, mentions: string[]): void {
  for (const item of sendQueue.items.value)
    if (item.method === 'PATCH' && item.failed && item.path === messagePath(message.chat, message.offset))
      sendQueue.drop(item.key);
  const body: Rewritten = { revision: message.revision, text, mentions };
  sendQueue.put({
    key: newKey(),
    lane: messageLane(message.chat),
    owner: myId(),
    method: 'PATCH',
    path: messagePath(message.chat, message.offset),
    body,
  });
}
export const textOf = (item: Item): string => (item.body as Written).text;
/** What was sent from this page a moment ago, and can be taken back without a trace. */
export const justSent = new Value<Message | null>(null);

/** An answer may come after the publication of a later change. */
const newer = (message: Message, held: readonly Message[]): Message => {
  const there = held.find(one => one.offset === message.offset);
  return there && (there.revision > message.revision || there.withdrawn) ? there : message;
};
const order = (item: Item): number => Date.parse(item.made);
/** Edits of the same message that still wait were made on top of the one that has just been taken. */
function follow(done: Item, { revision }: Message): void {
  for (const item of sendQueue.items.value) {
    if (item.method === 'PATCH' && item.path === done.path && !item.failed && item.key !== done.key)
      shelf.write({ ...item, body: { ...(item.body as Rewritten), revision } });
  }
  sendQueue.look();
}

onBegin(() => {
  sendQueue.attach('chat:', {
    sent(item, answer) {
      const message = (answer as { message?: Message } | null)?.message;
      if (!message) return;
      talks
        .get(message.chat)
        ?.change(state => ({ ...state, messages: merged(state.messages, [newer(message, state.messages)]) }));
      if (item.method !== 'POST') {
        follow(item, message);
        return;
      }
      if (Date.now() - order(item) < 60_000) justSent.set(message);
      chats.change(state => ({
        chats: sorted(
          state.chats.map(chat =>
            chat.id === item.lane.slice(5) && (chat.last?.offset ?? 0) < message.offset
              ? { ...chat, last: message }
              : chat,
          ),
        ),
      }));
    },
    failed() {
      /* the bubble shows it */
    },
  });
  void chats.open();
});
/** Drafts: this device is the truth while one types on it, the server keeps them for the others. */
export const drafts = new Drafts(
  {
    read: chat => small.read('draft.' + chat),
    write: (chat, text) => small.write('draft.' + chat, text),
    waiting: () => small.keys('draft.').map(key => key.slice(6)),
  },
  chat => chats.state?.chats.find(one => one.id === chat)?.mine.draft,
  async (chat, draft) => {
    try {
      keepMine(chat, await api.patch<Mine>(`/chats/${encodeURIComponent(chat)}/mine`, { draft }));
      return true;
    } catch (problem) {
      if (problem instanceof Problem && [400, 403, 404, 422].includes(problem.status)) return false;
      throw problem;
    }
  },
);
const keepMine = (chat: string, mine: Mine): void => {
  told.set('chat:' + chat, mine);
  chats.change(state => ({ chats: state.chats.map(one => (one.id === chat ? { ...one, mine } : one)) }));
};
/** Mute or archive: at once here, taken back when the server does not have it. Two switches may be under way together: each answer is about its own. */
export async function switchMine(chat: Chat, which: 'muted' | 'archived', on: boolean): Promise<void> {
  const keep = (value: boolean): void => {
    const now = chats.state?.chats.find(one => one.id === chat.id)?.mine;
    if (now) keepMine(chat.id, { ...now, [which]: value });
  };
  keep(on);
  try {
    keep((await api.patch<Mine>(`/chats/${encodeURIComponent(chat.id)}/mine`, { [which]: on }))[which]);
  } catch (problem) {
    keep(!on);
    throw problem;
  }
}

/** Interest groups that one can find. */
export const groups = new Live<{ groups: FoundGroup[] }>('groups', {
  load: () => api.get('/groups'),
  position: () => undefined,
  fold: state => ({ state, reload: false }),
});
/** Groups that somebody asked to come into since this page was opened. */
export const knocks = new Value<readonly string[]>([]);

onPublication((channel, { data }) => {
  if (data.type === 'rules_changed') setTimeout(() => void chats.refresh(), Math.random() * 2000); // who may write where; a whole school hears it
  if (channel !== `person:${myId()}`) return;
  if (data.type === 'chat_opened' || data.type === 'chat_closed') {
    if (data.type === 'chat_closed') {
      talks.get(data.chat)?.forget();
      void copies.drop('talk.' + data.chat);
    }
    void chats.refresh();
    if (groups.state) void groups.refresh();
  }
  if (data.type === 'blocks_changed') void chats.refresh();
  if (data.type === 'join_asked') knocks.update(known => [...known, data.chat]);
  if (data.type === 'mine') keepMine(data.channel.slice(5), data.mine);
  if (data.type === 'seen') {
    // my other devices; here it names the channel
    const { channel: of, offset } = data as unknown as { channel: string; offset: number };
    chats.change(state => ({
      chats: state.chats.map(chat => (chat.channel === of ? seenBy(chat, myId(), offset, null, myId()).state : chat)),
    }));
  }
});
link.on(() => {
  if (link.value === 'live') drafts.flushAll();
});
document.addEventListener('visibilitychange', () => {
  if (document.visibilityState === 'hidden') drafts.flushAll();
});
// The roster takes people into chats and out of them, and the socket is the first to know.
onChannel((channel, here) => {
  if (!channel.startsWith('chat:') || !chats.state || chats.state.chats.some(chat => chat.channel === channel) === here)
    return;
  void chats.refresh();
});
