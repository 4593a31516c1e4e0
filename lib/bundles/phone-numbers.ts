import {
  type CountryCode,
  isSupportedCountry as isSupportedIn,
  type MetadataJson,
  type PhoneNumber,
  parsePhoneNumberFromString as parseBy,
} from 'libphonenumber-js/core'
import asBundled from '../../node_modules/libphonenumber-js/metadata.min.json'

/**
 * What of `libphonenumber-js/min` the product uses, in its place within bundles: there 82 kB of numbering plans are a text
 * (`bundleOptions`), read with the first number. As the object literal that the library has, V8 compiles and builds them
 * at each cold start, which takes a twelfth of all that the import does.
 */
const text = asBundled as unknown as string // by the loader of `bundleOptions`

let read: MetadataJson | undefined

function metadata(): MetadataJson {
  read ??= JSON.parse(text) as MetadataJson // the library's own file
  return read
}

export function parsePhoneNumberFromString(
  number: string,
  options: { defaultCountry?: CountryCode; extract?: boolean },
): PhoneNumber | undefined {
  return parseBy(number, options, metadata())
}

export function isSupportedCountry(code: string): code is CountryCode {
  return isSupportedIn(code as CountryCode, metadata()) // answers for any text
}
