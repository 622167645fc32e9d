// One text of a school: who has answered its present version, its versions, and the next one.
import { useState } from 'preact/hooks';
import { api, newKey } from '../core/api';
import { dayIn } from '../core/dates';
import type { ClassCounts, ConsentVersion, OneConsentText } from '../core/shapes';
import { dayYear } from '../i18n/format';
import { ct } from '../i18n/set_up/consentTexts';
import { Icon } from '../parts/icons';
import { CloseButton, NotYet, Sheet } from '../parts/parts';
import { useAction } from '../parts/useAction';
import { apiPath, type KeptSchool } from '../parts/useKeptSchool';
import { useResource } from '../parts/useResource';
import { titleOf, versionPath } from './consents';
import { Counts } from './Counts';
import { Words } from './Words';
import { WriteText } from './WriteText';
import './consents.css';
import './texts.css';

export function TextPage({ school, id }: { school: KeptSchool; id: string }) {
  const path = apiPath(school.id, 'consent-texts');
  const { state, problem, set } = useResource(() => api.get<OneConsentText>(`${path}/${encodeURIComponent(id)}`), id);
  const [after, setAfter] = useState<ConsentVersion>();
  const [isPublished, setPublished] = useState(false);
  if (!state)
    return (
      <div class="sheet pad">
        <NotYet problem={problem} lines={6} />
      </div>
    );
  if (after)
    return (
      <WriteText
        path={path}
        after={after}
        close={() => setAfter(undefined)}
        done={now => {
          set(now);
          setAfter(undefined);
          setPublished(true);
        }}
      />
    );
  return (
    <div class="stack" data-one-text={state.text.present.number} data-ended={state.text.ended_at !== null}>
      {isPublished && (
        <p class="note good" role="status">
          <Icon name="check" />
          {ct('published')}
        </p>
      )}
      <Present of={state} school={school} path={path} write={setAfter} ended={set} />
      {state.classes.length > 0 && !state.text.ended_at && <ByClass of={state.classes} />}
      <section class="sheet pad" data-versions={state.versions.length}>
        <h2>{ct('versions')}</h2>
        <ul class="consent-list">
          {state.versions.map(one => (
            <li key={one.number}>
              <b>{titleOf(one.title)}</b>
              <p class="meta">{ct('version', { n: one.number, day: dayYear(dayIn(school.zone, one.published_at)) })}</p>
              <Words text={id} version={one.number} />
            </li>
          ))}
        </ul>
      </section>
    </div>
  );
}

interface PresentProps {
  of: OneConsentText;
  school: KeptSchool;
  path: string;
  write: (after: ConsentVersion) => void;
  ended: (now: OneConsentText) => void;
}
function Present({ of: { text }, school, path, write, ended }: PresentProps) {
  const [isEnding, setEnding] = useState(false);
  const { ask, error } = useAction();
  const next = () =>
    void ask(async () => write(await api.get<ConsentVersion>(versionPath(text.id, text.present.number))));
  return (
    <section class="sheet pad stack consent-present">
      <h2>{titleOf(text.present.title)}</h2>
      <p class="meta">{ct(`of_${text.role}`)}</p>
      {text.ended_at ? (
        <p class="note">
          <Icon name="info" />
          <span>{ct('ended', { day: dayYear(dayIn(school.zone, text.ended_at)) })}</span>
        </p>
      ) : (
        <>
          {text.present.required && (
            <p class="tags">
              <span class="tag brass">{ct('required')}</span>
            </p>
          )}
          <h3>{ct('answers')}</h3>
          <Counts of={text.counts} />
          {error}
          <p class="row wrap">
            <button type="button" class="btn" data-next-version onClick={next}>
              {ct('next')}
            </button>
            <button type="button" class="btn two" data-end-text onClick={() => setEnding(true)}>
              {ct('end')}
            </button>
          </p>
        </>
      )}
      {isEnding && (
        <EndSheet
          path={`${path}/${text.id}/end`}
          title={titleOf(text.present.title)}
          close={() => setEnding(false)}
          done={now => {
            setEnding(false);
            ended(now);
          }}
        />
      )}
    </section>
  );
}

const STATES = ['given', 'refused', 'withdrawn', 'open'] as const;

function ByClass({ of }: { of: ClassCounts[] }) {
  return (
    <section class="sheet pad">
      <h2>{ct('byClass')}</h2>
      <div class="consent-classes">
        <table>
          <thead>
            <tr>
              <th scope="col">{ct('class')}</th>
              {STATES.map(state => (
                <th key={state} scope="col">
                  {ct(`c_${state}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {of.map(one => (
              <tr key={one.class?.id ?? ''} data-class={one.class?.name ?? ''}>
                <th scope="row">{one.class?.name ?? ct('noClass')}</th>
                {STATES.map(state => (
                  <td key={state} class="num">
                    {one.counts[state] || '–'}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

interface EndProps {
  path: string;
  title: string;
  close: () => void;
  done: (now: OneConsentText) => void;
}
function EndSheet({ path, title, close, done }: EndProps) {
  const { ask, error } = useAction();
  const end = () => void ask(async () => done(await api.post<OneConsentText>(path, {}, newKey())));
  return (
    <Sheet label={ct('endHead')} class="detail roomy" onClose={close}>
      <div class="stack consent-sheet" data-end-sheet>
        <header class="row">
          <h2>{ct('endHead')}</h2>
          <CloseButton onClose={close} />
        </header>
        <p>
          <b>{title}</b>
        </p>
        <p>{ct('endText')}</p>
        {error}
        <p class="row wrap">
          <button type="button" class="btn bad" data-end-now onClick={end}>
            {ct('endNow')}
          </button>
          <button type="button" class="btn two" onClick={close}>
            {ct('keep')}
          </button>
        </p>
      </div>
    </Sheet>
  );
}
