/** Credentials of a join: presence, host and password. */
export class Credentials {
  /** Number of the last event received; null if the server must send the whole room. */
  lastSeq: number | null = null;
  #token: string | null;
  #hostToken: string | null;
  readonly #password: string | null;
  /** Presence token that the next join leaves out, to learn which of the two is invalid. */
  #doubted: string | null = null;

  constructor(token: string | null, hostToken: string | null, password: string | null) {
    this.#token = token;
    this.#hostToken = hostToken;
    this.#password = password;
  }

  get token(): string | null {
    return this.#token;
  }

  get hostToken(): string | null {
    return this.#hostToken;
  }

  /** True if the join relies on the password alone. */
  get isGuess(): boolean {
    return this.#token === null && this.#password !== null;
  }

  payload(): { token?: string; last_seq?: number; host_token?: string; password?: string } {
    return {
      ...(this.#token !== null && { token: this.#token }),
      ...(this.#token !== null && this.lastSeq !== null && { last_seq: this.lastSeq }),
      ...(this.#hostToken !== null && { host_token: this.#hostToken }),
      // A returning participant was let in before and needs no password.
      ...(this.#token === null && this.#password !== null && { password: this.#password }),
    };
  }

  /**
   * One of the tokens is invalid: leaves out the presence token first, then the host token, then
   * both. False if none was left.
   */
  doubt(): boolean {
    if (this.#token === null && this.#hostToken === null) return false;
    if (this.#token === null) {
      this.#hostToken = null;
      this.#token = this.#doubted;
      this.#doubted = null;
    } else {
      this.#doubted = this.#hostToken === null ? null : this.#token;
      this.#token = null;
    }
    this.lastSeq = null;
    return true;
  }

  /** The server accepted the join: the tokens left out by now are invalid. */
  settle(): void {
    this.#doubted = null;
  }

  renew(token: string): void {
    this.#token = token;
  }
}
