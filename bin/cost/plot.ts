import type { Bill } from './bill.ts'
import type { Service } from './prices.ts'

/** Of the picture; text has 12 of its units. */
const [width, height] = [880, 440]
const frame = { left: 64, right: 196, top: 56, bottom: 44 }
const plotWidth = width - frame.left - frame.right
const plotHeight = height - frame.top - frame.bottom

/** Told apart by lightness too; whatever is left is grey. */
const colours = ['#1d4ed8', '#0e9f8e', '#d97706', '#7c3aed', '#db2777', '#65a30d'] as const
const restColour = '#9ca3af'

type Layer = { readonly name: string; readonly colour: string; readonly dollars: readonly number[] }

/** The dearest services of the last month, each a layer, and one of all others. */
function layersOf(bills: readonly Bill[]): Layer[] {
  const of = (service: Service) =>
    bills.map(({ byService }) => byService.find((each) => each.service === service)?.dollars ?? 0)
  const ranked = bills.at(-1)?.byService.map(({ service }) => service) ?? []
  const own = ranked.slice(0, colours.length).map((name, at) => ({
    ...{ name, colour: colours[at] ?? restColour, dollars: of(name) },
  }))
  const others = ranked.slice(colours.length).map(of)
  const rest = bills.map((_, at) => others.reduce((sum, dollars) => sum + (dollars[at] ?? 0), 0))
  return [...own, { name: 'All others', colour: restColour, dollars: rest }]
}

/** The next of 1, 2, 2.5 or 5 times a power of ten. */
function roundStep(least: number): number {
  const power = 10 ** Math.floor(Math.log10(least))
  return ([1, 2, 2.5, 5].find((factor) => factor * power >= least) ?? 10) * power
}

const escaped = (text: string) => text.replace(/[&<>"]/g, (char) => `&#${char.charCodeAt(0)};`)
const round = (number: number) => Math.round(number * 10) / 10
const dollarsText = (dollars: number) =>
  `$${dollars.toLocaleString('en-US', { maximumFractionDigits: dollars < 10 ? 2 : 0 })}`

/**
 * Dollars a month by service, as bars of layers, in an SVG that stands for itself: no script, no font or style from elsewhere.
 * @param load said under the title
 */
export function plotOf(bills: readonly Bill[], load: string): string {
  const layers = layersOf(bills)
  const most = Math.max(...bills.map(({ dollars }) => dollars))
  const step = roundStep(most > 0 ? most / 5 : 1)
  const top = Math.max(step, Math.ceil(most / step) * step)
  const yOf = (dollars: number) => round(frame.top + plotHeight * (1 - dollars / top))
  const barWidth = plotWidth / bills.length

  const grid = Array.from({ length: Math.round(top / step) + 1 }, (_, at) => at * step).map(
    (dollars) =>
      `<line x1="${frame.left}" x2="${frame.left + plotWidth}" y1="${yOf(dollars)}" y2="${yOf(dollars)}" stroke="#e5e7eb"/>` +
      `<text x="${frame.left - 8}" y="${yOf(dollars) + 4}" text-anchor="end">${dollarsText(dollars)}</text>`,
  )
  const bars = bills.map((bill, at) => {
    let below = 0
    const x = round(frame.left + at * barWidth + 2)
    const parts = layers.map(({ name, colour, dollars }) => {
      const own = dollars[at] ?? 0
      const [y, bottom] = [yOf(below + own), yOf(below)]
      below += own
      const title = `<title>${escaped(`${name}, month ${bill.month}: ${dollarsText(own)}`)}</title>`
      return `<rect x="${x}" y="${y}" width="${round(barWidth - 4)}" height="${round(bottom - y)}" fill="${colour}">${title}</rect>`
    })
    const isLabelled = bill.month === 1 || bill.month % 6 === 0
    const label = `<text x="${round(x + barWidth / 2 - 2)}" y="${frame.top + plotHeight + 18}" text-anchor="middle">${bill.month}</text>`
    return parts.join('') + (isLabelled ? label : '')
  })
  // From the top as the layers lie.
  const legend = [...layers].reverse().map(({ name, colour, dollars }, at) => {
    const [x, y] = [frame.left + plotWidth + 20, frame.top + 12 + at * 40]
    return (
      `<rect x="${x}" y="${y - 10}" width="12" height="12" rx="2" fill="${colour}"/>` +
      `<text x="${x + 20}" y="${y}" fill="#111827">${escaped(name)}</text>` +
      `<text x="${x + 20}" y="${y + 16}">${dollarsText(dollars.at(-1) ?? 0)} in month ${bills.at(-1)?.month ?? 0}</text>`
    )
  })
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img" aria-labelledby="title" aria-describedby="load" font-family="system-ui, sans-serif" font-size="12" fill="#4b5563">`,
    `<rect width="${width}" height="${height}" fill="#ffffff"/>`,
    `<text id="title" x="${frame.left}" y="22" font-size="15" font-weight="600" fill="#111827">US dollars a month, by service</text>`,
    `<text id="load" x="${frame.left}" y="40">${escaped(load)}</text>`,
    ...grid,
    ...bars,
    `<text x="${frame.left + plotWidth}" y="${height - 8}" text-anchor="end">month of the load</text>`,
    ...legend,
    '</svg>',
    '',
  ].join('\n')
}
