import { useLayoutEffect, useRef, useState } from 'react';
import type { StoreApi } from 'zustand';

/**
 * A store's value for a field that takes the focus when it appears. The stores' own hooks subscribe
 * after the page was painted; what a fast writer types before that would be taken back by React,
 * which does not know of it yet.
 */
export function useLive<State, Value>(
  store: Pick<StoreApi<State>, 'getState' | 'subscribe'>,
  select: (state: State) => Value,
): Value {
  const [, render] = useState<Value>();
  const latest = useRef(select);
  const value = select(store.getState());
  useLayoutEffect(() => {
    latest.current = select;
  });
  useLayoutEffect(() => {
    const read = () => render(() => latest.current(store.getState()));
    read();
    return store.subscribe(read);
  }, [store]);
  return value;
}
