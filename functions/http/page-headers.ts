/** Where the dashboard's scripts may reach beside its own origin. */
export type Reach = {
  /** Origins of the issuer: its keys and settings, its pages, its token endpoint. */
  readonly signIn: readonly string[]
  /** Origin of the media files. */
  readonly storage: string
}

/**
 * What every page of the dashboard is served with, by CloudFront and by the gateway of one machine alike. Inline styles are
 * Mantine's; scripts come from the dashboard's own files alone.
 */
export function pageHeaders({ signIn, storage }: Reach) {
  const issuer = signIn.join(' ')
  return {
    'content-security-policy': [
      "default-src 'none'",
      "script-src 'self'",
      "style-src 'self' 'unsafe-inline'",
      "img-src 'self' data:",
      "font-src 'self'",
      `connect-src 'self' ${issuer} ${storage}`,
      `media-src 'self' blob: ${storage}`,
      `frame-src ${issuer}`,
      "base-uri 'none'",
      `form-action 'self' ${issuer}`,
      "frame-ancestors 'none'",
    ].join('; '),
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
  } as const
}

/** How long browsers keep a file of the dashboard: what has a hash in its name for ever, all else not unasked. */
export function cacheControlOf(path: string): string {
  return path.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache'
}

/** Of the dashboard's files. */
export const contentTypes: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.woff2': 'font/woff2',
}
