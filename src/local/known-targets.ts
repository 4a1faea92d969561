import { parseTarget, type Target } from '../rules/target.ts'

/** ARNs that are remembered: the ones asked for last. */
const REMEMBERED = 10_000

/** Which queues, topics, buses and buckets exist: found out in time, for a control plane that cannot wait. */
export class KnownTargets {
  private readonly ask: ((target: Target) => Promise<boolean>) | undefined
  private readonly known = new Map<string, boolean>()

  /** @param ask whether a target exists; undefined: all do */
  constructor(ask: ((target: Target) => Promise<boolean>) | undefined) {
    this.ask = ask
  }

  /** Whether a target exists that was looked up; of others nobody knows that they do not. */
  has(arn: string): boolean {
    return this.known.get(arn) ?? true
  }

  /** Asks which of these targets exist. */
  async lookUp(arns: readonly string[]): Promise<void> {
    const { ask } = this
    if (!ask) return
    await Promise.all(
      arns.map(async (arn) => {
        const target = parseTarget(arn)
        if (target && target.kind !== 'lambda') this.remember(arn, await ask(target))
      }),
    )
  }

  private remember(arn: string, exists: boolean): void {
    this.known.delete(arn)
    this.known.set(arn, exists)
    const [oldest] = this.known.keys()
    if (this.known.size > REMEMBERED) this.known.delete(oldest!)
  }
}
