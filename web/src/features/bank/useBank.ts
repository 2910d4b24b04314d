import { useEffect, useState, useSyncExternalStore } from 'react';

import { BankKeeper } from '../../session/question-bank';

/** Question bank of this browser, loaded when the page opens. */
export function useBank() {
  const [keeper] = useState(() => new BankKeeper());
  const state = useSyncExternalStore(
    (listener) => keeper.subscribe(listener),
    () => keeper.state,
  );
  useEffect(() => {
    void keeper.load();
  }, [keeper]);
  return { keeper, ...state };
}
