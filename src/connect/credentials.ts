/** A user name and its password. */
export interface PasswordCredentials {
  readonly user: string;
  readonly password: string;
}

/** A SAML assertion that an identity provider issued: whoever holds it is its subject until it ends. */
export interface TokenCredentials {
  /** The subject of the assertion. */
  readonly user: string;
  /** The assertion, one well-formed XML element whose namespaces are declared inside it. A secret. */
  readonly token: string;
}

/** What a login is made with. Its secrets never reach output, logs or files. */
export type Credentials = PasswordCredentials | TokenCredentials;

/** The texts of the credentials that nobody may see. */
export function secretsOf(credentials: Credentials): readonly string[] {
  return 'token' in credentials ? [credentials.token] : [credentials.password];
}

/** A text of a server, which may repeat what was sent to it, without the secrets of the credentials. */
export function hidingSecrets(text: string, credentials: Credentials): string {
  const secrets = secretsOf(credentials).filter((secret) => secret !== '');
  return secrets.reduce((shown, secret) => shown.replaceAll(secret, '(removed)'), text);
}
