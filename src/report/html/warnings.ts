import { html } from './markup.ts'
import type { Section } from './page.ts'

/** What is odd about the scenario; undefined where nothing is. */
export function warningSection(warnings: readonly string[]): Section | undefined {
  if (warnings.length === 0) return undefined
  return { heading: 'Warnings', body: html`<ul>${warnings.map((warning) => html`<li>${warning}</li>\n`)}</ul>\n` }
}
