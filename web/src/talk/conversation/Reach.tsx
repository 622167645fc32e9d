// Who will read it stands above the field before it is sent; and why one cannot write, where one cannot.
import { useState } from 'preact/hooks';
import { toldLink } from '../../core/connection';
import { useValue } from '../../core/store';
import type { Chat } from '../../core/types';
import { t } from '../../i18n';
import { polite } from '../../i18n/format';
import { Icon } from '../../parts/icons';
import { ofTwo } from '../chats';
import { drafts } from '../data';
import { iReadAlong, namesOf, others, readersAlong } from '../names';

export function Reach({ chat, who }: { chat: Chat; who: () => void }) {
  const link = useValue(toldLink);
  if (link === 'off')
    return (
      <p class="reach">
        <Icon name="off" />
        {t('willGoSelf')}
      </p>
    );
  const many = !ofTwo(chat) && others(chat).length > 0;
  return (
    <p class="reach" data-reach>
      <Icon name={many ? 'people' : 'person'} />
      <span class={readersAlong(chat).length ? 'whole' : 'cut'}>{words(chat)}</span>
      {many && (
        <button type="button" class="link" onClick={who}>
          {t('whoReads')}
        </button>
      )}
    </p>
  );
}
function words(chat: Chat): string {
  const people = others(chat);
  const n = people.length;
  if (!n) return t('you');
  if (chat.kind === 'class' && chat.class) return t('readsClass', { n, class: chat.class.name });
  const along = readersAlong(chat);
  const names = namesOf(people.filter(one => !along.includes(one)));
  if (along.length)
    return t('readsSupervised', { name: names, teacher: along.map(one => polite(one.name)).join(', ') });
  return n > 4 ? t('readsMany', { n }) : n > 1 ? t('readsAll', { names }) : t('reads', { name: names });
}

/** In place of the field. What was typed before stays to be copied. */
export function ReadOnly({ chat }: { chat: Chat }) {
  const [copied, setCopied] = useState(false);
  const left = drafts.text(chat.id);
  const why = iReadAlong(chat) ? t('closedAlong') : !ofTwo(chat) ? t('closedModerators') : t('closedTie');
  return (
    <footer class="composer closed" data-closed>
      <p class="reach">
        <Icon name="info" />
        <span>{why}</span>
      </p>
      {left && (
        <div class="left-over">
          <p class="meta">{t('leftOver')}</p>
          <p class="left-text">{left}</p>
          <button
            type="button"
            class="btn two small"
            onClick={() => {
              void navigator.clipboard?.writeText(left);
              setCopied(true);
            }}
          >
            <Icon name="copy" />
            {t(copied ? 'copied' : 'copy')}
          </button>
        </div>
      )}
    </footer>
  );
}
