import { withPageLock } from '../../lib/page-lock';
import { keepPersonKey, readPersonKey } from '../../lib/person-key';
import type { SignInRequest } from '../../protocol/protocol.gen';
import type { Identity } from '../../rtc/calls-client';

const LOCK = 'convene.person';

/** Identity of this browser's person in calls; all pages share it. */
export class PersonIdentity implements Identity {
  readonly #name: () => string;
  /** Fallback where the browser stores nothing. */
  #token: string | null = null;

  /** `name`: name of a new identity; empty if unknown. */
  constructor(name: () => string) {
    this.#name = name;
  }

  async prove(signIn: (proof: SignInRequest) => Promise<string | null>): Promise<void> {
    const token = readPersonKey() ?? this.#token;
    if (token !== null) {
      await signIn({ token });
      return;
    }
    // Two pages opened at once must not create two identities.
    await withPageLock(LOCK, async () => {
      const meanwhile = readPersonKey();
      if (meanwhile !== null) {
        await signIn({ token: meanwhile });
        return;
      }
      const name = this.#name();
      const given = await signIn(name === '' ? {} : { name });
      if (given === null) return;
      this.#token = given;
      keepPersonKey(given);
    });
  }

  forget(): void {
    this.#token = null;
    keepPersonKey(null);
  }
}
