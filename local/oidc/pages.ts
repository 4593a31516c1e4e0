import type { ErrorOut, KoaContextWithOIDC } from 'oidc-provider'
import { type Html, html, page, pageHeaders } from '../pages/index.ts'
import type { DashboardClient } from './clients.ts'
import type { SignInPerson } from './people.ts'

/** A page that is not answered through oidc-provider. */
export type Page = {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

export type SignInView = {
  /** Where its forms go. */
  readonly action: string
  readonly people: readonly SignInPerson[]
  /** What was typed, or what the dashboard suggests. */
  readonly typed: string
  /** Why the last try failed. */
  readonly problem?: string
}

export type CodeView = {
  readonly action: string
  readonly person: SignInPerson
  readonly problem?: string
}

export type LogoutView = {
  /** oidc-provider's form, which lacks its buttons. */
  readonly form: string
  /** Whether it is known already that the person wants to. */
  readonly isConfirmed: boolean
  readonly who: string
}

export type Pages = {
  signIn(view: SignInView): Page
  /** Asks for the code of the second factor. */
  code(view: CodeView): Page
  notice(status: number, title: string, text: string): Page
  logout(ctx: KoaContextWithOIDC, view: LogoutView): void
  signedOut(ctx: KoaContextWithOIDC): void
  error(ctx: KoaContextWithOIDC, out: ErrorOut): void
}

/** The form that oidc-provider hands over has this id. */
const LOGOUT_FORM = 'op.logoutForm'
const LOGOUT_SCRIPT = `document.getElementById('proceed').click()`

export function pagesFor(dashboard: DashboardClient): Pages {
  const uris = [...dashboard.redirectUris, ...dashboard.postLogoutRedirectUris]
  const origins = [...new Set(uris.map((uri) => new URL(uri).origin))]
  const home = origins[0] ?? '/'

  function answer(ctx: KoaContextWithOIDC, title: string, main: Html, script?: string): void {
    ctx.set(pageHeaders(origins, script))
    ctx.body = page(title, main, script)
  }
  const backLink = html`<p><a href="${home}">Back to Soundkeep</a></p>`

  return {
    signIn: (view) => ({
      status: view.problem === undefined ? 200 : 400,
      headers: pageHeaders(origins),
      body: page('Sign in', signInMain(view)),
    }),

    code: (view) => ({
      status: view.problem === undefined ? 200 : 400,
      headers: pageHeaders(origins),
      body: page('Enter your code', codeMain(view)),
    }),

    notice: (status, title, text) => ({
      status,
      headers: pageHeaders(origins),
      body: page(title, html`<h1>${title}</h1><p>${text}</p>${backLink}`),
    }),

    logout(ctx, { form, isConfirmed, who }) {
      const forms = html`${{ html: form }}<div class="row">
<button class="action main" id="proceed" form="${LOGOUT_FORM}" name="logout" value="yes">Sign out</button>
${isConfirmed ? undefined : html`<a href="${home}">Stay signed in</a>`}
</div>`
      if (isConfirmed) {
        answer(ctx, 'Signing out', html`<h1>Signing out</h1>${forms}`, LOGOUT_SCRIPT)
      } else {
        answer(ctx, 'Sign out', html`<h1>Sign out?</h1><p>This ends the sign-in of ${who}.</p>${forms}`)
      }
    },

    signedOut: (ctx) => answer(ctx, 'Signed out', html`<h1>You are signed out</h1>${backLink}`),

    error(ctx, { error, error_description: description }) {
      ctx.type = 'html'
      const main = html`<h1>The sign-in did not work</h1>
<p>Go back to Soundkeep and sign in again. If it happens again, tell whoever runs this machine what is written here.</p>
<p class="quiet"><code>${error}</code>${description === undefined ? undefined : html`: ${description}`}</p>${backLink}`
      answer(ctx, 'The sign-in did not work', main)
    },
  }
}

const invalid = html` aria-invalid="true" aria-describedby="problem"`
const problemLine = (problem: string | undefined) =>
  problem === undefined ? undefined : html`<p class="wrong" id="problem" role="alert">${problem}</p>`
const leaveForm = (action: string, other?: Html) => html`<form class="cancel row" method="post" action="${action}">
${other}<button class="action" name="cancel" value="yes">Cancel</button>
</form>`

function codeMain({ action, person, problem }: CodeView): Html {
  return html`<h1>Enter your code</h1>
<p>Open your authenticator app and type the six digits that it shows for Soundkeep.</p>
<form method="post" action="${action}">
<h2><label for="code">Code for ${person.email}</label></h2>
<div class="row">
<input id="code" name="code" required inputmode="numeric" pattern="[0-9 ]*" maxlength="7" autocomplete="one-time-code" autofocus${problem === undefined ? undefined : invalid}>
<button class="action main">Sign in</button>
</div>
${problemLine(problem)}
</form>
${leaveForm(action, html`<button class="action" name="restart" value="yes">Sign in as somebody else</button>`)}`
}

function signInMain({ action, people, typed, problem }: SignInView): Html {
  const person = ({ login, name, description }: SignInPerson) => html`<li>
<button class="person" name="login" value="${login}">
<span class="line"><span class="name">${name}</span> <span class="login">${login}</span></span>
<span class="description">${description}</span>
</button>
</li>
`
  const isWrong = problem !== undefined
  return html`<h1>Sign in</h1>
<p>This is the local sign-in: nobody asks for a password here.</p>
<form method="post" action="${action}" aria-labelledby="people">
<h2 id="people">Sign in as</h2>
<ul>
${people.map(person)}</ul>
</form>
<form method="post" action="${action}">
<h2><label for="login">Login or e-mail</label></h2>
<div class="row">
<input id="login" name="login" value="${typed}" required maxlength="254" autocomplete="username" autocapitalize="none" spellcheck="false"${isWrong || typed !== '' ? html` autofocus` : undefined}${isWrong ? invalid : undefined}>
<button class="action main">Sign in</button>
</div>
${problemLine(problem)}
</form>
${leaveForm(action)}`
}
