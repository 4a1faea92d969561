import type { Target } from '../../rules/target.ts'
import { type ClientSettings, isThere, loadClient } from './aws-clients.ts'
import type { Carrier } from './aws-courier.ts'
import type { Message } from './courier.ts'

const text = new TextDecoder()

/**
 * Sends to a queue. Recorded: the record is the body, without message attributes, with the trace as a system attribute;
 * a dead letter has the event's own bytes as its body, and its attributes.
 */
export async function sqsCarrier(settings: ClientSettings): Promise<Carrier> {
  const sdk = await loadClient('@aws-sdk/client-sqs', () => import('@aws-sdk/client-sqs'))
  // A queue's address may name the real AWS, also where an emulator gives it: messages go to the endpoint all the same.
  const client = new sdk.SQSClient({ ...settings, useQueueUrlAsEndpoint: false })
  const urls = new Map<string, string>()

  async function urlOf({ account, name }: Target, abortSignal?: AbortSignal): Promise<string> {
    const key = `${account}/${name}`
    const known = urls.get(key)
    if (known !== undefined) return known
    const request = new sdk.GetQueueUrlCommand({ QueueName: name, QueueOwnerAWSAccountId: account })
    const { QueueUrl } = await client.send(request, { ...(abortSignal && { abortSignal }) })
    if (QueueUrl === undefined) throw new Error(`expected the address of queue ${name}, got an answer without QueueUrl`)
    urls.set(key, QueueUrl)
    return QueueUrl
  }

  return {
    async carry({ attributes, body, target, traceId }: Message, abortSignal: AbortSignal): Promise<void> {
      const AWSTraceHeader = { DataType: 'String', StringValue: traceId }
      const request = new sdk.SendMessageCommand({
        QueueUrl: await urlOf(target, abortSignal),
        MessageBody: text.decode(body),
        MessageAttributes: { ...attributes },
        MessageSystemAttributes: { AWSTraceHeader },
      })
      const { MessageId } = await client.send(request, { abortSignal })
      if (MessageId === undefined) throw new Error('expected the id of the message, got an answer without MessageId')
    },
    exists: (target) => isThere(() => urlOf(target)),
    close: () => client.destroy(),
  }
}
