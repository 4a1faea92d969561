import { type Options, Presets, SingleBar } from 'cli-progress'

/** Runs that are over sooner show no bar. */
const SHOWN_AFTER_MS = 500

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
      format: '  {bar}  {percentage} %  {duration_formatted}, about {eta_formatted} left',
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
