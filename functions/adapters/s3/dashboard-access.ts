/**
 * What the dashboard may ask of the bucket (CORS): it plays with Range and reads what Web Audio needs. Uploads come from
 * recorders, not from pages.
 */
export const dashboardAccess = {
  allowedMethods: ['GET', 'HEAD'],
  allowedHeaders: ['range'],
  exposeHeaders: ['accept-ranges', 'content-length', 'content-range', 'etag'],
  maxAgeSeconds: 3_600,
} as const
