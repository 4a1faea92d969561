import { suggestName } from '../../notation/nearest.ts'
import { ServiceError } from '../../rules/service-error.ts'
import { controlPlaneOf } from '../account.ts'
import { type ChangeSpec, callPlane, type TargetChangeSpec } from '../change.ts'
import type { DeliveryErrorsSpec, FunctionSpec, Scenario } from '../scenario.ts'
import type { WrittenChange } from '../schema/change.ts'
import type { DataPath } from '../source-text.ts'
import { errorsText, targetText } from './change-text.ts'
import { checkLoops } from './checks.ts'
import { changesClaims, checkConcurrency, checkLimit, checkWaits } from './concurrency.ts'
import { checkTarget } from './destinations.ts'
import type { FunctionContext } from './function.ts'
import { blank, changedFunction } from './function-change.ts'
import type { Names } from './names.ts'
import { outagesOf } from './outage.ts'
import { type Step, Steps } from './steps.ts'

type Described = Pick<Scenario, 'startMs' | 'account' | 'options' | 'functions' | 'destinations'>

/** A change with what carries it out, and where that stands in the file. */
type OpenChange = ChangeSpec & { readonly steps: readonly Step[]; readonly path: DataPath }

/** The changes in order of time, each checked against what those before it have left. */
export async function changesOf(
  written: readonly WrittenChange[] | undefined,
  scenario: Described,
  context: FunctionContext,
): Promise<ChangeSpec[]> {
  const indexed = (written ?? []).map((change, index) => ({ change, path: ['changes', index] }))
  const state = new State(scenario, context)
  const changes: OpenChange[] = []
  for (const { change, path } of indexed.toSorted((a, b) => a.change.at - b.change.at)) {
    changes.push(await state.apply(change, path))
  }
  if (!context.findings.areFatal) rehearse(scenario, changes, context)
  return changes.map(({ steps: _, path: __, ...change }) => change)
}

/** What the changes so far have made of a scenario. */
class State {
  private readonly scenario: Described
  private readonly context: FunctionContext
  private readonly functions: Map<string, FunctionSpec>
  private readonly targets: Map<string, DeliveryErrorsSpec>
  private concurrency: number
  private names: Names

  constructor(scenario: Described, context: FunctionContext) {
    this.scenario = scenario
    this.context = context
    this.functions = new Map(scenario.functions.map((spec) => [spec.name, spec]))
    this.targets = new Map(scenario.destinations.map((spec) => [spec.arn, spec]))
    this.concurrency = scenario.account.concurrency
    this.names = context.names
  }

  async apply(change: WrittenChange, path: DataPath): Promise<OpenChange> {
    const { functions: writtenFunctions = {}, destinations = {}, account } = change
    const { findings } = this.context
    const before = findings.problems.length
    const steps = new Steps()
    this.names = this.names.after(change)
    if (account?.concurrency !== undefined) {
      this.concurrency = account.concurrency
      const call = { operation: 'SetAccountConcurrency', request: account.concurrency } as const
      steps.add('limit', [...path, 'account', 'concurrency'], call)
      steps.say(`account: concurrency ${account.concurrency}`)
    }
    const functions: FunctionSpec[] = []
    for (const [name, written] of Object.entries(writtenFunctions)) {
      const changed = await this.change(name, written, [...path, 'functions', name], steps)
      if (changed) functions.push(changed)
    }
    const targets = Object.entries(destinations).map(([arn, written]) =>
      this.changeTarget(arn, written, [...path, 'destinations', arn], steps),
    )
    this.check(change, path)
    if (steps.texts.length === 0 && findings.problems.length === before) findings.warning(path, 'changes nothing')
    const inOrder = steps.inOrder()
    return {
      atMs: change.at,
      texts: steps.texts,
      calls: inOrder.map(({ call }) => call),
      functions,
      accountConcurrency: this.concurrency,
      destinations: targets,
      steps: inOrder,
      path,
    }
  }

  /** The function as it is afterwards, or undefined where it is deleted or was never there. */
  private async change(
    name: string,
    written: NonNullable<WrittenChange['functions']>[string],
    path: DataPath,
    steps: Steps,
  ): Promise<FunctionSpec | undefined> {
    const known = this.functions.get(name)
    const first = this.scenario.functions.find((spec) => spec.name === name)
    if (!first || (written === null && !known)) {
      const there = known || !first ? this.context.names.functions : [...this.functions.keys()]
      // One with a mistake in it is there as well.
      if (first || !there.includes(name)) {
        const message = `expected a function of the scenario, got "${name}"${suggestName(name, there)}`
        this.context.findings.error(path, message, 'key')
      }
      return undefined
    }
    if (written === null) {
      this.functions.delete(name)
      steps.add('deletion', path, { operation: 'DeleteFunction', request: { FunctionName: name } })
      steps.say(`${name} deleted`)
      return undefined
    }
    const context = { ...this.context, names: this.names }
    const changed = await changedFunction(written, !known, { before: known ?? blank(first), path, context, steps })
    this.functions.set(name, changed)
    return changed
  }

  private changeTarget(
    arn: string,
    { down, errors }: NonNullable<WrittenChange['destinations']>[string],
    path: DataPath,
    steps: Steps,
  ): TargetChangeSpec {
    const known = this.targets.get(arn)
    if (!known) checkTarget(arn, path, this.context)
    const { isDown, probability, outages } = known ?? { isDown: false, probability: 0, outages: [] }
    const changed = {
      isDown: down ?? isDown,
      probability: errors ? (errors.probability ?? 0) : probability,
      outages: errors ? outagesOf(errors.outages, [...path, 'errors', 'outages'], this.context.findings) : outages,
    }
    this.targets.set(arn, changed)
    const states = [...(down === undefined ? [] : [down ? 'down' : 'up']), ...(errors ? [errorsText(errors)] : [])]
    if (states.length > 0) steps.say(`${targetText(arn)}: ${states.join(', ')}`)
    return { arn, ...changed }
  }

  /** What must hold of the whole of it, as for the scenario that it began with. */
  private check({ account, functions = {} }: WrittenChange, path: DataPath): void {
    const { scenario } = this
    const specs = [...this.functions.values()]
    const findings = this.context.findings.under(path)
    const changed = Object.entries(functions)
    const now = { ...scenario, account: { ...scenario.account, concurrency: this.concurrency }, functions: specs }
    const written = { account, functions }
    if (changesClaims(written)) checkConcurrency(now, written, findings)
    if (account?.concurrency !== undefined) checkLimit(now, ['account', 'concurrency'], findings)
    if (account !== undefined || changed.length > 0) checkWaits(now, written, findings)
    if (changed.length === 0) return
    const inLoop = (loop: readonly string[]) => changed.find(([name]) => loop.includes(name))?.[0]
    checkLoops(specs, scenario.options, (loop) => ['functions', inLoop(loop) ?? loop[0]!], findings)
  }
}

/** Makes the calls of the changes on a control plane: what AWS would refuse is an error, in its words. */
function rehearse(scenario: Described, changes: readonly OpenChange[], { findings }: FunctionContext): void {
  if (changes.length === 0) return
  const plane = controlPlaneOf(scenario)
  for (const { path, call } of changes.flatMap(({ steps }) => steps)) {
    try {
      callPlane(plane, call)
    } catch (error) {
      if (!(error instanceof ServiceError)) throw error
      // What follows from a call that was refused tells nothing.
      findings.error(path, error.message, 'key')
      return
    }
  }
}
