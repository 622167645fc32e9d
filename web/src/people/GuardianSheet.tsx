// Which adult follows a child, and how, or must not: found by name, or added first.
import { useEffect, useState } from 'preact/hooks';
import { api, newKey, NoAnswer, Problem } from '../core/api';
import { dayIn } from '../core/dates';
import type { ListedPerson, PeoplePage, RegisteredPerson } from '../core/shapes';
import { whole } from '../i18n/format';
import { pe } from '../i18n/people/people';
import { ps } from '../i18n/people/person';
import { RELATIONS, relationWords } from '../i18n/people/relations';
import { useAction } from '../parts/useAction';
import type { KeptSchool } from '../parts/useKeptSchool';
import { Day, Field } from './fields';
import { Form } from './Form';
import { isOver, registerPath } from './people';
import { PersonSheet } from './PersonSheet';
import { Check } from '../parts/Check';

const SHOWN = 6;
const PATIENCE = 250; // ms without a key before it is asked

interface Adult {
  id: string;
  words: string;
}
const adultOf = ({ id, name, roles, children }: ListedPerson): Adult => ({
  id,
  words: [whole(name), roles.map(role => pe(role)).join(', '), children.map(one => one.name.given).join(', ')]
    .filter(Boolean)
    .join(' · '),
});

type Relation = (typeof RELATIONS)[number];
/** How an adult follows a child; days are empty where none is said. */
interface Terms {
  relation: Relation;
  diary: boolean;
  from: string;
  until: string;
}
const newTerms = (school: KeptSchool): Terms => ({
  relation: 'mother',
  diary: true,
  from: dayIn(school.zone),
  until: '',
});

interface Props {
  school: KeptSchool;
  student: RegisteredPerson;
  close: () => void;
  saved: (student: RegisteredPerson) => void;
}
export function GuardianSheet({ school, student, close, saved }: Props) {
  const [q, setQ] = useState('');
  const [found, setFound] = useState<Adult[] | undefined>();
  const [chosen, setChosen] = useState<Adult | undefined>();
  const [adding, setAdding] = useState(false);
  const [terms, setTerms] = useState(newTerms(school));
  const [earlier, setEarlier] = useState<Terms | undefined>();
  const { relation, diary, from, until } = terms;
  const say = (said: Partial<Terms>) => setTerms({ ...terms, ...said });
  const [restricted, setRestricted] = useState(false);
  const { ask, error } = useAction();
  useEffect(() => {
    const typed = q.trim();
    if (typed.length < 2) return setFound(undefined);
    let gone = false;
    const later = setTimeout(() => {
      api.get<PeoplePage>(`${registerPath(school, 'people')}?q=${encodeURIComponent(typed)}`).then(
        ({ people }) => {
          const adults = people.filter(one => one.id !== student.id && !one.roles.includes('student'));
          if (!gone) setFound(adults.slice(0, SHOWN).map(adultOf));
        },
        (why: unknown) => {
          if (!(why instanceof NoAnswer || why instanceof Problem)) throw why;
        },
      );
    }, PATIENCE);
    return () => {
      gone = true;
      clearTimeout(later);
    };
  }, [q]);
  // Who is named already is changed: what was typed of them stands there while they are chosen.
  const choose = (adult: Adult) => {
    setChosen(adult);
    const stands = student.guardians.find(
      one => one.person.id === adult.id && one.typed && !one.restricted && !isOver(one),
    );
    if (!stands) return;
    setEarlier(terms);
    setTerms({
      relation: stands.relation as Relation,
      diary: stands.diary,
      from: stands.from_day ?? '',
      until: stands.until_day ?? '',
    });
  };
  const search = (words: string) => {
    setQ(words);
    setChosen(undefined);
    if (earlier) setTerms(earlier);
    setEarlier(undefined);
  };
  const name = () =>
    void ask(async () =>
      saved(
        await api.send<RegisteredPerson>(
          'PUT',
          registerPath(school, 'people', student.id, restricted ? 'restrictions' : 'guardians'),
          restricted
            ? { guardian: chosen!.id, relation }
            : { guardian: chosen!.id, relation, diary, until_day: until || null, ...(from && { from_day: from }) },
          newKey(),
        ),
      ),
    );
  if (adding)
    return (
      <PersonSheet
        school={school}
        role={relation === 'trusted' ? 'trusted' : 'guardian'}
        roles={['guardian', 'trusted']}
        family={q.trim()}
        close={() => setAdding(false)}
        saved={({ id, name: of }) => {
          setAdding(false);
          setChosen({ id, words: whole(of) });
        }}
      />
    );
  return (
    <Form
      head={ps('nameGuardian')}
      act={ps(restricted ? 'restrict' : 'nameHim')}
      name="guardian"
      ready={!!chosen}
      error={error}
      close={close}
      done={name}
    >
      <Field label={ps('whoIsIt')} hint={ps('whoHint')}>
        <input
          class="input"
          type="search"
          name="adult"
          maxLength={100}
          autocomplete="off"
          value={q}
          onInput={event => search(event.currentTarget.value)}
        />
      </Field>
      <fieldset class="adults" aria-label={ps('whoIsIt')}>
        {(chosen ? [chosen] : (found ?? [])).map(one => (
          <label key={one.id} class="check">
            <input
              type="radio"
              name="guardian"
              value={one.id}
              checked={chosen?.id === one.id}
              onChange={() => choose(one)}
            />
            <span>{one.words}</span>
          </label>
        ))}
        {found?.length === 0 && !chosen && <p class="soft">{ps('nobody')}</p>}
        {!chosen && (
          <button type="button" class="btn two small" data-add-adult onClick={() => setAdding(true)}>
            {ps('addAdult')}
          </button>
        )}
      </fieldset>
      <Field label={ps('relation')}>
        <select
          class="input"
          name="relation"
          value={relation}
          onChange={event => say({ relation: event.currentTarget.value as Relation })}
        >
          {RELATIONS.map(one => (
            <option key={one} value={one} selected={one === relation}>
              {relationWords(one)}
            </option>
          ))}
        </select>
      </Field>
      <Check name="restricted" words={ps('mustNot')} checked={restricted} set={setRestricted} />
      {restricted ? (
        <p class="meta">{ps('restricts')}</p>
      ) : (
        <>
          <Check name="diary" words={ps('readsDiary')} checked={diary} set={on => say({ diary: on })} />
          <Day label={ps('fromDay')} name="from_day" value={from} set={day => say({ from: day })} />
          <Day
            label={ps('untilDay')}
            hint={ps('untilDayHint')}
            name="until_day"
            value={until}
            set={day => say({ until: day })}
          />
        </>
      )}
    </Form>
  );
}
