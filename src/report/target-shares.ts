import { countText } from './number.ts'
import type { Glyphs } from './style.ts'

/** Targets named in one row; more are counted. */
const SHOWN = 2
/** Columns that the names of two targets may take where there are more than two. */
const LONGEST = 26

/** Where the events of one row went: by target, between how many and how many of them. */
export class TargetShares {
  private readonly shares = new Map<string, { least: number; most: number }>()

  /** Counts events that went to one of some targets. Which of several took how many, nothing tells. */
  add(targets: ReadonlySet<string>, least: number, most: number): void {
    if (most === 0) return
    for (const target of targets) {
      const before = this.shares.get(target) ?? { least: 0, most: 0 }
      this.shares.set(target, {
        least: before.least + (targets.size === 1 ? least : 0),
        most: before.most + most,
      })
    }
  }

  /**
   * The targets, those with most events first, each with its count unless it took all of the row. Empty for none.
   *
   * @param count events of the row
   */
  text(count: number, { arrow }: Glyphs): string {
    const sorted = [...this.shares].toSorted(([, a], [, b]) => b.most - a.most)
    if (sorted.length === 0) return ''
    const texts = sorted.slice(0, SHOWN).map(([target, { least, most }]) => {
      if (least === count) return target
      if (least === most) return `${target} (${countText(least)})`
      return least > 0 ? `${target} (at least ${countText(least)})` : `${target} (up to ${countText(most)})`
    })
    // Where there are more, their number matters more than the second one's name.
    const both = texts.join(', ')
    const shown = sorted.length > SHOWN && both.length > LONGEST ? texts[0]! : both
    const rest = sorted.length - (shown === both ? texts.length : 1)
    return `${arrow} ${shown}${rest > 0 ? ` +${rest} more` : ''}`
  }
}
