import { createHash } from 'node:crypto'
import { PAGE_STYLE } from './page-style.ts'

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/** Text that is already markup. */
export type Html = { readonly html: string }

/** A template whose values are escaped unless they are markup themselves; lists are joined, undefined is nothing. */
export function html(
  parts: TemplateStringsArray,
  ...values: ReadonlyArray<string | Html | readonly Html[] | undefined>
): Html {
  const shown = values.map((value) => {
    if (value === undefined) return ''
    if (typeof value === 'string') return value.replace(/[&<>"']/g, (char) => ESCAPES[char] ?? char)
    return 'html' in value ? value.html : value.map((item) => item.html).join('')
  })
  return { html: String.raw({ raw: parts }, ...shown) }
}

/** A whole page. */
export function page(title: string, main: Html, script?: string): string {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} · Soundkeep</title>
<style>${{ html: PAGE_STYLE }}</style>
</head>
<body>
<main>
<p class="product">Soundkeep</p>
${main}
</main>
${script === undefined ? undefined : { html: `<script>${script}</script>` }}
</body>
</html>
`.html
}

const hashOf = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`

/**
 * The headers of a page. Its forms may end at the given origins: browsers hold `form-action` against each redirect that
 * follows a form, and a sign-in ends at the dashboard.
 */
export function pageHeaders(formOrigins: readonly string[], script?: string): Readonly<Record<string, string>> {
  const policy = [
    "default-src 'none'",
    `style-src ${hashOf(PAGE_STYLE)}`,
    ...(script === undefined ? [] : [`script-src ${hashOf(script)}`]),
    `form-action 'self' ${formOrigins.join(' ')}`.trim(),
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ]
  return {
    'content-type': 'text/html; charset=utf-8',
    'cache-control': 'no-store',
    'content-security-policy': policy.join('; '),
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
  }
}
