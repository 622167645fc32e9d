// The timetable of a file: brought, asked about, seen before it is applied, applied from a day on.
import { useEffect, useState } from 'preact/hooks';
import { api, newKey, Problem } from '../core/api';
import { addDays, dayIn, weekday } from '../core/dates';
import type { ImportPreview, ReadFile, TimetableFiles } from '../core/shapes';
import { lang } from '../i18n';
import { dayMonth } from '../i18n/format';
import { c } from '../i18n/set_up/courses';
import { tf } from '../i18n/set_up/timetableFile';
import { ChooseFiles, FileSteps, Remarks, type FileStep } from '../parts/files';
import { Icon } from '../parts/icons';
import { NotYet } from '../parts/parts';
import { useAction } from '../parts/useAction';
import { apiPath, setUpAddress, type KeptSchool } from '../parts/useKeptSchool';
import { useResource } from '../parts/useResource';
import { Columns } from './Columns';
import { Names } from './Names';
import { Preview } from './Preview';
import { isAsked, type Answer } from './timetableFiles';
import './timetable_files.css';

const STEPS = ['file', 'columns', 'names', 'check', 'done'] as const;
/** The Monday after a day: from then on a new timetable usually holds. */
const PATIENCE = 120; // seconds: a preview tries out the timetable of a whole school
const nextMonday = (day: string): string => addDays(day, 8 - weekday(day));

/** A file, and what the server has read of it. Its content is here if it was brought on this page, as it is open. */
interface Brought {
  content?: File;
  read: ReadFile;
}
interface Done {
  day: string;
  parts: number;
}

export function TimetableFilePage({ school }: { school: KeptSchool }) {
  const path = apiPath(school.id, 'timetable-files');
  const { state: files, problem: notThere } = useResource(() => api.get<TimetableFiles>(path), school.id);
  const [brought, setBrought] = useState<Brought | undefined>();
  const [isSending, setSending] = useState(false);
  const [isBusy, setBusy] = useState(false);
  const [from, setFrom] = useState(nextMonday(dayIn(school.zone)));
  const [term, setTerm] = useState<number | undefined>();
  const [preview, setPreview] = useState<ImportPreview | undefined>();
  const [isStale, setStale] = useState(false);
  const [done, setDone] = useState<Done | undefined>();
  const { ask, askEach, error } = useAction();
  const read = brought?.read;
  const mine = read?.file ? `${path}/${read.file}` : '';
  const what = { from_day: from, ...(term ? { term } : {}) };

  const send = <T,>(method: string, to: string, body?: unknown) => api.send<T>(method, to, body, newKey(), PATIENCE);
  const busy = async (work: () => Promise<unknown>) => {
    setBusy(true);
    try {
      await work();
    } finally {
      setBusy(false);
    }
  };
  const show = (shown: ImportPreview, stale = false) => {
    setPreview(shown);
    setStale(stale);
  };
  const load = async (file: string, day: string, of?: number) => {
    const query = new URLSearchParams({ from_day: day, ...(of ? { term: String(of) } : {}) });
    await busy(async () => show(await send<ImportPreview>('GET', `${path}/${file}?${query}`)));
  };
  const look = async (shown: Brought) => {
    setBrought(shown);
    const { file, terms } = shown.read;
    if (file && !terms.length) await load(file, from);
  };
  useEffect(() => {
    if (files?.waiting) void askEach(() => look({ read: files.waiting! }));
  }, [files]);
  const forget = () => {
    setPreview(undefined);
    setTerm(undefined);
    setDone(undefined);
  };
  /** Takes away what is shown of another file at once, so that nobody applies it in the meantime. */
  const begin = () => {
    setSending(true);
    forget();
  };
  const bring = async (content: File) => {
    begin();
    try {
      const answer = await api.upload<ReadFile>(
        `${path}?name=${encodeURIComponent(content.name.slice(-120))}`,
        content,
      );
      await look({ content, read: answer });
    } finally {
      setSending(false);
    }
  };
  const readWith = (columns: ReadFile['columns']) =>
    void ask(async () => {
      const chosen = columns.map(({ heading, meaning }) => ({ heading, meaning }));
      await api.send('PUT', apiPath(school.id, 'timetable-columns'), { columns: chosen });
      if (brought?.content) await bring(brought.content);
    });
  const giveUp = () =>
    void ask(async () => {
      await api.send('DELETE', mine);
      forget();
      setBrought(undefined);
    });
  const answer = (answers: Answer[]) =>
    void ask(() => busy(async () => show(await send<ImportPreview>('PUT', `${mine}/answers`, { ...what, answers }))));
  const apply = (said: { confirmed: boolean; word: string }) =>
    void ask(async () => {
      try {
        await busy(() => send('POST', `${mine}/apply`, { ...what, digest: preview?.digest, ...said }));
        setDone({ day: from, parts: preview?.new_courses.filter(one => one.is_part).length ?? 0 });
        setPreview(undefined);
        setBrought(undefined);
      } catch (problem) {
        if (!(problem instanceof Problem) || problem.code !== 'stale') throw problem;
        show(problem.current as ImportPreview, true);
      }
    });

  if (!files)
    return (
      <div class="sheet pad">
        <NotYet problem={notThere} />
      </div>
    );
  return (
    <div class="file-page" data-import={isSending ? 'sending' : preview ? 'preview' : 'file'}>
      <FileSteps steps={STEPS} at={done ? 'done' : stepOf(read, preview)} />
      {error}
      {isSending && (
        <section class="sheet pad" aria-live="polite">
          <h2>{tf('reading')}</h2>
        </section>
      )}
      {!isSending && (
        <>
          {brought && <WhatWasRead brought={brought} readWith={readWith} giveUp={giveUp} />}
          {read?.file && read.terms.length > 0 && (
            <Terms
              terms={read.terms}
              value={term}
              choose={of => {
                setTerm(of);
                void askEach(() => load(read.file!, from, of));
              }}
            />
          )}
          {isStale && <p class="note brass">{tf('again')}</p>}
          {preview && preview.doubts.length > 0 && (
            <Names
              key={JSON.stringify(preview.doubts)}
              school={school}
              preview={preview}
              answer={answer}
              askAgain={() => void askEach(() => load(read!.file!, from, term))}
            />
          )}
          {preview && preview.doubts.length === 0 && (
            <Preview
              key={preview.digest}
              school={school}
              preview={preview}
              from={from}
              setFrom={day => {
                setFrom(day);
                void askEach(() => load(read!.file!, day, term));
              }}
              apply={apply}
            />
          )}
          {isBusy && (
            <p class="note" role="status" data-busy>
              {tf('busy')}
            </p>
          )}
          {done && <Applied school={school} done={done} />}
          <ChooseFiles
            isMain={!brought && !done}
            name="file"
            accept=".csv,.xlsx,.xlsm,.txt,.xml"
            words={{ drop: tf('drop'), text: tf('text'), choose: tf('choose'), nothingYet: tf('nothingYet') }}
            bring={([file]) => {
              if (!file) return;
              begin();
              void askEach(() => bring(file));
            }}
          />
          {!brought && !done && <Template school={school} />}
        </>
      )}
    </div>
  );
}

function stepOf(read: ReadFile | undefined, preview: ImportPreview | undefined): FileStep {
  if (!read) return 'file';
  if (read.missing.length) return 'columns';
  if (!read.file) return 'file';
  return preview && !preview.doubts.length ? 'check' : 'names';
}

function WhatWasRead({
  brought: { content, read },
  readWith,
  giveUp,
}: {
  brought: Brought;
  readWith: (columns: ReadFile['columns']) => void;
  giveUp: () => void;
}) {
  const { file, name, lessons, columns, missing } = read;
  const asks = missing.length > 0;
  const problems = asks ? read.problems.filter(one => !isAsked(one)) : read.problems;
  const errors = problems.filter(one => one.level === 'error');
  const others = problems.filter(one => one.level !== 'error');
  return (
    <>
      <p class="file-names">{name}</p>
      {asks && (
        <>
          <p class="note brass" role="status">
            <Icon name="alert" />
            <b>{tf('asks', { names: missing.map(one => tf(`c_${one}`)).join(', ') })}</b>
          </p>
          <Columns key={JSON.stringify(columns)} columns={columns} readWith={readWith} />
        </>
      )}
      {!file && !asks && (
        <section class="file-red" role="alert" data-read={lessons}>
          <h2>{tf('notRead')}</h2>
          <Remarks of={errors.length ? errors : others} />
        </section>
      )}
      {asks && errors.length > 0 && (
        <section class="file-red">
          <Remarks of={errors} />
        </section>
      )}
      {file && (
        <section class="sheet pad" role="status" data-read={lessons}>
          <h2>{tf('read', { n: lessons })}</h2>
          {others.length > 0 && (
            <details>
              <summary>{`${tf('howRead')} (${others.length})`}</summary>
              <Remarks of={others} />
            </details>
          )}
          {content && columns.length > 0 && (
            <details>
              <summary>{tf('columns')}</summary>
              <Columns key={JSON.stringify(columns)} columns={columns} readWith={readWith} />
            </details>
          )}
          <p>
            <button type="button" class="btn plain small" data-give-up onClick={giveUp}>
              {tf('giveUp')}
            </button>
          </p>
        </section>
      )}
      {!file && !asks && columns.length > 0 && (
        <details>
          <summary>{tf('columns')}</summary>
          <Columns key={JSON.stringify(columns)} columns={columns} readWith={readWith} />
        </details>
      )}
    </>
  );
}

interface Choosing {
  terms: readonly string[];
  value: number | undefined;
  choose: (term: number) => void;
}
function Terms({ terms, value, choose }: Choosing) {
  return (
    <fieldset class="sheet pad tf-terms" data-terms={terms.length}>
      <legend class="vh">{tf('term')}</legend>
      <h2>{tf('term')}</h2>
      {terms.map((name, n) => (
        <label key={name} class="file-check">
          <input type="radio" name="term" checked={value === n + 1} onChange={() => choose(n + 1)} />
          <span>{name}</span>
        </label>
      ))}
    </fieldset>
  );
}

function Template({ school }: { school: KeptSchool }) {
  const address = `/api${apiPath(school.id, 'timetable-file')}?language=${lang.value}`;
  return (
    <section class="sheet pad" aria-labelledby="template-h">
      <h2 id="template-h">{tf('template')}</h2>
      <p class="meta">{tf('templateText')}</p>
      <p>
        <a class="btn two small" href={address} download data-template>
          <Icon name="download" />
          {tf('templateGet')}
        </a>
      </p>
    </section>
  );
}

function Applied({ school, done: { day, parts } }: { school: KeptSchool; done: Done }) {
  return (
    <>
      <p class="note good" role="status" data-done>
        <Icon name="check" />
        <b>{tf('done', { day: dayMonth(day) })}</b>
      </p>
      {parts > 0 && (
        <p class="note brass">
          <Icon name="alert" />
          <span>{tf('parts', { n: parts })}</span>
        </p>
      )}
      <p class="file-acts">
        <a class="btn" href="/timetable/edit/class">
          {tf('toTimetable')}
        </a>
        {parts > 0 && (
          <a class="btn two" href={setUpAddress(school, '/admin/courses')} data-to-courses>
            {c('head')}
          </a>
        )}
      </p>
    </>
  );
}
