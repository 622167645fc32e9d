// What each column of a list of lessons says: answered once, remembered for the next file with the same headings.
import { useState } from 'preact/hooks';
import type { ListColumn } from '../core/shapes';
import { tf } from '../i18n/set_up/timetableFile';
import { Icon } from '../parts/icons';
import { chooseColumn, MEANINGS, missingColumns, type Meaning } from './timetableFiles';

interface Asking {
  columns: readonly ListColumn[];
  readWith: (columns: ListColumn[]) => void;
}
export function Columns({ columns, readWith }: Asking) {
  const [chosen, setChosen] = useState<ListColumn[]>([...columns]);
  const missing = missingColumns(chosen);
  const changed = chosen.some((one, n) => one.meaning !== columns[n]?.meaning);
  return (
    <div class="stack" data-columns={missing.length}>
      <p class="meta">{tf('columnsText')}</p>
      <section class="sheet file-map" aria-label={tf('columns')}>
        <ul>
          {chosen.map((one, n) => (
            <ColumnRow
              key={one.heading}
              of={one}
              isSaid={one.meaning !== columns[n]?.meaning}
              choose={meaning => setChosen(chooseColumn(chosen, one.heading, meaning))}
            />
          ))}
        </ul>
      </section>
      <p>
        <button
          type="button"
          class="btn"
          data-check
          disabled={missing.length > 0 || !changed}
          onClick={() => readWith(chosen)}
        >
          {missing.length
            ? tf('missing', { names: missing.map(meaning => tf(`c_${meaning}`)).join(', ') })
            : tf('check')}
        </button>
      </p>
    </div>
  );
}

interface Row {
  of: ListColumn;
  isSaid: boolean;
  choose: (meaning: Meaning | null) => void;
}
function ColumnRow({ of: { heading, meaning, remembered, examples }, isSaid, choose }: Row) {
  const taken = remembered ? tf('isRemembered') : tf('isTaken');
  return (
    <li data-column={heading}>
      <span class="file-heading">
        <b>{heading}</b>
        <span class="meta">{examples.join(', ')}</span>
      </span>
      <select
        class="input low"
        aria-label={heading}
        value={meaning ?? ''}
        onChange={event => choose(MEANINGS.find(one => one === event.currentTarget.value) ?? null)}
      >
        <option value="">{tf('notTaken')}</option>
        {MEANINGS.map(one => (
          <option key={one} value={one} selected={one === meaning}>
            {tf(`c_${one}`)}
          </option>
        ))}
      </select>
      <span class={meaning ? 'tag good' : 'tag'}>
        {meaning && <Icon name="check" />}
        {isSaid ? tf('isSaid') : meaning ? taken : tf('notNeeded')}
      </span>
    </li>
  );
}
