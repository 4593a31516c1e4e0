import form from '../Form.module.css'
import { TextField } from '../fields.tsx'
import { RightsFields, TagsField } from '../people/index.ts'
import type { GroupDraft } from './groupDraft.ts'

type GroupFieldsProps = {
  draft: GroupDraft
  change: (draft: GroupDraft) => void
  problemOf: (field: string) => string | undefined
}

/** The fields of a group, old or new. */
export function GroupFields({ draft, change, problemOf }: GroupFieldsProps) {
  const { facts, lists } = draft
  const setLists = (changed: Partial<GroupDraft['lists']>) => change({ ...draft, lists: { ...lists, ...changed } })
  return (
    <>
      <section className={form.section} aria-label="Group">
        <div className={form.fields}>
          <div className={form.wide}>
            <TextField
              label="Name"
              value={facts.name}
              maxLength={128}
              problem={problemOf('name')}
              onChange={(name) => change({ ...draft, facts: { name } })}
            />
          </div>
          <div className={form.wide}>
            <TagsField
              label="Agent IDs"
              hint="Of the group itself, such as a shared extension. Its members’ own ones count besides. Enter ends each."
              problem={problemOf('agentIds')}
              value={lists.agentIds}
              maxTags={50}
              maxLength={128}
              onChange={(agentIds) => setLists({ agentIds })}
            />
          </div>
        </div>
      </section>
      <RightsFields
        heading="What its members may do"
        lead="On top of what each of them may do."
        rights={lists}
        onChange={setLists}
        problemOf={problemOf}
      />
    </>
  )
}
