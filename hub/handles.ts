import { type FleetEvent, ofFleet, ofVessel, type VesselEvent } from './core/events.ts'
import { evolveFleet, type Fleet, NEW_FLEET } from './core/fleet.ts'
import { evolveVessel, NEW_VESSEL, type Vessel } from './core/vessel.ts'
import { createHandle, type Handle, type HandleOptions } from './handle.ts'

type Common<S, E> = Omit<HandleOptions<S, E>, 'initial' | 'evolve' | 'own'>

/** Decides what belongs to one vessel. */
export const vesselHandle = (common: Common<Vessel, VesselEvent>): Handle<Vessel, VesselEvent> =>
  createHandle({ ...common, initial: () => NEW_VESSEL, evolve: evolveVessel, own: ofVessel })

/** Decides what belongs to no vessel alone. */
export const fleetHandle = (common: Common<Fleet, FleetEvent>): Handle<Fleet, FleetEvent> =>
  createHandle({ ...common, initial: () => NEW_FLEET, evolve: evolveFleet, own: ofFleet })
