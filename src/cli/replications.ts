import type { Effort } from '../experiment/effort.ts'
import { unseenShare } from '../experiment/estimate.ts'
import { type ExperimentResult, experimentWith } from '../experiment/experiment.ts'
import { replicationSeed } from '../experiment/replication-seed.ts'
import { replicationsText } from '../report/replications-text.ts'
import { formatProblem } from '../scenario/problem.ts'
import { EXIT, type ExitCode } from './exit-code.ts'
import type { LoadedScenario } from './scenario-file.ts'
import { styleFor } from './terminal.ts'
import { withWorkers } from './work.ts'

/** `run FILE --replications N`: simulates a scenario many times, and prints how sure its figures are. */
export function runReplications(
  file: string,
  { scenario, warnings }: LoadedScenario,
  { json = false, ...effort }: Effort & { readonly json?: boolean },
): Promise<ExitCode> {
  const startedMs = performance.now()
  return withWorkers<ExperimentResult>({
    do: (workers, conduct) => experimentWith(workers, scenario, warnings.map(formatProblem), { ...effort, ...conduct }),
    tell(result) {
      const { count, stopped, expectations } = result.replications
      if (stopped === 'interrupted') process.stderr.write(`asyncinvoke: interrupted: complete replications: ${count}\n`)
      const report = {
        result,
        elapsedMs: performance.now() - startedMs,
        file,
        otherSeed: count > 1 ? replicationSeed(scenario.seed, 2) : undefined,
        unseenShare: unseenShare(count),
      }
      const style = styleFor(process.stdout, process.env)
      process.stdout.write(json ? `${JSON.stringify(result, null, 2)}\n` : replicationsText(report, style))
      return expectations.every(({ met }) => met === count) ? EXIT.ok : EXIT.unmet
    },
  })
}
