import { html } from './markup.ts'
import type { Section } from './page.ts'

/** What a page was made from, so that anybody can make it again. */
export interface Source {
  /** The scenario as it is written. */
  readonly text: string
  /** The command that makes the page. */
  readonly command: string
  readonly seed: number
}

/** How to make a page again: the command, the seed, the version and the scenario. */
export function sourceSection({ text, command, seed }: Source, version: string): Section {
  return {
    heading: 'Repeat it',
    body: html`<p>Seed ${seed}, asyncinvoke ${version}. The same scenario, seed and version give the same figures, to the last bit.</p>
<pre class="command" data-copy="text" tabindex="0" role="region" aria-label="Command"><code>${command}</code></pre>
<h3>The scenario</h3>
<pre data-copy="text" tabindex="0" role="region" aria-label="Scenario"><code>${text}</code></pre>
`,
  }
}
