// What the school waits for a word about: an absence, something urgent. One press says that one knows.
import { useEffect, useState } from 'preact/hooks';
import { useAsk } from '../ask';
import { api, newKey } from '../api';
import { onPublication } from '../connection';
import { nearShort } from '../format';
import { t } from '../i18n';
import { o } from '../i18n/notices';
import { Icon } from '../icons';
import { useLoaded } from '../loaded';
import type { NoticeKind } from '../notices';
import { zone } from '../session';

interface OpenAlarm {
  notice: string;
  kind: NoticeKind;
  published_at: string;
  path: string;
}
const MADE = 3000; // a notice is made a moment after what it is of is told here

/** All of them, or those of one page. */
export function OpenAlarms({ of }: { of?: string }) {
  const [again, ask] = useState(0);
  useEffect(
    () =>
      onPublication((_, { data }) => {
        if (data.type === 'attendance_recorded' || data.type === 'announcement')
          setTimeout(() => ask(n => n + 1), MADE);
      }),
    [],
  );
  const { state, set } = useLoaded(async () => (await api.get<{ alarms: OpenAlarm[] }>('/notices/open')).alarms, again);
  return (
    <>
      {state
        ?.filter(one => !of || one.path === of)
        .map(one => (
          <Alarm key={one.notice} alarm={one} here={!!of} done={() => set(state.filter(held => held !== one))} />
        ))}
    </>
  );
}
function Alarm({
  alarm: { notice, kind, published_at, path },
  here,
  done,
}: {
  alarm: OpenAlarm;
  here: boolean;
  done: () => void;
}) {
  const { ask, error } = useAsk();
  const know = async () => {
    if (await ask(() => api.post(`/notices/${encodeURIComponent(notice)}/act`, {}, newKey()))) done();
  };
  return (
    <section class="sheet pad stack" data-alarm={notice}>
      <p class="row">
        <Icon name="alert" />
        <b>{kind === 'absence' ? o('kind_absence') : o('urgent')}</b>
        <time class="meta num">{nearShort(published_at, zone())}</time>
      </p>
      <p class="meta">{o('waitsForYou')}</p>
      {error}
      <p class="row">
        <button type="button" class="btn" data-know onClick={() => void know()}>
          {o('know')}
        </button>
        {!here && (
          <a class="btn plain" href={path}>
            {t('open')}
          </a>
        )}
      </p>
    </section>
  );
}
