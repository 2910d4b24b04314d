import { create } from 'zustand';

/** True while the person holds a key to talk. */
export const usePushToTalk = create<{ held: boolean }>()(() => ({ held: false }));
