// Two records that the office takes for one person: the second one is found, what would join is seen, and proposed.
import { useEffect, useState } from 'preact/hooks';
import { api, NoAnswer, newKey, Problem } from '../core/api';
import type { ListedPerson, MergePreview, PeoplePage, SchoolMerges } from '../core/shapes';
import type { Name } from '../core/types';
import { whole } from '../i18n/format';
import { mg } from '../i18n/account/merging';
import { pe } from '../i18n/people/people';
import { Icon } from '../parts/icons';
import { NotYet, Sheet } from '../parts/parts';
import { useAction } from '../parts/useAction';
import type { KeptSchool } from '../parts/useKeptSchool';
import { useResource } from '../parts/useResource';
import { Preview } from './Preview';

const SHOWN = 8;
const PATIENCE = 250; // ms without a key before it is asked

interface Props {
  school: KeptSchool;
  person: { id: string; name: Name };
  /** The second record, where a case of who cannot get in names it. */
  other?: string;
  caseNumber?: string;
  close: () => void;
}
export function MergeSheet({ school, person, other, caseNumber, close }: Props) {
  const [chosen, setChosen] = useState(other);
  return (
    <Sheet label={mg('sameHead')} onClose={close}>
      <div class="stack" data-merge-sheet>
        <h2>{mg('sameHead')}</h2>
        <p class="soft">{mg('sameText')}</p>
        {chosen ? (
          <Proposed school={school} person={person.id} other={chosen} caseNumber={caseNumber} close={close} />
        ) : (
          <Second school={school} person={person} choose={setChosen} />
        )}
      </div>
    </Sheet>
  );
}

function Second({
  school,
  person,
  choose,
}: {
  school: KeptSchool;
  person: { id: string; name: Name };
  choose: (id: string) => void;
}) {
  const [q, setQ] = useState(person.name.family);
  const [found, setFound] = useState<ListedPerson[]>();
  useEffect(() => {
    const typed = q.trim();
    if (typed.length < 2) return setFound(undefined);
    let gone = false;
    const later = setTimeout(() => {
      const path = `/schools/${encodeURIComponent(school.id)}/register/people?q=${encodeURIComponent(typed)}`;
      api.get<PeoplePage>(path).then(
        ({ people }) => {
          if (!gone) setFound(people.filter(one => one.id !== person.id).slice(0, SHOWN));
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
  return (
    <>
      <label class="field">
        <span class="label">{mg('find')}</span>
        <input class="input" name="merge-q" value={q} onInput={event => setQ(event.currentTarget.value)} />
      </label>
      {found?.length === 0 && <p class="soft">{mg('nobody')}</p>}
      <ul class="list">
        {found?.map(one => (
          <li key={one.id}>
            <button type="button" class="btn two wide" data-second={one.id} onClick={() => choose(one.id)}>
              {[
                whole(one.name),
                one.roles.map(role => pe(role)).join(', '),
                one.children.map(c => c.name.given).join(', '),
              ]
                .filter(Boolean)
                .join(' · ')}
            </button>
          </li>
        ))}
      </ul>
    </>
  );
}

interface ProposedProps {
  school: KeptSchool;
  person: string;
  other: string;
  caseNumber: string | undefined;
  close: () => void;
}
function Proposed({ school, person, other, caseNumber, close }: ProposedProps) {
  const path = `/schools/${encodeURIComponent(school.id)}/merges`;
  const asked = new URLSearchParams({ person, other, ...(caseNumber && { case: caseNumber }) }).toString();
  const { state, problem } = useResource(() => api.get<MergePreview>(`${path}/preview?${asked}`), asked);
  const [isDone, setDone] = useState(false);
  const { ask, error } = useAction();
  if (!state) return <NotYet problem={problem} lines={4} />;
  return (
    <>
      <Preview of={state} ofOffice />
      {error}
      {isDone ? (
        <>
          <p class="note good" role="status" data-merge-proposed>
            <Icon name="check" />
            {mg('proposed')}
          </p>
          <button type="button" class="btn wide" onClick={close}>
            {mg('done')}
          </button>
        </>
      ) : (
        !state.problem && (
          <button
            type="button"
            class="btn wide"
            data-propose-merge
            onClick={() =>
              void ask(async () => {
                await api.post<SchoolMerges>(path, { person, other, case: caseNumber ?? null }, newKey());
                setDone(true);
              })
            }
          >
            {mg('propose')}
          </button>
        )
      )}
    </>
  );
}
