// Files of people: chosen, read on the server, asked about, seen before they are applied, applied.
import { useState } from 'preact/hooks';
import { api, Problem } from '../core/api';
import type { AppliedFile, PeopleFile, PeopleFiles } from '../core/shapes';
import { lang } from '../i18n';
import { dayAndTime, listed } from '../i18n/format';
import { o } from '../i18n/setUp';
import { pf, pfOf } from '../i18n/set_up/peopleFiles';
import { ChooseFiles, FileSteps } from '../parts/files';
import { Icon } from '../parts/icons';
import { NotYet } from '../parts/parts';
import { useAction } from '../parts/useAction';
import { apiPath, setUpAddress, type KeptSchool } from '../parts/useKeptSchool';
import { useResource } from '../parts/useResource';
import { Columns } from './Columns';
import { asksColumns, bringAll, isUnderWay, useProgress } from './peopleFiles';
import { Apply, Report } from './Report';
import './people_files.css';

export function PeopleFilesPage({ school }: { school: KeptSchool }) {
  const path = apiPath(school.id, 'people-files');
  const { state, problem, set } = useResource(() => api.get<PeopleFiles>(path), school.id);
  const [sending, setSending] = useState<{ n: number; of: number } | undefined>();
  const { ask, error } = useAction();
  const file = state?.waiting ?? undefined;
  const show = (waiting: PeopleFile | null) => state && set({ ...state, waiting });
  const bring = (files: readonly File[]) =>
    void ask(async () => {
      try {
        const brought = await bringAll(path, files, n => setSending({ n, of: files.length }));
        if (brought) show(brought);
      } finally {
        setSending(undefined);
      }
    });
  if (!state)
    return (
      <div class="sheet pad">
        <NotYet problem={problem} />
      </div>
    );
  return (
    <div class="file-page" data-people-file={sending ? 'sending' : (file?.state ?? 'none')}>
      <FileSteps steps={STEPS} at={file ? stepOf(file) : 'file'} />
      {error}
      {sending ? (
        <section class="sheet pad" aria-live="polite">
          <h2>{pf('sending', { n: sending.n, of: sending.of })}</h2>
        </section>
      ) : (
        <>
          {file && <OneFile key={file.id} school={school} path={path} file={file} show={show} />}
          {(!file || !isUnderWay(file)) && (
            <ChooseFiles
              isMain={!file}
              name="files"
              accept=".csv,.xlsx,.xlsm,.zip"
              multiple
              words={{ drop: pf('drop'), text: pf('dropText'), choose: pf('choose'), nothingYet: pf('nothingYet') }}
              bring={bring}
            />
          )}
          {!file && <Template school={school} />}
          {!file && state.applied.length > 0 && <Earlier files={state.applied} zone={school.zone} />}
        </>
      )}
    </div>
  );
}

const STEPS = ['file', 'columns', 'check', 'done'] as const;
function stepOf(file: PeopleFile): (typeof STEPS)[number] {
  if (asksColumns(file)) return 'columns';
  if (file.state === 'applied') return 'done';
  return file.report?.format ? 'check' : 'file';
}

interface One {
  school: KeptSchool;
  path: string;
  file: PeopleFile;
  show: (file: PeopleFile | null) => void;
}
function OneFile({ school, path, file, show }: One) {
  const mine = `${path}/${file.id}`;
  const { ask, error } = useAction();
  useProgress(path, file, show);
  const check = (columns: { heading: string; meaning: string }[]) =>
    void ask(async () => show(await api.send<PeopleFile>('PUT', `${mine}/columns`, { columns })));
  const apply = (said: { confirmed: boolean; lift_restrictions: boolean }) =>
    void ask(async () => {
      try {
        show(await api.post<PeopleFile>(`${mine}/apply`, { digest: file.report?.digest, ...said }));
      } catch (problem) {
        if (!(problem instanceof Problem) || problem.code !== 'stale') throw problem;
        show({ ...(problem.current as PeopleFile), is_stale: true });
      }
    });
  const giveUp = () => void ask(async () => show((await api.send<PeopleFiles>('DELETE', mine)).waiting));
  const { state, report } = file;
  const asks = asksColumns(file);
  return (
    <>
      <p class="file-names">{file.names.join(', ')}</p>
      {error}
      {isUnderWay(file) && <Progress file={file} />}
      {state === 'gathering' && <p class="note brass">{pf('gathering')}</p>}
      {state === 'broken' && (
        <section class="file-red" role="alert">
          <h2>{pf('broken')}</h2>
          <button type="button" class="btn two" data-again onClick={() => check([])}>
            {pf('again')}
          </button>
        </section>
      )}
      {file.is_stale && <p class="note brass">{pf('stale')}</p>}
      {state === 'applied' && report && (
        <>
          <p class="note good" role="status" data-done={report.total}>
            <Icon name="check" />
            <b>{pf('done', { n: report.total })}</b>
          </p>
          {report.proposed > 0 && (
            <p data-proposed={report.proposed}>
              <a href={setUpAddress(school, '/admin/people')}>{pf('proposed', { n: report.proposed })}</a>
            </p>
          )}
          <p>
            <a class="btn" href={setUpAddress(school, '/admin')}>
              {o('toSetUp')}
            </a>
          </p>
        </>
      )}
      {report && asks && (
        <>
          <p class="note brass" role="status">
            <Icon name="alert" />
            <b>{pf('asks')}</b>
          </p>
          <Columns key={JSON.stringify(report.tables)} report={report} check={check} />
        </>
      )}
      {report && (state === 'refused' || state === 'ready') && (
        <>
          <Report report={report} />
          {state === 'ready' && <Apply key={report.digest} report={report} apply={apply} giveUp={giveUp} />}
          {!asks && report.tables.length > 0 && (
            <details open={state === 'refused'}>
              <summary>{pf('columns')}</summary>
              <Columns key={JSON.stringify(report.tables)} report={report} check={check} />
            </details>
          )}
        </>
      )}
    </>
  );
}

function Progress({ file: { stage, done, total } }: { file: PeopleFile }) {
  const share = total ? Math.round((done / total) * 100) : 0;
  return (
    <section class="sheet pad" aria-live="polite" data-stage={stage}>
      <h2>{pfOf('stage', stage ?? 'reading')}</h2>
      {total > 0 && (
        <>
          <div class="bar" role="progressbar" aria-valuemin={0} aria-valuemax={total} aria-valuenow={done}>
            <i style={{ width: `${share}%` }} />
          </div>
          <p class="meta num">
            {pf('rows', { n: done.toLocaleString(lang.value), of: total.toLocaleString(lang.value) })}
          </p>
        </>
      )}
      {!total && done > 0 && (
        <p class="meta num" data-rows-read={done}>
          {pf('rowsRead', { n: done.toLocaleString(lang.value) })}
        </p>
      )}
      <p class="meta">{pf('mayClose')}</p>
    </section>
  );
}

function Template({ school }: { school: KeptSchool }) {
  const address = `/api${apiPath(school.id, 'people-template')}?language=${lang.value}`;
  return (
    <section class="sheet pad" aria-labelledby="template-h">
      <h2 id="template-h">{pf('template')}</h2>
      <p class="meta">{pf('templateText')}</p>
      <p>
        <a class="btn two small" href={address} download data-template>
          <Icon name="download" />
          {pf('templateGet')}
        </a>
      </p>
    </section>
  );
}

function Earlier({ files, zone }: { files: readonly AppliedFile[]; zone: string }) {
  return (
    <section class="sheet pad" aria-labelledby="earlier-h">
      <h2 id="earlier-h">{pf('earlier')}</h2>
      <ul class="file-remarks" data-earlier={files.length}>
        {files.map(one => (
          <li key={one.applied_at}>
            <span class="meta">{dayAndTime(one.applied_at, zone)}</span>
            {one.names.join(', ')}
            <span class="meta">{pf('earlierText', { who: listed(one.by.name), n: one.changes })}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
