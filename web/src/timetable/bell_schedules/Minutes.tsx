// Fields for minutes and times of day: arrows go one minute, with Shift five, Enter goes to the next of them.
import { useState } from 'preact/hooks';
import { clock, minutesOf } from '../bells';

interface Props {
  id?: string;
  name: string;
  label?: string;
  value: number | undefined;
  wrong?: boolean;
  placeholder?: string;
  set: (value: number) => void;
}
const STEPS: Record<string, number> = { ArrowUp: 1, ArrowDown: -1 };

function Field({
  props: { id, name, label, value, wrong, placeholder, set },
  write,
  read,
  most,
}: {
  props: Props;
  write: (value: number) => string;
  read: (text: string) => number | undefined;
  most: number;
}) {
  const [typing, setTyping] = useState<string | undefined>(); // what stands there while it is typed: "1" of "10"
  const shown = value === undefined ? '' : write(value);
  const bad = wrong || (typing !== undefined && read(typing) === undefined);
  const keys = (event: KeyboardEvent & { currentTarget: HTMLInputElement }) => {
    const step = STEPS[event.key];
    if (step !== undefined) {
      event.preventDefault();
      setTyping(undefined);
      set(Math.min(most, Math.max(0, (value ?? 0) + step * (event.shiftKey ? 5 : 1))));
    } else if (event.key === 'Enter') {
      event.preventDefault();
      const all = [...document.querySelectorAll<HTMLInputElement>('.bells [data-minutes]')];
      all[all.indexOf(event.currentTarget) + (event.shiftKey ? -1 : 1)]?.focus();
    }
  };
  return (
    <input
      class="input num"
      id={id}
      name={name}
      data-minutes
      inputMode="numeric"
      autocomplete="off"
      aria-label={label}
      aria-invalid={bad || undefined}
      placeholder={placeholder}
      value={typing ?? shown}
      onFocus={event => event.currentTarget.select()}
      onInput={event => {
        const text = event.currentTarget.value;
        const minutes = read(text);
        setTyping(text);
        if (minutes !== undefined) set(minutes);
      }}
      onBlur={() => setTyping(undefined)}
      onKeyDown={keys}
    />
  );
}
const wholeNumber = (most: number) => (text: string) =>
  /^\s*\d{1,3}\s*$/.test(text) && Number(text) <= most ? Number(text) : undefined;

export const Minutes = (props: Props) => <Field props={props} write={String} read={wholeNumber(240)} most={240} />;
export const Count = (props: Props) => <Field props={props} write={String} read={wholeNumber(20)} most={20} />;
/** "8:30", "8.30" or "830". */
export const TimeOfDay = (props: Props) => <Field props={props} write={clock} read={minutesOf} most={1439} />;
