/**
 * What an endpoint's messages are signed with: an HMAC of its id under the deployment's own secret. So it is kept nowhere,
 * and who reads the database, or a copy of it, can sign nothing.
 */
export async function webhookSecret(
  fingerprint: (operation: string, request: object) => Promise<string>,
  endpoint: string,
): Promise<string> {
  return `whsec_${await fingerprint('webhook secret', { endpoint })}`
}
