import { reachable } from '../../core/api';
import type { Item } from '../../core/sendQueue';
import { me, zone } from '../../core/session';
import { useValue } from '../../core/store';
import type { Chat, Member, Message } from '../../core/types';
import { dayIn } from '../../core/dates';
import { t } from '../../i18n';
import { abouts, midDay, polite, time } from '../../i18n/format';
import { Text, type Marked } from '../../parts/Text';
import { Icon } from '../../parts/icons';
import { Avatar } from '../../parts/parts';
import { may } from '../messageRequests';
import { messagePath } from '../data';
import { textOf } from '../data';
import { nameIn } from '../names';
import { Files } from './Attachments';
import { PollView } from './PollView';
import { Quote } from './Quote';
import { Reactions } from './Reactions';
import type { MessageActions } from './messageActions';

interface Props {
  chat: Chat;
  message: Message;
  mine: boolean;
  more: boolean;
  author: Member | undefined;
  group: boolean;
  read: { at: string | null } | undefined;
  seen: boolean;
  edit: Item | undefined;
  current: boolean;
  lit: boolean;
  actions: MessageActions;
}
export const markedIn = (chat: Chat, ids: readonly string[]): Marked => ({
  people: chat.members.filter(member => ids.includes(member.id)),
  me: me.value?.person.id ?? '',
});

export function Bubble({ chat, message, mine, more, author, group, read, seen, edit, current, lit, actions }: Props) {
  const gone = message.withdrawn;
  const stop = current ? 0 : -1;
  const answers = !gone || may.history(chat, message);
  const touched = (event: MouseEvent) => {
    const byTouch = (event as PointerEvent).pointerType === 'touch' || matchMedia('(pointer: coarse)').matches;
    if (byTouch && answers && !(event.target as Element).closest('a, button') && !getSelection()?.toString())
      actions.menu(message);
  };
  const called = !mine && !gone && message.mentions.includes(me.value?.person.id ?? '');
  return (
    <article
      class={`msg${mine ? ' mine' : ''}${more ? ' more' : ''}${lit ? ' lit' : ''}`}
      tabIndex={stop}
      data-message={message.id}
      data-key={message.key ?? undefined}
      data-offset={message.offset}
      data-sent="true"
      data-withdrawn={gone ? 'true' : undefined}
    >
      {!mine &&
        (more ? (
          <span />
        ) : author ? (
          <Avatar id={author.id} name={author.name} />
        ) : (
          <span class="ava f" aria-hidden="true">
            <Icon name="person" />
          </span>
        ))}
      <div>
        <div class="held">
          <div class={`bubble${called ? ' called' : ''}${gone ? ' gone' : ''}`} onClick={touched}>
            {!mine && group && !more && (
              <p class="by">
                <b>{author ? polite(author.name) : t('former')}</b>
                <span>{author && abouts(author.about, 1)}</span>
              </p>
            )}
            {gone ? (
              <span class="soft">
                {gone.by === null
                  ? t('messageExpired')
                  : gone.by === message.author
                    ? t('messageGone')
                    : t('messageGoneBy', { name: nameIn(chat, gone.by) })}
              </span>
            ) : (
              <>
                {message.forwarded && (
                  <p class="meta forwarded">
                    <Icon name="forward" />
                    {message.forwarded.author
                      ? t('forwardedFrom', { name: nameIn(chat, message.forwarded.author) })
                      : t('forwardedMessage')}
                  </p>
                )}
                {message.reply_to !== null && (
                  <Quote chat={chat} offset={message.reply_to} stop={stop} actions={actions} />
                )}
                {(edit || message.text) && (
                  <Text text={edit ? textOf(edit) : message.text} mentions={markedIn(chat, message.mentions)} />
                )}
                {message.poll && <PollView chat={chat} message={message} stop={stop} />}
                {message.files.length > 0 && <Files files={message.files} stop={stop} />}
              </>
            )}
            <When
              message={message}
              mine={mine}
              seen={seen}
              edit={edit}
              refused={() => edit && actions.refused(edit, message)}
            />
          </div>
          {answers && (
            <button
              type="button"
              class="icon-btn dots"
              tabIndex={stop}
              aria-haspopup="dialog"
              aria-label={t('messageMenu', { name: nameIn(chat, message.author), time: time(message.sent_at, zone()) })}
              onClick={() => actions.menu(message)}
            >
              <Icon name="more" />
            </button>
          )}
        </div>
        {!gone && message.reactions.length > 0 && (
          <Reactions chat={chat} message={message} stop={stop} who={() => actions.who(message)} />
        )}
        {read?.at && !gone && <p class="meta read">{readWords(read.at)}</p>}
      </div>
    </article>
  );
}
function When({
  message,
  mine,
  seen,
  edit,
  refused,
}: {
  message: Message;
  mine: boolean;
  seen: boolean;
  edit: Item | undefined;
  refused: () => void;
}) {
  const answered = useValue(reachable);
  if (edit?.failed)
    return (
      <button type="button" class="when wrong" data-edit="failed" onClick={refused}>
        {t('editNotSent')}
        <Icon name="alert" />
      </button>
    );
  if (edit)
    return (
      <span class="when" data-edit="waiting">
        {answered && navigator.onLine ? t('goes') : t('waitsLink')}
        <Icon name="clock" />
      </span>
    );
  const changed = message.edited_at && !message.withdrawn ? <span data-edited>{t('edited')} · </span> : null;
  return (
    <span class="when">
      {changed}
      {time(message.sent_at, zone())}
      {mine && !message.withdrawn && <Icon name={seen ? 'checks' : 'check'} label={t(seen ? 'read' : 'sent')} />}
    </span>
  );
}
function readWords(at: string): string {
  const day = dayIn(zone(), at);
  const clock = time(at, zone());
  return day === dayIn(zone()) ? t('readAt', { time: clock }) : t('readOn', { day: midDay(day, zone()), time: clock });
}
export const editOf = (queue: readonly Item[], message: Message): Item | undefined =>
  queue.findLast(item => item.method === 'PATCH' && item.path === messagePath(message.chat, message.offset));

/** Written here, not yet with the server: hollow while it waits, and with a way on when it was refused. */
export function Waiting({ chat, item, actions }: { chat: Chat; item: Item; actions: MessageActions }) {
  const answered = useValue(reachable);
  const words = item.failed
    ? t('notSent')
    : item.why && navigator.onLine
      ? item.why
      : answered && navigator.onLine
        ? t('goes')
        : t('waitsLink');
  const status = (
    <span class={`when${item.failed ? ' wrong' : ''}`}>
      {words}
      <Icon name={item.failed ? 'alert' : 'clock'} />
    </span>
  );
  const { mentions, reply_to, files } = item.body as { mentions?: string[]; reply_to?: number; files?: string[] };
  const text = (
    <>
      {reply_to !== undefined && !item.failed && <Quote chat={chat} offset={reply_to} stop={-1} actions={actions} />}
      <Text text={textOf(item)} mentions={markedIn(chat, mentions ?? [])} />
      {files && (
        <p class="meta">
          <Icon name="clip" /> {t('nFiles', { n: files.length })}
        </p>
      )}
    </>
  );
  return (
    <article
      class="msg mine more"
      data-message=""
      data-key={item.key}
      data-sent="false"
      data-failed={item.failed ? 'true' : undefined}
    >
      <div>
        {item.failed ? (
          <div class="bubble queued" onClick={() => actions.refused(item)}>
            {text}
            <button type="button" class="when wrong" aria-haspopup="dialog">
              {words}
              <Icon name="alert" />
            </button>
          </div>
        ) : (
          <div class="bubble queued">
            {text}
            {status}
          </div>
        )}
      </div>
    </article>
  );
}
