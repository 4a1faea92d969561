import cliProgress, { type Options, Presets, SingleBar } from 'cli-progress'

/** Runs that are over sooner show no bar. */
const SHOWN_AFTER_MS = 500

/** Columns of a bar where there is room. */
const BAR_COLUMNS = 40
/** Columns of a bar below which the time that has passed gives way. */
const NARROWEST_BAR = 10
/** Columns of the longest that stands around a bar: `  ` and `  100 %  01h05m, about 01h05m left`, and one for the cursor. */
const AROUND_COLUMNS = 37
const PASSED_COLUMNS = 8

/** A bar on stderr for a run that takes longer than half a second, with an estimate of the time left; nothing where stderr is no terminal. */
export class ProgressBar {
  private readonly bar: SingleBar | undefined
  private readonly startedMs = performance.now()
  private isShown = false
  private shown = 0

  constructor(stream: NodeJS.WriteStream, unicode: boolean) {
    if (!stream.isTTY) return
    const options: Options = {
      stream,
      format: (own, params, payload) =>
        cliProgress.Format.Formatter({ ...own, ...barLayout(stream.columns, params.eta) }, params, payload),
      barsize: BAR_COLUMNS,
      // Of the last few steps: runs become slower where queues grow.
      etaBuffer: 20,
      clearOnComplete: true,
      // The program has its own way with Ctrl-C.
      gracefulExit: false,
    }
    this.bar = new SingleBar(options, unicode ? Presets.shades_classic : Presets.legacy)
  }

  /** @param progress 0 to 1; a bar never goes back */
  update(progress: number): void {
    if (!this.bar || performance.now() - this.startedMs < SHOWN_AFTER_MS) return
    if (!this.isShown) this.bar.start(1_000, 0)
    this.isShown = true
    this.shown = Math.max(this.shown, Math.floor(progress * 1_000))
    this.bar.update(this.shown)
  }

  /** Takes the bar away; where it is updated again, it comes back. */
  close(): void {
    if (this.isShown) this.bar?.stop()
    this.isShown = false
  }
}

/**
 * How a bar is laid out on a terminal so wide.
 *
 * @param eta seconds left as far as they can be told: where nothing has moved yet, a word of the library's
 */
export function barLayout(columns: number, eta: unknown): { readonly format: string; readonly barsize: number } {
  const room = columns - AROUND_COLUMNS
  const isNarrow = room < NARROWEST_BAR
  const barsize = Math.min(BAR_COLUMNS, Math.max(1, isNarrow ? room + PASSED_COLUMNS : room))
  const left = typeof eta === 'number' && Number.isFinite(eta) ? 'about {eta_formatted} left' : ''
  const times = [...(isNarrow ? [] : ['{duration_formatted}']), ...(left === '' ? [] : [left])]
  return { format: ['  {bar}', '{percentage} %', ...(times.length > 0 ? [times.join(', ')] : [])].join('  '), barsize }
}
