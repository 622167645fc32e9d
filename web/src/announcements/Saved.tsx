// How far a draft is kept.
import { useValue } from '../core/store';
import { s } from '../i18n/school';
import { Drafting } from './drafting';

export function Saved({ drafting }: { drafting: Drafting }) {
  const state = useValue(drafting.state);
  const words =
    typeof state === 'object'
      ? s('notSaved', { why: state.why })
      : state === 'saved'
        ? drafting.stored
          ? s('saved')
          : s('savesSelf')
        : state === 'saving'
          ? s('saving')
          : s('savesSelf');
  return (
    <span class="meta" data-saving={typeof state === 'object' ? 'not' : state} role="status">
      {words}
    </span>
  );
}
