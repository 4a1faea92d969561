import { LambdaClient, type LambdaClientConfig } from '@aws-sdk/client-lambda'
import type { TestEndpoint } from './endpoint.ts'
import { ORIGIN } from './endpoint.ts'

/** What the SDK hands to whatever sends its requests. */
interface SdkRequest {
  readonly method: string
  readonly path: string
  readonly query: Readonly<Record<string, string | string[] | null>>
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string | Uint8Array
}

/** The SDK's client of an endpoint, without a socket. */
export function sdkClient(endpoint: TestEndpoint, config: LambdaClientConfig = {}): LambdaClient {
  return new LambdaClient({
    endpoint: ORIGIN,
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    maxAttempts: 1,
    ...config,
    requestHandler: {
      async handle(request: SdkRequest) {
        const { method, path, query, headers, body } = request
        const answer = await endpoint.app.request(`${ORIGIN}${path}${queryText(query)}`, {
          method,
          headers: { ...headers },
          ...(body !== undefined && method !== 'GET' && method !== 'HEAD' && { body: body as string }),
        })
        return {
          response: {
            statusCode: answer.status,
            headers: Object.fromEntries(answer.headers),
            body: new Uint8Array(await answer.arrayBuffer()),
          },
        }
      },
    } as never,
  })
}

function queryText(query: SdkRequest['query']): string {
  const pairs = Object.entries(query).flatMap(([name, value]) =>
    [value ?? ''].flat().map((each) => `${encodeURIComponent(name)}=${encodeURIComponent(each)}`),
  )
  return pairs.length === 0 ? '' : `?${pairs.join('&')}`
}
