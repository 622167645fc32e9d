// The timetable of a file: brought, seen before it is applied, asked about, applied from a day on.
import { useState } from 'preact/hooks';
import { api, newKey, Problem } from '../core/api';
import { addDays, dayIn, weekday } from '../core/dates';
import type { Candidate, ImportDoubt, ImportPreview, ReadFile } from '../core/shapes';
import { lang } from '../i18n';
import { dayMonth } from '../i18n/format';
import { im } from '../i18n/set_up/import';
import { Icon } from '../parts/icons';
import { useAction } from '../parts/useAction';
import { apiPath, type KeptSchool } from '../parts/useKeptSchool';
import { answersOf, canApply, NOT_WANTED, open, type Chosen } from './importing';
import './import.css';

/** The Monday after a day: from then on a new timetable usually holds. */
const nextMonday = (day: string): string => addDays(day, 8 - weekday(day));

export function ImportPage({ school }: { school: KeptSchool }) {
  const path = apiPath(school.id, 'timetable-files');
  const [read, setRead] = useState<ReadFile | undefined>();
  const [from, setFrom] = useState(nextMonday(dayIn(school.zone)));
  const [preview, setPreview] = useState<ImportPreview | undefined>();
  const [done, setDone] = useState<string | undefined>();
  const { ask, error } = useAction();
  const look = (file: string, day: string) =>
    ask(async () => setPreview(await api.get<ImportPreview>(`${path}/${file}?from_day=${day}`)));
  const bring = (file: File) =>
    void ask(async () => {
      setPreview(undefined);
      setDone(undefined);
      const answer = await api.upload<ReadFile>(`${path}?name=${encodeURIComponent(file.name.slice(0, 120))}`, file);
      setRead(answer);
      if (answer.file) setPreview(await api.get<ImportPreview>(`${path}/${answer.file}?from_day=${from}`));
    });
  return (
    <section class="sheet pad stack" aria-labelledby="import-h" data-import={preview ? 'preview' : 'file'}>
      <h2 id="import-h">{im('head')}</h2>
      <p class="meta">{im('text')}</p>
      <p>
        <label class="btn two">
          <Icon name="plus" />
          {im(read ? 'another' : 'choose')}
          <input
            type="file"
            class="vh"
            name="file"
            accept=".csv,.xlsx,.txt,.xml"
            onChange={event => {
              const [file] = event.currentTarget.files ?? [];
              if (file) bring(file);
              event.currentTarget.value = '';
            }}
          />
        </label>
      </p>
      {error}
      {read && <Problems read={read} />}
      {done && (
        <p class="note good" role="status" data-done>
          <Icon name="check" />
          {im('done', { day: dayMonth(done) })}
        </p>
      )}
      {read?.file && preview && (
        <Preview
          key={preview.digest + String(preview.doubts.length)}
          path={`${path}/${read.file}`}
          preview={preview}
          from={from}
          setFrom={day => {
            setFrom(day);
            void look(read.file!, day);
          }}
          show={setPreview}
          applied={() => {
            setDone(from);
            setPreview(undefined);
            setRead(undefined);
          }}
        />
      )}
    </section>
  );
}

function Problems({ read: { file, errors, warnings, lessons, problems } }: { read: ReadFile }) {
  return (
    <div class={file ? 'note' : 'note bad'} role="status" data-read={lessons}>
      <div>
        <b>{file ? im('read', { n: lessons }) : im('notRead')}</b>
        {problems.length > 0 && (
          <ul class="import-problems">
            {problems.slice(0, 30).map(one => (
              <li key={`${one.file}.${one.line}.${one.column}.${one.en}`} data-level={one.level}>
                <span class="meta">
                  {[one.file, one.line ? im('line', { n: one.line }) : '', one.column].filter(Boolean).join(', ')}
                </span>
                {lang.value === 'ru' ? one.ru : one.en}
              </li>
            ))}
          </ul>
        )}
        {errors + warnings > 30 && <p class="meta">{im('more', { n: errors + warnings - 30 })}</p>}
      </div>
    </div>
  );
}

interface Previewing {
  path: string;
  preview: ImportPreview;
  from: string;
  setFrom: (day: string) => void;
  show: (preview: ImportPreview) => void;
  applied: () => void;
}
function Preview({ path, preview, from, setFrom, show, applied }: Previewing) {
  const [chosen, setChosen] = useState<Chosen>({});
  const [confirmed, setConfirmed] = useState(false);
  const [word, setWord] = useState('');
  const [clashes, setClashes] = useState(preview.clashes.length);
  const [again, setAgain] = useState(false);
  const { ask, error } = useAction();
  const answer = () =>
    void ask(async () =>
      show(
        await api.send<ImportPreview>(
          'PUT',
          `${path}/answers`,
          { from_day: from, answers: answersOf(preview.doubts, chosen) },
          newKey(),
        ),
      ),
    );
  const apply = () =>
    void ask(async () => {
      try {
        await api.post(`${path}/apply`, { from_day: from, digest: preview.digest, confirmed, word: word.trim() });
        applied();
      } catch (problem) {
        if (!(problem instanceof Problem)) throw problem;
        if (problem.code === 'stale') {
          setAgain(true);
          show(problem.current as ImportPreview);
        } else if (problem.code === 'timetable_clash' && Array.isArray(problem.clashes))
          setClashes(problem.clashes.length);
        else throw problem;
      }
    });
  const { doubts, new: fresh, changed, gone, unchanged, new_courses: courses } = preview;
  return (
    <div class="stack">
      <label class="import-from">
        <span>{im('from')}</span>
        <input
          type="date"
          class="input"
          name="from_day"
          value={from}
          onChange={event => event.currentTarget.value && setFrom(event.currentTarget.value)}
        />
      </label>
      <p class="meta">{im('before')}</p>
      {preview.of_another_school && <p class="note bad">{im('otherSchool')}</p>}
      {again && <p class="note brass">{im('again')}</p>}
      {doubts.length > 0 && (
        <fieldset class="import-doubts" data-doubts={doubts.length}>
          <legend>{im('doubts', { n: doubts.length })}</legend>
          {doubts.map(one => (
            <Doubt
              key={one.kind + one.name}
              of={one}
              others={preview.names.find(({ kind }) => kind === one.kind)?.names ?? []}
              value={chosen[one.kind + one.name] ?? ''}
              choose={value => setChosen({ ...chosen, [one.kind + one.name]: value })}
            />
          ))}
          <button type="button" class="btn" data-answer disabled={open(doubts, chosen) > 0} onClick={answer}>
            {open(doubts, chosen) ? im('openDoubts', { n: open(doubts, chosen) }) : im('answer')}
          </button>
        </fieldset>
      )}
      <dl class="import-counts" data-counts={`${fresh}.${changed}.${gone}.${unchanged}`}>
        <dt>{im('new')}</dt>
        <dd>{fresh}</dd>
        <dt>{im('changed')}</dt>
        <dd>{changed}</dd>
        <dt>{im('gone')}</dt>
        <dd>{gone}</dd>
        <dt>{im('unchanged')}</dt>
        <dd>{unchanged}</dd>
      </dl>
      {courses.length > 0 && (
        <details>
          <summary>{im('courses', { n: courses.length })}</summary>
          <ul>
            {courses.map(({ title }) => (
              <li key={title}>{title}</li>
            ))}
          </ul>
        </details>
      )}
      {preview.asks_twice && (
        <label class="note brass import-check">
          <input
            type="checkbox"
            name="confirmed"
            checked={confirmed}
            onChange={event => setConfirmed(event.currentTarget.checked)}
          />
          <span>{im('removes', { n: gone })}</span>
        </label>
      )}
      {clashes > 0 && (
        <label class="note brass import-check">
          <span>{im('clashes', { n: clashes })}</span>
          <input
            class="input"
            name="word"
            maxLength={300}
            value={word}
            onInput={event => setWord(event.currentTarget.value)}
          />
        </label>
      )}
      {error}
      <p>
        <button
          type="button"
          class="btn"
          data-apply
          disabled={!canApply(preview, { confirmed, word, clashes })}
          onClick={apply}
        >
          {fresh + changed + gone ? im('apply', { n: fresh + changed + gone, day: dayMonth(from) }) : im('nothing')}
        </button>
      </p>
    </div>
  );
}

interface Asked {
  of: ImportDoubt;
  others: readonly Candidate[];
  value: string;
  choose: (value: string) => void;
}
function Doubt({ of, others, value, choose }: Asked) {
  const likely = new Set(of.candidates.map(({ id }) => id));
  return (
    <label class="import-doubt" data-doubt={of.written}>
      <span>
        <b>{of.written}</b>
        <span class="meta">{im(`kind_${of.kind}`, { n: of.lines })}</span>
      </span>
      <select class="input" value={value} onChange={event => choose(event.currentTarget.value)}>
        <option value="">{im('whatIsIt')}</option>
        {of.candidates.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
        <optgroup label={im('others')}>
          {others
            .filter(({ id }) => !likely.has(id))
            .map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
        </optgroup>
        <option value={NOT_WANTED}>{im(`no_${of.kind}`)}</option>
      </select>
    </label>
  );
}
