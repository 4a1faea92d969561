import { useEffect } from 'preact/hooks'
import { formatProblem, ScenarioError } from '../../scenario/problem.ts'
import type { Session } from '../session.ts'
import { isLessonFile, readOwnScenario } from './own-scenario.ts'

/**
 * Opens what somebody wrote: a scenario, or a lesson.
 *
 * @param file its name, which problems carry
 * @throws ScenarioError with every problem of a scenario
 */
export async function openOwn(session: Session, written: string, file: string): Promise<void> {
  if (isLessonFile(written, file)) await session.openLessonFile(written, file)
  else await session.openScenario(await readOwnScenario(written, file))
}

/** Opens files that are dropped anywhere on the page: what a browser would do with them is to leave it. */
export function useDroppedFile(session: Session): void {
  useEffect(() => {
    const allow = (event: DragEvent) => {
      if (event.dataTransfer?.types.includes('Files')) event.preventDefault()
    }
    const drop = (event: DragEvent) => {
      const [file] = event.dataTransfer?.files ?? []
      if (!file) return
      event.preventDefault()
      void take(session, file)
    }
    addEventListener('dragover', allow)
    addEventListener('drop', drop)
    return () => {
      removeEventListener('dragover', allow)
      removeEventListener('drop', drop)
    }
  }, [session])
}

async function take(session: Session, file: File): Promise<void> {
  try {
    await openOwn(session, await file.text(), file.name)
  } catch (error) {
    session.problems.value = error instanceof ScenarioError ? error.problems.map(formatProblem) : [String(error)]
  }
}
