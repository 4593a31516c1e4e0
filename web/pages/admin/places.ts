import type { Option } from './fields.tsx'

/** Officially assigned country codes, ISO 3166-1 alpha-2: those that the API takes. */
export const countryCodes: readonly string[] = `
AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ CA CC CD CF
CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH
GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW
KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG
NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN
SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT
ZA ZM ZW`
  .trim()
  .split(/\s+/)

export function countryOptions(locale: string): Option[] {
  const names = new Intl.DisplayNames([locale], { type: 'region' })
  return countryCodes
    .map((code) => ({ value: code, label: names.of(code) ?? code, aside: code }))
    .toSorted((one, other) => one.label.localeCompare(other.label, locale))
}

/** The tags that are offered; any other can be typed. */
const commonLocales = `
en-US en-GB en-CA en-AU en-NZ en-IE en-IN en-ZA de-DE de-AT de-CH fr-FR fr-CA fr-BE fr-CH es-ES es-MX es-US es-AR es-CO
it-IT nl-NL nl-BE pt-PT pt-BR da-DK sv-SE nb-NO fi-FI is-IS pl-PL cs-CZ sk-SK hu-HU ro-RO bg-BG el-GR hr-HR sl-SI sr-RS
lt-LT lv-LV et-EE uk-UA tr-TR he-IL ar-AE ar-EG ar-SA hi-IN bn-IN ta-IN th-TH vi-VN id-ID ms-MY fil-PH zh-CN zh-TW zh-HK
ja-JP ko-KR`
  .trim()
  .split(/\s+/)

/** What Intl calls a language, where the text is a tag (BCP 47) and it knows it. */
export function localeOption(text: string, locale: string): Option | undefined {
  try {
    const [tag] = Intl.getCanonicalLocales(text)
    const name = tag && new Intl.DisplayNames([locale], { type: 'language', fallback: 'none' }).of(tag)
    return tag && name ? { value: tag, label: name, aside: tag } : undefined
  } catch {
    return undefined
  }
}

export const localeOptions = (locale: string): Option[] =>
  commonLocales
    .flatMap((tag) => localeOption(tag, locale) ?? [])
    .toSorted((one, other) => one.label.localeCompare(other.label, locale))

/** Browsers list zones by the names that CLDR never changes; people look for today's (IANA's `backward` file). */
const todaysNames: Record<string, string> = {
  'America/Buenos_Aires': 'America/Argentina/Buenos_Aires',
  'America/Godthab': 'America/Nuuk',
  'America/Indianapolis': 'America/Indiana/Indianapolis',
  'America/Louisville': 'America/Kentucky/Louisville',
  'Asia/Calcutta': 'Asia/Kolkata',
  'Asia/Katmandu': 'Asia/Kathmandu',
  'Asia/Rangoon': 'Asia/Yangon',
  'Asia/Saigon': 'Asia/Ho_Chi_Minh',
  'Atlantic/Faeroe': 'Atlantic/Faroe',
  'Europe/Kiev': 'Europe/Kyiv',
  'Pacific/Enderbury': 'Pacific/Kanton',
  'Pacific/Ponape': 'Pacific/Pohnpei',
  'Pacific/Truk': 'Pacific/Chuuk',
}

/** `GMT+5:30` at an instant; undefined for no zone that this browser knows. */
function offsetOf(timeZone: string, at: Date): string | undefined {
  try {
    return new Intl.DateTimeFormat('en', { timeZone, timeZoneName: 'shortOffset' })
      .formatToParts(at)
      .find(({ type }) => type === 'timeZoneName')?.value
  } catch {
    return undefined
  }
}

/** `America/New York`, with what its clocks are ahead of UTC. */
export function timeZoneOption(timeZone: string, at: Date): Option | undefined {
  const aside = /^[A-Za-z]/.test(timeZone) ? offsetOf(timeZone, at) : undefined
  if (aside === undefined) return undefined
  const zone = { value: timeZone, label: timeZone.replaceAll('_', ' '), aside }
  const former = Object.keys(todaysNames).find((name) => todaysNames[name] === timeZone)
  return former === undefined ? zone : { ...zone, alsoKnownAs: former.replaceAll('_', ' ') }
}

/** Every zone that the browser knows, by name, today's spelling first. */
export const timeZoneOptions = (at: Date): Option[] =>
  [...new Set([...Intl.supportedValuesOf('timeZone').map((name) => todaysNames[name] ?? name), 'UTC'])]
    .toSorted()
    .flatMap((name) => timeZoneOption(name, at) ?? [])
