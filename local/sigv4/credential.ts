/** Who acts: the ARN of the caller, and the session tags that policies read as `aws:PrincipalTag/...`. */
export type Principal = {
  readonly arn: string
  readonly tags: Readonly<Record<string, string>>
}

/** What a service must know about an access key id to verify and judge a request signed with it. */
export type Credential = {
  readonly secretAccessKey: string
  /** Present for temporary credentials, which are refused without exactly this token. */
  readonly sessionToken?: string
  readonly expiresAt?: Date
  readonly principal: Principal
}
