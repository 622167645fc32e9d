// How many agree, refuse, have withdrawn or have not answered.
import type { AnswerCounts } from '../core/shapes';
import { ct } from '../i18n/set_up/consentTexts';

export function Counts({ of: { given, refused, withdrawn, open } }: { of: AnswerCounts }) {
  return (
    <span class="consent-counts num" data-counts={[given, refused, withdrawn, open].join(' ')}>
      <span class="tag good">{ct('given', { n: given })}</span>
      {refused > 0 && <span class="tag">{ct('refused', { n: refused })}</span>}
      {withdrawn > 0 && <span class="tag">{ct('withdrawn', { n: withdrawn })}</span>}
      <span class={open ? 'tag brass' : 'tag'}>{ct('open', { n: open })}</span>
    </span>
  );
}
