// Files that are dragged over a conversation.
import { useEffect, useRef } from 'preact/hooks';
import { t } from '../../i18n';

/** Files that are dragged onto the conversation. */
export function useDropped(area: { current: HTMLElement | null }, attach: (files: FileList | undefined) => void): void {
  const act = useRef(attach);
  act.current = attach;
  useEffect(() => {
    const place = area.current?.closest<HTMLElement>('.conv');
    if (!place) return;
    const holds = (event: DragEvent) => !!event.dataTransfer?.types.includes('Files');
    const over = (event: DragEvent) => {
      if (holds(event)) {
        event.preventDefault();
        place.dataset['drop'] = t('dropHere');
      }
    };
    const out = (event: DragEvent) => {
      if (!place.contains(event.relatedTarget as Node | null)) delete place.dataset['drop'];
    };
    const drop = (event: DragEvent) => {
      if (!holds(event)) return;
      event.preventDefault();
      delete place.dataset['drop'];
      act.current(event.dataTransfer?.files);
    };
    const listened = [
      ['dragover', over],
      ['dragleave', out],
      ['drop', drop],
    ] as const;
    for (const [name, on] of listened) place.addEventListener(name, on);
    return () => {
      for (const [name, on] of listened) place.removeEventListener(name, on);
    };
  }, []);
}
