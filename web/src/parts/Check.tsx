// A line of a form that is ticked or not.
interface Props {
  name: string;
  words: string;
  checked: boolean;
  set: (on: boolean) => void;
  /** Of several with one name: which one it is. */
  value?: string | number;
  /** What is about files has its own look. */
  class?: 'check' | 'file-check';
}
export function Check({ name, words, checked, set, value, class: look = 'check' }: Props) {
  return (
    <label class={look}>
      <input
        type="checkbox"
        name={name}
        value={value}
        checked={checked}
        onChange={event => set(event.currentTarget.checked)}
      />
      <span>{words}</span>
    </label>
  );
}
