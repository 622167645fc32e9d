import { useEffect, useState } from 'preact/hooks';
import type { RuleState as Rule } from '../core/shapes';
import { api, newKey, NoAnswer, Problem } from '../core/api';
import { t, type Key } from '../i18n';
import { Icon } from '../parts/icons';
import { Ghost } from '../parts/parts';
import { Check } from '../parts/Check';

/** Who may write to whom in a school, decided by those who lead it; it holds from then on. */
export function Rules({ school, many }: { school: { id: string; name: string }; many: boolean }) {
  const [rules, setRules] = useState<Rule[] | undefined>();
  const [wrong, setWrong] = useState('');
  const path = `/schools/${encodeURIComponent(school.id)}/rules`;
  const ask = async (act: () => Promise<{ rules: Rule[] }>) => {
    setWrong('');
    try {
      setRules((await act()).rules);
    } catch (problem) {
      if (!(problem instanceof NoAnswer || problem instanceof Problem)) throw problem;
      setWrong(problem instanceof Problem ? problem.whole : t('noNetwork'));
      setRules(held => held && [...held]);
    }
  };
  useEffect(() => {
    void ask(() => api.get(path));
  }, [path]);
  return (
    <section class="sheet pad" data-rules={school.id}>
      <h2>
        {t('rules')}
        {many && <small class="soft"> {school.name}</small>}
      </h2>
      <p class="meta">{t('rulesText')}</p>
      {wrong && (
        <p class="err" role="alert">
          <Icon name="alert" />
          {wrong}
        </p>
      )}
      {rules
        ? rules.map(({ rule, allowed }) => (
            <Check
              key={rule}
              name={rule}
              words={t(`rule_${rule}` as Key)}
              checked={allowed}
              set={on => {
                void ask(() => api.send('PUT', path, { rule, allowed: on }, newKey()));
              }}
            />
          ))
        : !wrong && <Ghost lines={3} />}
    </section>
  );
}
