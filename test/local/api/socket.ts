import type { AddressInfo } from 'node:net'
import { serve } from '@hono/node-server'
import type { TestEndpoint } from './endpoint.ts'

/** Puts an endpoint on a loopback socket. */
export async function onSocket(endpoint: TestEndpoint): Promise<{ url: string; close: () => Promise<void> }> {
  const server = serve({ fetch: endpoint.app.fetch, hostname: '127.0.0.1', port: 0 })
  await new Promise((resolve) => server.once('listening', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        if ('closeAllConnections' in server) server.closeAllConnections()
      }),
  }
}
