// Reporting a message: one tap for the reason; who reported is hidden.
import { useState } from 'preact/hooks';
import { api, newKey } from '../core/api';
import { say } from '../core/liveRegion';
import type { Message } from '../core/types';
import { f } from '../i18n/safety';
import { Icon } from '../parts/icons';
import { messagePath } from '../talk/data';

const REASONS = ['insult', 'threat', 'contact', 'indecent', 'spam', 'other'] as const;

export function Report({
  message,
  run,
}: {
  message: Message;
  run: (act: () => Promise<unknown>, stay?: boolean) => Promise<void>;
}) {
  const [words, setWords] = useState('');
  const [done, setDone] = useState(false);
  const report = (reason: string) =>
    void run(async () => {
      await api.post(messagePath(message.chat, message.offset) + '/report', { reason, words: words.trim() }, newKey());
      setDone(true);
      say(f('reported'));
    }, true);
  if (done)
    return (
      <p class="note good" role="status" data-reported>
        <Icon name="check" />
        {f('reported')}
      </p>
    );
  return (
    <div class="stack">
      <p class="soft">{f('reportText')}</p>
      <div class="field">
        <label for="report-words">{f('reportWords')}</label>
        <textarea
          class="input short"
          id="report-words"
          rows={2}
          maxLength={1000}
          value={words}
          onInput={event => setWords(event.currentTarget.value)}
        />
      </div>
      <div class="acts-list">
        {REASONS.map(one => (
          <button key={one} type="button" class="act" data-reason={one} onClick={() => report(one)}>
            <Icon name="alert" />
            {f(`reason_${one}`)}
          </button>
        ))}
      </div>
    </div>
  );
}
