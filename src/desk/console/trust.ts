/** The service worker, by the one name that the policy for scripts lets through. */
const ADDRESS = '/desk/service-worker.js';

interface PolicyMaker {
  createPolicy(name: 'faro', rules: { createScriptURL(url: string): string }): { createScriptURL(url: string): string };
}

export function registerServiceWorker(): void {
  if (!('serviceWorker' in navigator)) return;
  // Not yet in every browser, nor in TypeScript's list of what browsers have.
  const { trustedTypes } = globalThis as { trustedTypes?: PolicyMaker };
  const policy = trustedTypes?.createPolicy('faro', {
    createScriptURL: (url) => {
      if (url === ADDRESS) return url;
      throw new TypeError('Only our own worker.');
    },
  });
  const address = policy?.createScriptURL(ADDRESS) ?? ADDRESS;
  // Where it is refused (a private window, a bare address without TLS), the console works all the same.
  void navigator.serviceWorker.register(address, { scope: '/desk' }).catch(() => undefined);
}
