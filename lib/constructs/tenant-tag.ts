/**
 * IAM puts the session's tenant in its place.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
 */
export const tenantTag = `\${aws:PrincipalTag/tenant}`
