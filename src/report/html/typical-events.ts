import type { TypicalEvent } from '../../experiment/typical-events.ts'
import type { Fate } from '../../measure/fates.ts'
import type { Timeline } from '../../measure/timeline.ts'
import type { Scenario } from '../../scenario/scenario.ts'
import { countText, percentText } from '../number.ts'
import { fateText } from '../timeline-sentence.ts'
import { LAYOUTS, timelinePicture } from '../timeline-svg.ts'
import { html, Markup } from './markup.ts'

/** Fates as one says them of an event; a condition is called by its name. */
const WORDS: Readonly<Partial<Record<Fate, string>>> = {
  Success: 'succeeded',
  discarded: 'discarded: nothing took it',
  throttled: 'throttled on the way',
  retried: 'retried',
  slow: 'among the slowest 1 %',
}

/** The timelines of typical events, folded in but for the first. @param total events that ended */
export function typicalEvents(events: readonly TypicalEvent[], total: number, scenario: Scenario): Markup {
  return html`${events.map(({ fates, timeline }, place) => {
    const shares = fates.map(
      ({ fate, count }) => `${WORDS[fate] ?? fate} (${countText(count)}, ${percentText(count, total)})`,
    )
    return html`<details class="event"${place === 0 ? html` open` : ''}><summary><h3>${shares.join(' · ')}</h3> <span>event ${countText(timeline.event)} ${fateText(timeline)}</span></summary>
${timelineFigure(timeline, scenario, `event-${timeline.event}`)}</details>
`
  })}`
}

/** A timeline in the two layouts of which a page shows one, by its width. */
export function timelineFigure(timeline: Timeline, scenario: Scenario, id: string): Markup {
  const picture = (layout: keyof typeof LAYOUTS) =>
    html`<div class="${layout}">${new Markup(timelinePicture(timeline, scenario, { layout: LAYOUTS[layout], id: `${id}-${layout}`, hasHeading: false }))}</div>`
  return html`<figure class="timeline-figure" data-copy="picture">${picture('wide')}${picture('narrow')}</figure>
`
}
