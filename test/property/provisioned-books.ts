import type { EngineView } from '../../src/engine/ports.ts'
import { provisionedOf } from '../../src/scenario/provisioned.ts'
import type { Scenario } from '../../src/scenario/scenario.ts'

/** Keeps books on provisioned environments, of a scenario in which they do not change. */
export class ProvisionedBooks {
  private readonly functions: Scenario['functions']
  private readonly concurrency: number
  /** Attempts in provisioned environments by function and version, those on demand by function. */
  private readonly ahead = new Map<string, number>()
  private readonly onDemand = new Map<string, number>()

  constructor({ functions, account }: Scenario) {
    this.functions = functions
    this.concurrency = account.concurrency
  }

  /** Notes an attempt that starts or ends, and says what is wrong then. */
  note({ attempts }: EngineView, attempt: number, name: string, change: 1 | -1): string[] {
    const version = attempts.version(attempt)
    const isAhead = attempts.isProvisioned(attempt)
    const [book, key] = isAhead ? [this.ahead, `${name} ${version}`] : [this.onDemand, name]
    book.set(key, (book.get(key) ?? 0) + change)
    if (change < 0) return []
    const size = this.sizeOf(name, version)
    const busy = this.ahead.get(`${name} ${version}`) ?? 0
    return [
      ...(isAhead && attempts.isCold(attempt) ? [`a cold start in a provisioned environment of ${name}`] : []),
      ...(busy > size ? [`${busy} of ${size} provisioned environments of ${name} ${version} are in use`] : []),
      ...(!isAhead && busy < size ? [`${name} ${version} spills over with ${size - busy} environments idle`] : []),
      ...(attempts.hasSpilled(attempt) !== (!isAhead && size > 0) ? [`${name} ${version} is wrong on spilling`] : []),
      ...this.crowds(),
    ]
  }

  /** Environments of a version: the alias `live` divides its own between versions 1 and 2. */
  private sizeOf(name: string, version: number): number {
    const alias = this.functions.find((spec) => spec.name === name)!.aliases.find((each) => each.name === 'live')!
    const second = Math.round((alias.provisionedConcurrency ?? 0) * (alias.other?.weight ?? 0))
    return version === 2 ? second : version === 1 ? (alias.provisionedConcurrency ?? 0) - second : 0
  }

  /** On-demand attempts beyond what provisioned environments leave. */
  private crowds(): string[] {
    const crowds: string[] = []
    let [rest, shared] = [this.concurrency, 0]
    for (const spec of this.functions) {
      const provisioned = provisionedOf(spec).reduce((sum, { executions }) => sum + executions, 0)
      const own = this.onDemand.get(spec.name) ?? 0
      rest -= spec.reservedConcurrency ?? provisioned
      if (spec.reservedConcurrency === undefined) shared += own
      else if (own > spec.reservedConcurrency - provisioned) crowds.push(`${spec.name} runs ${own} on demand`)
    }
    return shared > rest ? [...crowds, `${shared} run on demand of the ${rest} that nobody has`] : crowds
  }
}
