import type { Delivery } from '../../engine/delivery.ts'
import type { EndedEvent } from '../../engine/ended-event.ts'
import type { Deliverer } from '../../engine/ports.ts'
import type { Place } from '../../rules/arn.ts'
import { DEAD_LETTER, SIDES } from '../../rules/routing.ts'
import type { Sent } from '../events/chronicle.ts'
import { lossOf } from '../events/loss.ts'
import type { TestedDelivery } from '../events/tested-event.ts'

const decoder = new TextDecoder()

/** Takes what goes to queues, topics, buses and buckets, unless they are down, and shows what was sent. */
export class PostOffice implements Deliverer {
  private readonly place: Place
  private readonly isDown: (arn: string) => boolean
  /** What was sent last of an event that has ended, by side: a target may have got it in a shorter form. */
  private readonly deliveries = new WeakMap<EndedEvent, Map<number, Delivery>>()
  private readonly shown = new WeakMap<Sent, TestedDelivery>()

  /** @param place of the harness's functions */
  constructor(place: Place, isDown: (arn: string) => boolean) {
    this.place = place
    this.isDown = isDown
  }

  deliver(delivery: Delivery): boolean {
    const { ended, side, arn } = delivery
    const known = this.deliveries.get(ended)
    if (known) known.set(side, delivery)
    else this.deliveries.set(ended, new Map([[side, delivery]]))
    return !this.isDown(arn)
  }

  /** What people see of a delivery. The same one each time. */
  show(sent: Sent): TestedDelivery {
    const known = this.shown.get(sent)
    if (known) return known
    const body = decoder.decode(this.bodyOf(sent))
    const shown: TestedDelivery = {
      side: SIDES[sent.side]!,
      target: sent.arn,
      atMs: sent.atMs,
      taken: sent.taken,
      loss: this.lossOf(sent),
      body,
      record: JSON.parse(body),
      attributes: sent.side === DEAD_LETTER ? attributesOf(sent.ended) : {},
    }
    this.shown.set(sent, shown)
    return shown
  }

  /** Why its target did not take it; undefined where it did. */
  lossOf(sent: Sent): string | undefined {
    return lossOf(sent, this.deliveries.get(sent.ended)?.has(sent.side) ?? false, this.place)
  }

  private bodyOf({ ended, side }: Sent): Uint8Array {
    const delivery = this.deliveries.get(ended)?.get(side)
    if (delivery) return delivery.body()
    return side === DEAD_LETTER ? ended.deadLetter().body : ended.record()
  }
}

function attributesOf(ended: EndedEvent): Record<string, string> {
  const { attributes } = ended.deadLetter()
  return Object.fromEntries(Object.entries(attributes).map(([name, { StringValue }]) => [name, StringValue]))
}
