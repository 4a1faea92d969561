import type { DatabaseSync, StatementSync } from 'node:sqlite'
import type { GroupCommit, Writer } from './group-commit.ts'

/** What happened to events, as texts by request id, for as long as the store lives. */
export interface TimelineStore {
  /**
   * Keeps the text of an event, in the place of what was kept before. It is on disk together with the event's own change;
   * it is asked for then, once for all changes of a turn.
   */
  put(requestId: string, text: () => string): void
  get(requestId: string): string | undefined
  /** The texts that were first kept last, the newest first. @param count at most so many */
  last(count: number): readonly { readonly requestId: string; readonly text: string }[]
}

/** Timelines in a file. */
export class SqliteTimelines implements TimelineStore, Writer {
  private readonly commits: GroupCommit
  private readonly insert: StatementSync
  private readonly select: StatementSync
  private readonly newest: StatementSync
  private changed = new Map<string, () => string>()

  constructor(database: DatabaseSync, commits: GroupCommit) {
    this.commits = commits
    this.insert = database.prepare(
      'INSERT INTO timeline (request_id, text) VALUES (?, ?) ON CONFLICT DO UPDATE SET text = excluded.text',
    )
    this.select = database.prepare('SELECT text FROM timeline WHERE request_id = ?')
    this.newest = database.prepare('SELECT request_id, text FROM timeline ORDER BY position DESC LIMIT ?')
    commits.join(this)
  }

  put(requestId: string, text: () => string): void {
    this.changed.set(requestId, text)
    this.commits.touch()
  }

  get(requestId: string): string | undefined {
    return this.changed.get(requestId)?.() ?? (this.select.get(requestId)?.text as string | undefined)
  }

  last(count: number): { requestId: string; text: string }[] {
    // What is not in the file yet belongs before all that is.
    if (this.hasChanges) this.commits.commit()
    return this.newest.all(count).map(({ request_id, text }) => ({ requestId: String(request_id), text: String(text) }))
  }

  get hasChanges(): boolean {
    return this.changed.size > 0
  }

  write(): void {
    for (const [requestId, text] of this.changed) this.insert.run(requestId, text())
  }

  written(): void {
    this.changed = new Map()
  }
}
