import { Link } from 'wouter'
import { RecordingLines } from '../../parts/index.ts'
import { addresses, noFilters } from '../../places/index.ts'
import { useTenant } from '../../session/index.ts'
import { useList } from '../recordings/index.ts'
import classes from './Home.module.css'

const lines = 6

/** What came in last. It is the top of the list, which is then there at once when it is opened. */
export function Latest() {
  const tenant = useTenant()
  const { rows } = useList(noFilters)
  if (rows.length === 0) return null
  return (
    <section aria-labelledby="latest">
      <h2 id="latest" className={classes.heading}>
        Latest recordings
        <Link href={addresses.recordings(tenant.id)} className={classes.all}>
          Show all
        </Link>
      </h2>
      <RecordingLines recordings={rows.slice(0, lines)} state={{ list: '' }} />
    </section>
  )
}
