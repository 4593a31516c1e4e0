import type { CustomDenial, CustomFieldType, CustomValue } from '../../functions/contract/index.ts'
import type { CustomField } from '../api/index.ts'
import type { Formats } from '../time/index.ts'

export const typeWords: Record<CustomFieldType, string> = {
  text: 'Text',
  number: 'Number',
  date: 'Date',
  yesNo: 'Yes or no',
  choice: 'Choice',
  multipleChoice: 'Multiple choice',
}

export const yesNoWords = (isYes: boolean): string => (isYes ? 'Yes' : 'No')

/** A value as it is read. A day is the same in every time zone. */
export function valueInWords(value: CustomValue, type: CustomFieldType, formats: Formats): string {
  if (typeof value === 'boolean') return yesNoWords(value)
  if (typeof value === 'number') return formats.number(value)
  if (Array.isArray(value)) return value.join(', ')
  return type === 'date' ? dayInWords(value, formats) : value
}

function dayInWords(day: string, { locale }: Formats): string {
  const instant = new Date(`${day}T00:00:00Z`)
  return Number.isNaN(instant.getTime())
    ? day
    : new Intl.DateTimeFormat(locale, { timeZone: 'UTC', dateStyle: 'medium' }).format(instant)
}

const ofSegment = /^segments\.(\d+)\./
const ofCustomData = /^(?:segments\.\d+\.)?custom\./

/** What the history calls a custom field, as people call it; undefined for what is none. */
export function historyLabelOf(field: string, fields: readonly CustomField[]): string | undefined {
  if (!ofCustomData.test(field)) return undefined
  const name = field.replace(ofCustomData, '')
  const label = fields.find((each) => each.name === name)?.label ?? name
  const seq = ofSegment.exec(field)?.[1]
  return seq === undefined ? label : `${label}, segment ${seq}`
}

/** Why somebody cannot fill a field in, as a sentence. */
export function denialInWords({ code, routeName }: CustomDenial): string {
  if (code === 'editors') return 'Others fill this in.'
  if (code === 'permission') return 'You may see custom data, but not fill it in.'
  return `Custom data is turned off on ${routeName === null ? 'its route' : `route ${routeName}`}.`
}
