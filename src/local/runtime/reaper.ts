import { type ChildProcess, spawn } from 'node:child_process'

/** One line a change: `+ PID` a process group began, `- PID` it has ended. The end of the input: the endpoint is gone. */
const SCRIPT = `live=' '
while read -r change pid; do
  case $change in
    +) live="$live$pid " ;;
    -) case $live in *" $pid "*) live="\${live%% $pid *} \${live#* $pid }" ;; esac ;;
  esac
done
for pid in $live; do kill -9 "-$pid"; done 2> /dev/null
rm -rf -- "$1"`

/**
 * Sees to it that nothing outlives the endpoint, even when that is killed: a shell that waits for the end of its input,
 * ends the process groups that are left, and removes the folder that they had.
 */
export class Reaper {
  readonly #shell: ChildProcess

  constructor(folder: string) {
    this.#shell = spawn('/bin/sh', ['-c', SCRIPT, 'asyncinvoke', folder], {
      stdio: ['pipe', 'ignore', 'ignore'],
      // Not in the terminal's group: an interrupt there is the endpoint's to handle.
      detached: true,
      env: { PATH: process.env.PATH ?? '/usr/bin:/bin' },
    })
    // Without a shell, as on Windows, processes end when they miss their Runtime API.
    this.#shell.on('error', () => {})
    this.#shell.stdin?.on('error', () => {})
    this.#shell.unref()
  }

  began(pid: number): void {
    this.#shell.stdin?.write(`+ ${pid}\n`)
  }

  ended(pid: number): void {
    this.#shell.stdin?.write(`- ${pid}\n`)
  }

  close(): void {
    this.#shell.stdin?.end()
  }
}
