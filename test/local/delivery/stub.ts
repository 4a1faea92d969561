import { createServer, type IncomingHttpHeaders, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface Received {
  readonly method: string
  readonly path: string
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

export interface Reply {
  readonly status?: number
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
}

/** A server on loopback that keeps what it is sent, and answers as it is told: with nothing, it never answers. */
export class Stub {
  readonly received: Received[] = []
  private readonly server: Server

  private constructor(answer: (request: Received) => Reply | undefined) {
    this.server = createServer(async (request, response) => {
      const parts: Buffer[] = []
      for await (const part of request) parts.push(part)
      const { method = '', url: path = '', headers } = request
      const received = { method, path, headers, body: Buffer.concat(parts).toString() }
      this.received.push(received)
      const reply = answer(received)
      if (reply) response.writeHead(reply.status ?? 200, reply.headers).end(reply.body ?? '')
    })
  }

  static async listen(answer: (request: Received) => Reply | undefined): Promise<Stub> {
    const stub = new Stub(answer)
    await new Promise<void>((resolve) => stub.server.listen(0, '127.0.0.1', resolve))
    return stub
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`
  }

  async close(): Promise<void> {
    this.server.closeAllConnections()
    await new Promise((resolve) => this.server.close(resolve))
  }
}
