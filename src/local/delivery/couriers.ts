import type { Place } from '../../rules/arn.ts'
import type { Target } from '../../rules/target.ts'
import { AwsCourier } from './aws-courier.ts'
import type { Courier, Message } from './courier.ts'
import { HttpCourier } from './http-courier.ts'

/** Where deliveries go; nowhere where nothing is said, and then every well-formed target exists and takes everything. */
export interface DeliveryOptions {
  /** Address of an emulator of AWS's services. */
  readonly endpointUrl?: string | undefined
  /** Sends to AWS itself, with the credentials of the environment. Default false; not together with `endpointUrl`. */
  readonly realAws?: boolean | undefined
  /** An address that every message is posted to, besides. */
  readonly deliverTo?: string | undefined
}

/** The courier for these options; undefined where nothing is to be carried. */
export function openCourier(options: DeliveryOptions, home: Place): Courier | undefined {
  const { endpointUrl, realAws = false, deliverTo } = options
  if (endpointUrl !== undefined && realAws)
    throw new RangeError('expected endpointUrl or realAws, got both: deliveries go to one of them')
  const couriers: Courier[] = []
  if (endpointUrl !== undefined)
    couriers.push(new AwsCourier({ endpointUrl: address('endpointUrl', endpointUrl) }, home))
  if (realAws) couriers.push(new AwsCourier({ realAws }, home))
  if (deliverTo !== undefined) couriers.push(new HttpCourier(address('deliverTo', deliverTo)))
  return couriers.length > 1 ? new Couriers(couriers) : couriers[0]
}

function address(option: string, url: string): string {
  const isAddress = URL.canParse(url) && /^https?:$/.test(new URL(url).protocol)
  const shown = url.replace(/\/\/[^/]*@/, '//').replace(/\?.*/, '')
  if (!isAddress) throw new RangeError(`${option}: expected an address with http: or https:, got ${shown}`)
  return url
}

/** Several couriers: a message has arrived when each has brought it. */
class Couriers implements Courier {
  private readonly couriers: readonly Courier[]

  constructor(couriers: readonly Courier[]) {
    this.couriers = couriers
  }

  async carry(message: Message, signal: AbortSignal): Promise<void> {
    await Promise.all(this.couriers.map((courier) => courier.carry(message, signal)))
  }

  async exists(target: Target): Promise<boolean> {
    const answers = await Promise.all(this.couriers.map((courier) => courier.exists(target)))
    return answers.every((isThere) => isThere)
  }

  async close(): Promise<void> {
    await Promise.all(this.couriers.map((courier) => courier.close()))
  }
}
