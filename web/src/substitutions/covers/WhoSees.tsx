// Whom the decisions concern: colleagues with their lessons, classes with theirs.
import { initialled } from '../../i18n/format';
import { w } from '../../i18n/week/substitutions';
import { Icon } from '../../parts/icons';
import type { Concerned } from '../decisions';

export function WhoSees({ concerned: { colleagues, classes } }: { concerned: Concerned }) {
  return (
    <section class="sheet pad subst-told" aria-labelledby="told-h">
      <h2 id="told-h">{w('told')}</h2>
      {classes.length ? (
        <>
          <p class="meta">{w('toldText')}</p>
          <ul>
            {colleagues.map(({ person, lessons }) => (
              <li key={person.id}>
                <Icon name="person" />
                <span>
                  <b>{initialled(person.name)}</b>
                  <span class="meta">{w('lessons', { n: lessons })}</span>
                </span>
              </li>
            ))}
            {classes.map(({ name, lessons, students }) => (
              <li key={name}>
                <Icon name="people" />
                <span>
                  <b>{name}</b>
                  <span class="meta">
                    {[w('lessons', { n: lessons }), students && `${w('students', { n: students })} ${w('families')}`]
                      .filter(Boolean)
                      .join(' · ')}
                  </span>
                </span>
              </li>
            ))}
          </ul>
          {colleagues.length > 0 && <p class="meta">{w('journalOpen')}</p>}
        </>
      ) : (
        <p class="meta">{w('toldNobody')}</p>
      )}
    </section>
  );
}
