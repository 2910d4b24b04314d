import { create } from 'zustand';

export type Panel = 'chat' | 'people';

/** Which side panel is open: at most one. */
export const usePanel = create<{ open: Panel | null }>()(() => ({ open: null }));

export function togglePanel(panel: Panel): void {
  usePanel.setState(({ open }) => ({ open: open === panel ? null : panel }));
}

export function closePanel(): void {
  usePanel.setState({ open: null });
}
