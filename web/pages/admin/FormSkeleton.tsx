import classes from './Form.module.css'
import settings from './Settings.module.css'

const fields = ['a', 'b', 'c', 'd', 'e', 'f']

/** A form's outline while what it shows is loading. */
export function FormSkeleton() {
  return (
    <div className={classes.form} aria-busy="true">
      <span className="visually-hidden" role="status">
        Loading…
      </span>
      <div className={classes.fields} aria-hidden="true">
        {fields.map((field) => (
          <span key={field}>
            <span className={settings.skeleton} style={{ width: 96, marginBottom: 8 }} />
            <span className={settings.skeleton} style={{ height: 32 }} />
          </span>
        ))}
      </div>
    </div>
  )
}
