/** This machine's own system in the place of a base image. */

/** Where programs are, of the base image and of this machine: the right Node first. */
export const SYSTEM_PATH = '/opt:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/** A line of shell that lays this machine's system, read-only, and the right Node into a root folder. */
export function mountBase(root: string): string {
  return [
    ...['usr', 'etc'].map((name) => `mount --rbind /${name} "${root}/${name}"`),
    ...['usr', 'etc'].map((name) => `mount -o remount,bind,ro "${root}/${name}"`),
    `mount --bind "${process.execPath}" "${root}/opt/node"`,
    `mount --rbind /dev "${root}/dev"`,
    `mount -t proc proc "${root}/proc"`,
    `mount -t tmpfs -o mode=1777,size=64m tmpfs "${root}/tmp"`,
  ].join(' && ');
}
