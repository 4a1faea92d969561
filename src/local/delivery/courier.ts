import type { MessageAttribute } from '../../rules/dead-letter.ts'
import type { Side } from '../../rules/routing.ts'
import type { Target } from '../../rules/target.ts'

/** A record or a dead letter on its way to a queue, topic, event bus or bucket. */
export interface Message {
  /** The target as it was configured. */
  readonly arn: string
  readonly target: Target
  readonly side: Side
  readonly requestId: string
  readonly functionName: string
  /** The function's ARN with the qualifier that the caller addressed. */
  readonly functionArn: string
  /** Whether the event succeeded: decides the detail type of an event bus. */
  readonly succeeded: boolean
  /** The endpoint's time when it was sent, in milliseconds since 1970. */
  readonly atMs: number
  /** The invocation record, or the event's own bytes for a dead letter. */
  readonly body: Uint8Array
  /** Of a dead letter; a record has none. */
  readonly attributes: Readonly<Record<string, MessageAttribute>>
  /** `Root=…;Parent=…;Sampled=0`, with `;Lineage=…` where the event ran. */
  readonly traceId: string
}

/** Takes messages to where they belong. */
export interface Courier {
  /**
   * Resolves when the target has taken the message.
   *
   * @param signal ends the attempt: nobody waits for it any more
   * @throws Error that says why it did not
   */
  carry(message: Message, signal: AbortSignal): Promise<void>
  /** Whether a target exists, as far as the courier can know. @throws Error where nobody answers the question */
  exists(target: Target): Promise<boolean>
  close(): Promise<void>
}
