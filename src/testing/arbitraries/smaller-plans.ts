import { FAULT_KINDS, type FaultKind, type FaultPlan, SURROUNDING_KINDS } from '../faults/fault.ts'
import { drawsOf, type FaultDraw, type PlanLimits, planOf } from './fault-draw.ts'

/**
 * Plans that are smaller than a plan, the smallest first: none at all, one fault fewer, a fault of a simpler kind, a smaller
 * number. Each is sensible itself. A plan of which none of these breaks a property is the smallest in that no
 * fault can be left out.
 *
 * @param kinds kinds that a fault may be changed to, the simplest first
 */
export function* smallerPlans(
  plan: FaultPlan,
  kinds: readonly FaultKind[],
  limits: PlanLimits,
): Generator<FaultPlan, void> {
  for (const draws of candidates(drawsOf(plan), kinds)) {
    const smaller = planOf(draws, limits)
    if (isSmaller(sizeOf(smaller), sizeOf(plan))) yield smaller
  }
}

function* candidates(draws: readonly FaultDraw[], kinds: readonly FaultKind[]): Generator<readonly FaultDraw[], void> {
  if (draws.length > 1) yield []
  for (const index of draws.keys()) yield draws.toSpliced(index, 1)
  for (const [index, { kind }] of draws.entries()) {
    for (const other of kinds) {
      const simpler = rankOf(other) < rankOf(kind) ? simplest(other) : undefined
      if (simpler) yield draws.with(index, simpler)
    }
  }
  for (const [index, draw] of draws.entries()) {
    for (const shorter of withSmallerNumbers(draw)) yield draws.with(index, shorter)
  }
}

/** The simplest fault of a kind; undefined where it hangs on what there is to be changed or down. */
function simplest(kind: FaultKind): FaultDraw | undefined {
  if (kind === 'down' || kind === 'change') return undefined
  if (kind === 'cut') return { kind, afterMs: 1 }
  if (kind === 'slow') return { kind, durationMs: 1 }
  if (kind === 'duplicate') return { kind, afterMs: 0 }
  if (kind === 'throttle') return { kind, fromMs: 0, forMs: 1 }
  return { kind }
}

function* withSmallerNumbers(draw: FaultDraw): Generator<FaultDraw, void> {
  if (draw.kind === 'slow') for (const durationMs of between(1, draw.durationMs)) yield { ...draw, durationMs }
  if (draw.kind === 'cut') for (const afterMs of between(1, draw.afterMs)) yield { ...draw, afterMs }
  if (draw.kind === 'duplicate') for (const afterMs of between(0, draw.afterMs)) yield { ...draw, afterMs }
  if (draw.kind === 'throttle' || draw.kind === 'down') {
    for (const fromMs of between(0, draw.fromMs)) yield { ...draw, fromMs }
    for (const forMs of between(1, draw.forMs)) yield { ...draw, forMs }
  }
}

/** Numbers from the least one to just below another, ever nearer to it: so that the border is found by halving. */
function* between(least: number, value: number): Generator<number, void> {
  for (let gap = value - least; gap >= 1; gap = Math.floor(gap / 2)) yield value - gap
}

const RANKS = [...FAULT_KINDS, ...SURROUNDING_KINDS]

function rankOf(kind: FaultKind): number {
  return RANKS.indexOf(kind)
}

/** How large a plan is: faults, then how complicated they are, then a sum of their numbers. */
function sizeOf(plan: FaultPlan): readonly [number, number, number] {
  const ranks = plan.reduce((sum, { kind }) => sum + rankOf(kind), 0)
  const numbers = plan.reduce((sum, fault) => {
    if (fault.kind === 'slow') return sum + fault.durationMs
    if (fault.kind === 'duplicate' || fault.kind === 'cut') return sum + fault.afterMs
    // An earlier beginning counts more than a longer time: throttles of the retry last until that.
    return fault.kind === 'throttle' || fault.kind === 'down' ? sum + 2 * fault.fromMs + fault.forMs : sum
  }, 0)
  return [plan.length, ranks, numbers]
}

function isSmaller(a: readonly number[], b: readonly number[]): boolean {
  const place = a.findIndex((value, index) => value !== b[index])
  return place >= 0 && a[place]! < b[place]!
}
