import { explanationOf, type RuleExplanation, type RuleId } from '../rules/explanation.ts'
import { listed, wrap } from './prose.ts'

/** What `recorded` is called where nobody has read the legend yet. */
const WORDS = {
  documented: 'documented',
  recorded: 'recorded on AWS',
  inferred: 'inferred',
  'model choice': 'model choice',
}

/** The rules that timelines name, numbered as they first come up: each stands once, beneath all timelines. */
export class Footnotes {
  private readonly numbers = new Map<RuleId, number>()

  /**
   * How sure some rules are, and where more stands: `documented [1]`, `recorded on AWS [2]; model choice [3]`. A rule
   * that came up before has its number alone.
   */
  mark(rules: readonly RuleId[]): string {
    const known: string[] = []
    const byLabel = new Map<string, string>()
    for (const rule of rules) {
      const before = this.numbers.get(rule)
      if (before !== undefined) {
        known.push(`[${before}]`)
        continue
      }
      this.numbers.set(rule, this.numbers.size + 1)
      const label = labelOf(explanationOf(rule))
      byLabel.set(label, `${byLabel.get(label) ?? label} [${this.numbers.size}]`)
    }
    return [known.join(' '), ...byLabel.values()].filter((text) => text !== '').join('; ')
  }

  /** The rules with their sources, in the order of their numbers. */
  lines(width: number): string[] {
    const columns = String(this.numbers.size).length + 3
    return [...this.numbers].flatMap(([rule, number]) => {
      const lines = wrap(noteText(explanationOf(rule)), ' '.repeat(2 + columns), width)
      const mark = `  [${number}]`.padEnd(2 + columns)
      return lines.map((line, place) => (place === 0 ? mark + line.slice(mark.length) : line))
    })
  }
}

function labelOf({ certainty }: RuleExplanation): string {
  return certainty.map((each) => WORDS[each]).join(', ')
}

function noteText({ text, certainty, source, option }: RuleExplanation): string {
  const words = listed(certainty.map((each) => WORDS[each]))
  const choice = option === undefined ? '' : `; option ${option}`
  return `${text} ${words.charAt(0).toUpperCase()}${words.slice(1)}: ${source}${choice}.`
}
