// Who is away and when, and that it is not so after all.
import { useState } from 'preact/hooks';
import { api } from '../../core/api';
import { addDays } from '../../core/dates';
import { go } from '../../core/router';
import type { TeacherAbsence, TeacherAbsences } from '../../core/shapes';
import { listed } from '../../i18n/format';
import { w } from '../../i18n/week/substitutions';
import { useAction } from '../../parts/useAction';
import { awayAddress } from '../loading';
import { dayWords } from '../words';
import { type KeptSchool, apiPath } from '../../parts/useKeptSchool';

export function AbsenceHead({ school, absence }: { school: KeptSchool; absence: TeacherAbsence }) {
  const { id, teacher, from_day, until_day, reason } = absence;
  const { ask, error } = useAction();
  const [sure, setSure] = useState(false);
  const last = addDays(until_day, -1);
  const end = () =>
    void ask(async () => {
      await api.send<TeacherAbsences>('DELETE', apiPath(school.id, `absences/${id}`));
      go(awayAddress(school));
    });
  return (
    <section class="sheet pad subst-absence" data-absence={id}>
      <div>
        <b>{listed(teacher.name)}</b>
        <span class="meta">
          {[last === from_day ? dayWords(from_day) : `${dayWords(from_day)} – ${dayWords(last)}`, reason]
            .filter(Boolean)
            .join(' · ')}
        </span>
        {reason && <span class="meta">{w('reasonSeen')}</span>}
        {sure && <span class="meta">{w('presentText')}</span>}
        {error}
      </div>
      <button
        type="button"
        class={sure ? 'btn two small' : 'btn plain small'}
        onClick={() => (sure ? end() : setSure(true))}
        data-present
      >
        {w(sure ? 'presentSure' : 'present')}
      </button>
    </section>
  );
}
