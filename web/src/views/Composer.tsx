import type { VNode } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { t } from '../i18n';
import { Icon } from '../icons';
import { small } from '../local';

const MOST = 8000;

/** Grows to five lines; Enter sends where there is a mouse, and is a new line on a phone. What is typed outlives a reload. */
export function Composer({ chat, reach, send }: { chat: string; reach: VNode; send: (text: string) => void }) {
  const key = 'draft.' + chat;
  const [text, setText] = useState(() => small.read<string>(key) ?? '');
  const field = useRef<HTMLTextAreaElement>(null);
  useEffect(() => { if (matchMedia('(pointer: fine)').matches) field.current?.focus({ preventScroll: true }); }, [chat]);
  useLayoutEffect(() => { // where the browser cannot size a field by its content
    const area = field.current;
    if (!area || CSS.supports('field-sizing', 'content')) return;
    area.style.height = 'auto';
    area.style.height = `${area.scrollHeight + 2}px`;
  }, [text]);
  const change = (next: string) => { setText(next); small.write(key, next || undefined); };
  const submit = (event?: Event) => {
    event?.preventDefault();
    const ready = text.trim();
    if (!ready || [...ready].length > MOST) return;
    change('');
    send(ready);
    field.current?.focus({ preventScroll: true });
  };
  const long = [...text.trim()].length > MOST;
  return (
    <footer class="composer">
      {long ? <p class="reach err" role="alert"><Icon name="alert" />{t('tooLong')}</p> : reach}
      <form onSubmit={submit}>
        <label class="vh" for="text">{t('message')}</label>
        <textarea ref={field} class="input" id="text" name="text" rows={1} placeholder={t('message')} value={text} aria-invalid={long}
          onInput={event => change(event.currentTarget.value)}
          onKeyDown={event => { if (event.key === 'Enter' && !event.shiftKey && !event.isComposing && matchMedia('(pointer: fine)').matches) submit(event); }} />
        <button type="submit" class="send" aria-label={t('send')} aria-disabled={!text.trim() || long}><Icon name="send" /></button>
      </form>
    </footer>
  );
}
