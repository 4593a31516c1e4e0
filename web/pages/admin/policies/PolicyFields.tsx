import type { Ref } from 'react'
import form from '../Form.module.css'
import { TextField } from '../fields.tsx'
import { DocumentFields, type DocumentHandle } from './DocumentFields.tsx'
import type { PolicyDraft } from './policyDraft.ts'

type PolicyFieldsProps = {
  documentRef: Ref<DocumentHandle>
  draft: PolicyDraft
  change: (draft: PolicyDraft) => void
  problemOf: (field: string) => string | undefined
  isReadOnly?: boolean
}

/** The fields of a policy, old or new. */
export function PolicyFields({ documentRef, draft, change, problemOf, isReadOnly = false }: PolicyFieldsProps) {
  return (
    <>
      <section className={form.section} aria-label="Policy">
        <div className={form.fields}>
          <div className={form.wide}>
            <TextField
              label="Name"
              value={draft.name}
              maxLength={128}
              problem={problemOf('name')}
              onChange={(name) => change({ ...draft, name })}
            />
          </div>
          <div className={form.wide}>
            <TextField
              label="Description"
              value={draft.description}
              maxLength={1_000}
              problem={problemOf('description')}
              onChange={(description) => change({ ...draft, description })}
            />
          </div>
        </div>
      </section>
      <DocumentFields
        ref={documentRef}
        text={draft.document}
        problem={problemOf('document')}
        isReadOnly={isReadOnly}
        onChange={(document) => change({ ...draft, document })}
      />
    </>
  )
}
