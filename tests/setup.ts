/** Tests reach this machine only: a connection to anywhere else is a mistake that must show. */
import { Socket } from 'node:net';

const LOOPBACK = /^(localhost|127\.\d+\.\d+\.\d+|::1|\[::1\])$/;

// oxlint-disable-next-line typescript/unbound-method -- called with its own `this` below
const { connect } = Socket.prototype;

Socket.prototype.connect = function connectToLoopback(this: Socket, ...parameters: never[]): Socket {
  const host = findHost(parameters);
  if (host !== null && !LOOPBACK.test(host)) throw new Error('Tests may reach this machine only.');
  return Reflect.apply(connect, this, parameters) as Socket; // it returns the socket
};

/** `connect` takes options, or port and host; either may come wrapped in a list. A path or no host is local. */
function findHost(parameters: readonly unknown[]): string | null {
  const [first, second] = parameters.flat() as readonly unknown[]; // flattened one level, as net does
  if (typeof first === 'object' && first !== null && 'host' in first)
    return typeof first.host === 'string' ? first.host : null;
  return typeof second === 'string' ? second : null;
}
