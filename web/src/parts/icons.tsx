// The icon sheet: one inline drawing, used by name. Lines of 1.7 on a 24 grid.
const drawings = {
  diary:
    '<path d="M12 6.2C10 4.7 7.2 4.2 3.6 4.4v13.8c3.6-.2 6.4.3 8.4 1.8 2-1.5 4.8-2 8.4-1.8V4.4c-3.6-.2-6.4.3-8.4 1.8Z"/><path d="M12 6.2V20"/>',
  chat: '<path d="M4 5.5h16a1 1 0 0 1 1 1v9.5a1 1 0 0 1-1 1h-8.5L7 20.8V17H4a1 1 0 0 1-1-1V6.5a1 1 0 0 1 1-1Z"/><path d="M7.5 9.5h9M7.5 13h6"/>',
  grid: '<rect x="3.5" y="4" width="17" height="16" rx="2"/><path d="M3.5 9.3h17M3.5 14.6h17M9.5 4v16"/>',
  today: '<circle cx="12" cy="12" r="8.5"/><path d="M12 7v5.3l3.5 2"/>',
  person: '<circle cx="12" cy="8.3" r="3.8"/><path d="M4.8 20.5c.6-4 3.5-6.2 7.2-6.2s6.6 2.2 7.2 6.2"/>',
  search: '<circle cx="10.8" cy="10.8" r="6.3"/><path d="m15.6 15.6 4.9 4.9"/>',
  send: '<path d="M12 19.5V5M6 11l6-6 6 6"/>',
  check: '<path d="m4.5 12.5 5 5 10-11"/>',
  checks: '<path d="m2.5 12.5 4.5 4.5 8.5-9.5M11 16l1 1 8.5-9.5"/>',
  close: '<path d="m6 6 12 12M18 6 6 18"/>',
  left: '<path d="m14.5 5-7 7 7 7"/>',
  right: '<path d="m9.5 5 7 7-7 7"/>',
  back: '<path d="M20 12H5M11 5.5 4.5 12l6.5 6.5"/>',
  alert: '<path d="M12 3.8 2.8 20h18.4L12 3.8Z"/><path d="M12 10v4.5M12 17.2v.3"/>',
  info: '<circle cx="12" cy="12" r="8.5"/><path d="M12 11v5.5M12 7.6v.3"/>',
  off: '<path d="M4 4l16 16M8.2 8.3A5.5 5.5 0 0 0 7 19h10.5M20.5 17a4 4 0 0 0-3.2-6.4A5.6 5.6 0 0 0 11.5 7"/>',
  clock: '<circle cx="12" cy="12" r="8.5"/><path d="M12 7v5.3l3.5 2"/>',
  pen: '<path d="m4 20 1-4.5L16 4.5l3.5 3.5-11 11L4 20Z"/><path d="m13.5 7 3.5 3.5"/>',
  erase: '<path d="M9 6h11v12H9l-5.5-6L9 6Z"/><path d="m12 9.5 5 5M17 9.5l-5 5"/>',
  keys: '<rect x="2.5" y="6" width="19" height="12" rx="2"/><path d="M6 10h.1M9.5 10h.1M13 10h.1M16.5 10h.1M8 14h8"/>',
  sliders:
    '<path d="M4 7.5h8.500M17.500 7.500H20M4 16.500h2.500M11.500 16.500H20"/><circle cx="15" cy="7.500" r="2.500"/><circle cx="9" cy="16.500" r="2.500"/>',
  key: '<circle cx="8" cy="15.5" r="4"/><path d="m11 12.5 8.5-8.5M16 7.5l3 3"/>',
  down: '<path d="m5 9.5 7 7 7-7"/>',
  undo: '<path d="M8.5 5 4 9.5 8.5 14"/><path d="M4.5 9.5H14a5.5 5.5 0 0 1 0 11h-3"/>',
  people:
    '<circle cx="9" cy="8.5" r="3.3"/><path d="M2.8 19.5c.5-3.6 3-5.5 6.2-5.5s5.7 1.9 6.2 5.5"/><path d="M15.5 5.5a3.2 3.2 0 0 1 0 6.1M17.5 14.4c2 .7 3.3 2.4 3.7 5.1"/>',
  bell: '<path d="M12 3.2a5.6 5.6 0 0 0-5.6 5.6c0 4.4-1.5 6.4-2.4 7.4h16c-.9-1-2.4-3-2.4-7.4A5.6 5.6 0 0 0 12 3.2Z"/><path d="M9.8 19.3a2.4 2.4 0 0 0 4.4 0"/>',
  copy: '<rect x="8" y="8" width="12" height="12.5" rx="2"/><path d="M16 8V5.500a2 2 0 0 0-2-2H6a2 2 0 0 0-2 2V14a2 2 0 0 0 2 2h2"/>',
  more: '<path d="M5.500 12h.1M12 12h.1M18.500 12h.1" stroke-width="3"/>',
  reply: '<path d="M9.500 6 4 11.500 9.500 17"/><path d="M4.500 11.500H13c4 0 7 2.300 7 7"/>',
  download: '<path d="M12 4v11.500M6.500 10.500l5.500 5.500 5.500-5.500M4.500 20h15"/>',
  clip: '<path d="m19.500 11.500-7.300 7.300a4.700 4.700 0 0 1-6.700-6.700l7.800-7.800a3.200 3.200 0 0 1 4.500 4.500l-7.700 7.700a1.600 1.600 0 0 1-2.300-2.300l7-7"/>',
  paper: '<path d="M6 3.500h8l4.500 4.500v12.500H6z"/><path d="M14 3.500V8h4.500M9 12.500h6M9 16h6"/>',
  picture:
    '<rect x="3.500" y="4.500" width="17" height="15" rx="2"/><circle cx="9" cy="10" r="1.800"/><path d="m4.500 18 5-5 3.500 3.500 3-2.500 4 4"/>',
  forward: '<path d="M14.500 6 20 11.500 14.500 17"/><path d="M19.500 11.500H11c-4 0-7 2.300-7 7"/>',
  pin: '<path d="M9 4h6l-.8 6.500 3 3.500H6.800l3-3.500L9 4ZM12 14v6.500"/>',
  mute: '<path d="M6.400 10c0 3.500-1.500 5.200-2.400 6.200h13M7.600 5.300a5.600 5.600 0 0 1 10 3.500c0 2.300.4 4 .9 5.200M9.800 19.300a2.400 2.400 0 0 0 4.400 0M4 3.500l16 17"/>',
  eye: '<path d="M2.800 12C5 8 8.200 6 12 6s7 2 9.200 6c-2.200 4-5.400 6-9.200 6s-7-2-9.200-6Z"/><circle cx="12" cy="12" r="2.700"/>',
  plus: '<path d="M12 5v14M5 12h14"/>',
  leave: '<path d="M14 4.500H6v15h8M10.500 12H20M16.500 8l4 4-4 4"/>',
  archive: '<path d="M3.500 4.500h17v4h-17zM5 8.500v11h14v-11M9.500 12.500h5"/>',
  lock: '<rect x="5" y="10.500" width="14" height="9.500" rx="2"/><path d="M8 10.500V8a4 4 0 0 1 8 0v2.500"/>',
  star: '<path d="m12 3.800 2.500 5.200 5.700.8-4.100 4 1 5.700-5.100-2.700-5.100 2.700 1-5.700-4.100-4 5.700-.8L12 3.800Z"/>',
};
export type IconName = keyof typeof drawings | 'logo';
const logo =
  'M16 4.500a1.800 1.800 0 0 1 1.700 2.400c4.100.8 6.600 4 6.900 8.200.2 3.400.9 5.300 2.600 7.100.5.500.1 1.300-.6 1.300H5.400c-.7 0-1.100-.8-.6-1.300 1.700-1.800 2.400-3.700 2.600-7.100.3-4.200 2.800-7.400 6.900-8.200A1.800 1.800 0 0 1 16 4.500Z';

/** Put once into the page. */
export function IconSheet() {
  return (
    <svg hidden aria-hidden="true">
      {Object.entries(drawings).map(([name, drawing]) => (
        <symbol key={name} id={'i-' + name} viewBox="0 0 24 24">
          <g
            fill="none"
            stroke="currentColor"
            stroke-width="1.7"
            stroke-linecap="round"
            stroke-linejoin="round"
            dangerouslySetInnerHTML={{ __html: drawing }}
          />
        </symbol>
      ))}
      <symbol id="i-logo" viewBox="0 0 32 32">
        <path fill="currentColor" d={logo} />
        <circle class="clapper" cx="16" cy="26.600" r="2.600" />
      </symbol>
    </svg>
  );
}
export function Icon({ name, label, class: extra = '' }: { name: IconName; label?: string; class?: string }) {
  return label ? (
    <svg class={`i ${extra}`} role="img" aria-label={label}>
      <use href={'#i-' + name} />
    </svg>
  ) : (
    <svg class={`i ${extra}`} aria-hidden="true">
      <use href={'#i-' + name} />
    </svg>
  );
}
