// Set-up, Consents: the texts of a school, and how many have answered each.
import { useState } from 'preact/hooks';
import { api } from '../core/api';
import { dayIn } from '../core/dates';
import { go } from '../core/router';
import type { ConsentText, ConsentTexts } from '../core/shapes';
import { dayYear } from '../i18n/format';
import { ct } from '../i18n/set_up/consentTexts';
import { Icon } from '../parts/icons';
import { Empty, NotYet } from '../parts/parts';
import { useAction } from '../parts/useAction';
import { apiPath, setUpAddress, type KeptSchool } from '../parts/useKeptSchool';
import { useResource } from '../parts/useResource';
import { titleOf } from './consents';
import { Counts } from './Counts';
import { WriteText } from './WriteText';
import './consents.css';
import './texts.css';

export function TextsPage({ school }: { school: KeptSchool }) {
  const path = apiPath(school.id, 'consent-texts');
  const { state, problem, set } = useResource(() => api.get<ConsentTexts>(path), school.id);
  const [isWriting, setWriting] = useState(false);
  const { ask, error } = useAction();
  const more = () =>
    void ask(async () => {
      const { texts, more: others } = await api.get<ConsentTexts>(`${path}?last=${state!.texts.at(-1)!.id}`);
      set({ texts: [...state!.texts, ...texts], more: others });
    });
  if (isWriting)
    return (
      <WriteText
        path={path}
        close={() => setWriting(false)}
        done={({ text }) => go(setUpAddress(school, `/admin/consents/${text.id}`))}
      />
    );
  const add = (
    <button type="button" class="btn" data-new-text onClick={() => setWriting(true)}>
      <Icon name="plus" />
      {ct('add')}
    </button>
  );
  if (!state)
    return (
      <div class="sheet pad">
        <NotYet problem={problem} lines={6} />
      </div>
    );
  return (
    <div class="stack" data-texts={state.texts.length}>
      <p class="soft">{ct('intro')}</p>
      <p>{add}</p>
      {state.texts.length ? (
        <>
          <nav class="sheet" aria-label={ct('title')}>
            {state.texts.map(one => (
              <Line key={one.id} of={one} school={school} />
            ))}
          </nav>
          {error}
          {state.more && (
            <button type="button" class="btn two wide" data-more-texts onClick={more}>
              {ct('more')}
            </button>
          )}
        </>
      ) : (
        <section class="sheet">
          <Empty icon="paper" head={ct('none')} text={ct('noneText')} />
        </section>
      )}
    </div>
  );
}

function Line({ of: one, school }: { of: ConsentText; school: KeptSchool }) {
  const { number, published_at, required, title } = one.present;
  return (
    <a
      class="set-up-row consent-line"
      href={setUpAddress(school, `/admin/consents/${one.id}`)}
      data-text={one.id}
      data-ended={one.ended_at !== null}
    >
      <Icon name="paper" />
      <span>
        <b>{titleOf(title)}</b>
        <span class="meta">{ct(`of_${one.role}`)}</span>
        <span class="meta">
          {one.ended_at
            ? ct('ended', { day: dayYear(dayIn(school.zone, one.ended_at)) })
            : ct('version', { n: number, day: dayYear(dayIn(school.zone, published_at)) })}
          {!one.ended_at && required && `, ${ct('required')}`}
        </span>
        {!one.ended_at && <Counts of={one.counts} />}
      </span>
      <Icon name="right" />
    </a>
  );
}
