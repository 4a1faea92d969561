import type { EngineView, Invoker } from '../engine/ports.ts'
import { PURPOSE } from '../engine/purpose.ts'
import type { FunctionState, Target } from '../engine/target.ts'
import { exitError, thrownError } from '../rules/error-object.ts'
import { FUNCTION_ERROR, SUCCEEDED, SYSTEM_ERROR } from '../rules/outcome.ts'
import { AttemptCourse } from './attempt-course.ts'
import type { FunctionModel } from './function-model.ts'
import { isWithin } from './outage.ts'

// Constants of this module, not of another: the compiler folds only those, and every attempt reads them.
const { attempt: ATTEMPT, coldStart: COLD_START, poison: POISON } = PURPOSE
const [OK, FAILED, UNAVAILABLE] = [SUCCEEDED, FUNCTION_ERROR, SYSTEM_ERROR]
const utf8 = new TextEncoder()
const SIMULATED_ERROR = utf8.encode(thrownError('Error', 'simulated function error'))

/**
 * Runs attempts by drawing how long they take and how they end. The draws belong to the event and the attempt, so an
 * event fares the same under every configuration. The order of one attempt's stream is fixed: outcome, then duration.
 */
export class ModelInvoker implements Invoker {
  /** How attempts go of models that have circumstances. */
  readonly course = new AttemptCourse()
  private readonly modelOf: (functionName: string, version: number) => FunctionModel
  /** By place of the version. */
  private readonly models: (FunctionModel | undefined)[] = []
  private engine!: EngineView

  constructor(modelOf: (functionName: string, version: number) => FunctionModel) {
    this.modelOf = modelOf
  }

  attach(engine: EngineView): void {
    this.engine = engine
    this.course.attach(engine)
  }

  start(attempt: number, event: number, target: Target): boolean {
    const { attempts, draws, events } = this.engine
    const model = this.models[attempts.place(attempt)] ?? this.ask(attempt, target.function)
    const name0 = events.name0(event)
    const name1 = events.name1(event)
    const tries = events.tries(event)
    draws.at(name0, name1, ATTEMPT, tries)
    const uniform = draws.uniform()
    let durationMs = model.duration.sample(draws)
    let outcome = OK
    if (uniform < model.errorProbability || this.isDoomed(event, model)) outcome = FAILED
    if (model.recording !== undefined) {
      const recorded = model.recording.find(this.engine, event)
      if (recorded.durationMs >= 0) durationMs = recorded.durationMs
      if (events.attempts(event) < recorded.failures) outcome = FAILED
    }
    if (uniform > 1 - model.systemErrorProbability) outcome = UNAVAILABLE
    const { circumstances } = model
    if (circumstances === undefined) attempts.plan(attempt, durationMs, outcome)
    else this.course.plan(attempt, event, target.function, circumstances, uniform, durationMs, outcome)

    if (attempts.isCold(attempt)) {
      draws.at(name0, name1, COLD_START, tries)
      attempts.chill(attempt, model.coldStart.sample(draws))
    }
    return true
  }

  /** Asks for a function's models again at its next attempts: they are others from now on. */
  forget(functionIndex: number): void {
    for (const version of this.engine.functions[functionIndex]!.versions) {
      if (version) this.models[version.place] = undefined
    }
  }

  /** A modelled handler returns nothing; one that fails answers like the Node.js runtime. */
  response(event: number, outcome: number): Uint8Array | undefined {
    if (outcome !== FUNCTION_ERROR) return undefined
    return this.course.hasCrashed(event) ? utf8.encode(exitError(this.engine.requestId(event))) : SIMULATED_ERROR
  }

  /** Whether an attempt fails for a reason that lasts: an outage, or the event itself. */
  private isDoomed(event: number, model: FunctionModel): boolean {
    if (model.outages.length > 0 && isWithin(model.outages, this.engine.nowMs)) return true
    if (model.poisonProbability === 0) return false
    const { draws } = this.engine
    const [name0, name1] = this.engine.originalName(event)
    draws.at(name0, name1, POISON, 0)
    return draws.uniform() < model.poisonProbability
  }

  private ask(attempt: number, state: FunctionState): FunctionModel {
    const { attempts } = this.engine
    const model = this.modelOf(state.name, attempts.version(attempt))
    this.models[attempts.place(attempt)] = model
    return model
  }
}
