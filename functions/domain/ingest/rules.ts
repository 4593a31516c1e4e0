import type { CustomField, CustomValues, Recording } from '../../model/index.ts'
import { customValueOf, fits, maxValuesBytes, valueOfText } from '../custom-data/index.ts'

/** Values of extension data by their paths. */
export type ExtensionValues = ReadonlyMap<string, readonly string[]>

/**
 * Fills custom fields of a recording by the tenant's rules: a field that names a path of session metadata takes the value that
 * was sent there. A newer document's value replaces an older one's; what a person set or took away stays, and what does not
 * fit a field is left in the metadata alone.
 * @returns the very same recording where nothing changes
 */
export function fillByRules(
  recording: Recording,
  fields: readonly CustomField[],
  extensionValues: ExtensionValues,
): Recording {
  let values: CustomValues = recording.customValues
  for (const field of fields) {
    const { name, metadataPath, appliesTo, retiredAt } = field
    if (metadataPath === null || appliesTo !== 'recording' || retiredAt !== null) continue
    if (`custom.${name}` in recording.editedFields) continue
    const value = valueOfTexts(field, extensionValues.get(metadataPath) ?? [])
    if (value === undefined || JSON.stringify(value) === JSON.stringify(customValueOf(values, name))) continue
    const filled = { ...values, [name]: value }
    if (bytesOf(filled) <= maxValuesBytes) values = filled
  }
  return values === recording.customValues ? recording : { ...recording, customValues: values }
}

const utf8 = new TextEncoder()
const bytesOf = (values: CustomValues) => utf8.encode(JSON.stringify(values)).length

/** Of several values the first that fits the field; of choices all that do. */
function valueOfTexts(field: CustomField, texts: readonly string[]) {
  const read = texts.flatMap((text) => {
    const reading = valueOfText(field, text)
    return 'value' in reading ? [reading.value] : []
  })
  if (field.type !== 'multipleChoice') return read[0]
  const chosen = new Set(read.flat())
  const choices = field.choices.filter((choice) => chosen.has(choice))
  return fits(field, choices) ? choices : undefined
}
