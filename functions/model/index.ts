export type * from './ids.ts'
export type * from './people.ts'
export type * from './recording.ts'
export type * from './tenant.ts'
