import { useState } from 'preact/hooks';
import { newKey } from '../api';
import { outbox, textOf } from '../data';
import { abouts, midDay, polite, time } from '../format';
import { t } from '../i18n';
import { Icon } from '../icons';
import type { Item } from '../outbox';
import { Avatar, CloseButton, Sheet } from '../parts';
import { reachable } from '../api';
import { zone } from '../session';
import { useValue } from '../store';
import type { Member, Message } from '../types';
import { dayIn } from '../week';

interface Props { message: Message; mine: boolean; more: boolean; author: Member | undefined; group: boolean; read: { at: string | null } | undefined; seen: boolean }
export function Bubble({ message, mine, more, author, group, read, seen }: Props) {
  const when = <span class="when">{time(message.sent_at, zone())}{mine && <Icon name={seen ? 'checks' : 'check'} label={t(seen ? 'read' : 'sent')} />}</span>;
  return (
    <article class={`msg${mine ? ' mine' : ''}${more ? ' more' : ''}`} data-message={message.id} data-key={message.key ?? undefined} data-offset={message.offset} data-sent="true">
      {!mine && author && (more ? <span /> : <Avatar id={author.id} name={author.name} />)}
      <div>
        <div class="bubble">
          {!mine && group && !more && author && <p class="by"><b>{polite(author.name)}</b><span>{abouts(author.about, 1)}</span></p>}
          <span class="text">{message.text}</span>{when}
        </div>
        {read?.at && <p class="meta read">{readWords(read.at)}</p>}
      </div>
    </article>
  );
}
function readWords(at: string): string {
  const day = dayIn(zone(), at), clock = time(at, zone());
  return day === dayIn(zone()) ? t('readAt', { time: clock }) : t('readOn', { day: midDay(day, zone()), time: clock });
}

/** Written here, not yet with the server: hollow while it waits, and with a way on when it was refused. */
export function Waiting({ item }: { item: Item }) {
  const [asked, setAsked] = useState(false);
  const answered = useValue(reachable);
  const words = item.failed ? t('notSent') : answered && navigator.onLine ? t('goes') : t('waitsLink');
  const status = <span class={`when${item.failed ? ' wrong' : ''}`}>{words}<Icon name={item.failed ? 'alert' : 'clock'} /></span>;
  return (
    <article class="msg mine more" data-message="" data-key={item.key} data-sent="false" data-failed={item.failed ? 'true' : undefined}>
      <div>
        {item.failed
          ? <button type="button" class="bubble queued" onClick={() => setAsked(true)}><span class="text">{textOf(item)}</span>{status}</button>
          : <div class="bubble queued"><span class="text">{textOf(item)}</span>{status}</div>}
      </div>
      {asked && (
        <Sheet label={t('notSent')} onClose={() => setAsked(false)}>
          <div class="stack">
            <header class="row"><h2>{t('notSent')}</h2><CloseButton onClose={() => setAsked(false)} /></header>
            {item.failed?.text && <p class="soft">{item.failed.text}</p>}
            <button class="btn wide" onClick={() => { setAsked(false); outbox.again(item.key, newKey()); }}>{t('retry')}</button>
            <button class="btn two wide" onClick={() => { void navigator.clipboard?.writeText(textOf(item)); setAsked(false); }}><Icon name="copy" />{t('copy')}</button>
            <button class="btn plain wide" onClick={() => { setAsked(false); outbox.drop(item.key); }}>{t('remove')}</button>
          </div>
        </Sheet>
      )}
    </article>
  );
}
