/** Why a connection to a service elsewhere failed, in the words of Node and OpenSSL. */

/** The code at the bottom of an error's causes, such as ECONNREFUSED; empty where there is none. */
export function causeCodeOf(error: unknown): string {
  let code = '';
  for (let at = error; at instanceof Error; at = at.cause)
    if ('code' in at && typeof at.code === 'string') code = at.code;
  return code;
}

/** Whether somebody answered with a certificate that is not trusted, has ended or is for another name. */
export function isDistrust(code: string): boolean {
  return /CERT|SIGNATURE|ERR_TLS_/.test(code);
}
