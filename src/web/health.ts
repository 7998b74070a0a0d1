/** Whether the process lives, whether it can serve, and its numbers. */
import { Router } from 'express';
import type { Request } from 'express';

/** Reasons why the service is not ready; empty when it is. */
export type ReadinessCheck = () => Promise<readonly string[]>;

export interface HealthParts {
  readonly readiness: ReadinessCheck;
  readonly metrics: { readonly contentType: string; render(): Promise<string> };
  /** Serve metrics to others than this machine. */
  readonly metricsPublic: boolean;
}

export function createHealth({ readiness, metrics, metricsPublic }: HealthParts): Router {
  const router = Router();
  router.get('/healthz', (_request, response) => {
    response.type('text/plain').send('ok');
  });
  router.get('/readyz', async (_request, response) => {
    const reasons = await readiness();
    response.status(reasons.length === 0 ? 200 : 503).json({ ready: reasons.length === 0, reasons });
  });
  router.get('/metrics', async (request, response) => {
    if (!metricsPublic && !isLocal(request)) {
      response.status(403).type('text/plain').send('Metrics are served to this machine only (METRICS_PUBLIC).');
      return;
    }
    response.set('Content-Type', metrics.contentType).send(await metrics.render());
  });
  return router;
}

/** A proxy on this machine forwards strangers: what it forwarded is not local. */
function isLocal(request: Request): boolean {
  const address = request.socket.remoteAddress ?? '';
  const isLoopback = /^(::ffff:)?127\./.test(address) || address === '::1';
  return isLoopback && request.headers['x-forwarded-for'] === undefined && request.headers.forwarded === undefined;
}
