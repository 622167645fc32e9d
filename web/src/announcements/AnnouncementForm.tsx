// Writing an announcement: the draft saves itself, and who will get it, and why, stands beside it before it goes.
import { useEffect, useRef, useState } from 'preact/hooks';
import { api } from '../core/api';
import type { OneAnnouncement } from '../core/shapes';
import { go } from '../core/router';
import { me, staffIn } from '../core/session';
import { t } from '../i18n';
import { s } from '../i18n/school';
import { useResource } from '../parts/useResource';
import { Page } from '../parts/page';
import { NotYet } from '../parts/parts';
import { announcementPath } from './announcements';
import { learnOf } from './targets';
import { Writing } from './Writing';

export function AnnouncementForm({ id }: { id?: string }) {
  const schools = (me.value?.schools ?? []).filter(school => staffIn().includes(school.id));
  const [school, setSchool] = useState(schools[0]?.id ?? '');
  // A draft that was begun here goes on in the same form when it gets its address.
  const began = useRef<string | undefined>(undefined);
  const { state, problem } = useResource(
    async () => {
      const stored =
        id === undefined ? undefined : (await api.get<OneAnnouncement>(announcementPath(id) + '/written')).announcement;
      return { stored, audiences: await learnOf(stored?.school ?? school) };
    },
    id !== undefined && id === began.current ? `new.${school}` : (id ?? `new.${school}`),
  );
  return (
    <Page title={s('newAnnouncement')} up="/school/written">
      {!state ? (
        <div class="sheet pad">
          <NotYet problem={problem} />
        </div>
      ) : state.stored?.sent_at ? (
        <Sent id={state.stored.id} />
      ) : (
        <>
          {schools.length > 1 && id === undefined && (
            <div class="seg" role="group" aria-label={t('inSchool')}>
              {schools.map(one => (
                <button key={one.id} type="button" aria-pressed={one.id === school} onClick={() => setSchool(one.id)}>
                  {one.name}
                </button>
              ))}
            </div>
          )}
          <Writing
            key={state.stored?.id ?? school}
            school={state.stored?.school ?? school}
            stored={state.stored}
            audiences={state.audiences}
            began={one => {
              began.current = one;
            }}
          />
        </>
      )}
    </Page>
  );
}
function Sent({ id }: { id: string }) {
  useEffect(() => go(`/school/a/${id}/who`, true), [id]);
  return null;
}
