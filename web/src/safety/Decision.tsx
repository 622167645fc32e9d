// What is decided about a report.
import { useState } from 'preact/hooks';
import type { OneReport, Report as Whole, Shapes } from '../core/shapes';
import { api, newKey } from '../core/api';
import { f } from '../i18n/safety';
import { useAction } from '../parts/useAction';
import { reportPath } from './reports';

export const DECISIONS = ['nothing', 'withdrawn', 'silenced', 'passed_on'] as const satisfies Shapes['Decision'][];
export function Decide({ report, show }: { report: Whole; show: (report: Whole) => void }) {
  const { ask, error } = useAction();
  const [decision, setDecision] = useState<Shapes['Decision']>('nothing');
  const [note, setNote] = useState('');
  const [days, setDays] = useState('7');
  const close = (event: Event) => {
    event.preventDefault();
    void ask(async () =>
      show(
        (
          await api.post<OneReport>(
            reportPath(report.id) + '/decide',
            { decision, note: note.trim(), ...(decision === 'silenced' ? { days: Number(days) } : {}) },
            newKey(),
          )
        ).report,
      ),
    );
  };
  return (
    <form class="form" onSubmit={close}>
      <fieldset class="choice">
        <legend class="label">{f('decide')}</legend>
        {DECISIONS.map(one => (
          <label key={one} class="check">
            <input
              type="radio"
              name="decision"
              value={one}
              checked={decision === one}
              onChange={() => setDecision(one)}
            />
            <span>{f(`decision_${one}`)}</span>
          </label>
        ))}
      </fieldset>
      {decision === 'silenced' && (
        <div class="field">
          <label for="days">{f('days')}</label>
          <input
            class="input"
            id="days"
            name="days"
            type="number"
            min={1}
            max={90}
            required
            value={days}
            onInput={event => setDays(event.currentTarget.value)}
          />
        </div>
      )}
      <div class="field">
        <label for="note">{f('note')}</label>
        <textarea
          class="input short"
          id="note"
          name="note"
          rows={2}
          maxLength={2000}
          value={note}
          onInput={event => setNote(event.currentTarget.value)}
        />
      </div>
      {error}
      <p>
        <button type="submit" class="btn" data-close-report>
          {f('close')}
        </button>
      </p>
    </form>
  );
}
