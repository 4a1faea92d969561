import { busEntry } from '../../rules/delivery-envelope.ts'
import { type ClientSettings, isThere, loadClient } from './aws-clients.ts'
import type { Carrier } from './aws-courier.ts'

const text = new TextDecoder()

/** Puts events on a bus, one at a time. */
export async function eventsCarrier(settings: ClientSettings): Promise<Carrier> {
  const sdk = await loadClient('@aws-sdk/client-eventbridge', () => import('@aws-sdk/client-eventbridge'))
  const client = new sdk.EventBridgeClient(settings)
  return {
    async carry({ atMs, body, functionArn, succeeded, target }, abortSignal): Promise<void> {
      const { timeMs, Resources, ...entry } = busEntry(target, functionArn, succeeded, text.decode(body), atMs)
      const request = new sdk.PutEventsCommand({
        Entries: [{ ...entry, Resources: [...Resources], Time: new Date(timeMs) }],
      })
      const { Entries, FailedEntryCount } = await client.send(request, { abortSignal })
      if (FailedEntryCount !== 0 || Entries?.[0]?.EventId === undefined) {
        const { ErrorCode = 'no error code', ErrorMessage = 'no message' } = Entries?.[0] ?? {}
        throw new Error(`the event bus refused the entry: ${ErrorCode}: ${ErrorMessage}`)
      }
    },
    exists: ({ arn }) => isThere(() => client.send(new sdk.DescribeEventBusCommand({ Name: arn }))),
    close: () => client.destroy(),
  }
}
