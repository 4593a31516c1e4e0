import { useEffect } from 'react'
import { usePerson } from '../../session/index.ts'
import { hourOfDay } from '../../time/index.ts'
import { useTitle } from '../../ui/index.ts'
import { FindRecordings } from './FindRecordings.tsx'
import classes from './Home.module.css'
import { Latest } from './Latest.tsx'
import { Today } from './Today.tsx'

const greetingAt = (hour: number): string =>
  hour >= 5 && hour < 12 ? 'Good morning' : hour >= 12 && hour < 18 ? 'Good afternoon' : 'Good evening'

/** Where a day starts: finding recordings, and what today has brought. */
export function Home() {
  useTitle('Home')
  const { me, formats } = usePerson()
  useEffect(() => {
    scrollTo(0, 0)
  }, [])

  const firstName = me.name.trim().split(/\s+/)[0] ?? me.name

  return (
    <div className={classes.page}>
      <h1 className={classes.greeting}>
        {greetingAt(hourOfDay(new Date(), formats.timeZone))}, {firstName}
      </h1>
      <FindRecordings />
      <Today />
      <Latest />
    </div>
  )
}
