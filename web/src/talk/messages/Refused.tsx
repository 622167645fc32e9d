// A message that was refused: what to do with its words.
import { newKey } from '../../core/api';
import { sendQueue } from '../../core/sending';
import type { Message } from '../../core/types';
import { t } from '../../i18n';
import { Icon } from '../../parts/icons';
import { editMessage, textOf, type Rewritten } from '../data';
import type { Over } from './messageActions';
import '../groups/groups.css';

/** A message or a new text that the server has refused: nothing that was written is lost. */
export function Refused({
  over,
  message,
  onClose,
}: {
  over: Extract<Over, { is: 'refused' }>;
  message: Message | undefined;
  onClose: () => void;
}) {
  const { item } = over;
  const text = textOf(item);
  const stale = item.failed?.code === 'stale' && message;
  const again = () => {
    if (stale)
      editMessage((item.failed?.current as Message | undefined) ?? message, text, (item.body as Rewritten).mentions);
    else sendQueue.again(item.key, newKey());
    onClose();
  };
  return (
    <div class="stack">
      {item.failed?.text && <p class="soft">{item.failed.text}</p>}
      {stale && (
        <>
          <p class="meta">{t('standsNow')}</p>
          <p class="history-text">{((item.failed?.current as Message | undefined) ?? message).text}</p>
          <p class="meta">{t('youWrote')}</p>
        </>
      )}
      <p class="history-text">{text}</p>
      <button type="button" class="btn wide" onClick={again}>
        {t(stale ? 'replaceMine' : 'retry')}
      </button>
      <button
        type="button"
        class="btn two wide"
        onClick={() => {
          void navigator.clipboard?.writeText(text);
          onClose();
        }}
      >
        <Icon name="copy" />
        {t('copy')}
      </button>
      <button
        type="button"
        class="btn plain wide"
        onClick={() => {
          onClose();
          sendQueue.drop(item.key);
        }}
      >
        {t('remove')}
      </button>
    </div>
  );
}
