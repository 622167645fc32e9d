// One announcement as who got it reads it, confirms it, and sees why it came.
import { useEffect, useState } from 'preact/hooks';
import { api, Problem } from '../core/api';
import type { OneReceived } from '../core/shapes';
import { sendQueue } from '../core/sending';
import { me, zone } from '../core/session';
import { useValue } from '../core/store';
import { dayIn } from '../core/dates';
import { lang, t } from '../i18n';
import { dayMonth, fullMoment, listed, midDay, polite, time } from '../i18n/format';
import { o } from '../i18n/notices';
import { s } from '../i18n/school';
import { Text } from '../parts/Text';
import { Icon } from '../parts/icons';
import { useResource } from '../parts/useResource';
import { Page } from '../parts/page';
import { Avatar, NotYet } from '../parts/parts';
import { announcementPath, confirm, confirming, received, type Because, type Received } from './announcements';

const nobody = { people: [], me: '' };

export function Letter({ id }: { id: string }) {
  const { state } = useValue(received.shown);
  useEffect(() => {
    void received.open();
  }, []);
  const held = state?.announcements.find(one => one.id === id);
  // An old one, or one that has just come, is asked for by itself.
  const { state: alone, problem } = useResource(() => api.get<OneReceived>(announcementPath(id)), id);
  const shown = held ?? alone?.announcement;
  return (
    <Page title={s('announcement')} up="/school" narrow>
      {shown ? (
        <Paper one={shown} />
      ) : (
        <div class="sheet pad">
          <NotYet problem={problem} />
        </div>
      )}
    </Page>
  );
}

function Paper({ one }: { one: Received }) {
  const spoken = [{ language: '', title: one.title, text: one.text }, ...one.variants];
  const [chosen, setChosen] = useState(spoken.find(variant => variant.language === lang.value)?.language ?? '');
  const { title, text } = spoken.find(variant => variant.language === chosen) ?? spoken[0]!;
  return (
    <article class="sheet letter" data-letter={one.id}>
      <div class="row">
        <Avatar id={one.author.id} name={one.author.name} />
        <p class="letter-from">
          <b>{polite(one.author.name)}</b>
          <span class="meta">{fullMoment(one.sent_at, zone())}</span>
        </p>
      </div>
      {one.recalled_at ? (
        <p class="note" data-recalled>
          <Icon name="info" />
          {s('recalledText')}
        </p>
      ) : (
        <>
          {one.variants.length > 0 && (
            <div class="seg" role="group" aria-label={s('inLanguage')}>
              {spoken.map(variant => (
                <button
                  key={variant.language}
                  type="button"
                  lang={variant.language || undefined}
                  aria-pressed={variant.language === chosen}
                  onClick={() => setChosen(variant.language)}
                >
                  {variant.language ? languageName(variant.language) : s('original')}
                </button>
              ))}
            </div>
          )}
          {one.urgent && (
            <p class="note brass" data-urgent>
              <Icon name="alert" />
              <span>
                <b>{o('urgent')}</b>. {one.urgent}
              </span>
            </p>
          )}
          <h2 lang={chosen || undefined}>{title}</h2>
          <div class="body" lang={chosen || undefined}>
            <Text text={text} mentions={nobody} />
          </div>
          {one.confirm && <Answer one={one} />}
        </>
      )}
      <details class="because">
        <summary>
          <span>{s('why')}</span>
          <Icon name="down" class="turn" />
        </summary>
        {one.why.map(why => (
          <Why key={`${why.addressed}.${why.student?.id}`} why={why} />
        ))}
      </details>
    </article>
  );
}
function Answer({ one }: { one: Received }) {
  useValue(sendQueue.items);
  const waits = confirming(one.id);
  const name = polite(one.author.name);
  if (one.confirmed_at)
    return (
      <p class="note good" data-confirmed>
        <Icon name="check" />
        <b>
          {s('confirmed', {
            when: `${midDay(dayIn(zone(), one.confirmed_at), zone())}, ${time(one.confirmed_at, zone())}`,
          })}
        </b>
      </p>
    );
  if (waits && !waits.failed)
    return (
      <p class="note" data-confirming role="status">
        <Icon name="clock" />
        {s('confirming')}
      </p>
    );
  return (
    <>
      {waits?.failed && (
        <p class="err" role="alert">
          <Icon name="alert" />
          {waits.failed.text}
        </p>
      )}
      <button type="button" class="btn wide" data-confirm onClick={() => confirm(one.id)}>
        <Icon name="check" />
        {s('confirm')}
      </button>
      <p class="meta centre">
        {one.confirm_until ? s('confirmUntil', { day: dayMonth(one.confirm_until), name }) : s('confirmNote', { name })}
      </p>
    </>
  );
}

/** You → child → class. */
export function Why({ why, person = s('you') }: { why: Because; person?: string }) {
  const steps =
    why.addressed === 'staff'
      ? [person, s('whyStaff')]
      : [
          person,
          ...(why.student && why.student.id !== me.value?.person.id ? [listed(why.student.name)] : []),
          `${why.class?.name ?? ''}: ${s(why.addressed)}`,
        ];
  return (
    <p class="path">
      {steps.map((step, index) => (
        <span key={index}>
          {index > 0 && <Icon name="right" />}
          {step}
        </span>
      ))}
    </p>
  );
}
export function languageName(code: string): string {
  try {
    return new Intl.DisplayNames([code], { type: 'language' }).of(code) ?? code;
  } catch {
    return code;
  }
}
export const whyNot = (problem: unknown): string => (problem instanceof Problem ? problem.whole : t('noNetwork'));
