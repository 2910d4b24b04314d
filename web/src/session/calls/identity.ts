import { inOnePage } from '../../lib/one-page';
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
    await inOnePage(LOCK, async () => {
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
