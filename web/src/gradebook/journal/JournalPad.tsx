// Keys at the thumb: on a phone there is no keyboard to enter marks with.
import type { ComponentChildren } from 'preact';
import { t } from '../../i18n';
import { Icon } from '../../parts/icons';
import type { Grip } from './grid';
import type { Action } from './keys';

export function Pad({ grip }: { grip: Grip }) {
  const key = (what: Action, face: ComponentChildren, note = '', look = '', label?: string) => (
    <button type="button" class={look} aria-label={label} onClick={() => grip.press(what)}>
      <span>
        {face}
        {note && <small>{note}</small>}
      </span>
    </button>
  );
  return (
    <div class="pad-keys" role="group" aria-label={t('pad')}>
      {[5, 4, 3, 2].map(value => key({ do: 'mark', value }, value))}
      {key({ do: 'second' }, '/', t('pSecond'))}
      {key({ do: 'clear' }, <Icon name="erase" />, '', '', t('pClear'))}
      {key({ do: 'attend', status: 'absent' }, t('lAbsent'), t('pAbsent'), 'att-key')}
      {key({ do: 'attend', status: 'ill' }, t('lIll'), t('pIll'), 'att-key')}
      {key({ do: 'attend', status: 'late' }, t('lLate'), t('pLate'), 'att-key')}
      {key({ do: 'attend', status: 'excused' }, t('lExcused'), t('pExcused'), 'att-key')}
      {key({ do: 'comment' }, <Icon name="pen" />, '', '', t('comment'))}
      {key({ do: 'enter', up: false }, <Icon name="down" />, '', '', t('pNext'))}
    </div>
  );
}
