/** A key for one click: whatever becomes of the request, asking again under it does nothing twice. */
const BYTES = 15;

export function makeClickKey(): string {
  // Not crypto.randomUUID(): that one is missing where the desk is opened by a bare address.
  const bytes = crypto.getRandomValues(new Uint8Array(BYTES));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
