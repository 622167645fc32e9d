// From whom a school asks for a second factor, as leadership and admins say it.
import { api, newKey } from '../../core/api';
import type { SecondFactorRoles } from '../../core/shapes';
import { sf } from '../../i18n/account/secondFactor';
import { Check } from '../../parts/Check';
import { NotYet } from '../../parts/parts';
import { useOptimistic } from '../../parts/useAction';
import { useResource } from '../../parts/useResource';

type Named = SecondFactorRoles['roles'][number];
const ROLES: readonly Named[] = ['teacher', 'class_teacher', 'staff', 'guardian', 'trusted', 'student'];

export function FactorRoles({ school, many }: { school: { id: string; name: string }; many: boolean }) {
  const path = `/schools/${encodeURIComponent(school.id)}/second-factor`;
  const { state, problem, set } = useResource(() => api.get<SecondFactorRoles>(path), path);
  return (
    <section class="sheet pad" data-factor-roles={school.id}>
      <h2>
        {sf('rolesHead')}
        {many && <small class="soft"> {school.name}</small>}
      </h2>
      <p class="meta">{sf('rolesText')}</p>
      {state ? <Roles path={path} state={state} set={set} /> : <NotYet problem={problem} lines={3} />}
    </section>
  );
}
function Roles({
  path,
  state: stored,
  set,
}: {
  path: string;
  state: SecondFactorRoles;
  set: (now: SecondFactorRoles) => void;
}) {
  const { state, press, error } = useOptimistic(stored, set);
  const change = (role: Named, on: boolean) => {
    const roles = ROLES.filter(one => (one === role ? on : state.roles.includes(one)));
    press({ ...state, roles }, () => api.send<SecondFactorRoles>('PUT', path, { roles }, newKey()));
  };
  return (
    <>
      {ROLES.map(role => (
        <Check
          key={role}
          name={role}
          words={sf(`role_${role}`)}
          checked={state.roles.includes(role)}
          set={on => change(role, on)}
        />
      ))}
      {error}
    </>
  );
}
