// The words of a version, opened in place.
import { useState } from 'preact/hooks';
import { api, NoAnswer, Problem } from '../core/api';
import type { ConsentVersion, TextWords } from '../core/shapes';
import { lang, type Lang } from '../i18n';
import { co } from '../i18n/account/consents';
import { Icon } from '../parts/icons';
import { Ghost } from '../parts/parts';
import { versionPath } from './consents';

interface Props {
  text: string;
  version: number;
}
export function Words({ text, version }: Props) {
  const [isOpen, setOpen] = useState(false);
  const [failed, setFailed] = useState(false);
  const [found, setFound] = useState<ConsentVersion>();
  const id = `words-${text}-${version}`;
  const load = async () => {
    setFailed(false);
    try {
      setFound(await api.get<ConsentVersion>(versionPath(text, version)));
    } catch (problem) {
      if (!(problem instanceof NoAnswer || problem instanceof Problem)) throw problem;
      setFailed(true);
      setOpen(false);
    }
  };
  const press = () => {
    setOpen(!isOpen);
    if (!isOpen && !found) void load();
  };
  return (
    <div class="consent-words">
      <button
        type="button"
        class="btn plain small"
        aria-expanded={isOpen}
        aria-controls={id}
        data-words={version}
        onClick={press}
      >
        <Icon name="paper" />
        {co(isOpen ? 'hideText' : 'text')}
      </button>
      <div id={id}>
        {failed && (
          <p class="err" role="alert">
            <Icon name="off" />
            {co('wordsFailed')}
          </p>
        )}
        {isOpen && (found ? <Read of={found} /> : <Ghost lines={4} />)}
      </div>
    </div>
  );
}

/** A version as whoever is asked reads it. */
export function Read({ of }: { of: Pick<ConsentVersion, 'ru' | 'en'> }) {
  const isForeign = lang.value === 'en' && !of.en;
  return (
    <>
      {isForeign && <p class="meta">{co('onlyRussian')}</p>}
      {lang.value === 'en' && of.en ? <Plain of={of.en} language="en" /> : <Plain of={of.ru} language="ru" />}
    </>
  );
}

/** Plain text with its line breaks, never read as HTML. */
export function Plain({ of, language }: { of: TextWords; language: Lang }) {
  return (
    <div class="consent-text" data-consent-words={language} lang={language}>
      <b>{of.title}</b>
      <p>{of.words}</p>
    </div>
  );
}
