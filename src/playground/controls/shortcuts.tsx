import { useEffect, useRef, useState } from 'preact/hooks'
import type { Session } from '../session.ts'
import { ONCE, SHORTCUTS, type ShortcutName, shortcutOf } from './shortcut.ts'
import { nextSpeed } from './speed.ts'
import { standingOf } from './standing.ts'
import { playOrPause, toStart } from './transport.ts'

/** Real time that an arrow key skips at the present speed, in seconds. */
const SKIP_S = 5
const STORED = 'asyncinvoke-keys'

/** The keys of the page, and the dialog that shows them. They can be turned off, for whoever speaks to their machine. */
export function Shortcuts({ session }: { session: Session }) {
  const dialog = useRef<HTMLDialogElement>(null)
  const [isOn, setOn] = useState(() => stored() !== 'off')
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      const name = shortcutOf(event, focused(event.target))
      if (!name || dialog.current?.open || (!isOn && name !== 'help')) return
      event.preventDefault()
      if (event.repeat && ONCE.includes(name)) return
      if (name === 'help') dialog.current?.showModal()
      else act(session, name)
    }
    addEventListener('keydown', press)
    return () => removeEventListener('keydown', press)
  }, [isOn, session])
  return (
    <>
      <button
        type="button"
        class="quiet keys-button"
        aria-haspopup="dialog"
        onClick={() => dialog.current?.showModal()}
      >
        Keys <kbd>?</kbd>
      </button>
      <dialog ref={dialog} aria-labelledby="keys-title">
        <h2 id="keys-title">Keys</h2>
        <dl class="keys">
          {Object.values(SHORTCUTS).map(({ sign, what }) => (
            <div key={sign}>
              <dt>
                <kbd>{sign}</kbd>
              </dt>
              <dd>{what}</dd>
            </div>
          ))}
        </dl>
        <p class="about">They rest while you type, and where a slider or a button needs the key itself.</p>
        <form method="dialog">
          <label class="check">
            <input
              type="checkbox"
              checked={isOn}
              onChange={({ currentTarget }) => {
                setOn(currentTarget.checked)
                store(currentTarget.checked ? 'on' : 'off')
              }}
            />
            <span>Use these keys</span>
          </label>
          <button type="submit" class="primary">
            Close
          </button>
        </form>
      </dialog>
    </>
  )
}

function act(session: Session, name: Exclude<ShortcutName, 'help'>): void {
  const player = session.player.value
  if (!player) return
  const skipMs = SKIP_S * 1_000 * player.speed
  const standing = standingOf(player, session.subject.value)
  switch (name) {
    case 'play':
      return playOrPause(session)
    case 'step':
      return session.step()
    case 'back':
      return void session.seek(Math.max(0, player.here.atMs - skipMs))
    case 'on':
      return void session.seek(player.here.atMs + skipMs)
    case 'start':
      return void toStart(session)
    case 'faster':
      return session.setSpeed(nextSpeed(player.speed, 1))
    case 'slower':
      return session.setSpeed(nextSpeed(player.speed, -1))
    case 'release':
      return void session.choose(undefined)
    case 'outage':
      return void (standing && session.toggleOutage(standing.name))
    case 'send':
      return void (standing && !standing.closed && session.turn({ function: standing.name, knob: 'send', value: 1 }))
  }
}

function focused(target: EventTarget | null) {
  if (!(target instanceof HTMLElement)) return { tag: '', kind: '' }
  const role = target.getAttribute('role') ?? ''
  const kind = target instanceof HTMLInputElement ? target.type : target.isContentEditable ? 'textbox' : role
  return { tag: target.localName, kind }
}

/** A page from the disk, or a private window, may have nothing to store in. */
function stored(): string | null {
  try {
    return localStorage.getItem(STORED)
  } catch {
    return null
  }
}

function store(value: string): void {
  try {
    localStorage.setItem(STORED, value)
  } catch {
    // Then it holds until the page is closed.
  }
}
