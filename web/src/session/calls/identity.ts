import { keepPersonKey, readPersonKey } from '../../lib/person-key';
import type { Identity } from '../../rtc/calls-client';
import type { SignInRequest } from '../../rtc/protocol.gen';

const LOCK = 'convene.person';

/** Who one is when calling: the same on all pages of this browser. */
export class PersonIdentity implements Identity {
  readonly #name: () => string;
  /** Where the browser keeps nothing. */
  #token: string | null = null;

  /** `name`: what somebody new is called, empty if that is not known. */
  constructor(name: () => string) {
    this.#name = name;
  }

  async prove(signIn: (proof: SignInRequest) => Promise<string | null>): Promise<void> {
    const token = readPersonKey() ?? this.#token;
    if (token !== null) {
      await signIn({ token });
      return;
    }
    // Two pages that are opened at once must not become two people.
    await alone(async () => {
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

async function alone(act: () => Promise<void>): Promise<void> {
  // Not on plain http, where two pages may have two ids; the one that is kept last stays.
  if (typeof navigator !== 'undefined' && navigator.locks) {
    await navigator.locks.request(LOCK, act);
  } else {
    await act();
  }
}
