/** The few signs that the console uses, each beside a word or with a name for those who do not see it. */

/** Lines on a field of 24 by 24. */
const PATHS = {
  alert: 'M12 3 2 21h20L12 3Zm0 7v5m0 3v.01',
  back: 'm15 5-7 7 7 7',
  bell: 'M6 16V11a6 6 0 0 1 12 0v5l2 2H4l2-2Zm4 5h4',
  book: 'M5 4h11a3 3 0 0 1 3 3v13H8a3 3 0 0 1-3-3V4Zm0 13a3 3 0 0 1 3-3h11',
  check: 'm5 13 4 4L19 7',
  checks: 'm2 13 4 4 9-10m-4 9 1 1L22 7',
  chevron: 'm6 9 6 6 6-6',
  clock: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18Zm0 4v5l3 2',
  close: 'M6 6l12 12M18 6 6 18',
  details: 'M4 6h16M4 12h16M4 18h10',
  eye_off:
    'M3 3l18 18M10 6.3A9 9 0 0 1 21 12a12 12 0 0 1-2 3M6 7.5A12 12 0 0 0 3 12c2 4 5 6 9 6 1 0 2-.2 3-.5M10 10a3 3 0 0 0 4 4',
  file: 'M6 3h8l4 4v14H6V3Zm8 0v4h4',
  globe: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18Zm-9 9h18M12 3c3 3 3 15 0 18-3-3-3-15 0-18Z',
  key: 'M14 10a4 4 0 1 0-4 4l1 1h2v2h2v2h4v-3l-5-6Zm-5-1v.01',
  menu: 'M12 5v.01M12 12v.01M12 19v.01',
  note: 'M5 4h14v11l-5 5H5V4Zm14 11h-5v5',
  person: 'M12 4a4 4 0 1 0 0 8 4 4 0 0 0 0-8ZM4 21c1-5 4-7 8-7s7 2 8 7',
  pin: 'M12 21s7-6 7-11a7 7 0 0 0-14 0c0 5 7 11 7 11Zm0-9v.01',
  search: 'M11 4a7 7 0 1 0 0 14 7 7 0 0 0 0-14Zm5 12 5 5',
  send: 'M4 12 20 4l-5 16-4-7-7-1Z',
} as const;

export type IconName = keyof typeof PATHS;

export function Icon({ name }: { readonly name: IconName }) {
  return (
    <svg className={`icon icon-${name}`} viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <path d={PATHS[name]} />
    </svg>
  );
}
