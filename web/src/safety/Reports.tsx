// The queue of those who look after safety: what was reported, as it was, and what is decided.
import { useState } from 'preact/hooks';
import type { OneReport, Report as Whole, Reports as Lines } from '../core/shapes';
import { api, newKey } from '../core/api';
import { me, zone } from '../core/session';
import { useInvalidation } from '../core/invalidated';
import type { Message } from '../core/types';
import { t } from '../i18n';
import { dayAndTime, nearShort, polite } from '../i18n/format';
import { f } from '../i18n/safety';
import { Text } from '../parts/Text';
import { useAction } from '../parts/useAction';
import { Icon } from '../parts/icons';
import { useResource } from '../parts/useResource';
import { Page } from '../parts/page';
import { Avatar, Empty, NotYet } from '../parts/parts';
import { HoldButton, Holds } from './Retention';
import { Decide } from './Decision';
import { reportPath } from './reports';
import { Words } from './WatchedWords';
const reasonWords = (reason: string): string => f(`reason_${reason}` as 'reason_other');

export function Reports({ id }: { id: string | undefined }) {
  if (id) return <One key={id} id={id} />;
  return (
    <Page title={f('reports')} up="/me" narrow>
      {(me.value?.safeguards ?? []).map(school => (
        <Queue key={school} school={school} />
      ))}
    </Page>
  );
}
function Queue({ school }: { school: string }) {
  const [closed, setClosed] = useState(false);
  const again = useInvalidation('report');
  const address = (before?: string) =>
    `/schools/${encodeURIComponent(school)}/reports?closed=${closed}${before ? `&before=${before}` : ''}`;
  const { state, problem, set } = useResource(() => api.get<Lines>(address()), `${again}.${closed}`);
  const name = me.value!.schools.length > 1 ? me.value!.schools.find(one => one.id === school)?.name : undefined;
  const more = async () => {
    const older = await api.get<Lines>(address(state!.reports.at(-1)!.id));
    set({ reports: [...state!.reports, ...older.reports], more: older.more });
  };
  return (
    <section class="stack">
      {name && <h2>{name}</h2>}
      <div class="seg" role="group" aria-label={f('reports')}>
        {[false, true].map(one => (
          <button
            key={String(one)}
            type="button"
            aria-pressed={closed === one}
            data-closed={one}
            onClick={() => setClosed(one)}
          >
            {f(one ? 'closed' : 'underWay')}
          </button>
        ))}
      </div>
      {!state ? (
        <div class="sheet pad">
          <NotYet problem={problem} />
        </div>
      ) : !state.reports.length ? (
        <div class="sheet pad">
          <Empty icon="check" head={f('none')} text={closed ? undefined : f('noneText')} />
        </div>
      ) : (
        <ul class="letters">
          {state.reports.map(one => (
            <li key={one.id}>
              <a
                class="sheet letter-line"
                href={'/reports/' + one.id}
                data-report={one.id}
                data-owes={one.state === 'open'}
              >
                <Avatar id={one.author.id} name={one.author.name} small />
                <span class="letter-words">
                  <b>{polite(one.author.name)}</b>
                  <span class="meta">
                    {[
                      ...one.reasons.map(reasonWords),
                      one.reporters ? f('by', { n: one.reporters }) : '',
                      one.word ? f('hint', { word: one.word }) : '',
                    ]
                      .filter(Boolean)
                      .join(' · ')}
                  </span>
                </span>
                <span class="letter-side">
                  <time class="meta">{nearShort(one.opened_at, zone())}</time>
                  {one.taken_by && one.state === 'taken' && (
                    <span class="tag">{f('takenBy', { name: one.taken_by.name.given })}</span>
                  )}
                  {one.decision && <span class="tag">{f(`decision_${one.decision}`)}</span>}
                </span>
              </a>
            </li>
          ))}
        </ul>
      )}
      {state?.more && (
        <button type="button" class="btn two wide" onClick={() => void more()}>
          {t('moreHits')}
        </button>
      )}
      {!closed && <Words school={school} />}
      {!closed && <Holds school={school} />}
    </section>
  );
}

function One({ id }: { id: string }) {
  const { state, problem, set } = useResource(
    async () => (await api.get<OneReport>(reportPath(id))).report,
    useInvalidation('report', id),
  );
  return (
    <Page title={f('reports')} up="/reports" narrow>
      {state ? (
        <Shown report={state} show={set} />
      ) : (
        <div class="sheet pad">
          <NotYet problem={problem} />
        </div>
      )}
    </Page>
  );
}
function Shown({ report, show }: { report: Whole; show: (report: Whole) => void }) {
  const { ask, error } = useAction();
  const { evidence } = report;
  const take = () =>
    void ask(async () => show((await api.post<OneReport>(reportPath(report.id) + '/take', {}, newKey())).report));
  const said = (message: Message, here = false) => {
    const author = evidence.people.find(one => one.id === message.author);
    return (
      <li key={message.id} class={here ? 'here' : ''} data-evidence={here ? 'message' : undefined}>
        <p class="meta">
          <b>{author ? polite(author.name) : ''}</b> · {dayAndTime(message.sent_at, zone())}
        </p>
        {message.text && <Text text={message.text} mentions={{ people: [], me: '' }} />}
        {message.files.length > 0 && (
          <p class="meta">
            <Icon name="clip" /> {message.files.map(file => file.name).join(', ')}
          </p>
        )}
      </li>
    );
  };
  return (
    <>
      <article class="sheet pad stack" data-report-page={report.id}>
        <h2>{f('evidence')}</h2>
        <ol class="evidence">
          {evidence.before.map(one => said(one))}
          {said(evidence.message, true)}
          {evidence.after.map(one => said(one))}
        </ol>
        {evidence.revisions.length > 0 && (
          <details>
            <summary>
              <span>{f('saidBefore')}</span>
              <Icon name="down" class="turn" />
            </summary>
            {evidence.revisions.map(one => (
              <div key={one.revision}>
                <p class="meta">{dayAndTime(one.at, zone())}</p>
                <Text text={one.text} mentions={{ people: [], me: '' }} />
              </div>
            ))}
          </details>
        )}
        {report.reported_by.length > 0 && (
          <>
            <h3>{f('reportedBy')}</h3>
            <ul class="list">
              {report.reported_by.map(one => (
                <li key={one.person.id}>
                  <div>
                    <b>{polite(one.person.name)}</b>
                    <span class="meta">
                      {reasonWords(one.reason)}
                      {one.words && `: ${one.words}`}
                    </span>
                  </div>
                  <time class="meta num">{nearShort(one.at, zone())}</time>
                </li>
              ))}
            </ul>
          </>
        )}
        {report.word && (
          <p class="note">
            <Icon name="search" />
            {f('hint', { word: report.word })}
          </p>
        )}
        <p class="meta">{f('readNoted')}</p>
        <HoldButton school={report.school} chat={evidence.message.chat} />
      </article>
      {report.state === 'closed' ? (
        <p class="note good" data-decided>
          <Icon name="check" />
          <span>
            {f('decidedBy', {
              what: f(`decision_${report.decision!}`),
              name: report.decided_by ? polite(report.decided_by.name) : '',
              when: dayAndTime(report.decided_at!, zone()),
            })}
            {report.note && (
              <>
                <br />
                {report.note}
              </>
            )}
          </span>
        </p>
      ) : (
        <section class="sheet pad stack">
          {error}
          {report.taken_by?.id === me.value?.person.id ? null : report.taken_by ? (
            <p class="meta">{f('takenBy', { name: polite(report.taken_by.name) })}</p>
          ) : (
            <p>
              <button type="button" class="btn two" data-take onClick={take}>
                {f('take')}
              </button>
            </p>
          )}
          <Decide report={report} show={show} />
        </section>
      )}
    </>
  );
}
