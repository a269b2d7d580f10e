/** Who a token is of, as the token itself says. The server alone knows whether that is true. */

export interface TokenPerson {
  readonly token: string;
  readonly user: string;
  readonly name: string;
}

export function personOf(token: string): TokenPerson {
  const claims = claimsOf(token);
  const user = typeof claims["sub"] === "string" ? claims["sub"] : "?";
  const name = typeof claims["name"] === "string" ? claims["name"] : user;
  return { token, user, name };
}

function claimsOf(token: string): Record<string, unknown> {
  try {
    const part = (token.split(".")[1] ?? "").replaceAll("-", "+").replaceAll("_", "/");
    const bytes = Uint8Array.from(atob(part), (letter) => letter.charCodeAt(0));
    return JSON.parse(new TextDecoder().decode(bytes)) as Record<string, unknown>;
  } catch {
    return {};
  }
}
