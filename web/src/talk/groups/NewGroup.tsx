import { useState } from 'preact/hooks';
import { api, newKey, Problem } from '../../core/api';
import { me, staffIn } from '../../core/session';
import type { Chat, Contact, Group } from '../../core/types';
import { t } from '../../i18n';
import { useAction } from '../../parts/useAction';
import { Icon } from '../../parts/icons';
import { blamed } from '../people';
import { Pick } from './AddPeople';
import { Choice, GroupForm } from './GroupForm';

const kinds = ['group', 'interest'] as const;

export function NewGroup({
  contacts,
  wrong,
  opened,
}: {
  contacts: Contact[] | undefined;
  wrong: boolean;
  opened: (chat: Chat) => void;
}) {
  const schools = me.value!.schools.filter(school => staffIn().includes(school.id));
  const [kind, setKind] = useState<(typeof kinds)[number]>('group');
  const [school, setSchool] = useState(schools[0]?.id ?? '');
  const [chosen, setChosen] = useState(new Set<string>());
  const [blame, setBlame] = useState('');
  const { ask, error } = useAction();
  const save = (group: Group) => {
    const members = [...chosen];
    const { openness, ...rest } = group;
    setBlame('');
    void ask(async () => {
      try {
        opened(
          (
            await api.post<{ chat: Chat }>(
              '/groups',
              { school, ...rest, ...(openness ? { openness } : {}), members },
              newKey(),
            )
          ).chat,
        );
      } catch (problem) {
        if (problem instanceof Problem && problem.code === 'may_not_bring')
          setBlame(blamed(problem, members, contacts ?? []));
        throw problem;
      }
    });
  };
  return (
    <>
      <Choice
        name="kind"
        label={t('whatKind')}
        of={kinds}
        value={kind}
        word={one => t(one === 'group' ? 'kindGroupLong' : 'kindInterestLong')}
        set={setKind}
      />
      {schools.length > 1 && (
        <Choice
          name="school"
          label={t('inSchool')}
          of={schools.map(one => one.id)}
          value={school}
          word={id => schools.find(one => one.id === id)?.name ?? ''}
          set={setSchool}
        />
      )}
      <GroupForm
        group={{ title: '', description: '', posting: 'all', openness: null }}
        interest={kind === 'interest'}
        word={t('openGroup')}
        save={save}
        error={
          blame ? (
            <p class="err" role="alert">
              <Icon name="alert" />
              {blame}
            </p>
          ) : (
            error
          )
        }
      >
        <Pick list={contacts} chosen={chosen} set={setChosen} wrong={wrong} />
      </GroupForm>
    </>
  );
}
