/** The page at `/`: what this is, in plain words. */
export interface FrontPage {
  readonly simulator: boolean;
  readonly desk: boolean;
  readonly channels: readonly string[];
}

export function renderFrontPage({ simulator, desk, channels }: FrontPage): string {
  const links = [
    ...(simulator
      ? ['<li><a href="/simulator">A practice phone</a>: talk to Faro here, nothing leaves this machine.</li>']
      : []),
    ...(desk
      ? ['<li><a href="/desk">The desk</a>: where people of the team answer, for those who have an account.</li>']
      : []),
    '<li><a href="/readyz">Is it ready?</a></li>',
  ];
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>Faro</title>
    <link rel="stylesheet" href="/faro.css" />
  </head>
  <body>
    <main>
      <h1>Faro</h1>
      <p lang="en">Faro answers people on the move, on WhatsApp and by SMS, with short facts that carry a source and a date.
      It says so when it does not know, and brings in a person when a case needs one. It never asks for money or documents.</p>
      <p lang="es">Faro responde a personas en camino, por WhatsApp y por SMS, con datos cortos que llevan fuente y fecha.
      Dice cuando no sabe, y llama a una persona cuando hace falta. Nunca pide dinero ni documentos.</p>
      <p>Channels that are on: ${channels.length === 0 ? 'none' : channels.join(', ')}.</p>
      <ul>
        ${links.join('\n        ')}
      </ul>
    </main>
  </body>
</html>
`;
}

export const FRONT_PAGE_STYLE = `
:root { color-scheme: light dark; --ink: #17212b; --paper: #fbfaf7; --link: #0b5f8a; }
@media (prefers-color-scheme: dark) { :root { --ink: #e8ecef; --paper: #12181e; --link: #7cc4ea; } }
body { margin: 0; background: var(--paper); color: var(--ink); font: 1.0625rem/1.6 system-ui, sans-serif; }
main { max-width: 38rem; margin: 0 auto; padding: 3rem 1.25rem; }
h1 { font-size: 2.25rem; margin: 0 0 1rem; letter-spacing: -0.02em; }
a { color: var(--link); }
`;
