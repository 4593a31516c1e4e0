import type { BodyInputOf, Contract, ResponseOf } from '../../functions/contract/index.ts'

type Room = Contract['customData']

export type CustomField = ResponseOf<Room['getCustomField']>
export type NewCustomField = BodyInputOf<Room['createCustomField']>
export type CustomFieldChanges = BodyInputOf<Room['changeCustomField']>
export type CustomData = ResponseOf<Room['getCustomData']>
/** A custom field with what it holds of a recording or segment. */
export type CustomDatum = CustomData['items'][number]
export type CustomDataChanges = BodyInputOf<Room['changeCustomData']>['values']
