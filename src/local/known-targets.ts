import { type ServiceError, serviceFailure } from '../rules/service-error.ts'
import { parseTarget, type Target } from '../rules/target.ts'
import { oneLine } from './delivery/one-line.ts'

/** ARNs that are remembered: the ones asked for last. */
const REMEMBERED = 10_000

/** Which queues, topics, buses and buckets exist: found out in time, for a control plane that cannot wait. */
export class KnownTargets {
  private readonly ask: ((target: Target) => Promise<boolean>) | undefined
  private readonly known = new Map<string, boolean | ServiceError>()

  /** @param ask whether a target exists; undefined: all do */
  constructor(ask: ((target: Target) => Promise<boolean>) | undefined) {
    this.ask = ask
  }

  /**
   * Whether a target exists that was looked up; of others nobody knows that they do not.
   *
   * @throws ServiceError of status 500 where nobody answered when it was looked up
   */
  has(arn: string): boolean {
    const known = this.known.get(arn) ?? true
    if (typeof known !== 'boolean') throw known
    return known
  }

  /** Asks which of these targets exist. That nobody answers is told by `has`: the request may be refused for something else. */
  async lookUp(arns: readonly string[]): Promise<void> {
    const { ask } = this
    if (!ask) return
    await Promise.all(
      arns.map(async (arn) => {
        const target = parseTarget(arn)
        if (target && target.kind !== 'lambda')
          this.remember(arn, await ask(target).catch((error: unknown) => unanswered(arn, error)))
      }),
    )
  }

  private remember(arn: string, exists: boolean | ServiceError): void {
    this.known.delete(arn)
    this.known.set(arn, exists)
    const [oldest] = this.known.keys()
    if (this.known.size > REMEMBERED) this.known.delete(oldest!)
  }
}

function unanswered(arn: string, error: unknown): ServiceError {
  return serviceFailure(`Nobody says whether ${arn} exists: ${oneLine(error)}.`)
}
