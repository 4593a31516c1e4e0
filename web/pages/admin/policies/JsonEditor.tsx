import {
  autocompletion,
  type CompletionContext,
  type CompletionResult,
  closeBrackets,
  closeBracketsKeymap,
  completionKeymap,
} from '@codemirror/autocomplete'
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands'
import { json } from '@codemirror/lang-json'
import { bracketMatching, HighlightStyle, indentOnInput, syntaxHighlighting } from '@codemirror/language'
import { type Diagnostic, lintGutter, lintKeymap, setDiagnostics } from '@codemirror/lint'
import { Annotation, EditorState, type Text } from '@codemirror/state'
import { drawSelection, EditorView, highlightActiveLine, keymap, lineNumbers } from '@codemirror/view'
import { tags } from '@lezer/highlight'
import { useQuery } from '@tanstack/react-query'
import { type Ref, useEffect, useEffectEvent, useImperativeHandle, useRef } from 'react'
import { categoriesQuery, type PolicyIssue, type PolicyVocabulary } from '../../../api/index.ts'
import { useApi, useTenant } from '../../../session/index.ts'
import classes from './JsonEditor.module.css'
import { placeAt } from './place.ts'
import { suggestionsAt } from './suggestions.ts'

export type EditorHandle = {
  /** Puts the cursor there and gives the editor the focus; both count from 1. */
  goTo: (line: number, column: number) => void
}

type JsonEditorProps = {
  ref?: Ref<EditorHandle>
  label: string
  describedBy?: string | undefined
  text: string
  /** Missing: it can only be read. */
  onChange?: (text: string) => void
  issues?: readonly PolicyIssue[]
  vocabulary?: PolicyVocabulary | undefined
}

/** Its colours are the dashboard's, so that light and dark are. */
const colours = HighlightStyle.define([
  { tag: tags.propertyName, color: 'var(--accent)' },
  { tag: tags.string, color: 'var(--text)' },
  { tag: [tags.number, tags.bool, tags.null], color: 'var(--warn)' },
  { tag: [tags.separator, tags.squareBracket, tags.brace], color: 'var(--text-quiet)' },
])

/** Marks a change that came from outside rather than from the person. */
const fromOutside = Annotation.define<boolean>()

const offsetOf = (doc: Text, line: number, column: number): number => {
  const found = doc.line(Math.min(Math.max(line, 1), doc.lines))
  return Math.min(found.from + Math.max(column - 1, 0), found.to)
}

/** Up to the end of the word or the text in quotes that begins there. */
function diagnosticOf(doc: Text, { line, column, message }: PolicyIssue): Diagnostic {
  const from = offsetOf(doc, line ?? 1, column ?? 1)
  const rest = doc.lineAt(from).text.slice(from - doc.lineAt(from).from)
  const length = /^(?:"(?:[^"\\]|\\.)*"?|[\w.:-]+|\S)/.exec(rest)?.[0].length ?? 0
  return { from, to: from + length, severity: 'error', message }
}

function completing(vocabulary: () => PolicyVocabulary | undefined, tenant: () => Parameters<typeof suggestionsAt>[2]) {
  return ({ state, pos, explicit }: CompletionContext): CompletionResult | null => {
    const known = vocabulary()
    const text = state.doc.toString()
    const place = placeAt(text, pos)
    if (!known || (!explicit && place.from === pos)) return null
    const options = suggestionsAt(place, known, tenant())
    if (options.length === 0) return null
    return {
      from: place.from,
      to: place.to,
      // What is typed begins with a quote, which the labels lack.
      filter: false,
      options: options
        .filter(({ label }) => label.toLowerCase().includes(place.typed.toLowerCase()))
        .map(({ label, detail, value }) => ({
          label,
          ...(detail === undefined ? {} : { detail }),
          apply: (view, _, from, to) => {
            const hasValue = /^\s*:/.test(view.state.doc.sliceString(to, to + 64))
            const insert = JSON.stringify(label) + (value === undefined || hasValue ? '' : `: ${value}`)
            // Into the brackets that it brings along.
            const at = from + insert.length - (/[[{][\]}]$/.test(insert) ? 1 : 0)
            view.dispatch({ changes: { from, to, insert }, selection: { anchor: at }, userEvent: 'input.complete' })
          },
        })),
    }
  }
}

/** A policy as JSON: completes what it may say, and marks what is wrong. Tab leads out of it, as everywhere. */
export default function JsonEditor({ ref, label, describedBy, text, onChange, issues, vocabulary }: JsonEditorProps) {
  const place = useRef<HTMLDivElement>(null)
  const editor = useRef<EditorView | null>(null)
  const isReadOnly = onChange === undefined
  const { id: tenantId } = useTenant()
  const tell = useEffectEvent((next: string) => onChange?.(next))
  const { data: categories = [] } = useQuery(categoriesQuery(useApi(), tenantId))
  const known = useEffectEvent(() => vocabulary)
  const ofTenant = useEffectEvent(() => ({ id: tenantId, categories }))
  const initialText = useEffectEvent(() => text)

  useEffect(() => {
    if (!place.current) return
    const view = new EditorView({
      parent: place.current,
      state: EditorState.create({
        doc: initialText(),
        extensions: [
          lineNumbers(),
          json(),
          syntaxHighlighting(colours),
          EditorView.lineWrapping,
          EditorView.contentAttributes.of({
            'aria-label': label,
            ...(describedBy === undefined ? {} : { 'aria-describedby': describedBy }),
            ...(isReadOnly ? { tabindex: '0', 'aria-readonly': 'true' } : {}),
          }),
          ...(isReadOnly
            ? [EditorState.readOnly.of(true), EditorView.editable.of(false)]
            : [
                history(),
                drawSelection(),
                indentOnInput(),
                bracketMatching(),
                closeBrackets(),
                highlightActiveLine(),
                lintGutter(),
                autocompletion({
                  override: [
                    completing(
                      () => known(),
                      () => ofTenant(),
                    ),
                  ],
                  icons: false,
                }),
                keymap.of([
                  ...closeBracketsKeymap,
                  ...completionKeymap,
                  ...defaultKeymap,
                  ...historyKeymap,
                  ...lintKeymap,
                ]),
                EditorView.updateListener.of(({ docChanged, transactions, state }) => {
                  const isOwn = transactions.some((transaction) => transaction.annotation(fromOutside))
                  if (docChanged && !isOwn) tell(state.doc.toString())
                }),
              ]),
        ],
      }),
    })
    editor.current = view
    return () => {
      view.destroy()
      editor.current = null
    }
  }, [label, describedBy, isReadOnly])

  useEffect(() => {
    const view = editor.current
    if (!view || view.state.doc.toString() === text) return
    view.dispatch({
      changes: { from: 0, to: view.state.doc.length, insert: text },
      annotations: fromOutside.of(true),
    })
  }, [text])

  useEffect(() => {
    const view = editor.current
    if (!view || isReadOnly) return
    const diagnostics = (issues ?? []).map((issue) => diagnosticOf(view.state.doc, issue))
    view.dispatch(setDiagnostics(view.state, diagnostics))
  }, [issues, isReadOnly])

  useImperativeHandle(ref, () => ({
    goTo(line, column) {
      const view = editor.current
      if (!view) return
      const anchor = offsetOf(view.state.doc, line, column)
      view.dispatch({ selection: { anchor }, scrollIntoView: true })
      view.focus()
    },
  }))

  return <div ref={place} className={classes.editor} />
}
