import { useEffect, useState } from 'react';

import { bankKeys } from '../../lib/question-bank-key';
import { getBank } from '../../rtc/bank-api';
import type { QuestionSpec } from '../../rtc/protocol.gen';

/** The questions of this browser's bank, once they are there; none without a bank, or where it cannot be had. */
export function useBankQuestions(): readonly QuestionSpec[] {
  const [questions, setQuestions] = useState<readonly QuestionSpec[]>([]);
  useEffect(() => {
    const [key] = bankKeys();
    let wanted = true;
    if (key) {
      getBank(key).then(
        ({ bank }) => wanted && setQuestions(bank.questions),
        // Then there is nothing to take from it; the plan can be edited all the same.
        () => {},
      );
    }
    return () => {
      wanted = false;
    };
  }, []);
  return questions;
}
