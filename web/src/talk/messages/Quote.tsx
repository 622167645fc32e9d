import { useValue } from '../../core/store';
import type { Chat, Message } from '../../core/types';
import { t } from '../../i18n';
import { bare } from '../../parts/markdown';
import { farMessage } from '../messageRequests';
import { nameIn } from '../names';
import type { MessageActions } from './messageActions';

/** What a message answers to; pressing it goes there. */
export function Quote({
  chat,
  offset,
  stop,
  actions,
}: {
  chat: Chat;
  offset: number;
  stop: number;
  actions: MessageActions;
}) {
  const here = actions.find(offset);
  const jump = () => actions.jump(offset);
  return here ? (
    <Said chat={chat} message={here} stop={stop} jump={jump} />
  ) : (
    <Far chat={chat} offset={offset} stop={stop} jump={jump} />
  );
}
function Far({ chat, offset, stop, jump }: { chat: Chat; offset: number; stop: number; jump: () => void }) {
  return <Said chat={chat} message={useValue(farMessage(chat.id, offset))} stop={stop} jump={jump} />;
}
function Said({
  chat,
  message,
  stop,
  jump,
}: {
  chat: Chat;
  message: Message | null | undefined;
  stop: number;
  jump: () => void;
}) {
  if (message === null)
    return (
      <p class="quote">
        <span>{t('messageGone')}</span>
      </p>
    );
  return (
    <button
      type="button"
      class="quote"
      tabIndex={stop}
      data-quote={message?.offset}
      onClick={jump}
      aria-label={message ? t('toQuoted', { name: nameIn(chat, message.author) }) : undefined}
    >
      <b>{message ? nameIn(chat, message.author) : '…'}</b>
      <span>{!message ? '' : message.withdrawn ? t('messageGone') : bare(message.text).slice(0, 200)}</span>
    </button>
  );
}
