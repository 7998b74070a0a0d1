/** All routes on one Express app. */
import express from 'express';
import type { Express, Router } from 'express';
import helmet from 'helmet';
import type { Telemetry } from '../core/telemetry.ts';
import { createErrorHandler } from './errors.ts';
import { FRONT_PAGE_STYLE, renderFrontPage } from './front-page.ts';
import type { FrontPage } from './front-page.ts';
import { createHealth } from './health.ts';
import type { HealthParts } from './health.ts';

export interface AppParts extends HealthParts {
  readonly telemetry: Telemetry;
  readonly frontPage: FrontPage;
  /** Only the channels that are on. */
  readonly whatsapp: Router | null;
  readonly sms: Router | null;
  readonly simulator: Router | null;
  /** Pages, API and headers of its own. */
  readonly desk: Router | null;
}

export function createApp(parts: AppParts): Express {
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  // Webhooks first: they are most of the traffic and need no headers for browsers.
  if (parts.whatsapp !== null) app.use('/webhooks/whatsapp', parts.whatsapp);
  if (parts.sms !== null) app.use('/webhooks/sms', parts.sms);
  app.use(createHealth(parts));
  if (parts.desk !== null) app.use('/desk', parts.desk);
  app.use(createPageHeaders());
  app.get('/', (_request, response) => {
    response.type('text/html').send(renderFrontPage(parts.frontPage));
  });
  app.get('/faro.css', (_request, response) => {
    response.type('text/css').send(FRONT_PAGE_STYLE);
  });
  if (parts.simulator !== null) app.use('/simulator', parts.simulator);
  app.use((_request, response) => {
    response.status(404).type('text/plain').send('There is nothing here. What there is stands at /.');
  });
  app.use(createErrorHandler(parts.telemetry));
  return app;
}

/** Pages load nothing from outside and run nothing inline. */
function createPageHeaders(): ReturnType<typeof helmet> {
  return helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'"],
        imgSrc: ["'self'", 'data:'],
        connectSrc: ["'self'"],
        formAction: ["'self'"],
        baseUri: ["'none'"],
        frameAncestors: ["'none'"],
      },
    },
    referrerPolicy: { policy: 'no-referrer' },
    // Behind a proxy that speaks TLS this is the proxy's to say; on a bare machine there is none.
    strictTransportSecurity: false,
  });
}
