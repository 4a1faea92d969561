import { type ClientSettings, isThere, loadClient } from './aws-clients.ts'
import type { Carrier } from './aws-courier.ts'

const text = new TextDecoder()

/** Publishes to a topic. Recorded: no subject; a record has no attributes, a dead letter those of a queue's. */
export async function snsCarrier(settings: ClientSettings): Promise<Carrier> {
  const sdk = await loadClient('@aws-sdk/client-sns', () => import('@aws-sdk/client-sns'))
  const client = new sdk.SNSClient(settings)
  return {
    async carry({ arn, attributes, body }, abortSignal): Promise<void> {
      const request = new sdk.PublishCommand({
        TopicArn: arn,
        Message: text.decode(body),
        MessageAttributes: { ...attributes },
      })
      const { MessageId } = await client.send(request, { abortSignal })
      if (MessageId === undefined) throw new Error('expected the id of the message, got an answer without MessageId')
    },
    exists: ({ arn }) => isThere(() => client.send(new sdk.GetTopicAttributesCommand({ TopicArn: arn }))),
    close: () => client.destroy(),
  }
}
