import type { Courier, Message } from './courier.ts'

/**
 * Posts every message to one address: for tests that want to see what would go where. The body is the message's; the
 * rest stands in headers. The address takes a message by answering 2xx.
 */
export class HttpCourier implements Courier {
  private readonly url: URL
  private readonly authorization: { readonly authorization?: string }

  /** @param url a user and a password in it go in the header that is for them; errors say the origin alone */
  constructor(url: string) {
    this.url = new URL(url)
    const { username, password } = this.url
    const credentials = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`
    this.authorization =
      credentials === ':' ? {} : { authorization: `Basic ${Buffer.from(credentials).toString('base64')}` }
    this.url.username = ''
    this.url.password = ''
  }

  async carry({ arn, attributes, body, requestId, side, traceId }: Message, signal: AbortSignal): Promise<void> {
    const headers = {
      ...this.authorization,
      'content-type': 'application/json',
      'x-amzn-requestid': requestId,
      'x-amzn-trace-id': traceId,
      'x-asyncinvoke-destination': arn,
      'x-asyncinvoke-kind': side,
      'x-asyncinvoke-attributes': asciiJson(attributes),
    }
    const response = await fetch(this.url, { method: 'POST', headers, body: new Uint8Array(body), signal })
    await response.body?.cancel()
    if (!response.ok) throw new Error(`${this.url.origin} answered ${response.status}`)
  }

  async exists(): Promise<boolean> {
    return true
  }

  async close(): Promise<void> {}
}

/** JSON text that may stand in a header: error messages need not be ASCII. */
function asciiJson(value: unknown): string {
  const escaped = (character: string) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
  return JSON.stringify(value).replace(/[^ -~]/g, escaped)
}
