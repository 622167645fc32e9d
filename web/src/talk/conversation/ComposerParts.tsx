// What stands around the field: which message is answered or edited, and the button for files.
import { useRef } from 'preact/hooks';
import type { Chat } from '../../core/types';
import { t } from '../../i18n';
import { Icon } from '../../parts/icons';
import { bare } from '../../parts/markdown';
import type { Mode } from '../messages/messageActions';
import { nameIn } from '../names';

export function Answering({ chat, mode, cancel }: { chat: Chat; mode: NonNullable<Mode>; cancel: () => void }) {
  return (
    <div class="answering" data-mode={mode.is}>
      <Icon name={mode.is === 'edit' ? 'pen' : 'reply'} />
      <span>
        <b>{mode.is === 'edit' ? t('editing') : t('replyTo', { name: nameIn(chat, mode.message.author) })}</b>
        <span class="cut">{bare(mode.message.text)}</span>
      </span>
      <button type="button" class="icon-btn" aria-label={t('cancel')} onClick={cancel}>
        <Icon name="close" />
      </button>
    </div>
  );
}

export function Attach({ attach }: { attach: (files: FileList | null) => void }) {
  const choosing = useRef<HTMLInputElement>(null);
  return (
    <>
      <input
        ref={choosing}
        type="file"
        multiple
        hidden
        aria-hidden="true"
        tabIndex={-1}
        onChange={event => {
          attach(event.currentTarget.files);
          event.currentTarget.value = '';
        }}
      />
      <button
        type="button"
        class="icon-btn attach"
        data-attach
        aria-label={t('attach')}
        title={t('attach')}
        onClick={() => choosing.current?.click()}
      >
        <Icon name="clip" />
      </button>
    </>
  );
}
