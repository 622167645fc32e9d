import { useState } from 'preact/hooks';
import { zone } from '../../core/session';
import { useValue } from '../../core/store';
import type { Chat, Message } from '../../core/types';
import { dayIn } from '../../core/dates';
import { t } from '../../i18n';
import { time } from '../../i18n/format';
import { midDay } from '../../i18n/format';
import { Icon } from '../../parts/icons';
import { bare } from '../../parts/markdown';
import { CloseButton, Sheet } from '../../parts/parts';
import { farMessage } from '../messageRequests';
import type { MessageActions } from '../messages/messageActions';
import { nameIn } from '../names';

/** The last message kept in sight, under the head; more than one open a list. */
export function Pinned({ chat, actions }: { chat: Chat; actions: MessageActions }) {
  const [open, setOpen] = useState(false);
  const last = chat.pinned.at(-1);
  if (last === undefined) return null;
  const n = chat.pinned.length;
  return (
    <div class="pinned" data-pinned={n}>
      <button type="button" class="pinned-last" aria-label={t('toPinned')} onClick={() => actions.jump(last)}>
        <Icon name="pin" />
        <OneLine chat={chat} offset={last} actions={actions} />
      </button>
      {n > 1 && (
        <button type="button" class="btn plain small" aria-haspopup="dialog" onClick={() => setOpen(true)}>
          {t('pinnedAll', { n })}
        </button>
      )}
      {open && (
        <Sheet label={t('pinned')} class="detail tall" onClose={() => setOpen(false)}>
          <header class="row">
            <h2>{t('pinned')}</h2>
            <CloseButton onClose={() => setOpen(false)} />
          </header>
          <ul class="pin-list">
            {[...chat.pinned].reverse().map(offset => (
              <li key={offset}>
                <button
                  type="button"
                  class="pin-item"
                  data-pin={offset}
                  onClick={() => {
                    setOpen(false);
                    setTimeout(() => actions.jump(offset), 50);
                  }}
                >
                  <OneLine chat={chat} offset={offset} actions={actions} whole />
                </button>
              </li>
            ))}
          </ul>
        </Sheet>
      )}
    </div>
  );
}
function OneLine({
  chat,
  offset,
  actions,
  whole = false,
}: {
  chat: Chat;
  offset: number;
  actions: MessageActions;
  whole?: boolean;
}) {
  const here = actions.find(offset);
  return here ? (
    <Line chat={chat} message={here} whole={whole} />
  ) : (
    <FarLine chat={chat} offset={offset} whole={whole} />
  );
}
function FarLine({ chat, offset, whole }: { chat: Chat; offset: number; whole: boolean }) {
  return <Line chat={chat} message={useValue(farMessage(chat.id, offset))} whole={whole} />;
}
function Line({ chat, message, whole }: { chat: Chat; message: Message | null | undefined; whole: boolean }) {
  if (!message) return <span class="cut soft">{message === null ? t('messageGone') : '…'}</span>;
  const when = `${midDay(dayIn(zone(), message.sent_at), zone())}, ${time(message.sent_at, zone())}`;
  return (
    <span class={whole ? undefined : 'cut'}>
      <b>{nameIn(chat, message.author)}</b>
      {whole ? <small class="meta"> {when}</small> : ': '}
      {whole ? <span class="two-lines">{bare(message.text)}</span> : bare(message.text)}
    </span>
  );
}
