// What each column of a school's own table is: answered once, remembered for the next file.
import { useState } from 'preact/hooks';
import type { FileColumn, FileRemark, FileTable, PeopleReport } from '../core/shapes';
import { lang } from '../i18n';
import { pf, pfOf } from '../i18n/set_up/peopleFiles';
import { Icon } from '../parts/icons';
import { answers, askedWhy, MEANINGS, NOT_TAKEN, openColumns, shownMeaning, type Chosen } from './peopleFiles';

interface Asking {
  report: PeopleReport;
  check: (answers: { heading: string; meaning: string }[]) => void;
}
export function Columns({ report, check }: Asking) {
  const { tables } = report;
  const [chosen, setChosen] = useState<Chosen>({});
  const open = openColumns(tables, chosen);
  const changed = answers(chosen).length > 0;
  return (
    <div class="stack" data-columns={open}>
      <p class="meta">{pf('columnsText')}</p>
      {tables.map(table => (
        <section key={table.name} class="sheet file-map" aria-label={pf('columnsOf', { table: table.name })}>
          {tables.length > 1 && <h3>{table.name}</h3>}
          <ul>
            {table.columns.map(one => (
              <ColumnRow
                key={one.heading}
                of={one}
                kind={table.kind}
                why={askedWhy(report, table.name, one.heading)}
                value={shownMeaning(one, chosen)}
                isSaid={one.heading in chosen}
                choose={meaning => setChosen({ ...chosen, [one.heading]: meaning })}
              />
            ))}
          </ul>
        </section>
      ))}
      <p>
        <button
          type="button"
          class="btn"
          data-check
          disabled={open > 0 || !changed}
          onClick={() => check(answers(chosen))}
        >
          {open ? pf('openColumns', { n: open }) : pf('check')}
        </button>
      </p>
    </div>
  );
}

interface Row {
  of: FileColumn;
  kind: FileTable['kind'];
  why: FileRemark | undefined;
  value: string;
  isSaid: boolean;
  choose: (meaning: string) => void;
}
function ColumnRow({ of: { heading, meaning, certainty, examples }, kind, why, value, isSaid, choose }: Row) {
  const asks = value === '';
  const state = isSaid && value ? pf('said') : pfOf('is', certainty);
  return (
    <li class={asks ? 'ask' : ''} data-column={heading}>
      <span class="file-heading">
        <b>{heading}</b>
        <span class="meta">{examples.join(', ')}</span>
        {why && asks && <span class="file-why">{lang.value === 'ru' ? why.ru : why.en}</span>}
      </span>
      <select
        class="input low"
        aria-label={heading}
        value={value}
        onChange={event => choose(event.currentTarget.value)}
      >
        {certainty === 'doubtful' && <option value="">{pf('say')}</option>}
        <option value={NOT_TAKEN}>{pf('leaveOut')}</option>
        {Object.entries(MEANINGS[kind]).map(([whom, fields]) => (
          <optgroup key={whom} label={pfOf('w', whom)}>
            {fields.map(what => (
              <option key={what} value={`${whom}.${what}`} selected={value === `${whom}.${what}`}>
                {meaningWords(`${whom}.${what}`)}
              </option>
            ))}
          </optgroup>
        ))}
      </select>
      <span class={asks ? 'tag brass' : certainty === 'unknown' && !isSaid ? 'tag' : 'tag good'}>
        {!asks && (certainty !== 'unknown' || isSaid) && <Icon name="check" />}
        {asks && meaning !== NOT_TAKEN ? `${meaningWords(meaning)}?` : state}
      </span>
    </li>
  );
}

const meaningWords = (meaning: string): string => {
  const [whom = '', what = ''] = meaning.split('.');
  return `${pfOf('w', whom)}: ${pfOf('f', what)}`;
};
