// A globe in the manner of the icon sheet: lines of 1.7 on a 24 grid.
export function Globe() {
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
      <circle cx="12" cy="12" r="8.5" />
      <path d="M3.5 12h17M12 3.5c2.600 2.300 3.900 5.100 3.900 8.500s-1.300 6.200-3.900 8.500c-2.600-2.300-3.900-5.100-3.900-8.500s1.300-6.200 3.900-8.500Z" />
    </svg>
  );
}
