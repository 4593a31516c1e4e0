import { constraintBroken, StsError } from './errors.ts'

const MAX_TAGS = 50
const TAG_TEXT = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u
const TAG_TEXT_CONSTRAINT = String.raw`satisfy regular expression pattern: [\p{L}\p{Z}\p{N}_.:/=+\-@]*`

export type SessionTags = {
  readonly tags: Readonly<Record<string, string>>
  readonly transitiveKeys: readonly string[]
}

/** Tag keys differ in STS only where they differ without regard to case. */
const folded = (key: string): string => key.toLowerCase()

/**
 * Checks the tags of an AssumeRole call and joins them with those the calling session hands down.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_session-tags.html
 */
export function sessionTags(
  asked: ReadonlyArray<{ readonly key: string; readonly value: string }>,
  transitiveKeys: readonly string[],
  inherited: Readonly<Record<string, string>>,
): SessionTags {
  if (asked.length > MAX_TAGS) {
    throw constraintBroken('tags', `${asked.length} tags`, `have length less than or equal to ${MAX_TAGS}`)
  }
  if (transitiveKeys.length > MAX_TAGS) {
    const shown = `${transitiveKeys.length} keys`
    throw constraintBroken('transitiveTagKeys', shown, `have length less than or equal to ${MAX_TAGS}`)
  }
  for (const [index, { key, value }] of asked.entries()) {
    checkTagText(`tags.${index + 1}.member.key`, key, 1, 128)
    checkTagText(`tags.${index + 1}.member.value`, value, 0, 256)
    if (folded(key).startsWith('aws:')) {
      throw new StsError('InvalidParameterValue', 'Tag keys must not begin with aws:, which is reserved for AWS')
    }
  }

  const askedKeys = new Set(asked.map(({ key }) => folded(key)))
  if (askedKeys.size < asked.length) {
    throw new StsError(
      'InvalidParameterValue',
      'Duplicate tag keys found. Please note that Tag keys are case insensitive.',
    )
  }
  if (transitiveKeys.some((key) => !askedKeys.has(folded(key)))) {
    throw new StsError(
      'InvalidParameterValue',
      'The specified transitive tag key must be included in the requested tags.',
    )
  }
  if (Object.keys(inherited).some((key) => askedKeys.has(folded(key)))) {
    throw new StsError(
      'InvalidParameterValue',
      "One of the specified transitive tag keys can't be set because it conflicts with a transitive tag key from the calling session.",
    )
  }
  const own = Object.fromEntries(asked.map(({ key, value }) => [key, value]))
  return { tags: { ...inherited, ...own }, transitiveKeys: [...Object.keys(inherited), ...transitiveKeys] }
}

function checkTagText(parameter: string, text: string, minLength: number, maxLength: number): void {
  if (text.length < minLength) {
    throw constraintBroken(parameter, text, `have length greater than or equal to ${minLength}`)
  }
  if (text.length > maxLength) throw constraintBroken(parameter, text, `have length less than or equal to ${maxLength}`)
  if (!TAG_TEXT.test(text)) throw constraintBroken(parameter, text, TAG_TEXT_CONSTRAINT)
}
