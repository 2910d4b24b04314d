import { useEffect, useState } from 'react';

import { bankKeys } from '../../lib/question-bank-key';
import type { QuestionSpec } from '../../protocol/protocol.gen';
import { getBank } from '../../rtc/bank-api';

/** Questions of this browser's bank once loaded; none without a bank, or if loading fails. */
export function useBankQuestions(): readonly QuestionSpec[] {
  const [questions, setQuestions] = useState<readonly QuestionSpec[]>([]);
  useEffect(() => {
    const [key] = bankKeys();
    let wanted = true;
    if (key) {
      getBank(key).then(
        ({ bank }) => wanted && setQuestions(bank.questions),
        // Without the bank the plan can still be edited.
        () => {},
      );
    }
    return () => {
      wanted = false;
    };
  }, []);
  return questions;
}
