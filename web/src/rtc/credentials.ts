/** What a join proves: a presence, being the host, knowing the password. */
export class Credentials {
  /** The number of the last event received; null where the room must be sent whole. */
  lastSeq: number | null = null;
  #token: string | null;
  #hostToken: string | null;
  readonly #password: string | null;
  /** Left out to find out which of the two tokens is not good. */
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

  /** Whether the join stands on the password. */
  get isGuess(): boolean {
    return this.#token === null && this.#password !== null;
  }

  payload(): { token?: string; last_seq?: number; host_token?: string; password?: string } {
    return {
      ...(this.#token !== null && { token: this.#token }),
      ...(this.#token !== null && this.lastSeq !== null && { last_seq: this.lastSeq }),
      ...(this.#hostToken !== null && { host_token: this.#hostToken }),
      // Whoever comes back was let in before.
      ...(this.#token === null && this.#password !== null && { password: this.#password }),
    };
  }

  /**
   * One of the tokens is not good: leaves out that of the presence first, then the host's, then both; whether
   * there was one to leave out.
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

  /** The server took the join; what is left out by now is not good. */
  settle(): void {
    this.#doubted = null;
  }

  renew(token: string): void {
    this.#token = token;
  }
}
