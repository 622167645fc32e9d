// Drawings that only these pages need, in the manner of the icon sheet: lines of 1.7 on a 24 grid.
import type { BreakKind } from './bells';

const drawings = {
  calendar: 'M3.5 5h17v15.5h-17zM3.5 9.8h17M8 3v4M16 3v4',
  print: 'M7 8.5v-5h10v5M7 17H3.500V8.500h17V17H17M7 13.500h10v7H7z',
  plain: 'M12 3.500a8.500 8.500 0 1 0 0 17 8.500 8.500 0 0 0 0-17M12 7v5.300l3.500 2',
  breakfast:
    'M5 9h11v5a5.500 5.500 0 0 1-11 0V9ZM16 10h2a2.300 2.300 0 0 1 0 4.600h-2.200M8.500 3.500V6M12.500 3.500V6',
  lunch: 'M5 3.500v6a2 2 0 0 0 4 0v-6M7 11.500v9M16 3.500c-2 1.500-2.500 4-2.500 7.500H16v9.500M16 3.500V11',
  dynamic:
    'M13.500 2.900a1.700 1.700 0 1 0 0 3.400 1.700 1.700 0 0 0 0-3.400M6.500 11l3.200-3 3.300 1.500-1.800 5 3.300 2.200.5 4.300M11 14.500l-2.200 3.200-3.300 1M13 9.500l2 2.500h3.300',
} satisfies Record<BreakKind | 'calendar' | 'print', string>;

export function Drawing({ name }: { name: keyof typeof drawings }) {
  return (
    <svg
      class="i"
      aria-hidden="true"
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      stroke-width="1.7"
      stroke-linecap="round"
      stroke-linejoin="round"
    >
      <path d={drawings[name]} />
    </svg>
  );
}
