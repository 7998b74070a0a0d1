/** What browsers are told: load nothing from elsewhere, run nothing inline, keep no answer of the API. */
import type { RequestHandler } from 'express';
import helmet from 'helmet';

const NOTHING = ["'none'"];
const OURS = ["'self'"];

/**
 * For the console's pages and files. Scripts may only make HTML or script addresses through the policy `faro` (Trusted
 * Types), which the console needs for its service worker alone.
 */
export function pageHeaders(): readonly RequestHandler[] {
  return [
    withPolicy({
      defaultSrc: NOTHING,
      scriptSrc: OURS,
      styleSrc: OURS,
      imgSrc: [...OURS, 'data:', 'blob:'],
      mediaSrc: [...OURS, 'blob:'],
      connectSrc: OURS,
      manifestSrc: OURS,
      workerSrc: OURS,
      formAction: OURS,
      baseUri: NOTHING,
      frameAncestors: NOTHING,
      requireTrustedTypesFor: ["'script'"],
      trustedTypes: ['faro'],
    }),
    refuseDevices,
  ];
}

/** For the API: what it answers is no page, and is kept nowhere. */
export function apiHeaders(): readonly RequestHandler[] {
  return [withPolicy({ defaultSrc: NOTHING, frameAncestors: NOTHING, baseUri: NOTHING }), refuseDevices, keepNowhere];
}

function withPolicy(directives: Readonly<Record<string, readonly string[]>>): RequestHandler {
  return helmet({
    contentSecurityPolicy: { useDefaults: false, directives: mutable(directives) },
    referrerPolicy: { policy: 'no-referrer' },
    xFrameOptions: { action: 'deny' },
    // Behind a proxy that speaks TLS this is the proxy's to say; on a bare machine there is none.
    strictTransportSecurity: false,
  });
}

/** Helmet's types want lists that it could change. */
function mutable(directives: Readonly<Record<string, readonly string[]>>): Record<string, string[]> {
  return Object.fromEntries(Object.entries(directives).map(([name, sources]) => [name, [...sources]]));
}

/** Whoever gets a script into a page shall not get a microphone with it. */
const refuseDevices: RequestHandler = (_request, response, next) => {
  response.set('Permissions-Policy', 'camera=(), microphone=(), geolocation=(), payment=(), usb=()');
  next();
};

const keepNowhere: RequestHandler = (_request, response, next) => {
  response.set('Cache-Control', 'no-store');
  next();
};
