// What a merge would join: who stays, who leads there, and what is in the way.
import { me } from '../core/session';
import type { MergePreview, MergeSide } from '../core/shapes';
import { whole } from '../i18n/format';
import { mg } from '../i18n/account/merging';
import { t, type Key } from '../i18n';
import { Icon } from '../parts/icons';
import './merging.css';

const PROBLEMS = [
  'merge_same',
  'merge_chained',
  'merge_child_and_adult',
  'merge_different_people',
  'merge_restricted',
  'merge_second_factor',
] as const;

export function problemWords(code: string, ofOffice: boolean): string {
  const known = PROBLEMS.find(one => one === code);
  if (!known) return code;
  return mg(known === 'merge_restricted' && ofOffice ? 'problem_merge_restricted_office' : `problem_${known}`);
}

export function Preview({ of, ofOffice = false }: { of: MergePreview; ofOffice?: boolean }) {
  return (
    <div class="stack" data-merge-preview={of.problem ?? 'fine'}>
      <div class="merge-sides">
        <Side head={mg('stays')} side={of.survivor} kind="survivor" />
        <Side head={mg('leads')} side={of.other} kind="other" />
      </div>
      {of.problem ? (
        <p class="err" role="alert" data-merge-problem={of.problem}>
          <Icon name="alert" />
          {problemWords(of.problem, ofOffice)}
        </p>
      ) : (
        <p class="meta">{mg('rule')}</p>
      )}
      {!of.problem && of.needs_other_school && <p class="note brass">{mg('otherSchool')}</p>}
    </div>
  );
}

function Side({ head, side, kind }: { head: string; side: MergeSide; kind: string }) {
  const roles = [...new Set(side.roles.map(({ role }) => t(`role_${role}` as Key)))].join(', ');
  const children = side.children.map(({ name }) => whole(name)).join(', ');
  const groups = side.groups.join(', ');
  const lines = [
    children && mg('children', { names: children }),
    roles && mg('roles', { roles }),
    groups && mg('groups', { names: groups }),
    side.chats > 0 && mg('chats', { n: side.chats }),
    side.consents > 0 && mg('consents', { n: side.consents }),
  ].filter(Boolean);
  const schools = side.schools.length > 1 || (me.value?.schools.length ?? 0) > 1 ? side.schools : [];
  return (
    <section class="merge-side" data-merge-side={kind}>
      <p class="label">{head}</p>
      <p>
        <b>{whole(side.person.name)}</b>
        {side.login && <span class="meta"> {side.login}</span>}
      </p>
      {schools.map(school => (
        <p key={school.id} class="meta">
          {school.name}
        </p>
      ))}
      {lines.length ? (
        <ul class="merge-lines">
          {lines.map(line => (
            <li key={String(line)}>{line}</li>
          ))}
        </ul>
      ) : (
        <p class="meta">{mg('nothing')}</p>
      )}
      {side.elsewhere && <p class="meta">{mg('elsewhere')}</p>}
    </section>
  );
}
