import { create } from 'zustand';

/** Whether a key is held to talk while muted. */
export const usePushToTalk = create<{ held: boolean }>()(() => ({ held: false }));
