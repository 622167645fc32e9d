// What the pages have in common on which a file is brought: how far it is, the place to put it, what is wrong with it.
import { useState } from 'preact/hooks';
import { lang } from '../i18n';
import { fi } from '../i18n/files';
import { Icon } from './icons';
import './files.css';

export type FileStep = 'file' | 'columns' | 'names' | 'check' | 'done';

export function FileSteps({ steps, at }: { steps: readonly FileStep[]; at: FileStep }) {
  const now = steps.indexOf(at);
  return (
    <ol class="file-steps" aria-label={fi('steps')}>
      {steps.map((step, n) => (
        <li key={step} aria-current={n === now ? 'step' : undefined}>
          {n < now && <Icon name="check" />}
          {fi(`step_${step}`)}
        </li>
      ))}
    </ol>
  );
}

interface Choosing {
  /** Nothing was brought yet: the page asks for it. */
  isMain: boolean;
  name: string;
  accept: string;
  multiple?: boolean;
  words: { drop: string; text: string; choose: string; nothingYet: string };
  bring: (files: readonly File[]) => void;
}
export function ChooseFiles({ isMain, name, accept, multiple = false, words, bring }: Choosing) {
  const [over, setOver] = useState(false);
  const chosen = (list: FileList | null | undefined) => {
    const files = [...(list ?? [])];
    if (files.length) bring(multiple ? files : files.slice(0, 1));
  };
  const button = (
    <label class={isMain ? 'btn' : 'btn two'}>
      {isMain ? words.choose : fi('another')}
      <input
        type="file"
        class="vh"
        name={name}
        multiple={multiple}
        accept={accept}
        onChange={event => {
          chosen(event.currentTarget.files);
          event.currentTarget.value = '';
        }}
      />
    </label>
  );
  if (!isMain) return <p>{button}</p>;
  return (
    <section
      class={over ? 'file-drop over' : 'file-drop'}
      onDragOver={event => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={event => {
        event.preventDefault();
        setOver(false);
        chosen(event.dataTransfer?.files);
      }}
    >
      <Icon name="paper" />
      <h2>{words.drop}</h2>
      <p>{words.text}</p>
      {button}
      <p class="meta">{words.nothingYet}</p>
    </section>
  );
}

const AT_ONCE = 8; // the rest are folded
/** What is wrong at places of a file: `count` of them, with the first lines. */
export interface Remark {
  level: string;
  file: string;
  column: string;
  lines: readonly number[];
  count: number;
  ru: string;
  en: string;
}
export function Remarks({ of }: { of: readonly Remark[] }) {
  const rest = of.slice(AT_ONCE);
  return (
    <>
      <RemarkList of={of.slice(0, AT_ONCE)} />
      {rest.length > 0 && (
        <details>
          <summary>{fi('moreRemarks', { n: rest.length })}</summary>
          <RemarkList of={rest} />
        </details>
      )}
    </>
  );
}

function RemarkList({ of }: { of: readonly Remark[] }) {
  return (
    <ul class="file-remarks">
      {of.map(one => (
        <li key={`${one.file}.${one.column}.${one.lines[0] ?? 0}.${one.en}`} data-level={one.level}>
          <span class="meta">{[one.file, placed(one), one.column].filter(Boolean).join(', ')}</span>
          {lang.value === 'ru' ? one.ru : one.en}
          {one.count > 1 && <b class="num"> · {fi('times', { n: one.count })}</b>}
        </li>
      ))}
    </ul>
  );
}
function placed({ lines, count }: Remark): string {
  if (!lines.length) return '';
  const said = lines.join(', ') + (count > lines.length ? ' …' : '');
  return fi(lines.length > 1 ? 'lineList' : 'line', { lines: said });
}
