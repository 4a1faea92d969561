import type { ControlPlane } from '../control-plane/control-plane.ts'
import type { Place } from '../rules/arn.ts'
import { EmptyWorld } from './empty-world.ts'
import type { World } from './world.ts'
import type { WorldPort, WorldsPort } from './worlds-port.ts'

/** The worlds of an endpoint, one for each account and region, made when somebody first changes something in it. */
export class Worlds implements WorldsPort {
  private readonly make: (place: Place) => World
  private readonly emptyPlane: (place: Place) => ControlPlane
  private readonly byPlace = new Map<string, World>()

  /** @param emptyPlane the control plane of a place where nothing has been made */
  constructor(make: (place: Place) => World, emptyPlane: (place: Place) => ControlPlane) {
    this.make = make
    this.emptyPlane = emptyPlane
  }

  get all(): readonly World[] {
    return [...this.byPlace.values()]
  }

  at(place: Place): World {
    const known = this.byPlace.get(keyOf(place))
    if (known) return known
    const world = this.make(place)
    this.byPlace.set(keyOf(place), world)
    return world
  }

  seen(place: Place): WorldPort {
    return this.byPlace.get(keyOf(place)) ?? new EmptyWorld(this.emptyPlane(place))
  }
}

function keyOf({ account, region }: Place): string {
  return `${account} ${region}`
}
