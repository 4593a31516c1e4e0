/** The few pages that the local parts show beside the dashboard: plain HTML in one style, without scripts of others. */
export { type Html, html, page, pageHeaders } from './html.ts'
