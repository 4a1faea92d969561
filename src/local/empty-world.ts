import type { ControlPlane } from '../control-plane/control-plane.ts'
import type { WorldPort } from './worlds-port.ts'

/** A world where nothing is, for reading: it costs nothing to make and to forget. */
export class EmptyWorld implements WorldPort {
  readonly plane: ControlPlane

  constructor(plane: ControlPlane) {
    this.plane = plane
  }

  enter(): never {
    throw new Error('expected a world that can change')
  }

  async send(): Promise<never> {
    return this.enter()
  }

  async call(): Promise<never> {
    return this.enter()
  }
}
