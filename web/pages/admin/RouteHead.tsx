import type { ReactNode } from 'react'
import { addresses } from '../../places/index.ts'
import { useTenant } from '../../session/index.ts'
import { PageHead } from './PageHead.tsx'

/** The head of a route's page. */
export function RouteHead(head: { title: string; note?: ReactNode; actions?: ReactNode }) {
  const tenant = useTenant()
  return <PageHead back={{ href: addresses.routes(tenant.id), words: 'All routes' }} {...head} />
}
