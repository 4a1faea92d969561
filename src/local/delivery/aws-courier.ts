import { type Place, parseArn } from '../../rules/arn.ts'
import type { Target, TargetKind } from '../../rules/target.ts'
import { type AwsEndpoint, type ClientSettings, clientSettings } from './aws-clients.ts'
import type { Courier, Message } from './courier.ts'
import { eventsCarrier } from './events-carrier.ts'
import { s3Carrier } from './s3-carrier.ts'
import { snsCarrier } from './sns-carrier.ts'
import { sqsCarrier } from './sqs-carrier.ts'

/** Carries messages to one service, for one account in one region. */
export interface Carrier {
  carry(message: Message, signal: AbortSignal): Promise<void>
  exists(target: Target): Promise<boolean>
  close(): void
}

const CARRIERS: Readonly<Record<Exclude<TargetKind, 'lambda'>, (settings: ClientSettings) => Promise<Carrier>>> = {
  sqs: sqsCarrier,
  sns: snsCarrier,
  events: eventsCarrier,
  s3: s3Carrier,
}

/** Takes messages to queues, topics, event buses and buckets through the AWS SDK, whose clients are loaded when first needed. */
export class AwsCourier implements Courier {
  private readonly endpoint: AwsEndpoint
  private readonly home: Place
  private readonly carriers = new Map<string, Promise<Carrier>>()

  /** @param home whose buckets are meant where nothing says more: the ARN of one names neither account nor region */
  constructor(endpoint: AwsEndpoint, home: Place) {
    this.endpoint = endpoint
    this.home = home
  }

  async carry(message: Message, signal: AbortSignal): Promise<void> {
    const carrier = await this.carrier(message.target, parseArn(message.functionArn) ?? this.home)
    await carrier.carry(message, signal)
  }

  async exists(target: Target): Promise<boolean> {
    const carrier = await this.carrier(target, this.home)
    return await carrier.exists(target)
  }

  async close(): Promise<void> {
    for (const carrier of await Promise.allSettled(this.carriers.values())) {
      if (carrier.status === 'fulfilled') carrier.value.close()
    }
    this.carriers.clear()
  }

  private carrier({ kind, account, region }: Target, home: Place): Promise<Carrier> {
    if (kind === 'lambda') throw new Error('expected a queue, topic, event bus or bucket, got a function')
    const place = kind === 's3' ? { account: home.account, region: home.region } : { account, region }
    const key = `${kind}/${place.account}/${place.region}`
    const known = this.carriers.get(key)
    if (known) return known
    const carrier = CARRIERS[kind](clientSettings(this.endpoint, place))
    this.carriers.set(key, carrier)
    // A package that is missing now may be there at the next try.
    carrier.catch(() => this.carriers.delete(key))
    return carrier
  }
}
