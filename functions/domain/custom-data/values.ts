import type { CustomFieldType, CustomValue } from '../../contract/index.ts'
import type { CustomField, CustomValues } from '../../model/index.ts'

/** What decides whether a value fits. */
export type ValueRule = Pick<CustomField, 'type' | 'choices'>
/** `problem` goes on from the name of the field: `must be …`. */
export type ReadValue = { value: CustomValue } | { problem: string }

const maxText = 500
const most = 1e15
const least = 1e-9

/** What of its name is no property of all objects. */
export const customValueOf = (values: CustomValues, name: string): CustomValue | undefined =>
  Object.hasOwn(values, name) ? values[name] : undefined

function readText(given: CustomValue): ReadValue {
  if (typeof given !== 'string') return { problem: 'must be a text' }
  const value = given.trim()
  if (value === '') return { problem: 'must hold a text; null takes it away' }
  if (value.length > maxText) return { problem: `must hold at most ${maxText} characters` }
  return /\p{Cc}/u.test(value) ? { problem: 'must be one line without control characters' } : { value }
}

function readNumber(given: CustomValue): ReadValue {
  if (typeof given !== 'number') return { problem: 'must be a number' }
  const isInRange = given === 0 || (Math.abs(given) >= least && Math.abs(given) <= most)
  // The table has no negative zero.
  return isInRange ? { value: given === 0 ? 0 : given } : { problem: 'must be 0, or lie between 1e-9 and 1e15' }
}

/** ISO 8601's extended form of a calendar date, of a day that there is. */
function readDate(given: CustomValue): ReadValue {
  const isDate =
    typeof given === 'string' &&
    /^\d{4}-\d{2}-\d{2}$/.test(given) &&
    !Number.isNaN(Date.parse(`${given}T00:00:00Z`)) &&
    new Date(`${given}T00:00:00Z`).toISOString().startsWith(given)
  return isDate ? { value: given } : { problem: 'must be a day, such as 2026-03-01' }
}

const readYesNo = (given: CustomValue): ReadValue =>
  typeof given === 'boolean' ? { value: given } : { problem: 'must be true or false' }

function readChoice(given: CustomValue, choices: readonly string[]): ReadValue {
  if (typeof given !== 'string') return { problem: 'must be the text of a choice' }
  return choices.includes(given) ? { value: given } : { problem: 'must be one of the field’s choices' }
}

/** In the order of the choices, so that the same choice is the same value. */
function readChoices(given: CustomValue, choices: readonly string[]): ReadValue {
  if (!Array.isArray(given)) return { problem: 'must be a list of choices' }
  if (given.length === 0) return { problem: 'must hold a choice; null takes them away' }
  if (!given.every((each) => choices.includes(each))) return { problem: 'must hold only choices of the field' }
  return { value: choices.filter((choice) => given.includes(choice)) }
}

const readers: Record<CustomFieldType, (given: CustomValue, choices: readonly string[]) => ReadValue> = {
  ...{ text: readText, number: readNumber, date: readDate, yesNo: readYesNo },
  ...{ choice: readChoice, multipleChoice: readChoices },
}

/** A value as the field keeps it, or what is wrong with it. */
export const readValue = ({ type, choices }: ValueRule, given: CustomValue): ReadValue => readers[type](given, choices)

/** Whether a value that was set some time ago is one that could be set now. */
export const fits = (rule: ValueRule, value: CustomValue): boolean => 'value' in readValue(rule, value)

const yes = ['true', 'yes', 'y', '1']
const no = ['false', 'no', 'n', '0']

/** The value that a text stands for that others sent: session metadata knows no types. */
export function valueOfText(rule: ValueRule, text: string): ReadValue {
  const plain = text.trim()
  const isChoice = (choice: string) => choice.toLowerCase() === plain.toLowerCase()
  switch (rule.type) {
    case 'text':
    case 'date':
      return readValue(rule, plain)
    case 'number':
      return readValue(rule, plain === '' ? plain : Number(plain))
    case 'yesNo': {
      const word = plain.toLowerCase()
      return readValue(rule, yes.includes(word) ? true : no.includes(word) ? false : plain)
    }
    case 'choice':
      return readValue(rule, rule.choices.find(isChoice) ?? plain)
    case 'multipleChoice': {
      const whole = rule.choices.find(isChoice)
      const parts = whole === undefined ? plain.split(/[,;]/).map((part) => part.trim()) : [whole]
      const known = parts.map(
        (part) => rule.choices.find((choice) => choice.toLowerCase() === part.toLowerCase()) ?? part,
      )
      return readValue(rule, known)
    }
  }
}
