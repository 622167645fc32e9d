// What one shows besides or in place of a password, and from whom one's schools ask for it.
import { me } from '../core/session';
import { useValue } from '../core/store';
import { MyMerges } from './MyMerges';
import { Passkeys } from './Passkeys';
import { FactorRoles } from './second_factor/FactorRoles';
import { SecondFactor } from './second_factor/SecondFactor';

export function Proofs() {
  const who = useValue(me)!;
  const kept = who.schools.filter(({ id }) =>
    who.roles.some(({ role, school }) => (role === 'leadership' || role === 'admin') && school === id),
  );
  return (
    <>
      <Passkeys />
      <SecondFactor />
      <MyMerges />
      {kept.map(school => (
        <FactorRoles key={school.id} school={school} many={kept.length > 1} />
      ))}
    </>
  );
}
