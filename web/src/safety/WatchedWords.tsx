// The words a school has looked for.
import { useState } from 'preact/hooks';
import { api, newKey } from '../core/api';
import { f } from '../i18n/safety';
import { useAction } from '../parts/useAction';
import { Icon } from '../parts/icons';
import { useResource } from '../parts/useResource';

export function Words({ school }: { school: string }) {
  const address = `/schools/${encodeURIComponent(school)}/watched-words`;
  const { state, set } = useResource(async () => (await api.get<{ words: string[] }>(address)).words, school);
  const [typed, setTyped] = useState<string | undefined>();
  const [saved, setSaved] = useState(false);
  const { ask, error } = useAction();
  const save = async (event: Event) => {
    event.preventDefault();
    const words = (typed ?? state?.join('\n') ?? '').split(/[\s,]+/).filter(Boolean);
    setSaved(
      await ask(async () => {
        set((await api.send<{ words: string[] }>('PUT', address, { words }, newKey())).words);
        setTyped(undefined);
      }),
    );
  };
  return state ? (
    <details class="sheet pad">
      <summary>
        <span>{f('words')}</span>
        <Icon name="down" class="turn" />
      </summary>
      <form class="form" onSubmit={event => void save(event)}>
        <div class="field">
          <label class="meta" for="watched">
            {f('wordsText')}
          </label>
          <textarea
            class="input"
            id="watched"
            name="words"
            rows={5}
            value={typed ?? state.join('\n')}
            onInput={event => {
              setTyped(event.currentTarget.value);
              setSaved(false);
            }}
          />
        </div>
        {error}
        <p class="row">
          <button type="submit" class="btn two" data-save-words>
            {f('saveWords')}
          </button>
          {saved && (
            <span class="tag good" role="status">
              {f('saved')}
            </span>
          )}
        </p>
      </form>
    </details>
  ) : null;
}
