import { sendQueue } from '../../core/sending';
import { me, zone } from '../../core/session';
import { useValue } from '../../core/store';
import type { Chat } from '../../core/types';
import { t } from '../../i18n';
import { abouts, nearShort } from '../../i18n/format';
import { Icon } from '../../parts/icons';
import { bare } from '../../parts/markdown';
import { Count } from '../../parts/parts';
import { ChatAvatar } from '../ChatAvatar';
import { lastWriter, ofTwo } from '../chats';
import { drafts, knocks, messageLane, textOf } from '../data';
import { chatName, faceOf, iReadAlong, namesOf, others, readersAlong } from '../names';

/** Two lines of the list: what it is called and when; the last words and how many are new. */
export function ChatLine({ chat, here }: { chat: Chat; here: boolean }) {
  const waiting = useValue(sendQueue.items)
    .filter(item => item.lane === messageLane(chat.id))
    .at(-1);
  const knocked = useValue(knocks).includes(chat.id);
  const first = faceOf(chat);
  const { last } = chat;
  const draft = here ? '' : drafts.text(chat.id);
  const mine = last?.author === me.value?.person.id;
  const writer = lastWriter(chat, me.value?.person.id);
  const along = iReadAlong(chat) ? t('iReadAlong') : readersAlong(chat).length ? t('supervised') : '';
  return (
    <a
      class={`talk-item${chat.unread && !chat.mine.muted ? ' unread' : ''}`}
      href={'/chats/' + chat.id}
      data-chat={chat.id}
      data-muted={chat.mine.muted}
      aria-current={here ? 'page' : undefined}
    >
      <ChatAvatar chat={chat} first={first} />
      <b class="cut">{chatName(chat)}</b>
      <span class="time">
        {along && <Icon name="eye" label={along} />}
        {chat.mine.muted && <Icon name="mute" label={t('muted')} />}
        <time>{last ? nearShort(last.sent_at, zone()) : ''}</time>
      </span>
      <span class="last cut">
        {waiting ? (
          <>
            <span class={waiting.failed ? 'wait' : ''}>{waiting.failed ? t('notSent') : t('waitsLink')}: </span>
            {bare(textOf(waiting))}
          </>
        ) : knocked ? (
          <span class="knocked">{t('knocked')}</span>
        ) : draft ? (
          <>
            <span class="wait">{t('draft')} </span>
            {draft}
          </>
        ) : last ? (
          <>
            {mine ? <em>{t('you')}: </em> : writer && <em>{writer.name.given}: </em>}
            {last.withdrawn ? t('messageGone') : bare(last.text) || last.files?.map(file => file.name).join(', ')}
          </>
        ) : chat.kind === 'private' ? (
          abouts(first?.about ?? [])
        ) : ofTwo(chat) ? (
          along
        ) : (
          namesOf(others(chat))
        )}
      </span>
      <Count n={chat.unread} mute={chat.mine.muted} />
    </a>
  );
}
