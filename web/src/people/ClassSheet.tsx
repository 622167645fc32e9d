// The class that a student comes into, or that somebody leads, from a day on.
import { useState } from 'preact/hooks';
import { api, newKey } from '../core/api';
import { dayIn } from '../core/dates';
import type { RegisteredClass, RegisteredPerson } from '../core/shapes';
import { ps } from '../i18n/people/person';
import { Icon } from '../parts/icons';
import { useAction } from '../parts/useAction';
import type { KeptSchool } from '../parts/useKeptSchool';
import { ClassField, Day } from './fields';
import { Form } from './Form';
import { canEnd, classNames, registerPath } from './people';

interface Props {
  school: KeptSchool;
  person: RegisteredPerson;
  role: 'student' | 'class_teacher';
  classes: readonly RegisteredClass[];
  close: () => void;
  saved: (person: RegisteredPerson) => void;
}
export function ClassSheet({ school, person, role, classes, close, saved }: Props) {
  const [class_, setClass] = useState('');
  const [from, setFrom] = useState(dayIn(school.zone));
  const { ask, error } = useAction();
  const student = role === 'student';
  const left = student ? person.classes.filter(one => one.role === 'student' && canEnd(one)) : [];
  const put = () =>
    void ask(async () =>
      saved(
        await api.post<RegisteredPerson>(
          registerPath(school, 'people', person.id, 'classes'),
          { class: class_, role, from_day: from || null },
          newKey(),
        ),
      ),
    );
  return (
    <Form
      head={ps(student ? 'intoClass' : 'leadClass')}
      act={ps(student ? 'put' : 'takeOver')}
      name="class"
      ready={!!class_}
      error={error}
      close={close}
      done={put}
    >
      <ClassField classes={classes} empty={ps('chooseClass')} value={class_} set={setClass} />
      <Day label={ps('fromDay')} name="from_day" value={from} set={setFrom} />
      {left.length > 0 && (
        <p class="note">
          <Icon name="info" />
          {ps('changesClass', { name: classNames(left.map(one => one.class)) })}
        </p>
      )}
    </Form>
  );
}
