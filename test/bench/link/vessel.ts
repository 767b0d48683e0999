import type { ComponentId, VesselId } from '../../../shared/model.ts'

export const AURORA = 'mv-aurora' as VesselId
export const componentId = (text: string) => text as ComponentId
