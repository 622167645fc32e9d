// One conversation. The view never scrolls by itself while somebody reads further up.
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { place } from '../../core/router';
import { say } from '../../core/liveRegion';
import { sendQueue } from '../../core/sending';
import { me, zone } from '../../core/session';
import { useValue } from '../../core/store';
import type { Chat, Message } from '../../core/types';
import { dayIn } from '../../core/dates';
import { t } from '../../i18n';
import { dayMonth, nearDay } from '../../i18n/format';
import { Icon } from '../../parts/icons';
import { lazy } from '../../parts/lazy';
import { newOnes, NotYet } from '../../parts/parts';
import { may } from '../messageRequests';
import { ofTwo } from '../chats';
import { drafts, editMessage, messageLane, sendMessage, talkOf } from '../data';
import { Bubble, editOf, Waiting } from '../messages/Bubble';
import type { MessageActions, Mode, Over } from '../messages/messageActions';
import { chatName, others } from '../names';
import { Composer, type Field } from './Composer';
import { ConvHead } from './ConvHead';
import { HoursLine } from './Hours';
import { JoinRequests } from './JoinRequests';
import { Pinned } from './Pinned';
import { ReadOnly, Reach } from './Reach';
import { UndoSend } from './UndoSend';
import { seenUpTo, useMessageKeys, useReading, useUnreadLine } from './reading';

const WhenTold = lazy(async () => (await import('../../notices/WhenTold')).WhenTold);
const MessageSheets = lazy(async () => (await import('../messages/MessageSheets')).MessageSheets);
const ChatSheet = lazy(async () => (await import('../groups/ChatSheet')).ChatSheet);
export function Conversation({ chat }: { chat: Chat }) {
  const live = useMemo(() => talkOf(chat.id), [chat.id]);
  const { state, problem } = useValue(live.shown);
  const queue = useValue(sendQueue.items).filter(item => item.lane === messageLane(chat.id));
  const posts = queue.filter(item => item.method === 'POST');
  const mine = me.value!.person.id;
  const people = others(chat);
  const body = useRef<HTMLDivElement>(null);
  const field = useRef<Field | null>(null);
  const [mode, setMode] = useState<Mode>(null);
  const [over, setOver] = useState<Over>(null);
  const [lit, setLit] = useState<number | undefined>();
  const messages = state?.messages ?? [];
  const unread = useUnreadLine(chat, messages, mine);
  const { atEnd, below, toEnd, jump, onScroll } = useReading(body, chat, messages, posts.length, unread, mine);
  const read = seenUpTo(people, messages, mine);

  const go = async (offset: number) => {
    setLit(undefined);
    if (await jump(offset)) setLit(offset);
    else say(t('messageGone'));
  };
  const reply = (message: Message) => {
    if (chat.writes) {
      setMode({ is: 'reply', message });
      setOver(null);
    }
  };
  const actions: MessageActions = {
    reply,
    jump: offset => void go(offset),
    find: offset => messages.find(one => one.offset === offset),
    menu: message => setOver({ is: 'menu', message }),
    words: message => setOver({ is: 'words', message }),
    who: message => setOver({ is: 'who', message }),
    refused: (item, message) => setOver({ is: 'refused', item, message }),
  };
  /** The words come back to the field, unless something else is being written there; so does what they answered. */
  const takenBack = (message: Message) => {
    const answered = message.reply_to === null ? undefined : actions.find(message.reply_to);
    if (drafts.text(chat.id) || mode) return;
    field.current?.put(message.text);
    if (answered) setMode({ is: 'reply', message: answered });
  };
  const { current, onFocusIn, onKeyDown } = useMessageKeys(body, messages, actions, {
    reply: chat.writes,
    words: may.react(chat),
  });
  const asked = Number(place.value.query.get('at'));
  useEffect(() => {
    if (asked && state) void go(asked);
  }, [asked, !state]);
  useEffect(() => {
    if (mode?.is === 'edit' && messages.find(one => one.offset === mode.message.offset)?.withdrawn) setMode(null);
  }, [messages]);

  let day = '';
  return (
    <section class="conv" aria-label={chatName(chat)} data-conversation={chat.id}>
      <ConvHead chat={chat} open={() => setOver({ is: 'about' })} />
      <Pinned chat={chat} actions={actions} />
      <JoinRequests chat={chat} open={() => setOver({ is: 'about' })} />
      <div
        class="conv-body"
        tabIndex={0}
        role="log"
        aria-label={t('messages')}
        ref={body}
        onScroll={onScroll}
        onFocusIn={onFocusIn}
        onKeyDown={onKeyDown}
      >
        <div class="conv-in">
          {!state ? (
            <NotYet problem={problem} />
          ) : (
            !messages.length && !posts.length && <p class="none">{t('noMessages')}</p>
          )}
          {state?.more && <p class="meta centre">{t('loadingEarlier')}</p>}
          {/* one flat list: what comes in above leaves each message, and who stands at it, as they are */}
          {messages.flatMap((message, index) => {
            const its = dayIn(zone(), message.sent_at);
            const pill = its !== day;
            day = its;
            const before = messages[index - 1];
            const line = message.offset === unread?.offset;
            return [
              pill && (
                <div class="sep" key={'d' + its}>
                  <span>
                    {nearDay(its, zone())}
                    {nearDay(its, zone()) === dayMonth(its) ? '' : `, ${dayMonth(its)}`}
                  </span>
                </div>
              ),
              line && (
                <div class="unread-line" role="separator" key="unread">
                  <span>{newOnes(unread.n)}</span>
                </div>
              ),
              <Bubble
                key={message.author === mine && message.key ? message.key : message.id}
                chat={chat}
                message={message}
                mine={message.author === mine}
                more={!pill && !line && before?.author === message.author}
                author={chat.members.find(member => member.id === message.author)}
                group={!ofTwo(chat) || people.length > 1}
                read={message.id === read?.message.id ? read : undefined}
                seen={!!read && message.offset <= read.message.offset}
                edit={message.author === mine ? editOf(queue, message) : undefined}
                current={message.offset === current}
                lit={message.offset === lit}
                actions={actions}
              />,
            ];
          })}
          {posts.map(item => (
            <Waiting key={item.key} chat={chat} item={item} actions={actions} />
          ))}
        </div>
      </div>
      <div class="over-foot">
        {!atEnd && (
          <button
            type="button"
            class="to-end"
            aria-label={below ? t('newBelow', { n: below }) : t('toEnd')}
            onClick={toEnd}
          >
            <Icon name="down" />
            {below > 0 && (
              <b class="count" aria-hidden="true">
                {below}
              </b>
            )}
          </button>
        )}
        <UndoSend chat={chat.id} back={takenBack} />
      </div>
      {chat.writes ? (
        <Composer
          chat={chat}
          reach={
            <>
              <HoursLine chat={chat} />
              <WhenTold chat={chat} />
              <Reach chat={chat} who={() => setOver({ is: 'about' })} />
            </>
          }
          mode={mode}
          setMode={setMode}
          field={field}
          lastMine={() =>
            messages.findLast(message => message.author === mine && !message.withdrawn && !editOf(queue, message))
          }
          send={written => {
            sendMessage(chat.id, written);
            requestAnimationFrame(toEnd);
          }}
          edit={editMessage}
        />
      ) : (
        <ReadOnly chat={chat} />
      )}
      {over?.is === 'about' && <ChatSheet chat={chat} onClose={() => setOver(null)} />}
      {over && over.is !== 'about' && (
        <MessageSheets chat={chat} over={over} setMode={setMode} actions={actions} onClose={() => setOver(null)} />
      )}
    </section>
  );
}
