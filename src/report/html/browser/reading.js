// @ts-check
/* Says of the marks of a drawing what they are: of the one that is pointed at, or moved to with the arrow keys. */
;(() => {
  /** How far from a mark it is still meant, in pixels. */
  const REACH = 24

  for (const frame of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll('.frame'))) {
    const marks = /** @type {SVGGElement[]} */ ([...frame.querySelectorAll('.mark')])
    const readout = /** @type {HTMLElement} */ (frame.parentElement?.querySelector('.readout'))
    let shown = -1

    /** @param {number} place */
    const show = (place) => {
      marks[shown]?.classList.remove('shown')
      shown = place
      marks[shown]?.classList.add('shown')
      readout.textContent = marks[shown]?.querySelector('title')?.textContent ?? ''
    }

    frame.addEventListener('keydown', (event) => {
      const steps = { ArrowLeft: -1, ArrowRight: 1, Home: -Infinity, End: Infinity }
      const step = steps[/** @type {keyof typeof steps} */ (event.key)]
      if (step === undefined || marks.length === 0) return
      event.preventDefault()
      readout.setAttribute('aria-live', 'polite')
      const from = shown < 0 && step < 0 ? marks.length : shown
      show(Math.max(0, Math.min(marks.length - 1, from + step)))
    })
    frame.addEventListener('pointermove', ({ clientX, clientY }) => {
      readout.setAttribute('aria-live', 'off')
      let [nearest, least] = [-1, REACH]
      for (const [place, mark] of marks.entries()) {
        const { left, top, width, height } = mark.getBoundingClientRect()
        const distance = Math.hypot(left + width / 2 - clientX, top + height / 2 - clientY)
        if (distance < least) [nearest, least] = [place, distance]
      }
      show(nearest)
    })
    frame.addEventListener('pointerleave', () => show(-1))
  }
})()
