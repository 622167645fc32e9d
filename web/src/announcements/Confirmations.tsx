// What became of an announcement: who has confirmed and who has not, a reminder, the recall.
import { useState } from 'preact/hooks';
import { api, newKey } from '../core/api';
import type { OneAnnouncement } from '../core/shapes';
import { say } from '../core/liveRegion';
import { zone } from '../core/session';
import { useInvalidation } from '../core/invalidated';
import { dayIn } from '../core/dates';
import { t } from '../i18n';
import { dayAndTime, folded, listed, nearShort, polite, time } from '../i18n/format';
import { o } from '../i18n/notices';
import { s } from '../i18n/school';
import { Text } from '../parts/Text';
import { useAction } from '../parts/useAction';
import { Icon } from '../parts/icons';
import { useResource } from '../parts/useResource';
import { Page } from '../parts/page';
import { Avatar, CloseButton, NotYet, Sheet } from '../parts/parts';
import { announcementPath, HOW_TOLD, type Announcement, type Household, type Readers } from './announcements';
import { learnOf, targetWords } from './targets';

export function Confirmations({ id }: { id: string }) {
  const again = useInvalidation('announcement', id);
  const { state, problem } = useResource(async () => {
    const [{ announcement }, readers] = await Promise.all([
      api.get<OneAnnouncement>(announcementPath(id) + '/written'),
      api.get<Readers>(announcementPath(id) + '/readers'),
    ]);
    await learnOf(announcement.school);
    return { announcement, readers };
  }, again);
  return (
    <Page title={s('announcement')} up="/school/written">
      {state ? (
        <Counted one={state.announcement} readers={state.readers} />
      ) : (
        <div class="sheet pad">
          <NotYet problem={problem} />
        </div>
      )}
    </Page>
  );
}

function Counted({ one, readers: { counts, told, households } }: { one: Announcement; readers: Readers }) {
  const { ask, error } = useAction();
  const [recalling, setRecalling] = useState(false);
  const [reminded, setReminded] = useState(false);
  const [wanted, setWanted] = useState('');
  const open = households.filter(household => !household.confirmed);
  const done = households.filter(household => household.confirmed);
  const looking = folded(wanted.trim());
  const fits = (household: Household) =>
    !looking ||
    folded(
      nameOf(household) +
        ' ' +
        (household.class?.name ?? '') +
        household.people.map(({ person }) => ' ' + polite(person.name)).join(''),
    ).includes(looking);
  const remind = async () => {
    if (await ask(() => api.post(announcementPath(one.id) + '/remind', {}, newKey()))) {
      setReminded(true);
      say(s('reminded'));
    }
  };
  const rows = [
    [counts.families, counts.families_confirmed, 'familiesOf'],
    [counts.students, counts.students_confirmed, 'studentsOf'],
    [counts.staff, counts.staff_confirmed, 'staffOf'],
  ] as const;
  const all = counts.families + counts.students + counts.staff;
  const yes = counts.families_confirmed + counts.students_confirmed + counts.staff_confirmed;
  return (
    <div class="cols two">
      <div class="sheet pad stack">
        <h2 class="long">{one.title}</h2>
        <p class="meta">
          {s('sentTo', { when: dayAndTime(one.sent_at!, zone()), to: one.targets.map(targetWords).join('; ') })}
        </p>
        {one.state === 'recalled' ? (
          <p class="note" data-recalled>
            <Icon name="info" />
            {s('recalledText')}
          </p>
        ) : (
          <details>
            <summary>
              <span>{s('text')}</span>
              <Icon name="down" class="turn" />
            </summary>
            <Text text={one.text} mentions={{ people: [], me: '' }} />
          </details>
        )}
        {error}
        {one.confirm && one.state === 'sent' ? (
          <>
            {rows
              .filter(([n]) => n > 0)
              .map(([n, k, word]) => (
                <p key={word} class="counted">
                  <span class="big" data-count={word}>
                    {s(word, { n, k })}
                  </span>{' '}
                  <span class="soft">{s('haveConfirmed')}</span>
                </p>
              ))}
            <div class="bar" role="img" aria-label={`${yes} / ${all}`}>
              <i style={{ width: `${all ? Math.round((100 * yes) / all) : 0}%` }} />
            </div>
            {counts.families > 0 && <p class="meta">{s('oneIsEnough')}</p>}
            {households.length > 12 && (
              <label class="search">
                <span class="vh">{s('findPerson')}</span>
                <Icon name="search" />
                <input
                  class="input"
                  type="search"
                  placeholder={s('findPerson')}
                  value={wanted}
                  onInput={event => setWanted(event.currentTarget.value)}
                />
              </label>
            )}
            <div class="head">
              <h3>{open.length ? s('notYet', { n: open.length }) : s('everybody')}</h3>
              {open.length > 0 &&
                (reminded ? (
                  <span class="tag good push" role="status">
                    {s('reminded')}
                  </span>
                ) : (
                  <button type="button" class="btn two small push" data-remind onClick={() => void remind()}>
                    {s('remind')}
                  </button>
                ))}
            </div>
            <ul class="list" data-open>
              {open.filter(fits).map(household => (
                <Line key={keyOf(household)} household={household} />
              ))}
            </ul>
          </>
        ) : (
          <p data-count="people">{s('gotIt', { n: counts.people })}</p>
        )}
        <Reached told={told} />
        <p class="row wrap">
          <a class="btn two small" href={`/api${announcementPath(one.id)}/readers/export`} download data-export>
            <Icon name="download" />
            {s('export')}
          </a>
          {one.state === 'sent' && (
            <button type="button" class="btn plain small" data-recall onClick={() => setRecalling(true)}>
              <Icon name="undo" />
              {s('recall')}
            </button>
          )}
        </p>
      </div>
      {one.confirm && one.state === 'sent' && (
        <aside class="sheet pad">
          <h3>{s('alreadyYes', { n: done.length })}</h3>
          <ul class="list" data-done>
            {done.filter(fits).map(household => (
              <Line key={keyOf(household)} household={household} />
            ))}
          </ul>
          <p class="note">
            <Icon name="eye" />
            {s('onlyConfirmed')}
          </p>
        </aside>
      )}
      {recalling && <Recall id={one.id} onClose={() => setRecalling(false)} />}
    </div>
  );
}
const keyOf = (household: Household): string =>
  `${household.addressed}.${household.student?.id ?? household.people[0]?.person.id}`;
const nameOf = ({ student, people }: Household): string =>
  student ? listed(student.name) : people[0] ? listed(people[0].person.name) : '';

function Line({ household }: { household: Household }) {
  const { addressed, student, class: group, people } = household;
  const face = student ?? people[0]?.person;
  const first = people.filter(one => one.confirmed_at).sort((a, b) => (a.confirmed_at! < b.confirmed_at! ? -1 : 1))[0];
  const adults =
    addressed === 'families'
      ? people
          .filter(one => household.confirmed === !!one.confirmed_at)
          .map(
            ({ person, reachable, confirmed_at, told }) =>
              polite(person.name) +
              (!reachable ? `: ${s('noAccount')}` : confirmed_at ? '' : `: ${o(`reach_${told}`)}`),
          )
          .join('; ')
      : '';
  return (
    <li data-household={keyOf(household)}>
      {face && <Avatar id={face.id} name={face.name} small />}
      <div>
        <b>{nameOf(household)}</b>
        <span class="meta">{[group?.name, adults].filter(Boolean).join(' · ')}</span>
      </div>
      {first && (
        <time class="meta num">
          {dayIn(zone(), first.confirmed_at!) === dayIn(zone())
            ? time(first.confirmed_at!, zone())
            : nearShort(first.confirmed_at!, zone())}
        </time>
      )}
    </li>
  );
}
/** How people have heard that there is something to read. */
function Reached({ told }: { told: Readers['told'] }) {
  return (
    <dl class="sure" aria-label={o('reached')} data-reached>
      {HOW_TOLD.filter(how => told[how]).map(how => (
        <div key={how} class="pair" data-how={how}>
          <dt>{o(`reach_${how}`)}</dt>
          <dd class="num">{told[how]}</dd>
        </div>
      ))}
    </dl>
  );
}
function Recall({ id, onClose }: { id: string; onClose: () => void }) {
  const { ask, error } = useAction();
  const recall = async () => {
    if (await ask(() => api.post(announcementPath(id) + '/recall', {}, newKey()))) onClose();
  };
  return (
    <Sheet label={s('recallSure')} onClose={onClose}>
      <header class="row">
        <h2>{s('recallSure')}</h2>
        <CloseButton onClose={onClose} />
      </header>
      <div class="stack">
        <p class="soft">{s('recallText')}</p>
        {error}
        <p class="row">
          <button type="button" class="btn bad" data-recall-really onClick={() => void recall()}>
            {s('recall')}
          </button>
          <button type="button" class="btn two" onClick={onClose}>
            {t('cancel')}
          </button>
        </p>
      </div>
    </Sheet>
  );
}
