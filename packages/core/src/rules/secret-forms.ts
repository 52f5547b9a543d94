// What secrets look like: by the name of the variable, and by the value.

/** Words that end the name of a secret, with what may stand behind them: not `PASSWORD_FILE`, not `TOKEN_TTL`. */
const SECRET_KEY =
  /(?:PASSWORD|PASSWD|PASSPHRASE|SECRET|(?:^|_)(?:PWD|PASS|TOKEN|CREDENTIALS?)|(?:ACCESS|AUTH|BEARER)_?TOKEN|(?:PRIVATE|API|ENCRYPTION|SIGNING|MASTER)_?KEY)\d*(?:_(?:BASE|KEY|ACCESS|VALUE|PROD|PRODUCTION|STAGING|DEV|TEST|\d+))*$/i;
const PUBLIC_KEY = /(^|_)(PUBLIC|PUBLISHABLE)_|^(VITE|REACT_APP|EXPO_PUBLIC|GATSBY)_/i;

/** Whether a variable of this name holds a secret, and not what everybody may see. */
export function isSecretKey(key: string): boolean {
  return SECRET_KEY.test(key) && !PUBLIC_KEY.test(key);
}

/** Names of what may be all digits; another secret of digits alone is more likely a number. */
const PASSWORD_KEY = /PASS(?:WORD|WD|PHRASE)|(?:^|_)(?:PASS|PWD)(?:_|\d|$)/i;

/** A switch, a number or a path is no secret, whatever its key is called; but a password may be a number. */
export function isHarmless(key: string, value: string): boolean {
  if (/^(true|false|yes|no|on|off|none|null|[01]|\.?\/[\w./-]*)$/i.test(value)) return true;
  return /^\d+$/.test(value) && !PASSWORD_KEY.test(key);
}

/** The password of a URL, which may have no user. */
export function passwordIn(value: string): string | undefined {
  if (!value.includes("://")) return undefined;
  return /^[a-z][a-z0-9+.-]*:\/\/[^/\s:@]*:([^/\s@]+)@/i.exec(value)?.[1];
}

/** Values of known forms. */
const SECRET_VALUES: readonly [form: RegExp, what: string][] = [
  [/^\s*-----BEGIN [A-Z ]*PRIVATE KEY-----/, "value is a private key"],
  [/^(?:gh[oprsu]_[A-Za-z0-9]{30,}|github_pat_\w{30,})$/, "value looks like a token of GitHub"],
  [/^do[opr]_v1_[0-9a-f]{32,}$/, "value looks like a token of DigitalOcean"],
  [/^[rs]k_live_[A-Za-z0-9]{10,}$/, "value looks like a key of Stripe"],
  [/^xox[abeoprs]-\d[\w-]{10,}$/, "value looks like a token of Slack"],
  [/^AKIA[A-Z2-7]{16}$/, "value looks like an access key of AWS"],
];

/** What a sentence says of a value that only secrets have. */
export function secretKindOf(value: string): string | undefined {
  if (passwordIn(value) !== undefined) return "URL holds a password";
  // Hundreds of values are none of these: their beginning tells.
  if (!/^\s*(?:-----BEGIN|gh[oprsu]_|github_pat_|do[opr]_v1_|[rs]k_live_|xox|AKIA)/.test(value))
    return undefined;
  // `xxxxxx` stands in for what is filled in.
  if (/x{6}/i.test(value)) return undefined;
  return SECRET_VALUES.find(([form]) => form.test(value))?.[1];
}
