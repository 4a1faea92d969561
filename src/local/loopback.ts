const LOOPBACK = /^(?:(?:[a-z0-9-]+\.)*localhost|127(?:\.\d{1,3}){3}|\[::1\])$/i

/** Whether a host, as it stands in a URL and without a port, is this machine and no other. */
export function isLoopback(host: string): boolean {
  return LOOPBACK.test(host)
}
