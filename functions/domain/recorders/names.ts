import type { Recorder, RecorderId } from '../../model/index.ts'
import { Refusal } from '../problems/index.ts'

/** As stores claim names. */
const nameForComparing = (name: string) => name.normalize('NFKC').toLowerCase()

/** @throws Refusal recorder_name_taken */
export function requireFreeName(recorders: readonly Recorder[], name: string, self?: RecorderId): void {
  const taken = recorders.some(
    (recorder) => recorder.id !== self && nameForComparing(recorder.name) === nameForComparing(name),
  )
  if (!taken) return
  throw new Refusal('recorder_name_taken', 'A recorder of this tenant has that name. Choose another.', [
    { field: 'name', message: 'is the name of another recorder' },
  ])
}
