import { useState } from 'preact/hooks';
import { lang, t } from '../../i18n';
import { listed } from '../../i18n/format';
import { CloseButton, Sheet } from '../../parts/parts';
import type { Grip } from './grid';

function Head({ title, onClose }: { title: string; onClose: () => void }) {
  return (
    <header class="row">
      <h2>{title}</h2>
      <CloseButton onClose={onClose} />
    </header>
  );
}

export function KeysSheet({ onClose }: { onClose: () => void }) {
  const letters = lang.value === 'ru' ? ['н', 'б', 'о', 'у'] : ['a', 'i', 'l', 'e'];
  const lines: [string[], string][] = [
    [['2', '3', '4', '5'], t('kMark')],
    [['/', '4'], t('kSecond')],
    [letters, t('kAttend')],
    [['F2'], t('kWords')],
    [['Del', 'Ctrl+Z'], t('kClear')],
    [['Ctrl+Enter'], t('kSend')],
    [['Home', 'End', 'PgUp', 'PgDn'], t('kMove')],
    [['Tab'], t('kTab')],
  ];
  return (
    <Sheet label={t('keysHead')} onClose={onClose}>
      <Head title={t('keysHead')} onClose={onClose} />
      <dl class="keys-list">
        {lines.map(([keys, text]) => (
          <>
            <dt>
              {keys.map(key => (
                <>
                  <kbd>{key}</kbd>{' '}
                </>
              ))}
            </dt>
            <dd>{text}</dd>
          </>
        ))}
      </dl>
    </Sheet>
  );
}

/** Words go with a mark; its own weight may differ from the kind's. */
export function WordsSheet({ grip }: { grip: Grip }) {
  const mark = grip.cell.marks.at(-1)!;
  const [words, setWords] = useState(mark.comment);
  const [weight, setWeight] = useState(mark.weight);
  const save = (event?: Event) => {
    event?.preventDefault();
    if (words.trim() !== mark.comment || weight !== mark.weight) grip.comment(mark, words.trim(), weight);
    grip.hide();
  };
  return (
    <Sheet label={t('wordsFamily')} onClose={grip.hide}>
      <form class="form" onSubmit={save}>
        <Head title={t('wordsFamily')} onClose={grip.hide} />
        <div class="field">
          <label for="words">
            {listed(grip.student.name)}: {mark.value}
          </label>
          <textarea
            class="input"
            id="words"
            name="words"
            rows={3}
            maxLength={300}
            autofocus
            value={words}
            onInput={event => setWords(event.currentTarget.value)}
            onKeyDown={event => {
              if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) save(event);
            }}
          />
        </div>
        <div class="field">
          <span class="label" id="w-l">
            {t('ownWeight')}
          </span>
          <div class="seg" role="group" aria-labelledby="w-l">
            {[0, 1, 2, 3].map(one => (
              <button key={one} type="button" aria-pressed={one === weight} onClick={() => setWeight(one)}>
                {one}
              </button>
            ))}
          </div>
        </div>
        <button class="btn wide">{t('save')}</button>
      </form>
    </Sheet>
  );
}

export function WithdrawSheet({ grip }: { grip: Grip }) {
  const mark = grip.cell.marks.at(-1);
  const [reason, setReason] = useState(t('byMistake'));
  const save = (event: Event) => {
    event.preventDefault();
    if (!reason.trim()) return;
    grip.withdraw(reason.trim());
    grip.hide();
  };
  return (
    <Sheet label={t('withdraw')} onClose={grip.hide}>
      <form class="form" onSubmit={save}>
        <Head title={t('withdrawHead', { value: mark?.value ?? '' })} onClose={grip.hide} />
        <div class="field">
          <label for="reason">{t('withdrawWhy')}</label>
          <input
            class="input"
            id="reason"
            name="reason"
            maxLength={300}
            autofocus
            value={reason}
            onInput={event => setReason(event.currentTarget.value)}
          />
        </div>
        <button class="btn bad wide">{t('withdrawDo')}</button>
      </form>
    </Sheet>
  );
}

export function LateSheet({ grip }: { grip: Grip }) {
  const [minutes, setMinutes] = useState(String(grip.cell.minutes ?? ''));
  const save = (event: Event) => {
    event.preventDefault();
    grip.late(Number(minutes) > 0 ? Math.round(Number(minutes)) : null);
    grip.hide();
  };
  return (
    <Sheet label={t('lateMinutes')} onClose={grip.hide}>
      <form class="form" onSubmit={save}>
        <Head title={listed(grip.student.name)} onClose={grip.hide} />
        <div class="field">
          <label for="minutes">{t('lateMinutes')}</label>
          <input
            class="input num"
            id="minutes"
            name="minutes"
            type="number"
            min={1}
            max={90}
            inputmode="numeric"
            autofocus
            value={minutes}
            onInput={event => setMinutes(event.currentTarget.value)}
          />
        </div>
        <button class="btn wide">{t('save')}</button>
      </form>
    </Sheet>
  );
}
