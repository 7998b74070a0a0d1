/** Our sign: the same drawing as public/icon.svg. */
export function Lighthouse() {
  return (
    <svg className="lighthouse" viewBox="0 0 64 64" aria-hidden="true" focusable="false">
      <rect width="64" height="64" rx="14" className="lighthouse-night" />
      <path className="lighthouse-beam" d="M35 19 54 12v16l-19-6zM29 19 10 12v16l19-6zM27 16h10v9H27z" />
      <path className="lighthouse-tower" d="M26 28h12l3 24H23z" />
      <path className="lighthouse-band" d="M25.2 34.5h13.6l.9 7H24.3z" />
      <path className="lighthouse-tower" d="M24 13.5 32 8l8 5.5v2H24zM20 52h24v3.5H20zM24.5 25.5h15V28h-15z" />
    </svg>
  );
}
