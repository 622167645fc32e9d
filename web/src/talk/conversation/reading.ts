// Reading a conversation: where one stands, what is new, and the keys that lead from message to message.
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { Chat, Member, Message } from '../../core/types';
import { earlier, markSeen, reach } from '../data';
import type { MessageActions } from '../messages/messageActions';

const NEAR = 48; // pixels from the end that still count as the end
export type Body = { current: HTMLDivElement | null };

/** The newest of my messages that somebody is known to have read. */
export function seenUpTo(
  people: Member[],
  messages: Message[],
  mine: string,
): { message: Message; at: string | null } | undefined {
  const reader = people.filter(one => one.seen !== null).sort((a, b) => b.seen! - a.seen!)[0];
  const message = reader && messages.findLast(one => one.author === mine && one.offset <= reader.seen!);
  return message && { message, at: reader.seen_at };
}

/** Placed once, at opening, and kept until one leaves. */
export function useUnreadLine(
  chat: Chat,
  messages: Message[],
  mine: string,
): { offset: number; n: number } | undefined {
  const line = useRef<{ offset: number; n: number } | null | undefined>(undefined);
  const from = useRef(chat.seen);
  if (line.current === undefined && messages.length) {
    const fresh = messages.filter(
      message => message.offset > from.current && message.author !== mine && !message.withdrawn,
    );
    line.current =
      chat.unread > 0 && fresh[0] ? { offset: fresh[0].offset, n: Math.max(fresh.length, chat.unread) } : null;
  }
  return line.current ?? undefined;
}

export function useReading(
  body: Body,
  chat: Chat,
  messages: Message[],
  waiting: number,
  unread: { offset: number } | undefined,
  mine: string,
) {
  const [atEnd, setAtEnd] = useState(true);
  const stays = useRef(true);
  const read = useRef(0);
  const height = useRef(0);
  const first = useRef<number | undefined>(undefined);
  const paging = useRef(false);
  const last = messages.at(-1)?.offset ?? 0;

  useLayoutEffect(() => {
    const view = body.current;
    if (!view || (!messages.length && !waiting)) return;
    const opening = first.current === undefined;
    if (opening && unread) view.querySelector('.unread-line')?.scrollIntoView({ block: 'center' });
    else if (!opening && first.current !== messages[0]?.offset)
      view.scrollTop += view.scrollHeight - height.current; // older ones came in above
    else if (stays.current) view.scrollTop = view.scrollHeight;
    first.current = messages[0]?.offset ?? first.current;
    height.current = view.scrollHeight;
    look();
  }, [messages, waiting]);

  // A keyboard that opens, or a line more in the composer, must not hide the end from one who is there.
  useEffect(() => {
    const view = body.current;
    if (!view) return;
    const watch = new ResizeObserver(() => {
      if (stays.current) view.scrollTop = view.scrollHeight;
    });
    watch.observe(view);
    return () => watch.disconnect();
  }, []);
  useEffect(() => {
    const seen = () => {
      if (stays.current) tell();
    };
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
    if (stays.current) {
      read.current = last;
      tell();
    }
    if (view.scrollTop < 200 && !paging.current) {
      paging.current = true;
      void earlier(chat.id)
        .catch(() => {})
        .finally(() => {
          paging.current = false;
        });
    }
  }
  const toEnd = () => {
    const view = body.current;
    if (view) {
      stays.current = true;
      view.scrollTop = view.scrollHeight;
      look();
    }
  };
  /** To a message, loading what lies between; false: it is not there. */
  const jump = async (offset: number): Promise<boolean> => {
    paging.current = true;
    stays.current = false;
    const there = await reach(chat.id, offset).catch(() => false);
    paging.current = false;
    if (!there) return false;
    requestAnimationFrame(() => {
      const one = article(body, offset);
      one?.scrollIntoView({ block: 'center' });
      one?.focus({ preventScroll: true });
    });
    return true;
  };
  const below = messages.filter(message => message.offset > read.current && message.author !== mine).length;
  return { atEnd, below: atEnd ? 0 : below, toEnd, jump, onScroll: look };
}

const article = (body: Body, offset: number) => body.current?.querySelector<HTMLElement>(`[data-offset="${offset}"]`);

/** One of the messages is the stop of the Tab key; j, k and the arrows lead to the next, r and + answer it. */
export function useMessageKeys(
  body: Body,
  messages: Message[],
  actions: MessageActions,
  answers: { reply: boolean; words: boolean },
) {
  const [chosen, setChosen] = useState<number | undefined>();
  const current = messages.some(one => one.offset === chosen) ? chosen : messages.at(-1)?.offset;
  const at = (event: Event) => (event.target as Element).closest<HTMLElement>('[data-offset]');
  const onFocusIn = (event: FocusEvent) => {
    const one = at(event);
    if (one) setChosen(Number(one.dataset['offset']));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const inside = (event.target as Element).closest('a, button, input, textarea, dialog');
    if (event.ctrlKey || event.metaKey || event.altKey || (event.target as Element).closest('dialog')) return;
    const own = at(event);
    const index = own ? messages.findIndex(one => one.offset === Number(own.dataset['offset'])) : -1;
    const message = messages[index];
    const act = (what: () => void) => {
      event.preventDefault();
      what();
    };
    const move = (to: number) => {
      const next = messages[to];
      if (next)
        act(() => {
          setChosen(next.offset);
          article(body, next.offset)?.focus();
        });
    };
    if (event.code === 'KeyJ' || (event.key === 'ArrowDown' && own)) return move(own ? index + 1 : messages.length - 1);
    if (event.code === 'KeyK' || (event.key === 'ArrowUp' && own)) return move(own ? index - 1 : messages.length - 1);
    if (!message || (message.withdrawn && event.key !== 'Enter')) return;
    if (event.code === 'KeyR' && answers.reply) return act(() => actions.reply(message));
    if (
      (event.key === '+' || event.code === 'NumpadAdd' || (event.code === 'Equal' && event.shiftKey)) &&
      answers.words
    )
      return act(() => actions.words(message));
    if (event.key === 'Enter' && !inside) return act(() => actions.menu(message));
  };
  return { current, onFocusIn, onKeyDown };
}
