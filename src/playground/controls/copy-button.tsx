import { useState } from 'preact/hooks'

/** How long it says that something was copied. */
const SAID_MS = 2_000

/** Copies a text, and says so. @param text is asked for when it is wanted */
export function CopyButton({ label, text, ...rest }: { label: string; text: () => string; class?: string }) {
  const [said, setSaid] = useState('')
  const copy = async () => {
    setSaid((await copied(text())) ? 'Copied' : 'Could not copy: your browser does not allow it here')
    setTimeout(() => setSaid(''), SAID_MS)
  }
  return (
    <button type="button" {...rest} onClick={() => void copy()}>
      {said === 'Copied' ? '✓ ' : ''}
      {label}
      <span role="status" class={said === '' || said === 'Copied' ? 'unseen' : 'fact'}>
        {said}
      </span>
    </button>
  )
}

/** Pages from the disk have no clipboard in some browsers: then what is selected is copied. */
async function copied(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text)
    return true
  } catch {
    const field = Object.assign(document.createElement('textarea'), { value: text, className: 'unseen' })
    document.body.append(field)
    field.select()
    const isDone = document.execCommand('copy')
    field.remove()
    return isDone
  }
}
