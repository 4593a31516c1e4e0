import type { SessionMetadata } from '../../../api/index.ts'
import { CopyButton } from '../../../ui/index.ts'
import tables from '../tables.module.css'
import classes from './metadata.module.css'

type Values = SessionMetadata['extensionData']

/** What a vendor added, as it was sent, with the path by which a rule finds each value. */
export function ExtensionData({ values, caption }: { values: Values; caption: string }) {
  if (values.length === 0) return null
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: where it is too wide, the keys scroll it
    <section className={tables.scroll} aria-label={caption} tabIndex={0}>
      <table className={tables.table}>
        <caption className={classes.caption}>{caption}</caption>
        <thead>
          <tr>
            <th scope="col">Name</th>
            <th scope="col">Value</th>
            <th scope="col">Path</th>
          </tr>
        </thead>
        <tbody>
          {values.map(({ path, name, namespace, depth, value }, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a path may have several values
            <tr key={index}>
              <th scope="row" className={classes.name} style={{ paddingInlineStart: `${depth * 16}px` }}>
                {name}
                {namespace !== null && namespace !== values[index - 1]?.namespace && (
                  <span className={classes.namespace}>{namespace}</span>
                )}
              </th>
              <td className={tables.wide}>
                {value === null ? <span className={tables.quiet}>—</span> : value}
                {value !== null && value !== '' && (
                  <CopyButton value={value} what={`value of ${name}`} className={classes.copy} />
                )}
              </td>
              <td className={classes.path}>
                <code>{path}</code>
                <CopyButton value={path} what={`path of ${name}`} className={classes.copy} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
