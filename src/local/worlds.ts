import type { Place } from '../rules/arn.ts'
import type { World } from './world.ts'

/** The worlds of an endpoint, one for each account and region, made when somebody first asks for it. */
export class Worlds {
  private readonly make: (place: Place) => World
  private readonly byPlace = new Map<string, World>()

  constructor(make: (place: Place) => World) {
    this.make = make
  }

  get all(): readonly World[] {
    return [...this.byPlace.values()]
  }

  at(place: Place): World {
    const key = `${place.account} ${place.region}`
    const known = this.byPlace.get(key)
    if (known) return known
    const world = this.make(place)
    this.byPlace.set(key, world)
    return world
  }
}
